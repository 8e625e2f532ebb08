#pragma once

#include <deque>
#include <string>
#include <vector>

#include "tests/reachability/literal_filters.h"

namespace archivolt::test {

/// One packet on its way and back, told by `Lost` and `NoOpinion` where it does not arrive.
class LiteralJourney {
public:
    LiteralJourney(const Architecture& architecture, const LiteralFlow& flow)
        : m_architecture(architecture), m_flow(flow), m_packet(flow.packet) {}
    /// Returns the word for the round trip's end.
    std::string roundTrip();

private:
    struct Translation {
        ThingId device;
        LiteralPacket before;
        LiteralPacket after;
    };
    struct LiteralHolder {
        ThingId interface;
        ThingId nat;
    };

    // On the way between interfaces (literal_network.cpp).
    std::string preserved();
    void handOver(const NetworkInterface& from, const NetworkInterface& to);
    bool turnAround();
    LiteralPlace begin(const LiteralPlace& place);
    LiteralPlace send(const NetworkInterface& interface);
    LiteralPlace deliverHere();
    LiteralPlace deliverIn(const Vpc& vpc);
    void moveTo(const Subnet* next);
    void askAcl(const Subnet& subnet, RuleDirection direction);
    void askGroups(const NetworkInterface& interface, RuleDirection direction);
    bool translateBack(ThingId device);
    void translate(ThingId device, const IpAddress& source, const IpAddress& destination);
    void setClientPort();

    // Through routers and gateways (literal_gateways.cpp).
    LiteralPlace route(const Subnet& subnet);
    [[nodiscard]] bool goesBackToNat(const Subnet& subnet) const;
    LiteralPlace routeBy(const RouteTable& table, const Vpc& vpc);
    LiteralPlace take(const Route& route, const Vpc& vpc);
    LiteralPlace throughNat(const NatGateway& nat);
    LiteralPlace behindNat(const NatGateway& nat);
    LiteralPlace answerAtNat(const NatGateway& nat);
    LiteralPlace throughBox(const NetworkInterface& box);
    LiteralPlace throughInternetGateway(const Vpc& vpc, ThingId gateway);
    LiteralPlace throughEgressOnly(const Vpc& vpc, ThingId gateway);
    LiteralPlace toInternet();
    LiteralPlace fromInternet();
    LiteralPlace enterByEdge(const Vpc& vpc, ThingId gateway);
    [[nodiscard]] ThingId edgeBox(ThingId gateway, const IpAddress& inside) const;
    LiteralPlace throughPeering(const Vpc& vpc, ThingId peering);
    LiteralPlace throughTransit(const Vpc& vpc, ThingId gateway);
    LiteralPlace inTransit(const TransitGatewayAttachment& from, ThingId gateway, int hops);
    LiteralPlace leaveTransit(const TransitGatewayAttachment& to, ThingId gateway, int hops);
    LiteralPlace throughVpnGateway(const Vpc& vpc, ThingId gateway);
    LiteralPlace fromOnPremises(ThingId connection);

    [[nodiscard]] const Route* longestPrefix(const RouteTable& table,
                                             const IpAddress& destination) const;
    [[nodiscard]] const InternetGateway* internetGatewayOf(const Vpc& vpc) const;
    [[nodiscard]] const EgressOnlyInternetGateway* egressOnlyOf(const Vpc& vpc) const;
    [[nodiscard]] bool publicAccessLets(const Vpc& vpc, const IpAddress& inside, bool outward,
                                        bool outwardOnly) const;
    [[nodiscard]] std::optional<IpAddress> publicAddressOf(ThingId interface) const;
    /// Says whether AWS, which chooses addresses of the design once it is built, may give it one.
    [[nodiscard]] bool mayBeGiven(const IpAddress& address) const;
    [[nodiscard]] std::optional<IpAddress> publicAddressOf(const NatGateway& nat) const;
    [[nodiscard]] const Subnet* attachmentSubnet(const TransitGatewayAttachment& attachment,
                                                 bool inZoneOnly) const;

    // What the architecture says, by search.
    [[nodiscard]] bool isLocalService(const Vpc& vpc) const;
    [[nodiscard]] bool holds(const NetworkInterface& interface, const IpAddress& address) const;
    [[nodiscard]] const Subnet& subnetOf(const NetworkInterface& interface) const;
    [[nodiscard]] const Vpc& vpcOf(const Subnet& subnet) const;
    [[nodiscard]] const Vpc& vpcOf(const NatGateway& nat) const;
    [[nodiscard]] LiteralHolder holderOf(const Vpc& vpc) const;
    [[nodiscard]] LiteralHolder holderOf(const Vpc& vpc, const IpAddress& address) const;
    [[nodiscard]] bool isClassicNode(ThingId interface) const;
    [[nodiscard]] bool isPlain(const NetworkInterface& interface) const;
    [[nodiscard]] const NetworkInterface* peerOf(const NetworkInterface& interface,
                                                 RuleDirection direction) const;
    [[nodiscard]] bool arePeers(const Vpc& a, const Vpc& b) const;

    const Architecture& m_architecture;
    const LiteralFlow& m_flow;
    LiteralPacket m_packet;
    bool m_reply = false;
    int m_steps = 0;                             ///< Route lookups of this direction.
    const Subnet* m_in = nullptr;                ///< The subnet that the packet is in.
    const Subnet* m_left = nullptr;              ///< The subnet whose router it came from.
    const NetworkInterface* m_sender = nullptr;  ///< Whose private address the source is.
    bool m_groupsKnown = true;                   ///< No middlebox came between.
    std::optional<std::string> m_zone;           ///< Where a transit gateway was entered.
    std::vector<ThingId> m_tracked;
    std::vector<ThingId> m_boxes;
    std::vector<ThingId> m_egressOnly;
    std::vector<Translation> m_translations;
    /// The VPCs of a peering that a NAT gateway's request crossed, from and to.
    std::optional<std::pair<ThingId, ThingId>> m_natPeering;
    mutable std::deque<Route> m_propagated;  ///< Routes that gateways propagate, as looked up.
};

}  // namespace archivolt::test
