#pragma once

#include <cstdint>
#include <memory>
#include <random>

#include "model/architecture/tables.h"

namespace archivolt::test {

/// What a random network may hold.
struct RandomNetworkOptions {
    bool unknowns = true;  ///< Some values that can't be known.
    int vpcs = 3;
    int hostsPerSubnet = 2;
    bool extras = true;  ///< What fewer designs have; see random_extras.h.
    /// What fewer networks have: gateway and Gateway Load Balancer endpoints with policies,
    /// regional NAT gateways, functions, appliance mode, routes that a VPN gateway learnt.
    bool rare = false;
};

/// Returns a small network of every kind of thing that the engines walk, the same for one seed.
///
/// It is dense on purpose: few addresses, few ports, rules that meet and shadow one another, routes
/// to gateways that are not there.
[[nodiscard]] std::shared_ptr<const Architecture> randomNetwork(std::uint64_t seed,
                                                                RandomNetworkOptions options = {});

}  // namespace archivolt::test
