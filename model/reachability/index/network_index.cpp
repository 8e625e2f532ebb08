#include "model/reachability/index/network_index.h"

#include <algorithm>
#include <numeric>
#include <tuple>

namespace archivolt {

namespace {

/// Returns how many of the first things are the same in both, by id.
template <class Node>
std::size_t sameBeginning(const NodeTable<Node>& a, const NodeTable<Node>& b) {
    const auto sameId = [](const Node& one, const Node& other) { return one.id() == other.id(); };
    const auto [end, unused] = std::mismatch(a.begin(), a.end(), b.begin(), b.end(), sameId);
    return static_cast<std::size_t>(end - a.begin());
}

/// Says how an interface takes part in connections, by what it is of.
/// Sources: AWS PrivateLink Guide, concepts (endpoints only answer); Lambda FAQs (inbound
/// connections are blocked); Transit Gateway Guide, tgw-vpc-attachments.
void setPart(const Architecture& things, InterfaceNode& node) {
    switch (node.interface->kind) {
        case InterfaceKind::Lambda:
        case InterfaceKind::Client: node.accepts = false; break;
        case InterfaceKind::TransitGatewayAttachment: node.accepts = node.opens = false; break;
        case InterfaceKind::Endpoint: {
            const auto* endpoint = things.endpoints.find(node.interface->owner);
            if (endpoint != nullptr) node.endpoint = endpoint->get();
            node.opens = false;
            node.accepts = node.endpoint == nullptr ||
                           node.endpoint->kind != EndpointKind::GatewayLoadBalancer;
            break;
        }
        case InterfaceKind::Instance:
        case InterfaceKind::Standalone:
        case InterfaceKind::LoadBalancerNode:
        case InterfaceKind::NatGateway:
        case InterfaceKind::Database:
        case InterfaceKind::Cache:
        case InterfaceKind::MountTarget:
        case InterfaceKind::Task:
        case InterfaceKind::Service:
        case InterfaceKind::Other: break;
    }
}

/// Returns what is answered on. Of other protocols than TCP and UDP an interface's filters alone
/// decide.
TrafficSet listensOf(const std::vector<RuleMatch>& matches, Doubt& why) {
    TrafficSet listens =
        TrafficSet::all() - TrafficSet::of(kProtocolTcp) - TrafficSet::of(kProtocolUdp);
    for (const RuleMatch& match : matches) {
        if (!match.fromPort.isKnown()) {
            why.add(match.fromPort.why());
            continue;
        }
        const auto first = static_cast<Port>(*match.fromPort);
        const auto last = static_cast<Port>(match.toPort.valueOr(*match.fromPort));
        listens |= TrafficSet::of(static_cast<IpProtocol>(match.protocol.valueOr(kTcp)),
                                  PortSet({first, last}));
    }
    return listens;
}

/// Notes what a managed service's interface answers on.
void setListens(InterfaceNode& node) {
    const NetworkInterface& self = *node.interface;
    const auto shared = [&](const std::vector<RuleMatch>& matches) {
        return std::make_shared<const TrafficSet>(listensOf(matches, node.listensWhy));
    };
    if (self.listens) node.listens = shared(*self.listens);
    if (self.publicListens) node.publicListens = shared(*self.publicListens);
}

}  // namespace

NetworkIndex::NetworkIndex(std::shared_ptr<const Architecture> architecture,
                           const NetworkIndex* previous)
    : m_architecture(std::move(architecture)),
      m_things(previous == nullptr
                   ? ThingIndex(*m_architecture)
                   : ThingIndex(*m_architecture, *previous->m_architecture, previous->m_things)) {
    for (const auto& [id, acl] : m_architecture->networkAcls) m_acls.add({acl.get()});
    for (const auto& [id, group] : m_architecture->securityGroups) m_groups.add({group.get()});
    if (previous == nullptr) {
        buildRouting();
        addInterfaces();
        addEndpoints();
        addAddresses();
        addInternet();
        return;
    }
    if (sameRouting(*previous)) {
        m_routing = previous->m_routing;
    } else {
        buildRouting();
    }
    updateInterfaces(*previous);
    addEndpoints();
    updateAddresses(*previous);
}

std::shared_ptr<const InterfaceNode> NetworkIndex::interfaceNode(
    const NetworkInterface& interface) {
    auto made = std::make_shared<InterfaceNode>();
    InterfaceNode& node = *made;
    node.interface = &interface;
    node.subnet = known(subnets(), interface.subnet, node.why);
    if (node.subnet != kNone) {
        const SubnetNode& home = subnets()[node.subnet];
        node.vpc = home.vpc;
        if (home.vpc == kNone) static_cast<void>(known(vpcs(), home.subnet->vpc, node.why));
    }
    node.groupsWhy = interface.securityGroups.why;
    for (const ThingId group : interface.securityGroups.ids) {
        const GroupIndex index = known(groups(), group, node.groupsWhy);
        if (index != kNone) node.groups.push_back(index);
    }
    std::ranges::sort(node.groups);
    for (const auto& address : interface.addresses) {
        if (address.isKnown()) {
            node.addresses.push_back(*address);
        } else {
            node.why.add(address.why());
        }
    }
    if (interface.publicAddress && interface.publicAddress->isKnown()) {
        node.publicAddress = **interface.publicAddress;
    } else if (interface.publicAddress) {
        node.why.add(interface.publicAddress->why());
    }
    node.sourceDestCheck = !interface.sourceDestCheck.isKnown() ? Truth::Unknown
                           : *interface.sourceDestCheck         ? Truth::Yes
                                                                : Truth::No;
    const auto* balancer = m_architecture->loadBalancers.find(interface.owner);
    node.classicNode = balancer != nullptr && (*balancer)->kind == LoadBalancerKind::Classic;
    setPart(*m_architecture, node);
    setListens(node);
    node.groupSet = m_groupSets.numberOf(interface.securityGroups);
    return made;
}

void NetworkIndex::addInterfaces() {
    InterfaceList::Nodes nodes;
    nodes.reserve(m_architecture->interfaces.size());
    for (const auto& [id, interface] : m_architecture->interfaces) {
        nodes.push_back(interfaceNode(*interface));
    }
    m_interfaces = InterfaceList(std::move(nodes));
}

void NetworkIndex::updateInterfaces(const NetworkIndex& previous) {
    // Numbers of group sets stay, so that nodes can be shared; once most are out of use, all nodes
    // are made anew.
    if (previous.groupSets().size() > 2 * m_architecture->interfaces.size() + 64) {
        return addInterfaces();
    }
    m_groupSets = previous.m_groupSets;
    const std::size_t sameGroups = sameBeginning(groups(), previous.groups());
    if (keepsPlacesOf(previous) && sameGroups == groups().size() &&
        sameGroups == previous.groups().size()) {
        replaceInterfaces(previous);
    } else {
        carryInterfaces(previous);
    }
}

void NetworkIndex::replaceInterfaces(const NetworkIndex& previous) {
    const auto& before = previous.m_architecture->interfaces;
    InterfaceList::Nodes nodes;
    bool copied = false;
    const auto replace = [&](ThingId id, const auto* was, const auto* is) {
        if (!copied) nodes = previous.m_interfaces.nodes();
        copied = true;
        const auto at = std::ranges::partition_point(
            nodes, [&](const auto& node) { return node->interface->id < id; });
        if (was == nullptr) {
            nodes.insert(at, interfaceNode(**is));
        } else if (is == nullptr) {
            nodes.erase(at);
        } else {
            *at = interfaceNode(**is);
        }
    };
    Table<NetworkInterface>::forEachDifference(before, m_architecture->interfaces, replace);
    m_interfaces = copied ? InterfaceList(std::move(nodes)) : previous.m_interfaces;
}

void NetworkIndex::carryInterfaces(const NetworkIndex& previous) {
    const SubnetIndex subnetsEnd(sameBeginning(subnets(), previous.subnets()));
    const GroupIndex groupsEnd(sameBeginning(groups(), previous.groups()));
    const auto stays = [&](const InterfaceNode& node) {
        // What is not known may be so because of things elsewhere; a balancer may change its kind.
        return node.why.empty() && node.groupsWhy.empty() && node.subnet < subnetsEnd &&
               node.interface->kind != InterfaceKind::LoadBalancerNode &&
               node.interface->kind != InterfaceKind::Endpoint &&
               (node.groups.empty() || node.groups.back() < groupsEnd) &&
               (node.subnet == kNone || node.vpc == subnets()[node.subnet].vpc);
    };
    const InterfaceList::Nodes& old = previous.m_interfaces.nodes();
    InterfaceList::Nodes nodes;
    nodes.reserve(m_architecture->interfaces.size());
    std::size_t at = 0;
    for (const auto& [id, interface] : m_architecture->interfaces) {
        while (at < old.size() && old[at]->interface->id < id) ++at;
        const bool same =
            at < old.size() && old[at]->interface == interface.get() && stays(*old[at]);
        nodes.push_back(same ? old[at] : interfaceNode(*interface));
    }
    m_interfaces = InterfaceList(std::move(nodes));
}

PerNode<InterfaceNode, InterfaceIndex> carriedFrom(const InterfaceList& now,
                                                   const InterfaceList& before) {
    const InterfaceList::Nodes& nodes = now.nodes();
    const InterfaceList::Nodes& old = before.nodes();
    PerNode<InterfaceNode, InterfaceIndex> from(nodes.size(), kNone);
    if (now.isSharedWith(before)) {
        for (const InterfaceIndex index : from.indices()) from[index] = index;
        return from;
    }
    std::size_t at = 0;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (at == old.size() || nodes[i] != old[at]) {
            const ThingId id = nodes[i]->interface->id;
            while (at < old.size() && old[at]->interface->id < id) ++at;
        }
        if (at == old.size() || nodes[i] != old[at]) continue;
        from[InterfaceIndex(i)] = InterfaceIndex(at++);
    }
    return from;
}

void NetworkIndex::addAddressesOf(const InterfaceNode& node, InterfaceIndex index,
                                  AddressEntries& entries) {
    if (node.interface->kind == InterfaceKind::NatGateway) return;
    const Holder holder{index, kNone};
    for (const IpAddress& address : node.addresses) {
        if (node.vpc != kNone) entries.push_back({node.vpc, address, holder});
        if (address.family == Family::Ipv6 && !specialAddresses().contains(address)) {
            entries.push_back({kNone, address, holder});
        }
    }
    if (node.publicAddress) entries.push_back({kNone, *node.publicAddress, holder});
}

void NetworkIndex::addAddressesOfNats(AddressEntries& entries) const {
    for (const NatIndex nat : nats().indices()) {
        const NatNode& node = nats()[nat];
        const Holder holder{kNone, nat};
        if (node.vpc != kNone && node.privateAddress) {
            entries.push_back({node.vpc, *node.privateAddress, holder});
        }
        if (node.publicAddress) entries.push_back({kNone, *node.publicAddress, holder});
    }
}

bool NetworkIndex::comesBefore(const AddressEntry& a, const AddressEntry& b) {
    // Where two hold one address, interfaces come before NAT gateways, each in order.
    const bool aIsNat = a.holder.nat != kNone;
    const bool bIsNat = b.holder.nat != kNone;
    return std::tie(a.vpc, a.address, aIsNat, a.holder.nat, a.holder.interface) <
           std::tie(b.vpc, b.address, bIsNat, b.holder.nat, b.holder.interface);
}

void NetworkIndex::addAddresses() {
    auto entries = std::make_shared<AddressEntries>();
    for (const InterfaceIndex index : m_interfaces.indices()) {
        addAddressesOf(m_interfaces[index], index, *entries);
    }
    addAddressesOfNats(*entries);
    std::ranges::sort(*entries, comesBefore);
    m_addresses = std::move(entries);
    findDisputes();
}

/// Merges a few entries into many, both sorted.
std::shared_ptr<const NetworkIndex::AddressEntries> NetworkIndex::merged(
    const AddressEntries& many, const AddressEntries& few) {
    auto result = std::make_shared<AddressEntries>();
    result->reserve(many.size() + few.size());
    auto from = many.begin();
    for (const AddressEntry& entry : few) {
        const auto at = std::upper_bound(from, many.end(), entry, comesBefore);
        result->insert(result->end(), from, at);
        result->push_back(entry);
        from = at;
    }
    result->insert(result->end(), from, many.end());
    return result;
}

bool NetworkIndex::keepsHoldersOf(const NetworkIndex& previous) const {
    const auto sameVpc = [](const VpcNode& a, const VpcNode& b) { return a.vpc->id == b.vpc->id; };
    if (!std::ranges::equal(vpcs(), previous.vpcs(), sameVpc)) return false;
    AddressEntries now;
    AddressEntries then;
    addAddressesOfNats(now);
    previous.addAddressesOfNats(then);
    return now == then;
}

void NetworkIndex::updateAddresses(const NetworkIndex& previous) {
    if (!keepsHoldersOf(previous)) {
        addAddresses();
        return addInternet();
    }
    const bool keepsPlaces = keepsPlacesOf(previous);
    if (keepsPlaces && m_interfaces.isSharedWith(previous.m_interfaces)) {
        m_addresses = previous.m_addresses;
        m_disputed = previous.m_disputed;
        m_internet = previous.m_internet;
        return;
    }
    const auto from = carriedFrom(m_interfaces, previous.m_interfaces);
    PerNode<InterfaceNode, InterfaceIndex> movedTo(previous.m_interfaces.size(), kNone);
    AddressEntries added;
    for (const InterfaceIndex index : from.indices()) {
        if (from[index] == kNone) {
            addAddressesOf(m_interfaces[index], index, added);
        } else {
            movedTo[from[index]] = index;
        }
    }
    const auto isOutside = [](const AddressEntry& entry) { return entry.vpc == kNone; };
    bool sameOutside = keepsPlaces && std::ranges::none_of(added, isOutside);
    auto entries = std::make_shared<AddressEntries>();
    entries->reserve(previous.m_addresses->size() + added.size());
    for (AddressEntry entry : *previous.m_addresses) {
        if (entry.holder.interface != kNone) {
            const InterfaceIndex moved = movedTo[entry.holder.interface];
            if (moved == kNone) {
                sameOutside = sameOutside && !isOutside(entry);
                continue;
            }
            entry.holder.interface = moved;
        }
        entries->push_back(entry);
    }
    // Those that stay keep their order.
    std::ranges::sort(added, comesBefore);
    m_addresses = added.empty() ? std::move(entries) : merged(*entries, added);
    if (keepsPlaces && previous.m_disputed.empty()) {
        findDisputesOf(added);
    } else {
        findDisputes();
    }
    m_internet = previous.m_internet;
    if (!sameOutside) addInternet();
}

void NetworkIndex::addInternet() {
    std::vector<Cidr> own;
    for (const VpcNode& vpc : vpcs()) own.insert(own.end(), vpc.blocks.begin(), vpc.blocks.end());
    for (const AddressEntry& entry : *m_addresses) {
        if (entry.vpc != kNone) break;
        own.push_back(Cidr::host(entry.address));
    }
    for (const auto& [id, elastic] : m_architecture->elasticIps) {
        if (elastic->address.isKnown()) own.push_back(Cidr::host(*elastic->address));
    }
    m_internet = std::make_shared<const AddressSet>(AddressSet::all() - specialAddresses() -
                                                    addressesOf(own));
}

void NetworkIndex::addDisputesOf(std::size_t place) {
    const auto add = [&](const Holder& holder) {
        if (holder.interface != kNone) m_disputed.push_back(holder.interface);
    };
    const AddressEntry& entry = (*m_addresses)[place];
    if (place > 0 && (*m_addresses)[place - 1].vpc == entry.vpc &&
        (*m_addresses)[place - 1].address == entry.address) {
        add((*m_addresses)[place - 1].holder);
        add(entry.holder);
    }
    if (entry.vpc != kNone || entry.address.family == Family::Ipv6) return;
    for (const VpcIndex vpc : vpcs().indices()) {
        if (vpcs()[vpc].holds(entry.address)) add(holderInVpc(vpc, entry.address));
    }
}

void NetworkIndex::findDisputes() {
    for (std::size_t i = 0; i < m_addresses->size(); ++i) addDisputesOf(i);
    std::ranges::sort(m_disputed);
    m_disputed.erase(std::unique(m_disputed.begin(), m_disputed.end()), m_disputed.end());
}

/// The same where nothing was disputed before some entries came: only they can be part of it.
void NetworkIndex::findDisputesOf(const AddressEntries& added) {
    for (const AddressEntry& entry : added) {
        const auto at = std::ranges::lower_bound(*m_addresses, entry, comesBefore);
        const auto place = static_cast<std::size_t>(at - m_addresses->begin());
        addDisputesOf(place);
        if (place + 1 < m_addresses->size()) addDisputesOf(place + 1);
        // An address inside is disputed where the internet sees somebody else under it.
        if (entry.vpc == kNone || entry.address.family == Family::Ipv6) continue;
        const bool isOutsideToo =
            vpcs()[entry.vpc].holds(entry.address) && holderOnInternet(entry.address);
        if (isOutsideToo && entry.holder.interface != kNone) {
            m_disputed.push_back(entry.holder.interface);
        }
    }
    std::ranges::sort(m_disputed);
    m_disputed.erase(std::unique(m_disputed.begin(), m_disputed.end()), m_disputed.end());
}

void NetworkIndex::addEndpoints() {
    if (m_architecture->endpoints.empty()) return;
    for (const InterfaceIndex index : m_interfaces.indices()) {
        const VpcEndpoint* endpoint = m_interfaces[index].endpoint;
        if (endpoint != nullptr) m_endpointInterfaces.emplace(endpoint->id, index);
    }
}

InterfaceIndex NetworkIndex::interfaceOfEndpoint(ThingId endpoint) const {
    const auto at = m_endpointInterfaces.find(endpoint);
    return at == m_endpointInterfaces.end() ? InterfaceIndex() : at->second;
}

SubnetIndex NetworkIndex::subnetHolding(VpcIndex vpc, const IpAddress& address) const {
    if (vpc == kNone) return kNone;
    for (const SubnetIndex subnet : vpcs()[vpc].subnets) {
        if (subnets()[subnet].holds(address)) return subnet;
    }
    return kNone;
}

Holder NetworkIndex::find(VpcIndex vpc, const IpAddress& address) const {
    const auto at = std::ranges::partition_point(*m_addresses, [&](const AddressEntry& entry) {
        return std::tie(entry.vpc, entry.address) < std::tie(vpc, address);
    });
    const bool found = at != m_addresses->end() && at->vpc == vpc && at->address == address;
    return found ? at->holder : Holder{};
}

Holder NetworkIndex::holderInVpc(VpcIndex vpc, const IpAddress& address) const {
    return vpc == kNone ? Holder{} : find(vpc, address);
}

Holder NetworkIndex::holderOnInternet(const IpAddress& address) const {
    return find(kNone, address);
}

VpcIndex NetworkIndex::vpcOnInternet(const IpAddress& address) const {
    if (address.family == Family::Ipv4 || specialAddresses().contains(address)) return kNone;
    for (const VpcIndex vpc : vpcs().indices()) {
        if (vpcs()[vpc].holds(address)) return vpc;
    }
    return kNone;
}
}  // namespace archivolt
