#include "model/reachability/sets/client_ports.h"

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

}  // namespace archivolt
