#include "model/reachability/index/tiers.h"

#include <algorithm>

namespace archivolt {

namespace {

bool isPublic(const NetworkIndex& network, const SubnetNode& subnet) {
    if (subnet.table == kNone) return false;
    const TableNode& table = network.tables()[subnet.table];
    return std::ranges::any_of(table.routes, [](const RouteNode& route) {
        return route.kind == RouteTargetKind::InternetGateway;
    });
}

}  // namespace

const char* tierName(Tier tier) {
    switch (tier) {
        case Tier::Public: return "public";
        case Tier::Private: return "private";
        case Tier::Data: return "data";
    }
    return "";
}

PerNode<SubnetNode, Tier> tiersOf(const NetworkIndex& network) {
    PerNode<SubnetNode, Tier> tiers;
    for (const SubnetNode& subnet : network.subnets()) {
        tiers.add(isPublic(network, subnet) ? Tier::Public : Tier::Private);
    }
    for (const InterfaceNode& node : network.interfaces()) {
        const InterfaceKind kind = node.interface->kind;
        const bool holdsData = kind == InterfaceKind::Database || kind == InterfaceKind::Cache;
        if (!holdsData || node.subnet == kNone) continue;
        Tier& tier = tiers[node.subnet];
        if (tier == Tier::Private) tier = Tier::Data;
    }
    return tiers;
}

const char* subnetKindName(SubnetKind kind) {
    switch (kind) {
        case SubnetKind::Public: return "public";
        case SubnetKind::Private: return "private";
        case SubnetKind::Isolated: return "isolated";
        case SubnetKind::Unknown: return "unknown";
    }
    return "";
}

SubnetKind subnetKindOf(const NetworkIndex& network, SubnetIndex index) {
    const SubnetNode& subnet = network.subnets()[index];
    if (isPublic(network, subnet)) return SubnetKind::Public;
    if (subnet.table == kNone) return SubnetKind::Unknown;
    const TableNode& table = network.tables()[subnet.table];
    SubnetKind kind = table.unknown.empty() ? SubnetKind::Isolated : SubnetKind::Unknown;
    for (const RouteNode& route : table.routes) {
        if (route.kind == RouteTargetKind::Unknown) return SubnetKind::Unknown;
        const bool stays = route.kind == RouteTargetKind::Local ||
                           route.kind == RouteTargetKind::GatewayEndpoint ||
                           route.kind == RouteTargetKind::Blackhole;
        if (!stays && kind == SubnetKind::Isolated) kind = SubnetKind::Private;
    }
    return kind;
}

}  // namespace archivolt
