#include <array>

#include <fmt/format.h>

#include "model/architecture/network.h"
#include "model/build/build_common.h"
#include "model/build/build_kinds.h"

namespace archivolt {

namespace {

/// Stands for the gateway that it attaches.
constexpr std::string_view kAttachment = "AWS::EC2::VPCGatewayAttachment";

/// A property of a route that says where it leads.
struct TargetRow {
    std::string_view property;
    RouteTargetKind kind;
    std::string_view more{};  ///< Types that stand for such a target.
};

constexpr auto kTargets = std::to_array<TargetRow>({
    {"NatGatewayId", RouteTargetKind::NatGateway},
    {"EgressOnlyInternetGatewayId", RouteTargetKind::EgressOnlyInternetGateway},
    {"NetworkInterfaceId", RouteTargetKind::NetworkInterface},
    {"InstanceId", RouteTargetKind::Instance},
    {"VpcPeeringConnectionId", RouteTargetKind::Peering},
    {"TransitGatewayId", RouteTargetKind::TransitGateway,
     "AWS::EC2::TransitGatewayAttachment|AWS::EC2::TransitGatewayVpcAttachment"},
    {"VpcEndpointId", RouteTargetKind::GatewayLoadBalancerEndpoint},
    {"CarrierGatewayId", RouteTargetKind::CarrierGateway},
    {"LocalGatewayId", RouteTargetKind::LocalGateway},
    {"CoreNetworkArn", RouteTargetKind::CoreNetwork},
});

/// Returns the transit gateway itself where a route names its attachment.
Known<ThingId> throughAttachment(const View& source, const Known<ThingId>& target) {
    const View view = target.isKnown() ? source.scope().view(*target) : View();
    if (!view || view.property("TransitGatewayId") == nullptr) return target;
    return view.thing("TransitGatewayId");
}

/// Tells an internet gateway from a VPN gateway; a gateway behind a parameter may be either.
RouteTargetKind gatewayKind(BuildScope& scope, ThingId gateway, const Value& written) {
    if (gateway.isExternal()) {
        const std::string text = written.asString().value_or("");
        if (text.starts_with("igw-")) return RouteTargetKind::InternetGateway;
        if (text.starts_with("vgw-")) return RouteTargetKind::VpnGateway;
        if (text.starts_with("vpce-")) return RouteTargetKind::GatewayEndpoint;
        return RouteTargetKind::Unknown;
    }
    return scope.typeOf(gateway) == "AWS::EC2::VPNGateway" ? RouteTargetKind::VpnGateway
                                                           : RouteTargetKind::InternetGateway;
}

/// `!GetAtt Attachment.InternetGatewayId` and `!Ref Attachment` stand for the attached gateway.
Known<ThingId> throughGatewayAttachment(const View& source, const Known<ThingId>& target) {
    const View view = target.isKnown() ? source.scope().view(*target) : View();
    if (!view || view.type() != kAttachment) return target;
    return view.property("InternetGatewayId") != nullptr ? view.thing("InternetGatewayId")
                                                         : view.thing("VpnGatewayId");
}

void setGateway(const View& source, ThingId vpc, Route& route) {
    const Value& written = *source.property("GatewayId");
    if (written.asString() == "local") {
        route.targetKind = RouteTargetKind::Local;
        route.target = vpc;
        return;
    }
    route.target = throughGatewayAttachment(source, source.thing("GatewayId", kAttachment));
    if (route.target.isKnown()) {
        route.targetKind = gatewayKind(source.scope(), *route.target, written);
    }
}

void setTarget(const View& source, ThingId vpc, Route& route) {
    route.target = Known<ThingId>::unknown(fmt::format("`{}` names no target", source.name()));
    if (source.property("GatewayId") != nullptr) setGateway(source, vpc, route);
    for (const TargetRow& row : kTargets) {
        if (source.property(row.property) == nullptr) continue;
        route.target = throughAttachment(source, source.thing(row.property, row.more));
        if (route.target.isKnown()) route.targetKind = row.kind;
    }
    if (Doubt why = source.unseen("Target"); !why.empty()) {
        route.target = Known<ThingId>::unknown(std::move(why));
    }
    if (source.note("Blackhole") != nullptr) route.targetKind = RouteTargetKind::Blackhole;
    if (Doubt why = whyUncertain(source); !why.empty()) {
        route.targetKind = RouteTargetKind::Unknown;
        route.target = Known<ThingId>::unknown(std::move(why));
    }
}

Route routeSaidBy(const View& source, ThingId vpc) {
    Route route;
    route.name = source.name();
    route.origin = source.origin();
    for (const char* key : {"DestinationCidrBlock", "DestinationIpv6CidrBlock"}) {
        if (source.property(key) != nullptr) route.destination = source.cidr(key);
    }
    route.prefixList = source.thingIf("DestinationPrefixListId");
    if (!route.destination && !route.prefixList) {
        route.destination =
            Known<Cidr>::unknown(fmt::format("`{}` names no destination", source.name()));
    }
    if (source.note("Propagated") != nullptr) route.source = RouteSource::PropagatedVpn;
    setTarget(source, vpc, route);
    return route;
}

void addLocalRoutes(const View& vpc, RouteTable& table) {
    for (const Known<Cidr>& block : blocksOf(vpc).blocks) {
        Route route;
        route.name = "local";
        route.destination = block;
        route.targetKind = RouteTargetKind::Local;
        route.target = vpc.id();
        route.origin = vpc.origin();
        table.routes.push_back(std::move(route));
    }
}

void addEndpointRoute(const View& endpoint, RouteTable& table) {
    // Source: AWS::EC2::VPCEndpoint, VpcEndpointType: Gateway is the default.
    if (endpoint.text("VpcEndpointType", "Gateway").valueOr("") != "Gateway") return;
    Route route;
    route.name = endpoint.name();
    route.origin = endpoint.origin({"RouteTableIds"});
    route.prefixList = endpoint.id().withPart(1);
    route.targetKind = RouteTargetKind::GatewayEndpoint;
    route.target = unlessUncertain<ThingId>(endpoint, endpoint.id());
    route.source = RouteSource::Endpoint;
    table.routes.push_back(std::move(route));
}

/// Adds what a VPN gateway learned of its connections: their static routes, or what BGP brings.
void addLearnedRoutes(const View& propagation, RouteTable& table) {
    BuildScope& scope = propagation.scope();
    const Known<ThingId> gateway = propagation.thing("VpnGatewayId");
    append(table.propagating, unlessUncertain(propagation, gateway));
    if (!gateway.isKnown()) return;
    for (const View& connection : scope.incoming(*gateway, Relation::VpnOfGateway)) {
        Route route;
        route.targetKind = RouteTargetKind::VpnGateway;
        route.target = *gateway;
        route.source = RouteSource::PropagatedVpn;
        for (const View& learned : scope.incoming(connection.id(), Relation::RouteOfVpn)) {
            route.name = learned.name();
            route.origin = learned.origin();
            route.destination = unlessUncertain(learned, learned.cidr("DestinationCidrBlock"));
            table.routes.push_back(route);
        }
        if (connection.boolean("StaticRoutesOnly", false).valueOr(false)) continue;
        // NOT MODELLED: what BGP advertises over a VPN connection.
        route.name = connection.name();
        route.origin = connection.origin();
        route.destination =
            Known<Cidr>::unknown(fmt::format("`{}` learns its routes by BGP", connection.name()));
        table.routes.push_back(std::move(route));
    }
}

}  // namespace

void addMainTable(const View& vpc, Products& out) {
    RouteTable table;
    vpc.fill(table, kMainTablePart, "main");
    table.vpc = vpc.id();
    addLocalRoutes(vpc, table);
    emit(out, std::move(table));
}

void buildRouteTable(const View& self, Products& out) {
    BuildScope& scope = self.scope();
    RouteTable table;
    self.fill(table);
    table.vpc = self.thing("VpcId");
    const View vpc = table.vpc.isKnown() ? scope.view(*table.vpc) : View();
    // A running table's local routes are described; one may lead elsewhere by now.
    if (vpc && !self.stack().observed) addLocalRoutes(vpc, table);
    const ThingId vpcId = table.vpc.valueOr(ThingId());
    for (const View& source : scope.incoming(self.id(), Relation::RouteOfTable)) {
        table.routes.push_back(routeSaidBy(source, vpcId));
    }
    for (const View& source : scope.incoming(self.id(), Relation::EndpointOfTable)) {
        addEndpointRoute(source, table);
    }
    for (const View& source : scope.incoming(self.id(), Relation::PropagationOfTable)) {
        addLearnedRoutes(source, table);
    }
    // NOT MODELLED: routes that a Route Server brings into a table; BGP alone knows them.
    for (const View& source : scope.incoming(self.id(), Relation::RouteServerOfTable)) {
        table.learntWhy = fmt::format("`{}` brings it routes that BGP alone knows", source.name());
    }
    for (const View& source : scope.incoming(self.id(), Relation::GatewayOfTable)) {
        table.gateway = unlessUncertain(
            source, throughGatewayAttachment(source, source.thing("GatewayId", kAttachment)));
    }
    emit(out, std::move(table));
}

}  // namespace archivolt
