#include "model/reachability/sets/client_ports.h"

#include <algorithm>

namespace archivolt {

const PortSet& clientPortsOf(const NetworkIndex& network, const FlowEnd& from) {
    if (from.kind != FlowEnd::Kind::Interface) return managedClientPorts();
    const auto& node = network.interfaces()[from.interface];
    switch (node.interface->kind) {
        case InterfaceKind::Instance:
        case InterfaceKind::Standalone: return instanceClientPorts();
        case InterfaceKind::LoadBalancerNode:
        case InterfaceKind::NatGateway:
        case InterfaceKind::Endpoint:
        case InterfaceKind::Database:
        case InterfaceKind::Cache:
        case InterfaceKind::MountTarget:
        case InterfaceKind::Lambda:
        case InterfaceKind::Task:
        case InterfaceKind::TransitGatewayAttachment:
        case InterfaceKind::Service:
        case InterfaceKind::Client:
        case InterfaceKind::Other: break;
    }
    return managedClientPorts();
}

std::vector<PortSet> unansweredPorts(const TrafficBetween& between, const PortSet& clientPorts,
                                     IpProtocol protocol) {
    std::vector<PortSet> lost;
    lost.reserve(between.reply.size());
    for (const TrafficBounds& reply : between.reply) {
        const PortSet& used = lost.empty() ? clientPorts : managedClientPorts();
        lost.push_back(used - reply.sure.ports(protocol));
    }
    return lost;
}

TrafficSet answeredInPart(const TrafficBetween& between, const PortSet& clientPorts,
                          const TrafficSet& passes) {
    TrafficSet part;
    for (const IpProtocol protocol : {kProtocolTcp, kProtocolUdp}) {
        const TrafficSet own = passes & TrafficSet::of(protocol);
        if (own.empty()) continue;
        const std::vector<PortSet> lost = unansweredPorts(between, clientPorts, protocol);
        if (std::ranges::any_of(lost, [](const PortSet& ports) { return !ports.empty(); })) {
            part |= own;
        }
    }
    return part;
}

}  // namespace archivolt
