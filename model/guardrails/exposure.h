#pragma once

#include <map>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "model/reachability/questions/reach.h"
#include "model/reachability/walk/trace_flow.h"

namespace archivolt {

/// What of the internet reaches an interface, and comes back.
struct Opening {
    /// Part of the internet whose addresses nothing on the way tells apart.
    struct Piece {
        WalkQuestion flow;
        AddressSet sources;
        TrafficSet traffic;  ///< What makes the round trip.
    };
    std::vector<Piece> pieces;  ///< Those that reach something.
    TrafficSet world;           ///< What at least half of a family's internet addresses reach.
    /// Not empty: all of this holds unless a setting that no output tells of is against it.
    std::string condition;
    [[nodiscard]] bool empty() const { return pieces.empty(); }
    /// Returns the internet addresses that reach one protocol and port.
    [[nodiscard]] AddressSet sources(IpProtocol protocol, Port port) const;
};

/// Answers "what of the internet reaches this interface" once for each class of interfaces.
///
/// Interfaces of one subnet with the same groups, kinds of addresses and source/destination check
/// share an answer, as long as no gateway table sends their addresses to different places.
class Exposure {
public:
    explicit Exposure(const Reachability& engine);

    /// Returns what surely reaches an interface.
    [[nodiscard]] const Opening& of(InterfaceIndex interface);
    /// Returns what reaches it, or would if VPC Block Public Access, of which nothing is described,
    /// were off; the opening's condition tells which.
    [[nodiscard]] const Opening& orUnlessBlocked(InterfaceIndex interface);
    /// Returns what an interface's groups surely let in from at least half of a family's internet
    /// addresses, wherever it stands; nothing where no group is known.
    [[nodiscard]] TrafficSet letInByGroups(InterfaceIndex interface) const;
    /// Traces one packet of the widest part of the internet that reaches the interface's class.
    [[nodiscard]] const std::optional<Trace>& trace(InterfaceIndex interface, IpProtocol protocol,
                                                    Port port);

private:
    using Key = std::tuple<SubnetIndex, std::size_t, bool, bool, Truth, InterfaceIndex>;
    [[nodiscard]] Key keyOf(InterfaceIndex interface) const;
    [[nodiscard]] std::optional<Trace> traced(InterfaceIndex interface, IpProtocol protocol,
                                              Port port);
    [[nodiscard]] Opening compute(InterfaceIndex interface, const std::string& condition) const;
    /// Returns why Block Public Access is not known where an interface stands; empty if it is.
    [[nodiscard]] std::string publicAccessWhy(InterfaceIndex interface) const;
    [[nodiscard]] std::vector<Cidr> tellingBlocks(InterfaceIndex interface) const;
    void addGroupBlocks(const InterfaceNode& node, std::vector<Cidr>& blocks) const;

    const Reachability& m_engine;
    const NetworkIndex& m_network;
    std::vector<InterfaceIndex> m_forwarding;  ///< Interfaces that may pass on what is not theirs.
    std::map<Key, Opening> m_openings;
    std::map<Key, Opening> m_conditional;
    std::map<std::tuple<Key, IpProtocol, Port>, std::optional<Trace>> m_traces;
};

/// Returns what people call an interface by: its owner, and the fleet of a fleet's member.
[[nodiscard]] ThingId namedFor(const Architecture& architecture, const NetworkInterface& interface);

/// Says whether a subnet's table has a route to an internet gateway.
[[nodiscard]] Truth hasInternetRoute(const NetworkIndex& network, SubnetIndex subnet);
/// Returns the first such route, or null pointer.
[[nodiscard]] const RouteNode* internetRoute(const NetworkIndex& network, SubnetIndex subnet);

/// Returns the places of the rules, entries and routes that a packet passed, there and back.
[[nodiscard]] std::vector<Origin> evidenceOf(const Trace& trace);
/// Returns the receiver's group rule that let a packet in, or nothing.
[[nodiscard]] std::optional<Hop> entryRule(const Trace& trace);

}  // namespace archivolt
