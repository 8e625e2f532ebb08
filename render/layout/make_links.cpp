#include <fmt/format.h>

#include "model/architecture/compute.h"
#include "model/architecture/data.h"
#include "model/architecture/edge.h"
#include "render/layout/diagram_maker.h"

namespace archivolt {

namespace {

constexpr std::size_t kMostPairsOfRule = 24;  // A rule that connects more says nothing as arrows.

std::string portText(const RuleMatch& match) {
    if (!match.protocol.isKnown() || !match.fromPort.isKnown() || !match.toPort.isKnown())
        return "";
    if (*match.protocol != kTcp && *match.protocol != kUdp) return "";
    if (*match.fromPort == *match.toPort) return std::to_string(*match.fromPort);
    if (*match.fromPort <= 0 && *match.toPort >= 65535) return "";
    return fmt::format("{}–{}", *match.fromPort, *match.toPort);
}

}  // namespace

void DiagramMaker::link(BoxIndex from, BoxIndex to, LinkKind kind, std::string label) {
    if (from == kNoBox || to == kNoBox || from == to) return;
    if (m_diagram.isWithin(from, to) || m_diagram.isWithin(to, from)) return;
    if (!m_linked.emplace(from, to).second) return;
    m_diagram.links.push_back({from, to, kind, std::move(label)});
}

BoxIndex DiagramMaker::boxOf(ThingId thing) const {
    if (const auto* interface = typed().interfaces.find(thing)) {
        const auto declared = m_byThing.find(thing);
        if (declared == m_byThing.end() || (*interface)->owner) thing = (*interface)->owner;
    }
    if (const auto* instance = typed().instances.find(thing)) {
        if ((*instance)->fleet.has_value()) thing = *(*instance)->fleet;
    }
    const auto declared = m_byThing.find(thing);
    return declared == m_byThing.end() ? kNoBox : m_items[declared->second].box;
}

void DiagramMaker::addLinks() {
    linkDns();
    linkInternet();
    linkBalancers();
    linkGroups();
    linkLines();
    linkUses();
}

void DiagramMaker::linkDns() {
    for (const auto& [id, record] : typed().dnsRecords) {
        const BoxIndex from = boxOf(id);
        if (record->aliasTarget && record->aliasTarget->isKnown()) {
            link(from, boxOf(**record->aliasTarget), LinkKind::Traffic);
        }
    }
    for (const auto& [id, distribution] : typed().distributions) {
        for (const DistributionOrigin& origin : distribution->origins) {
            if (origin.thing && origin.thing->isKnown()) {
                link(boxOf(id), boxOf(**origin.thing), LinkKind::Traffic);
            }
        }
    }
}

void DiagramMaker::linkInternet() {
    const auto isTarget = [&](BoxIndex to) {
        return std::ranges::any_of(m_linked, [&](const auto& pair) { return pair.second == to; });
    };
    for (const Item& item : m_items) {
        const bool edge = item.type == "AWS::CloudFront::Distribution" ||
                          item.type == "AWS::Route53::HostedZone" ||
                          item.type == "AWS::Route53::RecordSet" ||
                          item.type == "AWS::Route53::RecordSetGroup";
        const auto* zone = typed().hostedZones.find(item.thing);
        const bool hidden = zone != nullptr && (*zone)->isPrivate;
        if (edge && !hidden && item.box != kNoBox && !isTarget(item.box)) {
            link(m_internet, item.box, LinkKind::Traffic);
        }
        if (item.type == "AWS::EC2::EgressOnlyInternetGateway") {
            link(item.box, m_internet, LinkKind::Traffic);
        }
    }
    for (const auto& [id, gateway] : typed().internetGateways) {
        const BoxIndex at = boxOf(id);
        if (at == kNoBox || box(at).kind != BoxKind::Gateway) continue;
        link(m_internet, at, LinkKind::Traffic);
        const BoxIndex vpc = box(at).parent;
        for (const auto& [balancerId, balancer] : typed().loadBalancers) {
            const BoxIndex to = boxOf(balancerId);
            const bool facing = balancer->internetFacing.valueOr(false);
            if (facing && to != kNoBox && m_diagram.isWithin(to, vpc)) {
                link(at, to, LinkKind::Traffic);
            }
        }
        for (const auto& [interfaceId, interface] : typed().interfaces) {
            const BoxIndex to = boxOf(interfaceId);
            const bool open = interface->publicAddress.has_value() &&
                              (interface->kind == InterfaceKind::Instance ||
                               interface->kind == InterfaceKind::Standalone);
            if (!open || to == kNoBox || !m_diagram.isWithin(to, vpc)) continue;
            // What a route of its subnet does not lead to the gateway is not reached from there.
            const BoxIndex subnet =
                interface->subnet.isKnown() ? boxOf(*interface->subnet) : kNoBox;
            if (subnet != kNoBox && box(subnet).tint == Tint::Public) {
                link(at, to, LinkKind::Traffic);
            }
        }
    }
}

void DiagramMaker::linkBalancers() {
    for (const auto& [id, balancer] : typed().loadBalancers) {
        for (const Listener& listener : balancer->listeners) {
            for (const ListenerRule& rule : listener.rules) {
                for (const ListenerAction& action : rule.actions) {
                    for (const ThingId groupId : action.targetGroups.ids) {
                        const auto* group = typed().targetGroups.find(groupId);
                        if (group == nullptr) continue;
                        const auto& port = (*group)->port;
                        const bool known = port.isKnown() && *port > 0;
                        for (const Target& target : (*group)->targets) {
                            if (!target.thing.isKnown()) continue;
                            link(boxOf(id), boxOf(*target.thing), LinkKind::Traffic,
                                 known ? std::to_string(*port) : std::string());
                        }
                    }
                }
            }
        }
        for (const ThingId target : balancer->classicTargets.ids) {
            link(boxOf(id), boxOf(target), LinkKind::Traffic);
        }
    }
    // A fleet of no instances yet is a target all the same.
    for (const auto& [id, group] : typed().autoScalingGroups) {
        for (const ThingId target : group->targetGroups.ids) {
            link(boxOf(target), boxOf(id), LinkKind::Traffic);
        }
        for (const ThingId balancer : group->classicLoadBalancers.ids) {
            link(boxOf(balancer), boxOf(id), LinkKind::Traffic);
        }
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
    std::map<ThingId, std::set<BoxIndex>> members;
    for (const auto& [id, interface] : typed().interfaces) {
        const BoxIndex holder = boxOf(id);
        if (holder == kNoBox) continue;
        for (const ThingId group : interface->securityGroups.ids) members[group].insert(holder);
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
                    if (!answersForCluster(b, to)) {
                        link(a, b, LinkKind::Access, portText(rule.match));
                    }
                }
            }
        }
    }
}

void DiagramMaker::linkLines() {
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const Item& item = m_items[i];
        if (item.facts == nullptr || item.facts->appearance != Appearance::Line) continue;
        std::vector<BoxIndex> ends;
        bool peers = item.type == "AWS::EC2::VPCPeeringConnection";
        for (const PathPattern& end : item.facts->ends) {
            for (const std::size_t to : targets(i, end)) ends.push_back(m_items[to].box);
        }
        for (std::size_t e = 1; e < ends.size(); ++e) {
            const bool nested =
                m_diagram.isWithin(ends[0], ends[e]) || m_diagram.isWithin(ends[e], ends[0]);
            const auto quiet = [&](BoxIndex b) {
                // Associations are attributes of their shelf's chips, not arrows across the VPC.
                return box(b).kind == BoxKind::Subnet || box(b).kind == BoxKind::Chip;
            };
            if (nested || quiet(ends[0]) || quiet(ends[e])) continue;
            link(ends[0], ends[e], LinkKind::Relation, peers ? item.name() : std::string());
        }
    }
}

void DiagramMaker::linkUses() {
    for (const Item& item : m_items) {
        for (const std::size_t from : item.referrers) {
            const std::string& user = m_items[from].type;
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
            if (api) link(m_items[from].box, item.box, LinkKind::Traffic);
            if (uses) link(m_items[from].box, item.box, LinkKind::Relation);
        }
    }
}

}  // namespace archivolt
