#include "model/reachability/walk/walk.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "model/reachability/index/peering.h"
#include "model/reachability/index/route_lookup.h"
#include "model/reachability/index/service_address.h"
#include "model/reachability/index/unmodelled.h"
#include "model/reachability/walk/walk_step.h"

namespace archivolt {

namespace {

bool contains(const std::vector<InterfaceIndex>& list, InterfaceIndex index) {
    return std::ranges::find(list, index) != list.end();
}

/// Never forwarded, whatever the routes say (N48).
bool isNeverForwarded(const IpAddress& address) {
    static const std::array kBlocks = {*Cidr::parse("169.254.168.0/22"),
                                       *Cidr::parse("169.254.0.0/16"),
                                       *Cidr::parse("fd00:ec2::/32"), *Cidr::parse("fe80::/10")};
    return std::ranges::any_of(kBlocks, [&](const Cidr& b) { return b.contains(address); });
}

/// Says whether an address is one that VPC Lattice gives to resources (N85).
bool isOfLatticeResources(const IpAddress& address) {
    static const Cidr kResources = *Cidr::parse("129.224.0.0/17");
    return kResources.contains(address);
}

/// Says whether VPC Lattice answers at an address where it is used at all (N85).
bool isOfLattice(const Architecture& things, const IpAddress& address) {
    static const std::array kServices = {*Cidr::parse("169.254.171.0/24"),
                                         *Cidr::parse("fd00:ec2:80::/64")};
    const bool isIt =
        isOfLatticeResources(address) ||
        std::ranges::any_of(kServices, [&](const Cidr& block) { return block.contains(address); });
    return isIt && std::ranges::any_of(things.others, [](const auto& entry) {
               return entry.second->type.starts_with("AWS::VpcLattice::");
           });
}

/// Says whether such a route target is an interface, which the router's subnet may hold itself.
bool mayStandInSubnet(RouteTargetKind kind) {
    return kind == RouteTargetKind::NatGateway || kind == RouteTargetKind::NetworkInterface ||
           kind == RouteTargetKind::Instance ||
           kind == RouteTargetKind::GatewayLoadBalancerEndpoint;
}

}  // namespace

void Walk::run(const WalkQuestion& question) {
    start(question);
    if (question.preservingNode != kNone) return runPreserved(question);
    const FlowEnd end = meant(question, from(question.from));
    if (end.kind == FlowEnd::Kind::None) return;
    if (!m_observer.arrived(m_state)) return;
    if (end.kind == FlowEnd::Kind::LocalService) return;
    m_inspected = inspected();
    m_state.ends = m_state.ends.flipped();
    m_state.reply = true;
    m_teleported = false;
    m_visited.clear();
    m_steps = 0;
    m_aim = question.from;
    m_sender = {};
    finish(question, from(end));
}

void Walk::start(const WalkQuestion& question) {
    m_state = {question.ends, false, false, 0};
    m_aim = question.to;
    m_teleported = false;
    m_noPublicAddress = false;
    m_steps = 0;
    m_sender = {};
    m_zone = {};
    m_tracked.clear();
    m_visited.clear();
    m_inspected.clear();
    m_picksLeft = question.transitWay;
    m_transitWays = 1;
    m_translations.clear();
    m_natPeering = {};
    m_egressOnly.clear();
    m_applianceEntries.clear();
}

FlowEnd Walk::meant(const WalkQuestion& question, const FlowEnd& end) {
    if (question.to.kind == FlowEnd::Kind::Service && end.kind != FlowEnd::Kind::None &&
        end != question.to) {
        const auto* found = m_network.architecture().endpoints.find(question.to.connection);
        const StepAt deliver = found != nullptr ? StepAt(HopKind::Endpoint, **found, "deliver")
                                                : StepAt(HopKind::Endpoint, question.to.connection,
                                                         "endpoint", "deliver");
        return stop(
            deliver.because("the service is reached another way from here, not through this"),
            Disposition::NoRoute);
    }
    const bool asksForOne = question.to.kind == FlowEnd::Kind::Interface;
    const bool isThere = end.kind == FlowEnd::Kind::None ||
                         end.kind == FlowEnd::Kind::LocalService || end == question.to;
    if (!asksForOne || isThere) return end;
    const NetworkInterface& wanted = *interface(question.to.interface).interface;
    const StepAt deliver(HopKind::Interface, wanted, "deliver");
    return stop(deliver.because("{} leads elsewhere from here, not to `{}`",
                                question.ends.destination, wanted.name),
                Disposition::NoSuchHost);
}

void Walk::finish(const WalkQuestion& question, const FlowEnd& end) {
    if (end.kind == FlowEnd::Kind::None || m_teleported) return;
    const bool rightPlace =
        end.kind == question.from.kind && end.interface == question.from.interface;
    if (rightPlace && m_state.ends == question.ends.flipped()) return checkSymmetry();
    const StepAt reply(HopKind::Question, {}, "client", "reply");
    if (rightPlace) {
        obstacle(reply.because("the answer comes from {} where the client asked {}",
                               m_state.ends.source, question.ends.destination),
                 Disposition::NoSuchHost);
    } else {
        obstacle(reply.because("the answer goes to somebody else"), Disposition::NoSuchHost);
    }
}

std::vector<InterfaceIndex> Walk::inspected() const {
    std::vector<InterfaceIndex> doors;
    for (const InterfaceIndex index : m_visited) {
        if (interface(index).endpoint != nullptr) doors.push_back(index);
    }
    std::ranges::sort(doors);
    return doors;
}

void Walk::checkSymmetry() {
    const std::vector<InterfaceIndex> back = inspected();
    if (back == m_inspected) return;
    // Source: Amazon VPC User Guide, VPC_Route_Tables; Gateway Load Balancer guide, flow stickiness
    // (N78).
    const auto namesOf = [&](const std::vector<InterfaceIndex>& doors) {
        std::string names;
        for (const InterfaceIndex index : doors) {
            names += (names.empty() ? "`" : ", `") + interface(index).endpoint->name + '`';
        }
        return names.empty() ? std::string("no endpoint") : names;
    };
    const VpcEndpoint& door =
        *interface(back.empty() ? m_inspected.front() : back.front()).endpoint;
    const StepAt inspect(HopKind::Endpoint, door, "inspect");
    obstacle(inspect.because("requests pass {}, answers {}: an appliance that keeps state drops a "
                             "flow that it sees half of",
                             namesOf(m_inspected), namesOf(back)),
             Disposition::Unknown);
}

FlowEnd Walk::from(const FlowEnd& place) {
    switch (place.kind) {
        case FlowEnd::Kind::Interface: return sendFrom(place.interface, false);
        case FlowEnd::Kind::Internet: return fromInternet();
        case FlowEnd::Kind::OnPremises: return fromOnPremises(place.connection);
        case FlowEnd::Kind::Service: return fromService(place.connection);
        case FlowEnd::Kind::None:
        case FlowEnd::Kind::LocalService: break;
    }
    return {};
}

bool Walk::reads(const Thing& thing, HopKind kind) {
    const std::vector<UnreadField>* fields = m_network.unreadOf(thing.id);
    if (fields == nullptr) return true;
    for (const UnreadField& field : *fields) {
        if (field.ipv6Only && m_state.ends.source.family != Family::Ipv6) continue;
        if (field.matters) {
            const StepAt described(kind, thing, "described");
            return obstacle(described.because("`{}` is set: {}", field.field, field.why),
                            Disposition::Unknown);
        }
        if (m_explains) {
            m_observer.note(fmt::format("of `{}` the field `{}` is not read: {}", thing.name,
                                        field.field, field.why));
        }
    }
    return true;
}

bool Walk::readsEnd(InterfaceIndex index) {
    const NetworkInterface& self = *interface(index).interface;
    if (!reads(self, HopKind::Interface)) return false;
    if (!self.owner || m_network.unreadOf(self.owner) == nullptr) return true;
    const Thing* owner = m_network.architecture().find(self.owner);
    return owner == nullptr || reads(*owner, HopKind::Interface);
}

FlowEnd Walk::unknown(const WalkStep& step) {
    return stop([&] { return step; }, Disposition::Unknown);
}

FlowEnd Walk::teleport() {
    if (m_teleported) return {};
    m_teleported = true;
    m_sender.groupsMatch = Truth::No;
    if (m_aim.kind == FlowEnd::Kind::Internet && !showPublicSource()) return {};
    if (m_aim.kind != FlowEnd::Kind::Interface) return m_aim;
    const InterfaceNode& aim = interface(m_aim.interface);
    if (aim.subnet == kNone) return m_aim;
    if (!enterSubnet(aim.subnet)) return {};
    return arriveAt(m_aim.interface);
}

bool Walk::showPublicSource() {
    const IpAddress& source = m_state.ends.source;
    if (source.family != Family::Ipv4 || !specialAddresses().contains(source)) return true;
    if (m_network.holderOnInternet(source)) return true;
    for (const VpcIndex v : m_network.vpcs().indices()) {
        const Holder holder = m_network.holderInVpc(v, source);
        if (!holder) continue;
        const auto& seen = holder.nat != kNone ? nat(holder.nat).publicAddress
                                               : interface(holder.interface).publicAddress;
        if (!seen) return false;
        m_state.ends.source = *seen;
        return true;
    }
    return false;
}

bool Walk::leaveSubnet(SubnetIndex index) {
    return m_observer.acl({index, RuleDirection::Egress}, m_state);
}

bool Walk::enterSubnet(SubnetIndex index) {
    return m_observer.acl({index, RuleDirection::Ingress}, m_state);
}

void Walk::setReceiver(GroupCheck& check) const {
    const VpcIndex own = interface(check.interface).vpc;
    if (own == kNone || vpc(own).holds(check.remote)) {
        check.remoteInterface = m_network.holderInVpc(own, check.remote).interface;
        return;
    }
    const auto* aim =
        m_aim.kind == FlowEnd::Kind::Interface ? &interface(m_aim.interface) : nullptr;
    if (aim == nullptr || !aim->holds(check.remote) || aim->vpc == kNone) return;
    for (const auto& [id, peering] : m_network.architecture().peerings) {
        const Truth joins = joinsVpcs(*peering, *vpc(own).vpc, *vpc(aim->vpc).vpc);
        if (joins == Truth::No) continue;
        check.remoteInterface = m_aim.interface;
        check.remoteWhy = {};
        if (joins == Truth::Yes) return;
        check.remoteWhy = "whether a peering joins the two VPCs is not known";
    }
}

bool Walk::groups(InterfaceIndex index, RuleDirection direction) {
    const InterfaceNode& node = interface(index);
    if (node.interface->kind == InterfaceKind::NatGateway) return true;
    const bool out = direction == RuleDirection::Egress;
    if (m_state.reply && contains(m_tracked, index)) {
        const NetworkInterface& self = *node.interface;
        passed(StepAt(HopKind::SecurityGroup, self, out ? "egress" : "ingress")
                   .by("connection tracking", &self.origin));
        return true;
    }
    GroupCheck check;
    check.interface = index;
    check.direction = direction;
    check.remote = out ? m_state.ends.destination : m_state.ends.source;
    if (out) {
        setReceiver(check);
    } else if (m_sender.groupsMatch != Truth::No) {
        check.remoteInterface = m_sender.interface;
        if (m_sender.groupsMatch == Truth::Unknown) check.remoteWhy = m_sender.groupsWhy;
    }
    if (!m_observer.groups(check, m_state)) return false;
    if (!m_state.reply) m_tracked.push_back(index);
    return true;
}

FlowEnd Walk::sendFrom(InterfaceIndex index, bool forwarding) {
    const InterfaceNode& node = interface(index);
    const NetworkInterface& self = *node.interface;
    const StepAt send(HopKind::Interface, self, "send");
    if (node.subnet == kNone || node.vpc == kNone) {
        return unknown(send.because("its subnet: {}", node.why));
    }
    if (!forwarding) {
        if (!isInUse(index) || !readsEnd(index)) return {};
        m_sender = {node.holds(m_state.ends.source) ? index : kNone, Truth::Yes, {}};
        if (!node.opens && !m_state.reply) {
            if (!obstacle(send.because("it opens no connections, it only answers them"),
                          Disposition::NotForwarded)) {
                return {};
            }
        } else {
            passed(send);
        }
        if (isLocalService(vpc(node.vpc), m_state.ends.destination)) {
            const StepAt service(HopKind::LocalService, {}, "local service", "deliver");
            passed(service.because("never filtered and never routed"));
            return {FlowEnd::Kind::LocalService, kNone, {}};
        }
    }
    if (!groups(index, RuleDirection::Egress)) return {};
    return routeFrom(node.subnet, index);
}

FlowEnd Walk::routeFrom(SubnetIndex index, InterfaceIndex device) {
    const SubnetNode& node = subnet(index);
    if (node.holds(m_state.ends.destination)) {
        // Inside a subnet neither routes nor ACLs matter (N2, N50), but what a classic balancer
        // passes on meets the outbound entries (N70).
        // Source: VPC Reachability Analyzer guide, explanation-codes.
        const bool passesOn = !m_state.reply && device != kNone && interface(device).classicNode;
        if (passesOn && !leaveSubnet(index)) return {};
        return arriveInSubnet(index);
    }
    const StepAt route(HopKind::Subnet, *node.subnet, "route");
    const bool isNever = isNeverForwarded(m_state.ends.destination);
    if ((isNever || isOfLatticeResources(m_state.ends.destination)) &&
        isOfLattice(m_network.architecture(), m_state.ends.destination)) {
        // NOT MODELLED: what VPC Lattice's service networks lead to.
        return unknown(route.because("VPC Lattice answers there, which is not modelled"));
    }
    if (isNever) {
        return stop(route.because("such addresses are never forwarded"), Disposition::NotForwarded);
    }
    if (node.table == kNone) return unknown(route.because("its route table: {}", node.why));
    if (needsNoRoute(index)) return backOverPeering(index);
    return lookUpAndFollow(node.table, index, node.vpc);
}

FlowEnd Walk::lookUpAndFollow(TableIndex table, SubnetIndex subnetIndex, VpcIndex vpcIndex) {
    const TableNode& node = m_network.tables()[table];
    m_observer.consulted(table);
    if (!reads(*node.table, HopKind::RouteTable)) return {};
    const RouteAnswer answer = lookUpRoute(node, m_state.ends.destination);
    const StepAt lookUp(HopKind::RouteTable, *node.table, "route");
    if (++m_steps > kMaxSteps) return stop(lookUp.because(answer.why), Disposition::Loop);
    if (!answer.why.empty()) return unknown(lookUp.because(answer.why));
    if (answer.route == nullptr) {
        // The ACL stands behind the route lookup; it is named too where all blockers are asked for.
        if (!obstacle(lookUp.because("no route to {}", m_state.ends.destination),
                      Disposition::NoRoute)) {
            return {};
        }
        if (subnetIndex != kNone && !leaveSubnet(subnetIndex)) return {};
        return teleport();
    }
    passed([&] {
        return lookUp.by(answer.route->name, &answer.route->origin)
            .because(answer.route->destination.toString())();
    });
    return follow(*answer.route, subnetIndex, vpcIndex);
}

FlowEnd Walk::follow(const RouteNode& route, SubnetIndex from, VpcIndex vpcIndex) {
    const StepAt forward =
        StepAt(HopKind::RouteTable, {}, route.name, "forward").by(route.name, &route.origin);
    if (route.kind == RouteTargetKind::Blackhole) {
        if (from != kNone && !leaveSubnet(from)) return {};
        return stop(forward.because("its target is gone"), Disposition::Blackhole);
    }
    if (route.kind == RouteTargetKind::Unknown || !route.target.isKnown()) {
        return unknown(forward.because(route.target.isKnown() ? "the kind of its target"
                                                              : route.target.why()));
    }
    if (vpcIndex != kNone && std::ranges::count(vpc(vpcIndex).vpc->refused, route.kind) > 0) {
        return unknown(forward.because(vpc(vpcIndex).vpc->refusedWhy));
    }
    const ThingId target = *route.target;
    const auto* external = m_network.architecture().externals.find(target);
    if (external != nullptr) {
        // A box may stand in this subnet; every other target lies behind its ACL.
        if (!mayStandInSubnet(route.kind) && from != kNone && !leaveSubnet(from)) return {};
        return unknown(forward.because("`{}` is outside this design: {}", (*external)->name,
                                       (*external)->why));
    }
    const auto device = mayStandInSubnet(route.kind) ? throughDevice(route, from) : std::nullopt;
    if (device) return *device;
    if (from != kNone && !leaveSubnet(from)) return {};
    return throughGateway(route, from, vpcIndex, forward);
}

std::optional<FlowEnd> Walk::throughDevice(const RouteNode& route, SubnetIndex from) {
    const ThingId target = *route.target;
    InterfaceIndex box = kNone;
    switch (route.kind) {
        case RouteTargetKind::NatGateway: {
            const NatIndex nat = m_network.nats().indexOf(target);
            if (nat == kNone) return std::nullopt;
            return throughNat(nat, from);
        }
        case RouteTargetKind::GatewayLoadBalancerEndpoint: {
            const InterfaceIndex door = m_network.interfaceOfEndpoint(target);
            if (door == kNone) return std::nullopt;
            return throughBalancerEndpoint(door, from);
        }
        case RouteTargetKind::NetworkInterface: box = m_network.interfaces().indexOf(target); break;
        case RouteTargetKind::Instance: {
            const auto* instance = m_network.architecture().instances.find(target);
            if (instance == nullptr || (*instance)->interfaces.empty()) return std::nullopt;
            box = m_network.interfaces().indexOf((*instance)->interfaces.front());
            break;
        }
        default: break;
    }
    if (box == kNone) return std::nullopt;
    return throughInterface(box, from);
}

FlowEnd Walk::throughGateway(const RouteNode& route, SubnetIndex from, VpcIndex vpcIndex,
                             const StepAt& forward) {
    const ThingId target = *route.target;
    switch (route.kind) {
        case RouteTargetKind::Local: return arriveInVpc(vpcIndex);
        case RouteTargetKind::InternetGateway: return throughInternetGateway(vpcIndex, target);
        case RouteTargetKind::EgressOnlyInternetGateway:
            return throughEgressOnlyGateway(vpcIndex, target);
        case RouteTargetKind::Peering: return throughPeering(vpcIndex, target);
        case RouteTargetKind::TransitGateway: return throughTransitGateway(vpcIndex, from, target);
        case RouteTargetKind::VpnGateway:
            if (route.rank == kDirectConnectRank) {
                return unknown(forward.because(
                    "it was learnt over Direct Connect, whose far side is not in this design"));
            }
            return throughVpnGateway(vpcIndex, target);
        case RouteTargetKind::GatewayEndpoint: return throughGatewayEndpoint(vpcIndex, target);
        case RouteTargetKind::CarrierGateway:
        case RouteTargetKind::LocalGateway:
        case RouteTargetKind::CoreNetwork:
            // NOT MODELLED: carrier gateways, local gateways and core networks as the target of a
            // route.
            return unknown(forward.because("this kind of route target is not modelled"));
        case RouteTargetKind::NatGateway:
        case RouteTargetKind::NetworkInterface:
        case RouteTargetKind::Instance:
        case RouteTargetKind::GatewayLoadBalancerEndpoint:
        case RouteTargetKind::Blackhole:
        case RouteTargetKind::Unknown: break;
    }
    return stop(forward.because("the target is not there"), Disposition::Blackhole);
}

FlowEnd Walk::arriveInVpc(VpcIndex index) {
    const VpcNode& node = vpc(index);
    const SubnetIndex target = m_network.subnetHolding(index, m_state.ends.destination);
    if (target == kNone) {
        const StepAt deliver(HopKind::Vpc, *node.vpc, "deliver");
        if (!node.blocksWhy.empty()) return unknown(deliver.because(node.blocksWhy));
        return stop(deliver.because("{} is in no subnet", m_state.ends.destination),
                    Disposition::NoSuchHost);
    }
    if (!enterSubnet(target)) return {};
    return arriveInSubnet(target);
}

FlowEnd Walk::arriveInSubnet(SubnetIndex index) {
    const SubnetNode& node = subnet(index);
    const Holder holder = m_network.holderInVpc(node.vpc, m_state.ends.destination);
    if (holder.nat != kNone) return atNat(holder.nat);
    if (holder.interface != kNone) return arriveAt(holder.interface);
    const Doubt why = whyMoreAddresses(m_network, node.subnet->id);
    const StepAt deliver(HopKind::Subnet, *node.subnet, "deliver");
    if (!why.empty()) {
        return unknown(deliver.because("who holds {}: {}", m_state.ends.destination, why));
    }
    return stop(deliver.because("nobody holds {}", m_state.ends.destination),
                Disposition::NoSuchHost);
}

bool Walk::isInUse(InterfaceIndex index) {
    const NetworkInterface& self = *interface(index).interface;
    if (self.inUse.isKnown() && *self.inUse) return true;
    const StepAt use(HopKind::Interface, self, "in use");
    if (!self.inUse.isKnown()) return mayStop(use.because(self.inUse.why()));
    return obstacle(use.because("its instance is stopped, or it is attached to nothing"),
                    Disposition::NoSuchHost);
}

FlowEnd Walk::arriveAt(InterfaceIndex index) {
    if (!groups(index, RuleDirection::Ingress)) return {};
    if (!isInUse(index) || !readsEnd(index)) return {};
    const InterfaceNode& node = interface(index);
    if (m_state.reply && !m_translations.empty()) {
        const Translation last = m_translations.back();
        if (last.interface == index && m_state.ends == last.after.flipped()) {
            m_translations.pop_back();
            --m_state.depth;
            m_state.ends = last.before.flipped();
            passed(StepAt(HopKind::Interface, *node.interface, "translate back"));
            return sendFrom(index, true);
        }
    }
    const StepAt deliver(HopKind::Interface, *node.interface, "deliver");
    if (!node.accepts && !m_state.reply) {
        if (!obstacle(deliver.because("it accepts no connections"), Disposition::DeniedIn)) {
            return {};
        }
    } else {
        passed(deliver);
    }
    if (node.endpoint != nullptr && !endpointPolicy(*node.endpoint)) return {};
    if (!m_state.reply && !isListening(node)) return {};
    return {FlowEnd::Kind::Interface, index, {}};
}

bool Walk::isListening(const InterfaceNode& node) {
    const bool isElsewhere = m_state.toPublic && node.publicListens;
    const auto& listens = isElsewhere ? node.publicListens : node.listens;
    if (!listens) return true;
    const StepAt listen(HopKind::Interface, *node.interface, "listen");
    if (!node.listensWhy.empty()) return mayStop(listen.because(node.listensWhy));
    std::string why;
    if (m_observer.explains()) {
        const TrafficSet ports =
            *listens & (TrafficSet::of(kProtocolTcp) | TrafficSet::of(kProtocolUdp));
        why = ports.empty()
                  ? "it answers on no port"
                  : fmt::format("it answers{} on {} only",
                                isElsewhere ? " at its public address" : "", trafficText(ports));
    }
    return m_observer.narrow(listen.because(why), *listens, Disposition::DeniedIn, m_state);
}

FlowEnd Walk::throughInterface(InterfaceIndex index, SubnetIndex fromSubnet) {
    const InterfaceNode& node = interface(index);
    const NetworkInterface& self = *node.interface;
    const StepAt forward(HopKind::Interface, self, "forward");
    if (node.subnet == kNone) return unknown(forward.because(node.why));
    if (fromSubnet != kNone && fromSubnet != node.subnet && !leaveSubnet(fromSubnet)) return {};
    if (fromSubnet != node.subnet && !enterSubnet(node.subnet)) return {};
    if (node.sourceDestCheck == Truth::Unknown &&
        !mayStop(forward.because("its source/destination check"))) {
        return {};
    }
    if (node.sourceDestCheck == Truth::Yes) {
        const StepAt check(HopKind::Interface, self, "source/destination check");
        if (!obstacle(check.because("it only takes packets addressed to it"),
                      Disposition::DeniedIn)) {
            return {};
        }
    }
    if (contains(m_visited, index)) return stop(forward, Disposition::Loop);
    m_visited.push_back(index);
    if (!groups(index, RuleDirection::Ingress)) return {};
    m_sender = {};
    // NOT MODELLED: what the software of an appliance does; one whose subnet routes the packet to
    // an internet gateway is taken to translate the source to its own address (a NAT instance), any
    // other to forward it unchanged.
    const TableIndex table = subnet(node.subnet).table;
    if (table != kNone) m_observer.consulted(table);
    const RouteAnswer answer =
        table == kNone ? RouteAnswer{}
                       : lookUpRoute(m_network.tables()[table], m_state.ends.destination);
    const auto own = node.address(m_state.ends.source.family);
    const bool translates = answer.route != nullptr && own && !m_state.reply &&
                            answer.route->kind == RouteTargetKind::InternetGateway &&
                            m_state.ends.source.family == Family::Ipv4;
    if (translates) {
        const AddressPair before = m_state.ends;
        m_state.ends.source = *own;
        m_translations.push_back({kNone, index, before, m_state.ends});
        ++m_state.depth;
        m_observer.note(
            fmt::format("`{}` is taken to translate addresses as a NAT instance does", self.name));
    }
    passed(translates ? StepAt(HopKind::Interface, self, "translate") : forward);
    return sendFrom(index, true);
}

}  // namespace archivolt
