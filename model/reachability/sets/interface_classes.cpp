#include "model/reachability/sets/interface_classes.h"

#include <algorithm>

#include "model/base/invariant.h"
#include "model/reachability/index/named_blocks.h"
#include "model/reachability/sets/client_ports.h"

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
    append(blocksOfRoutes(network));
    for (const auto& [id, connection] : network.architecture().vpnConnections) {
        for (const auto& block : connection->staticRoutes) {
            if (block.isKnown()) blocks.push_back(*block);
        }
    }
    return blocks;
}

/// Returns every block that some rule or ACL entry names.
std::vector<Cidr> blocksOfFilters(const NetworkIndex& network) {
    std::vector<Cidr> blocks = blocksOfAclsAndLists(network);
    for (const GroupNode& node : network.groups()) {
        for (const SecurityGroupRule& rule : node.group->rules) {
            if (rule.cidr && rule.cidr->isKnown()) blocks.push_back(**rule.cidr);
        }
    }
    return blocks;
}

/// Says whether each address' interval between old cuts lies within one between new ones.
bool cutsLeaveWhole(const InterfaceNode& node, const std::vector<IpAddress>& oldCuts,
                    const std::vector<IpAddress>& newCuts) {
    return std::ranges::all_of(node.addresses, [&](const IpAddress& address) {
        const auto oldEnd = std::ranges::upper_bound(oldCuts, address);
        const auto newEnd = std::ranges::upper_bound(newCuts, address);
        INVARIANT(oldEnd != oldCuts.begin() && newEnd != newCuts.begin());
        const bool begins = *(newEnd - 1) <= *(oldEnd - 1);
        const bool ends =
            newEnd == newCuts.end() || (oldEnd != oldCuts.end() && *oldEnd <= *newEnd);
        return begins && ends;
    });
}

void addId(ThingId id, std::vector<std::uint32_t>& key) {
    key.push_back(static_cast<std::uint32_t>(id.value() >> 32U));
    key.push_back(static_cast<std::uint32_t>(id.value()));
}

/// Adds what an interface answers on: walks end there for the rest.
void addListens(const InterfaceNode& node, std::vector<std::uint32_t>& key) {
    if (!node.listens && !node.publicListens) return;
    key.push_back(node.listensWhy.empty() ? 0 : 1);
    for (const auto* listens : {&node.listens, &node.publicListens}) {
        key.push_back(*listens != nullptr ? 1 : 0);
        if (!*listens) continue;
        for (const IpProtocol protocol : {kProtocolTcp, kProtocolUdp}) {
            const PortSet ports = (*listens)->ports(protocol);
            key.push_back(static_cast<std::uint32_t>(ports.ranges().size()));
            for (const auto& range : ports.ranges()) {
                key.push_back(static_cast<std::uint32_t>(range.first) << 16U | range.last);
            }
        }
    }
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
    if (previous == nullptr || !network.keepsPlacesOf(*previous->m_network)) return;
    m_nextRouteClass = previous->m_nextRouteClass;
    m_nextFilterClass = previous->m_nextFilterClass;
    if (sameRouteCuts(*previous)) m_routeClasses = previous->m_routeClasses;
    if (sameFilterCuts(*previous)) m_filterClasses = previous->m_filterClasses;
}

void InterfaceNumbers::markRouteTargets() {
    const auto mark = [&](ThingId id) {
        const InterfaceIndex index = m_network->interfaces().indexOf(id);
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

bool InterfaceNumbers::isMarked(InterfaceIndex interface) const {
    return std::ranges::binary_search(m_marked, interface);
}

bool InterfaceNumbers::standsAlone(InterfaceIndex index) const {
    const InterfaceNode& node = m_network->interfaces()[index];
    // A middlebox may be a route's target, by itself.
    return node.sourceDestCheck != Truth::Yes ||
           node.interface->kind == InterfaceKind::NatGateway || node.endpoint != nullptr ||
           node.interface->inUse != Known<bool>(true) || isContested(index) ||
           m_network->unreadOf(node.interface->id) != nullptr ||
           (node.interface->owner && m_network->unreadOf(node.interface->owner) != nullptr);
}

bool InterfaceNumbers::isContested(InterfaceIndex index) const {
    const InterfaceNode& node = m_network->interfaces()[index];
    // What is not known differs in its own way.
    if (!node.why.empty() || node.subnet == kNone || isMarked(index)) return true;
    const SubnetNode& subnet = m_network->subnets()[node.subnet];
    return !std::ranges::all_of(node.addresses, [&](const IpAddress& address) {
        if (!subnet.holds(address)) return false;
        for (const VpcIndex vpc : m_network->vpcs().indices()) {
            const bool own = vpc == node.vpc;
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

std::uint32_t InterfaceNumbers::numberOfKey(CopyOnWrite<Numbers>& numbers, std::uint32_t& next,
                                            std::uint32_t preferred) const {
    const auto at = numbers->find(m_key);
    if (at != numbers->end()) return at->second;
    const std::uint32_t number = preferred != kNoNumber ? preferred : next++;
    numbers.edit().emplace(m_key, number);
    return number;
}

bool InterfaceNumbers::routesLeaveWhole(const InterfaceNode& node,
                                        const InterfaceNumbers& old) const {
    return cutsLeaveWhole(node, old.m_routeCuts, m_routeCuts);
}

bool InterfaceNumbers::filtersLeaveWhole(const InterfaceNode& node,
                                         const InterfaceNumbers& old) const {
    return cutsLeaveWhole(node, old.m_filterCuts, m_filterCuts);
}

PairEnd InterfaceNumbers::endOf(InterfaceIndex index, std::uint32_t preferred) {
    const InterfaceNode& node = m_network->interfaces()[index];
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
    const FlowEnd place{FlowEnd::Kind::Interface, index, {}};
    end.managedClient = clientPortsOf(*m_network, place) == managedClientPorts();
    m_key.clear();
    const bool alone = standsAlone(index);
    end.alone = alone;
    end.contested = alone && isContested(index);
    const auto flags = static_cast<std::uint32_t>(alone) |
                       static_cast<std::uint32_t>(node.publicAddress.has_value()) << 1U |
                       static_cast<std::uint32_t>(node.classicNode) << 2U |
                       static_cast<std::uint32_t>(node.accepts) << 3U |
                       static_cast<std::uint32_t>(node.opens) << 4U;
    m_key.push_back(flags);
    m_key.push_back(static_cast<std::uint32_t>(node.subnet.place()));
    addId(alone ? node.interface->id : ThingId(), m_key);
    addPlaces(node, m_routeCuts);
    addListens(node, m_key);
    end.routeClass = numberOfKey(m_routeClasses, m_nextRouteClass, preferred);
    return end;
}

std::uint32_t InterfaceNumbers::filterClassOf(const PairEnd& end, std::uint32_t preferred) {
    m_key.clear();
    m_key.push_back(end.routeClass * 2 + static_cast<std::uint32_t>(end.managedClient));
    m_key.push_back(end.groupSet);
    addPlaces(m_network->interfaces()[end.interface], m_filterCuts);
    return numberOfKey(m_filterClasses, m_nextFilterClass, preferred);
}

std::size_t InterfaceNumbers::placeAmongFilters(const IpAddress& address) const {
    return static_cast<std::size_t>(std::ranges::upper_bound(m_filterCuts, address) -
                                    m_filterCuts.begin());
}

InterfaceClasses::InterfaceClasses(const NetworkIndex& network)
    : m_numbers(network), m_interfaces(network.interfaces()) {
    const auto sorted = std::make_shared<Sorted>();
    for (const InterfaceIndex index : m_interfaces.indices()) {
        const PairEnd end = m_numbers.endOf(index);
        sorted->ends.add(end);
        sorted->filterClassOf.add(m_numbers.filterClassOf(end));
    }
    count(*sorted);
    m_sorted = sorted;
}

/// Sorts the interfaces of a snapshot after an earlier one: classes are looked at, not members,
/// where all members stay together.
class InterfaceClasses::Update {
public:
    Update(InterfaceClasses& classes, const InterfaceClasses& previous)
        : m_numbers(classes.m_numbers),
          m_interfaces(classes.m_interfaces),
          m_old(previous),
          m_keepsPlaces(m_numbers.network().keepsPlacesOf(previous.m_numbers.network())),
          m_sameRouteCuts(m_numbers.sameRouteCuts(previous.m_numbers)),
          m_sameFilterCuts(m_numbers.sameFilterCuts(previous.m_numbers)) {}

    [[nodiscard]] bool changesNothing() const {
        return m_keepsPlaces && m_sameRouteCuts && m_sameFilterCuts &&
               m_interfaces.isSharedWith(m_old.m_interfaces) &&
               m_numbers.sameMarks(m_old.m_numbers);
    }

    void run(Sorted& sorted) {
        const auto from = carriedFrom(m_interfaces, m_old.m_interfaces);
        m_routeClassNow.assign(m_old.m_numbers.routeClasses(), kNotYet);
        m_filterClassNow.assign(m_old.m_numbers.filterClasses(), kNotYet);
        sorted.ends.reserve(from.size());
        sorted.filterClassOf.reserve(from.size());
        for (const InterfaceIndex index : from.indices()) {
            const InterfaceIndex old = from[index];
            const bool kept = old != kNone && m_keepsPlaces &&
                              m_numbers.isMarked(index) == m_old.m_numbers.isMarked(old);
            if (kept) {
                addKept(sorted, index, old);
            } else {
                const PairEnd end = m_numbers.endOf(index);
                sorted.ends.add(end);
                sorted.filterClassOf.add(m_numbers.filterClassOf(end));
            }
        }
    }

private:
    static constexpr std::uint32_t kNotYet = ~std::uint32_t{0};
    static constexpr std::uint32_t kSplit = kNotYet - 1;  ///< Members go different ways.

    void addKept(Sorted& sorted, InterfaceIndex index, InterfaceIndex old) {
        const PairEnd& was = m_old.m_sorted->ends[old];
        const InterfaceNode& node = m_interfaces[index];
        PairEnd end = was;
        end.interface = index;
        bool whole = true;
        if (!m_sameRouteCuts) {
            std::uint32_t& now = m_routeClassNow[was.routeClass];
            if (now == kNotYet) {
                now = m_numbers.routesLeaveWhole(node, m_old.m_numbers)
                          ? m_numbers.endOf(index, was.routeClass).routeClass
                          : kSplit;
            }
            whole = now != kSplit;
            end.routeClass = whole ? now : m_numbers.endOf(index).routeClass;
        }
        sorted.ends.add(end);
        const std::uint32_t wasIn = m_old.m_sorted->filterClassOf[old];
        if (m_sameFilterCuts && end.routeClass == was.routeClass) {
            sorted.filterClassOf.add(wasIn);
            return;
        }
        std::uint32_t& now = m_filterClassNow[wasIn];
        if (now == kNotYet) {
            whole = whole && m_numbers.filtersLeaveWhole(node, m_old.m_numbers);
            now = whole ? m_numbers.filterClassOf(end, m_sameFilterCuts ? kNotYet : wasIn) : kSplit;
        }
        sorted.filterClassOf.add(now != kSplit ? now : m_numbers.filterClassOf(end));
    }

    InterfaceNumbers& m_numbers;
    const InterfaceList& m_interfaces;
    const InterfaceClasses& m_old;
    bool m_keepsPlaces;
    bool m_sameRouteCuts;
    bool m_sameFilterCuts;
    std::vector<std::uint32_t> m_routeClassNow;   ///< By old number: the new one.
    std::vector<std::uint32_t> m_filterClassNow;  ///< By old number: the new one.
};

InterfaceClasses::InterfaceClasses(const NetworkIndex& network, const InterfaceClasses& previous)
    : m_numbers(network, &previous.m_numbers), m_interfaces(network.interfaces()) {
    Update update(*this, previous);
    if (update.changesNothing()) {
        m_sorted = previous.m_sorted;
        return;
    }
    const auto sorted = std::make_shared<Sorted>();
    update.run(*sorted);
    count(*sorted);
    m_sorted = sorted;
}

std::optional<std::vector<TableIndex>> InterfaceClasses::tablesChangedSince(
    const InterfaceClasses& previous) const {
    auto tables = m_numbers.network().tablesChangedSince(previous.m_numbers.network());
    if (!tables || m_interfaces.isSharedWith(previous.m_interfaces)) return tables;
    // A middlebox is seen by the flows of others.
    const auto from = carriedFrom(m_interfaces, previous.m_interfaces);
    PerNode<InterfaceNode, bool> stays(previous.m_sorted->ends.size(), false);
    for (const InterfaceIndex index : from.indices()) {
        if (from[index] != kNone) {
            stays[from[index]] = true;
        } else if (m_sorted->ends[index].alone) {
            return std::nullopt;
        }
    }
    for (const InterfaceIndex index : stays.indices()) {
        if (!stays[index] && previous.m_sorted->ends[index].alone) return std::nullopt;
    }
    return tables;
}

std::vector<bool> InterfaceClasses::contestedRouteClasses() const {
    std::vector<bool> contested(m_numbers.routeClasses(), false);
    for (const PairEnd& end : m_sorted->ends) {
        if (end.contested) contested[end.routeClass] = true;
    }
    return contested;
}

void InterfaceClasses::count(Sorted& sorted) const {
    constexpr std::uint32_t kNew = ~std::uint32_t{0};
    std::vector<std::uint32_t> numbers(m_numbers.filterClasses(), kNew);
    sorted.classOf.reserve(sorted.ends.size());
    sorted.begins = {0};
    for (const std::uint32_t filterClass : sorted.filterClassOf) {
        std::uint32_t& number = numbers[filterClass];
        if (number == kNew) {
            number = static_cast<std::uint32_t>(sorted.begins.size() - 1);
            sorted.begins.push_back(0);
        }
        ++sorted.begins[number + 1];
        sorted.classOf.add(number);
    }
    for (std::size_t i = 1; i < sorted.begins.size(); ++i) sorted.begins[i] += sorted.begins[i - 1];
    sorted.members.resize(sorted.ends.size());
    std::vector<std::uint32_t> next = sorted.begins;
    for (const InterfaceIndex index : sorted.classOf.indices()) {
        sorted.members[next[sorted.classOf[index]]++] = index;
    }
}

}  // namespace archivolt
