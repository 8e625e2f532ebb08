#include <algorithm>

#include "tests/reachability/symbolic_network.h"

namespace archivolt::test {

namespace {

using At = SymbolicState::At;

template <class T>
const T& known(const Known<T>& value) {
    if (!value.isKnown()) throw SymbolicNetwork::Uncovered{};
    return *value;
}

template <class T>
const T& the(const Table<T>& table, ThingId id) {
    const auto* found = table.find(id);
    if (found == nullptr) throw SymbolicNetwork::Uncovered{};
    return **found;
}

bool contains(const std::vector<ThingId>& list, ThingId id) {
    return std::ranges::find(list, id) != list.end();
}

}  // namespace

/// Facts 24, 59, 60.
void SymbolicNetwork::throughPeering(State state, States& next) {
    const auto* found = m_architecture.peerings.find(state.other);
    if (found == nullptr) return;
    const ThingId requester = known((*found)->requester);
    const ThingId accepter = known((*found)->accepter);
    const Vpc& near = the(m_architecture.vpcs, state.thing);
    if (!known((*found)->active) || (requester != near.id && accepter != near.id)) return;
    const Vpc& far = the(m_architecture.vpcs, requester == near.id ? accepter : requester);
    const z3::expr carried =
        inBlocks(state.source, near.blocks) && inBlocks(state.destination, far.blocks);
    if (!narrow(state, carried)) return;
    if (near.region != far.region) state.groupsKnown = false;
    const bool ofNat = !state.reply && !state.translations.empty() &&
                       m_architecture.natGateways.contains(state.translations.back().device);
    if (ofNat && z3::eq(state.source, state.translations.back().sourceAfter)) {
        state.natNear = near.id;
        state.natFar = far.id;
    }
    state.at = At::Vpc;
    state.thing = far.id;
    next.push_back(std::move(state));
}

/// Fact 95: where no route holds the destination, an answer to a NAT gateway finds back.
void SymbolicNetwork::backToNat(State state, const z3::expr& where, States& next) {
    const bool asked = state.reply && state.natFar && !state.translations.empty() &&
                       m_architecture.natGateways.contains(state.translations.back().device) &&
                       known(the(m_architecture.subnets, state.subnet).vpc) == state.natFar;
    if (!asked) return;
    const z3::expr nat = state.translations.back().sourceAfter;
    if (!narrow(state, where && same(state.destination, nat))) return;
    state.left = state.subnet;
    cross(state, {});
    state.at = At::Vpc;
    state.thing = state.natNear;
    next.push_back(std::move(state));
}

ThingId SymbolicNetwork::attachmentSubnet(const State& state,
                                          const TransitGatewayAttachment& attachment,
                                          bool inZoneOnly) const {
    for (const ThingId id : attachment.subnets.ids) {
        if (state.zone && known(the(m_architecture.subnets, id).zone) == *state.zone) return id;
    }
    if (inZoneOnly || attachment.subnets.ids.empty()) return {};
    return attachment.subnets.ids.front();
}

/// Facts 25, 62: in by an attachment subnet of the zone.
void SymbolicNetwork::throughTransit(State state, States& next) {
    const auto* gateway = m_architecture.transitGateways.find(state.other);
    const TransitGatewayAttachment* in = nullptr;
    for (const auto& [id, attachment] : m_architecture.transitGatewayAttachments) {
        const bool joins = known(attachment->transitGateway) == state.other &&
                           known(attachment->target) == state.thing;
        if (joins && in == nullptr) in = attachment.get();
    }
    if (gateway == nullptr || in == nullptr) return;
    if (state.left) {
        state.zone = known(the(m_architecture.subnets, state.left).zone);
        const ThingId entry = attachmentSubnet(state, *in, true);
        if (!entry) return;
        // Fact 91.
        state.what =
            state.what && acl(state, the(m_architecture.subnets, entry), RuleDirection::Ingress);
    }
    state.groupsKnown = state.groupsKnown && known((*gateway)->securityGroupReferencing) &&
                        known(in->securityGroupReferencing);
    state.at = At::TransitTable;
    state.thing = in->id;
    next.push_back(std::move(state));
}

/// Facts 61-63: longest prefix, static before propagated, no overlapping blocks propagated.
void SymbolicNetwork::byTransitTable(const State& state, States& next) {
    if (state.gateways == 4) return;
    const TransitGatewayAttachment& from =
        the(m_architecture.transitGatewayAttachments, state.thing);
    const TransitGatewayRouteTable* table = nullptr;
    for (const ThingId id : from.associatedTables.ids) {
        const auto* found = m_architecture.transitGatewayRouteTables.find(id);
        if (found != nullptr && known((*found)->transitGateway) == state.other)
            table = found->get();
    }
    if (table == nullptr) return;
    struct Entry {
        Cidr block;
        ThingId attachment;  ///< None: a blackhole.
    };
    std::vector<Entry> entries;
    for (const TransitGatewayRoute& route : table->routes) {
        const ThingId to = route.blackhole ? ThingId{} : known(route.attachment);
        entries.push_back({known(route.destination), to});
    }
    std::vector<Cidr> learnt;
    for (const auto& [id, attachment] : m_architecture.transitGatewayAttachments) {
        if (!contains(attachment->propagatesTo.ids, table->id)) continue;
        std::vector<Known<Cidr>> blocks;
        if (const auto* vpc = m_architecture.vpcs.find(known(attachment->target))) {
            blocks = (*vpc)->blocks;
        } else if (const auto* vpn =
                       m_architecture.vpnConnections.find(known(attachment->target))) {
            blocks = (*vpn)->staticRoutes;
        }
        const bool overlaps = std::ranges::any_of(blocks, [&](const auto& block) {
            return std::ranges::any_of(learnt,
                                       [&](const Cidr& other) { return other.overlaps(*block); });
        });
        if (overlaps) continue;
        for (const auto& block : blocks) {
            learnt.push_back(known(block));
            entries.push_back({*block, id});
        }
    }
    std::ranges::stable_sort(entries, {}, [](const Entry& entry) { return -entry.block.length(); });
    z3::expr rest = yes();
    for (const Entry& entry : entries) {
        const z3::expr here = inBlock(state.destination, entry.block);
        State taken = state;
        const bool possible = narrow(taken, rest && here);
        rest = (rest && !here).simplify();
        const auto* to = m_architecture.transitGatewayAttachments.find(entry.attachment);
        if (possible && to != nullptr) leaveTransit(std::move(taken), **to, next);
        if (rest.is_false()) break;
    }
}

void SymbolicNetwork::leaveTransit(State state, const TransitGatewayAttachment& attachment,
                                   States& next) {
    const ThingId target = known(attachment.target);
    switch (attachment.kind) {
        case AttachmentKind::Vpn:
            the(m_architecture.vpnConnections, target);
            return arrive(std::move(state), {SymbolicPlace::Kind::OnPremises, target}, next);
        case AttachmentKind::Peering: {
            const ThingId own = known(attachment.transitGateway);
            state.groupsKnown = false;
            state.other = own == state.other ? target : own;
            the(m_architecture.transitGateways, state.other);
            ++state.gateways;
            state.at = At::TransitTable;
            state.thing = attachment.id;
            next.push_back(std::move(state));
            return;
        }
        case AttachmentKind::DirectConnect:
        case AttachmentKind::Connect: throw Uncovered{};
        case AttachmentKind::Vpc: break;
    }
    the(m_architecture.vpcs, target);
    const ThingId entry = attachmentSubnet(state, attachment, false);
    if (!entry) return;
    state.groupsKnown = state.groupsKnown && known(attachment.securityGroupReferencing);
    state.gateways = 0;
    const Subnet& subnet = the(m_architecture.subnets, entry);
    const z3::expr inside = inBlocks(state.destination, subnet.blocks);
    State here = state;
    here.at = At::Subnet;
    if (narrow(here, inside)) {
        here.subnet = entry;  // Fact 91: no ACL sees it.
        next.push_back(std::move(here));
    }
    state.at = At::Router;
    state.subnet = entry;
    if (narrow(state, !inside)) next.push_back(std::move(state));
}

void SymbolicNetwork::throughVpn(const State& state, States& next) {
    ThingId attached;
    for (const auto& [id, gateway] : m_architecture.vpnGateways) {
        if (contains(gateway->vpcs.ids, state.thing)) attached = id;
    }
    if (attached != state.other) return;
    const Vpc& vpc = the(m_architecture.vpcs, state.thing);
    z3::expr rest = inBlocks(state.source, vpc.blocks);
    bool connected = false;
    for (const auto& [id, connection] : m_architecture.vpnConnections) {
        if (!connection->vpnGateway || known(*connection->vpnGateway) != attached) continue;
        connected = true;
        const z3::expr here = inBlocks(state.destination, connection->staticRoutes);
        State out = state;
        if (narrow(out, rest && here))
            arrive(std::move(out), {SymbolicPlace::Kind::OnPremises, id}, next);
        rest = rest && !here;
        State learnt = state;
        if (!known(connection->staticRoutesOnly) && narrow(learnt, rest)) throw Uncovered{};
    }
    if (!connected) throw Uncovered{};
}

void SymbolicNetwork::fromOnPremises(State state, States& next) {
    state.sender = {};
    state.subnet = {};
    const VpnConnection& connection = the(m_architecture.vpnConnections, state.thing);
    if (connection.transitGateway) {
        state.other = known(*connection.transitGateway);
        for (const auto& [id, attachment] : m_architecture.transitGatewayAttachments) {
            const bool joins = known(attachment->transitGateway) == state.other &&
                               known(attachment->target) == connection.id;
            if (!joins) continue;
            state.at = At::TransitTable;
            state.thing = id;
            next.push_back(std::move(state));
            return;
        }
        return;
    }
    if (!connection.vpnGateway) throw Uncovered{};
    for (const auto& [id, vpc] : m_architecture.vpcs) {
        const VpnGateway& gateway = the(m_architecture.vpnGateways, known(*connection.vpnGateway));
        if (!contains(gateway.vpcs.ids, id)) continue;
        if (!narrow(state, inBlocks(state.destination, vpc->blocks))) return;
        state.at = At::Entering;
        state.thing = id;
        state.other = gateway.id;
        next.push_back(std::move(state));
        return;
    }
}

}  // namespace archivolt::test
