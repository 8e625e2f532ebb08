#pragma once

#include <string>
#include <vector>

#include "model/architecture/tables.h"
#include "model/reachability/index/network_index.h"

namespace archivolt {

/// A declared resource that no engine models, though it may have interfaces in networks.
struct Unmodelled {
    const Thing* thing = nullptr;
    const NetworkPresence* presence = nullptr;
    Doubt why;  ///< "`AWS::X::Y` is not modelled".
};

/// Returns every one of them, by table, ascending by id. They live as long as the Architecture.
[[nodiscard]] std::vector<Unmodelled> unmodelledOf(const Architecture& architecture);

/// Returns why nothing can be told of a thing as an end of a question; empty for what is modelled,
/// or has nothing to do with networks.
[[nodiscard]] Doubt whyUnmodelled(const Architecture& architecture, ThingId thing);

/// Says whether it may have an interface in a subnet or VPC, or that wears a security group.
///
/// What names groups alone may stand in any subnet of their VPC; what names subnets alone may wear
/// the VPC's default group; what names something that is not known may stand anywhere.
[[nodiscard]] bool mayHaveInterface(const Architecture& architecture, const Unmodelled& unmodelled,
                                    ThingId holder);

/// Returns why a declared resource may bring senders into a VPC that are not modelled, for people;
/// empty where it brings none: Client VPN, core networks, endpoints of accelerators.
[[nodiscard]] Doubt whyBrings(const OtherThing& thing);

/// Returns why somebody whom nothing here tells of may hold an address of a subnet, for people;
/// empty where all who may are known.
///
/// What the subnet's output lacks, unmodelled resources that may stand in it, pods of EKS.
[[nodiscard]] Doubt whyMoreAddresses(const NetworkIndex& network, ThingId subnet);

/// Returns why something that is not told of may hold a public address of the internet, for
/// people: the outputs that a described network's subnets lack, and addresses that AWS chooses at
/// deployment; empty where all that may are known.
[[nodiscard]] Doubt whyMayBeHeldOnInternet(const NetworkIndex& network, const IpAddress& address);

/// Returns through what an address that nothing here has may be connected, for people; empty where
/// the design leads nowhere else.
///
/// VPN gateways whose connections are elsewhere, Direct Connect and Connect attachments of transit
/// gateways, transit gateways and peers outside the design, Client VPN, core networks, and routes
/// to the address that lead out of the design.
[[nodiscard]] Doubt whyMayBeConnected(const NetworkIndex& network, const IpAddress& address);

}  // namespace archivolt
