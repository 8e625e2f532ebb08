#pragma once

#include "model/architecture/connections.h"
#include "model/architecture/network.h"

namespace archivolt {

/// Says whether a peering is open between two VPCs of one Region, as rules that name groups of the
/// other VPC and balancers that keep their clients' addresses need it; Unknown where it can't be
/// told.
/// Sources: VPC Peering Guide, vpc-peering-security-groups (N22, N24); Network Load Balancer User
/// Guide, edit-target-group-attributes (N66).
[[nodiscard]] inline Truth joinsVpcs(const VpcPeering& peering, const Vpc& a, const Vpc& b) {
    if (a.region != b.region) return Truth::No;
    const auto mayBe = [](const Known<ThingId>& end, ThingId vpc) {
        return !end.isKnown() || *end == vpc;
    };
    const bool may = (mayBe(peering.requester, a.id) && mayBe(peering.accepter, b.id)) ||
                     (mayBe(peering.requester, b.id) && mayBe(peering.accepter, a.id));
    if (!may || !peering.active.valueOr(true)) return Truth::No;
    const bool isKnown =
        peering.requester.isKnown() && peering.accepter.isKnown() && peering.active.isKnown();
    return isKnown ? Truth::Yes : Truth::Unknown;
}

}  // namespace archivolt
