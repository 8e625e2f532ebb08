#include "model/reachability/questions/seen_interfaces.h"

#include <algorithm>

#include "model/architecture/made_id.h"

namespace archivolt {

SeenInterfaces::SeenInterfaces(const NetworkIndex& network, std::span<const ObservedFlow> flows)
    : m_network(network) {
    for (const InterfaceIndex index : network.interfaces().indices()) {
        const InterfaceNode& node = network.interfaces()[index];
        m_byName.emplace(node.interface->name, index);
        m_byMadeId.emplace(madeInterfaceId(*node.interface), index);
        if (node.interface->addressAssigned) continue;
        for (const IpAddress& address : node.addresses) {
            const auto [place, isNew] = m_byAddress.emplace(address, index);
            if (!isNew) place->second = kNone;
        }
    }
    for (const ObservedFlow& flow : flows) {
        if (flow.interface.empty() || m_byName.contains(flow.interface) ||
            m_byMadeId.contains(flow.interface)) {
            continue;
        }
        const std::vector<End> ends = endsOf(flow);
        const auto [shared, isNew] = m_shared.emplace(flow.interface, ends);
        if (isNew) continue;
        std::erase_if(shared->second,
                      [&](const End& end) { return std::ranges::count(ends, end) == 0; });
    }
}

SeenInterfaces::Found SeenInterfaces::find(const ObservedFlow& flow) const {
    if (const auto named = m_byName.find(flow.interface); named != m_byName.end()) {
        return {named->second, false, false};
    }
    if (const auto made = m_byMadeId.find(flow.interface); made != m_byMadeId.end()) {
        return {made->second, false, true};
    }
    const auto shared = m_shared.find(flow.interface);
    const std::vector<End> ends = shared != m_shared.end() ? shared->second : endsOf(flow);
    if (ends.size() == 1) return {ends.front().interface, false, false};
    const bool mayBeHere =
        std::ranges::any_of(ends, [](const End& end) { return end.interface != kNone; });
    return {kNone, mayBeHere, false};
}

/// Returns the ends that may be the interface's own: by the direction where it is told, and no
/// public IPv4 address, of which a record tells the private one.
std::vector<SeenInterfaces::End> SeenInterfaces::endsOf(const ObservedFlow& flow) const {
    std::vector<End> ends;
    const auto add = [&](const IpAddress& address) {
        End end;
        const auto known = m_byAddress.find(address);
        if (known != m_byAddress.end()) end.interface = known->second;
        if (end.interface == kNone) {
            if (address.family == Family::Ipv4 && m_network.internet().contains(address)) return;
            end.address = address;
        }
        if (std::ranges::count(ends, end) == 0) ends.push_back(end);
    };
    if (flow.direction != RuleDirection::Egress) add(flow.packet.ends.destination);
    if (flow.direction != RuleDirection::Ingress) add(flow.packet.ends.source);
    return ends;
}

}  // namespace archivolt
