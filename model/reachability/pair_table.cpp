#include "model/reachability/pair_table.h"

#include <algorithm>

namespace archivolt {

/// Fills a table, with or without one before it.
class PairTable::Update {
public:
    Update(PairTable& table, const PairTable* previous)
        : m_table(table),
          m_previous(previous),
          m_evaluator(*table.m_reachability,
                      PathTable(table.m_classes.routeClasses(),
                                keepsPaths() ? &previous->m_paths : nullptr),
                      previous != nullptr ? previous->m_pool : TrafficPool()) {}

    /// Returns false when asked to stop.
    bool run(const std::stop_token& stop) {
        const std::size_t size = m_table.m_classes.size();
        m_table.m_pairs.assign(size * size * 2, kNoPair);
        readClasses();
        for (std::size_t from = 0; from < size; ++from) {
            if (stop.stop_requested()) return false;
            for (std::size_t to = 0; to < size; ++to) addPair(from, to);
        }
        m_table.m_work.walks = m_evaluator.walks();
        m_table.m_paths = m_evaluator.paths();
        m_table.m_pool = m_evaluator.pool();
        m_table.m_isHeld = true;
        return true;
    }

private:
    /// What was known before of an interface that stands for its class.
    struct Before {
        NodeIndex interface = kNone;  ///< In the last snapshot, if its node is the same.
        bool sameRules = false;       ///< Its groups filter as they did.
    };
    enum class Kept : std::uint8_t {
        NotKnown,
        Yes,
        No
    };

    [[nodiscard]] bool keepsPaths() const {
        return m_previous != nullptr && m_table.m_classes.keepsPathsOf(m_previous->m_classes);
    }

    void readClasses() {
        const InterfaceClasses& classes = m_table.m_classes;
        const std::size_t size = classes.size();
        m_first.resize(size);
        m_second.resize(size);
        m_kept.assign(classes.routeClasses() * classes.routeClasses() * 2, Kept::NotKnown);
        if (m_previous == nullptr) return;
        const auto from = carriedFrom(classes.interfaces(), m_previous->m_classes.interfaces());
        const CompiledFilters& filters = m_table.m_reachability->filters();
        const CompiledFilters& old = m_previous->m_reachability->filters();
        const auto before = [&](NodeIndex index) {
            const NodeIndex was = from[static_cast<std::size_t>(index)];
            return Before{was,
                          was != kNone && filters.sharesGroupSet(old, classes.end(index).groupSet)};
        };
        for (std::size_t i = 0; i < size; ++i) {
            const auto members = classes.members(i);
            m_first[i] = before(members.front());
            if (members.size() > 1) m_second[i] = before(members[1]);
        }
    }

    void addPair(std::size_t from, std::size_t to) {
        const InterfaceClasses& classes = m_table.m_classes;
        if (from == to && classes.members(from).size() == 1) return;
        const PairEnd& sender = classes.end(classes.members(from).front());
        const PairEnd& receiver = classes.end(classes.members(to)[from == to ? 1 : 0]);
        const Before& was = m_first[from];
        const Before& wasTo = from == to ? m_second[to] : m_first[to];
        for (const Family family : {Family::Ipv4, Family::Ipv6}) {
            if (!sender.has(family) || !receiver.has(family)) continue;
            ++m_table.m_work.pairs;
            BoundsId& value = m_table.m_pairs[m_table.place(from, to, family)];
            const BoundsId old = oldValue(was, wasTo, family);
            if (old != kNoPair && was.sameRules && wasTo.sameRules &&
                keepsFilters(sender, receiver, was, wasTo, family)) {
                value = old;
                continue;
            }
            ++m_table.m_work.evaluated;
            value = m_evaluator.evaluate(sender, receiver, family);
            if (value == old) continue;
            m_table.m_changes.push_back({from, to, family,
                                         old == kNoPair ? nullptr : m_evaluator.pool().shared(old),
                                         m_evaluator.pool().shared(value)});
        }
    }

    [[nodiscard]] BoundsId oldValue(const Before& from, const Before& to, Family family) const {
        if (from.interface == kNone || to.interface == kNone) return kNoPair;
        const InterfaceClasses& classes = m_previous->m_classes;
        return m_previous->m_pairs[m_previous->place(classes.classOf(from.interface),
                                                     classes.classOf(to.interface), family)];
    }

    /// Says whether the way between two interfaces is what it was, and every filter on it but for
    /// their own groups.
    bool keepsFilters(const PairEnd& sender, const PairEnd& receiver, const Before& from,
                      const Before& to, Family family) {
        const PairEnd& oldSender = m_previous->m_classes.end(from.interface);
        const PairEnd& oldReceiver = m_previous->m_classes.end(to.interface);
        const FlowPath* old =
            m_previous->m_paths.find(oldSender.routeClass, oldReceiver.routeClass, family);
        const FlowPath* path = m_evaluator.pathOf(sender, receiver, family);
        if (path == nullptr || old == nullptr) return false;
        if (path != old && !(*path == *old)) return false;
        const std::size_t place =
            (sender.routeClass * m_table.m_classes.routeClasses() + receiver.routeClass) * 2 +
            (family == Family::Ipv4 ? 0 : 1);
        Kept& kept = m_kept[place];
        if (kept == Kept::NotKnown) kept = keepsFiltersOn(*path) ? Kept::Yes : Kept::No;
        return kept == Kept::Yes;
    }

    [[nodiscard]] bool keepsFiltersOn(const FlowPath& path) const {
        if (!path.isShared || path.hasMiddlebox) return false;
        const CompiledFilters& filters = m_table.m_reachability->filters();
        const CompiledFilters& old = m_previous->m_reachability->filters();
        return std::ranges::all_of(path.steps, [&](const FlowStep& step) {
            return step.kind != FlowStep::Kind::Acl || filters.sharesAcl(old, step.index);
        });
    }

    PairTable& m_table;
    const PairTable* m_previous;
    PairEvaluator m_evaluator;
    std::vector<Before> m_first;   ///< By class: of its first member.
    std::vector<Before> m_second;  ///< By class: of its second member.
    std::vector<Kept> m_kept;      ///< By route classes and family.
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
    const bool tidy =
        previous.m_pool.size() < kMaxValues && previous.m_classes.routeClasses() <= 2 * live + 64;
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
    return id == kNoPair ? nullptr : &m_pool.at(id);
}

}  // namespace archivolt
