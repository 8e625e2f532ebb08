#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "model/reachability/index/route_lookup.h"
#include "model/reachability/index/service_address.h"
#include "model/reachability/index/unmodelled.h"
#include "model/reachability/walk/walk.h"
#include "model/reachability/walk/walk_step.h"

namespace archivolt {

namespace {

StepAt internet(const char* does) { return {HopKind::Internet, {}, "internet", does}; }

/// What NAT gateways carry (N54).
const TrafficSet& carriedByNat() {
    static const TrafficSet kCarried =
        TrafficSet::of(kProtocolTcp) | TrafficSet::of(kProtocolUdp) | TrafficSet::of(kProtocolIcmp);
    return kCarried;
}

const Cidr& nat64Prefix() {
    static const Cidr kPrefix = *Cidr::parse("64:ff9b::/96");
    return kPrefix;
}

/// Returns where what comes from the internet ends that nothing here is known to hold, and how;
/// `why` says who else may hold it.
std::pair<WalkStep, Disposition> atNobody(const IpAddress& destination, const Doubt& why) {
    const StepAt route = internet("route");
    if (specialAddresses().contains(destination)) {
        return {route.because("{} is not routed on the internet", destination),
                Disposition::NoRoute};
    }
    if (why.empty()) {
        return {route.because("nobody here holds {}", destination), Disposition::NoSuchHost};
    }
    return {route.because("who holds {}: {}", destination, why), Disposition::Unknown};
}

}  // namespace

FlowEnd Walk::atNat(NatIndex index) {
    const NatNode& node = nat(index);
    if (m_state.reply && !m_translations.empty()) {
        const Translation last = m_translations.back();
        if (last.nat == index && m_state.ends == last.after.flipped()) {
            m_translations.pop_back();
            --m_state.depth;
            m_state.ends = last.before.flipped();
            passed(StepAt(HopKind::NatGateway, *node.gateway, "translate back"));
            return beyondNat(index);
        }
    }
    const StepAt deliver(HopKind::NatGateway, *node.gateway, "deliver");
    return stop(deliver.because("a NAT gateway accepts no connections from outside"),
                Disposition::DeniedIn);
}

FlowEnd Walk::throughNat(NatIndex index, SubnetIndex fromSubnet) {
    const NatNode& node = nat(index);
    const StepAt translate(HopKind::NatGateway, *node.gateway, "translate");
    const auto& own = node.isRegional() ? node.publicAddress : node.privateAddress;
    if (node.vpc == kNone || !own) {
        return unknown(translate.because("its place or address: {}", node.why));
    }
    if (fromSubnet != kNone && fromSubnet != node.subnet && !leaveSubnet(fromSubnet)) return {};
    if (m_state.reply) {
        // Whatever lets it in there: the filters of the gateway's subnet stop nothing.
        return stop(
            translate.because("it lets nothing back but answers to what went out through it"),
            Disposition::DeniedIn);
    }
    if (node.subnet != kNone && fromSubnet != node.subnet && !enterSubnet(node.subnet)) return {};
    if (!reads(*node.gateway, HopKind::NatGateway)) return {};
    const AddressPair before = m_state.ends;
    if (before.destination.family == Family::Ipv6) {
        if (!nat64Prefix().contains(before.destination)) {
            return stop(translate.because("of IPv6 it carries only what goes to 64:ff9b::/96"),
                        Disposition::NotForwarded);
        }
        m_state.ends.destination =
            IpAddress::v4(static_cast<std::uint32_t>(before.destination.low));
    }
    if (!m_observer.narrow(translate.because("NAT gateways carry TCP, UDP and ICMP"),
                           carriedByNat(), Disposition::NotForwarded, m_state)) {
        return {};
    }
    m_state.ends.source = *own;
    m_translations.push_back({index, kNone, before, m_state.ends});
    ++m_state.depth;
    m_sender = {};
    passed(translate);
    return beyondNat(index);
}

FlowEnd Walk::beyondNat(NatIndex index) {
    const NatNode& node = nat(index);
    const IpAddress destination = m_state.ends.destination;
    if (node.subnet == kNone) {
        if (vpc(node.vpc).holds(destination)) return arriveInVpc(node.vpc);
        const InternetGateway* gateway = vpc(node.vpc).internetGateway;
        if (gateway != nullptr) return throughInternetGateway(node.vpc, gateway->id);
        const StepAt route(HopKind::NatGateway, *node.gateway, "route");
        return stop(route.because("its VPC has no internet gateway"), Disposition::NoRoute);
    }
    const SubnetNode& own = subnet(node.subnet);
    if (own.holds(destination) || own.table == kNone) return routeFrom(node.subnet, kNone);
    m_observer.consulted(own.table);
    const RouteAnswer answer = lookUpRoute(m_network.tables()[own.table], destination);
    if (answer.route != nullptr && answer.why.empty()) {
        const RouteNode& route = *answer.route;
        const RouteTable& table = *m_network.tables()[own.table].table;
        const StepAt lookUp =
            StepAt(HopKind::RouteTable, own.subnet->routeTable.valueOr({}), table.name, "route")
                .by(route.name, &route.origin);
        if (route.kind == RouteTargetKind::NatGateway && route.target == node.gateway->id) {
            return stop(lookUp.because("the NAT gateway's own table sends this back to it"),
                        Disposition::Loop);
        }
        if (route.kind == RouteTargetKind::InternetGateway && !node.gateway->isPublic.isKnown()) {
            return unknown(lookUp.because("whether the NAT gateway is public: {}",
                                          node.gateway->isPublic.why()));
        }
        if (route.kind == RouteTargetKind::InternetGateway && !*node.gateway->isPublic) {
            return stop(
                lookUp.because("a private NAT gateway has no way through an internet gateway"),
                Disposition::NotForwarded);
        }
    }
    return lookUpAndFollow(own.table, node.subnet, node.vpc);
}

FlowEnd Walk::throughInternetGateway(VpcIndex vpcIndex, ThingId id) {
    const VpcNode& node = vpc(vpcIndex);
    const InternetGateway* gateway = node.internetGateway;
    if (gateway == nullptr || gateway->id != id) {
        const Thing* there = m_network.architecture().find(id);
        const StepAt translate =
            there != nullptr
                ? StepAt(HopKind::InternetGateway, *there, "translate")
                : StepAt(HopKind::InternetGateway, id, "internet gateway", "translate");
        return stop(translate.because("it is not attached to `{}`", node.vpc->name),
                    Disposition::Blackhole);
    }
    if (!firewall(vpcIndex, m_state.ends.source)) return {};
    if (!answersByAppliance(vpcIndex, *gateway)) return {};
    const IpAddress source = m_state.ends.source;
    const Holder holder = m_network.holderInVpc(vpcIndex, source);
    std::optional<IpAddress> seen;
    bool byNat = holder.nat != kNone;
    Doubt why;
    if (source.family == Family::Ipv6) {
        if (node.holds(source) && !specialAddresses().contains(source)) seen = source;
    } else if (holder.interface != kNone) {
        seen = interface(holder.interface).publicAddress;
        if (!seen && interface(holder.interface).interface->publicAddress) {
            why = "the public address: " + interface(holder.interface).why.text();
        }
    } else if (holder.nat != kNone) {
        seen = nat(holder.nat).publicAddress;
    } else if (const NatIndex outer = m_network.holderOnInternet(source).nat;
               outer != kNone && nat(outer).isRegional() && nat(outer).vpc == vpcIndex) {
        // A regional NAT gateway stands at the border itself (N54).
        seen = source;
        byNat = true;
    }
    const StepAt translate(HopKind::InternetGateway, *gateway, "translate");
    const bool isSaid = m_noPublicAddress && m_state.reply;
    if (!seen && !isSaid && !why.empty()) return unknown(translate.because(why));
    if (!seen && !isSaid) {
        if (!obstacle(translate.because("{} has no public address", source),
                      Disposition::NoPublicAddress)) {
            return {};
        }
        m_noPublicAddress = true;
    } else {
        passed(translate);
    }
    if (!publicAccess({vpcIndex, source, true, byNat})) return {};
    if (seen) m_state.ends.source = *seen;
    m_sender = {};
    return toInternet();
}

bool Walk::firewall(VpcIndex vpcIndex, const IpAddress& inside) {
    const SubnetIndex index = m_network.subnetHolding(vpcIndex, inside);
    if (m_state.reply || index == kNone || subnet(index).subnet->firewallWhy.empty()) return true;
    const Subnet& there = *subnet(index).subnet;
    // What it passes on may come from another address: nothing behind it is certain.
    return obstacle(StepAt(HopKind::Subnet, there, "firewall").because(there.firewallWhy),
                    Disposition::Unknown);
}

FlowEnd Walk::throughEgressOnlyGateway(VpcIndex vpcIndex, ThingId id) {
    const VpcNode& node = vpc(vpcIndex);
    const EgressOnlyInternetGateway* gateway = node.egressOnlyGateway;
    if (gateway == nullptr || gateway->id != id) {
        const StepAt missing(HopKind::EgressOnlyInternetGateway, id, "egress-only internet gateway",
                             "forward");
        return stop(missing.because("it is not attached to `{}`", node.vpc->name),
                    Disposition::Blackhole);
    }
    const StepAt forward(HopKind::EgressOnlyInternetGateway, *gateway, "forward");
    if (m_state.ends.source.family != Family::Ipv6) {
        return stop(forward.because("it carries IPv6 only"), Disposition::NotForwarded);
    }
    if (specialAddresses().contains(m_state.ends.source)) {
        return stop(forward.because("{} is not a public address", m_state.ends.source),
                    Disposition::NoPublicAddress);
    }
    if (m_state.reply) {
        return stop(forward.because("it lets only connections begin that go out"),
                    Disposition::DeniedIn);
    }
    if (!inspected().empty()) {
        // Source: AWS PrivateLink Guide, gateway-load-balancer-endpoints (N102).
        return stop(forward.because("it carries nothing that a Gateway Load Balancer endpoint "
                                    "inspected"),
                    Disposition::NotForwarded);
    }
    if (!publicAccess({vpcIndex, m_state.ends.source, true, true})) return {};
    m_egressOnly.push_back(id);
    m_sender = {};
    passed(forward);
    return toInternet();
}

bool Walk::isHiddenFromInternet(InterfaceIndex index) const {
    const NetworkInterface& self = *interface(index).interface;
    if (self.kind == InterfaceKind::Endpoint) return true;
    const auto* owner = m_network.architecture().loadBalancers.find(self.owner);
    return owner != nullptr && (*owner)->kind == LoadBalancerKind::Network &&
           !(*owner)->internetFacing.valueOr(true);
}

FlowEnd Walk::toInternet() {
    const IpAddress destination = m_state.ends.destination;
    if (isServiceAddress(destination)) {
        passed(internet("deliver"));
        return {FlowEnd::Kind::Internet, kNone, {}};
    }
    if (specialAddresses().contains(destination)) {
        return stop(internet("route").because("{} is not routed on the internet", destination),
                    Disposition::NoRoute);
    }
    if (m_network.holderOnInternet(destination) || m_network.vpcOnInternet(destination) != kNone) {
        passed(internet("forward"));
        return fromInternet();
    }
    passed(internet("deliver"));
    return {FlowEnd::Kind::Internet, kNone, {}};
}

FlowEnd Walk::fromInternet() {
    const IpAddress destination = m_state.ends.destination;
    m_sender = {};
    const Holder holder = m_network.holderOnInternet(destination);
    VpcIndex target = m_network.vpcOnInternet(destination);
    if (holder.nat != kNone) target = nat(holder.nat).vpc;
    if (holder.interface != kNone) target = interface(holder.interface).vpc;
    if (target == kNone && holder) {
        const Doubt& why =
            holder.nat != kNone ? nat(holder.nat).why : interface(holder.interface).why;
        const Thing& there = holder.nat != kNone
                                 ? static_cast<const Thing&>(*nat(holder.nat).gateway)
                                 : *interface(holder.interface).interface;
        const StepAt known(HopKind::Interface, there, "public address");
        return unknown(known.because("its VPC: {}", why));
    }
    if (target == kNone && m_aim.kind == FlowEnd::Kind::Interface &&
        interface(m_aim.interface).holds(destination)) {
        const InterfaceNode& aim = interface(m_aim.interface);
        const StepAt known(HopKind::Interface, *aim.interface, "public address");
        if (aim.vpc == kNone) return unknown(known.because("its VPC: {}", aim.why));
        const auto otherwise = [&]() -> WalkStep {
            if (!aim.publicAddress) return known.because("it has no public address");
            return known.because("the internet knows it as {}", *aim.publicAddress);
        };
        const bool isSaid = m_noPublicAddress && m_state.reply;
        const bool isOpen = aim.interface->publicAddress && !aim.publicAddress;
        if (!isSaid && isOpen) {
            if (!mayStop(known.because("its public address: {}", aim.why))) return {};
        } else if (!isSaid && !obstacle(otherwise, Disposition::NoPublicAddress)) {
            return {};
        }
        m_noPublicAddress = true;
        target = aim.vpc;
    }
    if (target == kNone && m_state.reply) {  // Of an address that nobody here has, to a client.
        passed(internet("deliver"));
        return {FlowEnd::Kind::Internet, kNone, {}};
    }
    if (target == kNone) {
        const auto nobody = atNobody(destination, whyMayBeHeldOnInternet(m_network, destination));
        const auto& [step, how] = nobody;
        if (how == Disposition::Unknown) return unknown(step);
        return stop([&nobody]() -> WalkStep { return nobody.first; }, how);
    }
    const VpcNode& node = vpc(target);
    const EgressOnlyInternetGateway* egressOnly = node.egressOnlyGateway;
    const bool six = destination.family == Family::Ipv6;
    if (m_state.reply && six && egressOnly != nullptr &&
        std::ranges::find(m_egressOnly, egressOnly->id) != m_egressOnly.end()) {
        passed(StepAt(HopKind::EgressOnlyInternetGateway, *egressOnly, "forward"));
        return arriveInVpc(target);
    }
    if (node.internetGateway == nullptr) {
        const StepAt enter(HopKind::Vpc, *node.vpc, "internet gateway");
        if (!node.vpc->gatewaysWhy.empty()) {
            return unknown(enter.because("its gateways: {}", node.vpc->gatewaysWhy));
        }
        if (six && egressOnly != nullptr) {
            const StepAt forward(HopKind::EgressOnlyInternetGateway, *egressOnly, "forward");
            return stop(forward.because("it lets only connections begin that go out"),
                        Disposition::DeniedIn);
        }
        return stop(enter.because("it has no internet gateway"), Disposition::NoRoute);
    }
    if (six && holder.interface != kNone && isHiddenFromInternet(holder.interface)) {
        // Source: Network Load Balancer User Guide, network-load-balancers (N99).
        const StepAt hidden(HopKind::Interface, *interface(holder.interface).interface,
                            "public address");
        return stop(hidden.because("an internet gateway does not lead to its IPv6 address"),
                    Disposition::NotForwarded);
    }
    if (holder.interface != kNone && !six) {
        m_state.ends.destination =
            interface(holder.interface).address(Family::Ipv4).value_or(destination);
        if (!m_state.reply) m_state.toPublic = true;
    } else if (holder.nat != kNone) {
        m_state.ends.destination = nat(holder.nat).privateAddress.value_or(destination);
    }
    const StepAt translate(HopKind::InternetGateway, *node.internetGateway, "translate");
    if (std::ranges::count(node.vpc->refused, RouteTargetKind::InternetGateway) > 0) {
        return unknown(translate.because(node.vpc->refusedWhy));
    }
    if (!firewall(target, m_state.ends.destination)) return {};
    passed(translate);
    if (!publicAccess({target, m_state.ends.destination, false, false})) return {};
    if (holder.nat != kNone && nat(holder.nat).isRegional()) return atNat(holder.nat);
    if (!mayEnterAppliance(target)) return {};
    return enterThroughEdge(target, node.edgeTable);
}

FlowEnd Walk::enterThroughEdge(VpcIndex vpcIndex, TableIndex edgeTable) {
    if (edgeTable == kNone) return arriveInVpc(vpcIndex);
    m_observer.consulted(edgeTable);
    const TableNode& table = m_network.tables()[edgeTable];
    const RouteAnswer answer = lookUpRoute(table, m_state.ends.destination);
    if (answer.route == nullptr && answer.why.empty()) return arriveInVpc(vpcIndex);
    return lookUpAndFollow(edgeTable, kNone, vpcIndex);
}

InterfaceIndex Walk::edgeAppliance(VpcIndex vpcIndex, const IpAddress& inside) {
    const TableIndex table = vpc(vpcIndex).edgeTable;
    if (table == kNone) return kNone;
    m_observer.consulted(table);
    const RouteAnswer answer = lookUpRoute(m_network.tables()[table], inside);
    if (answer.route == nullptr || !answer.why.empty() || !answer.route->target.isKnown()) {
        return kNone;
    }
    ThingId target = *answer.route->target;
    if (answer.route->kind == RouteTargetKind::Instance) {
        const auto* instance = m_network.architecture().instances.find(target);
        if (instance == nullptr || (*instance)->interfaces.empty()) return kNone;
        target = (*instance)->interfaces.front();
    } else if (answer.route->kind != RouteTargetKind::NetworkInterface) {
        return kNone;
    }
    return m_network.interfaces().indexOf(target);
}

bool Walk::mayEnterAppliance(VpcIndex vpcIndex) {
    const IpAddress& inside = m_state.ends.destination;
    const InterfaceIndex box = edgeAppliance(vpcIndex, inside);
    if (box == kNone || inside.family == Family::Ipv6 || interface(box).publicAddress) return true;
    // Source: Amazon VPC User Guide, gateway-route-tables; Reachability Analyzer,
    // explanation-codes (N107).
    const NetworkInterface& self = *interface(box).interface;
    const StepAt enter(HopKind::Interface, self, "public address");
    const auto why = enter.because(
        "an internet gateway's table leads to an interface only if that has a public address");
    if (self.publicAddress) return mayStop(why());
    return obstacle(why, Disposition::NoPublicAddress);
}

bool Walk::answersByAppliance(VpcIndex vpcIndex, const InternetGateway& gateway) {
    if (!m_state.reply) return true;
    const InterfaceIndex box = edgeAppliance(vpcIndex, m_state.ends.source);
    if (box == kNone || std::ranges::find(m_visited, box) != m_visited.end()) return true;
    const StepAt translate(HopKind::InternetGateway, gateway, "translate");
    return obstacle(translate.because("its own table leads to `{}`, which the answer has to pass",
                                      interface(box).interface->name),
                    Disposition::NotForwarded);
}

FlowEnd Walk::throughPeering(VpcIndex vpcIndex, ThingId id) {
    const auto* found = m_network.architecture().peerings.find(id);
    const VpcNode& here = vpc(vpcIndex);
    if (found == nullptr) {
        const StepAt missing(HopKind::Peering, id, "peering", "forward");
        return stop(missing.because("it is not there"), Disposition::Blackhole);
    }
    const VpcPeering& peering = **found;
    const StepAt forward(HopKind::Peering, peering, "forward");
    for (const Known<ThingId>* end : {&peering.requester, &peering.accepter}) {
        if (!end->isKnown()) return unknown(forward.because("its VPCs: {}", end->why()));
    }
    if (!peering.active.isKnown()) return unknown(forward.because(peering.active.why()));
    const bool requests = *peering.requester == here.vpc->id;
    if (!*peering.active) {
        return stop(forward.because("it is not active"), Disposition::Blackhole);
    }
    if (!requests && *peering.accepter != here.vpc->id) {
        return stop(forward.because("it does not join this VPC"), Disposition::Blackhole);
    }
    if (!reads(peering, HopKind::Peering)) return {};
    const ThingId far = requests ? *peering.accepter : *peering.requester;
    const VpcIndex there = m_network.vpcs().indexOf(far);
    if (there == kNone) {
        return unknown(forward.because("the VPC at its other end is outside this design"));
    }
    if (!here.holds(m_state.ends.source)) {
        return stop(
            forward.because("it does not carry what comes from outside `{}`", here.vpc->name),
            Disposition::NotForwarded);
    }
    if (!vpc(there).holds(m_state.ends.destination)) {
        return stop(forward.because("`{}` does not hold {}", vpc(there).vpc->name,
                                    m_state.ends.destination),
                    Disposition::NoRoute);
    }
    if (!m_state.reply && !m_translations.empty() && m_translations.back().nat != kNone &&
        m_state.ends.source == m_translations.back().after.source) {
        m_natPeering = {id, vpcIndex, there};
    }
    // Groups of a peer match within one Region only (N24).
    if (here.vpc->region != vpc(there).vpc->region) m_sender.groupsMatch = Truth::No;
    passed(forward);
    return arriveInVpc(there);
}

bool Walk::needsNoRoute(SubnetIndex index) {
    const SubnetNode& node = subnet(index);
    const bool isAnswer = m_state.reply && m_natPeering.far != kNone &&
                          m_natPeering.far == node.vpc && !m_translations.empty() &&
                          m_translations.back().nat != kNone &&
                          m_state.ends.destination == m_translations.back().after.source;
    if (!isAnswer) return false;
    m_observer.consulted(node.table);
    const RouteAnswer answer =
        lookUpRoute(m_network.tables()[node.table], m_state.ends.destination);
    return answer.route == nullptr && answer.why.empty();
}

FlowEnd Walk::backOverPeering(SubnetIndex from) {
    // Source: Amazon VPC User Guide, nat-gateway-basics (N95).
    if (!leaveSubnet(from)) return {};
    const VpcPeering& peering = **m_network.architecture().peerings.find(m_natPeering.peering);
    passed(StepAt(HopKind::Peering, peering, "forward")
               .because("an answer to a NAT gateway needs no route here"));
    return arriveInVpc(m_natPeering.near);
}

FlowEnd Walk::throughVpnGateway(VpcIndex vpcIndex, ThingId id) {
    const VpcNode& node = vpc(vpcIndex);
    const VpnGateway* gateway = node.vpnGateway;
    if (gateway == nullptr || gateway->id != id) {
        const StepAt missing(HopKind::VpnGateway, id, "VPN gateway", "forward");
        return stop(missing.because("it is not attached to `{}`", node.vpc->name),
                    Disposition::Blackhole);
    }
    const StepAt forward(HopKind::VpnGateway, *gateway, "forward");
    if (!node.holds(m_state.ends.source)) {
        return stop(
            forward.because("it does not carry what comes from outside `{}`", node.vpc->name),
            Disposition::NotForwarded);
    }
    Doubt why;
    bool connected = false;
    for (const auto& [connectionId, connection] : m_network.architecture().vpnConnections) {
        if (!connection->vpnGateway || !connection->vpnGateway->isKnown() ||
            **connection->vpnGateway != id) {
            continue;
        }
        connected = true;
        for (const auto& block : connection->staticRoutes) {
            if (block.isKnown() && block->contains(m_state.ends.destination)) {
                passed(forward);
                return toOnPremises(*connection);
            }
            if (!block.isKnown()) why = block.why();
        }
        if (!connection->staticRoutesOnly.valueOr(false)) {
            why = fmt::format("the networks behind `{}` are learnt by BGP", connection->name);
        }
    }
    // NOT MODELLED: Direct Connect, whose virtual interfaces templates seldom hold.
    if (!connected) why = "what is connected to it is not in this design";
    if (why.empty()) why = gateway->connectionsWhy;
    if (!why.empty()) return unknown(forward.because(why));
    return stop(forward.because("no connection leads to {}", m_state.ends.destination),
                Disposition::NoRoute);
}

FlowEnd Walk::toOnPremises(const VpnConnection& connection) {
    if (!reads(connection, HopKind::OnPremises)) return {};
    passed(StepAt(HopKind::OnPremises, connection, "deliver"));
    return {FlowEnd::Kind::OnPremises, kNone, connection.id};
}

FlowEnd Walk::fromOnPremises(ThingId id) {
    const auto* found = m_network.architecture().vpnConnections.find(id);
    m_sender = {};
    if (found == nullptr) {
        const StepAt missing(HopKind::OnPremises, id, "on-premises", "send");
        return stop(missing.because("no connection leads here"), Disposition::NoRoute);
    }
    const VpnConnection& connection = **found;
    if (!reads(connection, HopKind::OnPremises)) return {};
    const StepAt send(HopKind::OnPremises, connection, "send");
    passed(send);
    if (connection.transitGateway) {
        if (!connection.transitGateway->isKnown()) {
            return unknown(send.because(connection.transitGateway->why()));
        }
        const auto* attachment = attachmentOf(**connection.transitGateway, id);
        if (attachment != nullptr) return transit(*attachment, **connection.transitGateway, 4);
        return stop(send.because("its transit gateway has no attachment for it"),
                    Disposition::NoRoute);
    }
    for (const VpcIndex index : m_network.vpcs().indices()) {
        const VpcNode& node = vpc(index);
        if (node.vpnGateway == nullptr || !connection.vpnGateway ||
            !connection.vpnGateway->isKnown() || node.vpnGateway->id != **connection.vpnGateway) {
            continue;
        }
        const StepAt forward(HopKind::VpnGateway, *node.vpnGateway, "forward");
        passed(forward);
        if (!node.holds(m_state.ends.destination)) {
            return stop(forward.because("it carries only what goes to its own VPC"),
                        Disposition::NoRoute);
        }
        return enterThroughEdge(index, node.vpnEdgeTable);
    }
    return stop(send.because("its gateway is attached to no VPC"), Disposition::NoRoute);
}

}  // namespace archivolt
