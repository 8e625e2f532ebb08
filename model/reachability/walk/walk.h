#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/reachability/walk/walk_observer.h"
#include "model/reachability/walk/walk_question.h"

namespace archivolt {

struct StepAt;

/// Walks a flow and its answer through the network in AWS's evaluation order.
///
/// Source: facts of the Amazon VPC, Peering and Transit Gateway guides, cited where they apply.
class Walk {
public:
    Walk(const NetworkIndex& network, WalkObserver& observer)
        : m_network(network), m_observer(observer), m_explains(observer.explains()) {}
    /// Walks one flow; a walk can be run again, and keeps its memory for that.
    void run(const WalkQuestion& question);
    /// Returns how many ways there were to pick zones at the transit gateways that were met.
    [[nodiscard]] std::size_t transitWays() const { return m_transitWays; }

private:
    /// More route lookups in a row than any design has: what goes further goes in circles.
    static constexpr int kMaxSteps = 32;

    /// A device that rewrote addresses, and what they were before and after.
    struct Translation {
        NatIndex nat = kNone;
        InterfaceIndex interface = kNone;
        AddressPair before;
        AddressPair after;
    };
    /// What of the sender the filters behind may know.
    struct Sender {
        InterfaceIndex interface =
            kNone;  ///< Whose private address the source is, none behind middleboxes.
        Truth groupsMatch = Truth::Yes;  ///< Whether rules that name its groups match it here.
        std::string_view groupsWhy;      ///< Why that is not known.
    };

    FlowEnd from(const FlowEnd& place);
    /// Says whether a flow has arrived at the interface that was meant: another one may hold the
    /// same address nearer by.
    FlowEnd meant(const WalkQuestion& question, const FlowEnd& end);
    void runPreserved(const WalkQuestion& question);
    /// Hands what keeps its client's address to a target in another subnet (N66); false: it ends.
    bool handsOver(InterfaceIndex node, InterfaceIndex target);
    bool handsBack(InterfaceIndex target, InterfaceIndex node);
    FlowEnd sendFrom(InterfaceIndex interface, bool forwarding);
    FlowEnd routeFrom(SubnetIndex subnet, InterfaceIndex device);
    /// Says whether an answer at a subnet's router goes back to a NAT gateway that asked over a
    /// peering, and the subnet's table has no route for it: it needs none (N95).
    bool needsNoRoute(SubnetIndex subnet);
    FlowEnd backOverPeering(SubnetIndex subnet);
    FlowEnd follow(const RouteNode& route, SubnetIndex subnet, VpcIndex vpc);
    std::optional<FlowEnd> throughDevice(const RouteNode& route, SubnetIndex from);
    /// Goes on through a target that is no interface, and lies behind the subnet's ACL.
    FlowEnd throughGateway(const RouteNode& route, SubnetIndex from, VpcIndex vpc,
                           const StepAt& forward);
    FlowEnd lookUpAndFollow(TableIndex table, SubnetIndex subnet, VpcIndex vpc);
    FlowEnd arriveInVpc(VpcIndex vpc);
    FlowEnd arriveInSubnet(SubnetIndex subnet);
    /// Says whether anything answers behind an interface; an obstacle where nothing does.
    bool isInUse(InterfaceIndex interface);
    FlowEnd arriveAt(InterfaceIndex interface);
    FlowEnd atNat(NatIndex nat);
    FlowEnd throughNat(NatIndex nat, SubnetIndex fromSubnet);
    FlowEnd beyondNat(NatIndex nat);
    FlowEnd throughInterface(InterfaceIndex interface, SubnetIndex fromSubnet);
    FlowEnd throughInternetGateway(VpcIndex vpc, ThingId gateway);
    FlowEnd throughEgressOnlyGateway(VpcIndex vpc, ThingId gateway);
    FlowEnd toInternet();
    /// Says whether no internet gateway leads to an interface's IPv6 addresses (N99).
    [[nodiscard]] bool isHiddenFromInternet(InterfaceIndex interface) const;
    FlowEnd fromInternet();
    FlowEnd throughGatewayEndpoint(VpcIndex vpc, ThingId endpoint);
    FlowEnd throughBalancerEndpoint(InterfaceIndex interface, SubnetIndex fromSubnet);
    FlowEnd fromService(ThingId endpoint);
    /// Asks an endpoint's policy; false: the walk ends here.
    bool endpointPolicy(const VpcEndpoint& endpoint);
    FlowEnd throughPeering(VpcIndex vpc, ThingId peering);
    FlowEnd throughTransitGateway(VpcIndex vpc, SubnetIndex subnet, ThingId gateway);
    FlowEnd transit(const TransitGatewayAttachment& attachment, ThingId gateway, int left);
    FlowEnd leaveTransit(const TransitGatewayAttachment& attachment, ThingId gateway, int left);
    FlowEnd enterFromTransit(const TransitGatewayAttachment& attachment);
    FlowEnd throughVpnGateway(VpcIndex vpc, ThingId gateway);
    FlowEnd toOnPremises(const VpnConnection& connection);
    FlowEnd fromOnPremises(ThingId connection);
    /// Which way a flow crosses the border to the internet.
    struct Crossing {
        VpcIndex vpc = kNone;
        IpAddress inside;  ///< The private end.
        bool outward = true;
        bool outwardOnly = false;  ///< Through a gateway that only lets connections begin outwards.
    };
    /// Asks what treats a subnet's traffic with the internet; false: the walk ends here.
    bool firewall(VpcIndex vpc, const IpAddress& inside);
    /// Asks VPC Block Public Access; false: the walk ends here.
    bool publicAccess(const Crossing& crossing);
    FlowEnd enterThroughEdge(VpcIndex vpc, TableIndex edgeTable);
    /// Returns the appliance that an internet gateway's own table sends an address to, or kNone.
    InterfaceIndex edgeAppliance(VpcIndex vpc, const IpAddress& inside);
    /// Says whether an internet gateway hands an address to an appliance, which has to have a
    /// public address of its own, or does not know of one (N107); an obstacle where it can't.
    bool mayEnterAppliance(VpcIndex vpc);
    /// Says whether an answer to the internet went by the appliance that its requests come by.
    bool answersByAppliance(VpcIndex vpc, const InternetGateway& gateway);

    /// Tells a step that nothing stops, made by `make` only where somebody looks.
    template <class Make>
    void passed(const Make& make) {
        if (m_explains) m_observer.passed(make(), m_state);
    }
    /// Reports an obstacle; true: go on as if it were not there.
    template <class Make>
    bool obstacle(const Make& make, Disposition disposition) {
        const bool looks = m_explains || disposition == Disposition::Unknown;
        return m_observer.obstacle(looks ? make() : WalkStep{}, disposition, m_state);
    }
    bool mayStop(const WalkStep& step) { return m_observer.mayStop(step, m_state); }
    /// Reports an obstacle and, where the observer wants to see what else is in the way, goes on at
    /// the flow's aim.
    template <class Make>
    FlowEnd stop(const Make& make, Disposition disposition) {
        return obstacle(make, disposition) ? teleport() : FlowEnd{};
    }
    /// Tells what of a description nothing reads, an owner's too; false: the walk ends here.
    bool reads(const Thing& thing, HopKind kind);
    bool readsEnd(InterfaceIndex interface);
    FlowEnd unknown(const WalkStep& step);
    /// Goes on with what a managed service's interface answers on.
    bool isListening(const InterfaceNode& node);
    FlowEnd teleport();
    /// Puts the public address of the source for its private one, as every way to the internet
    /// does; false: it has none, so that how an answer would come back is open.
    bool showPublicSource();
    bool leaveSubnet(SubnetIndex subnet);
    bool enterSubnet(SubnetIndex subnet);
    bool groups(InterfaceIndex interface, RuleDirection direction);
    /// Goes on past what lets groups be named across it or does not (N25).
    void passReferences(const Known<bool>& referencing);
    /// Finds who a rule for the way out that names groups would mean.
    void setReceiver(GroupCheck& check) const;
    [[nodiscard]] const TransitGatewayAttachment* attachmentOf(ThingId gateway,
                                                               ThingId target) const;
    /// Returns the subnet where the flow enters through an attachment in appliance mode.
    SubnetIndex applianceEntry(const TransitGatewayAttachment& attachment, SubnetIndex own);
    Doubt whyZoneIsOpen(SubnetIndex from, const TransitGatewayAttachment& attachment);
    /// Returns an attachment's subnet in the flow's zone; unless `sameZone`, else its first.
    [[nodiscard]] SubnetIndex attachmentSubnet(const TransitGatewayAttachment& attachment,
                                               bool sameZone) const;
    /// Picks one of what a transit gateway may choose from.
    std::size_t pick(std::size_t of);
    /// Returns a subnet that the gateway may deliver in where none is in the flow's zone.
    SubnetIndex anySubnet(const TransitGatewayAttachment& attachment);
    void finish(const WalkQuestion& question, const FlowEnd& end);
    /// Returns the Gateway Load Balancer endpoints of this direction, ascending.
    [[nodiscard]] std::vector<InterfaceIndex> inspected() const;
    /// Asks whether appliances see both directions of the flow.
    void checkSymmetry();
    void start(const WalkQuestion& question);

    const VpcNode& vpc(VpcIndex i) const { return m_network.vpcs()[i]; }
    const SubnetNode& subnet(SubnetIndex i) const { return m_network.subnets()[i]; }
    const InterfaceNode& interface(InterfaceIndex i) const { return m_network.interfaces()[i]; }
    const NatNode& nat(NatIndex i) const { return m_network.nats()[i]; }

    const NetworkIndex& m_network;
    WalkObserver& m_observer;
    bool m_explains;  ///< The observer looks at steps, not at filters and obstacles alone.
    WalkState m_state;
    FlowEnd m_aim;                   ///< Where the current direction is to end.
    bool m_teleported = false;       ///< This direction goes on in spite of an obstacle.
    bool m_noPublicAddress = false;  ///< Already reported; the answer meets the same lack.
    int m_steps = 0;
    Sender m_sender;
    Known<std::string> m_zone;                ///< Where the flow last entered a transit gateway.
    std::vector<InterfaceIndex> m_tracked;    ///< Interfaces whose groups let the flow through.
    std::vector<InterfaceIndex> m_visited;    ///< Middleboxes of this direction.
    std::vector<InterfaceIndex> m_inspected;  ///< Gateway Load Balancer endpoints of the request.
    std::size_t m_picksLeft = 0;    ///< The picks to come, as in `WalkQuestion::transitWay`.
    std::size_t m_transitWays = 1;  ///< Of the picks so far.
    std::vector<Translation> m_translations;
    /// The peering that a NAT gateway's request crossed.
    struct NatPeering {
        ThingId peering;
        VpcIndex near = kNone;
        VpcIndex far = kNone;
    };
    NatPeering m_natPeering;
    std::vector<ThingId> m_egressOnly;  ///< Egress-only gateways that the flow left through.
    /// Where the flow entered through attachments in appliance mode; its answer enters there too.
    std::vector<std::pair<ThingId, SubnetIndex>> m_applianceEntries;
};

}  // namespace archivolt
