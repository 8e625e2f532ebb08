#pragma once

#include <array>
#include <memory>
#include <vector>

#include "model/reachability/sets/traffic_between.h"

namespace archivolt {

/// A number that stands for a value of TrafficBounds within one pool.
using BoundsId = std::uint32_t;

/// Values of TrafficBounds, each held once, with the operations on them remembered.
///
/// What a walk narrows down takes few different values, so that nearly every operation is one
/// look-up and allocates nothing. Memory is bounded by the number of different values; operations
/// are remembered in caches of fixed size.
class TrafficPool {
public:
    static constexpr BoundsId kNothing = 0;
    static constexpr BoundsId kAll = 1;
    static constexpr BoundsId kUnknown = 2;          ///< Nothing for sure, everything perhaps.
    static constexpr BoundsId kOneWay = 3;           ///< What needs no answer.
    static constexpr BoundsId kOneWayOrUnknown = 4;  ///< That for sure, and everything perhaps.

    TrafficPool();
    /// Returns the number of a value, and holds it if it is new.
    BoundsId idOf(const TrafficBounds& value);
    [[nodiscard]] const TrafficBounds& at(BoundsId id) const { return *m_values[id]; }
    [[nodiscard]] const std::shared_ptr<const TrafficBounds>& shared(BoundsId id) const {
        return m_values[id];
    }
    [[nodiscard]] std::size_t size() const { return m_values.size(); }

    BoundsId both(BoundsId a, BoundsId b);
    BoundsId either(BoundsId a, BoundsId b);
    /// Returns what a reply's way leaves of a request: see `answeredBy`.
    BoundsId answered(BoundsId request, BoundsId reply, bool managedClient);
    /// Says whether some of it wants an answer.
    bool wantsAnswer(BoundsId id);

private:
    enum class Operation : std::uint8_t {
        Both,
        Either,
        Answered,
        AnsweredManaged
    };
    /// What an operation gave last time; the slot is found by hash and overwritten by others.
    struct Remembered {
        std::uint64_t operands = ~std::uint64_t{0};
        Operation operation = Operation::Both;
        BoundsId result = kNothing;
    };
    static constexpr std::size_t kRemembered = std::size_t{1} << 12U;

    template <class Compute>
    BoundsId remembered(Operation operation, BoundsId a, BoundsId b, const Compute& compute);
    void grow();

    std::vector<std::shared_ptr<const TrafficBounds>> m_values;
    std::vector<std::size_t> m_hashes;
    std::vector<BoundsId> m_slots;  ///< Open addressing over m_values; size a power of two.
    std::vector<std::int8_t> m_wantsAnswer;
    std::vector<Remembered> m_remembered;
};

}  // namespace archivolt
