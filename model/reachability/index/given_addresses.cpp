#include "model/reachability/index/given_addresses.h"

#include <set>

#include <fmt/format.h>

#include "model/architecture/stand_in.h"

namespace archivolt {

namespace {

/// Names a few of many things.
std::string namesOf(const std::set<std::string>& names) {
    constexpr std::size_t kMostNamed = 3;
    std::string text;
    std::size_t named = 0;
    for (const std::string& name : names) {
        if (named == kMostNamed) return fmt::format("{} and {} more", text, names.size() - named);
        text += fmt::format("{}`{}`", named++ == 0 ? "" : ", ", name);
    }
    return text;
}

bool isChosen(const std::optional<Known<IpAddress>>& address) {
    return address && (!address->isKnown() || isStandIn(**address));
}

/// Says whether AWS chooses an address that a gateway has on the internet.
bool hasChosenAddress(const Architecture& things, const NatGateway& gateway) {
    if (!gateway.isPublic.valueOr(true)) return false;
    if (isChosen(gateway.publicAddress) || !gateway.elasticIps.why.empty()) return true;
    for (const ThingId elastic : gateway.elasticIps.ids) {
        const auto* found = things.elasticIps.find(elastic);
        if (found == nullptr || isChosen((*found)->address)) return true;
    }
    return !gateway.publicAddress && gateway.elasticIps.ids.empty();
}

/// Adds the names of what has an address of IPv4 on the internet that AWS chooses.
void addWithChosenAddress(const NetworkIndex& network, std::set<std::string>& names) {
    const Architecture& things = network.architecture();
    for (const InterfaceNode& node : network.interfaces()) {
        if (node.interface->kind == InterfaceKind::NatGateway) continue;
        if (!isChosen(node.interface->publicAddress)) continue;
        const Thing* owner = things.find(node.interface->owner);
        names.insert(owner != nullptr ? owner->name : node.interface->name);
    }
    for (const auto& [id, gateway] : things.natGateways) {
        if (hasChosenAddress(things, *gateway)) names.insert(gateway->name);
    }
}

}  // namespace

Doubt whyMayBeInside(const NetworkIndex& network, Family family) {
    if (family != Family::Ipv6) return {};
    std::set<std::string> vpcs;
    for (const VpcNode& node : network.vpcs()) {
        if (node.vpc->amazonIpv6 || !node.blocksWhy.empty()) vpcs.insert(node.vpc->name);
    }
    if (vpcs.empty()) return {};
    return fmt::format("AWS chooses the IPv6 block{} of {}", vpcs.size() == 1 ? "" : "s",
                       namesOf(vpcs));
}

Doubt whyMayBeGiven(const NetworkIndex& network, const IpAddress& address) {
    static const Cidr kStandInsOfSix = *Cidr::parse("2001:db8::/32");
    if (isStandIn(address) || kStandInsOfSix.contains(address)) return {};
    const Family family = address.family;
    const Architecture& things = network.architecture();
    std::set<std::string> names;
    if (family == Family::Ipv4) addWithChosenAddress(network, names);
    for (const auto& [id, distribution] : things.distributions) names.insert(distribution->name);
    Doubt why = whyMayBeInside(network, family);
    if (!names.empty()) {
        why.add(fmt::format("AWS chooses the public addresses of {}", namesOf(names)));
    }
    return why;
}

}  // namespace archivolt
