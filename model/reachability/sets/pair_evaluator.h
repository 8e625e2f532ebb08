#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "model/reachability/sets/flow_path.h"
#include "model/reachability/sets/interface_classes.h"
#include "model/reachability/sets/traffic_pool.h"

namespace archivolt {

/// The paths between route classes that were walked so far, of either family.
class PathTable {
public:
    /// With more route classes than this, paths are not held: every flow is walked.
    static constexpr std::size_t kMaxRouteClasses = 512;

    PathTable() = default;
    /// Makes room for the paths between this many route classes, and keeps those of `previous`.
    explicit PathTable(std::size_t routeClasses, const PathTable* previous = nullptr);
    [[nodiscard]] bool isHeld() const { return m_routeClasses != 0; }
    /// What can be told of a path without looking into it.
    struct Summary {
        std::uint64_t acls = 0;  ///< A bit for each ACL on it, by index modulo 64.
        bool isPlain = false;    ///< It is shared and has no middlebox.
    };
    /// Holds a path; no path was held there.
    const FlowPath* add(std::size_t from, std::size_t to, Family family, FlowPath path);
    /// Returns a path that was walked, or null pointer.
    [[nodiscard]] const FlowPath* find(std::size_t from, std::size_t to, Family family) const {
        if (from >= m_routeClasses || to >= m_routeClasses) return nullptr;
        return (*m_paths)[(*m_numbers)[place(from, to, family)]].path.get();
    }
    /// Returns what there is to say of the path that `find` returns.
    [[nodiscard]] const Summary& summary(std::size_t from, std::size_t to, Family family) const {
        return (*m_paths)[(*m_numbers)[place(from, to, family)]].summary;
    }
    /// Forgets the paths that were found by some of these route tables, which ascend.
    void forget(const std::vector<TableIndex>& tables);
    /// Forgets the paths that may meet other interfaces: those that name one, and those from or to
    /// a route class of `contested`.
    void forgetMeetings(const std::vector<bool>& contested);

private:
    [[nodiscard]] std::size_t place(std::size_t from, std::size_t to, Family family) const {
        return (from * m_routeClasses + to) * 2 + (family == Family::Ipv4 ? 0 : 1);
    }

    /// Takes away the paths that stand nowhere any more.
    void compact();

    struct Entry {
        std::shared_ptr<const FlowPath> path;
        Summary summary;
    };
    std::size_t m_routeClasses = 0;
    // Most places have the path of their neighbours, so a place has but its number; 0: no path.
    CopyOnWrite<std::vector<std::uint32_t>> m_numbers;
    CopyOnWrite<std::vector<Entry>> m_paths{std::vector<Entry>(1)};
};

/// Returns the paths of an earlier snapshot that are walked alike between the classes of a later
/// one of the same history.
[[nodiscard]] PathTable carriedPaths(const InterfaceClasses& now, const InterfaceClasses& before,
                                     const PathTable& paths);

/// Works out what makes the round trip between interfaces, many pairs in a row: every path is
/// walked once for all pairs of its route classes, and every set operation is done once.
///
/// The result is that of `roundTripBetween(…)`. It is a worker, not a value: one thread at a time.
/// Memory: see PathTable and TrafficPool.
class PairEvaluator {
public:
    PairEvaluator(const Reachability& reachability, PathTable paths, CopyOnWrite<TrafficPool> pool);

    /// Returns the traffic from one interface to another, both with an address of `family`.
    BoundsId evaluate(const PairEnd& from, const PairEnd& to, Family family);
    /// Returns the path between the route classes of two interfaces; null pointer if not held.
    const FlowPath* pathOf(const PairEnd& from, const PairEnd& to, Family family);
    [[nodiscard]] const TrafficPool& pool() const { return *m_pool; }
    [[nodiscard]] const PathTable& paths() const { return m_paths; }
    /// Hands over the paths and values for later use; the evaluator is done then.
    [[nodiscard]] PathTable takePaths() { return std::move(m_paths); }
    [[nodiscard]] CopyOnWrite<TrafficPool> takePool() { return std::move(m_pool); }
    /// Forgets values when there are very many; numbers given before are void then.
    void trim();
    /// Returns how many flows were walked so far: the work that pairs share.
    [[nodiscard]] std::size_t walks() const { return m_walks; }

private:
    static constexpr BoundsId kUnset = ~BoundsId{0};
    static constexpr std::size_t kMaxRemembered = 512;  ///< Group sets, for pairs of them.

    struct PairEnds {
        const PairEnd& from;
        const PairEnd& to;
        Family family;
        [[nodiscard]] const PairEnd* party(FlowParty which) const;
        [[nodiscard]] const IpAddress& remote(const FlowStep& step) const;
    };
    BoundsId follow(TrafficPool& pool, const FlowPath& path, const PairEnds& ends);
    /// Follows one of the ways that a path may take: some of its steps, one after another.
    BoundsId followWay(TrafficPool& pool, const FlowPath& path, std::span<const FlowStep> steps,
                       const PairEnds& ends);
    BoundsId passes(TrafficPool& pool, const FlowPath& path, const FlowStep& step,
                    const PairEnds& ends);
    BoundsId groups(TrafficPool& pool, const FlowStep& step, const PairEnds& ends);
    BoundsId byGroup(TrafficPool& pool, std::uint32_t own, std::uint32_t remote,
                     RuleDirection direction);
    BoundsId computeByGroup(TrafficPool& pool, std::uint32_t own, std::uint32_t remote,
                            RuleDirection direction);
    static BoundsId atom(TrafficPool& pool, std::vector<BoundsId>& known, const AddressCuts& cuts,
                         const IpAddress& address);
    [[nodiscard]] std::uint32_t groupSetOf(FlowParty party, InterfaceIndex other,
                                           const PairEnds& ends) const;

    const Reachability& m_reachability;
    PathTable m_paths;
    CopyOnWrite<TrafficPool> m_pool;
    std::vector<std::vector<BoundsId>> m_groupAtoms;  ///< By group set and direction, by place.
    std::vector<std::vector<BoundsId>> m_aclAtoms;    ///< By ACL and direction, by place.
    std::vector<BoundsId> m_byGroup;                  ///< By two group sets and direction.
    std::size_t m_walks = 0;
};

}  // namespace archivolt
