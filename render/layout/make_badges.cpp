#include "model/architecture/network.h"
#include "render/layout/diagram_maker.h"

namespace archivolt {

namespace {

/// A connection that shows as a badge of one of its ends, which lists the other.
struct Joins {
    std::string_view type;
    BadgeKind kind = BadgeKind::RouteTable;
};
constexpr std::array kJoins = {
    Joins{"AWS::EC2::SubnetRouteTableAssociation", BadgeKind::RouteTable},
    Joins{"AWS::EC2::SubnetNetworkAclAssociation", BadgeKind::NetworkAcl},
    Joins{"AWS::EC2::GatewayRouteTableAssociation", BadgeKind::RouteTable},
};

}  // namespace

std::optional<BadgeKind> DiagramMaker::badgeKindOf(std::string_view type) {
    if (type == "AWS::EC2::TransitGatewayRouteTable") return BadgeKind::RouteTable;
    if (type == "AWS::EC2::RouteTable") return BadgeKind::RouteTable;
    if (type == "AWS::EC2::NetworkAcl") return BadgeKind::NetworkAcl;
    if (type == "AWS::EC2::SecurityGroup") return BadgeKind::SecurityGroup;
    return std::nullopt;
}

void DiagramMaker::addToBadge(BoxIndex at, BadgeKind kind, std::size_t listed) {
    auto& badges = box(at).badges;
    auto badge = std::ranges::find(badges, kind, &BoxBadge::kind);
    if (badge == badges.end()) {
        badges.push_back({kind, {}});
        badge = badges.end() - 1;
    }
    const ResourceId id = m_items[listed].evaluated->source->id;
    auto& things = badge->things;
    // A VPC's list grows in the design's order, in which it has each thing once anyway.
    const bool owner = m_items[listed].box == at;
    if (!owner && std::ranges::find(things, id) != things.end()) return;
    things.push_back(id);
}

void DiagramMaker::badgeJoined() {
    const auto isBadged = [&](std::size_t i) { return badgeKindOf(m_items[i].type).has_value(); };
    for (const auto& [id, subnet] : typed().subnets) {
        const auto at = m_byThing.find(id);
        if (at == m_byThing.end()) continue;
        const BoxIndex subnetBox = m_items[at->second].box;
        for (const auto& [listed, kind] : {std::pair(subnet->routeTable, BadgeKind::RouteTable),
                                           std::pair(subnet->networkAcl, BadgeKind::NetworkAcl)}) {
            const auto item = listed.isKnown() ? m_byThing.find(*listed) : m_byThing.end();
            if (item != m_byThing.end() && isBadged(item->second)) {
                addToBadge(subnetBox, kind, item->second);
            }
        }
    }
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const auto join =
            std::ranges::find(kJoins, std::string_view(m_items[i].type), &Joins::type);
        if (join == kJoins.end()) continue;
        std::vector<std::size_t> holders;
        std::vector<std::size_t> listed;
        for (const PathPattern& end : m_items[i].facts->ends) {
            for (const std::size_t to : targets(i, end)) {
                (isBadged(to) ? listed : holders).push_back(to);
            }
        }
        for (const std::size_t at : holders) {
            for (const std::size_t to : listed) addToBadge(m_items[at].box, join->kind, to);
        }
    }
}

void DiagramMaker::badgeGroups() {
    const auto carries = [&](BoxIndex at) {
        const BoxKind kind = m_diagram.boxes[at].kind;
        return isNode(kind) || kind == BoxKind::Fleet;
    };
    for (const auto& [interface, holder] : m_holders) {
        if (holder == kNoBox || !carries(holder)) continue;
        for (const ThingId group : interface->securityGroups.ids) {
            const auto item = m_byThing.find(group);
            if (item != m_byThing.end() && badgeKindOf(m_items[item->second].type)) {
                addToBadge(holder, BadgeKind::SecurityGroup, item->second);
            }
        }
    }
    // What has no interface that is known of still names its groups.
    for (const std::size_t group : m_badged) {
        if (badgeKindOf(m_items[group].type) != BadgeKind::SecurityGroup) continue;
        for (const std::size_t user : m_items[group].referrers) {
            const BoxIndex at = m_items[user].box;
            if (at != kNoBox && carries(at)) addToBadge(at, BadgeKind::SecurityGroup, group);
        }
    }
}

void DiagramMaker::indexHolders() {
    const auto& interfaces = typed().interfaces;
    m_holders.reserve(interfaces.size());
    for (const auto& [id, interface] : interfaces) {
        const bool isOwn = !interface->owner && m_byThing.contains(id);
        m_holders.emplace_back(interface.get(), boxOfHolder(isOwn ? id : interface->owner));
    }
}

void DiagramMaker::addBadges() {
    indexHolders();
    badgeJoined();
    badgeGroups();
    for (const std::size_t i : m_badged) {
        addToBadge(m_items[i].box, *badgeKindOf(m_items[i].type), i);
        auto& parts = m_diagram.belongings[m_items[i].evaluated->source->id];
        for (const std::size_t part : m_owned[i]) {
            parts.push_back({m_items[part].evaluated->source->id, tieOf(part)});
        }
    }
    for (Box& b : m_diagram.boxes) std::ranges::sort(b.badges, {}, &BoxBadge::kind);
}

}  // namespace archivolt
