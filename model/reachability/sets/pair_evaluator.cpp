#include "model/reachability/sets/pair_evaluator.h"

#include <algorithm>
#include <array>

#include "model/base/invariant.h"
#include "model/reachability/walk/packet.h"

namespace archivolt {

namespace {

std::size_t slotOf(std::size_t thing, RuleDirection direction) {
    return thing * 2 + (direction == RuleDirection::Ingress ? 0 : 1);
}

WalkQuestion flowBetween(const PairEnd& from, const PairEnd& to, Family family) {
    return {{FlowEnd::Kind::Interface, from.interface, {}},
            {from.address(family), to.address(family)},
            {FlowEnd::Kind::Interface, to.interface, {}},
            kNone};
}

}  // namespace

PathTable::PathTable(std::size_t routeClasses, const PathTable* previous) {
    if (routeClasses > kMaxRouteClasses) return;
    if (previous != nullptr && previous->m_routeClasses == routeClasses) {
        *this = *previous;
        return;
    }
    m_routeClasses = routeClasses;
    m_numbers.edit().resize(routeClasses * routeClasses * 2);
    if (previous == nullptr) return;
    m_paths = previous->m_paths;
    const std::size_t kept = std::min(routeClasses, previous->m_routeClasses);
    auto& numbers = m_numbers.edit();
    for (std::size_t from = 0; from < kept; ++from) {
        for (std::size_t to = 0; to < kept; ++to) {
            for (const Family family : {Family::Ipv4, Family::Ipv6}) {
                numbers[place(from, to, family)] =
                    (*previous->m_numbers)[previous->place(from, to, family)];
            }
        }
    }
    compact();
}

void PathTable::compact() {
    const std::vector<Entry>& paths = *m_paths;
    std::vector<std::uint32_t> numbers(paths.size());
    std::vector<Entry> used(1);
    for (std::uint32_t& number : m_numbers.edit()) {
        if (number == 0) continue;
        if (numbers[number] == 0) {
            numbers[number] = static_cast<std::uint32_t>(used.size());
            used.push_back(paths[number]);
        }
        number = numbers[number];
    }
    m_paths = CopyOnWrite(std::move(used));
}

const FlowPath* PathTable::add(std::size_t from, std::size_t to, Family family, FlowPath path) {
    std::uint32_t& number = m_numbers.edit()[place(from, to, family)];
    INVARIANT(number == 0);
    // Most networks behind one gateway or none are come to alike, so that the path is often that to
    // the class before.
    const std::uint32_t before = to > 0 ? (*m_numbers)[place(from, to - 1, family)] : 0;
    if (before != 0 && *(*m_paths)[before].path == path) {
        number = before;
        return (*m_paths)[before].path.get();
    }
    Entry entry;
    entry.summary.isPlain = path.isShared && !path.hasMiddlebox;
    for (const FlowStep& step : path.steps) {
        if (step.kind != FlowStep::Kind::Acl) continue;
        entry.summary.acls |= std::uint64_t{1}
                              << (static_cast<std::uint64_t>(step.acl.place()) % 64);
    }
    entry.path = std::make_shared<const FlowPath>(std::move(path));
    number = static_cast<std::uint32_t>(m_paths->size());
    m_paths.edit().push_back(std::move(entry));
    return m_paths->back().path.get();
}

void PathTable::forget(const std::vector<TableIndex>& tables) {
    if (tables.empty() || !isHeld()) return;
    std::vector<bool> isForgotten(m_paths->size());
    for (std::size_t number = 1; number < m_paths->size(); ++number) {
        isForgotten[number] = std::ranges::any_of(
            (*m_paths)[number].path->tables,
            [&](TableIndex table) { return std::ranges::binary_search(tables, table); });
    }
    if (std::ranges::find(isForgotten, true) == isForgotten.end()) return;
    for (std::uint32_t& number : m_numbers.edit()) {
        if (isForgotten[number]) number = 0;
    }
    compact();
}

void PathTable::forgetMeetings(const std::vector<bool>& contested) {
    bool hasForgotten = false;
    for (std::size_t from = 0; from < m_routeClasses; ++from) {
        for (std::size_t to = 0; to < m_routeClasses; ++to) {
            const bool apart = contested[from] || contested[to];
            for (const Family family : {Family::Ipv4, Family::Ipv6}) {
                const std::size_t at = place(from, to, family);
                const std::uint32_t number = (*m_numbers)[at];
                if (number == 0 || (!apart && (*m_paths)[number].summary.isPlain)) continue;
                m_numbers.edit()[at] = 0;
                hasForgotten = true;
            }
        }
    }
    if (hasForgotten) compact();
}

PathTable carriedPaths(const InterfaceClasses& now, const InterfaceClasses& before,
                       const PathTable& paths) {
    const std::size_t routeClasses = now.numbers().routeClasses();
    const auto changed = now.tablesChangedSince(before);
    if (!changed) return PathTable(routeClasses);
    PathTable kept(routeClasses, &paths);
    kept.forget(*changed);
    if (!now.interfaces().isSharedWith(before.interfaces())) {
        kept.forgetMeetings(now.contestedRouteClasses());
    }
    return kept;
}

PairEvaluator::PairEvaluator(const Reachability& reachability, PathTable paths,
                             CopyOnWrite<TrafficPool> pool)
    : m_reachability(reachability), m_paths(std::move(paths)), m_pool(std::move(pool)) {
    const std::size_t sets = reachability.network().groupSets().size();
    m_groupAtoms.resize(sets * 2);
    m_aclAtoms.resize(reachability.network().acls().size() * 2);
    if (sets <= kMaxRemembered) m_byGroup.assign(sets * sets * 2, kUnset);
}

void PairEvaluator::trim() {
    constexpr std::size_t kMaxValues = std::size_t{1} << 16U;
    if (m_pool->size() < kMaxValues) return;
    m_pool = CopyOnWrite<TrafficPool>();
    for (auto& atoms : m_groupAtoms) atoms.clear();
    for (auto& atoms : m_aclAtoms) atoms.clear();
    std::ranges::fill(m_byGroup, kUnset);
}

const PairEnd* PairEvaluator::PairEnds::party(FlowParty which) const {
    switch (which) {
        case FlowParty::Sender: return &from;
        case FlowParty::Receiver: return &to;
        case FlowParty::Nobody:
        case FlowParty::Other: break;
    }
    return nullptr;
}

const IpAddress& PairEvaluator::PairEnds::remote(const FlowStep& step) const {
    const PairEnd* end = party(step.remote);
    return end != nullptr ? end->address(family) : step.address;
}

BoundsId PairEvaluator::evaluate(const PairEnd& from, const PairEnd& to, Family family) {
    const FlowPath* path = pathOf(from, to, family);
    TrafficPool& pool = m_pool.edit();
    if (path != nullptr && path->isShared) return follow(pool, *path, {from, to, family});
    ++m_walks;
    const FlowPath own = recordPath(m_reachability.network(), flowBetween(from, to, family));
    return follow(pool, own, {from, to, family});
}

const FlowPath* PairEvaluator::pathOf(const PairEnd& from, const PairEnd& to, Family family) {
    if (!m_paths.isHeld()) return nullptr;
    const FlowPath* known = m_paths.find(from.routeClass, to.routeClass, family);
    if (known != nullptr) return known;
    ++m_walks;
    return m_paths.add(from.routeClass, to.routeClass, family,
                       recordPath(m_reachability.network(), flowBetween(from, to, family)));
}

BoundsId PairEvaluator::follow(TrafficPool& pool, const FlowPath& path, const PairEnds& ends) {
    const auto isOther = [](const FlowStep& step) { return step.kind == FlowStep::Kind::OtherWay; };
    const std::span<const FlowStep> steps = path.steps;
    auto begin = steps.begin();
    auto end = std::find_if(begin, steps.end(), isOther);
    BoundsId trip = followWay(pool, path, {begin, end}, ends);
    while (end != steps.end()) {
        begin = end + 1;
        end = std::find_if(begin, steps.end(), isOther);
        trip = pool.either(trip, followWay(pool, path, {begin, end}, ends));
    }
    return trip;
}

BoundsId PairEvaluator::followWay(TrafficPool& pool, const FlowPath& path,
                                  std::span<const FlowStep> steps, const PairEnds& ends) {
    constexpr std::size_t kMaxDepth = 64;
    BoundsId request = TrafficPool::kAll;
    std::array<BoundsId, kMaxDepth> replies;
    replies[0] = TrafficPool::kAll;
    std::size_t depths = 1;
    for (const FlowStep& step : steps) {
        if (step.kind == FlowStep::Kind::Arrival) {
            depths = std::size_t{step.depth} + 1;
            INVARIANT(depths <= kMaxDepth);
            std::fill_n(replies.begin(), depths, TrafficPool::kAll);
            if (!pool.wantsAnswer(request)) break;
            continue;
        }
        const bool filter = step.kind == FlowStep::Kind::Groups ||
                            step.kind == FlowStep::Kind::Acl ||
                            step.kind == FlowStep::Kind::UnknownAcl;
        BoundsId& narrowed = filter && step.reply ? replies[step.depth] : request;
        narrowed = pool.both(narrowed, passes(pool, path, step, ends));
        if (narrowed == TrafficPool::kNothing) break;
    }
    for (std::size_t depth = 0; depth < depths; ++depth) {
        request = pool.answered(request, replies[depth], depth != 0 || ends.from.managedClient);
    }
    return request;
}

BoundsId PairEvaluator::passes(TrafficPool& pool, const FlowPath& path, const FlowStep& step,
                               const PairEnds& ends) {
    switch (step.kind) {
        case FlowStep::Kind::Groups: return groups(pool, step, ends);
        case FlowStep::Kind::Acl: {
            const auto acl = step.acl.place();
            return atom(pool, m_aclAtoms[slotOf(acl, step.direction)],
                        m_reachability.filters().aclCuts(step.acl, step.direction),
                        ends.remote(step));
        }
        case FlowStep::Kind::UnknownAcl: return TrafficPool::kUnknown;
        case FlowStep::Kind::Narrow: {
            const TrafficSet& carried = path.carried[step.carried];
            return pool.idOf({carried, carried});
        }
        case FlowStep::Kind::Stop: return step.reply ? TrafficPool::kOneWay : TrafficPool::kNothing;
        case FlowStep::Kind::Unknown:
            return step.reply ? TrafficPool::kOneWayOrUnknown : TrafficPool::kUnknown;
        case FlowStep::Kind::Arrival:
        case FlowStep::Kind::OtherWay: break;
    }
    return TrafficPool::kAll;
}

std::uint32_t PairEvaluator::groupSetOf(FlowParty party, InterfaceIndex other,
                                        const PairEnds& ends) const {
    const PairEnd* end = ends.party(party);
    if (end != nullptr) return end->groupSet;
    return m_reachability.network().interfaces()[other].groupSet;
}

BoundsId PairEvaluator::groups(TrafficPool& pool, const FlowStep& step, const PairEnds& ends) {
    const std::uint32_t own = groupSetOf(step.interface, step.other, ends);
    const GroupSetFilter& filter = m_reachability.filters().groupSet(own, step.direction);
    if (filter.open) return TrafficPool::kAll;
    const BoundsId byAddress =
        atom(pool, m_groupAtoms[slotOf(own, step.direction)], filter.byAddress, ends.remote(step));
    if (step.remoteInterface == FlowParty::Nobody || filter.byGroup.empty()) return byAddress;
    const std::uint32_t remote = groupSetOf(step.remoteInterface, step.remoteOther, ends);
    BoundsId named = byGroup(pool, own, remote, step.direction);
    if (step.remoteUnsure) named = pool.idOf({{}, TrafficSet(pool.at(named).possible)});
    return pool.either(byAddress, named);
}

BoundsId PairEvaluator::atom(TrafficPool& pool, std::vector<BoundsId>& known,
                             const AddressCuts& cuts, const IpAddress& address) {
    if (known.empty()) known.assign(cuts.passes.size(), kUnset);
    const std::size_t place = cuts.placeOf(address);
    if (known[place] == kUnset) known[place] = pool.idOf(cuts.passesAt(place));
    return known[place];
}

BoundsId PairEvaluator::byGroup(TrafficPool& pool, std::uint32_t own, std::uint32_t remote,
                                RuleDirection direction) {
    if (m_byGroup.empty()) return computeByGroup(pool, own, remote, direction);
    const std::size_t sets = m_reachability.network().groupSets().size();
    BoundsId& known = m_byGroup[slotOf(own * sets + remote, direction)];
    if (known == kUnset) known = computeByGroup(pool, own, remote, direction);
    return known;
}

BoundsId PairEvaluator::computeByGroup(TrafficPool& pool, std::uint32_t own, std::uint32_t remote,
                                       RuleDirection direction) {
    const GroupSetNode& carried = *m_reachability.network().groupSets()[remote];
    BoundsId passes = TrafficPool::kNothing;
    for (const auto& rule : m_reachability.filters().groupSet(own, direction).byGroup) {
        if (rule.group && std::ranges::binary_search(carried.ids, rule.group)) {
            passes = pool.either(passes, pool.idOf(rule.traffic));
        } else if (!rule.group || carried.openEnded) {
            passes = pool.either(passes, pool.idOf({{}, rule.traffic.possible}));
        }
    }
    return passes;
}

}  // namespace archivolt
