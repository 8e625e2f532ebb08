#include "model/reachability/index/route_lookup.h"

#include <algorithm>

#include <fmt/format.h>

#include "model/reachability/index/service_address.h"

namespace archivolt {

namespace {

constexpr int kPrefixListRank = 2;

/// Says whether a route may be more specific than a VPC's local one (N45).
bool mayOverrideLocal(RouteTargetKind kind) {
    return kind == RouteTargetKind::NatGateway || kind == RouteTargetKind::NetworkInterface ||
           kind == RouteTargetKind::Instance || kind == RouteTargetKind::Unknown ||
           kind == RouteTargetKind::GatewayLoadBalancerEndpoint;
}

bool sameTarget(const RouteNode& a, const RouteNode& b) {
    return a.kind == b.kind && a.target == b.target;
}

/// Returns a route of a block with public addresses that may take over some of a service's.
const RouteNode* rivalForService(const TableNode& table, const RouteNode* winner) {
    for (const RouteNode& route : table.routes) {
        if (route.destination.family() != Family::Ipv4 || route.destination.length() == 0) continue;
        if (winner != nullptr && sameTarget(route, *winner)) continue;
        const bool standIn = isServiceAddress(route.destination.first());
        if (standIn || specialAddresses().containsAll(addressesOf(route.destination))) continue;
        return &route;
    }
    return nullptr;
}

}  // namespace

RouteAnswer lookUpRoute(const TableNode& table, const IpAddress& destination) {
    RouteAnswer answer;
    for (const RouteNode& route : table.routes) {
        if (!route.destination.contains(destination)) continue;
        if (answer.route == nullptr) {
            answer.route = &route;
            if (route.rank != kPrefixListRank) break;
        } else if (route.rank == kPrefixListRank && !sameTarget(route, *answer.route) &&
                   route.destination.length() == answer.route->destination.length()) {
            answer.why =
                fmt::format("`{}` and `{}` overlap, and which prefix list wins is AWS's choice",
                            answer.route->name, route.name);
            break;
        }
    }
    if (isServiceAddress(destination)) {
        const RouteNode* rival = rivalForService(table, answer.route);
        if (rival != nullptr) {
            answer.why = fmt::format("whether addresses of the service lie in `{}` is not known",
                                     rival->destination.toString());
        }
    }
    const bool local = answer.route != nullptr && answer.route->kind == RouteTargetKind::Local;
    for (const RouteNode& route : table.unknown) {
        if (local && !mayOverrideLocal(route.kind)) continue;
        if (answer.route != nullptr && sameTarget(route, *answer.route)) continue;
        answer.why = fmt::format("the destination of route `{}` is not known", route.name);
        break;
    }
    return answer;
}

TransitAnswer lookUpTransitRoute(const TransitTableNode& table, const IpAddress& destination) {
    const auto at = std::ranges::find_if(
        table.entries, [&](const auto& entry) { return entry.destination.contains(destination); });
    return {at == table.entries.end() ? nullptr : &*at, table.why};
}

std::vector<const TransitTableNode::Entry*> equalEntries(const Architecture& things,
                                                         const TransitTableNode& table,
                                                         const TransitTableNode::Entry& one) {
    const auto isOfVpn = [&](const TransitTableNode::Entry& entry) {
        if (!entry.propagated || !entry.attachment.isKnown()) return false;
        const auto* found = things.transitGatewayAttachments.find(*entry.attachment);
        return found != nullptr && (*found)->kind == AttachmentKind::Vpn;
    };
    std::vector<const TransitTableNode::Entry*> equal = {&one};
    if (!isOfVpn(one)) return equal;
    for (const TransitTableNode::Entry& entry : table.entries) {
        const bool shares = &entry != &one && entry.destination == one.destination;
        if (shares && isOfVpn(entry)) equal.push_back(&entry);
    }
    return equal;
}

}  // namespace archivolt
