#pragma once

#include <vector>

#include "model/reachability/index/network_index.h"

namespace archivolt {

/// Returns the known blocks that entries of network ACLs name, and those of prefix lists.
[[nodiscard]] std::vector<Cidr> blocksOfAclsAndLists(const NetworkIndex& network);

/// Returns the destinations of the routes of subnets and of transit gateways.
[[nodiscard]] std::vector<Cidr> blocksOfRoutes(const NetworkIndex& network);

}  // namespace archivolt
