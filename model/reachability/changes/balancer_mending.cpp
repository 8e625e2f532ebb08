#include "model/reachability/changes/balancer_mending.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/reachability/changes/route_mending.h"

namespace archivolt {

namespace {

/// How many subnets of a zone are proposed.
constexpr std::size_t kMaxSubnets = 3;

}  // namespace

Mending mendUnserved(const NetworkIndex& network, const LoadBalancer& balancer,
                     InterfaceIndex target) {
    const InterfaceNode& node = network.interfaces()[target];
    Mending mending;
    mending.site = fmt::format("zone of {}/{} at {}", node.interface->stack, node.interface->name,
                               balancer.name);
    if (node.subnet == kNone) return mending;
    const Subnet& home = *network.subnets()[node.subnet].subnet;
    std::vector<std::pair<bool, ThingId>> found;
    for (const SubnetNode& subnet : network.subnets()) {
        if (subnet.vpc != node.vpc || subnet.subnet->zone != home.zone) continue;
        const bool fits = isPublicSubnet(network, subnet) == balancer.internetFacing.valueOr(false);
        found.emplace_back(!fits, subnet.subnet->id);
    }
    std::ranges::stable_sort(found, {}, [](const auto& one) { return one.first; });
    if (found.size() > kMaxSubnets) found.resize(kMaxSubnets);
    for (const auto& [misfit, subnet] : found) {
        mending.alternatives.push_back({AddSubnet{balancer.id, subnet}});
    }
    return mending;
}

}  // namespace archivolt
