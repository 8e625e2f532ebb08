#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/reachability/walk/trace_flow.h"

namespace archivolt {

/// How the security groups of an interface remember a flow that they let through.
enum class Tracking : std::uint8_t {
    Untracked,           ///< Not at all: each packet is judged by the rules.
    Connection,          ///< By addresses and ports, until it ends or times out.
    AddressAndProtocol,  ///< By addresses and protocol alone, for 600 s.
    Unknown,             ///< A rule that would decide it is not known.
};
[[nodiscard]] const char* trackingName(Tracking tracking);

/// An interface on a flow's way whose security groups let the flow through.
struct TrackedInterface {
    ThingId interface;
    std::string name;
    Tracking tracking = Tracking::Connection;
    RuleDirection direction = RuleDirection::Ingress;  ///< Of the request, as seen from here.
    Packet request;                                    ///< As the interface sees it.
    std::string requestRule;  ///< Of an untracked flow: the rule that lets the request through.
    std::string answerRule;   ///< Of an untracked flow: the rule that lets the answer through.
    std::string answerGroup;  ///< The group that holds it.
    std::string why;          ///< What makes the flow tracked whatever the rules are; else empty.
    friend bool operator==(const TrackedInterface&, const TrackedInterface&) = default;
};

/// Says for each interface on a flow's way how it is tracked, in the order of the way.
///
/// A TCP or UDP flow is untracked where one rule lets it through for 0.0.0.0/0 (or ::/0) and one
/// of the other direction does so for every port; but never on a way through a NAT gateway, transit
/// gateway, egress-only internet gateway, endpoint, Network Load Balancer or Lambda function.
/// ICMP is always tracked. The flow must be one that is delivered.
/// Source: Amazon EC2 User Guide, security-group-connection-tracking (N28-N30).
// NOT MODELLED: Global Accelerator and Network Firewall, whose flows are always tracked, and idle
// timeouts, after which a tracked flow is judged afresh.
[[nodiscard]] std::vector<TrackedInterface> trackingOf(const NetworkIndex& network,
                                                       const TraceQuestion& question);

/// Says in words what is not remembered of a delivered flow, and what follows from that.
[[nodiscard]] std::vector<std::string> trackingNotes(std::span<const TrackedInterface> way);

/// Names, in the hops of an untracked flow's answer, the rule that lets it through: a trace takes
/// every answer to pass by connection tracking, which comes to the same.
void nameAnswerRules(std::span<const TrackedInterface> way, std::vector<Hop>& reply);

/// What becomes of a connection that is open while the network changes.
struct EstablishedAnswer {
    Truth survives = Truth::Yes;
    std::optional<Hop> brokenBy;  ///< What stops its packets from now on.
    std::string why;              ///< Why it can't be told, or why there is nothing to break.
};

/// Says whether a connection that `question` opened in `before` goes on in `after`.
///
/// A tracked one outlives every change of security groups; an untracked one breaks with either of
/// its two rules; network ACLs, routes and gateways are asked afresh for every packet. Both
/// networks must be of one history, so that ids mean the same things.
/// Source: Amazon EC2 User Guide, security-group-connection-tracking (N28, N31).
// NOT MODELLED: changes for which CloudFormation makes a host anew, which ends its connections.
[[nodiscard]] EstablishedAnswer establishedAfter(const NetworkIndex& before,
                                                 const NetworkIndex& after,
                                                 const TraceQuestion& question);

}  // namespace archivolt
