#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <vector>

#include "model/reachability/sets/pair_evaluator.h"

namespace archivolt {

/// A pair whose traffic is not what it was in the snapshot before.
struct PairChange {
    std::size_t from = 0;  ///< Classes of the later snapshot.
    std::size_t to = 0;
    Family family = Family::Ipv4;
    /// Null pointer: one of the two was not there, or the family was not.
    std::shared_ptr<const TrafficBounds> before;
    std::shared_ptr<const TrafficBounds> after;
};

/// What makes the round trip between every two classes of interfaces, kept from edit to edit.
///
/// Immutable; it keeps what it was made of alive. Made after an earlier table it does only the work
/// that an edit calls for, and equals the table made from nothing. With more than `kMaxClasses`
/// classes the pairs are not held; ask for rows with `forEachPairFrom`.
class PairTable {
public:
    static constexpr std::size_t kMaxClasses = 1024;

    /// How much of the last table an update could keep: what benchmarks report besides times.
    struct Work {
        std::size_t pairs = 0;      ///< In the table.
        std::size_t evaluated = 0;  ///< Of these, worked out anew.
        std::size_t walks = 0;      ///< Flows that were walked for it.
    };

    /// Makes the table from nothing; null pointer when asked to stop.
    [[nodiscard]] static std::shared_ptr<const PairTable> fresh(
        std::shared_ptr<const Reachability> reachability, const std::stop_token& stop = {});
    /// Makes the table that follows `previous`, whose snapshot `reachability` was read after; null
    /// pointer when asked to stop.
    [[nodiscard]] static std::shared_ptr<const PairTable> next(
        const PairTable& previous, std::shared_ptr<const Reachability> reachability,
        const std::stop_token& stop = {});

    [[nodiscard]] const Reachability& reachability() const { return *m_reachability; }
    [[nodiscard]] const InterfaceClasses& classes() const { return m_classes; }
    [[nodiscard]] bool isHeld() const { return m_isHeld; }
    /// Returns the traffic from one class to another, both may be the same; null pointer if they
    /// have no addresses of the family, or no two members, or the pairs are not held.
    [[nodiscard]] const TrafficBounds* at(std::size_t from, std::size_t to, Family family) const;
    /// Returns the pairs that are not what they were in the table before, in order; all of them for
    /// a table made from nothing. Pairs of interfaces that are gone are not listed.
    [[nodiscard]] const std::vector<PairChange>& changes() const { return m_changes; }
    [[nodiscard]] const Work& work() const { return m_work; }

private:
    class Update;
    static constexpr BoundsId kNoPair = ~BoundsId{0};
    PairTable(std::shared_ptr<const Reachability> reachability, InterfaceClasses classes)
        : m_reachability(std::move(reachability)), m_classes(std::move(classes)) {}
    [[nodiscard]] std::size_t place(std::size_t from, std::size_t to, Family family) const {
        return (from * m_classes.size() + to) * 2 + (family == Family::Ipv4 ? 0 : 1);
    }

    std::shared_ptr<const Reachability> m_reachability;
    InterfaceClasses m_classes;
    bool m_isHeld = false;
    std::vector<BoundsId> m_pairs;
    PathTable m_paths;
    CopyOnWrite<TrafficPool> m_pool;
    std::vector<PairChange> m_changes;
    Work m_work;
};

}  // namespace archivolt
