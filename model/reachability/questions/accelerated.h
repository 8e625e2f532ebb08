#pragma once

#include "model/reachability/questions/reach.h"

namespace archivolt {

/// Returns what may come to an end, or to a part of it, besides what comes to its own addresses: by
/// an accelerator, or by a public endpoint outside its VPC.
[[nodiscard]] TrafficSet trafficBesides(const NetworkIndex& network, const Endpoint& end);

/// Returns why an end may be reached all the same, though `answer` says that it is blocked;
/// empty where nothing leads there besides, or something stops that as well.
///
/// An accelerator's interfaces stand in the subnets of its endpoints: their own addresses, routes
/// and ACLs do not matter, but their groups do, and an internet gateway has to be attached. The
/// public endpoint of an EKS cluster answers whoever reaches the internet, on 443.
/// Source: Global Accelerator Developer Guide, about-endpoints.sipp-caveats and
/// preserve-client-ip-address.how-to-enable-preservation; EKS User Guide, cluster-endpoint.
[[nodiscard]] Doubt whyBesides(const Reachability& reachability, const ReachQuestion& question,
                               const ReachAnswer& answer);

}  // namespace archivolt
