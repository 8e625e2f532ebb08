#pragma once

#include <vector>

#include "model/reachability/questions/balancer_legs.h"

namespace archivolt {

/// A node of the network load balancer behind an endpoint service, and what comes to it there.
struct ServiceNode {
    const LoadBalancer* balancer = nullptr;
    InterfaceIndex interface = kNone;
    /// What its groups are asked: they see the client's own address (N76); absent where they judge
    /// nothing that comes over PrivateLink.
    std::optional<GroupCheck> groups;
};

/// Returns the nodes that an endpoint's interface leads to: those of its zone, else all.
[[nodiscard]] std::vector<ServiceNode> nodesBehind(const NetworkIndex& network,
                                                   const VpcEndpoint& door,
                                                   InterfaceIndex interface,
                                                   const IpAddress& client);

/// Returns what of a client's requests the balancers behind an endpoint pass on.
///
/// A node's groups judge the client, its targets see the node. Where the balancers are outside the
/// design everything is passed on, with a note.
/// Sources: Network Load Balancer User Guide, load-balancer-security-groups and
/// load-balancer-target-groups (N66, N76).
[[nodiscard]] PassedOn passedOnBehind(const NetworkIndex& network, const CompiledFilters& filters,
                                      const VpcEndpoint& door, InterfaceIndex interface,
                                      const IpAddress& client);

}  // namespace archivolt
