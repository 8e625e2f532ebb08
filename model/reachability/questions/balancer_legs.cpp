#include "model/reachability/questions/balancer_legs.h"

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
/// Source: Network Load Balancer User Guide, load-balancer-target-groups (N65).
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

Truth BalancerLegs::staysInZone(NodeIndex node, NodeIndex target,
                                const Known<bool>& crossZone) const {
    const auto zoneOf = [&](NodeIndex index) -> Known<std::string> {
        const NodeIndex subnet = m_network.interfaces()[static_cast<std::size_t>(index)].subnet;
        if (subnet == kNone) return Known<std::string>::unknown("its subnet is not known");
        return m_network.subnets()[static_cast<std::size_t>(subnet)].subnet->zone;
    };
    if (crossZone.valueOr(false) || target == kNone) return Truth::Yes;
    const Known<std::string> here = zoneOf(node);
    const Known<std::string> there = zoneOf(target);
    if (!here.isKnown() || !there.isKnown()) return Truth::Unknown;
    if (*here == *there) return Truth::Yes;
    return crossZone.isKnown() ? Truth::No : Truth::Unknown;
}

void BalancerLegs::addTarget(Targets& targets, TargetLeg leg, const Target& target,
                             const Way& way) const {
    const Architecture& things = m_network.architecture();
    const InterfaceNode& from = m_network.interfaces()[static_cast<std::size_t>(way.node)];
    if (target.address) {
        if (!target.address->isKnown()) {
            targets.why = target.address->why();
            return;
        }
        const NodeIndex to = m_network.holderInVpc(from.vpc, **target.address).interface;
        addLeg(targets, leg, to, **target.address, way);
        return;
    }
    if (!target.thing.isKnown()) {
        targets.why = target.thing.why();
        return;
    }
    if (things.lambdaFunctions.contains(*target.thing)) {
        targets.answersItself = true;
        return;
    }
    const auto* balancer = things.loadBalancers.find(*target.thing);
    if (balancer != nullptr && m_balancer.kind == LoadBalancerKind::Network &&
        (*balancer)->kind == LoadBalancerKind::Application) {
        leg.behind = balancer->get();
        for (const ThingId node : (*balancer)->interfaces) {
            const NodeIndex to = m_network.indexOf(NodeKind::Interface, node);
            if (to != kNone) addLeg(targets, leg, to, std::nullopt, way);
        }
        return;
    }
    ThingId place = *target.thing;
    if (const auto* instance = things.instances.find(place)) {
        if (!(*instance)->interfaces.empty()) place = (*instance)->interfaces.front();
    } else if (const auto* service = things.ecsServices.find(place)) {
        for (const ThingId task : (*service)->interfaces) {
            const NodeIndex to = m_network.indexOf(NodeKind::Interface, task);
            if (to != kNone) addLeg(targets, leg, to, std::nullopt, way);
        }
        if (!(*service)->interfaces.empty()) return;
    }
    const NodeIndex to = m_network.indexOf(NodeKind::Interface, place);
    if (to == kNone) {
        // NOT MODELLED: targets of a balancer that have no interface of their own here, such as
        // containers that share their instance's.
        targets.why = "what kind of target it is, or where it stands";
        return;
    }
    addLeg(targets, leg, to, std::nullopt, way);
}

void BalancerLegs::addLeg(Targets& targets, TargetLeg leg, NodeIndex to,
                          const std::optional<IpAddress>& written, const Way& way) const {
    switch (staysInZone(way.node, to, way.crossZone)) {
        case Truth::Yes: break;
        case Truth::No:
            if (std::ranges::count(targets.boundBy, way.bound) == 0) {
                targets.boundBy.push_back(way.bound);
            }
            return;
        case Truth::Unknown:
            targets.why = way.crossZone.isKnown() ? "the zone of a target" : way.crossZone.why();
            return;
    }
    const InterfaceNode& from = m_network.interfaces()[static_cast<std::size_t>(way.node)];
    const InterfaceNode* there =
        to == kNone ? nullptr : &m_network.interfaces()[static_cast<std::size_t>(to)];
    const Family family = way.client.family;
    auto source = from.address(family);
    auto destination = there != nullptr ? there->address(family) : written;
    if (there != nullptr && (!source || !destination)) {
        source = from.address(Family::Ipv4);
        destination = there->address(Family::Ipv4);
    }
    if (!source || !destination) {
        targets.why = there != nullptr ? there->why : from.why;
        if (targets.why.empty()) targets.why = "the address of a target";
        return;
    }
    leg.flow.from = {Place::Kind::Interface, way.node, {}};
    leg.flow.to = {to == kNone ? Place::Kind::None : Place::Kind::Interface, to, {}};
    leg.flow.ends = {*source, *destination};
    if (way.keepsClient && to != kNone) {
        leg.flow.ends.source = way.client;
        leg.flow.preservingNode = way.node;
    }
    targets.legs.push_back(leg);
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
        addTarget(targets, leg, target,
                  {node, client, *keeps, group.crossZone.value_or(m_balancer.crossZone),
                   group.crossZone ? group.id : m_balancer.id});
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
            addTarget(targets, leg, target,
                      {node, client, false, m_balancer.crossZone, m_balancer.id});
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
    const TrafficBetween traffic = trafficBetween(m_network, m_filters, {leg.flow, false});
    TrafficBounds passes = traffic.roundTrip(managedClientPorts());
    WalkQuestion checkFlow = leg.flow;
    if (checkFlow.preservingNode != kNone) {
        // Health checks come from the node's own address.
        const auto& node =
            m_network.interfaces()[static_cast<std::size_t>(checkFlow.from.interface)];
        const auto own = node.address(checkFlow.ends.destination.family);
        if (own) checkFlow.ends.source = *own;
        checkFlow.preservingNode = kNone;
    }
    TrafficBounds health =
        trafficBetween(m_network, m_filters, {checkFlow, false}).roundTrip(managedClientPorts());
    if (leg.behind != nullptr) {
        const PassedOn on = BalancerLegs(m_network, m_filters, *leg.behind)
                                .passedOn(leg.flow.to.interface, leg.flow.ends.source);
        passes &= on.traffic;
        health &= on.traffic;
        unknowns.insert(unknowns.end(), on.unknowns.begin(), on.unknowns.end());
    }
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
            } else if (!targets.boundBy.empty() && targets.legs.empty()) {
                result.idle |= heard;
            }
        }
    }
    return result;
}

std::vector<ThingId> BalancerLegs::boundBy(NodeIndex node, const IpAddress& client,
                                           IpProtocol protocol, Port port) const {
    const Listener* listener = listenerFor(protocol, port);
    if (listener == nullptr) return {};
    Targets targets = targetsOf(*listener, node, client, protocol);
    const bool mayPass = !targets.legs.empty() || !targets.why.empty() || targets.answersItself;
    return mayPass ? std::vector<ThingId>() : std::move(targets.boundBy);
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
