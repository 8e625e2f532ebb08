#pragma once

#include "model/reachability/changes/obstructions.h"
#include "model/reachability/changes/rule_changes.h"

namespace archivolt {

/// Adds the routes (or the internet gateway) that would carry what found no route, each an
/// alternative, what uses things that are there first; says why where nothing would.
///
/// Towards the internet: the VPC's internet gateway for what has a public address and for answers,
/// its public NAT gateways for the rest, the sender's zone first. Towards another VPC: a peering or
/// transit gateway that joins both, and the transit gateway's own tables. Towards on-premises
/// networks: their VPN's gateway, by propagation or a route. Towards a service: its gateway
/// endpoint's route.
void mendMissingRoute(const NetworkIndex& network, const Obstruction& obstruction,
                      Mending& mending);

/// Adds moves of the NAT gateway that a packet comes from to public subnets of its VPC, those of
/// its own zone first; nothing where no public NAT gateway sent it.
void addNatMoves(const NetworkIndex& network, const Obstruction& obstruction, Mending& mending);

/// Says whether a subnet's table leads to an internet gateway.
[[nodiscard]] bool isPublicSubnet(const NetworkIndex& network, const SubnetNode& subnet);

}  // namespace archivolt
