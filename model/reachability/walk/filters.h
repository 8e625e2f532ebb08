#pragma once

#include <string>

#include "model/reachability/walk/walk.h"

namespace archivolt {

/// What a filter says about one packet, and by which rule.
struct FilterAnswer {
    Truth passes = Truth::No;
    const Thing* owner = nullptr;  ///< The security group or network ACL that decided.
    std::string rule;              ///< The rule's name; `*` for an ACL's last resort.
    const Origin* origin = nullptr;
    std::string why;
};

/// Says whether a rule speaks of packets of this protocol and port.
[[nodiscard]] Truth matches(const RuleMatch& match, IpProtocol protocol, Port port);

/// Says whether a group rule's peer is the other end of the flow.
[[nodiscard]] Truth matchesPeer(const NetworkIndex& network, const SecurityGroupRule& rule,
                                const GroupCheck& check);

/// Asks the security groups of an interface: one rule of any of them lets a packet pass.
///
/// An interface without groups (a balancer without any) lets everything pass.
/// Source: Amazon VPC User Guide, security-group-rules (N16, N18, N21, N64).
[[nodiscard]] FilterAnswer askGroups(const NetworkIndex& network, const GroupCheck& check,
                                     IpProtocol protocol, Port port);

/// Asks a subnet's network ACL: the entry of the lowest number that speaks of the packet decides.
///
/// Source: Amazon VPC User Guide, vpc-network-acls (N1, N3, N4, N8).
[[nodiscard]] FilterAnswer askAcl(const NetworkIndex& network, const AclCheck& check,
                                  const IpAddress& remote, IpProtocol protocol, Port port);

}  // namespace archivolt
