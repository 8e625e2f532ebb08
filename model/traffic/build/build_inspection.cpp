#include <algorithm>
#include <vector>

#include "model/traffic/build/builder.h"

namespace archivolt::traffic {

namespace {

/// Returns the subnets that an entry's interfaces stand in.
std::vector<ThingId> entrySubnets(const Builder& builder, const Thing& thing) {
    const Architecture& all = builder.architecture;
    if (const auto* balancer = all.loadBalancers.find(thing.id)) return (*balancer)->subnets.ids;
    std::vector<ThingId> subnets;
    const auto* instance = all.instances.find(thing.id);
    if (instance == nullptr) return subnets;
    for (const ThingId id : (*instance)->interfaces) {
        const auto* found = all.interfaces.find(id);
        if (found != nullptr && (*found)->subnet.isKnown()) subnets.push_back(*(*found)->subnet);
    }
    return subnets;
}

}  // namespace

/// Source: Gateway Load Balancer guide, getting started: the route table of the subnets behind the
/// endpoint sends what leaves them to it, and that of the internet gateway what comes in (T21).
std::optional<std::uint32_t> inspectorOf(const Builder& builder, const Thing& thing) {
    if (builder.inspectors.empty()) return std::nullopt;
    for (const ThingId id : entrySubnets(builder, thing)) {
        const auto* subnet = builder.architecture.subnets.find(id);
        if (subnet == nullptr || !(*subnet)->routeTable.isKnown()) continue;
        const auto* table = builder.architecture.routeTables.find(*(*subnet)->routeTable);
        if (table == nullptr) continue;
        for (const Route& route : (*table)->routes) {
            if (route.targetKind != RouteTargetKind::GatewayLoadBalancerEndpoint) continue;
            if (!route.target.isKnown()) continue;
            const auto found = builder.inspectors.find(*route.target);
            if (found != builder.inspectors.end()) return found->second;
        }
    }
    return std::nullopt;
}

}  // namespace archivolt::traffic
