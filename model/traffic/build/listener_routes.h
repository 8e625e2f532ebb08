#pragma once

#include <string>
#include <vector>

#include "model/traffic/build/builder.h"

namespace archivolt::traffic {

/// A target group that a rule forwards to, with its share.
struct Forward {
    const TargetGroup* group = nullptr;
    double weight = 1;
};

/// A rule of a listener, before its target groups are balancers.
struct ListenerRoute {
    BalancerRoute route;
    std::vector<Forward> forwards;
};

/// Returns the listener that clients of a balancer come to: one that forwards before one that does
/// not, TLS before plain text; null pointer where there is none.
[[nodiscard]] const Listener* servedListener(const LoadBalancer& balancer);
/// Returns the port of that listener; 443 where there is none.
[[nodiscard]] PathPort servedPort(const LoadBalancer& balancer);
/// Returns the protocol of packets that a listener or a target group of this protocol takes: UDP,
/// which QUIC goes over, else TCP.
[[nodiscard]] IpProtocol transportOf(std::string_view protocol);

/// Reads a listener's rules by priority, the default last (T20); notes what it leaves out.
[[nodiscard]] std::vector<ListenerRoute> routesOf(Builder& builder, const LoadBalancer& balancer,
                                                  const Listener& listener,
                                                  const std::string& name);

/// Says whether a balancer has any target, or an answer of its own; without, it answers 503 (T11).
[[nodiscard]] bool leadsSomewhere(const Plant& plant, NodeRef node);

/// Adds kinds of requests for what a node and those behind it treat apart: as many of each as of
/// the others, together as many as of all else.
/// `writes` is the share of those that change something, where a route takes any method.
void addRouteClasses(const Plant& plant, NodeRef node, double writes,
                     std::vector<RequestClass>& mix);

}  // namespace archivolt::traffic
