#include <algorithm>

#include <fmt/format.h>

#include "model/repair/edit_maker.h"

namespace archivolt {

namespace {

/// Returns where a value was set instead, in brackets.
std::string elsewhere(const std::string& where) {
    return where.empty() ? std::string() : " (at " + where + ")";
}

}  // namespace

/// Source: Amazon VPC User Guide, vpc-nat-gateway: a public NAT gateway stands in a public subnet.
Result<void> EditMaker::change(const MoveNatGateway& wanted) {
    const Thing* gateway = things().find(wanted.gateway);
    if (gateway == nullptr) return failure(kNoEdit, "the NAT gateway is not in this design", "");
    const auto home = homeOf(gateway->origin, fmt::format("`{}`", gateway->name));
    if (!home) return tl::make_unexpected(home.error());
    const auto subnet = reference(wanted.subnet, *home->stack);
    if (!subnet) return tl::make_unexpected(subnet.error());
    const auto property = referring(home->resource->type(), *subnet, *home->stack);
    if (!property) return tl::make_unexpected(property.error());
    std::string where;
    auto made =
        setWhereItLives(*home, Path{"Properties", std::string(property->name)}, *subnet, where);
    if (!made) return made;
    done(fmt::format("move the NAT gateway {} to the public subnet {}{}", gateway->name,
                     nameOf(wanted.subnet), elsewhere(where)));
    return {};
}

/// Source: AWS::EC2::VPCEndpoint, RouteTableIds.
Result<void> EditMaker::change(const GiveEndpointTable& wanted) {
    const Thing* endpoint = things().find(wanted.endpoint);
    if (endpoint == nullptr) return failure(kNoEdit, "the endpoint is not in this design", "");
    const auto home = homeOf(endpoint->origin, fmt::format("`{}`", endpoint->name));
    if (!home) return tl::make_unexpected(home.error());
    const auto table = reference(wanted.table, *home->stack);
    if (!table) return tl::make_unexpected(table.error());
    auto made = appendNamed(*home, *table);
    if (!made) return made;
    done(fmt::format("give the endpoint {} the route table {}", endpoint->name,
                     nameOf(wanted.table)));
    return {};
}

/// Source: AWS::EC2::VPCBlockPublicAccessExclusion.
Result<void> EditMaker::change(const ExcludeFromPublicAccess& wanted) {
    const Value mode = Value::string(wanted.mode);
    const auto isOfPlace = [&](const std::optional<Known<ThingId>>& which) {
        return which && which->isKnown() && **which == wanted.place;
    };
    for (const auto& [id, exclusion] : things().blockPublicAccessExclusions) {
        if (!isOfPlace(exclusion->vpc) && !isOfPlace(exclusion->subnet)) continue;
        const auto home = homeOf(exclusion->origin, fmt::format("`{}`", exclusion->name));
        if (!home) return tl::make_unexpected(home.error());
        std::string where;
        auto made =
            setWhereItLives(*home, Path{"Properties", "InternetGatewayExclusionMode"}, mode, where);
        if (!made) return made;
        done(fmt::format("let the exclusion {} of VPC Block Public Access say {}{}",
                         exclusion->name, wanted.mode, elsewhere(where)));
        return {};
    }
    const Thing* place = things().find(wanted.place);
    if (place == nullptr) return failure(kNoEdit, "the subnet is not in this design", "");
    const auto home = homeOf(place->origin, fmt::format("`{}`", place->name));
    if (!home) return tl::make_unexpected(home.error());
    const auto named = reference(wanted.place, *home->stack);
    if (!named) return tl::make_unexpected(named.error());
    const std::string& name = home->resource->logicalId;
    auto made = addResource(
        home->stack->id, freshName(*home->stack, name + "PublicAccess"),
        bodyOf(*home->stack, "AWS::EC2::VPCBlockPublicAccessExclusion",
               {{"InternetGatewayExclusionMode", mode}, {Property::By::Reference, *named}}),
        name);
    if (!made) return made;
    done(fmt::format("exclude {} from VPC Block Public Access ({})", name, wanted.mode));
    return {};
}

/// A table learns what a VPN gateway knows, once the gateway is attached.
/// Source: AWS::EC2::VPNGatewayRoutePropagation.
Result<void> EditMaker::change(const PropagateVpnRoutes& wanted) {
    static constexpr std::string_view kType = "AWS::EC2::VPNGatewayRoutePropagation";
    const Thing* table = things().find(wanted.table);
    if (table == nullptr) return failure(kNoEdit, "the route table is not in this design", "");
    const auto home = homeOf(table->origin, fmt::format("`{}`", table->name));
    if (!home) return tl::make_unexpected(home.error());
    const auto named = reference(wanted.table, *home->stack);
    const auto gateway = reference(wanted.gateway, *home->stack);
    if (!named || !gateway) return tl::make_unexpected((named ? gateway : named).error());
    const auto& resources = home->stack->body.resources;
    const auto there = std::ranges::find_if(resources, [&](const auto& one) {
        return one->type() == kType && refers(*one, *gateway, *home->stack);
    });
    const std::string& tableName = home->resource->logicalId;
    Result<void> made;
    if (there != resources.end()) {
        made = appendNamed({home->stack, *there}, *named);
    } else {
        const std::string waited = attachmentOf(*home->stack, gateway->argument().text());
        const auto body =
            bodyOf(*home->stack, kType,
                   {{Property::By::Reference, *named}, {Property::By::Reference, *gateway}});
        made = addResource(home->stack->id, freshName(*home->stack, tableName + "Propagation"),
                           dependingOn(waited, body), tableName);
    }
    if (!made) return made;
    done(fmt::format("let {} learn the routes of the VPN gateway {}", table->name,
                     nameOf(wanted.gateway)));
    return {};
}

/// A transit gateway's default table has no name in a template: the gateway's option stands for it.
/// Source: AWS::EC2::TransitGatewayRouteTableAssociation,
/// AWS::EC2::TransitGatewayRouteTablePropagation, AWS::EC2::TransitGateway.
Result<void> EditMaker::change(const UseTransitTable& wanted) {
    const bool looksUp = wanted.as == UseTransitTable::As::Association;
    const Thing* table = things().find(wanted.table);
    const Thing* attachment = things().find(wanted.attachment);
    if (table == nullptr || attachment == nullptr) {
        return failure(kNoEdit, "the attachment, or the table, is not in this design", "");
    }
    if (wanted.table.part() != 0) {
        const auto home = homeOf(table->origin, fmt::format("`{}`", table->name));
        if (!home) return tl::make_unexpected(home.error());
        const char* option =
            looksUp ? "DefaultRouteTableAssociation" : "DefaultRouteTablePropagation";
        std::string where;
        auto made =
            setWhereItLives(*home, Path{"Properties", option}, Value::string("enable"), where);
        if (!made) return made;
        done(fmt::format("enable {} of {}{}", option, home->resource->logicalId, elsewhere(where)));
        return {};
    }
    const auto home = homeOf(attachment->origin, fmt::format("`{}`", attachment->name));
    if (!home) return tl::make_unexpected(home.error());
    const auto named = reference(wanted.attachment, *home->stack);
    const auto into = reference(wanted.table, *home->stack);
    if (!named || !into) return tl::make_unexpected((named ? into : named).error());
    const std::string& name = home->resource->logicalId;
    auto made = addResource(
        home->stack->id, freshName(*home->stack, name + (looksUp ? "Association" : "Propagation")),
        bodyOf(*home->stack,
               looksUp ? "AWS::EC2::TransitGatewayRouteTableAssociation"
                       : "AWS::EC2::TransitGatewayRouteTablePropagation",
               {{Property::By::Reference, *named}, {Property::By::Reference, *into}}),
        name);
    if (!made) return made;
    done(looksUp ? fmt::format("associate {} with the transit gateway's route table {}", name,
                               table->name)
                 : fmt::format("propagate {} into the transit gateway's route table {}", name,
                               table->name));
    return {};
}

}  // namespace archivolt
