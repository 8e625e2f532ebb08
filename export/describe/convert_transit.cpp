#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "export/describe/draft.h"

namespace archivolt {

namespace {

bool isThere(const Item& item) {
    const std::string state = item.textOr("State", "available");
    return state == "available" || state == "modifying";
}

/// Source: AWS CLI, ec2 describe-transit-gateways.
void convertGateway(const Conversion& to, const Described& thing) {
    if (!isThere(thing.item)) return;
    Draft& gateway = to.add(thing);
    if (const Item options = thing.item.object("Options")) {
        for (const char* key : {"DefaultRouteTableAssociation", "DefaultRouteTablePropagation",
                                "SecurityGroupReferencingSupport"}) {
            gateway.copy(options, key);
        }
    }
    std::string why = to.inventory.missing("TransitGatewayVpcAttachments", thing.place);
    if (!why.empty()) why = to.inventory.missing("TransitGatewayAttachments", thing.place);
    gateway.unseen("Attachments", std::move(why));
}

/// Why an attachment without a route table may have its packets looked up all the same (N81).
/// Source: Transit Gateway Guide, tgw-policy-tables.
std::string whyPolicyTable(const Conversion& to, const AccountRegion& place) {
    // NOT MODELLED: transit gateway policy tables, which pick the route table by the packet.
    const std::string why = to.inventory.missing("TransitGatewayPolicyTables", place);
    if (!why.empty()) return "whether a policy table picks its route table: " + why;
    const bool isOne = !to.inventory.all("TransitGatewayPolicyTables").empty();
    return isOne ? "a policy table may pick its route table" : std::string();
}

/// Why it is not known which table an attachment is associated with at a gateway.
std::string whyNoAssociation(const Conversion& to, const std::string& id, std::string_view gateway,
                             const AccountRegion& place) {
    for (const Described* thing : to.inventory.all("TransitGatewayAttachments")) {
        if (thing->id != id ||
            thing->item.textOr("TransitGatewayId", std::string(gateway)) != gateway) {
            continue;
        }
        const Item association = thing->item.object("Association");
        if (!association) return whyPolicyTable(to, place);
        const auto policies = association.text("TransitGatewayPolicyTableId");
        return policies ? fmt::format("the policy table `{}` picks its route table", *policies)
                        : std::string();
    }
    const std::string why = to.inventory.missing("TransitGatewayAttachments", place);
    return why.empty() ? "`aws ec2 describe-transit-gateway-attachments` does not list it" : why;
}

/// Source: AWS CLI, ec2 describe-transit-gateway-vpc-attachments.
void convertVpcAttachment(const Conversion& to, const Described& thing) {
    if (!isThere(thing.item)) return;
    Draft& attachment = to.add(thing);
    to.refer(attachment, thing, "TransitGatewayId");
    to.refer(attachment, thing, "VpcId");
    attachment.set("SubnetIds", to.references(thing.item.texts("SubnetIds"), thing.place));
    if (const Item options = thing.item.object("Options")) {
        std::vector<MapEntry> kept;
        for (const char* key : {"ApplianceModeSupport", "SecurityGroupReferencingSupport"}) {
            if (const auto word = options.text(key)) kept.push_back({key, Value::string(*word)});
        }
        if (!kept.empty()) attachment.set("Options", Value::map(std::move(kept)));
    }
    for (const Described* listed : to.inventory.all("TransitGatewayAttachments")) {
        if (listed->id == thing.id) to.addUnread(attachment, *listed);
    }
    attachment.unseen(
        "Association",
        whyNoAssociation(to, thing.id, thing.item.textOr("TransitGatewayId"), thing.place));
}

/// Source: AWS CLI, ec2 describe-transit-gateway-peering-attachments.
void convertPeering(const Conversion& to, const Described& thing) {
    if (!isThere(thing.item)) return;
    Draft& peering = to.add(thing);
    const auto refer = [&](const char* side, const char* key) {
        const Item info = thing.item.object(side);
        const auto id = info ? info.text("TransitGatewayId") : std::nullopt;
        if (id) peering.set(key, to.reference(*id, thing.place));
    };
    refer("RequesterTgwInfo", "TransitGatewayId");
    refer("AccepterTgwInfo", "PeerTransitGatewayId");
    for (const Described* listed : to.inventory.all("TransitGatewayAttachments")) {
        if (listed->id == thing.id) to.addUnread(peering, *listed);
    }
    std::string why;
    for (const char* side : {"RequesterTgwInfo", "AccepterTgwInfo"}) {
        const Item info = thing.item.object(side);
        const auto id = info ? info.text("TransitGatewayId") : std::nullopt;
        if (id && why.empty()) why = whyNoAssociation(to, thing.id, *id, thing.place);
    }
    peering.unseen("Association", std::move(why));
}

/// Returns what a route or association calls an attachment: a VPN connection brings its own along.
Value attachmentReference(const Conversion& to, const Item& item, std::string_view resourceType,
                          const AccountRegion& place) {
    const std::string resource = item.textOr("ResourceId");
    if (resourceType == "vpn" && to.inventory.find(resource) != nullptr) {
        return to.reference(resource, place);
    }
    const std::string id = item.textOr("TransitGatewayAttachmentId");
    const Described* found = to.inventory.find(id);
    if (found != nullptr) return to.reference(id, place);
    return Value::string(id);
}

void addAssociation(const Conversion& to, const Item& item, const std::string& table,
                    const AccountRegion& place) {
    const Value attachment = attachmentReference(to, item, item.textOr("ResourceType"), place);
    to.drafts
        .add(place, "AWS::EC2::TransitGatewayRouteTableAssociation",
             fmt::format("{} in {}", item.textOr("TransitGatewayAttachmentId"), table), item)
        .set("TransitGatewayAttachmentId", attachment)
        .set("TransitGatewayRouteTableId", to.reference(table, place));
}

/// Source: AWS CLI, ec2 describe-transit-gateway-attachments.
void convertAttachment(const Conversion& to, const Described& thing) {
    if (!isThere(thing.item)) return;
    const std::string kind = thing.item.textOr("ResourceType");
    if (kind == "vpc" && to.inventory.find(thing.id) == nullptr) {
        // Its VPC is known; its subnets are told by another command only.
        const auto vpc = thing.item.text("ResourceId");
        Draft& attachment = to.drafts.add(thing.place, "AWS::EC2::TransitGatewayVpcAttachment",
                                          thing.id, thing.item);
        to.refer(attachment, thing, "TransitGatewayId");
        if (vpc) attachment.set("VpcId", to.reference(*vpc, thing.place));
        attachment.unseen("Subnets",
                          to.inventory.missing("TransitGatewayVpcAttachments", thing.place));
    }
    const Item association = thing.item.object("Association");
    if (!association || association.textOr("State", "associated") != "associated") return;
    const auto table = association.text("TransitGatewayRouteTableId");
    if (table) addAssociation(to, thing.item, *table, thing.place);
}

/// Why routes of a table may be missing though some are listed: what propagates into it has none,
/// as where the routes were asked for with a filter.
/// Source: AWS CLI, ec2 get-transit-gateway-route-table-propagations.
std::string whyFiltered(const Conversion& to, const Described& table) {
    std::set<std::string> propagated;
    for (const Output* output : to.inventory.about("Routes", table)) {
        for (const Item& route : output->items) {
            for (const std::string& id :
                 textsOf(route, "TransitGatewayAttachments", "TransitGatewayAttachmentId")) {
                propagated.insert(id);
            }
        }
    }
    for (const Output* output : to.inventory.about("TransitGatewayRouteTablePropagations", table)) {
        for (const Item& one : output->items) {
            const std::string id = one.textOr("TransitGatewayAttachmentId");
            if (one.textOr("State", "enabled") != "enabled" || propagated.contains(id)) continue;
            return fmt::format("`{}` propagates into it, and none of its routes is listed", id);
        }
    }
    return {};
}

void addRoute(const Conversion& to, const Described& table, const Item& route, std::size_t number) {
    const std::string state = route.textOr("State", "active");
    if (state == "deleting" || state == "deleted") return;
    Draft& draft = to.drafts.add(table.place, "AWS::EC2::TransitGatewayRoute",
                                 fmt::format("{} route {}", table.name, number), route);
    draft.set("TransitGatewayRouteTableId", Value::ref(table.name));
    draft.copy(route, "DestinationCidrBlock");
    if (state == "blackhole") {
        draft.set("Blackhole", Value::boolean(true));
        return;
    }
    // NOT MODELLED: transit routes over several attachments (equal-cost paths); the first counts.
    for (const Item& attachment : route.objects("TransitGatewayAttachments")) {
        draft.set(
            "TransitGatewayAttachmentId",
            attachmentReference(to, attachment, attachment.textOr("ResourceType"), table.place));
        return;
    }
}

/// Source: AWS CLI, ec2 describe-transit-gateway-route-tables and search-transit-gateway-routes.
void convertTable(const Conversion& to, const Described& thing) {
    if (!isThere(thing.item)) return;
    Draft& table = to.add(thing);
    to.refer(table, thing, "TransitGatewayId");
    table.unseen("Routes", to.inventory.missingAbout("Routes", thing));
    table.unseen("Routes", whyFiltered(to, thing));
    std::size_t number = 0;
    for (const Output* output : to.inventory.about("Routes", thing)) {
        for (const Item& route : output->items) addRoute(to, thing, route, ++number);
    }
    const auto listed = to.inventory.all("TransitGatewayAttachments");
    for (const Output* output : to.inventory.about("Associations", thing)) {
        for (const Item& item : output->items) {
            const std::string id = item.textOr("TransitGatewayAttachmentId");
            const bool isKnown = std::ranges::any_of(
                listed, [&](const Described* attachment) { return attachment->id == id; });
            if (!isKnown && item.textOr("State", "associated") == "associated") {
                addAssociation(to, item, thing.id, thing.place);
            }
        }
    }
}

}  // namespace

void convertTransit(const Conversion& to) {
    const auto each = [&](std::string_view key, auto convert) {
        for (const Described* thing : to.inventory.all(key)) convert(to, *thing);
    };
    each("TransitGateways", convertGateway);
    each("TransitGatewayVpcAttachments", convertVpcAttachment);
    each("TransitGatewayPeeringAttachments", convertPeering);
    each("TransitGatewayAttachments", convertAttachment);
    each("TransitGatewayRouteTables", convertTable);
}

}  // namespace archivolt
