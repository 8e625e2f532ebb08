#include "model/reachability/balancer_legs.h"

#include <algorithm>

#include <fmt/format.h>

namespace archivolt {

namespace {

/// Returns the IP protocols that a listener or target group protocol runs on.
std::vector<IpProtocol> protocolsOf(const std::string& name) {
    if (name == "UDP" || name == "QUIC") return {kProtocolUdp};
    if (name == "TCP_UDP" || name == "TCP_QUIC") return {kProtocolTcp, kProtocolUdp};
    return {kProtocolTcp};
}

bool listensOn(const Listener& listener, IpProtocol protocol) {
    if (!listener.protocol.isKnown()) return false;
    return std::ranges::count(protocolsOf(*listener.protocol), protocol) > 0;
}

TrafficSet onePort(IpProtocol protocol, std::int32_t port) {
    if (port < 0 || port > 0xFFFF) return {};
    const auto number = static_cast<Port>(port);
    return TrafficSet::of(protocol, PortSet({number, number}));
}

/// Says whether a target group keeps the client's address.
/// Source: Network Load Balancer User Guide, load-balancer-target-groups (fact 65).
Known<bool> preserves(const LoadBalancer& balancer, const TargetGroup& group) {
    if (balancer.kind != LoadBalancerKind::Network) return false;
    if (!group.protocol.isKnown()) return Known<bool>::unknown(group.protocol.why());
    if (*group.protocol == "UDP" || *group.protocol == "TCP_UDP") return true;
    if (group.preserveClientIp) return *group.preserveClientIp;
    if (!group.targetType.isKnown()) return Known<bool>::unknown(group.targetType.why());
    return *group.targetType != "ip";
}

}  // namespace

const Listener* BalancerLegs::listenerFor(IpProtocol protocol, Port port) const {
    for (const Listener& listener : m_balancer.listeners) {
        if (listener.port.isKnown() && *listener.port == port && listensOn(listener, protocol)) {
            return &listener;
        }
    }
    return nullptr;
}

void BalancerLegs::addTarget(Targets& targets, TargetLeg leg, const Target& target, bool keeps,
                             NodeIndex node, const IpAddress& client) const {
    const InterfaceNode& from = m_network.interfaces()[static_cast<std::size_t>(node)];
    NodeIndex to = kNone;
    if (target.address) {
        if (!target.address->isKnown()) {
            targets.why = target.address->why();
            return;
        }
        to = m_network.holderInVpc(from.vpc, **target.address).interface;
    } else if (!target.thing.isKnown()) {
        targets.why = target.thing.why();
        return;
    } else if (m_network.architecture().lambdaFunctions.contains(*target.thing)) {
        targets.answersItself = true;
        return;
    } else if (const auto* instance = m_network.architecture().instances.find(*target.thing)) {
        if (!(*instance)->interfaces.empty()) {
            to = m_network.indexOf(NodeKind::Interface, (*instance)->interfaces.front());
        }
    } else {
        to = m_network.indexOf(NodeKind::Interface, *target.thing);
        if (to == kNone) {
            // NOT MODELLED: a load balancer as the target of another one, and targets of services.
            targets.why = "what kind of target it is, or where it stands";
            return;
        }
    }
    const InterfaceNode* there =
        to == kNone ? nullptr : &m_network.interfaces()[static_cast<std::size_t>(to)];
    const Family family = client.family;
    auto source = from.address(family);
    auto destination = there != nullptr ? there->address(family)
                       : target.address ? std::optional(**target.address)
                                        : std::nullopt;
    if (there != nullptr && (!source || !destination)) {
        source = from.address(Family::Ipv4);
        destination = there->address(Family::Ipv4);
    }
    if (!source || !destination) {
        targets.why = there != nullptr ? there->why : from.why;
        if (targets.why.empty()) targets.why = "the address of a target";
        return;
    }
    leg.flow.from = {Place::Kind::Interface, node, {}};
    leg.flow.to = {to == kNone ? Place::Kind::None : Place::Kind::Interface, to, {}};
    leg.flow.ends = {*source, *destination};
    if (keeps && to != kNone) {
        leg.flow.ends.source = client;
        leg.flow.preservingNode = node;
    }
    targets.legs.push_back(std::move(leg));
}

void BalancerLegs::addGroup(Targets& targets, const Listener& listener, ThingId id, NodeIndex node,
                            const IpAddress& client, IpProtocol protocol) const {
    const auto* found = m_network.architecture().targetGroups.find(id);
    if (found == nullptr) {
        targets.why = "a target group is outside this design";
        return;
    }
    const TargetGroup& group = **found;
    const Known<bool> keeps = preserves(m_balancer, group);
    if (!keeps.isKnown()) {
        targets.why = keeps.why();
        return;
    }
    for (const Target& target : group.targets) {
        const Known<std::int32_t>& own = target.port;
        const Known<std::int32_t>& port = own.isKnown() && *own == 0 ? group.port : own;
        if (!port.isKnown() || !group.healthCheck.port.isKnown()) {
            targets.why = port.isKnown() ? group.healthCheck.port.why() : port.why();
            continue;
        }
        const std::int32_t health = *group.healthCheck.port == 0 ? *port : *group.healthCheck.port;
        TargetLeg leg;
        leg.listener = &listener;
        leg.protocol = protocol;
        leg.port = static_cast<Port>(*port);
        leg.healthPort = static_cast<Port>(health);
        addTarget(targets, std::move(leg), target, *keeps, node, client);
    }
}

BalancerLegs::Targets BalancerLegs::targetsOf(const Listener& listener, NodeIndex node,
                                              const IpAddress& client, IpProtocol protocol) const {
    Targets targets;
    if (m_balancer.kind == LoadBalancerKind::Classic) {
        targets.why = m_balancer.classicTargets.why;
        if (!m_balancer.classicHealthCheck.port.isKnown()) {
            targets.why = m_balancer.classicHealthCheck.port.why();
            return targets;
        }
        const std::int32_t port = listener.instancePort.value_or(listener.port.valueOr(0));
        const std::int32_t health = *m_balancer.classicHealthCheck.port;
        for (const ThingId id : m_balancer.classicTargets.ids) {
            TargetLeg leg;
            leg.listener = &listener;
            leg.protocol = protocol;
            leg.port = static_cast<Port>(port);
            leg.healthPort = static_cast<Port>(health == 0 ? port : health);
            Target target;
            target.thing = id;
            addTarget(targets, std::move(leg), target, false, node, client);
        }
        return targets;
    }
    std::vector<ThingId> seen;
    for (const ListenerRule& rule : listener.rules) {
        for (const ListenerAction& action : rule.actions) {
            if (action.kind == "redirect" || action.kind == "fixed-response") {
                targets.answersItself = true;
            }
            if (!action.targetGroups.why.empty()) targets.why = action.targetGroups.why;
            for (const ThingId group : action.targetGroups.ids) {
                if (std::ranges::count(seen, group) > 0) continue;
                seen.push_back(group);
                addGroup(targets, listener, group, node, client, protocol);
            }
        }
    }
    return targets;
}

Truth BalancerLegs::judge(const TargetLeg& leg, std::vector<std::string>& unknowns) const {
    // NOT MODELLED: a Network Load Balancer whose nodes pass on within their own zone only.
    const TrafficBetween traffic = trafficBetween(m_network, m_filters, {leg.flow, false});
    const TrafficBounds passes = traffic.roundTrip(managedClientPorts());
    WalkQuestion checkFlow = leg.flow;
    if (checkFlow.preservingNode != kNone) {
        // Health checks come from the node's own address.
        const auto& node =
            m_network.interfaces()[static_cast<std::size_t>(checkFlow.from.interface)];
        const auto own = node.address(checkFlow.ends.destination.family);
        if (own) checkFlow.ends.source = *own;
        checkFlow.preservingNode = kNone;
    }
    const TrafficBounds health =
        trafficBetween(m_network, m_filters, {checkFlow, false}).roundTrip(managedClientPorts());
    if (passes.sure.contains(leg.protocol, leg.port) &&
        health.sure.contains(kProtocolTcp, leg.healthPort)) {
        return Truth::Yes;
    }
    if (!passes.possible.contains(leg.protocol, leg.port) ||
        !health.possible.contains(kProtocolTcp, leg.healthPort)) {
        return Truth::No;
    }
    unknowns.insert(unknowns.end(), traffic.unknowns.begin(), traffic.unknowns.end());
    return Truth::Unknown;
}

PassedOn BalancerLegs::passedOn(NodeIndex node, const IpAddress& client) const {
    PassedOn result;
    for (const Listener& listener : m_balancer.listeners) {
        if (!listener.port.isKnown() || !listener.protocol.isKnown()) {
            result.traffic.possible |= TrafficSet::of(kProtocolTcp) | TrafficSet::of(kProtocolUdp);
            result.unknowns.push_back("the port of a listener: " + listener.port.why() +
                                      listener.protocol.why());
            continue;
        }
        for (const IpProtocol protocol : protocolsOf(*listener.protocol)) {
            const TrafficSet heard = onePort(protocol, *listener.port);
            result.listened |= heard;
            const Targets targets = targetsOf(listener, node, client, protocol);
            std::size_t good = 0;
            bool maybe = !targets.why.empty();
            if (maybe) result.unknowns.push_back("targets: " + targets.why);
            for (const TargetLeg& leg : targets.legs) {
                const Truth truth = judge(leg, result.unknowns);
                good += truth == Truth::Yes ? 1 : 0;
                maybe = maybe || truth == Truth::Unknown;
            }
            if (good > 0 || targets.answersItself) {
                result.traffic |= {heard, heard};
                if (good == targets.legs.size()) result.complete |= heard;
            } else if (maybe) {
                result.traffic.possible |= heard;
            }
        }
    }
    return result;
}

std::vector<TargetLeg> BalancerLegs::legs(NodeIndex node, const IpAddress& client,
                                          IpProtocol protocol, Port port) const {
    const Listener* listener = listenerFor(protocol, port);
    if (listener == nullptr) return {};
    Targets targets = targetsOf(*listener, node, client, protocol);
    std::vector<std::string> ignored;
    for (TargetLeg& leg : targets.legs) leg.passes = judge(leg, ignored) == Truth::Yes;
    std::ranges::stable_sort(targets.legs, {}, [](const TargetLeg& leg) { return !leg.passes; });
    return std::move(targets.legs);
}

}  // namespace archivolt
