#include "model/reachability/questions/private_link.h"

#include <algorithm>

#include <fmt/format.h>

namespace archivolt {

namespace {

const Known<std::string>* zoneOf(const NetworkIndex& network, InterfaceIndex interface) {
    const SubnetIndex subnet = network.interfaces()[interface].subnet;
    if (subnet == kNone) return nullptr;
    return &network.subnets()[subnet].subnet->zone;
}

bool isInZone(const NetworkIndex& network, InterfaceIndex interface, InterfaceIndex other) {
    const auto* here = zoneOf(network, interface);
    const auto* there = zoneOf(network, other);
    return here != nullptr && there != nullptr && here->isKnown() && *here == *there;
}

}  // namespace

std::vector<ServiceNode> nodesBehind(const NetworkIndex& network, const VpcEndpoint& door,
                                     InterfaceIndex interface, const IpAddress& client) {
    std::vector<ServiceNode> nodes;
    if (!door.balancers) return nodes;
    for (const ThingId id : door.balancers->ids) {
        const auto* found = network.architecture().loadBalancers.find(id);
        if (found == nullptr) continue;
        for (const ThingId nodeId : (*found)->interfaces) {
            const InterfaceIndex index = network.interfaces().indexOf(nodeId);
            if (index == kNone) continue;
            ServiceNode node{found->get(), index, {}};
            if ((*found)->hasSecurityGroups && (*found)->filtersPrivateLink.valueOr(true)) {
                node.groups = GroupCheck{};
                node.groups->interface = index;
                node.groups->direction = RuleDirection::Ingress;
                node.groups->remote = client;
            }
            nodes.push_back(node);
        }
    }
    const auto isNear = [&](const ServiceNode& node) {
        return isInZone(network, interface, node.interface);
    };
    if (std::ranges::any_of(nodes, isNear)) {
        std::erase_if(nodes, [&](const ServiceNode& node) { return !isNear(node); });
    }
    return nodes;
}

PassedOn passedOnBehind(const NetworkIndex& network, const CompiledFilters& filters,
                        const VpcEndpoint& door, InterfaceIndex interface,
                        const IpAddress& client) {
    PassedOn result;
    const std::vector<ServiceNode> nodes = nodesBehind(network, door, interface, client);
    if (nodes.empty()) {
        const Doubt why = door.balancers ? door.balancers->why : std::string();
        result.traffic = TrafficBounds::all();
        result.complete = TrafficSet::all();
        result.listened = TrafficSet::all();
        result.notes.push_back(fmt::format(
            "`{}` is reached: {}", door.name,
            why.empty() ? "what answers behind its service is outside this design" : why));
        return result;
    }
    bool isFirst = true;
    for (const ServiceNode& node : nodes) {
        const auto& self = network.interfaces()[node.interface];
        const IpAddress own = self.address(client.family).value_or(client);
        PassedOn on =
            BalancerLegs(network, filters, *node.balancer, true).passedOn(node.interface, own);
        if (node.groups) {
            TrafficBounds passes = filters.groups(*node.groups);
            const Known<bool>& judges = node.balancer->filtersPrivateLink;
            if (!judges.isKnown()) {
                passes.possible = TrafficSet::all();
                on.unknowns.push_back(judges.why().text());
            }
            on.traffic &= passes;
        }
        result.traffic |= on.traffic;
        result.listened |= on.listened;
        const TrafficSet whole = on.complete & on.traffic.sure;
        result.complete = isFirst ? whole : result.complete & whole;
        isFirst = false;
        result.unknowns.insert(result.unknowns.end(), on.unknowns.begin(), on.unknowns.end());
        result.notes.insert(result.notes.end(), on.notes.begin(), on.notes.end());
    }
    return result;
}

}  // namespace archivolt
