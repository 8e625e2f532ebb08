#include "model/reachability/interface_classes.h"

#include <algorithm>

#include "model/base/invariant.h"

namespace archivolt {

namespace {

/// Returns every block that walks tell addresses apart by.
std::vector<Cidr> blocksOfWalks(const NetworkIndex& network) {
    std::vector<Cidr> blocks = toCidrs(specialAddresses());
    // What no subnet routes and what answers by itself: see isLocalService, isNeverForwarded.
    for (const char* text :
         {"169.254.168.0/22", "169.254.169.123/32", "169.254.169.250/31", "169.254.169.253/32",
          "169.254.169.254/32", "169.254.170.2/32", "fd00:ec2::/32", "fd00:ec2::123/128",
          "fd00:ec2::253/128", "fd00:ec2::254/128", "64:ff9b::/96"}) {
        blocks.push_back(*Cidr::parse(text));
    }
    const auto append = [&](const std::vector<Cidr>& more) {
        blocks.insert(blocks.end(), more.begin(), more.end());
    };
    for (const VpcNode& vpc : network.vpcs()) {
        append(vpc.blocks);
        for (const Cidr& block : vpc.blocks) blocks.push_back(Cidr::host(block.first().plus(2)));
    }
    for (const SubnetNode& subnet : network.subnets()) append(subnet.blocks);
    for (const TableNode& table : network.tables()) {
        for (const RouteNode& route : table.routes) blocks.push_back(route.destination);
    }
    for (const auto& [id, table] : network.transitTables()) {
        for (const auto& entry : table.entries) blocks.push_back(entry.destination);
    }
    for (const auto& [id, connection] : network.architecture().vpnConnections) {
        for (const auto& block : connection->staticRoutes) {
            if (block.isKnown()) blocks.push_back(*block);
        }
    }
    return blocks;
}

/// Returns every block that some rule or ACL entry names.
std::vector<Cidr> blocksOfFilters(const NetworkIndex& network) {
    std::vector<Cidr> blocks;
    for (const AclNode& acl : network.acls()) {
        for (const NetworkAclEntry& entry : acl.acl->entries) {
            if (entry.cidr.isKnown()) blocks.push_back(*entry.cidr);
        }
    }
    for (const auto& [id, list] : network.architecture().prefixLists) {
        if (!list->entries.isKnown()) continue;
        blocks.insert(blocks.end(), list->entries->begin(), list->entries->end());
    }
    for (const SecurityGroup* group : network.groups()) {
        for (const SecurityGroupRule& rule : group->rules) {
            if (rule.cidr && rule.cidr->isKnown()) blocks.push_back(**rule.cidr);
        }
    }
    return blocks;
}

void addId(ThingId id, std::vector<std::uint32_t>& key) {
    key.push_back(static_cast<std::uint32_t>(id.value() >> 32U));
    key.push_back(static_cast<std::uint32_t>(id.value()));
}

}  // namespace

std::size_t InterfaceNumbers::KeyHash::operator()(const Key& key) const {
    std::uint64_t hash = 0x9E3779B97F4A7C15U;
    for (const std::uint32_t part : key) hash = (hash ^ part) * 0x9E3779B97F4A7C15U ^ hash >> 32U;
    return static_cast<std::size_t>(hash ^ hash >> 29U);
}

InterfaceNumbers::InterfaceNumbers(const NetworkIndex& network, const InterfaceNumbers* previous)
    : m_network(&network),
      m_routeCuts(previous != nullptr && network.sharesRoutingWith(*previous->m_network)
                      ? previous->m_routeCuts
                      : cutsOf(blocksOfWalks(network))),
      m_filterCuts(cutsOf(blocksOfFilters(network))),
      m_marked(network.disputedHolders()) {
    markRouteTargets();
    if (previous == nullptr || !sameRoutes(*previous)) return;
    m_routeClasses = previous->m_routeClasses;
    if (sameFilterCuts(*previous)) m_filterClasses = previous->m_filterClasses;
}

void InterfaceNumbers::markRouteTargets() {
    const auto mark = [&](ThingId id) {
        const NodeIndex index = m_network->indexOf(NodeKind::Interface, id);
        if (index != kNone) m_marked.push_back(index);
    };
    for (const TableNode& table : m_network->tables()) {
        for (const RouteNode& route : table.routes) {
            if (!route.target.isKnown()) continue;
            if (route.kind == RouteTargetKind::NetworkInterface) mark(*route.target);
            if (route.kind != RouteTargetKind::Instance) continue;
            const auto* instance = m_network->architecture().instances.find(*route.target);
            if (instance == nullptr || (*instance)->interfaces.empty()) continue;
            mark((*instance)->interfaces.front());
        }
    }
    std::ranges::sort(m_marked);
    m_marked.erase(std::unique(m_marked.begin(), m_marked.end()), m_marked.end());
}

bool InterfaceNumbers::isMarked(NodeIndex interface) const {
    return std::ranges::binary_search(m_marked, interface);
}

bool InterfaceNumbers::standsAlone(NodeIndex index) const {
    const InterfaceNode& node = m_network->interfaces()[static_cast<std::size_t>(index)];
    // A middlebox may be a route's target, by itself; what is not known differs in its own way.
    if (!node.why.empty() || node.sourceDestCheck != Truth::Yes || node.subnet == kNone ||
        node.interface->kind == InterfaceKind::NatGateway || isMarked(index)) {
        return true;
    }
    const SubnetNode& subnet = m_network->subnets()[static_cast<std::size_t>(node.subnet)];
    return !std::ranges::all_of(node.addresses, [&](const IpAddress& address) {
        if (!subnet.holds(address)) return false;
        for (std::size_t vpc = 0; vpc < m_network->vpcs().size(); ++vpc) {
            const bool own = static_cast<NodeIndex>(vpc) == node.vpc;
            if (m_network->vpcs()[vpc].holds(address) != own) return false;
        }
        return true;
    });
}

void InterfaceNumbers::addPlaces(const InterfaceNode& node, const std::vector<IpAddress>& cuts) {
    for (const IpAddress& address : node.addresses) {
        const auto place = std::ranges::upper_bound(cuts, address) - cuts.begin();
        m_key.push_back(static_cast<std::uint32_t>(place));
    }
}

std::uint32_t InterfaceNumbers::numberOfKey(CopyOnWrite<Numbers>& numbers) const {
    const auto at = numbers->find(m_key);
    if (at != numbers->end()) return at->second;
    const auto number = static_cast<std::uint32_t>(numbers->size());
    numbers.edit().emplace(m_key, number);
    return number;
}

PairEnd InterfaceNumbers::endOf(NodeIndex index) {
    const InterfaceNode& node = m_network->interfaces()[static_cast<std::size_t>(index)];
    PairEnd end;
    end.interface = index;
    end.groupSet = node.groupSet;
    if (const auto four = node.address(Family::Ipv4)) {
        end.four = *four;
        end.hasFour = true;
    }
    if (const auto six = node.address(Family::Ipv6)) {
        end.six = *six;
        end.hasSix = true;
    }
    const Place place{Place::Kind::Interface, index, {}};
    end.managedClient = clientPortsOf(*m_network, place) == managedClientPorts();
    m_key.clear();
    const bool alone = standsAlone(index);
    end.alone = alone;
    const auto flags = static_cast<std::uint32_t>(alone) |
                       static_cast<std::uint32_t>(node.publicAddress.has_value()) << 1U |
                       static_cast<std::uint32_t>(node.classicNode) << 2U;
    m_key.push_back(flags);
    m_key.push_back(static_cast<std::uint32_t>(node.subnet));
    addId(alone ? node.interface->id : ThingId(), m_key);
    // An endpoint passes on what its policy and its service let through.
    const bool endpoint = node.interface->kind == InterfaceKind::Endpoint;
    addId(endpoint ? node.interface->owner : ThingId(), m_key);
    addPlaces(node, m_routeCuts);
    end.routeClass = numberOfKey(m_routeClasses);
    return end;
}

std::uint32_t InterfaceNumbers::filterClassOf(const PairEnd& end) {
    m_key.clear();
    m_key.push_back(end.routeClass * 2 + static_cast<std::uint32_t>(end.managedClient));
    m_key.push_back(end.groupSet);
    addPlaces(m_network->interfaces()[static_cast<std::size_t>(end.interface)], m_filterCuts);
    return numberOfKey(m_filterClasses);
}

InterfaceClasses::InterfaceClasses(const NetworkIndex& network)
    : m_numbers(network), m_interfaces(network.interfaces()) {
    for (std::size_t i = 0; i < m_interfaces.size(); ++i) {
        m_ends.push_back(m_numbers.endOf(static_cast<NodeIndex>(i)));
        m_filterClassOf.push_back(m_numbers.filterClassOf(m_ends.back()));
    }
    count();
}

InterfaceClasses::InterfaceClasses(const NetworkIndex& network, const InterfaceClasses& previous)
    : m_numbers(network, &previous.m_numbers), m_interfaces(network.interfaces()) {
    const std::vector<NodeIndex> from = carriedFrom(m_interfaces, previous.m_interfaces);
    const bool sameRoutes = m_numbers.sameRoutes(previous.m_numbers);
    const bool sameFilters = sameRoutes && m_numbers.sameFilterCuts(previous.m_numbers);
    m_ends.reserve(from.size());
    m_filterClassOf.reserve(from.size());
    for (std::size_t i = 0; i < from.size(); ++i) {
        const auto index = static_cast<NodeIndex>(i);
        const bool kept = from[i] != kNone && sameRoutes &&
                          m_numbers.isMarked(index) == previous.m_numbers.isMarked(from[i]);
        const auto old = static_cast<std::size_t>(from[i]);
        m_ends.push_back(kept ? previous.m_ends[old] : m_numbers.endOf(index));
        m_ends.back().interface = index;
        m_filterClassOf.push_back(kept && sameFilters ? previous.m_filterClassOf[old]
                                                      : m_numbers.filterClassOf(m_ends.back()));
    }
    count();
}

bool InterfaceClasses::keepsPathsOf(const InterfaceClasses& previous) const {
    if (!m_numbers.sameRoutes(previous.m_numbers)) return false;
    if (m_interfaces.isSharedWith(previous.m_interfaces)) return true;
    // Only those that stand alone are seen by the flows of others.
    const std::vector<NodeIndex> from = carriedFrom(m_interfaces, previous.m_interfaces);
    std::vector<bool> stays(previous.m_ends.size(), false);
    for (std::size_t i = 0; i < from.size(); ++i) {
        if (from[i] != kNone) {
            stays[static_cast<std::size_t>(from[i])] = true;
        } else if (m_ends[i].alone) {
            return false;
        }
    }
    for (std::size_t i = 0; i < stays.size(); ++i) {
        if (!stays[i] && previous.m_ends[i].alone) return false;
    }
    return true;
}

void InterfaceClasses::count() {
    constexpr std::uint32_t kNew = ~std::uint32_t{0};
    std::vector<std::uint32_t> numbers(m_numbers.filterClasses(), kNew);
    m_classOf.reserve(m_ends.size());
    m_begins = {0};
    for (const std::uint32_t filterClass : m_filterClassOf) {
        std::uint32_t& number = numbers[filterClass];
        if (number == kNew) {
            number = static_cast<std::uint32_t>(m_begins.size() - 1);
            m_begins.push_back(0);
        }
        ++m_begins[number + 1];
        m_classOf.push_back(number);
    }
    for (std::size_t i = 1; i < m_begins.size(); ++i) m_begins[i] += m_begins[i - 1];
    m_members.resize(m_ends.size());
    std::vector<std::uint32_t> next = m_begins;
    for (std::size_t i = 0; i < m_classOf.size(); ++i) {
        m_members[next[m_classOf[i]]++] = static_cast<NodeIndex>(i);
    }
}

}  // namespace archivolt
