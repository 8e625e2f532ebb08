#include "model/reachability/all_pairs.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "model/reachability/candidates.h"

namespace archivolt {

namespace {

/// Returns every block that some rule, entry or route names.
std::vector<Cidr> namedBlocks(const NetworkIndex& network) {
    std::vector<Cidr> blocks = blocksOfRoutesAndAcls(network);
    for (const SecurityGroup* group : network.groups()) {
        for (const SecurityGroupRule& rule : group->rules) {
            if (rule.cidr && rule.cidr->isKnown()) blocks.push_back(**rule.cidr);
        }
    }
    return blocks;
}

/// What the engine sees of an interface; `alone` keeps it from others that look the same.
struct ClassKey {
    NodeIndex subnet = kNone;
    NodeIndex alone = kNone;
    std::size_t groupSet = 0;
    std::vector<std::ptrdiff_t> places;  ///< Between which cuts its addresses lie, in order.
    Port firstClientPort = 0;
    bool isPublic = false;
    bool classicNode = false;
    friend auto operator<=>(const ClassKey&, const ClassKey&) = default;
};

ClassKey keyOf(const Reachability& reachability, NodeIndex index,
               const std::vector<IpAddress>& cuts) {
    const NetworkIndex& network = reachability.network();
    const InterfaceNode& node = network.interfaces()[static_cast<std::size_t>(index)];
    ClassKey key;
    key.subnet = node.subnet;
    // A middlebox may be a route's target, by itself; what is not known differs in its own way.
    if (!node.why.empty() || node.sourceDestCheck != Truth::Yes ||
        node.interface->kind == InterfaceKind::NatGateway) {
        key.alone = index;
    }
    key.groupSet = reachability.filters().groupSetOf(index);
    for (const IpAddress& address : node.addresses) {
        key.places.push_back(std::ranges::upper_bound(cuts, address) - cuts.begin());
    }
    const Place place{Place::Kind::Interface, index, {}};
    key.firstClientPort = clientPortsOf(network, place).ranges().front().first;
    key.isPublic = node.publicAddress.has_value();
    key.classicNode = node.classicNode;
    return key;
}

}  // namespace

std::vector<InterfaceClass> interfaceClasses(const Reachability& reachability) {
    const NetworkIndex& network = reachability.network();
    const std::vector<IpAddress> cuts = cutsOf(namedBlocks(network));
    std::map<ClassKey, std::size_t> known;
    std::vector<InterfaceClass> classes;
    for (std::size_t i = 0; i < network.interfaces().size(); ++i) {
        const auto index = static_cast<NodeIndex>(i);
        const auto [at, isNew] = known.emplace(keyOf(reachability, index, cuts), classes.size());
        if (isNew) classes.emplace_back();
        classes[at->second].members.push_back(index);
    }
    return classes;
}

void forEachPair(const Reachability& reachability, const std::vector<InterfaceClass>& classes,
                 const std::stop_token& stop, const std::function<void(const ClassPair&)>& visit) {
    const NetworkIndex& network = reachability.network();
    const auto node = [&](NodeIndex i) -> const InterfaceNode& {
        return network.interfaces()[static_cast<std::size_t>(i)];
    };
    for (std::size_t from = 0; from < classes.size(); ++from) {
        if (stop.stop_requested()) return;
        const NodeIndex sender = classes[from].members.front();
        const Place origin{Place::Kind::Interface, sender, {}};
        const PortSet clientPorts = clientPortsOf(network, origin);
        for (std::size_t to = 0; to < classes.size(); ++to) {
            if (from == to && classes[to].members.size() == 1) continue;
            const NodeIndex receiver =
                from == to ? classes[to].members[1] : classes[to].members.front();
            for (const Family family : {Family::Ipv4, Family::Ipv6}) {
                const auto source = node(sender).address(family);
                const auto destination = node(receiver).address(family);
                if (!source || !destination) continue;
                const WalkQuestion flow{
                    origin, {*source, *destination}, {Place::Kind::Interface, receiver, {}}, kNone};
                const TrafficBetween between =
                    trafficBetween(network, reachability.filters(), {flow, false});
                visit({from, to, family, between.roundTrip(clientPorts)});
            }
        }
    }
}

}  // namespace archivolt
