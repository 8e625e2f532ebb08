#include <algorithm>
#include <tuple>
#include <type_traits>

#include <fmt/format.h>

#include "model/reachability/index/network_index.h"
#include "model/reachability/index/service_address.h"

namespace archivolt {

namespace {

std::vector<Cidr> knownBlocks(const std::vector<Known<Cidr>>& blocks, Doubt& doubt) {
    std::vector<Cidr> known;
    for (const auto& block : blocks) {
        if (block.isKnown()) {
            known.push_back(*block);
        } else {
            doubt.add(block.why());
        }
    }
    return known;
}

/// Of routes to the same block the lowest rank wins.
/// Source: Amazon VPC User Guide, route-tables-priority (N46, N45 for a replaced local route).
int rankOf(const Route& route) {
    switch (route.source) {
        case RouteSource::Static: break;
        case RouteSource::Endpoint: return 2;
        case RouteSource::PropagatedDirectConnect: return kDirectConnectRank;
        case RouteSource::PropagatedVpn: return 4;
    }
    if (route.prefixList) return 2;
    return route.targetKind == RouteTargetKind::Local ? 1 : 0;
}

/// Returns the address that stands for the service behind a gateway endpoint.
std::optional<IpAddress> serviceOf(const Architecture& things, const Known<ThingId>& endpoint) {
    const auto* found = endpoint.isKnown() ? things.endpoints.find(*endpoint) : nullptr;
    return found == nullptr ? std::nullopt : serviceAddress(**found);
}

/// Returns what networks on premises may be, as far as nothing tells: private addresses, and
/// whatever goes nowhere otherwise.
// NOT MODELLED: routes learnt of networks on premises that are more specific than static ones and
// than 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16 or fc00::/7.
const std::vector<Cidr>& learntBlocks() {
    static const std::vector<Cidr> kBlocks = {
        *Cidr::parse("10.0.0.0/8"), *Cidr::parse("172.16.0.0/12"), *Cidr::parse("192.168.0.0/16"),
        *Cidr::parse("fc00::/7"),   Cidr::all(Family::Ipv4),       Cidr::all(Family::Ipv6)};
    return kBlocks;
}

/// Returns why a VPN gateway may learn routes that nothing here tells of: what is connected to it
/// stands elsewhere.
/// Source: Amazon VPC User Guide, VPC_Route_Tables, route propagation.
Doubt whyLearns(const Architecture& things, ThingId gateway) {
    const auto* found = things.vpnGateways.find(gateway);
    if (found == nullptr) return {};
    const bool connected = std::ranges::any_of(things.vpnConnections, [&](const auto& entry) {
        return entry.second->vpnGateway && *entry.second->vpnGateway == gateway;
    });
    if (connected) return {};
    return fmt::format("what `{}` learns of the networks on premises is not in this design",
                       (*found)->name);
}

/// Returns why an attachment may bring routes that nothing here tells of.
/// Source: Transit Gateway Guide, how-transit-gateways-work, route propagation.
Doubt whyBrings(const Architecture& things, const TransitGatewayAttachment& attachment) {
    switch (attachment.kind) {
        case AttachmentKind::Vpc:
        case AttachmentKind::Peering: return {};
        case AttachmentKind::DirectConnect:
        case AttachmentKind::Connect: break;
        case AttachmentKind::Vpn: {
            if (!attachment.target.isKnown()) return {};
            const auto* vpn = things.vpnConnections.find(*attachment.target);
            if (vpn != nullptr && (*vpn)->staticRoutesOnly.valueOr(false)) return {};
            break;
        }
    }
    return fmt::format("what `{}` learns by BGP of the networks on premises is not known",
                       attachment.name);
}

/// Ranks a transit gateway's routes to one block, the best first.
/// Source: Transit Gateway Guide, how-transit-gateways-work, route evaluation order (N61).
int rankOf(const Architecture& things, const TransitTableNode::Entry& entry) {
    if (!entry.propagated) return 0;
    const auto* found = entry.attachment.isKnown()
                            ? things.transitGatewayAttachments.find(*entry.attachment)
                            : nullptr;
    switch (found == nullptr ? AttachmentKind::Vpn : (*found)->kind) {
        case AttachmentKind::Vpc: return 1;
        case AttachmentKind::DirectConnect: return 2;
        case AttachmentKind::Connect: return 3;
        case AttachmentKind::Vpn: return 4;
        case AttachmentKind::Peering: break;
    }
    return 5;
}

template <class Entry>
void sortByPrefix(std::vector<Entry>& entries, auto rank) {
    std::ranges::stable_sort(entries, [&](const Entry& a, const Entry& b) {
        return std::tuple(-a.destination.length(), rank(a)) <
               std::tuple(-b.destination.length(), rank(b));
    });
}

/// Says whether walks read the things of a kind: those of interfaces, security groups and network
/// ACLs are looked after apart, and instances where a route leads to one.
template <class T>
constexpr bool kIsReadByWalks =
    !(std::is_same_v<T, NetworkInterface> || std::is_same_v<T, SecurityGroup> ||
      std::is_same_v<T, NetworkAcl> || std::is_same_v<T, Instance> ||
      std::is_same_v<T, LaunchTemplate> || std::is_same_v<T, AutoScalingGroup> ||
      std::is_same_v<T, Volume> || std::is_same_v<T, EcsService> ||
      std::is_same_v<T, LambdaFunction> || std::is_same_v<T, SubnetGroup> ||
      std::is_same_v<T, Database> || std::is_same_v<T, Cache> || std::is_same_v<T, FileSystem> ||
      std::is_same_v<T, Bucket> || std::is_same_v<T, HostedZone> || std::is_same_v<T, DnsRecord> ||
      std::is_same_v<T, DnsHealthCheck> || std::is_same_v<T, Distribution> ||
      std::is_same_v<T, Principal> || std::is_same_v<T, ManagedPolicy> ||
      std::is_same_v<T, InstanceProfile> || std::is_same_v<T, OtherThing>);

template <class T>
bool sameThings(const Table<T>& a, const Table<T>& b) {
    bool same = true;
    Table<T>::forEachDifference(a, b, [&](ThingId, const auto*, const auto*) { same = false; });
    return same;
}

template <class T>
bool sameIds(const Table<T>& a, const Table<T>& b) {
    bool same = true;
    Table<T>::forEachDifference(a, b, [&](ThingId, const auto* before, const auto* after) {
        if (before == nullptr || after == nullptr) same = false;
    });
    return same;
}

/// Returns what builders say of fields that nothing reads.
std::map<ThingId, std::vector<UnreadField>> unreadFieldsOf(const Architecture& things) {
    std::map<ThingId, std::vector<UnreadField>> unread;
    for (const auto& [id, thing] : things.others) {
        if (id.isExternal() || id.part() == 0 || !thing->type.starts_with("Archivolt::Unread"))
            continue;
        for (const auto& [field, why] : thing->tags) {
            unread[id.whole()].push_back({field, why, thing->type != "Archivolt::Unread",
                                          thing->type == "Archivolt::UnreadByIpv6"});
        }
    }
    return unread;
}

}  // namespace

void NetworkIndex::buildRouting() {
    auto routing = std::make_shared<Routing>();
    m_routing = routing;  // Look-ups while building see what there is so far.
    addVpcs(*routing);
    addTables(*routing);
    addSubnets(*routing);
    addNats(*routing);
    addTransitTables(*routing);
    routing->unread = unreadFieldsOf(*m_architecture);
}

bool NetworkIndex::sameRouting(const NetworkIndex& previous) const {
    const auto changed = tablesChangedSince(previous);
    return changed && changed->empty();
}

bool NetworkIndex::keepsPlacesOf(const NetworkIndex& previous) const {
    if (sharesRoutingWith(previous)) return true;
    const Architecture& before = *previous.m_architecture;
    const Architecture& now = *m_architecture;
    return sameThings(before.vpcs, now.vpcs) && sameThings(before.subnets, now.subnets) &&
           sameThings(before.natGateways, now.natGateways) &&
           sameThings(before.elasticIps, now.elasticIps) &&
           sameThings(before.externals, now.externals) &&
           sameThings(before.endpoints, now.endpoints) &&
           sameThings(before.loadBalancers, now.loadBalancers) &&
           sameIds(before.routeTables, now.routeTables) &&
           sameIds(before.networkAcls, now.networkAcls);
}

std::optional<std::vector<TableIndex>> NetworkIndex::tablesChangedSince(
    const NetworkIndex& previous) const {
    if (m_routing != nullptr && sharesRoutingWith(previous)) return std::vector<TableIndex>();
    const Architecture& before = *previous.m_architecture;
    const Architecture& now = *m_architecture;
    bool same = sameIds(before.networkAcls, now.networkAcls) &&
                previous.m_routing->unread == unreadFieldsOf(now);
    forEachTable([&]<class T>(Table<T> Architecture::*table) {
        if constexpr (kIsReadByWalks<T> && !std::is_same_v<T, RouteTable>) {
            same = same && sameThings(before.*table, now.*table);
        }
    });
    std::vector<TableIndex> changed;
    const auto noteTable = [&](ThingId id, const auto* was, const auto* is) {
        same = same && was != nullptr && is != nullptr && (*was)->gateway == (*is)->gateway;
        changed.push_back(previous.tables().indexOf(id));
    };
    if (same) Table<RouteTable>::forEachDifference(before.routeTables, now.routeTables, noteTable);
    std::vector<ThingId> targets;
    for (const TableNode& table : previous.tables()) {
        for (const RouteNode& route : table.routes) {
            if (route.kind != RouteTargetKind::Instance || !route.target.isKnown()) continue;
            targets.push_back(*route.target);
        }
    }
    const auto noteInstance = [&](ThingId id, const auto*, const auto*) {
        if (std::ranges::find(targets, id) != targets.end()) same = false;
    };
    if (same && !targets.empty()) {
        Table<Instance>::forEachDifference(before.instances, now.instances, noteInstance);
    }
    if (!same) return std::nullopt;
    return changed;
}

void NetworkIndex::addMissing(const Known<ThingId>& id, Doubt& doubt) const {
    if (!id.isKnown()) return doubt.add(id.why());
    if (!*id) return;
    const auto* external = m_architecture->externals.find(*id);
    doubt.add(external != nullptr ? (*external)->why : "it is outside this design");
}

void NetworkIndex::addVpcs(Routing& routing) const {
    for (const auto& [id, vpc] : m_architecture->vpcs) {
        VpcNode node;
        node.vpc = vpc.get();
        node.blocks = knownBlocks(vpc->blocks, node.blocksWhy);
        routing.vpcs.add(std::move(node));
    }
    const auto attach = [&](const References& to, auto member, const auto* gateway) {
        for (const ThingId vpc : to.ids) {
            const VpcIndex index = vpcs().indexOf(vpc);
            if (index != kNone) routing.vpcs[index].*member = gateway;
        }
    };
    for (const auto& [id, gateway] : m_architecture->internetGateways) {
        attach(gateway->vpcs, &VpcNode::internetGateway, gateway.get());
    }
    for (const auto& [id, gateway] : m_architecture->vpnGateways) {
        attach(gateway->vpcs, &VpcNode::vpnGateway, gateway.get());
    }
    for (const auto& [id, gateway] : m_architecture->egressOnlyInternetGateways) {
        if (!gateway->vpc.isKnown()) continue;
        attach({{*gateway->vpc}, {}}, &VpcNode::egressOnlyGateway, gateway.get());
    }
}

namespace {

/// Adds the routes that something may bring into a table; no others are told apart.
void addLearnt(const RouteTable& table, TableNode& node) {
    if (table.learntWhy.empty()) return;
    std::vector<Cidr> blocks = learntBlocks();
    blocks.push_back(Cidr::all(Family::Ipv4));
    blocks.push_back(Cidr::all(Family::Ipv6));
    for (const Cidr& block : blocks) {
        node.routes.push_back({block, 4, RouteTargetKind::Unknown,
                               Known<ThingId>::unknown(table.learntWhy), "learnt routes",
                               table.origin});
    }
}

}  // namespace

TableNode NetworkIndex::tableNode(const RouteTable& table) const {
    TableNode node;
    node.table = &table;
    for (const Route& route : table.routes) {
        RouteNode entry{{},           rankOf(route), route.targetKind,
                        route.target, route.name,    route.origin};
        if (route.destination && route.destination->isKnown()) {
            entry.destination = **route.destination;
            node.routes.push_back(std::move(entry));
            continue;
        }
        const std::shared_ptr<const PrefixList>* list =
            route.prefixList && route.prefixList->isKnown()
                ? m_architecture->prefixLists.find(**route.prefixList)
                : nullptr;
        const bool isListed = list != nullptr && (*list)->entries.isKnown();
        if (isListed) {
            for (const Cidr& block : *(*list)->entries) {
                entry.destination = block;
                node.routes.push_back(entry);
            }
        }
        if (isListed && route.targetKind != RouteTargetKind::GatewayEndpoint) continue;
        if (route.targetKind != RouteTargetKind::GatewayEndpoint) {
            node.unknown.push_back(std::move(entry));
        } else if (const auto service = serviceOf(*m_architecture, route.target)) {
            // NOT MODELLED: which public addresses are S3's and DynamoDB's, where no output tells
            // their prefix list's entries; a gateway endpoint's route is then taken to match none
            // of the addresses that a question names.
            entry.destination = Cidr::host(*service);
            node.routes.push_back(std::move(entry));
        }
    }
    addLearnt(table, node);
    for (const auto& [id, connection] : m_architecture->vpnConnections) {
        if (!connection->vpnGateway || !connection->vpnGateway->isKnown()) continue;
        if (std::ranges::find(table.propagating.ids, **connection->vpnGateway) ==
            table.propagating.ids.end()) {
            continue;
        }
        for (const auto& block : connection->staticRoutes) {
            RouteNode entry{{},
                            4,
                            RouteTargetKind::VpnGateway,
                            *connection->vpnGateway,
                            connection->name + " (propagated)",
                            connection->origin};
            if (block.isKnown()) entry.destination = *block;
            (block.isKnown() ? node.routes : node.unknown).push_back(std::move(entry));
        }
    }
    for (const ThingId id : table.propagating.ids) {
        const Doubt why = whyLearns(*m_architecture, id);
        if (why.empty()) continue;
        for (const Cidr& block : learntBlocks()) {
            node.routes.push_back({block, 4, RouteTargetKind::VpnGateway,
                                   Known<ThingId>::unknown(why.text()), "learnt routes",
                                   table.origin});
        }
    }
    sortByPrefix(node.routes, [](const RouteNode& r) { return r.rank; });
    return node;
}

void NetworkIndex::addTables(Routing& routing) const {
    for (const auto& [id, table] : m_architecture->routeTables) {
        const TableIndex index = routing.tables.add(tableNode(*table));
        if (!table->gateway || !table->gateway->isKnown()) continue;
        for (VpcNode& vpc : routing.vpcs) {
            if (vpc.internetGateway != nullptr && vpc.internetGateway->id == **table->gateway) {
                vpc.edgeTable = index;
            }
            if (vpc.vpnGateway != nullptr && vpc.vpnGateway->id == **table->gateway) {
                vpc.vpnEdgeTable = index;
            }
        }
    }
}

void NetworkIndex::addSubnets(Routing& routing) const {
    for (const auto& [id, subnet] : m_architecture->subnets) {
        SubnetNode node;
        node.subnet = subnet.get();
        node.vpc = known(vpcs(), subnet->vpc, node.why);
        node.blocks = knownBlocks(subnet->blocks, node.why);
        node.table = known(tables(), subnet->routeTable, node.why);
        node.acl = known(acls(), subnet->networkAcl, node.why);
        const VpcIndex vpc = node.vpc;
        const SubnetIndex index = routing.subnets.add(std::move(node));
        if (vpc != kNone) routing.vpcs[vpc].subnets.push_back(index);
    }
}

void NetworkIndex::addNats(Routing& routing) const {
    for (const auto& [id, gateway] : m_architecture->natGateways) {
        NatNode node;
        node.gateway = gateway.get();
        if (gateway->vpc) {
            node.vpc = known(vpcs(), *gateway->vpc, node.why);
        } else {
            node.subnet = known(subnets(), gateway->subnet, node.why);
            if (node.subnet != kNone) {
                node.vpc = routing.subnets[node.subnet].vpc;
            }
        }
        if (gateway->privateAddress.isKnown()) node.privateAddress = *gateway->privateAddress;
        if (gateway->publicAddress && gateway->publicAddress->isKnown()) {
            node.publicAddress = **gateway->publicAddress;
        }
        for (const ThingId elastic : gateway->elasticIps.ids) {
            const auto* found = m_architecture->elasticIps.find(elastic);
            if (node.publicAddress || found == nullptr || !(*found)->address.isKnown()) continue;
            node.publicAddress = *(*found)->address;
        }
        routing.nats.add(std::move(node));
    }
}

void NetworkIndex::addTransitTables(Routing& routing) const {
    for (const auto& [id, table] : m_architecture->transitGatewayRouteTables) {
        TransitTableNode node;
        node.table = table.get();
        for (const TransitGatewayRoute& route : table->routes) {
            if (route.destination.isKnown()) {
                node.entries.push_back({*route.destination, false, route.blackhole,
                                        route.attachment, route.name, route.origin});
            } else {
                node.why.add(route.destination.why());
            }
        }
        if (!table->unknownRoutes.empty()) node.why.add(table->unknownRoutes);
        AddressSet propagated;
        for (const auto& [attachmentId, attachment] : m_architecture->transitGatewayAttachments) {
            if (!attachment->propagatesTo.why.empty()) node.why.add(attachment->propagatesTo.why);
            if (std::ranges::find(attachment->propagatesTo.ids, id) ==
                attachment->propagatesTo.ids.end()) {
                continue;
            }
            if (const Doubt why = whyBrings(*m_architecture, *attachment); !why.empty()) {
                for (const Cidr& block : learntBlocks()) {
                    node.entries.push_back({block, true, false, Known<ThingId>::unknown(why.text()),
                                            attachment->name + " (learnt)", attachment->origin});
                }
            }
            std::vector<Cidr> blocks;
            const VpcIndex vpc = attachment->kind == AttachmentKind::Vpc
                                     ? known(vpcs(), attachment->target, node.why)
                                     : VpcIndex();
            if (vpc != kNone) {
                blocks = routing.vpcs[vpc].blocks;
            } else if (attachment->target.isKnown()) {
                const auto* vpn = m_architecture->vpnConnections.find(*attachment->target);
                if (vpn != nullptr) blocks = knownBlocks((*vpn)->staticRoutes, node.why);
            }
            // A VPC whose blocks overlap those of an earlier one is not propagated (N62); VPN
            // connections to the same network share it (N89).
            const AddressSet own = vpc != kNone ? addressesOf(blocks) : AddressSet();
            if (own.overlaps(propagated)) continue;
            propagated |= own;
            for (const Cidr& block : blocks) {
                node.entries.push_back({block, true, false, attachmentId,
                                        attachment->name + " (propagated)", attachment->origin});
            }
        }
        sortByPrefix(node.entries,
                     [&](const auto& entry) { return rankOf(*m_architecture, entry); });
        routing.transitTables.emplace(id, std::move(node));
    }
}

}  // namespace archivolt
