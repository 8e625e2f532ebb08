#include <algorithm>

#include "tests/reachability/literal_journey.h"

namespace archivolt::test {

namespace {

bool contains(const std::vector<ThingId>& list, ThingId id) {
    return std::ranges::find(list, id) != list.end();
}

bool blocksMeet(const std::vector<Cidr>& some, const std::vector<Cidr>& others) {
    for (const Cidr& one : some) {
        for (const Cidr& other : others) {
            // Blocks meet where either holds the other's first address.
            if (blockHolds(one, other.first()) || blockHolds(other, one.first())) return true;
        }
    }
    return false;
}

}  // namespace

/// Facts 59, 60: between two VPCs and no further.
LiteralPlace LiteralJourney::throughPeering(const Vpc& vpc, ThingId id) {
    const auto* found = m_architecture.peerings.find(id);
    if (found == nullptr) throw Lost{"blackhole"};
    const ThingId requester = sure((*found)->requester);
    const ThingId accepter = sure((*found)->accepter);
    const bool joins = requester == vpc.id || accepter == vpc.id;
    if (!sure((*found)->active) || !joins) throw Lost{"blackhole"};
    const Vpc& far = the(m_architecture.vpcs, requester == vpc.id ? accepter : requester);
    if (!anyBlockHolds(vpc.blocks, m_packet.source)) throw Lost{"not-forwarded"};
    if (!anyBlockHolds(far.blocks, m_packet.destination)) throw Lost{"no-route"};
    if (far.region != vpc.region) m_groupsKnown = false;  // Fact 24.
    const bool ofNat = !m_reply && !m_translations.empty() &&
                       m_architecture.natGateways.contains(m_translations.back().device);
    if (ofNat && m_packet.source == m_translations.back().after.source) {
        m_natPeering = std::pair(vpc.id, far.id);
    }
    return deliverIn(far);
}

const Subnet* LiteralJourney::attachmentSubnet(const TransitGatewayAttachment& attachment,
                                               bool inZoneOnly) const {
    const Subnet* first = nullptr;
    for (const ThingId id : attachment.subnets.ids) {
        const Subnet& subnet = the(m_architecture.subnets, id);
        if (m_zone && sure(subnet.zone) == *m_zone) return &subnet;
        if (first == nullptr) first = &subnet;
    }
    return inZoneOnly ? nullptr : first;
}

/// Facts 25, 61, 62: in by the zone's attachment subnet, and by the attachment's table onwards.
LiteralPlace LiteralJourney::throughTransit(const Vpc& vpc, ThingId id) {
    const TransitGatewayAttachment* attachment = nullptr;
    for (const auto& [attachmentId, candidate] : m_architecture.transitGatewayAttachments) {
        if (attachment == nullptr && sure(candidate->transitGateway) == id &&
            sure(candidate->target) == vpc.id) {
            attachment = candidate.get();
        }
    }
    if (attachment == nullptr || !m_architecture.transitGateways.contains(id))
        throw Lost{"blackhole"};
    if (m_left != nullptr) {
        m_zone = sure(m_left->zone);
        const Subnet* near = attachmentSubnet(*attachment, true);
        if (near == nullptr) throw Lost{"no-route"};
        askAcl(*near, RuleDirection::Ingress);  // Fact 91.
    }
    m_groupsKnown = m_groupsKnown &&
                    sure(the(m_architecture.transitGateways, id).securityGroupReferencing) &&
                    sure(attachment->securityGroupReferencing);
    return inTransit(*attachment, id, 4);
}

LiteralPlace LiteralJourney::inTransit(const TransitGatewayAttachment& from, ThingId gateway,
                                       int hops) {
    if (hops == 0) throw Lost{"loop"};
    const TransitGatewayRouteTable* table = nullptr;
    for (const ThingId id : from.associatedTables.ids) {
        const auto* found = m_architecture.transitGatewayRouteTables.find(id);
        if (found != nullptr && sure((*found)->transitGateway) == gateway) table = found->get();
    }
    if (table == nullptr) throw Lost{"no-route"};
    int longest = -1;
    ThingId next;
    bool blackhole = false;
    for (const TransitGatewayRoute& route : table->routes) {
        const Cidr& block = sure(route.destination);
        if (!blockHolds(block, m_packet.destination) || block.length() <= longest) continue;
        longest = block.length();
        blackhole = route.blackhole;
        next = blackhole ? ThingId{} : sure(route.attachment);
    }
    std::vector<Cidr> known;
    for (const auto& [id, attachment] : m_architecture.transitGatewayAttachments) {
        if (!contains(attachment->propagatesTo.ids, table->id)) continue;
        std::vector<Cidr> own;
        if (const auto* vpc = m_architecture.vpcs.find(sure(attachment->target))) {
            for (const auto& block : (*vpc)->blocks) own.push_back(sure(block));
        } else if (const auto* vpn = m_architecture.vpnConnections.find(sure(attachment->target))) {
            for (const auto& block : (*vpn)->staticRoutes) own.push_back(sure(block));
        }
        if (blocksMeet(own, known)) continue;  // Fact 62.
        known.insert(known.end(), own.begin(), own.end());
        for (const Cidr& block : own) {
            if (!blockHolds(block, m_packet.destination) || block.length() <= longest) continue;
            longest = block.length();
            blackhole = false;
            next = id;
        }
    }
    if (longest < 0) throw Lost{"no-route"};
    if (blackhole) throw Lost{"blackhole"};  // Fact 63.
    const auto* to = m_architecture.transitGatewayAttachments.find(next);
    if (to == nullptr) throw Lost{"blackhole"};
    return leaveTransit(**to, gateway, hops);
}

LiteralPlace LiteralJourney::leaveTransit(const TransitGatewayAttachment& to, ThingId gateway,
                                          int hops) {
    if (to.kind == AttachmentKind::Vpn) {
        the(m_architecture.vpnConnections, sure(to.target));
        return {LiteralPlace::Kind::OnPremises, sure(to.target)};
    }
    if (to.kind == AttachmentKind::Peering) {
        const ThingId own = sure(to.transitGateway);
        m_groupsKnown = false;
        return inTransit(to, own == gateway ? sure(to.target) : own, hops - 1);
    }
    if (to.kind != AttachmentKind::Vpc) throw NoOpinion{};
    const Vpc& vpc = the(m_architecture.vpcs, sure(to.target));
    const Subnet* entry = attachmentSubnet(to, false);
    if (entry == nullptr) throw Lost{"no-route"};
    m_groupsKnown = m_groupsKnown && sure(to.securityGroupReferencing);
    if (anyBlockHolds(entry->blocks, m_packet.destination)) {
        m_in = entry;  // Fact 91: no ACL sees it.
        return deliverHere();
    }
    // It stands in the attachment's subnet now, which it did not enter from outside.
    m_in = entry;
    return routeBy(the(m_architecture.routeTables, sure(entry->routeTable)), vpc);
}

LiteralPlace LiteralJourney::throughVpnGateway(const Vpc& vpc, ThingId id) {
    const VpnGateway* attached = nullptr;
    for (const auto& [gatewayId, gateway] : m_architecture.vpnGateways) {
        if (contains(gateway->vpcs.ids, vpc.id)) attached = gateway.get();
    }
    if (attached == nullptr || attached->id != id) throw Lost{"blackhole"};
    if (!anyBlockHolds(vpc.blocks, m_packet.source)) throw Lost{"not-forwarded"};
    bool connected = false;
    for (const auto& [connectionId, connection] : m_architecture.vpnConnections) {
        if (!connection->vpnGateway || sure(*connection->vpnGateway) != id) continue;
        if (anyBlockHolds(connection->staticRoutes, m_packet.destination))
            return {LiteralPlace::Kind::OnPremises, connectionId};
        if (!sure(connection->staticRoutesOnly)) throw NoOpinion{};
        connected = true;
    }
    if (!connected) throw NoOpinion{};  // What it leads to is not drawn.
    throw Lost{"no-route"};
}

LiteralPlace LiteralJourney::fromOnPremises(ThingId id) {
    m_in = nullptr;
    m_sender = nullptr;
    m_groupsKnown = true;
    const auto* found = m_architecture.vpnConnections.find(id);
    if (found == nullptr) throw Lost{"no-route"};
    if ((*found)->transitGateway) {
        const ThingId gateway = sure(*(*found)->transitGateway);
        m_left = nullptr;
        for (const auto& [attachmentId, attachment] : m_architecture.transitGatewayAttachments) {
            if (sure(attachment->transitGateway) == gateway && sure(attachment->target) == id)
                return inTransit(*attachment, gateway, 4);
        }
        throw Lost{"no-route"};
    }
    for (const auto& [vpcId, vpc] : m_architecture.vpcs) {
        for (const auto& [gatewayId, gateway] : m_architecture.vpnGateways) {
            if (!contains(gateway->vpcs.ids, vpcId)) continue;
            if (!(*found)->vpnGateway || sure(*(*found)->vpnGateway) != gatewayId) continue;
            if (!anyBlockHolds(vpc->blocks, m_packet.destination)) throw Lost{"no-route"};
            return enterByEdge(*vpc, gatewayId);
        }
    }
    throw Lost{"no-route"};
}

}  // namespace archivolt::test
