#pragma once

#include "model/reachability/changes/obstructions.h"
#include "model/reachability/changes/rule_changes.h"

namespace archivolt {

/// Adds the routes (or the internet gateway) that would carry what found no route, each an
/// alternative; says why where nothing would.
///
/// Towards the internet: the VPC's internet gateway for what has a public address and for answers,
/// its public NAT gateways for the rest, the sender's zone first. Towards another VPC: a peering or
/// transit gateway that joins both. Towards on-premises networks: their VPN's gateway.
void mendMissingRoute(const NetworkIndex& network, const Obstruction& obstruction,
                      Mending& mending);

}  // namespace archivolt
