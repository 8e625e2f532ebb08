#pragma once

#include "model/reachability/changes/obstructions.h"
#include "model/reachability/changes/rule_changes.h"

namespace archivolt {

/// Says how a balancer comes to serve the zone of a target that it passes nothing on to (N72): by
/// a subnet there, best one that is routed as those that it has.
[[nodiscard]] Mending mendUnserved(const NetworkIndex& network, const LoadBalancer& balancer,
                                   InterfaceIndex target);

}  // namespace archivolt
