#include "model/traffic/run/ways.h"

#include <algorithm>
#include <bit>

#include "model/base/invariant.h"
#include "model/traffic/run/world.h"

namespace archivolt::traffic {

namespace {

constexpr unsigned kWayBits = 3;

/// What a visit that its caller gives up did until then.
Doing doingAt(const Visit& visit) {
    switch (visit.stage) {
        case Stage::WaitingForSlot:
        case Stage::WaitingForServer: return Doing::Waits;
        case Stage::Working: return Doing::Works;
        case Stage::Stuck:
        case Stage::Lost: return Doing::Unanswered;
        case Stage::Calling:
        case Stage::OnTheWay:
        case Stage::Answering:
        case Stage::Gone: break;
    }
    return visit.child != kNoVisit ? Doing::OnTheWay : Doing::Held;
}

}  // namespace

void Ways::book(VisitId id, NodeRef node, Doing doing, Time until) {
    Booked& one = m_visits[id];
    const Time time = until - one.since;
    one.since = until;
    if (time != 0) m_parts[one.root].push_back({node, doing, time});
}

void Ways::come(const World& world, VisitId id) {
    const VisitId parent = world.visits[id].parent;
    if (id >= m_visits.size()) m_visits.resize(std::size_t{id} + 1);
    m_visits[id].root = kNoVisit;
    if (parent == kNoVisit || !follows(parent)) return;
    book(parent, world.visits[parent].node, Doing::OnTheWay, world.now);
    m_visits[id] = {m_visits[parent].root, world.now};
}

void Ways::answered(const World& world, VisitId id) {
    const Visit& visit = world.visits[id];
    book(id, visit.node, visit.stage == Stage::Working ? Doing::Works : Doing::Held, world.now);
    m_visits[id].root = kNoVisit;
    if (!follows(visit.parent)) return;
    // Its caller goes on once the answer is back.
    m_visits[visit.parent].since = world.now;
    book(visit.parent, world.visits[visit.parent].node, Doing::OnTheWay, world.now + visit.way);
}

void Ways::givenUp(const World& world, VisitId id) {
    const VisitId caller = world.visits[id].parent;
    if (caller == kNoVisit || !follows(caller)) return;
    // The time since was spent by the last of those that called one another; none of them is
    // followed any more, whatever it still does in vain.
    VisitId last = caller;
    for (VisitId at = id; at != kNoVisit && follows(at); at = world.visits[at].child) {
        if (last != caller) m_visits[last].root = kNoVisit;
        last = at;
    }
    const Visit& visit = world.visits[last];
    // What is lost on its way, or answered but not yet heard of, leaves its caller waiting.
    book(last, visit.node, last == caller ? Doing::OnTheWay : doingAt(visit), world.now);
    if (last != caller) m_visits[last].root = kNoVisit;
    m_visits[caller].since = world.now;
}

void Ways::see(const World& world, Step step, VisitId id) {
    if (step == Step::Came) {
        come(world, id);
        return;
    }
    if (step == Step::Asked) {
        if (id >= m_visits.size()) m_visits.resize(std::size_t{id} + 1);
        if (id >= m_parts.size()) m_parts.resize(std::size_t{id} + 1);
        m_visits[id] = {id, world.now};
        m_parts[id].clear();
        return;
    }
    if (step == Step::GivenUp) {
        givenUp(world, id);
        return;
    }
    if (!follows(id)) return;
    const NodeRef node = world.visits[id].node;
    switch (step) {
        case Step::Tried: book(id, node, Doing::BacksOff, world.now); return;
        case Step::Began: book(id, node, Doing::Waits, world.now); return;
        case Step::Worked: book(id, node, Doing::Works, world.now); return;
        case Step::Answered: answered(world, id); return;
        case Step::Finished:
            book(id, node, Doing::OnTheWay, world.now);
            m_visits[id].root = kNoVisit;
            m_last.swap(m_parts[id]);
            return;
        case Step::Asked:
        case Step::Came:
        case Step::GivenUp:
        case Step::Lost: return;
    }
}

std::uint32_t WayCell::of(Time took) {
    const auto value = static_cast<std::uint64_t>(took);
    if (value < (1U << kWayBits)) return static_cast<std::uint32_t>(value);
    const auto shift = static_cast<unsigned>(std::bit_width(value)) - kWayBits - 1;
    return (shift << kWayBits) + static_cast<std::uint32_t>(value >> shift);
}

Time WayCell::beginOf(std::uint32_t cell) {
    constexpr std::uint32_t kPlain = 2U << kWayBits;
    if (cell < kPlain) return cell;
    const unsigned shift = (cell >> kWayBits) - 1;
    const std::uint64_t value = (cell & ((1U << kWayBits) - 1)) + (1U << kWayBits);
    return static_cast<Time>(value << shift);
}

std::size_t WaySums::keyOf(const WayPart& part) {
    constexpr std::size_t kKinds = 4;
    const std::size_t place =
        std::size_t{part.node.index} * kKinds + static_cast<std::size_t>(part.node.kind);
    return place * kDoings + static_cast<std::size_t>(part.doing);
}

void WaySums::see(const World& world, Step step, VisitId id) {
    m_ways.see(world, step, id);
    if (step != Step::Finished) return;
    const Visit& visit = world.visits[id];
    const bool good = visit.status != 0 && visit.status < 400;
    if (!good || visit.arrived < world.measureFrom) return;
    const Time took = world.now - visit.arrived;
    const std::uint32_t cell = WayCell::of(took);
    if (cell >= m_sums.size()) m_sums.resize(std::size_t{cell} + 1);
    Sum& sum = m_sums[cell];
    ++sum.requests;
    sum.took += static_cast<std::uint64_t>(took);
    for (const WayPart& part : m_ways.last()) {
        const std::size_t key = keyOf(part);
        if (key >= sum.parts.size()) sum.parts.resize(key + kDoings);
        sum.parts[key] += part.time;
    }
}

std::vector<WayCell> WaySums::cells(const World& world) const {
    std::map<std::uint32_t, const std::string*> fleetOf;
    for (const Fleet& fleet : world.fleets) {
        for (const Member& member : fleet.members) fleetOf[member.station] = &fleet.spec.name;
    }
    std::vector<WayCell> cells;
    for (std::size_t cell = 0; cell < m_sums.size(); ++cell) {
        const Sum& sum = m_sums[cell];
        if (sum.requests == 0) continue;
        WayCell& made = cells.emplace_back();
        made.cell = static_cast<std::uint32_t>(cell);
        made.requests = sum.requests;
        made.took = sum.took;
        for (std::size_t key = 0; key < sum.parts.size(); ++key) {
            const Time time = sum.parts[key];
            if (time == 0) continue;
            INVARIANT(time > 0);
            const auto doing = static_cast<Doing>(key % kDoings);
            const NodeRef node{static_cast<NodeKind>(key / kDoings % 4),
                               static_cast<std::uint32_t>(key / kDoings / 4)};
            const auto fleet =
                node.kind == NodeKind::Station ? fleetOf.find(node.index) : fleetOf.end();
            const std::string& place =
                fleet != fleetOf.end() ? *fleet->second : placeName(world, node);
            made.parts[wayWords(doing, place)] += static_cast<std::uint64_t>(time);
        }
    }
    return cells;
}

void mergeWays(std::vector<WayCell>& cells, const std::vector<WayCell>& others) {
    for (const WayCell& other : others) {
        const auto at = std::ranges::lower_bound(cells, other.cell, {}, &WayCell::cell);
        if (at == cells.end() || at->cell != other.cell) {
            cells.insert(at, other);
            continue;
        }
        at->requests += other.requests;
        at->took += other.took;
        for (const auto& [words, time] : other.parts) at->parts[words] += time;
    }
}

std::string wayWords(Doing doing, const std::string& place) {
    switch (doing) {
        case Doing::Waits: return "waiting at " + place;
        case Doing::Works: return "working at " + place;
        case Doing::Held: return "held by " + place;
        case Doing::OnTheWay: return "network between " + place + " and what it asks";
        case Doing::BacksOff: return "back-off of " + place;
        case Doing::Unanswered: return "without an answer at " + place;
    }
    return place;
}

const std::string& placeName(const World& world, NodeRef node) {
    switch (node.kind) {
        case NodeKind::Clients: return world.clients[node.index].spec.name;
        case NodeKind::Edge: return world.edges[node.index].spec.name;
        case NodeKind::Balancer: return world.balancers[node.index].spec.name;
        case NodeKind::Station: break;
    }
    return world.stations[node.index].spec.name;
}

}  // namespace archivolt::traffic
