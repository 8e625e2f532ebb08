#pragma once

#include <string>
#include <variant>
#include <vector>

#include "model/reachability/questions/reach.h"

namespace archivolt {

/// The peer that a new security group rule names: a group, else a block.
struct RulePeer {
    ThingId group;
    Cidr block;
    ThingId blockOf;  ///< The subnet whose block it is; it may be written as that subnet's is.
    friend bool operator==(const RulePeer&, const RulePeer&) = default;
};

struct AddGroupRule {
    ThingId group;
    RuleDirection direction = RuleDirection::Ingress;
    RuleMatch match;
    RulePeer peer;
    friend bool operator==(const AddGroupRule&, const AddGroupRule&) = default;
};

struct RemoveGroupRule {
    ThingId group;
    std::string rule;
    Origin origin;
    friend bool operator==(const RemoveGroupRule&, const RemoveGroupRule&) = default;
};

/// An ACL's entry of a free number below `before`, the number of the entry that decides now.
struct AddAclEntry {
    ThingId acl;
    RuleDirection direction = RuleDirection::Ingress;
    std::int32_t before = 32767;
    bool allow = true;
    RuleMatch match;
    Cidr block;
    ThingId blockOf;
    friend bool operator==(const AddAclEntry&, const AddAclEntry&) = default;
};

struct RemoveAclEntry {
    ThingId acl;
    std::string entry;
    Origin origin;
    friend bool operator==(const RemoveAclEntry&, const RemoveAclEntry&) = default;
};

/// A route in a table; a VPC's main table can't be written in a template, so that `subnet` then
/// needs a table of its own.
struct AddRoute {
    ThingId table;
    ThingId subnet;
    Cidr destination;
    ThingId blockOf;
    ThingId target;
    friend bool operator==(const AddRoute&, const AddRoute&) = default;
};

struct RemoveRoute {
    std::string route;
    Origin origin;
    friend bool operator==(const RemoveRoute&, const RemoveRoute&) = default;
};

/// A route that is there and leads to another gateway of the same kind instead.
struct PointRoute {
    std::string route;
    Origin origin;
    ThingId target;
    friend bool operator==(const PointRoute&, const PointRoute&) = default;
};

struct GivePublicAddress {
    ThingId interface;
    friend bool operator==(const GivePublicAddress&, const GivePublicAddress&) = default;
};

struct StopSourceDestCheck {
    ThingId interface;
    friend bool operator==(const StopSourceDestCheck&, const StopSourceDestCheck&) = default;
};

/// An internet gateway attached to a VPC: one that is there already, or a new one (no `gateway`).
struct AttachInternetGateway {
    ThingId vpc;
    ThingId gateway;
    friend bool operator==(const AttachInternetGateway&, const AttachInternetGateway&) = default;
};

/// A subnet more for a load balancer or a transit gateway attachment, which then serves its zone.
struct AddSubnet {
    ThingId thing;
    ThingId subnet;
    friend bool operator==(const AddSubnet&, const AddSubnet&) = default;
};

/// A subnet on its VPC's main table given a table that is there.
struct UseTable {
    ThingId subnet;
    ThingId table;
    friend bool operator==(const UseTable&, const UseTable&) = default;
};

/// A NAT gateway that stands in a public subnet instead of where it has no way out.
struct MoveNatGateway {
    ThingId gateway;
    ThingId subnet;
    friend bool operator==(const MoveNatGateway&, const MoveNatGateway&) = default;
};

/// A gateway endpoint that puts its route into a further table.
struct GiveEndpointTable {
    ThingId endpoint;
    ThingId table;
    friend bool operator==(const GiveEndpointTable&, const GiveEndpointTable&) = default;
};

/// A subnet or VPC that VPC Block Public Access leaves out.
struct ExcludeFromPublicAccess {
    ThingId place;
    std::string mode;  ///< `allow-bidirectional` or `allow-egress`.
    friend bool operator==(const ExcludeFromPublicAccess&,
                           const ExcludeFromPublicAccess&) = default;
};

/// A VPN gateway whose routes a table learns.
struct PropagateVpnRoutes {
    ThingId gateway;
    ThingId table;
    friend bool operator==(const PropagateVpnRoutes&, const PropagateVpnRoutes&) = default;
};

/// A transit gateway's route table that an attachment looks up, or whose routes lead to it.
struct UseTransitTable {
    enum class As : std::uint8_t {
        Association,
        Propagation
    };
    ThingId attachment;
    ThingId table;
    As as = As::Propagation;
    friend bool operator==(const UseTransitTable&, const UseTransitTable&) = default;
};

/// A target group that shows its targets the balancer's address instead of the client's.
struct HideClients {
    ThingId group;
    friend bool operator==(const HideClients&, const HideClients&) = default;
};

/// One change of a network's rules, as data over an Architecture's ids.
using RuleChange =
    std::variant<AddGroupRule, RemoveGroupRule, AddAclEntry, RemoveAclEntry, AddRoute, RemoveRoute,
                 GivePublicAddress, StopSourceDestCheck, AttachInternetGateway, AddSubnet, UseTable,
                 HideClients, MoveNatGateway, GiveEndpointTable, ExcludeFromPublicAccess,
                 PropagateVpnRoutes, UseTransitTable, PointRoute>;

/// One thing that stops a question, and the changes that would mend it.
struct Mending {
    std::string site;  ///< What stops it, the same from one snapshot to the next.
    std::vector<std::vector<RuleChange>> alternatives;  ///< The most usual first; any one does it.
    std::string cannot;  ///< Why no change does, for people; empty when one may.
};

/// Returns what has to be mended so that all that was asked passes, as far as it can be seen.
///
/// What lies behind a missing route or address is seen once that is mended: ask again then. Empty
/// when nothing stops it. New rules name groups where both ends carry some and addresses stay
/// private, else the narrowest block that a template can write.
[[nodiscard]] std::vector<Mending> openingChanges(const Reachability& reachability,
                                                  const ReachQuestion& question);

/// Returns sets of changes of which each may stop all that passes of a question: rules taken from
/// the groups at either end, denying entries in either end's ACL, routes taken away.
[[nodiscard]] std::vector<std::vector<RuleChange>> closingChanges(const Reachability& reachability,
                                                                  const ReachQuestion& question);

/// Returns rule matches that are together exactly this traffic, the fewest ranges of ports.
[[nodiscard]] std::vector<RuleMatch> matchesOf(const TrafficSet& traffic);

/// Returns `tcp/443`, `udp/1024-65535`, `icmp`, `any`.
[[nodiscard]] std::string matchText(const RuleMatch& match);

}  // namespace archivolt
