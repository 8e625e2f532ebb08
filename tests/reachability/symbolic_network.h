#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <z3++.h>

#include "model/architecture/tables.h"

namespace archivolt::test {

/// Where a symbolic flow begins or ends; the thing is the interface, or the VPN connection.
struct SymbolicPlace {
    enum class Kind {
        Nowhere,
        Interface,
        Internet,
        OnPremises,
        LocalService
    };
    Kind kind = Kind::Nowhere;
    ThingId thing;
    friend bool operator==(const SymbolicPlace&, const SymbolicPlace&) = default;
};

/// All packets between two places: header fields as unknowns of a formula.
///
/// Addresses are bit vectors of 32 or 128 bits, constants or unknowns held by `where`; ports have
/// 16 bits, of ICMP the destination port is type · 256 + code; the protocol has 8.
struct SymbolicFlow {
    SymbolicPlace from;
    SymbolicPlace to;
    z3::expr source;
    z3::expr destination;
    z3::expr where;  ///< What holds of the addresses.
    z3::expr protocol;
    z3::expr clientPort;
    z3::expr destinationPort;
    z3::expr translatedPort;  ///< What translating devices speak from.
};

/// A packet somewhere on its way: where it stands, its addresses, and what is remembered of it.
struct SymbolicState {
    enum class At {
        Sender,           ///< In an interface, going out.
        Router,           ///< At the router of a subnet.
        Vpc,              ///< Behind a local route, in no subnet.
        Subnet,           ///< In the subnet of its destination.
        Receiver,         ///< Before the interface that holds its destination.
        Box,              ///< Before the interface that a route names.
        Nat,              ///< In a NAT gateway that a route names.
        BehindNat,        ///< Leaving a NAT gateway.
        InternetGateway,  ///< Going out.
        EgressOnly,       ///< Going out.
        OntoInternet,     ///< Behind a gateway, going out.
        FromInternet,     ///< On the internet, coming in.
        Entering,         ///< Behind the gateway of a VPC, by `other`'s own table.
        Peering,
        Transit,       ///< Before a transit gateway.
        TransitTable,  ///< At the table of an attachment (`thing`) of a transit gateway (`other`).
        VpnGateway,
        OnPremises,
        Arrived
    };
    At at;
    ThingId thing;
    ThingId other;
    z3::expr source;
    z3::expr destination;
    z3::expr where;  ///< What must hold of the addresses to be here.
    z3::expr what;   ///< What the filters passed on the way let through.
    bool reply = false;
    int lookups = 0;
    int gateways = 0;
    ThingId subnet = {};  ///< That it is in; none between subnets.
    ThingId left = {};    ///< The subnet whose router sent it on.
    ThingId sender = {};  ///< Whose private address the source is, none behind middleboxes.
    bool groupsKnown = true;
    std::optional<std::string> zone = {};
    struct Translation {
        ThingId device;
        z3::expr sourceBefore, destinationBefore, sourceAfter, destinationAfter;
    };
    std::vector<ThingId> tracked = {}, boxes = {}, egressOnly = {};
    std::vector<Translation> translations = {};
    ThingId natNear = {}, natFar = {};  ///< The VPCs of a peering that a NAT gateway asked over.
    SymbolicPlace end = {};
};

/// An encoding of the facts of AWS's guides for a solver: the network as a relation between a
/// packet's states, unrolled into one formula for each pair of places.
///
/// Written from the facts, without the engine; the architecture must know all that matters. What
/// the encoding does not cover makes `passes` return nothing.
class SymbolicNetwork {
public:
    /// Thrown inside, where the encoding does not cover a thing.
    struct Uncovered {};

    SymbolicNetwork(z3::context& context, const Architecture& architecture)
        : m_context(context), m_architecture(architecture), m_solver(context) {}

    /// Returns the formula of the packets of a flow that make the round trip.
    std::optional<z3::expr> passes(const SymbolicFlow& flow);
    /// Returns an address as a constant, and what says that one lies in a block.
    z3::expr constant(const IpAddress& address);
    z3::expr inBlock(const z3::expr& address, const Cidr& block);

private:
    using State = SymbolicState;
    using States = std::vector<SymbolicState>;

    States explore(State start);
    void step(const State& state, States& next);
    /// Adds to what must hold of the addresses; false: no packet can be here.
    bool narrow(State& state, const z3::expr& where);
    void sendFirst(const State& state, States& next);
    void send(State state, States& next);
    /// Follows the best route of each address, and returns when no route holds it.
    z3::expr routeBy(const State& state, const RouteTable& table, ThingId vpc, States& next,
                     const NatGateway* by = nullptr);
    void follow(State state, const Route& route, ThingId vpc, States& next);
    void intoVpc(const State& state, States& next);
    void intoSubnet(const State& state, States& next);
    void receive(State state, States& next);
    void throughBox(State state, States& next);
    void throughNat(State state, States& next);
    void behindNat(const State& state, States& next);
    void outByGateway(const State& state, States& next);
    void outByEgressOnly(State state, States& next);
    void ontoInternet(const State& state, States& next);
    void fromInternet(const State& state, States& next);
    void enter(const State& state, States& next);
    /// Returns the addresses that an internet gateway's own table sends to each interface.
    std::vector<std::pair<ThingId, z3::expr>> edgeBoxes(ThingId gateway, const z3::expr& inside);
    void throughPeering(State state, States& next);
    void backToNat(State state, const z3::expr& where, States& next);
    void throughTransit(State state, States& next);
    void byTransitTable(const State& state, States& next);
    void leaveTransit(State state, const TransitGatewayAttachment& attachment, States& next);
    void throughVpn(const State& state, States& next);
    void fromOnPremises(State state, States& next);
    static void arrive(State state, SymbolicPlace end, States& next);
    void cross(State& state, ThingId subnet);
    void crossInside(State& state);
    State start(const SymbolicPlace& place, const State& base);
    State answerOf(const State& state);
    void translate(State& state, ThingId device, const z3::expr& source,
                   const z3::expr& destination);
    static void translateBack(State& state);

    z3::expr speaksOf(const RuleMatch& match, const z3::expr& port);
    z3::expr portOf(const State& state);
    z3::expr groups(State& state, const NetworkInterface& interface, RuleDirection direction);
    z3::expr acl(const State& state, const Subnet& subnet, RuleDirection direction);
    z3::expr peerCarries(const State& state, const NetworkInterface& interface,
                         RuleDirection direction, ThingId group);
    z3::expr inBlocks(const z3::expr& address, const std::vector<Known<Cidr>>& blocks);
    z3::expr special(const z3::expr& address);
    z3::expr inText(const z3::expr& address, const char* block);
    z3::expr isOneWay();
    z3::expr isService(const z3::expr& address, ThingId vpc);
    z3::expr isBackAt(const State& state, ThingId device);
    z3::expr publicAccess(const State& state, ThingId vpc, bool outward, bool outwardOnly);
    z3::expr isHere(const z3::expr& address);
    z3::expr same(const z3::expr& a, const z3::expr& b);
    z3::expr yes() { return m_context.bool_val(true); }
    z3::expr no() { return m_context.bool_val(false); }
    z3::expr number(unsigned value, unsigned bits);
    [[nodiscard]] std::vector<std::pair<Cidr, const Route*>> routesOf(const RouteTable& table);
    [[nodiscard]] ThingId vpcOf(const NetworkInterface& interface) const;
    [[nodiscard]] ThingId vpcOf(const NatGateway& nat) const;
    [[nodiscard]] ThingId gatewayOf(ThingId vpc) const;
    [[nodiscard]] ThingId egressOnlyOf(ThingId vpc) const;
    [[nodiscard]] ThingId attachmentSubnet(const State& state,
                                           const TransitGatewayAttachment& attachment,
                                           bool inZoneOnly) const;
    static bool isSix(const z3::expr& address) { return address.get_sort().bv_size() == 128; }

    z3::context& m_context;
    const Architecture& m_architecture;
    z3::solver m_solver;
    const SymbolicFlow* m_flow = nullptr;
    std::vector<std::unique_ptr<Route>> m_propagated;  ///< Routes that gateways propagate.
};

}  // namespace archivolt::test
