#include "model/reachability/network_index.h"

#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/format.h>

namespace archivolt {

namespace {

bool anyHolds(const std::vector<Cidr>& blocks, const IpAddress& address) {
    return std::ranges::any_of(blocks, [&](const Cidr& b) { return b.contains(address); });
}

void addWhy(std::string& why, const std::string& more) {
    if (more.empty()) return;
    if (!why.empty()) why += "; ";
    why += more;
}

std::vector<Cidr> knownBlocks(const std::vector<Known<Cidr>>& blocks, std::string& why) {
    std::vector<Cidr> known;
    for (const auto& block : blocks) {
        if (block.isKnown()) {
            known.push_back(*block);
        } else {
            addWhy(why, block.why());
        }
    }
    return known;
}

/// Of routes to the same block the lowest rank wins.
/// Source: Amazon VPC User Guide, route-tables-priority (facts 46, 45 for a replaced local route).
int rankOf(const Route& route) {
    switch (route.source) {
        case RouteSource::Static: break;
        case RouteSource::Endpoint: return 2;
        case RouteSource::PropagatedDirectConnect: return 3;
        case RouteSource::PropagatedVpn: return 4;
    }
    if (route.prefixList) return 2;
    return route.targetKind == RouteTargetKind::Local ? 1 : 0;
}

template <class Entry>
void sortByPrefix(std::vector<Entry>& entries, auto rank) {
    std::ranges::stable_sort(entries, [&](const Entry& a, const Entry& b) {
        return std::tuple(-a.destination.length(), rank(a)) <
               std::tuple(-b.destination.length(), rank(b));
    });
}

}  // namespace

const AddressSet& specialAddresses() {
    static const AddressSet kSpecial = [] {
        std::vector<Cidr> blocks;
        for (const char* text : {"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8",
                                 "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3",
                                 "::/8", "fc00::/7", "fe80::/10", "ff00::/8", "64:ff9b::/96"}) {
            blocks.push_back(*Cidr::parse(text));
        }
        return addressesOf(blocks);
    }();
    return kSpecial;
}

bool VpcNode::holds(const IpAddress& address) const { return anyHolds(blocks, address); }
bool SubnetNode::holds(const IpAddress& address) const { return anyHolds(blocks, address); }
bool InterfaceNode::holds(const IpAddress& address) const {
    return std::ranges::find(addresses, address) != addresses.end();
}
std::optional<IpAddress> InterfaceNode::address(Family family) const {
    for (const IpAddress& own : addresses) {
        if (own.family == family) return own;
    }
    return std::nullopt;
}

NetworkIndex::NetworkIndex(std::shared_ptr<const Architecture> architecture)
    : m_architecture(std::move(architecture)) {
    addVpcs();
    addTables();
    addSubnets();
    addGroups();
    addInterfaces();
    addNats();
    addTransitTables();
    addAddresses();
    addInternet();
}

void NetworkIndex::addIndex(NodeKind kind, ThingId id, std::size_t index) {
    m_indexes.emplace(id, std::pair(kind, static_cast<NodeIndex>(index)));
}

NodeIndex NetworkIndex::indexOf(NodeKind kind, ThingId id) const {
    const auto at = m_indexes.find(id);
    return at == m_indexes.end() || at->second.first != kind ? kNone : at->second.second;
}

NodeIndex NetworkIndex::known(NodeKind kind, const Known<ThingId>& id, std::string& why) const {
    if (!id.isKnown()) {
        addWhy(why, id.why());
        return kNone;
    }
    const NodeIndex index = indexOf(kind, *id);
    if (index == kNone && *id) {
        const auto* external = m_architecture->externals.find(*id);
        addWhy(why, external != nullptr ? (*external)->why : "it is outside this design");
    }
    return index;
}

void NetworkIndex::addVpcs() {
    for (const auto& [id, vpc] : m_architecture->vpcs) {
        VpcNode node;
        node.vpc = vpc.get();
        node.blocks = knownBlocks(vpc->blocks, node.blocksWhy);
        addIndex(NodeKind::Vpc, id, m_vpcs.size());
        m_vpcs.push_back(std::move(node));
    }
    const auto attach = [&](const References& vpcs, auto member, const auto* gateway) {
        for (const ThingId vpc : vpcs.ids) {
            const NodeIndex index = indexOf(NodeKind::Vpc, vpc);
            if (index != kNone) m_vpcs[static_cast<std::size_t>(index)].*member = gateway;
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
        if (list != nullptr && (*list)->entries.isKnown()) {
            for (const Cidr& block : *(*list)->entries) {
                entry.destination = block;
                node.routes.push_back(entry);
            }
        } else if (route.targetKind != RouteTargetKind::GatewayEndpoint) {
            // NOT MODELLED: which public addresses are S3's and DynamoDB's; a gateway endpoint's
            // route is taken to match none of the addresses that a question names.
            node.unknown.push_back(std::move(entry));
        }
    }
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
    sortByPrefix(node.routes, [](const RouteNode& r) { return r.rank; });
    return node;
}

void NetworkIndex::addTables() {
    for (const auto& [id, table] : m_architecture->routeTables) {
        const auto index = static_cast<NodeIndex>(m_tables.size());
        addIndex(NodeKind::RouteTable, id, m_tables.size());
        m_tables.push_back(tableNode(*table));
        if (!table->gateway || !table->gateway->isKnown()) continue;
        for (VpcNode& vpc : m_vpcs) {
            if (vpc.internetGateway != nullptr && vpc.internetGateway->id == **table->gateway) {
                vpc.edgeTable = index;
            }
            if (vpc.vpnGateway != nullptr && vpc.vpnGateway->id == **table->gateway) {
                vpc.vpnEdgeTable = index;
            }
        }
    }
    for (const auto& [id, acl] : m_architecture->networkAcls) {
        addIndex(NodeKind::NetworkAcl, id, m_acls.size());
        m_acls.push_back({acl.get()});
    }
}

void NetworkIndex::addSubnets() {
    for (const auto& [id, subnet] : m_architecture->subnets) {
        SubnetNode node;
        node.subnet = subnet.get();
        node.vpc = known(NodeKind::Vpc, subnet->vpc, node.why);
        node.blocks = knownBlocks(subnet->blocks, node.why);
        node.table = known(NodeKind::RouteTable, subnet->routeTable, node.why);
        node.acl = known(NodeKind::NetworkAcl, subnet->networkAcl, node.why);
        const auto index = static_cast<NodeIndex>(m_subnets.size());
        if (node.vpc != kNone) m_vpcs[static_cast<std::size_t>(node.vpc)].subnets.push_back(index);
        addIndex(NodeKind::Subnet, id, m_subnets.size());
        m_subnets.push_back(std::move(node));
    }
}

void NetworkIndex::addGroups() {
    for (const auto& [id, group] : m_architecture->securityGroups) {
        addIndex(NodeKind::Group, id, m_groups.size());
        m_groups.push_back(group.get());
    }
}

void NetworkIndex::addInterfaces() {
    for (const auto& [id, interface] : m_architecture->interfaces) {
        InterfaceNode node;
        node.interface = interface.get();
        node.subnet = known(NodeKind::Subnet, interface->subnet, node.why);
        if (node.subnet != kNone) node.vpc = m_subnets[static_cast<std::size_t>(node.subnet)].vpc;
        node.groupsWhy = interface->securityGroups.why;
        for (const ThingId group : interface->securityGroups.ids) {
            const NodeIndex index = known(NodeKind::Group, group, node.groupsWhy);
            if (index != kNone) node.groups.push_back(index);
        }
        std::ranges::sort(node.groups);
        for (const auto& address : interface->addresses) {
            if (address.isKnown()) {
                node.addresses.push_back(*address);
            } else {
                addWhy(node.why, address.why());
            }
        }
        if (interface->publicAddress && interface->publicAddress->isKnown()) {
            node.publicAddress = **interface->publicAddress;
        } else if (interface->publicAddress) {
            addWhy(node.why, interface->publicAddress->why());
        }
        node.sourceDestCheck = !interface->sourceDestCheck.isKnown() ? Truth::Unknown
                               : *interface->sourceDestCheck         ? Truth::Yes
                                                                     : Truth::No;
        const auto* balancer = m_architecture->loadBalancers.find(interface->owner);
        node.classicNode = balancer != nullptr && (*balancer)->kind == LoadBalancerKind::Classic;
        addIndex(NodeKind::Interface, id, m_interfaces.size());
        m_interfaces.push_back(std::move(node));
    }
}

void NetworkIndex::addNats() {
    for (const auto& [id, gateway] : m_architecture->natGateways) {
        NatNode node;
        node.gateway = gateway.get();
        if (gateway->vpc) {
            node.vpc = known(NodeKind::Vpc, *gateway->vpc, node.why);
        } else {
            node.subnet = known(NodeKind::Subnet, gateway->subnet, node.why);
            if (node.subnet != kNone) {
                node.vpc = m_subnets[static_cast<std::size_t>(node.subnet)].vpc;
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
        addIndex(NodeKind::Nat, id, m_nats.size());
        m_nats.push_back(std::move(node));
    }
}

void NetworkIndex::addTransitTables() {
    for (const auto& [id, table] : m_architecture->transitGatewayRouteTables) {
        TransitTableNode node;
        node.table = table.get();
        for (const TransitGatewayRoute& route : table->routes) {
            if (route.destination.isKnown()) {
                node.entries.push_back({*route.destination, false, route.blackhole,
                                        route.attachment, route.name, route.origin});
            } else {
                addWhy(node.why, route.destination.why());
            }
        }
        AddressSet propagated;
        for (const auto& [attachmentId, attachment] : m_architecture->transitGatewayAttachments) {
            if (!attachment->propagatesTo.why.empty())
                addWhy(node.why, attachment->propagatesTo.why);
            if (std::ranges::find(attachment->propagatesTo.ids, id) ==
                attachment->propagatesTo.ids.end()) {
                continue;
            }
            std::vector<Cidr> blocks;
            const NodeIndex vpc = attachment->kind == AttachmentKind::Vpc
                                      ? known(NodeKind::Vpc, attachment->target, node.why)
                                      : kNone;
            if (vpc != kNone) {
                blocks = m_vpcs[static_cast<std::size_t>(vpc)].blocks;
            } else if (attachment->target.isKnown()) {
                const auto* vpn = m_architecture->vpnConnections.find(*attachment->target);
                if (vpn != nullptr) blocks = knownBlocks((*vpn)->staticRoutes, node.why);
            }
            // What overlaps an earlier attachment's blocks is not propagated (fact 62).
            const AddressSet own = addressesOf(blocks);
            if (own.overlaps(propagated)) continue;
            propagated |= own;
            for (const Cidr& block : blocks) {
                node.entries.push_back({block, true, false, attachmentId,
                                        attachment->name + " (propagated)", attachment->origin});
            }
        }
        sortByPrefix(node.entries, [](const auto& entry) { return entry.propagated ? 1 : 0; });
        m_transitTables.emplace(id, std::move(node));
    }
}

void NetworkIndex::addAddresses() {
    const AddressSet& special = specialAddresses();
    for (std::size_t i = 0; i < m_interfaces.size(); ++i) {
        const InterfaceNode& node = m_interfaces[i];
        if (node.interface->kind == InterfaceKind::NatGateway) continue;
        const Holder holder{static_cast<NodeIndex>(i), kNone};
        for (const IpAddress& address : node.addresses) {
            if (node.vpc != kNone) m_addresses.push_back({node.vpc, address, holder});
            if (address.family == Family::Ipv6 && !special.contains(address)) {
                m_addresses.push_back({kNone, address, holder});
            }
        }
        if (node.publicAddress) m_addresses.push_back({kNone, *node.publicAddress, holder});
    }
    for (std::size_t i = 0; i < m_nats.size(); ++i) {
        const NatNode& node = m_nats[i];
        const Holder holder{kNone, static_cast<NodeIndex>(i)};
        if (node.vpc != kNone && node.privateAddress) {
            m_addresses.push_back({node.vpc, *node.privateAddress, holder});
        }
        if (node.publicAddress) m_addresses.push_back({kNone, *node.publicAddress, holder});
    }
    std::ranges::stable_sort(m_addresses, [](const AddressEntry& a, const AddressEntry& b) {
        return std::tie(a.vpc, a.address) < std::tie(b.vpc, b.address);
    });
}

void NetworkIndex::addInternet() {
    std::vector<Cidr> own;
    for (const VpcNode& vpc : m_vpcs) own.insert(own.end(), vpc.blocks.begin(), vpc.blocks.end());
    for (const AddressEntry& entry : m_addresses) {
        if (entry.vpc == kNone) own.push_back(Cidr::host(entry.address));
    }
    for (const auto& [id, elastic] : m_architecture->elasticIps) {
        if (elastic->address.isKnown()) own.push_back(Cidr::host(*elastic->address));
    }
    m_internet = AddressSet::all() - specialAddresses() - addressesOf(own);
}

NodeIndex NetworkIndex::subnetHolding(NodeIndex vpc, const IpAddress& address) const {
    if (vpc == kNone) return kNone;
    for (const NodeIndex subnet : m_vpcs[static_cast<std::size_t>(vpc)].subnets) {
        if (m_subnets[static_cast<std::size_t>(subnet)].holds(address)) return subnet;
    }
    return kNone;
}

Holder NetworkIndex::find(NodeIndex vpc, const IpAddress& address) const {
    const auto at = std::ranges::partition_point(m_addresses, [&](const AddressEntry& entry) {
        return std::tie(entry.vpc, entry.address) < std::tie(vpc, address);
    });
    const bool found = at != m_addresses.end() && at->vpc == vpc && at->address == address;
    return found ? at->holder : Holder{};
}

Holder NetworkIndex::holderInVpc(NodeIndex vpc, const IpAddress& address) const {
    return vpc == kNone ? Holder{} : find(vpc, address);
}

Holder NetworkIndex::holderOnInternet(const IpAddress& address) const {
    return find(kNone, address);
}

NodeIndex NetworkIndex::vpcOnInternet(const IpAddress& address) const {
    if (address.family == Family::Ipv4 || specialAddresses().contains(address)) return kNone;
    for (std::size_t i = 0; i < m_vpcs.size(); ++i) {
        if (m_vpcs[i].holds(address)) return static_cast<NodeIndex>(i);
    }
    return kNone;
}

}  // namespace archivolt
