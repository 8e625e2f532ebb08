#pragma once

#include <cstdint>
#include <vector>

#include "model/reachability/index/network_index.h"

namespace archivolt {

/// What a subnet is for, as far as the network tells.
enum class Tier : std::uint8_t {
    Public,   ///< Its table routes to an internet gateway.
    Private,  ///< Neither.
    Data      ///< Not public, and a database or cache stands in it or may.
};

/// Returns `public`, `private` or `data`.
[[nodiscard]] const char* tierName(Tier tier);

/// Returns the tier of every subnet.
[[nodiscard]] PerNode<SubnetNode, Tier> tiersOf(const NetworkIndex& network);

/// Where a subnet's routes lead.
enum class SubnetKind : std::uint8_t {
    Public,    ///< To an internet gateway (N52).
    Private,   ///< Out of the VPC, but not there: to a NAT gateway, a peering, a transit gateway…
    Isolated,  ///< Nowhere but to its VPC and to services behind endpoints.
    Unknown    ///< Its table, or where one of its routes leads, is not known.
};

/// Returns `public`, `private`, `isolated` or `unknown`.
[[nodiscard]] const char* subnetKindName(SubnetKind kind);

/// Returns the kind of a subnet.
[[nodiscard]] SubnetKind subnetKindOf(const NetworkIndex& network, SubnetIndex subnet);

}  // namespace archivolt
