#pragma once

#include <string>
#include <vector>

#include "model/reachability/sets/traffic_between.h"
#include "model/reachability/walk/trace_flow.h"

namespace archivolt {

/// What a load balancer passes on: the second leg of a request through it.
struct PassedOn {
    TrafficBounds traffic;  ///< Listeners' traffic that some target answers.
    TrafficSet complete;    ///< Of it, what every target answers.
    TrafficSet listened;    ///< What has a listener at all.
    TrafficSet idle;        ///< Of it, what has targets in other zones only, out of bounds here.
    std::vector<std::string> unknowns;
};

/// The way from one node of a load balancer to one target, for one listener.
struct TargetLeg {
    const Listener* listener = nullptr;
    IpProtocol protocol = kProtocolTcp;
    WalkQuestion flow;
    Port port = 0;
    Port healthPort = 0;
    bool passes = false;
    const LoadBalancer* behind = nullptr;  ///< The balancer that the target is a node of.
};

/// Follows requests through a load balancer's node: listeners, target groups, targets, health
/// checks.
///
/// A target counts when its node reaches it on its port and on its health check's port. Where
/// balancing across zones is off, a node passes on within its own zone only. An Application Load
/// Balancer behind a Network Load Balancer is followed too.
/// Sources: Elastic Load Balancing user guides, listeners, target groups, health checks; facts
/// 12, 64-66.
class BalancerLegs {
public:
    BalancerLegs(const NetworkIndex& network, const CompiledFilters& filters,
                 const LoadBalancer& balancer)
        : m_network(network), m_filters(filters), m_balancer(balancer) {}

    /// Returns what a node passes on of requests that come from `client`.
    [[nodiscard]] PassedOn passedOn(NodeIndex node, const IpAddress& client) const;
    /// Returns the legs of the listener for a protocol and port, passing ones first.
    [[nodiscard]] std::vector<TargetLeg> legs(NodeIndex node, const IpAddress& client,
                                              IpProtocol protocol, Port port) const;
    /// Returns what keeps a node from its targets of a port for standing in other zones: the
    /// balancer, or the target groups that say so themselves. Empty where a target is within
    /// bounds, and where none is registered.
    [[nodiscard]] std::vector<ThingId> boundBy(NodeIndex node, const IpAddress& client,
                                               IpProtocol protocol, Port port) const;
    /// Returns the listener for a protocol and port, or null pointer.
    [[nodiscard]] const Listener* listenerFor(IpProtocol protocol, Port port) const;

private:
    struct Targets {
        std::vector<TargetLeg> legs;
        bool answersItself = false;    ///< Redirects, fixed responses, functions: needs no target.
        std::vector<ThingId> boundBy;  ///< Of targets in zones out of bounds: what says so.
        std::string why;               ///< Why there may be others.
    };
    /// How a node passes on to the targets of one group.
    struct Way {
        NodeIndex node = kNone;
        IpAddress client;
        bool keepsClient = false;
        Known<bool> crossZone = true;
        ThingId bound;  ///< Whose `crossZone` it is.
    };
    [[nodiscard]] Targets targetsOf(const Listener& listener, NodeIndex node,
                                    const IpAddress& client, IpProtocol protocol) const;
    void addGroup(Targets& targets, const Listener& listener, ThingId group, NodeIndex node,
                  const IpAddress& client, IpProtocol protocol) const;
    void addTarget(Targets& targets, TargetLeg leg, const Target& target, const Way& way) const;
    void addLeg(Targets& targets, TargetLeg leg, NodeIndex to,
                const std::optional<IpAddress>& written, const Way& way) const;
    /// Says whether a node passes on to a target at all, as far as zones go.
    [[nodiscard]] Truth staysInZone(NodeIndex node, NodeIndex target,
                                    const Known<bool>& crossZone) const;
    [[nodiscard]] Truth judge(const TargetLeg& leg, std::vector<std::string>& unknowns) const;

    const NetworkIndex& m_network;
    const CompiledFilters& m_filters;
    const LoadBalancer& m_balancer;
};

}  // namespace archivolt
