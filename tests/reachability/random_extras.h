#pragma once

#include <cstdint>
#include <vector>

#include "model/architecture/tables.h"

namespace archivolt::test {

/// Adds to a random network what fewer designs have: prefix lists in groups and routes, private NAT
/// gateways, gateways' own route tables, propagated and prefix list routes that tie with static
/// ones, instances as routes' targets, a second transit gateway peered with the first, a VPN
/// behind a transit gateway, a VPC whose block overlaps another's, VPC Block Public Access,
/// balancers of every kind, interface endpoints, interfaces of several addresses.
///
/// `tables` are the route tables that are not in the architecture yet; ids count up from `nextId`.
void growExtras(Architecture& architecture, std::vector<RouteTable>& tables, std::uint64_t seed,
                std::uint32_t nextId);

}  // namespace archivolt::test
