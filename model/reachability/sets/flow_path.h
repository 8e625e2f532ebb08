#pragma once

#include <vector>

#include "model/reachability/walk/walk.h"

namespace archivolt {

/// Whose interface or address a step of a path speaks of.
enum class FlowParty : std::uint8_t {
    Nobody,
    Sender,
    Receiver,
    Other  ///< One and the same for all flows of the path: a middlebox, a NAT gateway's address.
};

/// What a flow meets at one place of its way that can take some of its traffic away.
struct FlowStep {
    enum class Kind : std::uint8_t {
        Groups,      ///< The security groups of `interface`.
        Acl,         ///< A network ACL.
        UnknownAcl,  ///< An ACL that is not known.
        Narrow,      ///< A gateway carries only `carried`.
        Stop,        ///< Nothing passes.
        Unknown,     ///< What passes is not known.
        Arrival,     ///< The flow is there; what follows is the answer's way.
        OtherWay     ///< What follows is the whole way again, as transit gateways may choose (N79).
    };
    Kind kind = Kind::Stop;
    bool reply = false;
    std::uint8_t depth = 0;  ///< Port translations between here and the client.
    RuleDirection direction = RuleDirection::Ingress;
    FlowParty interface = FlowParty::Nobody;
    FlowParty remote = FlowParty::Nobody;           ///< Whose address the filter sees.
    FlowParty remoteInterface = FlowParty::Nobody;  ///< Whose groups it may match.
    bool remoteUnsure = false;                      ///< Whether it does is not known.
    AclIndex acl = kNone;
    InterfaceIndex other = kNone;        ///< The Other interface.
    InterfaceIndex remoteOther = kNone;  ///< The Other remote interface.
    IpAddress address;                   ///< The Other address.
    std::uint32_t carried = 0;           ///< Into `FlowPath::carried`.
    friend bool operator==(const FlowStep&, const FlowStep&) = default;
};

/// The way of a flow and its answer, for every flow between interfaces that routes do not tell
/// apart: which filters it meets in which order, whatever they let through.
struct FlowPath {
    std::vector<FlowStep> steps;
    std::vector<TrafficSet> carried;
    /// It holds for other senders and receivers of the same kind too: no address on it was made
    /// from one of theirs.
    bool isShared = true;
    bool hasMiddlebox = false;       ///< Some step speaks of another interface.
    std::vector<TableIndex> tables;  ///< The route tables that it was found by, ascending.
    friend bool operator==(const FlowPath&, const FlowPath&) = default;
};

/// Walks a flow between two interfaces and writes down what it meets.
[[nodiscard]] FlowPath recordPath(const NetworkIndex& network, const WalkQuestion& flow);

}  // namespace archivolt
