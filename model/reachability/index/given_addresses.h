#pragma once

#include "model/reachability/index/network_index.h"

namespace archivolt {

/// Returns why something of this design may hold an address of the internet, for people: AWS
/// chooses addresses at deployment; empty where all are given, and of addresses that only stand for
/// chosen ones, which AWS gives to nobody.
///
/// Addresses of instances, load balancers, NAT gateways and Elastic IPs, of CloudFront, and blocks
/// of IPv6 from Amazon's pools or one's own.
/// Source: Amazon VPC User Guide, vpc-ip-addressing, working-with-vpcs-ipv6.
[[nodiscard]] Doubt whyMayBeGiven(const NetworkIndex& network, const IpAddress& address);

/// Returns why any public address of a family may be inside of a VPC of this design, where routes
/// and rules that are not the internet's decide, for people; empty where all blocks are given.
[[nodiscard]] Doubt whyMayBeInside(const NetworkIndex& network, Family family);

}  // namespace archivolt
