#include "model/reachability/index/unmodelled.h"

#include <algorithm>
#include <array>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include "model/reachability/index/given_addresses.h"

namespace archivolt {

namespace {

bool holds(const References& references, ThingId id) {
    return std::ranges::find(references.ids, id) != references.ids.end();
}

template <class T>
const T* find(const Table<T>& table, ThingId id) {
    const auto* found = table.find(id);
    return found != nullptr ? found->get() : nullptr;
}

bool isOneOf(std::span<const std::string_view> types, std::string_view type) {
    return std::ranges::find(types, type) != types.end();
}

/// Types that answer at addresses of their own, which no engine follows.
// NOT MODELLED: what accelerators, APIs, services of VPC Lattice and of App Runner, clients of a
// Client VPN, Lightsail and GameLift lead to; as ends of a question they are unknown.
constexpr auto kAnswering = std::to_array<std::string_view>({
    "AWS::Amplify::App",
    "AWS::ApiGateway::DomainName",
    "AWS::ApiGateway::RestApi",
    "AWS::ApiGateway::Stage",
    "AWS::ApiGatewayV2::Api",
    "AWS::ApiGatewayV2::DomainName",
    "AWS::ApiGatewayV2::Stage",
    "AWS::AppRunner::Service",
    "AWS::AppSync::GraphQLApi",
    "AWS::DSQL::Cluster",
    "AWS::EC2::ClientVpnEndpoint",
    "AWS::ECS::ExpressGatewayService",
    "AWS::GameLift::Fleet",
    "AWS::GlobalAccelerator::Accelerator",
    "AWS::GlobalAccelerator::EndpointGroup",
    "AWS::GlobalAccelerator::Listener",
    "AWS::Lambda::Url",
    "AWS::Lightsail::Container",
    "AWS::Lightsail::Database",
    "AWS::Lightsail::Instance",
    "AWS::Lightsail::LoadBalancer",
    "AWS::NetworkManager::CoreNetwork",
    "AWS::OpenSearchServerless::Collection",
    "AWS::Serverless::Api",
    "AWS::Serverless::GraphQLApi",
    "AWS::Serverless::HttpApi",
    "AWS::ServiceDiscovery::Service",
    "AWS::VpcLattice::ResourceConfiguration",
    "AWS::VpcLattice::Service",
    "AWS::VpcLattice::ServiceNetwork",
});

/// Types whose interfaces hold further addresses of their subnets, as many as pods run.
/// Source: EKS User Guide, managing-vpc-cni and fargate-pod-configuration.
constexpr auto kWithPods =
    std::to_array<std::string_view>({"AWS::EKS::FargateProfile", "AWS::EKS::Nodegroup"});

/// Types that join a VPC to networks that no engine models.
constexpr auto kConnecting = std::to_array<std::string_view>({
    "AWS::EC2::ClientVpnEndpoint",
    "AWS::NetworkManager::ConnectAttachment",
    "AWS::NetworkManager::DirectConnectGatewayAttachment",
    "AWS::NetworkManager::SiteToSiteVpnAttachment",
    "AWS::NetworkManager::TransitGatewayRouteTableAttachment",
    "AWS::NetworkManager::VpcAttachment",
});

/// Says whether a route leads to what the design does not hold, or no engine models.
bool leadsAway(const Architecture& things, const Route& route) {
    switch (route.targetKind) {
        case RouteTargetKind::CoreNetwork:
        case RouteTargetKind::LocalGateway: return true;
        case RouteTargetKind::Peering:
        case RouteTargetKind::TransitGateway:
        case RouteTargetKind::VpnGateway:
            return !route.target.isKnown() || things.externals.contains(*route.target);
        case RouteTargetKind::Local:
        case RouteTargetKind::InternetGateway:
        case RouteTargetKind::EgressOnlyInternetGateway:
        case RouteTargetKind::NatGateway:
        case RouteTargetKind::NetworkInterface:
        case RouteTargetKind::Instance:
        case RouteTargetKind::GatewayEndpoint:
        case RouteTargetKind::GatewayLoadBalancerEndpoint:
        case RouteTargetKind::CarrierGateway:
        case RouteTargetKind::Blackhole:
        case RouteTargetKind::Unknown: return false;
    }
    return false;
}

/// Says whether the resource may stand in a VPC; what names nothing that is known may.
bool mayBeInVpc(const Architecture& things, const NetworkPresence& presence, ThingId vpc) {
    bool nothingKnown = true;
    const auto isIn = [&](const Known<ThingId>& own) {
        nothingKnown = false;
        return !own.isKnown() || *own == vpc;
    };
    for (const ThingId id : presence.subnets.ids) {
        const Subnet* subnet = find(things.subnets, id);
        if (subnet != nullptr && isIn(subnet->vpc)) return true;
        nothingKnown = nothingKnown && subnet == nullptr && !id.isExternal();
    }
    for (const ThingId id : presence.securityGroups.ids) {
        const SecurityGroup* group = find(things.securityGroups, id);
        if (group != nullptr && isIn(group->vpc)) return true;
    }
    return nothingKnown;
}

bool mayBeInSubnet(const Architecture& things, const NetworkPresence& presence, ThingId subnet) {
    if (holds(presence.subnets, subnet)) return true;
    const bool namesAll = !presence.subnets.ids.empty() && presence.subnets.why.empty();
    if (namesAll) return false;
    const Subnet* found = find(things.subnets, subnet);
    return found == nullptr || !found->vpc.isKnown() || mayBeInVpc(things, presence, *found->vpc);
}

bool mayWear(const Architecture& things, const NetworkPresence& presence, ThingId group) {
    if (holds(presence.securityGroups, group)) return true;
    const SecurityGroup* found = find(things.securityGroups, group);
    if (found == nullptr || !found->vpc.isKnown()) return false;
    const bool isOpen = !presence.securityGroups.why.empty();
    const Vpc* vpc = find(things.vpcs, *found->vpc);
    const bool isDefault =
        vpc != nullptr && vpc->defaultSecurityGroup == group && presence.securityGroups.ids.empty();
    return (isOpen || isDefault) && mayBeInVpc(things, presence, *found->vpc);
}

}  // namespace

// NOT MODELLED: types that neither a builder nor the catalogue's `attach` makes interfaces of.
std::vector<Unmodelled> unmodelledOf(const Architecture& architecture) {
    std::vector<Unmodelled> found;
    for (const auto& [id, thing] : architecture.externals) {
        if (!thing->presence.empty()) {
            found.push_back({thing.get(), &thing->presence, thing->why});
        }
    }
    for (const auto& [id, thing] : architecture.others) {
        if (!thing->presence.empty()) {
            const bool isShare = thing->type == "AWS::RAM::ResourceShare";
            found.push_back({thing.get(), &thing->presence,
                             isShare ? "what those make there whom it shares with is not told"
                                     : fmt::format("`{}` is not modelled", thing->type)});
        }
    }
    return found;
}

Doubt whyUnmodelled(const Architecture& architecture, ThingId thing) {
    for (const Unmodelled& one : unmodelledOf(architecture)) {
        if (one.thing->id == thing) return one.why;
    }
    const OtherThing* other = find(architecture.others, thing);
    if (other == nullptr || !isOneOf(kAnswering, other->type)) return {};
    return fmt::format("what `{}` leads to is not modelled", other->type);
}

Doubt whyBrings(const OtherThing& thing) {
    const bool brings =
        isOneOf(kConnecting, thing.type) || thing.type == "AWS::GlobalAccelerator::EndpointGroup";
    return brings ? fmt::format("who comes in by `{}` is not modelled", thing.type) : std::string();
}

Doubt whyMoreAddresses(const NetworkIndex& network, ThingId subnet) {
    const Architecture& things = network.architecture();
    Doubt why;
    if (const Subnet* home = find(things.subnets, subnet)) why.add(home->interfacesWhy);
    for (const Unmodelled& one : unmodelledOf(things)) {
        if (!mayHaveInterface(things, one, subnet)) continue;
        why.add(fmt::format("`{}` may have interfaces there: {}", one.thing->name, one.why));
    }
    for (const auto& [id, attached] : things.attachedResources) {
        if (!isOneOf(kWithPods, attached->type)) continue;
        const bool isThere = std::ranges::any_of(attached->interfaces, [&](ThingId interface) {
            const NetworkInterface* own = find(things.interfaces, interface);
            return own != nullptr && own->subnet == subnet;
        });
        if (isThere) why.add(fmt::format("pods of `{}` have addresses there", attached->name));
    }
    return why;
}

Doubt whyMayBeHeldOnInternet(const NetworkIndex& network, const IpAddress& address) {
    std::set<std::string> reasons;  // Of a network without an output all subnets say the same.
    for (const auto& [id, subnet] : network.architecture().subnets) {
        if (!subnet->interfacesWhy.empty()) reasons.insert(subnet->interfacesWhy.text());
    }
    Doubt why = fmt::format("{}", fmt::join(reasons, "; "));
    why.add(whyMayBeGiven(network, address));
    return why;
}

bool mayHaveInterface(const Architecture& architecture, const Unmodelled& unmodelled,
                      ThingId holder) {
    const NetworkPresence& presence = *unmodelled.presence;
    if (architecture.vpcs.contains(holder)) return mayBeInVpc(architecture, presence, holder);
    if (architecture.securityGroups.contains(holder)) {
        return mayWear(architecture, presence, holder);
    }
    if (architecture.subnets.contains(holder)) {
        return mayBeInSubnet(architecture, presence, holder);
    }
    return holds(presence.subnets, holder) || holds(presence.securityGroups, holder);
}

Doubt whyMayBeConnected(const NetworkIndex& network, const IpAddress& address) {
    for (const VpcNode& vpc : network.vpcs()) {
        if (vpc.holds(address)) return {};
    }
    const Architecture& things = network.architecture();
    Doubt why;
    const auto add = [&](const Thing& thing, std::string_view what) {
        why.add(fmt::format("`{}`: {}", thing.name, what));
    };
    const auto isOutside = [&](const Known<ThingId>& end) {
        return end.isKnown() && things.externals.contains(*end);
    };
    for (const auto& vpnGateway : things.vpnGateways) {
        const ThingId id = vpnGateway.first;
        const auto& gateway = vpnGateway.second;
        const bool connected = std::ranges::any_of(things.vpnConnections, [&](const auto& entry) {
            return entry.second->vpnGateway && *entry.second->vpnGateway == id;
        });
        if (connected && gateway->connectionsWhy.empty()) continue;
        add(*gateway, "what is connected to it is not in this design");
    }
    for (const auto& [id, attachment] : things.transitGatewayAttachments) {
        const bool isUnseen = attachment->kind == AttachmentKind::DirectConnect ||
                              attachment->kind == AttachmentKind::Connect;
        if (isUnseen || isOutside(attachment->target)) {
            add(*attachment, "what is at its other end is not in this design");
        }
    }
    for (const auto& [id, attachment] : things.transitGatewayAttachments) {
        if (!isOutside(attachment->transitGateway)) continue;
        add(*attachment, "its transit gateway is not in this design");
    }
    for (const auto& [id, other] : things.others) {
        if (isOneOf(kConnecting, other->type)) {
            add(*other, fmt::format("what `{}` joins is not modelled", other->type));
        }
    }
    for (const auto& [id, table] : things.routeTables) {
        const bool leads = std::ranges::any_of(table->routes, [&](const Route& route) {
            return route.destination && route.destination->isKnown() &&
                   (*route.destination)->contains(address) && leadsAway(things, route);
        });
        if (leads) add(*table, "it leads there out of this design");
    }
    for (const auto& [id, peering] : things.peerings) {
        if (!isOutside(peering->requester) && !isOutside(peering->accepter)) continue;
        add(*peering, "the VPC at its other end is not in this design");
    }
    return why;
}

}  // namespace archivolt
