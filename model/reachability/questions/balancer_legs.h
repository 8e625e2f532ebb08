#pragma once

#include <string>
#include <vector>

#include "model/reachability/sets/traffic_between.h"
#include "model/reachability/walk/trace_flow.h"

namespace archivolt {

/// What a load balancer passes on: the second leg of a request through it.
struct PassedOn {
    TrafficBounds traffic;      ///< Listeners' traffic that some target answers.
    TrafficSet complete;        ///< Of it, what every target answers.
    TrafficSet answeredInPart;  ///< Of it, what some target answers at some client ports alone.
    TrafficSet listened;        ///< What has a listener at all.
    TrafficSet targeted;        ///< Of it, what has targets within bounds, or needs none.
    TrafficSet idle;  ///< Of it, what has targets in other zones only, out of bounds here.
    std::vector<std::string> unknowns;
    std::vector<std::string>
        notes;  ///< What was assumed, and what is done without healthy targets.
};

/// The way from one node of a load balancer to one target, for one listener.
struct TargetLeg {
    const Listener* listener = nullptr;
    IpProtocol protocol = kProtocolTcp;
    WalkQuestion flow;
    Port port = 0;
    Port healthPort = 0;
    ThingId group;           ///< The target group; none of classic load balancers.
    bool failsOpen = false;  ///< It gets requests though no target here passes its health check.
    Truth passes = Truth::No;
    /// Of the balancer's ports, those that answers of this target come back to.
    PortSet answered;
    const LoadBalancer* behind = nullptr;  ///< The balancer that the target is a node of.
};

/// Says whether a network load balancer's target group keeps clients' addresses whatever its
/// attributes say, as far as its protocol and kind of targets are known.
/// Source: Network Load Balancer User Guide, edit-target-group-attributes (N65).
[[nodiscard]] bool mustPreserveClients(const TargetGroup& group);

/// Follows requests through a load balancer's node: listeners, target groups, targets, health
/// checks.
///
/// A target counts when its node reaches it on its port and on its health check's port; where a
/// node reaches none on its health check's port, application and network load balancers send to all
/// (N73). Where balancing across zones is off, a node passes on within its own zone only, otherwise
/// within the zones that the balancer has subnets in (N72). A target group of weight 0 gets nothing
/// (N74). An Application Load Balancer behind a Network Load Balancer is followed too.
/// Sources: Elastic Load Balancing user guides, listeners, target groups, health checks (N12, N64
/// to N66, N71 to N74).
class BalancerLegs {
public:
    /// `hidesClients`: requests come over PrivateLink, so that targets see the balancer (N66).
    BalancerLegs(const NetworkIndex& network, const CompiledFilters& filters,
                 const LoadBalancer& balancer, bool hidesClients = false)
        : m_network(network),
          m_filters(filters),
          m_balancer(balancer),
          m_hidesClients(hidesClients) {}

    /// Returns what a node passes on of requests that come from `client`.
    [[nodiscard]] PassedOn passedOn(InterfaceIndex node, const IpAddress& client) const;
    /// Returns the legs of the listener for a protocol and port, passing ones first.
    [[nodiscard]] std::vector<TargetLeg> legs(InterfaceIndex node, const IpAddress& client,
                                              IpProtocol protocol, Port port) const;
    /// Returns the targets of a port that stand in zones that the balancer does not serve. Empty
    /// where another target is within bounds.
    [[nodiscard]] std::vector<InterfaceIndex> unserved(InterfaceIndex node, const IpAddress& client,
                                                       IpProtocol protocol, Port port) const;
    /// Says whether a node surely has nobody to pass a protocol and port on to, whatever else stops
    /// it, and doesn't answer by itself.
    [[nodiscard]] bool lacksTargets(InterfaceIndex node, const IpAddress& client,
                                    IpProtocol protocol, Port port) const;
    /// Returns why a node passes a protocol and port on to no target, for people.
    [[nodiscard]] std::string whyNoTarget(InterfaceIndex node, const IpAddress& client,
                                          IpProtocol protocol, Port port) const;
    /// Returns the listener for a protocol and port, or null pointer.
    [[nodiscard]] const Listener* listenerFor(IpProtocol protocol, Port port) const;

private:
    struct Targets {
        std::vector<TargetLeg> legs;
        bool answersItself = false;  ///< Redirects, fixed responses, functions: needs no target.
        bool isBound = false;  ///< Some stand in other zones, and none is passed on to across.
        std::vector<InterfaceIndex> unserved;  ///< Those in zones that the balancer does not serve.
        std::vector<std::string> weightless;   ///< Groups of weight 0, which get nothing.
        std::vector<std::string> notes;
        Doubt why;  ///< Why there may be others.
    };
    /// How a node passes on to the targets of one group.
    struct TargetWay {
        InterfaceIndex node = kNone;
        IpAddress client;
        bool keepsClient = false;
        Known<bool> crossZone = true;
        bool inAllZones = false;  ///< The target stands outside the VPC, and so in every zone.
    };
    /// What comes to a node, as a listener hears it.
    struct Request {
        InterfaceIndex node = kNone;
        IpAddress client;
        IpProtocol protocol = kProtocolTcp;
    };
    void addListener(const Listener& listener, const Request& request, PassedOn& result) const;
    void addWeightless(Targets& targets, ThingId group) const;
    [[nodiscard]] Targets targetsOf(const Listener& listener, InterfaceIndex node,
                                    const IpAddress& client, IpProtocol protocol) const;
    void addGroup(Targets& targets, const Listener& listener, ThingId group, InterfaceIndex node,
                  const IpAddress& client, IpProtocol protocol) const;
    void addTarget(Targets& targets, TargetLeg leg, const Target& target,
                   const TargetWay& way) const;
    /// Adds a target that is meant by its address outside the balancer's VPC, and sees clients.
    void addOutside(Targets& targets, TargetLeg leg, const IpAddress& address,
                    const TargetWay& way) const;
    void addLeg(Targets& targets, TargetLeg leg, InterfaceIndex to,
                const std::optional<IpAddress>& written, const TargetWay& way) const;
    /// Says whether a node passes on to a target at all, as far as zones go.
    [[nodiscard]] Truth staysInZone(InterfaceIndex node, InterfaceIndex target,
                                    const Known<bool>& crossZone) const;
    /// Says whether the balancer has a subnet in the zone of a target; targets elsewhere get
    /// nothing. Unknown where zones are not told.
    /// Source: Elastic Load Balancing API Reference, TargetHealth, `Target.NotInUse`.
    [[nodiscard]] Truth serves(InterfaceIndex target) const;
    /// Whether a target is reached by what is passed on and by its health check.
    struct JudgedLeg {
        Truth traffic = Truth::No;
        Truth health = Truth::No;
        PortSet answered;
    };
    /// What makes the round trip to a target, some way that transit gateways may choose.
    struct LegTraffic {
        TrafficBounds passes;
        PortSet answered;  ///< Of the balancer's ports, those that answers come back to every way.
        std::vector<std::string> unknowns;
    };
    [[nodiscard]] LegTraffic legTraffic(const WalkQuestion& flow, IpProtocol protocol,
                                        Port port) const;
    [[nodiscard]] JudgedLeg judge(const TargetLeg& leg, std::vector<std::string>& unknowns) const;
    /// Says of every leg whether it passes.
    void settle(Targets& targets, std::vector<std::string>& unknowns) const;

    const NetworkIndex& m_network;
    const CompiledFilters& m_filters;
    const LoadBalancer& m_balancer;
    bool m_hidesClients;
};

}  // namespace archivolt
