#include "model/reachability/sets/pair_table.h"

#include <algorithm>

namespace archivolt {

/// Fills a table, with or without one before it.
class PairTable::Update {
public:
    Update(PairTable& table, const PairTable* previous)
        : m_table(table),
          m_previous(previous),
          m_evaluator(*table.m_reachability, keptPaths(),
                      previous != nullptr ? previous->m_pool : CopyOnWrite<TrafficPool>()) {}

    /// Returns false when asked to stop.
    bool run(const std::stop_token& stop) {
        const std::size_t size = m_table.m_classes.size();
        m_table.m_pairs.assign(size * size * 2, kNoPair);
        readClasses();
        for (std::size_t from = 0; from < size; ++from) {
            if (stop.stop_requested()) return false;
            addRow(from);
        }
        m_table.m_work.walks = m_evaluator.walks();
        m_table.m_paths = m_evaluator.takePaths();
        m_table.m_pool = m_evaluator.takePool();
        m_table.m_isHeld = true;
        return true;
    }

private:
    static constexpr std::uint32_t kNone32 = ~std::uint32_t{0};
    /// An interface that stands for its class, and what was known of it before.
    struct Side {
        const PairEnd* end = nullptr;      ///< Null pointer: there is none.
        std::uint32_t oldClass = kNone32;  ///< In the table before, if its node is the same.
        bool keepsRules = false;  ///< Besides, its groups filter as they did and its route class is
                                  ///< the same.
    };
    enum class Kept : std::uint8_t {
        NotKnown,
        Yes,
        No
    };

    [[nodiscard]] PathTable keptPaths() const {
        if (m_previous == nullptr) return PathTable(m_table.m_classes.numbers().routeClasses());
        return carriedPaths(m_table.m_classes, m_previous->m_classes, m_previous->m_paths);
    }

    void readClasses() {
        const InterfaceClasses& classes = m_table.m_classes;
        const auto from =
            m_previous == nullptr
                ? PerNode<InterfaceNode, InterfaceIndex>(classes.interfaces().size(), kNone)
                : carriedFrom(classes.interfaces(), m_previous->m_classes.interfaces());
        for (std::size_t i = 0; i < classes.size(); ++i) {
            const auto members = classes.members(i);
            m_first.push_back(sideOf(members.front(), from));
            m_second.push_back(members.size() > 1 ? sideOf(members[1], from) : Side{});
        }
        const std::size_t routeClasses = classes.numbers().routeClasses();
        if (m_previous == nullptr || routeClasses > PathTable::kMaxRouteClasses) return;
        m_kept.assign(routeClasses * routeClasses * 2, Kept::NotKnown);
        const CompiledFilters& filters = m_table.m_reachability->filters();
        for (const AclIndex acl : m_table.m_reachability->network().acls().indices()) {
            if (filters.sharesAcl(m_previous->m_reachability->filters(), acl)) continue;
            m_changedAcls |= std::uint64_t{1} << (acl.place() % 64);
        }
    }

    Side sideOf(InterfaceIndex index, const PerNode<InterfaceNode, InterfaceIndex>& from) const {
        Side side;
        side.end = &m_table.m_classes.end(index);
        const InterfaceIndex was = from[index];
        if (was == kNone) return side;
        const InterfaceClasses& old = m_previous->m_classes;
        side.oldClass = static_cast<std::uint32_t>(old.classOf(was));
        side.keepsRules = old.end(was).routeClass == side.end->routeClass &&
                          m_table.m_reachability->filters().sharesGroupSet(
                              m_previous->m_reachability->filters(), side.end->groupSet);
        return side;
    }

    void addRow(std::size_t from) {
        const Side& sender = m_first[from];
        for (std::size_t to = 0; to < m_first.size(); ++to) {
            const Side& receiver = from == to ? m_second[to] : m_first[to];
            if (receiver.end == nullptr) continue;
            for (const Family family : {Family::Ipv4, Family::Ipv6}) {
                if (!sender.end->has(family) || !receiver.end->has(family)) continue;
                ++m_table.m_work.pairs;
                BoundsId& value = m_table.m_pairs[m_table.place(from, to, family)];
                const BoundsId old = oldValue(sender, receiver, family);
                if (old != kNoPair && sender.keepsRules && receiver.keepsRules &&
                    keepsFilters(*sender.end, *receiver.end, family)) {
                    value = old;
                    continue;
                }
                ++m_table.m_work.evaluated;
                value = m_evaluator.evaluate(*sender.end, *receiver.end, family);
                if (value != old) addChange(from, to, family, old, value);
            }
        }
    }

    void addChange(std::size_t from, std::size_t to, Family family, BoundsId old, BoundsId value) {
        const TrafficPool& pool = m_evaluator.pool();
        m_table.m_changes.push_back(
            {from, to, family, old == kNoPair ? nullptr : pool.shared(old), pool.shared(value)});
    }

    [[nodiscard]] BoundsId oldValue(const Side& from, const Side& to, Family family) const {
        if (from.oldClass == kNone32 || to.oldClass == kNone32) return kNoPair;
        return m_previous->m_pairs[m_previous->place(from.oldClass, to.oldClass, family)];
    }

    /// Says whether the way between two route classes is what it was, and every filter on it but
    /// for the groups of its ends.
    bool keepsFilters(const PairEnd& from, const PairEnd& to, Family family) {
        if (m_kept.empty()) return false;
        const std::size_t routeClasses = m_table.m_classes.numbers().routeClasses();
        Kept& kept = m_kept[(from.routeClass * routeClasses + to.routeClass) * 2 +
                            (family == Family::Ipv4 ? 0 : 1)];
        if (kept == Kept::NotKnown) {
            kept = keepsPath(from, to, family) ? Kept::Yes : Kept::No;
        }
        return kept == Kept::Yes;
    }

    bool keepsPath(const PairEnd& from, const PairEnd& to, Family family) {
        const FlowPath* old = m_previous->m_paths.find(from.routeClass, to.routeClass, family);
        const FlowPath* path = m_evaluator.pathOf(from, to, family);
        if (path == nullptr || old == nullptr || (path != old && !(*path == *old))) return false;
        const auto& summary = m_evaluator.paths().summary(from.routeClass, to.routeClass, family);
        if (!summary.isPlain) return false;
        if ((summary.acls & m_changedAcls) == 0) return true;
        const CompiledFilters& filters = m_table.m_reachability->filters();
        return std::ranges::all_of(path->steps, [&](const FlowStep& step) {
            return step.kind != FlowStep::Kind::Acl ||
                   filters.sharesAcl(m_previous->m_reachability->filters(), step.acl);
        });
    }

    PairTable& m_table;
    const PairTable* m_previous;
    PairEvaluator m_evaluator;
    std::vector<Side> m_first;        ///< By class: its first member.
    std::vector<Side> m_second;       ///< By class: another member, if any.
    std::vector<Kept> m_kept;         ///< By route classes and family.
    std::uint64_t m_changedAcls = 0;  ///< A bit for each, as in PathTable::Summary.
};

std::shared_ptr<const PairTable> PairTable::fresh(std::shared_ptr<const Reachability> reachability,
                                                  const std::stop_token& stop) {
    InterfaceClasses classes(reachability->network());
    const std::shared_ptr<PairTable> table(
        new PairTable(std::move(reachability), std::move(classes)));
    if (table->m_classes.size() > kMaxClasses) return table;
    return Update(*table, nullptr).run(stop) ? table : nullptr;
}

std::shared_ptr<const PairTable> PairTable::next(const PairTable& previous,
                                                 std::shared_ptr<const Reachability> reachability,
                                                 const std::stop_token& stop) {
    // What nobody uses any more is left behind from time to time.
    constexpr std::size_t kMaxValues = std::size_t{1} << 14U;
    const std::size_t live = previous.m_classes.size();
    const bool tidy = previous.m_pool->size() < kMaxValues &&
                      previous.m_classes.numbers().routeClasses() <= 2 * live + 64 &&
                      previous.m_classes.numbers().filterClasses() <= 8 * live + 4096;
    if (!tidy) return fresh(std::move(reachability), stop);
    InterfaceClasses classes(reachability->network(), previous.m_classes);
    const std::shared_ptr<PairTable> table(
        new PairTable(std::move(reachability), std::move(classes)));
    if (table->m_classes.size() > kMaxClasses) return table;
    return Update(*table, previous.m_isHeld ? &previous : nullptr).run(stop) ? table : nullptr;
}

const TrafficBounds* PairTable::at(std::size_t from, std::size_t to, Family family) const {
    if (!m_isHeld) return nullptr;
    const BoundsId id = m_pairs[place(from, to, family)];
    return id == kNoPair ? nullptr : &m_pool->at(id);
}

}  // namespace archivolt
