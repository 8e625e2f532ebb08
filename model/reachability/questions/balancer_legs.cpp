#include "model/reachability/questions/balancer_legs.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/reachability/index/peering.h"

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
Known<bool> preserves(const LoadBalancer& balancer, const TargetGroup& group) {
    if (balancer.kind != LoadBalancerKind::Network) return false;
    if (!group.protocol.isKnown()) return Known<bool>::unknown(group.protocol.why());
    if (mustPreserveClients(group)) return true;
    if (group.preserveClientIp) return *group.preserveClientIp;
    if (!group.targetType.isKnown()) return Known<bool>::unknown(group.targetType.why());
    return *group.targetType != "ip";
}

/// Returns the weight that an action gives the `index`th of its target groups; 1 where it gives
/// none.
/// Source: Elastic Load Balancing API Reference, TargetGroupTuple.
Known<std::int64_t> weightOf(const ListenerAction& action, std::size_t index) {
    const Value* forward = action.evaluated.find("ForwardConfig");
    const Value* groups = forward != nullptr ? forward->find("TargetGroups") : nullptr;
    if (groups == nullptr || !groups->isList()) return std::int64_t{1};
    const auto weight = [](const Value& item) -> Known<std::int64_t> {
        const Value* given = item.find("Weight");
        if (given == nullptr || given->isNull()) return std::int64_t{1};
        const auto number = given->asInteger();
        if (!number) return Known<std::int64_t>::unknown("the weight of a target group");
        return *number;
    };
    const auto& items = groups->items();
    const bool isAnyWeighted =
        std::ranges::any_of(items, [&](const Value& item) { return weight(item).valueOr(1) > 0; });
    // What AWS does where all weights are 0 is not documented.
    if (!isAnyWeighted) return Known<std::int64_t>::unknown("all its target groups have weight 0");
    // Items and groups match one by one unless some can't be told apart.
    if (items.size() == action.targetGroups.ids.size()) return weight(items[index]);
    for (const Value& item : items) {
        const Known<std::int64_t> one = weight(item);
        if (!one.isKnown() || *one == 0) {
            return Known<std::int64_t>::unknown("which of its target groups has weight 0");
        }
    }
    return std::int64_t{1};
}

}  // namespace

bool mustPreserveClients(const TargetGroup& group) {
    const std::string protocol = group.protocol.valueOr("");
    return protocol == "UDP" || protocol == "TCP_UDP" || protocol == "QUIC" ||
           protocol == "TCP_QUIC" || group.targetType.valueOr("") == "alb";
}

const Listener* BalancerLegs::listenerFor(IpProtocol protocol, Port port) const {
    for (const Listener& listener : m_balancer.listeners) {
        if (listener.port.isKnown() && *listener.port == port && listensOn(listener, protocol)) {
            return &listener;
        }
    }
    return nullptr;
}

Truth BalancerLegs::serves(InterfaceIndex target) const {
    const SubnetIndex at = m_network.interfaces()[target].subnet;
    if (!m_balancer.subnets.why.empty() || m_balancer.subnets.ids.empty() || at == kNone) {
        return Truth::Unknown;
    }
    const Subnet& home = *m_network.subnets()[at].subnet;
    // NOT MODELLED: which zones AWS gives subnets that name none; a balancer is taken to have a
    // subnet in its targets' zones where one of these is not told.
    bool isTold = home.zone.isKnown() && !home.zoneAssigned;
    for (const ThingId id : m_balancer.subnets.ids) {
        const auto* subnet = m_network.architecture().subnets.find(id);
        if (subnet == nullptr || !(*subnet)->zone.isKnown()) {
            isTold = false;
            continue;
        }
        if (id == home.id || (home.zone.isKnown() && *(*subnet)->zone == *home.zone)) {
            return Truth::Yes;
        }
        isTold = isTold && !(*subnet)->zoneAssigned;
    }
    return isTold ? Truth::No : Truth::Unknown;
}

Truth BalancerLegs::staysInZone(InterfaceIndex node, InterfaceIndex target,
                                const Known<bool>& crossZone) const {
    const auto zoneOf = [&](InterfaceIndex index) -> Known<std::string> {
        const SubnetIndex subnet = m_network.interfaces()[index].subnet;
        if (subnet == kNone) return Known<std::string>::unknown("its subnet is not known");
        return m_network.subnets()[subnet].subnet->zone;
    };
    const auto isAssigned = [&](InterfaceIndex index) {
        const SubnetIndex subnet = m_network.interfaces()[index].subnet;
        return m_network.subnets()[subnet].subnet->zoneAssigned;
    };
    if (crossZone.valueOr(false) || target == kNone) return Truth::Yes;
    const Known<std::string> here = zoneOf(node);
    const Known<std::string> there = zoneOf(target);
    if (!here.isKnown() || !there.isKnown()) return Truth::Unknown;
    if (*here == *there) return Truth::Yes;
    if (isAssigned(node) || isAssigned(target)) return Truth::Unknown;
    return crossZone.isKnown() ? Truth::No : Truth::Unknown;
}

void BalancerLegs::addTarget(Targets& targets, TargetLeg leg, const Target& target,
                             const TargetWay& way) const {
    const Architecture& things = m_network.architecture();
    const InterfaceNode& from = m_network.interfaces()[way.node];
    if (target.address) {
        if (!target.address->isKnown()) {
            targets.why = target.address->why();
            return;
        }
        const IpAddress& address = **target.address;
        const InterfaceIndex to = m_network.holderInVpc(from.vpc, address).interface;
        const bool isOutside =
            to == kNone && from.vpc != kNone && !m_network.vpcs()[from.vpc].holds(address);
        if (isOutside && way.keepsClient) {
            addOutside(targets, std::move(leg), address, way);
        } else {
            addLeg(targets, leg, to, address, way);
        }
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
            const InterfaceIndex to = m_network.interfaces().indexOf(node);
            if (to != kNone) addLeg(targets, leg, to, std::nullopt, way);
        }
        return;
    }
    ThingId place = *target.thing;
    if (const auto* instance = things.instances.find(place)) {
        if (!(*instance)->interfaces.empty()) place = (*instance)->interfaces.front();
    } else if (const auto* service = things.ecsServices.find(place)) {
        for (const ThingId task : (*service)->interfaces) {
            const InterfaceIndex to = m_network.interfaces().indexOf(task);
            if (to != kNone) addLeg(targets, leg, to, std::nullopt, way);
        }
        if (!(*service)->interfaces.empty()) return;
    }
    const InterfaceIndex to = m_network.interfaces().indexOf(place);
    if (to == kNone) {
        // NOT MODELLED: targets of a balancer that have no interface of their own here, such as
        // containers that share their instance's.
        targets.why = "what kind of target it is, or where it stands";
        return;
    }
    addLeg(targets, leg, to, std::nullopt, way);
}

void BalancerLegs::addOutside(Targets& targets, TargetLeg leg, const IpAddress& address,
                              const TargetWay& way) const {
    const VpcIndex own = m_network.interfaces()[way.node].vpc;
    const Vpc& here = *m_network.vpcs()[own].vpc;
    const auto isPeer = [&](VpcIndex vpc) {
        return std::ranges::any_of(m_network.architecture().peerings, [&](const auto& entry) {
            return joinsVpcs(*entry.second, here, *m_network.vpcs()[vpc].vpc) != Truth::No;
        });
    };
    // A peer is meant before a VPC that holds the same address and that nothing preserved reaches.
    InterfaceIndex to = kNone;
    for (const VpcIndex vpc : m_network.vpcs().indices()) {
        const InterfaceIndex holder =
            vpc == own ? InterfaceIndex(kNone) : m_network.holderInVpc(vpc, address).interface;
        if (holder != kNone && (to == kNone || isPeer(vpc))) to = holder;
    }
    if (to == kNone) {
        targets.why =
            fmt::format("client addresses are preserved, and who holds {} is not in this design",
                        address.toString());
        return;
    }
    TargetWay everywhere = way;
    everywhere.inAllZones = true;
    addLeg(targets, std::move(leg), to, address, everywhere);
}

void BalancerLegs::addLeg(Targets& targets, TargetLeg leg, InterfaceIndex to,
                          const std::optional<IpAddress>& written, const TargetWay& way) const {
    if (to != kNone && leg.behind == nullptr && !way.inAllZones) {
        const std::string& name = m_network.interfaces()[to].interface->name;
        const Truth served = serves(to);
        if (served == Truth::No) {
            targets.unserved.push_back(to);
            return;
        }
        if (served == Truth::Unknown) {
            targets.notes.push_back(fmt::format("`{}` is taken to stand in a zone that `{}` serves",
                                                name, m_balancer.name));
        }
    }
    switch (way.inAllZones ? Truth::Yes : staysInZone(way.node, to, way.crossZone)) {
        case Truth::Yes: break;
        case Truth::No: targets.isBound = true; return;
        case Truth::Unknown:
            targets.why = way.crossZone.isKnown() ? "the zone of a target" : way.crossZone.why();
            return;
    }
    const InterfaceNode& from = m_network.interfaces()[way.node];
    const InterfaceNode* there = to == kNone ? nullptr : &m_network.interfaces()[to];
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
    leg.flow.from = {FlowEnd::Kind::Interface, way.node, {}};
    leg.flow.to = {to == kNone ? FlowEnd::Kind::None : FlowEnd::Kind::Interface, to, {}};
    leg.flow.ends = {*source, *destination};
    // What is translated between families comes from the balancer.
    if (way.keepsClient && to != kNone && destination->family == family) {
        leg.flow.ends.source = way.client;
        leg.flow.preservingNode = way.node;
    }
    targets.legs.push_back(leg);
}

void BalancerLegs::addGroup(Targets& targets, const Listener& listener, ThingId id,
                            InterfaceIndex node, const IpAddress& client,
                            IpProtocol protocol) const {
    const auto* found = m_network.architecture().targetGroups.find(id);
    if (found == nullptr) {
        targets.why = "a target group is outside this design";
        return;
    }
    const TargetGroup& group = **found;
    const Known<bool> keeps = m_hidesClients ? Known<bool>(false) : preserves(m_balancer, group);
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
        leg.group = group.id;
        addTarget(targets, leg, target,
                  {node, client, *keeps, group.crossZone.value_or(m_balancer.crossZone)});
    }
}

BalancerLegs::Targets BalancerLegs::targetsOf(const Listener& listener, InterfaceIndex node,
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
            addTarget(targets, leg, target, {node, client, false, m_balancer.crossZone});
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
            for (std::size_t i = 0; i < action.targetGroups.ids.size(); ++i) {
                const ThingId group = action.targetGroups.ids[i];
                if (std::ranges::count(seen, group) > 0) continue;
                const Known<std::int64_t> weight = weightOf(action, i);
                if (!weight.isKnown()) targets.why = weight.why();
                if (weight.isKnown() && *weight == 0) addWeightless(targets, group);
                if (!weight.isKnown() || *weight == 0) continue;
                seen.push_back(group);
                addGroup(targets, listener, group, node, client, protocol);
            }
        }
    }
    return targets;
}

BalancerLegs::LegTraffic BalancerLegs::legTraffic(const WalkQuestion& flow, IpProtocol protocol,
                                                  Port port) const {
    LegTraffic result;
    result.answered = managedClientPorts();
    forEachTransitWay(
        m_network, m_filters, flow, [&](const WalkQuestion&, const TrafficBetween& between) {
            const TrafficBounds trip = between.roundTrip(managedClientPorts());
            result.passes |= trip;
            const bool isSure = trip.sure.contains(protocol, port);
            result.answered &= isSure ? between.answeredClientPorts(protocol) : PortSet();
            result.unknowns.insert(result.unknowns.end(), between.unknowns.begin(),
                                   between.unknowns.end());
        });
    return result;
}

BalancerLegs::JudgedLeg BalancerLegs::judge(const TargetLeg& leg,
                                            std::vector<std::string>& unknowns) const {
    LegTraffic traffic = legTraffic(leg.flow, leg.protocol, leg.port);
    TrafficBounds& passes = traffic.passes;
    WalkQuestion checkFlow = leg.flow;
    if (checkFlow.preservingNode != kNone) {
        // Health checks come from the node's own address.
        const auto& node = m_network.interfaces()[checkFlow.from.interface];
        const auto own = node.address(checkFlow.ends.destination.family);
        if (own) checkFlow.ends.source = *own;
        checkFlow.preservingNode = kNone;
    }
    LegTraffic check = legTraffic(checkFlow, kProtocolTcp, leg.healthPort);
    TrafficBounds& health = check.passes;
    if (leg.behind != nullptr) {
        const PassedOn on = BalancerLegs(m_network, m_filters, *leg.behind)
                                .passedOn(leg.flow.to.interface, leg.flow.ends.source);
        passes &= on.traffic;
        health &= on.traffic;
        unknowns.insert(unknowns.end(), on.unknowns.begin(), on.unknowns.end());
    }
    const auto judged = [](const TrafficBounds& bounds, IpProtocol protocol, Port port) {
        if (bounds.sure.contains(protocol, port)) return Truth::Yes;
        return bounds.possible.contains(protocol, port) ? Truth::Unknown : Truth::No;
    };
    JudgedLeg result;
    result.traffic = judged(passes, leg.protocol, leg.port);
    result.health = judged(health, kProtocolTcp, leg.healthPort);
    result.answered = traffic.answered;
    if (result.health == Truth::Yes) result.answered &= check.answered;
    if (result.traffic == Truth::Unknown || result.health == Truth::Unknown) {
        unknowns.insert(unknowns.end(), traffic.unknowns.begin(), traffic.unknowns.end());
        unknowns.insert(unknowns.end(), check.unknowns.begin(), check.unknowns.end());
    }
    return result;
}

void BalancerLegs::settle(Targets& targets, std::vector<std::string>& unknowns) const {
    std::vector<JudgedLeg> judged;
    for (TargetLeg& leg : targets.legs) {
        judged.push_back(judge(leg, unknowns));
        leg.answered = judged.back().answered;
    }
    // NOT MODELLED: a target group's minimum of healthy targets other than one, below which its
    // balancer sends to all of them.
    for (std::size_t i = 0; i < judged.size(); ++i) {
        TargetLeg& leg = targets.legs[i];
        bool isOneHealthy = false;
        bool mayOneBe = false;
        bool isEachReached = true;
        for (std::size_t j = 0; j < judged.size(); ++j) {
            if (targets.legs[j].group != leg.group) continue;
            isOneHealthy = isOneHealthy || judged[j].health == Truth::Yes;
            mayOneBe = mayOneBe || judged[j].health != Truth::No;
            isEachReached = isEachReached && judged[j].traffic == Truth::Yes;
        }
        const bool opens = m_balancer.kind != LoadBalancerKind::Classic && !isOneHealthy;
        if (opens && (!mayOneBe || isEachReached)) {
            // Whichever are healthy, they get requests: some, or all of them.
            leg.failsOpen = !mayOneBe;
            leg.passes = judged[i].traffic;
        } else if (judged[i].traffic == Truth::Yes && judged[i].health == Truth::Yes) {
            leg.passes = Truth::Yes;
        } else if (judged[i].traffic == Truth::No || (judged[i].health == Truth::No && !opens)) {
            leg.passes = Truth::No;
        } else {
            leg.passes = Truth::Unknown;
        }
        if (!leg.failsOpen || leg.passes == Truth::No) continue;
        const auto* group = m_network.architecture().targetGroups.find(leg.group);
        targets.notes.push_back(
            fmt::format("no target of `{}` passes its health check: `{}` sends to all of them",
                        group != nullptr ? (*group)->name : m_balancer.name, m_balancer.name));
    }
}

PassedOn BalancerLegs::passedOn(InterfaceIndex node, const IpAddress& client) const {
    PassedOn result;
    for (const Listener& listener : m_balancer.listeners) {
        if (!listener.port.isKnown() || !listener.protocol.isKnown()) {
            result.traffic.possible |= TrafficSet::of(kProtocolTcp) | TrafficSet::of(kProtocolUdp);
            Doubt doubt = listener.port.why();
            doubt.add(listener.protocol.why());
            result.unknowns.push_back(fmt::format("the port of a listener: {}", doubt));
            continue;
        }
        for (const IpProtocol protocol : protocolsOf(*listener.protocol)) {
            addListener(listener, {node, client, protocol}, result);
        }
    }
    return result;
}

void BalancerLegs::addListener(const Listener& listener, const Request& request,
                               PassedOn& result) const {
    const TrafficSet heard = onePort(request.protocol, *listener.port);
    result.listened |= heard;
    Targets targets = targetsOf(listener, request.node, request.client, request.protocol);
    settle(targets, result.unknowns);
    result.notes.insert(result.notes.end(), targets.notes.begin(), targets.notes.end());
    if (!targets.legs.empty() || targets.answersItself) result.targeted |= heard;
    std::size_t good = 0;
    std::size_t whole = 0;
    bool maybe = !targets.why.empty();
    if (maybe) result.unknowns.push_back("targets: " + targets.why.text());
    for (const TargetLeg& leg : targets.legs) {
        good += leg.passes == Truth::Yes ? 1 : 0;
        const bool isWhole = leg.answered.containsAll(managedClientPorts());
        whole += isWhole ? 1 : 0;
        maybe = maybe || leg.passes == Truth::Unknown;
        if (leg.passes == Truth::Yes && !isWhole) result.answeredInPart |= heard;
    }
    if (good > 0 || targets.answersItself) {
        result.traffic |= {heard, heard};
        if (std::min(good, whole) == targets.legs.size()) result.complete |= heard;
    } else if (maybe) {
        result.traffic.possible |= heard;
    } else if (targets.isBound && targets.legs.empty()) {
        result.idle |= heard;
    }
}

void BalancerLegs::addWeightless(Targets& targets, ThingId group) const {
    const auto* found = m_network.architecture().targetGroups.find(group);
    targets.weightless.push_back(found != nullptr ? (*found)->name : "a target group");
    targets.notes.push_back(fmt::format("`{}` gives `{}` weight 0, and so nothing", m_balancer.name,
                                        targets.weightless.back()));
}

std::vector<InterfaceIndex> BalancerLegs::unserved(InterfaceIndex node, const IpAddress& client,
                                                   IpProtocol protocol, Port port) const {
    const Listener* listener = listenerFor(protocol, port);
    if (listener == nullptr) return {};
    Targets targets = targetsOf(*listener, node, client, protocol);
    const bool mayPass = !targets.legs.empty() || !targets.why.empty() || targets.answersItself;
    return mayPass ? std::vector<InterfaceIndex>() : std::move(targets.unserved);
}

bool BalancerLegs::lacksTargets(InterfaceIndex node, const IpAddress& client, IpProtocol protocol,
                                Port port) const {
    const Listener* listener = listenerFor(protocol, port);
    if (listener == nullptr) return true;
    const Targets targets = targetsOf(*listener, node, client, protocol);
    return targets.legs.empty() && targets.why.empty() && !targets.answersItself;
}

std::string BalancerLegs::whyNoTarget(InterfaceIndex node, const IpAddress& client,
                                      IpProtocol protocol, Port port) const {
    const Listener* listener = listenerFor(protocol, port);
    const Targets targets =
        listener != nullptr ? targetsOf(*listener, node, client, protocol) : Targets{};
    if (targets.isBound) {
        return "its targets stand in other zones, and balancing across zones is off";
    }
    if (!targets.unserved.empty()) {
        return fmt::format("it has no subnet in the zone of its target `{}`",
                           m_network.interfaces()[targets.unserved.front()].interface->name);
    }
    if (!targets.weightless.empty()) {
        return fmt::format("its target group `{}` has weight 0", targets.weightless.front());
    }
    return "it has no target to pass this on to";
}

std::vector<TargetLeg> BalancerLegs::legs(InterfaceIndex node, const IpAddress& client,
                                          IpProtocol protocol, Port port) const {
    const Listener* listener = listenerFor(protocol, port);
    if (listener == nullptr) return {};
    Targets targets = targetsOf(*listener, node, client, protocol);
    std::vector<std::string> ignored;
    settle(targets, ignored);
    std::ranges::stable_sort(targets.legs, {},
                             [](const TargetLeg& leg) { return leg.passes != Truth::Yes; });
    return std::move(targets.legs);
}

}  // namespace archivolt
