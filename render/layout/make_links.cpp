#include <fmt/format.h>

#include <set>

#include "model/architecture/compute.h"
#include "model/architecture/data.h"
#include "model/architecture/dns_names.h"
#include "model/architecture/edge.h"
#include "render/layout/diagram_maker.h"
#include "render/layout/link_label.h"

namespace archivolt {

namespace {

constexpr std::size_t kMostPairsOfRule = 24;  // A rule that connects more says nothing as arrows.

/// Adds the packets that a rule lets pass, or notes that they are not known.
void addMatch(const RuleMatch& match, Link& link) {
    if (!match.protocol.isKnown()) {
        link.partial = true;
        return;
    }
    const ProtocolNumber protocol = *match.protocol;
    if (protocol == kAllProtocols) {
        link.traffic = TrafficSet::all();
        return;
    }
    const auto number = static_cast<IpProtocol>(protocol);
    if (protocol != kTcp && protocol != kUdp) {
        link.traffic |= TrafficSet::of(number);  // Arrows don't tell ICMP messages apart.
        return;
    }
    if (!match.fromPort.isKnown() || !match.toPort.isKnown()) {
        link.partial = true;
        return;
    }
    const auto first = static_cast<Port>(std::clamp(*match.fromPort, 0, 65535));
    const auto last = static_cast<Port>(std::clamp(*match.toPort, 0, 65535));
    if (first <= last) link.traffic |= TrafficSet::of(number, PortSet(PortRange{first, last}));
}

/// Adds the port that targets are asked on.
void addTargetPort(const TargetGroup& group, const Known<std::int32_t>& own, Link& link) {
    const Known<std::int32_t>& port = own.isKnown() && *own > 0 ? own : group.port;
    if (!port.isKnown() || !group.protocol.isKnown()) {
        link.partial = true;
        return;
    }
    if (*port <= 0 || *port > 65535) return;  // A function or a balancer is no port's target.
    const PortSet ports(PortRange{static_cast<Port>(*port), static_cast<Port>(*port)});
    const std::string& protocol = *group.protocol;
    const bool udp = protocol == "UDP" || protocol == "TCP_UDP" || protocol == "GENEVE";
    if (udp) link.traffic |= TrafficSet::of(kProtocolUdp, ports);
    if (!udp || protocol == "TCP_UDP") link.traffic |= TrafficSet::of(kProtocolTcp, ports);
}

Part originOf(const Origin& origin) { return {origin.resource, origin.property}; }

}  // namespace

Part DiagramMaker::partOf(std::size_t item, const PathPattern& path) const {
    const auto found = select(m_items[item].properties(), path);
    return {m_items[item].evaluated->source->id,
            found.empty() ? Path() : Path{"Properties"} / found.front().path};
}

void DiagramMaker::link(Link added) {
    const BoxIndex from = added.from;
    const BoxIndex to = added.to;
    if (from == kNoBox || to == kNoBox || from == to) return;
    if (m_diagram.isWithin(from, to) || m_diagram.isWithin(to, from)) return;
    const auto [at, isNew] = m_linked.emplace(std::pair(from, to), m_diagram.links.size());
    if (isNew) {
        m_diagram.links.push_back(std::move(added));
        return;
    }
    Link& there = m_diagram.links[at->second];
    there.traffic |= added.traffic;
    there.partial = there.partial || added.partial;
    for (Part& source : added.sources) {
        const bool known = std::ranges::find(there.sources, source) != there.sources.end();
        if (!known) there.sources.push_back(std::move(source));
    }
}

void DiagramMaker::labelLinks() {
    for (Link& link : m_diagram.links) {
        if (link.label.empty()) link.label = linkLabel(link.traffic, link.partial);
    }
}

BoxIndex DiagramMaker::boxOf(ThingId thing) const {
    if (const auto* interface = typed().interfaces.find(thing)) {
        const auto declared = m_byThing.find(thing);
        if (declared == m_byThing.end() || (*interface)->owner) thing = (*interface)->owner;
    }
    return boxOfHolder(thing);
}

BoxIndex DiagramMaker::boxOfHolder(ThingId thing) const {
    if (const auto* instance = typed().instances.find(thing)) {
        if ((*instance)->fleet.has_value()) thing = *(*instance)->fleet;
    }
    const auto declared = m_byThing.find(thing);
    return declared == m_byThing.end() ? kNoBox : m_items[declared->second].box;
}

void DiagramMaker::addLinks() {
    linkDns();
    linkNames();
    linkInternet();
    linkBalancers();
    linkGroups();
    linkAttachments();
    linkLines();
    linkEvents();
    linkUses();
    labelLinks();
}

void DiagramMaker::linkDns() {
    std::set<ThingId> asked;  // Records of which a distribution's line tells.
    const auto linkOrigin = [&](ThingId from, const DistributionOrigin& origin, Link made) {
        made.from = boxOf(from);
        if (origin.thing && origin.thing->isKnown() && !(**origin.thing).isExternal()) {
            made.to = boxOf(**origin.thing);
            return link(std::move(made));
        }
        if (!origin.domain.isKnown()) return;
        for (const NamedThing& named : thingsOfName(typed(), *origin.domain)) {
            Link one = made;
            one.to = boxOf(named.thing);
            for (const DnsRecord* record : named.records) {
                one.sources.push_back(originOf(record->origin));
                if (one.to != kNoBox) asked.insert(record->id);
            }
            link(std::move(one));
        }
    };
    for (const auto& [id, distribution] : typed().distributions) {
        for (const DistributionOrigin& origin : distribution->origins) {
            linkOrigin(
                id, origin,
                {{}, {}, LinkKind::Traffic, {}, {originOf(distribution->origin)}, {}, false});
        }
    }
    for (const auto& entry : typed().dnsRecords) {
        const ThingId id = entry.first;
        const auto& record = entry.second;
        const auto to = [&](ThingId thing, LinkKind kind) {
            link({boxOf(id), boxOf(thing), kind, {}, {originOf(record->origin)}, {}, false});
        };
        // Who visits does not come by the name of an origin: the distribution alone asks it.
        if (!asked.contains(id)) {
            if (record->aliasTarget && record->aliasTarget->isKnown()) {
                to(**record->aliasTarget, LinkKind::Traffic);
            }
            for (const ThingId target : record->targets.ids) to(target, LinkKind::Traffic);
        }
        if (record->healthCheck && record->healthCheck->isKnown()) {
            to(**record->healthCheck, LinkKind::Relation);
        }
    }
}

void DiagramMaker::linkInternet() {
    const auto isTarget = [&](BoxIndex to) {
        return std::ranges::any_of(m_linked,
                                   [&](const auto& pair) { return pair.first.second == to; });
    };
    for (const Item& item : m_items) {
        const bool edge = item.type == "AWS::CloudFront::Distribution" ||
                          item.type == "AWS::Route53::HostedZone" ||
                          item.type == "AWS::Route53::RecordSet" ||
                          item.type == "AWS::Route53::RecordSetGroup";
        const auto* zone = edge ? typed().hostedZones.find(item.thing) : nullptr;
        const bool hidden = zone != nullptr && (*zone)->isPrivate;
        const Part whole{item.evaluated->source->id, {}};
        if (edge && !hidden && item.box != kNoBox && !isTarget(item.box)) {
            link({m_internet, item.box, LinkKind::Traffic, {}, {whole}, {}, false});
        }
        if (item.type == "AWS::EC2::EgressOnlyInternetGateway") {
            link({item.box, m_internet, LinkKind::Traffic, {}, {whole}, {}, false});
        }
    }
    for (const auto& [id, gateway] : typed().internetGateways) {
        const BoxIndex at = boxOf(id);
        if (at == kNoBox || box(at).kind != BoxKind::Gateway) continue;
        link({m_internet, at, LinkKind::Traffic, {}, {originOf(gateway->origin)}, {}, false});
        linkEntrances(id, at);
    }
}

void DiagramMaker::linkEntrances(ThingId gateway, BoxIndex at) {
    const BoxIndex vpc = box(at).parent;
    const auto enter = [&](BoxIndex to, const References& subnets, const Part& source) {
        // A gateway's route table may send what comes in through a firewall first.
        std::set<BoxIndex> before;
        for (const ThingId subnet : subnets.ids) {
            for (const BoxIndex inspector : inspectorsOf(gateway, subnet)) before.insert(inspector);
        }
        for (const BoxIndex inspector : before) {
            if (inspector == to) continue;
            link({at, inspector, LinkKind::Traffic, {}, {source}, {}, false});
            link({inspector, to, LinkKind::Traffic, {}, {source}, {}, false});
        }
        if (before.empty()) link({at, to, LinkKind::Traffic, {}, {source}, {}, false});
    };
    for (const auto& [balancerId, balancer] : typed().loadBalancers) {
        const BoxIndex to = boxOf(balancerId);
        const bool facing = balancer->internetFacing.valueOr(false);
        if (facing && to != kNoBox && m_diagram.isWithin(to, vpc)) {
            enter(to, balancer->subnets, originOf(balancer->origin));
        }
    }
    for (const auto& [interface, to] : m_holders) {
        const bool open =
            interface->publicAddress.has_value() && (interface->kind == InterfaceKind::Instance ||
                                                     interface->kind == InterfaceKind::Standalone);
        if (!open || to == kNoBox || !m_diagram.isWithin(to, vpc)) continue;
        if (!interface->subnet.isKnown()) continue;
        // What a route of its subnet does not lead to the gateway is not reached from there.
        const BoxIndex subnet = boxOf(*interface->subnet);
        const bool inspected = !inspectorsOf(gateway, *interface->subnet).empty();
        if (subnet != kNoBox && (inspected || box(subnet).tint == Tint::Public)) {
            enter(to, {{*interface->subnet}, {}}, originOf(interface->origin));
        }
    }
}

std::vector<BoxIndex> DiagramMaker::inspectorsOf(ThingId gateway, ThingId subnet) const {
    std::vector<BoxIndex> found;
    const auto* there = typed().subnets.find(subnet);
    if (there == nullptr) return found;
    for (const auto& [id, table] : typed().routeTables) {
        const bool edge =
            table->gateway && table->gateway->isKnown() && **table->gateway == gateway;
        if (!edge) continue;
        for (const Route& route : table->routes) {
            if (route.targetKind == RouteTargetKind::Local || !route.destination) continue;
            const bool covers =
                route.destination->isKnown() &&
                std::ranges::any_of((*there)->blocks, [&](const Known<Cidr>& block) {
                    return block.isKnown() && (**route.destination).contains(*block);
                });
            if (!covers) continue;
            BoxIndex at = route.target.isKnown() ? boxOf(*route.target) : kNoBox;
            // A firewall's endpoints are not things of their own: the route's text names it.
            const auto declared =
                m_byThing.find(ThingId::of(route.origin.stack, route.origin.resource));
            if (at == kNoBox && declared != m_byThing.end()) {
                const Item& item = m_items[declared->second];
                at = firewallNamedIn(item.evaluated->source->properties(), item);
            }
            if (at != kNoBox && std::ranges::find(found, at) == found.end()) found.push_back(at);
        }
    }
    return found;
}

BoxIndex DiagramMaker::firewallNamedIn(const Value& value, const Item& in) const {
    BoxIndex found = kNoBox;
    if (value.isCall()) {
        const std::size_t to = find(in.stack, referenced(value));
        if (to != kNoItem && m_items[to].type == "AWS::NetworkFirewall::Firewall") {
            return m_items[to].box;
        }
        found = firewallNamedIn(value.argument(), in);
    }
    for (const Value& item : value.items()) {
        if (found == kNoBox) found = firewallNamedIn(item, in);
    }
    for (const MapEntry& entry : value.entries()) {
        if (found == kNoBox) found = firewallNamedIn(entry.value, in);
    }
    return found;
}

void DiagramMaker::linkBalancers() {
    for (const auto& [id, balancer] : typed().loadBalancers) {
        for (const Listener& listener : balancer->listeners) {
            for (const ListenerRule& rule : listener.rules) {
                for (const ListenerAction& action : rule.actions) {
                    for (const ThingId groupId : action.targetGroups.ids) {
                        linkTargets(boxOf(id), rule.origin, groupId);
                    }
                }
            }
        }
        for (const ThingId target : balancer->classicTargets.ids) {
            Link made{boxOf(id), boxOf(target), LinkKind::Traffic, {}, {}, {}, false};
            made.sources.push_back(originOf(balancer->origin));
            for (const Listener& listener : balancer->listeners) {
                if (!listener.instancePort) continue;
                const auto port = static_cast<Port>(*listener.instancePort);
                made.traffic |= TrafficSet::of(kProtocolTcp, PortSet(PortRange{port, port}));
            }
            link(std::move(made));
        }
    }
    // A fleet of no instances yet is a target all the same.
    for (const auto& [id, group] : typed().autoScalingGroups) {
        for (const ThingId target : group->targetGroups.ids) {
            Link made{boxOf(target), boxOf(id), LinkKind::Traffic, {}, {}, {}, false};
            made.sources.push_back(originOf(group->origin));
            const auto* targets = typed().targetGroups.find(target);
            if (targets != nullptr) addTargetPort(**targets, std::int32_t{0}, made);
            link(std::move(made));
        }
        for (const ThingId balancer : group->classicLoadBalancers.ids) {
            link({boxOf(balancer),
                  boxOf(id),
                  LinkKind::Traffic,
                  {},
                  {originOf(group->origin)},
                  {},
                  false});
        }
    }
}

void DiagramMaker::linkTargets(BoxIndex from, const Origin& rule, ThingId groupId) {
    const auto* group = typed().targetGroups.find(groupId);
    if (group == nullptr) return;
    for (const Target& target : (*group)->targets) {
        if (!target.thing.isKnown()) continue;
        Link made{from, boxOf(*target.thing), LinkKind::Traffic, {}, {}, {}, false};
        made.sources = {originOf(rule), originOf((*group)->origin)};
        addTargetPort(**group, target.port, made);
        link(std::move(made));
    }
}

bool DiagramMaker::answersForCluster(BoxIndex member, const std::set<BoxIndex>& all) const {
    const auto* database = typed().databases.find(m_diagram.boxes[member].thing);
    if (database == nullptr || !(*database)->cluster || !(*database)->cluster->isKnown()) {
        return false;
    }
    return all.contains(boxOf(**(*database)->cluster));
}

void DiagramMaker::linkGroups() {
    std::map<ThingId, std::set<BoxIndex>> members;  // Of groups that rules join.
    for (const auto& [id, group] : typed().securityGroups) {
        for (const SecurityGroupRule& rule : group->rules) {
            if (!rule.group || !rule.group->isKnown() || **rule.group == id) continue;
            members[id];
            members[**rule.group];
        }
    }
    for (const auto& [interface, holder] : m_holders) {
        if (members.empty() || holder == kNoBox) continue;
        for (const ThingId group : interface->securityGroups.ids) {
            const auto joined = members.find(group);
            if (joined != members.end()) joined->second.insert(holder);
        }
    }
    for (const auto& [id, group] : typed().securityGroups) {
        for (const SecurityGroupRule& rule : group->rules) {
            const bool between = rule.direction == RuleDirection::Ingress && rule.group &&
                                 rule.group->isKnown() && **rule.group != id;
            if (!between) continue;
            const auto& from = members[**rule.group];
            const auto& to = members[id];
            if (from.size() * to.size() > kMostPairsOfRule) continue;
            for (const BoxIndex a : from) {
                for (const BoxIndex b : to) {
                    if (answersForCluster(b, to)) continue;
                    Link made{a, b, LinkKind::Access, {}, {originOf(rule.origin)}, {}, false};
                    addMatch(rule.match, made);
                    link(std::move(made));
                }
            }
        }
    }
}

void DiagramMaker::linkAttachments() {
    for (const auto& [id, attachment] : typed().transitGatewayAttachments) {
        if (attachment->kind != AttachmentKind::Vpc || !attachment->transitGateway.isKnown()) {
            continue;
        }
        const BoxIndex gateway = boxOf(*attachment->transitGateway);
        if (gateway == kNoBox || isNode(box(gateway).kind) == false) continue;
        for (const ThingId subnet : attachment->subnets.ids) {
            const BoxIndex at = boxOf(subnet);
            if (at == kNoBox || box(at).kind != BoxKind::Subnet) continue;
            link({gateway, at, LinkKind::Relation, {}, {originOf(attachment->origin)}, {}, false});
        }
    }
}

void DiagramMaker::linkLines() {
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const Item& item = m_items[i];
        if (item.facts == nullptr || item.facts->appearance != Appearance::Line) continue;
        std::vector<std::pair<BoxIndex, Part>> ends;
        bool peers = item.type == "AWS::EC2::VPCPeeringConnection";
        for (const PathPattern& end : item.facts->ends) {
            for (const std::size_t to : targets(i, end)) {
                ends.emplace_back(m_items[to].box, partOf(i, end));
            }
        }
        for (std::size_t e = 1; e < ends.size(); ++e) {
            const BoxIndex a = ends[0].first;
            const BoxIndex b = ends[e].first;
            const bool nested = m_diagram.isWithin(a, b) || m_diagram.isWithin(b, a);
            const auto quiet = [&](BoxIndex end) {
                // Associations are told by badges, not by arrows across the VPC.
                return box(end).kind == BoxKind::Subnet || box(end).kind == BoxKind::Chip;
            };
            if (nested || quiet(a) || quiet(b)) continue;
            // A VPC that is joined at its subnets is not joined at its border as well.
            const bool atSubnets = std::ranges::any_of(m_linked, [&](const auto& pair) {
                const auto& [from, to] = pair.first;
                return from == a && to != b && m_diagram.isWithin(to, b);
            });
            if (atSubnets && box(b).kind == BoxKind::Vpc) continue;
            link({a,
                  b,
                  LinkKind::Relation,
                  peers ? item.name() : std::string(),
                  {ends[0].second, ends[e].second},
                  {},
                  false});
        }
    }
}

void DiagramMaker::linkUses() {
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const Item& item = m_items[i];
        for (std::size_t r = 0; r < item.referrers.size(); ++r) {
            const Item& from = m_items[item.referrers[r]];
            const std::string_view user = from.type;
            const bool api =
                user.starts_with("AWS::ApiGateway") && item.type == "AWS::Lambda::Function";
            // NOT MODELLED: what a function's code calls is not in the template; a resource that
            // its properties name is taken as one that it uses.
            const bool uses = user == "AWS::Lambda::Function" && item.facts != nullptr &&
                              (item.facts->category == Category::Database ||
                               item.facts->category == Category::Storage ||
                               item.facts->category == Category::Integration) &&
                              item.facts->appearance == Appearance::Node &&
                              item.type != "AWS::Logs::LogGroup";
            if (!api && !uses) continue;
            link({from.box,
                  item.box,
                  api ? LinkKind::Traffic : LinkKind::Relation,
                  {},
                  {{from.evaluated->source->id, referrerPath(i, r)}},
                  {},
                  false});
        }
    }
}

}  // namespace archivolt
