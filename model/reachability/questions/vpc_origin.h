#pragma once

#include "model/reachability/questions/reach.h"

namespace archivolt {

/// Returns the distribution that asks a balancer as a VPC origin, or null pointer.
[[nodiscard]] const Distribution* vpcOriginAskerOf(const Architecture& things, ThingId balancer);

/// Says whether a step asks its origin by interfaces that CloudFront keeps in the origin's VPC.
[[nodiscard]] bool asksVpcOrigin(const NameStep& step);

/// Answers for what comes through a VPC origin: `origin` is what CloudFront asks, on its ports.
///
/// An internet gateway has to be attached to the VPC, though nothing need lead to it; the origin's
/// groups have to let in CloudFront's prefix list, the group that the service keeps, or the VPC's
/// own addresses, since the interfaces stand in it. In which of its subnets is not known: an ACL
/// counts where it tells them apart (N88).
/// Source: CloudFront Developer Guide, private-content-vpc-origins.
[[nodiscard]] ReachAnswer reachVpcOrigin(const Reachability& reachability,
                                         const ReachQuestion& wanted, const ReachQuestion& origin);

}  // namespace archivolt
