#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/architecture/thing.h"
#include "model/reachability/walk/packet.h"

namespace archivolt {

/// How a packet's round trip ends.
enum class Disposition : std::uint8_t {
    Delivered,     ///< It arrives, and the answer comes back.
    ReplyBlocked,  ///< It arrives, and the answer does not come back.
    DeniedOut,     ///< A filter on the sender's side denies it.
    DeniedIn,      ///< A filter on the receiver's side denies it.
    NoRoute,
    Blackhole,        ///< The route's target is not there.
    NoPublicAddress,  ///< An internet gateway has no public address to translate to or from.
    NoSuchHost,       ///< Nobody holds the destination.
    Loop,
    NotForwarded,  ///< A gateway does not carry such packets.
    Unknown,       ///< Something on the way can't be known or is not modelled.
};

/// What a hop is: the kind of thing that looked at the packet.
enum class HopKind : std::uint8_t {
    Interface,
    SecurityGroup,
    NetworkAcl,
    RouteTable,
    Subnet,
    Vpc,
    InternetGateway,
    NatGateway,
    EgressOnlyInternetGateway,
    Peering,
    TransitGateway,
    TransitGatewayRouteTable,
    VpnGateway,
    Endpoint,
    LoadBalancer,
    Internet,
    OnPremises,
    LocalService,
    Record,        ///< A DNS record that a name is looked up by.
    Distribution,  ///< A CloudFront distribution.
    Question,
};

/// Returns the words of `reach --format json`: `reply-blocked`, `security-group`.
[[nodiscard]] const char* dispositionName(Disposition disposition);
[[nodiscard]] const char* hopKindName(HopKind kind);

enum class HopResult : std::uint8_t {
    Passed,
    Denied,
    Unknown
};
[[nodiscard]] const char* hopResultName(HopResult result);

/// One thing that looked at a packet, and what it decided by which rule.
struct Hop {
    ThingId thing;         ///< None for the internet and the like.
    std::string resource;  ///< The thing's name; `internet`.
    HopKind kind = HopKind::Interface;
    std::string step;  ///< `egress`, `ingress`, `route`, `translate`, `deliver`…
    std::string rule;  ///< The rule, entry or route that decided; `*` is an ACL's last resort.
    Origin origin;     ///< Of the rule; of the thing where no rule decided.
    HopResult result = HopResult::Passed;
    Packet packet;    ///< As the thing saw it.
    std::string why;  ///< More about the result, for people.
    friend bool operator==(const Hop&, const Hop&) = default;
};

/// Something that stops a flow by itself, whatever else does.
struct Blocker {
    Disposition disposition = Disposition::DeniedIn;
    bool onReply = false;
    Hop hop;
    friend bool operator==(const Blocker&, const Blocker&) = default;
};

/// The way of one packet and of its answer.
struct Trace {
    Disposition disposition = Disposition::Delivered;
    std::vector<Hop> forward;
    std::vector<Hop> reply;             ///< From the receiver back; empty for one-way messages.
    std::vector<Blocker> blockers;      ///< All that stop it, in the order of the way.
    std::vector<std::string> unknowns;  ///< Why the disposition may be another; ascending.
    std::vector<std::string> notes;     ///< What was assumed.
    std::optional<Hop> decidedBy;       ///< The first blocker, else the rule that let it in.
    std::size_t transitWays = 1;        ///< How many ways transit gateways may choose (N79).
    friend bool operator==(const Trace&, const Trace&) = default;
};

}  // namespace archivolt
