#pragma once

#include <optional>
#include <set>
#include <vector>

#include "model/guardrails/advice.h"

namespace archivolt {

/// One network ACL with the subnets that it guards.
struct GuardedSubnets {
    const NetworkAcl* acl = nullptr;
    AclIndex index = kNone;
    std::vector<SubnetIndex> subnets;
};

/// Returns what an entry speaks of, where all of it is known.
[[nodiscard]] std::optional<TrafficSet> trafficOfKnown(const NetworkAclEntry& entry);

/// Says whether an entry stands in the design, and was not added by AWS.
[[nodiscard]] inline bool isDeclared(const NetworkAclEntry& entry) {
    return !entry.name.starts_with("rule ");
}

/// Returns the places of an ACL's entries of one direction.
[[nodiscard]] std::vector<Origin> entriesOf(const NetworkAcl& acl, RuleDirection direction);

/// Entries that something was said of already.
using ToldEntries = std::set<const NetworkAclEntry*>;

inline constexpr Rule kAclBlocksReplies{
    "NACL-3",
    Severity::High,
    "a network ACL blocks the replies to what it lets in",
    "a network ACL keeps no state: the replies to a connection that it lets in need an entry of "
    "their own, to the client's high port",
    "allow the ephemeral ports out to where the connections come from",
    "Amazon VPC User Guide, vpc-network-acls, ephemeral ports"};

inline constexpr Rule kAclAnswersInPart{
    "NACL-4",
    Severity::Medium,
    "a network ACL lets answers through to a part of the clients' ports alone",
    "clients send from any of their ephemeral ports: Linux from 32768-60999, Windows from "
    "49152-65535, load balancers, functions and NAT gateways from 1024-65535; a connection from a "
    "port that no entry lets answers through to times out, while others work",
    "allow all ephemeral ports out to where connections come from, and in from where they lead",
    "Amazon VPC User Guide, nacl-ephemeral-ports"};

inline constexpr Rule kAclBlocksAnswers{
    "NACL-5",
    Severity::Medium,
    "a network ACL lets a connection out and none of its answers in",
    "a network ACL keeps no state: the answers to a connection that it lets out need an entry of "
    "their own, to the client's high port; without one every such connection times out",
    "allow the ephemeral ports in from where the connections lead, or don't let them out",
    "Amazon VPC User Guide, nacl-ephemeral-ports"};

/// The walks of one check that look for answers that ACLs stop.
inline constexpr std::size_t kMostWaysThroughAcls = 300'000;

/// Reports the connections that an ACL lets through, and whose answers it stops, all of them or
/// those to a part of the clients' ports.
///
/// Ends that no filter and no route tells apart are asked for once. `left` counts the walks down
/// that one check has time for; where they are used up, a finding of NACL-4 says so.
void adviseOnLostAnswers(Advice& advice, const GuardedSubnets& guarded, ToldEntries told,
                         std::size_t& left);

}  // namespace archivolt
