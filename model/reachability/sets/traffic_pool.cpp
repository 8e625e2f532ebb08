#include "model/reachability/sets/traffic_pool.h"

#include <utility>

#include "model/reachability/walk/packet.h"

namespace archivolt {

namespace {

constexpr BoundsId kFree = ~BoundsId{0};

std::size_t mix(std::uint64_t value) {
    value *= 0x9E3779B97F4A7C15U;
    return static_cast<std::size_t>(value ^ value >> 29U);
}

std::size_t hashOf(const TrafficBounds& value) {
    return mix(value.sure.hash() * 31 + value.possible.hash());
}

}  // namespace

TrafficPool::TrafficPool() : m_slots(64, kFree), m_remembered(kRemembered) {
    idOf({});
    idOf(TrafficBounds::all());
    idOf({{}, TrafficSet::all()});
    idOf({oneWayTraffic(), oneWayTraffic()});
    idOf({oneWayTraffic(), TrafficSet::all()});
}

BoundsId TrafficPool::idOf(const TrafficBounds& value) {
    const std::size_t hash = hashOf(value);
    std::size_t slot = hash & (m_slots.size() - 1);
    while (m_slots[slot] != kFree) {
        const BoundsId id = m_slots[slot];
        if (m_hashes[id] == hash && *m_values[id] == value) return id;
        slot = (slot + 1) & (m_slots.size() - 1);
    }
    const auto id = static_cast<BoundsId>(m_values.size());
    m_slots[slot] = id;
    m_values.push_back(std::make_shared<const TrafficBounds>(value));
    m_hashes.push_back(hash);
    m_wantsAnswer.push_back(-1);
    if (m_values.size() * 2 > m_slots.size()) grow();
    return id;
}

void TrafficPool::grow() {
    m_slots.assign(m_slots.size() * 4, kFree);
    for (BoundsId id = 0; id < m_values.size(); ++id) {
        std::size_t slot = m_hashes[id] & (m_slots.size() - 1);
        while (m_slots[slot] != kFree) slot = (slot + 1) & (m_slots.size() - 1);
        m_slots[slot] = id;
    }
}

template <class Compute>
BoundsId TrafficPool::remembered(Operation operation, BoundsId a, BoundsId b,
                                 const Compute& compute) {
    const std::uint64_t operands = std::uint64_t{a} << 32U | b;
    const std::size_t slot =
        mix(operands * 4 + static_cast<std::uint64_t>(operation)) & (kRemembered - 1);
    Remembered& known = m_remembered[slot];
    if (known.operands != operands || known.operation != operation) {
        known = {operands, operation, idOf(compute())};
    }
    return known.result;
}

BoundsId TrafficPool::both(BoundsId a, BoundsId b) {
    if (a == b || b == kAll) return a;
    if (a == kAll) return b;
    if (a == kNothing || b == kNothing) return kNothing;
    if (a > b) std::swap(a, b);
    return remembered(Operation::Both, a, b, [&] {
        TrafficBounds result = at(a);
        return result &= at(b);
    });
}

BoundsId TrafficPool::either(BoundsId a, BoundsId b) {
    if (a == b || b == kNothing) return a;
    if (a == kNothing) return b;
    if (a == kAll || b == kAll) return kAll;
    if (a > b) std::swap(a, b);
    return remembered(Operation::Either, a, b, [&] {
        TrafficBounds result = at(a);
        return result |= at(b);
    });
}

BoundsId TrafficPool::answered(BoundsId request, BoundsId reply, bool managedClient) {
    if (request == kNothing || reply == kAll) return request;
    return remembered(
        managedClient ? Operation::AnsweredManaged : Operation::Answered, request, reply, [&] {
            return answeredBy(at(request), at(reply),
                              managedClient ? managedClientPorts() : instanceClientPorts());
        });
}

bool TrafficPool::wantsAnswer(BoundsId id) {
    if (m_wantsAnswer[id] < 0) {
        m_wantsAnswer[id] = (at(id).possible - oneWayTraffic()).empty() ? 0 : 1;
    }
    return m_wantsAnswer[id] == 1;
}

}  // namespace archivolt
