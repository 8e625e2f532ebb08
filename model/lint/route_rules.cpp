#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "model/architecture/network.h"
#include "model/lint/network_rules.h"
#include "model/lint/shared_rules.h"

namespace archivolt {

namespace {

/// Says whether a target may stand where AWS wants traffic of the VPC inspected.
bool isInterception(RouteTargetKind kind) {
    return kind == RouteTargetKind::NetworkInterface || kind == RouteTargetKind::Instance ||
           kind == RouteTargetKind::GatewayLoadBalancerEndpoint;
}

constexpr Rule kGatewayTableTarget{
    "RT-E3",
    Severity::Error,
    "a gateway's route table leads where no such table may",
    "the route table of a gateway leads to local or to a network interface or Gateway Load "
    "Balancer endpoint of the VPC",
    "lead the route to one of these, or put it into the table of a subnet",
    "Amazon VPC User Guide, VPC_Route_Tables, gateway route tables"};

/// Reports routes of a gateway's own table that lead where such a table can't.
///
/// Source: Amazon VPC User Guide, VPC_Route_Tables, gateway route tables (N49).
void lintGatewayTable(StackLint& lint, const RouteTable& table) {
    for (const Route& route : table.routes) {
        const bool may = route.targetKind == RouteTargetKind::Local ||
                         route.targetKind == RouteTargetKind::Unknown ||
                         isInterception(route.targetKind);
        if (may || !isOwn(lint, route.origin) || !surelyMade(lint, route.origin)) continue;
        lint.report(kGatewayTableTarget, route.origin,
                    fmt::format("{} stands in {}, a gateway's own table, and leads to something "
                                "else than an interface or a Gateway Load Balancer endpoint",
                                route.name, table.name),
                    "route to a network interface, an instance or a Gateway Load Balancer "
                    "endpoint, or associate the table with a subnet");
    }
}

/// Says whether a subnet of the VPC has exactly this block; Unknown where one may have it.
Truth isSubnetBlock(const Architecture& architecture, ThingId vpc, const Cidr& block) {
    Truth found = Truth::No;
    for (const auto& [id, subnet] : architecture.subnets) {
        if (!subnet->vpc.isKnown()) found = Truth::Unknown;
        if (!subnet->vpc.isKnown() || *subnet->vpc != vpc) continue;
        for (const Known<Cidr>& own : subnet->blocks) {
            if (!own.isKnown()) found = Truth::Unknown;
            if (own.isKnown() && *own == block) return Truth::Yes;
        }
    }
    return found;
}

constexpr Rule kGatewayTableRoute{
    "RT-E6",
    Severity::Error,
    "a gateway's route table has a route that no such table takes",
    "the route table of a gateway takes the whole block of its VPC or of one of the VPC's subnets, "
    "no prefix lists, and nothing that a gateway propagates",
    "route the VPC's or a subnet's whole block, or put the route into the table of a subnet",
    "Amazon VPC User Guide, gateway-route-tables"};

/// Says whether a gateway's table takes routes to a block: the VPC's or a subnet's whole one.
Truth isWholeBlock(const Architecture& architecture, const Vpc& vpc, const Cidr& block) {
    if (vpc.amazonIpv6 && block.family() == Family::Ipv6) return Truth::Unknown;
    Truth found = isSubnetBlock(architecture, vpc.id, block);
    for (const Known<Cidr>& whole : vpc.blocks) {
        if (whole.isKnown() && *whole == block) return Truth::Yes;
        if (!whole.isKnown()) found = Truth::Unknown;
    }
    return found;
}

/// Reports what else a gateway's own table can't have (N49).
void lintGatewayRoutes(StackLint& lint, const Architecture& architecture, const RouteTable& table) {
    const auto* vpc = table.vpc.isKnown() ? architecture.vpcs.find(*table.vpc) : nullptr;
    const std::string where = fmt::format("stands in {}, a gateway's own table, ", table.name);
    for (const Route& route : table.routes) {
        const bool judged = route.source == RouteSource::Static && isOwn(lint, route.origin) &&
                            surelyMade(lint, route.origin);
        if (!judged) continue;
        if (route.prefixList) {
            lint.report(kGatewayTableRoute, route.origin,
                        fmt::format("{} {}and leads to a prefix list", route.name, where),
                        "route blocks, each the whole VPC's or a whole subnet's");
        }
        const bool isKnown = route.destination && route.destination->isKnown() && vpc != nullptr &&
                             !(*vpc)->id.isExternal();
        if (!isKnown || isWholeBlock(architecture, **vpc, **route.destination) != Truth::No) {
            continue;
        }
        lint.report(kGatewayTableRoute, route.origin,
                    fmt::format("{} {}and takes {}, which is neither a block of {} nor a subnet's",
                                route.name, where, (*route.destination)->toString(), (*vpc)->name),
                    "route the whole block of the VPC or of a subnet");
    }
    if (table.propagating.ids.empty() || !isOwn(lint, table.origin)) return;
    const Thing* gateway = architecture.find(table.propagating.ids.front());
    lint.report(kGatewayTableRoute, table.origin,
                fmt::format("{} is a gateway's own table, and {} propagates routes into it",
                            table.name, gateway != nullptr ? gateway->name : "a gateway"),
                "propagate into the tables of subnets only");
}

constexpr Rule kRouteToReserved{
    "RT-E7",
    Severity::Error,
    "a route names addresses that are kept for services of AWS",
    "169.254.168.0/22 and fd00:ec2::/32 serve instance metadata, DNS and the like; a route to one "
    "of them or to a part of it is refused",
    "leave the route out: these services are reached without one",
    "Amazon VPC User Guide, subnet-route-tables"};

/// Reports routes to what is never forwarded, and to parts of it (N48).
void lintReservedRoutes(StackLint& lint, const RouteTable& table) {
    static const std::array kReserved = {*Cidr::parse("169.254.168.0/22"),
                                         *Cidr::parse("fd00:ec2::/32")};
    for (const Route& route : table.routes) {
        const bool judged = route.source == RouteSource::Static && route.destination &&
                            route.destination->isKnown() && isOwn(lint, route.origin) &&
                            surelyMade(lint, route.origin);
        if (!judged) continue;
        const Cidr& block = **route.destination;
        for (const Cidr& reserved : kReserved) {
            if (!reserved.contains(block)) continue;
            lint.report(kRouteToReserved, route.origin,
                        fmt::format("{} leads to {}, which AWS keeps for its services", route.name,
                                    block.toString()),
                        "remove the route");
        }
    }
}

constexpr Rule kRouteInside{"RT-E4",
                            Severity::Error,
                            "a route inside the VPC's blocks is one that AWS does not take",
                            "inside the VPC a route must be the block of a whole subnet, or "
                            "replace the target of the local one",
                            "route a subnet's whole block, or one outside the VPC",
                            "Amazon VPC User Guide, VPC_Route_Tables, local routes"};

/// Reports routes inside a VPC's own blocks that AWS does not take.
///
/// Source: Amazon VPC User Guide, VPC_Route_Tables, more specific routes than local (N45).
void lintInsideVpc(StackLint& lint, const Architecture& architecture, const RouteTable& table) {
    const auto* vpc = table.vpc.isKnown() ? architecture.vpcs.find(*table.vpc) : nullptr;
    if (vpc == nullptr || (*vpc)->id.isExternal()) return;
    for (const Route& route : table.routes) {
        const bool judged = route.source == RouteSource::Static &&
                            route.targetKind != RouteTargetKind::Local && route.destination &&
                            route.destination->isKnown() && isOwn(lint, route.origin) &&
                            surelyMade(lint, route.origin);
        if (!judged) continue;
        const Cidr& block = **route.destination;
        const bool inside = std::ranges::any_of((*vpc)->blocks, [&](const Known<Cidr>& whole) {
            return whole.isKnown() && whole->contains(block);
        });
        const bool isWhole = std::ranges::any_of((*vpc)->blocks, [&](const Known<Cidr>& whole) {
            return whole.isKnown() && *whole == block;
        });
        if (!inside) continue;
        const bool mayTarget = isInterception(route.targetKind) ||
                               route.targetKind == RouteTargetKind::NatGateway ||
                               route.targetKind == RouteTargetKind::Unknown;
        if (!mayTarget) {
            lint.report(kRouteInside, route.origin,
                        fmt::format("{} takes {}, which lies in {}, to something else than a NAT "
                                    "gateway, an interface or a Gateway Load Balancer endpoint",
                                    route.name, block.toString(), (*vpc)->name),
                        "leave this traffic to the local route, or take it to one of these");
        } else if (!isWhole && isSubnetBlock(architecture, (*vpc)->id, block) == Truth::No) {
            lint.report(kRouteInside, route.origin,
                        fmt::format("{} takes {}, which lies in {}, but is no subnet's whole block",
                                    route.name, block.toString(), (*vpc)->name),
                        "route the whole block of a subnet");
        }
    }
}

constexpr Rule kUnattachedTarget{
    "RT-E8",
    Severity::Error,
    "a route leads to a gateway that is attached to no VPC",
    "a route is made only where its gateway is attached to the VPC of the table",
    "attach the gateway to the VPC, and let the route wait for the attachment by DependsOn",
    "EC2 API, CreateRoute, AttachInternetGateway, AttachVpnGateway; Amazon VPC Transit Gateways "
    "Guide, tgw-vpc-attachments"};

/// Says whether a transit gateway has an attachment, or may have one that is not listed.
bool mayBeAttached(const Architecture& architecture, ThingId gateway) {
    return std::ranges::any_of(architecture.transitGatewayAttachments, [&](const auto& entry) {
        const Known<ThingId>& of = entry.second->transitGateway;
        return !of.isKnown() || *of == gateway;
    });
}

/// Reports routes to gateways of the same stack that nothing attaches: an attachment by another
/// stack would come after them.
void lintUnattachedTargets(StackLint& lint, const Architecture& architecture,
                           const RouteTable& table) {
    for (const Route& route : table.routes) {
        const bool judged = route.source == RouteSource::Static && route.target.isKnown() &&
                            isOwn(lint, route.origin) && surelyMade(lint, route.origin);
        if (!judged) continue;
        const Thing* target = nullptr;
        if (const auto* internet = architecture.internetGateways.find(*route.target)) {
            const References& vpcs = (*internet)->vpcs;
            if (vpcs.ids.empty() && vpcs.why.empty()) target = internet->get();
        } else if (const auto* vpn = architecture.vpnGateways.find(*route.target)) {
            const References& vpcs = (*vpn)->vpcs;
            if (vpcs.ids.empty() && vpcs.why.empty()) target = vpn->get();
        } else if (const auto* transit = architecture.transitGateways.find(*route.target)) {
            const bool isOpen = !(*transit)->attachmentsWhy.empty();
            if (!isOpen && !mayBeAttached(architecture, (*transit)->id)) target = transit->get();
        }
        if (target == nullptr || target->id.isExternal() || !isOwn(lint, target->origin)) continue;
        lint.report(
            kUnattachedTarget, route.origin,
            fmt::format("{} leads to {}, which is attached to no VPC", route.name, target->name),
            "attach the gateway to the VPC of the table");
    }
}

constexpr Rule kListToInspection{"RT-E5",
                                 Severity::Error,
                                 "a prefix list is routed to a Gateway Load Balancer endpoint",
                                 "routes to such endpoints name blocks, never prefix lists",
                                 "write a route for each block of the list",
                                 "AWS PrivateLink Guide, gateway-load-balancer-endpoints"};

/// Reports routes of prefix lists through Gateway Load Balancer endpoints (N102).
void lintListsToInspection(StackLint& lint, const RouteTable& table) {
    for (const Route& route : table.routes) {
        const bool judged = route.prefixList &&
                            route.targetKind == RouteTargetKind::GatewayLoadBalancerEndpoint &&
                            isOwn(lint, route.origin) && surelyMade(lint, route.origin);
        if (!judged) continue;
        lint.report(
            kListToInspection, route.origin,
            fmt::format("{} routes a prefix list to a Gateway Load Balancer endpoint", route.name),
            "route its blocks one by one");
    }
}

constexpr Rule kInspectionPlaces{
    "VPCE-E3",
    Severity::Error,
    "a Gateway Load Balancer endpoint has more than one subnet",
    "such an endpoint stands in one subnet; each zone has an endpoint of its own",
    "make an endpoint for each subnet",
    "AWS PrivateLink Guide, gateway-load-balancer-endpoints"};

/// Reports Gateway Load Balancer endpoints with several subnets (N102).
void lintInspectionPlaces(StackLint& lint, const Architecture& architecture) {
    for (const auto& [id, endpoint] : architecture.endpoints) {
        const bool judged = endpoint->kind == EndpointKind::GatewayLoadBalancer &&
                            endpoint->exists == Truth::Yes && isOwn(lint, endpoint->origin);
        if (!judged || endpoint->subnets.ids.size() < 2) continue;
        lint.report(kInspectionPlaces, endpoint->origin,
                    fmt::format("{} has {} subnets, where a Gateway Load Balancer endpoint has one",
                                endpoint->name, endpoint->subnets.ids.size()),
                    "make an endpoint for each of them");
    }
}

constexpr Rule kPeeredTwice{"PEER-E2",
                            Severity::Error,
                            "two peerings join the same two VPCs",
                            "AWS makes one peering for two VPCs",
                            "remove one of the peerings",
                            "Amazon VPC Peering Guide, vpc-peering-basics"};

/// Reports a second peering of two VPCs (N60).
void lintSecondPeerings(StackLint& lint, const Architecture& architecture) {
    std::map<std::pair<ThingId, ThingId>, const VpcPeering*> seen;
    for (const auto& [id, peering] : architecture.peerings) {
        const bool judged = peering->exists == Truth::Yes && peering->requester.isKnown() &&
                            peering->accepter.isKnown();
        if (!judged) continue;
        const auto [first, isNew] =
            seen.emplace(std::minmax(*peering->requester, *peering->accepter), peering.get());
        if (isNew || !isOwn(lint, peering->origin)) continue;
        lint.report(kPeeredTwice, peering->origin,
                    fmt::format("{} joins two VPCs that {} joins already", peering->name,
                                first->second->name),
                    "keep one of the two peerings");
    }
}

/// Reports a second egress-only gateway of a VPC (N39).
void lintEgressOnlyGateways(StackLint& lint, const Architecture& architecture) {
    std::map<ThingId, const EgressOnlyInternetGateway*> seen;
    for (const auto& [id, gateway] : architecture.egressOnlyInternetGateways) {
        if (gateway->exists != Truth::Yes || !gateway->vpc.isKnown()) continue;
        const auto [first, isNew] = seen.emplace(*gateway->vpc, gateway.get());
        if (isNew || !isOwn(lint, gateway->origin)) continue;
        const Thing* vpc = architecture.find(*gateway->vpc);
        lint.report(
            kGatewayTwice, gateway->origin,
            fmt::format("{} has the egress-only internet gateways {} and {}",
                        vpc != nullptr ? vpc->name : "one VPC", first->second->name, gateway->name),
            "keep one of them only");
    }
}

}  // namespace

void lintRouting(StackLint& lint) {
    const Architecture& architecture = *lint.resolved.architecture;
    for (const auto& [id, table] : architecture.routeTables) {
        lintReservedRoutes(lint, *table);
        lintUnattachedTargets(lint, architecture, *table);
        if (table->gateway) {
            lintGatewayTable(lint, *table);
            lintGatewayRoutes(lint, architecture, *table);
        } else {
            lintInsideVpc(lint, architecture, *table);
            lintListsToInspection(lint, *table);
        }
    }
    lintInspectionPlaces(lint, architecture);
    lintSecondPeerings(lint, architecture);
    lintEgressOnlyGateways(lint, architecture);
}

RuleList routeRules() {
    static constexpr const Rule* kRules[] = {
        &kGatewayTableTarget, &kGatewayTableRoute, &kRouteToReserved,  &kRouteInside,
        &kUnattachedTarget,   &kPeeredTwice,       &kListToInspection, &kInspectionPlaces};
    return kRules;
}

}  // namespace archivolt
