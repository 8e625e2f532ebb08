#include "model/reachability/changes/obstructions.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/architecture/stand_in.h"
#include "model/reachability/questions/private_link.h"
#include "model/reachability/questions/stand_ins.h"
#include "model/reachability/sets/client_ports.h"

namespace archivolt {

namespace {

/// What the answers to some traffic look like, by their destination port.
TrafficSet repliesTo(const TrafficSet& request, const PortSet& clientPorts) {
    TrafficSet replies;
    for (const IpProtocol protocol : request.protocols()) {
        if (protocol != kProtocolIcmp && protocol != kProtocolIcmpv6) {
            replies |= TrafficSet::of(protocol, clientPorts);
            continue;
        }
        const PortSet asked = request.ports(protocol);
        for (const unsigned type : {8U, 13U, 15U, 17U, 128U}) {
            const Port port = icmpPort(type, 0);
            const auto answer = icmpReply(protocol, port);
            if (!answer || !asked.contains(port)) continue;
            replies |= TrafficSet::of(protocol, PortSet({*answer, *answer}));
        }
    }
    return replies;
}

/// What both observers need: who stands at the other end of a filter.
class WayObserver : public WalkObserver {
public:
    WayObserver(const Reachability& reachability, const QuestionWay& way)
        : m_reachability(reachability), m_network(reachability.network()), m_way(way) {}

    void note(std::string /*text*/) override {}

protected:
    [[nodiscard]] RemoteEnd outside(const AddressSet& addresses) const {
        return {addresses, {}, kNone};
    }

    [[nodiscard]] RemoteEnd remoteEnd(const IpAddress& address, VpcIndex vpc) const {
        const WalkQuestion& flow = m_way.candidate.flow;
        const auto isOutside = [](const FlowEnd& place) {
            return place.kind == FlowEnd::Kind::Internet || place.kind == FlowEnd::Kind::OnPremises;
        };
        if (isOutside(flow.from) && address == flow.ends.source) {
            return outside(m_way.candidate.sources);
        }
        if (isOutside(flow.to) && address == flow.ends.destination) {
            return outside(m_way.candidate.destinations);
        }
        // AWS chooses it: a rule that is written beforehand can only name all that it may be.
        if (isStandIn(address)) return outside(ofFamily(m_network.internet(), address.family));
        for (const FlowEnd* place : {&flow.from, &flow.to}) {
            if (place->kind != FlowEnd::Kind::Interface) continue;
            const InterfaceNode& node = interface(place->interface);
            if (node.holds(address)) return held(*node.interface, node.subnet, address);
        }
        const Holder holder = vpc == kNone ? Holder{} : m_network.holderInVpc(vpc, address);
        if (holder.interface != kNone) {
            const InterfaceNode& node = interface(holder.interface);
            return held(*node.interface, node.subnet, address);
        }
        if (holder.nat != kNone) {
            const NatNode& nat = m_network.nats()[holder.nat];
            if (nat.subnet != kNone) return blockOf(nat.subnet, address);
        }
        return outside(addressesOf(Cidr::host(address)));
    }

    [[nodiscard]] RemoteEnd held(const NetworkInterface& who, SubnetIndex subnet,
                                 const IpAddress& address) const {
        if (who.addressAssigned && subnet != kNone) return blockOf(subnet, address);
        return outside(addressesOf(Cidr::host(address)));
    }

    /// Where AWS chooses the address, only the subnet's block can be written down.
    [[nodiscard]] RemoteEnd blockOf(SubnetIndex index, const IpAddress& address) const {
        const SubnetNode& node = m_network.subnets()[index];
        for (const Cidr& block : node.blocks) {
            if (block.contains(address)) {
                return {addressesOf(block), node.subnet->id, kNone};
            }
        }
        return outside(addressesOf(Cidr::host(address)));
    }

    [[nodiscard]] const InterfaceNode& interface(InterfaceIndex index) const {
        return m_network.interfaces()[index];
    }
    [[nodiscard]] VpcIndex vpcOf(SubnetIndex subnet) const {
        return m_network.subnets()[subnet].vpc;
    }

    [[nodiscard]] static Hop hopOf(const WalkStep& step, const WalkState& state) {
        Hop hop = archivolt::hopOf(step);
        hop.packet.ends = state.ends;
        return hop;
    }

    const Reachability& m_reachability;
    const NetworkIndex& m_network;
    const QuestionWay& m_way;
};

class ObstructionObserver final : public WayObserver {
public:
    using WayObserver::WayObserver;

    bool groups(const GroupCheck& check, const WalkState& state) override {
        const TrafficSet stopped = stoppedBy(m_reachability.filters().groups(check), state);
        if (stopped.empty()) return true;
        Obstruction found = filterObstruction(Obstruction::Kind::Groups, stopped, state);
        found.interface = check.interface;
        found.direction = check.direction;
        found.remote = remoteEnd(check.remote, interface(check.interface).vpc);
        found.remote.interface = check.remoteInterface;
        m_found.push_back(std::move(found));
        return true;
    }

    bool acl(const AclCheck& check, const WalkState& state) override {
        const SubnetNode& node = m_network.subnets()[check.subnet];
        const IpAddress& remote =
            check.direction == RuleDirection::Egress ? state.ends.destination : state.ends.source;
        const TrafficBounds passes =
            node.acl == kNone ? TrafficBounds{{}, TrafficSet::all()}
                              : m_reachability.filters().acl(node.acl, check.direction, remote);
        const TrafficSet stopped = stoppedBy(passes, state);
        if (stopped.empty()) return true;
        Obstruction found = filterObstruction(Obstruction::Kind::Acl, stopped, state);
        found.subnet = check.subnet;
        found.direction = check.direction;
        found.remote = remoteEnd(remote, node.vpc);
        m_found.push_back(std::move(found));
        return true;
    }

    bool narrow(const WalkStep& step, const TrafficSet& carried, Disposition otherwise,
                const WalkState& state) override {
        if (carried.containsAll(m_way.wanted)) return true;
        return obstacle(step, otherwise, state);
    }

    bool obstacle(const WalkStep& step, Disposition disposition, const WalkState& state) override {
        Obstruction found = filterObstruction(Obstruction::Kind::Other, m_way.wanted, state);
        found.disposition = disposition;
        found.hop = hopOf(step, state);
        found.route = m_route;
        m_found.push_back(std::move(found));
        return false;
    }

    void passed(const WalkStep& step, const WalkState& state) override {
        if (step.kind == HopKind::RouteTable) m_route = hopOf(step, state);
    }

    bool arrived(const WalkState& /*state*/) override {
        m_route = {};
        return !oneWayTraffic().containsAll(m_way.wanted);
    }

    std::vector<Obstruction> take() { return std::move(m_found); }

private:
    [[nodiscard]] Obstruction filterObstruction(Obstruction::Kind kind, TrafficSet stopped,
                                                const WalkState& state) const {
        Obstruction found;
        found.kind = kind;
        found.onReply = state.reply;
        found.traffic = std::move(stopped);
        found.candidate = m_way.candidate;
        found.group = m_way.group;
        found.hop.packet.ends = state.ends;
        return found;
    }

    [[nodiscard]] TrafficSet stoppedBy(const TrafficBounds& passes, const WalkState& state) const {
        if (!state.reply) return m_way.wanted - passes.sure;
        // Every port that the client, or the device that translates for it, may use wants answers.
        const PortSet& ports = state.depth > 0 ? managedClientPorts() : m_way.clientPorts;
        return repliesTo(m_way.wanted - oneWayTraffic(), ports) - passes.sure;
    }

    Hop m_route;
    std::vector<Obstruction> m_found;
};

class OpenerObserver final : public WayObserver {
public:
    using WayObserver::WayObserver;

    bool groups(const GroupCheck& check, const WalkState& state) override {
        Opener opener;
        opener.kind = Obstruction::Kind::Groups;
        opener.check = check;
        opener.check.remoteWhy = {};
        opener.direction = check.direction;
        opener.remote = remoteEnd(check.remote, interface(check.interface).vpc);
        opener.traffic = m_way.wanted & m_reachability.filters().groups(check).possible;
        keep(std::move(opener), state);
        return true;
    }

    bool acl(const AclCheck& check, const WalkState& state) override {
        const SubnetNode& node = m_network.subnets()[check.subnet];
        if (node.acl == kNone) return true;
        const IpAddress& remote =
            check.direction == RuleDirection::Egress ? state.ends.destination : state.ends.source;
        Opener opener;
        opener.kind = Obstruction::Kind::Acl;
        opener.subnet = check.subnet;
        opener.direction = check.direction;
        opener.remote = remoteEnd(remote, node.vpc);
        opener.traffic =
            m_way.wanted & m_reachability.filters().acl(node.acl, check.direction, remote).possible;
        keep(std::move(opener), state);
        return true;
    }

    bool narrow(const WalkStep&, const TrafficSet&, Disposition, const WalkState&) override {
        return true;
    }
    bool obstacle(const WalkStep&, Disposition, const WalkState&) override { return false; }

    void passed(const WalkStep& step, const WalkState& state) override {
        if (step.kind != HopKind::RouteTable || step.rule.empty()) return;
        Opener opener;
        opener.traffic = m_way.wanted;
        opener.hop = hopOf(step, state);
        keep(std::move(opener), state);
    }

    bool arrived(const WalkState& /*state*/) override { return false; }

    std::vector<Opener> take() { return std::move(m_found); }

private:
    void keep(Opener opener, const WalkState& state) {
        if (!state.reply && !opener.traffic.empty()) m_found.push_back(std::move(opener));
    }
    std::vector<Opener> m_found;
};

/// A balancer's node, and the client as it sees it.
struct AtNode {
    const LoadBalancer& balancer;
    InterfaceIndex node = kNone;
    IpAddress client;
    bool hidesClients = false;
};

/// The legs behind one node of a balancer: requests and health checks.
void addLegs(const Reachability& reachability, const QuestionWay& first, const AtNode& at,
             std::vector<QuestionWay>& ways) {
    const LoadBalancer& balancer = at.balancer;
    const BalancerLegs legs(reachability.network(), reachability.filters(), balancer,
                            at.hidesClients);
    const auto add = [&](const WalkQuestion& flow, const TrafficSet& wanted, ThingId group) {
        QuestionWay way;
        way.group = group;
        way.isLeg = true;
        way.candidate = first.candidate;
        way.candidate.flow = flow;
        way.candidate.family = flow.ends.destination.family;
        way.candidate.destinations = addressesOf(Cidr::host(flow.ends.destination));
        const bool keepsClient = flow.preservingNode != kNone;
        if (keepsClient) way.candidate.flow.from = first.candidate.flow.from;
        if (!keepsClient) way.candidate.sources = addressesOf(Cidr::host(flow.ends.source));
        way.wanted = wanted;
        way.clientPorts = managedClientPorts();
        ways.push_back(std::move(way));
    };
    for (const Listener& listener : balancer.listeners) {
        if (!listener.port.isKnown()) continue;
        const auto port = static_cast<Port>(*listener.port);
        for (const IpProtocol protocol : {kProtocolTcp, kProtocolUdp}) {
            if (!first.wanted.contains(protocol, port)) continue;
            if (legs.listenerFor(protocol, port) != &listener) continue;
            for (const TargetLeg& leg : legs.legs(at.node, at.client, protocol, port)) {
                const auto one = [](IpProtocol p, Port n) {
                    return TrafficSet::of(p, PortSet({n, n}));
                };
                add(leg.flow, one(leg.protocol, leg.port), leg.group);
                WalkQuestion check = leg.flow;
                check.preservingNode = kNone;
                const auto& node = reachability.network().interfaces()[check.from.interface];
                check.ends.source =
                    node.address(check.ends.destination.family).value_or(check.ends.source);
                add(check, one(kProtocolTcp, leg.healthPort), leg.group);
            }
        }
    }
}

IpAddress clientOf(const Reachability& reachability, const WalkQuestion& flow) {
    return trafficBetween(reachability.network(), reachability.filters(), {flow, false})
        .client.value_or(flow.ends.source);
}

/// Adds each other way that transit gateways may choose.
void addTransitWays(const Reachability& reachability, std::vector<Candidate>& candidates) {
    if (reachability.network().architecture().transitGateways.empty()) return;
    const std::size_t count = candidates.size();
    for (std::size_t i = 0; i < count; ++i) {
        const WalkQuestion flow = candidates[i].flow;
        forEachTransitWay(reachability.network(), reachability.filters(), flow,
                          [&](const WalkQuestion& way, const TrafficBetween&) {
                              if (way.transitWay == 0) return;
                              candidates.push_back(candidates[i]);
                              candidates.back().flow = way;
                          });
    }
}

/// The ways behind an endpoint of a service of one's own.
void addDoor(const Reachability& reachability, const QuestionWay& first, const VpcEndpoint& door,
             std::vector<QuestionWay>& ways) {
    const WalkQuestion flow = first.candidate.flow;
    const IpAddress client = clientOf(reachability, flow);
    for (const ServiceNode& node :
         nodesBehind(reachability.network(), door, flow.to.interface, client)) {
        const auto& self = reachability.network().interfaces()[node.interface];
        if (node.groups) {
            ways.push_back(first);
            ways.back().door = node.groups;
        }
        addLegs(
            reachability, first,
            {*node.balancer, node.interface, self.address(client.family).value_or(client), true},
            ways);
    }
}

}  // namespace

std::vector<QuestionWay> waysOf(const Reachability& reachability, const ReachQuestion& question,
                                std::size_t limit) {
    const NetworkIndex& network = reachability.network();
    std::vector<QuestionWay> ways;
    std::vector<Candidate> candidates = candidatesOf(network, question);
    addTransitWays(reachability, candidates);
    for (Candidate& candidate : candidates) {
        if (ways.size() > limit) break;
        QuestionWay way;
        way.wanted = askedTraffic(question, candidate.family);
        way.clientPorts = clientPortsOf(network, candidate.flow.from);
        way.candidate = std::move(candidate);
        ways.push_back(way);
        const WalkQuestion& flow = way.candidate.flow;
        if (const LoadBalancer* balancer = balancerAt(network, flow.to.interface)) {
            addLegs(reachability, way, {*balancer, flow.to.interface, clientOf(reachability, flow)},
                    ways);
        } else if (const VpcEndpoint* door = doorAt(network, flow.to.interface)) {
            addDoor(reachability, way, *door, ways);
        }
    }
    return ways;
}

std::vector<Obstruction> obstructionsOf(const Reachability& reachability, const QuestionWay& way) {
    ObstructionObserver observer(reachability, way);
    if (way.door) {
        const WalkQuestion& flow = way.candidate.flow;
        observer.groups(*way.door, {flow.ends, false, 0});
    } else {
        Walk(reachability.network(), observer).run(way.candidate.flow);
    }
    return observer.take();
}

std::vector<Opener> openersOf(const Reachability& reachability, const QuestionWay& way) {
    OpenerObserver observer(reachability, way);
    Walk(reachability.network(), observer).run(way.candidate.flow);
    return observer.take();
}

}  // namespace archivolt
