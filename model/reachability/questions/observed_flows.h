#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "model/reachability/index/network_index.h"
#include "model/reachability/walk/packet.h"

namespace archivolt {

/// Packets one way that were seen at one interface, as a record of a flow log tells.
struct ObservedFlow {
    std::string interface;  ///< `eni-…`; may be empty.
    Packet packet;
    std::optional<RuleDirection> direction;  ///< As the interface sees it; empty: not told.
    bool accepted = true;
    bool opens = false;    ///< The packets are known to open a connection (TCP's SYN alone).
    bool answers = false;  ///< They are known to answer one (SYN and ACK).
    std::uint64_t packets = 0;
    std::uint32_t line = 0;
};

/// Flows that nothing tells apart but client ports and addresses outside.
struct SeenFlow {
    std::string from;  ///< The name of what sends; `internet` for all addresses there.
    std::string to;
    std::string at;     ///< Whose interface saw it.
    ThingId fromThing;  ///< None for what is outside.
    ThingId toThing;
    ThingId atThing;
    IpProtocol protocol = kProtocolTcp;
    Port port = 0;  ///< That of the request, whichever way the packets went.
    bool isAnswer = false;
    std::string filter;  ///< The group or ACL that decides; empty for none.
    ThingId filterThing;
    std::string rule;  ///< Its rule; empty where no rule lets it through.
    Origin origin;     ///< Of the rule, or of what decides.
    std::string why;   ///< Why that contradicts the record, or can't be told.
    std::uint64_t packets = 0;
    std::uint64_t records = 0;
    std::uint32_t line = 0;  ///< Of the first record.
};

/// A rule of a group or an ACL, as records know it.
struct SeenRule {
    ThingId filter;
    std::string rule;
    RuleDirection direction = RuleDirection::Ingress;
    friend auto operator<=>(const SeenRule&, const SeenRule&) = default;
};

/// A rule that no record used, of a filter that records came by.
struct UnusedRule {
    std::string filter;
    std::string rule;
    Origin origin;
    std::string what;  ///< `ingress`, `egress`; `deny` or `allow` of an ACL.
    SeenRule seen;
};

/// A flow log laid over a network.
struct FlowReport {
    std::vector<SeenFlow> used;          ///< Accepted, as the rules say.
    std::vector<SeenFlow> rejected;      ///< Rejected, as the rules say.
    std::vector<SeenFlow> contradicted;  ///< The rules say otherwise.
    std::vector<SeenFlow> unknown;       ///< The rules can't be told.
    std::vector<UnusedRule> unused;
    std::map<SeenRule, std::uint64_t> packets;  ///< That went by each rule that was used.
    std::uint64_t records = 0;
    std::uint64_t elsewhere = 0;  ///< Records of interfaces that the network does not have.
    std::uint64_t ambiguous = 0;  ///< Records of which either end may be their interface.
};

/// Holds records against the security groups and ACLs of the interfaces that saw them.
///
/// A record tells what was decided at its own interface, and nothing of the rest of the way. An
/// accepted one is answered for by a rule that lets the packets in or out, or by the connection
/// that they answer; ACLs are asked both ways. Of several rules that would let a packet through one
/// is used. Packets that come after their connection has closed are rejected too, so a rejected
/// answer contradicts nothing. Lists are sorted by most packets, then by names.
/// A filter may have been another one when a record was made: then the record contradicts it.
/// Source: Amazon VPC User Guide, flow-logs-basics and flow-log-records (`action`).
[[nodiscard]] FlowReport reportFlows(const NetworkIndex& network,
                                     std::span<const ObservedFlow> flows);

}  // namespace archivolt
