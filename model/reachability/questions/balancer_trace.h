#pragma once

#include "model/reachability/questions/private_link.h"

namespace archivolt {

/// What a balancer's node is traced with.
struct Onward {
    bool isBlocked = false;     ///< Nothing is passed on, so that what stops it is wanted.
    std::size_t leg = 0;        ///< Which of its targets is traced.
    IpAddress client;           ///< The source as the node sees it.
    bool hidesClients = false;  ///< As in `BalancerLegs`.
};

/// Traces a packet on from a balancer's node, or from an endpoint, to a target.
class BalancerTracer {
public:
    BalancerTracer(const NetworkIndex& network, const CompiledFilters& filters)
        : m_network(network), m_filters(filters) {}

    /// Adds what a balancer does with a packet that has come to one of its nodes.
    void add(const LoadBalancer& balancer, const TraceQuestion& question, const Onward& onward,
             Trace& trace) const;
    /// Adds what the balancers behind an endpoint do with a packet that has come to it.
    void addDoor(const VpcEndpoint& door, const TraceQuestion& question, Onward onward,
                 Trace& trace) const;
    /// Returns the packet that a leg stands for.
    [[nodiscard]] static TraceQuestion questionOf(const TargetLeg& leg);

private:
    void follow(const LoadBalancer& balancer, const TraceQuestion& question, const Onward& onward,
                Trace& trace) const;
    void addLeg(const TargetLeg& leg, Trace& trace) const;

    const NetworkIndex& m_network;
    const CompiledFilters& m_filters;
};

}  // namespace archivolt
