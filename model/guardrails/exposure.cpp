#include "model/guardrails/exposure.h"

#include <algorithm>

#include "model/reachability/questions/candidates.h"

namespace archivolt {

namespace {

/// Returns the parts of the internet, of one family, that the begins of blocks cut it into.
std::vector<AddressSet> piecesOf(const AddressSet& addresses, Family family,
                                 const std::vector<IpAddress>& begins) {
    std::vector<AddressSet> pieces;
    for (std::size_t i = 0; i < begins.size(); ++i) {
        if (begins[i].family != family) continue;
        const bool last = i + 1 == begins.size() || begins[i + 1].family != family;
        const IpAddress end =
            last ? Cidr::all(family).last() : AddressTraits::previous(begins[i + 1]);
        AddressSet piece = addresses & AddressSet({begins[i], end});
        if (!piece.empty()) pieces.push_back(std::move(piece));
    }
    return pieces;
}

/// Returns what at least half of `whole` addresses reach together.
TrafficSet reachedByHalf(const std::vector<Opening::Piece>& pieces, Family family, double whole) {
    struct Part {
        TrafficSet traffic;
        double weight = 0;
    };
    std::vector<Part> parts = {{TrafficSet::all(), 0}};
    for (const Opening::Piece& piece : pieces) {
        if (piece.flow.ends.source.family != family) continue;
        const double weight = roughSize(piece.sources);
        std::vector<Part> next;
        for (Part& part : parts) {
            TrafficSet inside = part.traffic & piece.traffic;
            TrafficSet outside = part.traffic - piece.traffic;
            if (!inside.empty()) next.push_back({std::move(inside), part.weight + weight});
            if (!outside.empty()) next.push_back({std::move(outside), part.weight});
        }
        parts = std::move(next);
    }
    TrafficSet reached;
    for (const Part& part : parts) {
        if (part.weight * 2 >= whole) reached |= part.traffic;
    }
    return reached;
}

}  // namespace

AddressSet Opening::sources(IpProtocol protocol, Port port) const {
    AddressSet result;
    for (const Piece& piece : pieces) {
        if (piece.traffic.contains(protocol, port)) result |= piece.sources;
    }
    return result;
}

Exposure::Exposure(const Reachability& engine) : m_engine(engine), m_network(engine.network()) {
    const auto& interfaces = m_network.interfaces();
    for (const InterfaceIndex i : interfaces.indices()) {
        if (interfaces[i].sourceDestCheck != Truth::Yes) {
            m_forwarding.push_back(i);
        }
    }
}

Exposure::Key Exposure::keyOf(InterfaceIndex interface) const {
    const auto& node = m_network.interfaces()[interface];
    const auto six = node.address(Family::Ipv6);
    const bool hasEdgeTable = node.vpc != kNone && m_network.vpcs()[node.vpc].edgeTable != kNone;
    return {node.subnet,
            node.groupSet,
            node.publicAddress.has_value(),
            six && !specialAddresses().contains(*six),
            node.sourceDestCheck,
            hasEdgeTable || node.subnet == kNone ? interface : kNone};
}

void Exposure::addGroupBlocks(const InterfaceNode& node, std::vector<Cidr>& blocks) const {
    for (const GroupIndex index : node.groups) {
        for (const auto& rule : m_network.groups()[index].group->rules) {
            if (rule.cidr && rule.cidr->isKnown()) blocks.push_back(**rule.cidr);
            if (!rule.prefixList || !rule.prefixList->isKnown()) continue;
            const auto* list = m_network.architecture().prefixLists.find(**rule.prefixList);
            if (list == nullptr || !(*list)->entries.isKnown()) continue;
            blocks.insert(blocks.end(), (*list)->entries->begin(), (*list)->entries->end());
        }
    }
}

std::vector<Cidr> Exposure::tellingBlocks(InterfaceIndex interface) const {
    const auto& node = m_network.interfaces()[interface];
    std::vector<Cidr> blocks;
    addGroupBlocks(node, blocks);
    const VpcNode& vpc = m_network.vpcs()[node.vpc];
    std::vector<SubnetIndex> subnets = {node.subnet};
    if (vpc.edgeTable != kNone || !m_forwarding.empty()) {
        // A middlebox may stand on the way: whatever the VPC tells addresses apart by counts.
        subnets = vpc.subnets;
        for (const InterfaceIndex forwarding : m_forwarding) {
            addGroupBlocks(m_network.interfaces()[forwarding], blocks);
        }
    }
    std::vector<TableIndex> tables = {vpc.edgeTable};
    std::vector<AclIndex> acls;
    for (const SubnetIndex subnet : subnets) {
        tables.push_back(m_network.subnets()[subnet].table);
        acls.push_back(m_network.subnets()[subnet].acl);
    }
    for (const TableIndex table : tables) {
        if (table == kNone) continue;
        for (const RouteNode& route : m_network.tables()[table].routes) {
            blocks.push_back(route.destination);
        }
    }
    for (const AclIndex acl : acls) {
        if (acl == kNone) continue;
        for (const auto& entry : m_network.acls()[acl].acl->entries) {
            if (entry.cidr.isKnown()) blocks.push_back(*entry.cidr);
        }
    }
    return blocks;
}

std::string Exposure::publicAccessWhy(InterfaceIndex interface) const {
    const auto& node = m_network.interfaces()[interface];
    if (node.vpc == kNone) return {};
    const Vpc& vpc = *m_network.vpcs()[node.vpc].vpc;
    for (const auto& [id, access] : m_network.architecture().blockPublicAccess) {
        if (access->region != vpc.region || access->account != vpc.account) continue;
        if (!access->mode.isKnown()) return access->mode.why().text();
    }
    return {};
}

Opening Exposure::compute(InterfaceIndex interface, const std::string& condition) const {
    const auto& node = m_network.interfaces()[interface];
    Opening opening;
    opening.condition = condition;
    if (node.vpc == kNone || node.subnet == kNone) return opening;
    std::vector<IpAddress> receivers;
    if (node.publicAddress) receivers.push_back(*node.publicAddress);
    const auto six = node.address(Family::Ipv6);
    if (six && !specialAddresses().contains(*six)) receivers.push_back(*six);
    if (receivers.empty()) return opening;
    const auto begins = cutsOf(tellingBlocks(interface));
    for (const IpAddress& receiver : receivers) {
        const Family family = receiver.family;
        const AddressSet internet = ofFamily(m_network.internet(), family);
        for (AddressSet& piece : piecesOf(internet, family, begins)) {
            WalkQuestion flow;
            flow.from.kind = FlowEnd::Kind::Internet;
            flow.to = {FlowEnd::Kind::Interface, interface, {}};
            flow.ends = {piece.ranges().front().first, receiver};
            const auto between = trafficBetween(m_network, m_engine.filters(), {flow, false});
            const TrafficBounds trip = between.roundTrip(managedClientPorts());
            TrafficSet traffic = trip.sure;
            const bool isOnlyCondition =
                !condition.empty() &&
                std::ranges::all_of(between.unknowns, [&](const std::string& why) {
                    return why.ends_with(": " + condition);
                });
            if (isOnlyCondition) traffic = trip.possible;
            if (traffic.empty()) continue;
            opening.pieces.push_back({flow, std::move(piece), std::move(traffic)});
        }
        opening.world |= reachedByHalf(opening.pieces, family, roughSize(internet));
    }
    return opening;
}

const Opening& Exposure::of(InterfaceIndex interface) {
    const Key key = keyOf(interface);
    const auto found = m_openings.find(key);
    if (found != m_openings.end()) return found->second;
    return m_openings.emplace(key, compute(interface, {})).first->second;
}

const Opening& Exposure::orUnlessBlocked(InterfaceIndex interface) {
    const Opening& sure = of(interface);
    const std::string why = sure.empty() ? publicAccessWhy(interface) : std::string();
    if (why.empty()) return sure;
    const Key key = keyOf(interface);
    const auto found = m_conditional.find(key);
    if (found != m_conditional.end()) return found->second;
    return m_conditional.emplace(key, compute(interface, why)).first->second;
}

TrafficSet Exposure::letInByGroups(InterfaceIndex interface) const {
    const InterfaceNode& node = m_network.interfaces()[interface];
    if (node.groups.empty()) return {};
    const GroupSetFilter& filter =
        m_engine.filters().groupSet(node.groupSet, RuleDirection::Ingress);
    if (filter.open) return {};
    TrafficSet reached;
    for (const Family family : {Family::Ipv4, Family::Ipv6}) {
        const AddressSet internet = ofFamily(m_network.internet(), family);
        std::vector<Opening::Piece> pieces;
        for (AddressSet& piece : piecesOf(internet, family, filter.byAddress.begins)) {
            Opening::Piece made;
            made.flow.ends.source = piece.ranges().front().first;
            made.traffic = filter.byAddress.at(made.flow.ends.source).sure;
            made.sources = std::move(piece);
            if (!made.traffic.empty()) pieces.push_back(std::move(made));
        }
        reached |= reachedByHalf(pieces, family, roughSize(internet));
    }
    return reached;
}

const std::optional<Trace>& Exposure::trace(InterfaceIndex interface, IpProtocol protocol,
                                            Port port) {
    const std::tuple key(keyOf(interface), protocol, port);
    const auto found = m_traces.find(key);
    if (found != m_traces.end()) return found->second;
    return m_traces.emplace(key, traced(interface, protocol, port)).first->second;
}

std::optional<Trace> Exposure::traced(InterfaceIndex interface, IpProtocol protocol, Port port) {
    const Opening::Piece* widest = nullptr;
    for (const Opening::Piece& piece : orUnlessBlocked(interface).pieces) {
        if (!piece.traffic.contains(protocol, port)) continue;
        if (widest == nullptr || roughSize(piece.sources) > roughSize(widest->sources)) {
            widest = &piece;
        }
    }
    if (widest == nullptr) return std::nullopt;
    TraceQuestion question;
    question.from = widest->flow.from;
    question.to = widest->flow.to;
    question.packet.protocol = protocol;
    question.packet.ends = widest->flow.ends;
    question.packet.destinationPort = hasPorts(protocol) ? port : Port{0};
    const auto between = trafficBetween(m_network, m_engine.filters(), {widest->flow, false});
    const PortSet answered = between.answeredClientPorts(protocol) & managedClientPorts();
    question.packet.sourcePort = question.translatedPort;
    if (!answered.empty() && !answered.contains(question.translatedPort)) {
        question.packet.sourcePort = answered.ranges().front().first;
    }
    return traceFlow(m_network, question);
}

ThingId namedFor(const Architecture& architecture, const NetworkInterface& interface) {
    if (const auto* instance = architecture.instances.find(interface.owner)) {
        const auto& fleet = (*instance)->fleet;
        if (fleet && architecture.find(*fleet) != nullptr) return *fleet;
    }
    const bool isOwned = interface.owner && architecture.find(interface.owner) != nullptr;
    return isOwned ? interface.owner : interface.id;
}

const RouteNode* internetRoute(const NetworkIndex& network, SubnetIndex subnet) {
    if (subnet == kNone) return nullptr;
    const TableIndex table = network.subnets()[subnet].table;
    if (table == kNone) return nullptr;
    const VpcIndex vpc = network.subnets()[subnet].vpc;
    for (const RouteNode& route : network.tables()[table].routes) {
        if (route.kind != RouteTargetKind::InternetGateway) continue;
        // One that is attached elsewhere, or nowhere, carries nothing for this VPC.
        const auto* gateway = route.target.isKnown()
                                  ? network.architecture().internetGateways.find(*route.target)
                                  : nullptr;
        const bool isElsewhere =
            gateway != nullptr && vpc != kNone && (*gateway)->vpcs.why.empty() &&
            std::ranges::count((*gateway)->vpcs.ids, network.vpcs()[vpc].id()) == 0;
        if (!isElsewhere) return &route;
    }
    return nullptr;
}

Truth hasInternetRoute(const NetworkIndex& network, SubnetIndex subnet) {
    if (internetRoute(network, subnet) != nullptr) return Truth::Yes;
    if (subnet == kNone) return Truth::Unknown;
    const TableIndex index = network.subnets()[subnet].table;
    if (index == kNone) return Truth::Unknown;
    const TableNode& table = network.tables()[index];
    // A firewall's endpoint or a device may lead there as well.
    const auto mayLead = [](const RouteNode& route) {
        return route.kind == RouteTargetKind::Unknown ||
               route.kind == RouteTargetKind::GatewayLoadBalancerEndpoint ||
               route.kind == RouteTargetKind::NetworkInterface ||
               route.kind == RouteTargetKind::Instance;
    };
    const bool unknown = !table.unknown.empty() || std::ranges::any_of(table.routes, mayLead);
    return unknown ? Truth::Unknown : Truth::No;
}

std::vector<Origin> evidenceOf(const Trace& trace) {
    std::vector<Origin> places;
    for (const auto* hops : {&trace.forward, &trace.reply}) {
        for (const Hop& hop : *hops) {
            const bool decides = hop.kind == HopKind::SecurityGroup ||
                                 hop.kind == HopKind::NetworkAcl || hop.kind == HopKind::RouteTable;
            if (!decides || !hop.origin.resource) continue;
            if (std::ranges::find(places, hop.origin) == places.end()) places.push_back(hop.origin);
        }
    }
    return places;
}

std::optional<Hop> entryRule(const Trace& trace) {
    std::optional<Hop> last;
    for (const Hop& hop : trace.forward) {
        if (hop.kind == HopKind::SecurityGroup && hop.step == "ingress" &&
            hop.result == HopResult::Passed) {
            last = hop;
        }
    }
    return last;
}

}  // namespace archivolt
