#pragma once

#include <string>
#include <vector>

#include "model/reachability/questions/candidates.h"

namespace archivolt {

/// The other end of a flow as a filter's rule would have to name it.
struct RemoteEnd {
    AddressSet addresses;
    /// The subnet whose block `addresses` are, where AWS chooses the address inside it.
    ThingId blockOf;
    InterfaceIndex interface = kNone;  ///< Where rules may name its security groups.
};

/// One way that a question takes: an end-to-end flow, or a load balancer's leg to a target.
struct QuestionWay {
    Candidate candidate;
    TrafficSet wanted;
    PortSet clientPorts;
    ThingId group;       ///< Of a balancer's leg: its target group.
    bool isLeg = false;  ///< It leads from a balancer's node to a target.
    /// What a balancer's groups are asked about a client that comes over PrivateLink; nothing else
    /// is looked at then.
    std::optional<GroupCheck> door;
};

/// Something that stops some of what a way wants.
struct Obstruction {
    enum class Kind : std::uint8_t {
        Groups,  ///< The security groups of `interface`.
        Acl,     ///< The network ACL of `subnet`.
        Other    ///< A route, a gateway, an address: see `hop`.
    };
    Kind kind = Kind::Other;
    bool onReply = false;
    InterfaceIndex interface = kNone;
    SubnetIndex subnet = kNone;
    RuleDirection direction = RuleDirection::Ingress;
    RemoteEnd remote;
    TrafficSet traffic;  ///< What is stopped; on the reply by the reply's destination port.
    // Of `Other`.
    Disposition disposition = Disposition::Unknown;
    Hop hop;
    Hop route;            ///< The last route that the flow followed; none: no `rule`.
    Candidate candidate;  ///< Of the way that is stopped.
    ThingId group;        ///< As in `Way`.
};

/// A filter or route that lets through what a way wants.
struct Opener {
    Obstruction::Kind kind = Obstruction::Kind::Other;
    GroupCheck check;  ///< Of `Groups`; its `remoteWhy` is not kept.
    SubnetIndex subnet = kNone;
    RuleDirection direction = RuleDirection::Ingress;
    RemoteEnd remote;
    TrafficSet traffic;
    Hop hop;  ///< Of a route.
};

/// More ways than this are not mended one by one: the question is too wide for a repair.
inline constexpr std::size_t kMaxWays = 256;

/// Returns the ways of a question: every candidate, and the legs of a balancer behind each.
///
/// At most `limit` + 1, so that the caller sees when there are more.
[[nodiscard]] std::vector<QuestionWay> waysOf(const Reachability& reachability,
                                              const ReachQuestion& question, std::size_t limit);

/// Returns all that stops a way up to the first thing that is no filter: behind that the way
/// depends on how it is mended.
[[nodiscard]] std::vector<Obstruction> obstructionsOf(const Reachability& reachability,
                                                      const QuestionWay& way);

/// Returns what lets a way's request through, in its order; the answer's way is left out.
[[nodiscard]] std::vector<Opener> openersOf(const Reachability& reachability,
                                            const QuestionWay& way);

}  // namespace archivolt
