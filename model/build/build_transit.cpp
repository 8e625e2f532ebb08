#include <fmt/format.h>

#include "model/architecture/network.h"
#include "model/build/build_common.h"
#include "model/build/build_kinds.h"

namespace archivolt {

namespace {

constexpr std::uint32_t kDefaultTablePart = 1;

/// Reads an option that AWS writes as `enable` or `disable`.
Known<bool> enabled(BuildScope& scope, const StackFacts& stack, const Value* value, bool fallback) {
    const Known<std::string> word = scope.text(value, stack, fallback ? "enable" : "disable");
    if (!word.isKnown()) return Known<bool>::unknown(word.why());
    return *word == "enable" || *word == "true";
}

const Value* option(const View& view, std::string_view key) {
    const Value* options = view.property("Options");
    return options != nullptr ? options->find(key) : nullptr;
}

/// Adds the tables of what says it, and the gateway's default one where its options say so.
void addTables(const View& attachment, Relation relation, std::string_view defaultOption,
               const Known<ThingId>& gateway, References& tables) {
    BuildScope& scope = attachment.scope();
    const auto sources = scope.incoming(attachment.id(), relation);
    for (const View& source : sources) {
        append(tables, unlessUncertain(source, source.thing("TransitGatewayRouteTableId")));
    }
    if (attachment.stack().observed) {
        // What is associated is described; what is propagated stands among the tables' routes.
        const Doubt why = attachment.unseen("Association");
        if (relation == Relation::AssociationOfAttachment && !why.empty()) tables.why = why;
        return;
    }
    // An attachment is associated with one table: stating one takes the place of the default.
    if (relation == Relation::AssociationOfAttachment && !sources.empty()) return;
    const View view = gateway.isKnown() ? scope.view(*gateway) : View();
    if (!view) {
        if (tables.why.empty()) tables.why = "its transit gateway is outside this design";
        return;
    }
    const Known<bool> on = enabled(scope, view.stack(), view.property(defaultOption), true);
    if (!on.isKnown()) tables.why = on.why();
    if (on.valueOr(false)) append(tables, Known<ThingId>(view.id().withPart(kDefaultTablePart)));
}

void setTables(const View& self, TransitGatewayAttachment& attachment) {
    addTables(self, Relation::AssociationOfAttachment, "DefaultRouteTableAssociation",
              attachment.transitGateway, attachment.associatedTables);
    addTables(self, Relation::PropagationOfAttachment, "DefaultRouteTablePropagation",
              attachment.transitGateway, attachment.propagatesTo);
}

}  // namespace

void buildTransitGateway(const View& self, Products& out) {
    BuildScope& scope = self.scope();
    TransitGateway gateway;
    self.fill(gateway);
    const auto read = [&](std::string_view key, bool fallback) {
        return enabled(scope, self.stack(), self.property(key), fallback);
    };
    gateway.defaultAssociation = read("DefaultRouteTableAssociation", true);
    gateway.defaultPropagation = read("DefaultRouteTablePropagation", true);
    gateway.securityGroupReferencing = read("SecurityGroupReferencingSupport", false);
    gateway.defaultRouteTable = self.id().withPart(kDefaultTablePart);
    gateway.attachmentsWhy = self.unseen("Attachments");
    emit(out, std::move(gateway));
    if (self.stack().observed) return;
    TransitGatewayRouteTable table;
    self.fill(table, kDefaultTablePart, "defaultTable");
    table.transitGateway = self.id();
    emit(out, std::move(table));
}

void buildTransitVpcAttachment(const View& self, Products& out) {
    BuildScope& scope = self.scope();
    TransitGatewayAttachment attachment;
    self.fill(attachment);
    attachment.kind = AttachmentKind::Vpc;
    attachment.transitGateway = self.thing("TransitGatewayId");
    attachment.target = self.thing("VpcId");
    attachment.subnets = self.things("SubnetIds");
    attachment.applianceMode =
        enabled(scope, self.stack(), option(self, "ApplianceModeSupport"), false);
    // Unlike a gateway an attachment has it on unless told. Source: EC2 API Reference,
    // CreateTransitGatewayVpcAttachmentRequestOptions (N25).
    attachment.securityGroupReferencing =
        enabled(scope, self.stack(), option(self, "SecurityGroupReferencingSupport"), true);
    if (Doubt why = self.unseen("Subnets"); !why.empty()) {
        attachment.subnets.why = std::move(why);
        attachment.applianceMode = Known<bool>::unknown(attachment.subnets.why);
        attachment.securityGroupReferencing = attachment.applianceMode;
    }
    setTables(self, attachment);
    const bool isObserved = !observedInterfaces(self).empty();
    for (std::size_t i = 0; i < attachment.subnets.ids.size() && !isObserved; ++i) {
        InterfacePlan plan;
        plan.part = static_cast<std::uint32_t>(i + 1);
        plan.suffix = fmt::format("eni{}", i);
        plan.kind = InterfaceKind::TransitGatewayAttachment;
        plan.owner = self.id();
        plan.subnet = attachment.subnets.ids[i];
        plan.defaultGroupIfNone = false;
        plan.sourceDestCheck = false;
        addInterface(self, std::move(plan), {}, out);
    }
    emit(out, std::move(attachment));
}

void buildTransitPeering(const View& self, Products& out) {
    TransitGatewayAttachment attachment;
    self.fill(attachment);
    attachment.kind = AttachmentKind::Peering;
    attachment.transitGateway = self.thing("TransitGatewayId");
    attachment.target = self.thing("PeerTransitGatewayId");
    if (self.stack().observed) attachment.associatedTables.why = self.unseen("Association");
    // A peering attachment neither propagates nor joins the default table on its own.
    for (const View& source : self.scope().incoming(self.id(), Relation::AssociationOfAttachment)) {
        append(attachment.associatedTables,
               unlessUncertain(source, source.thing("TransitGatewayRouteTableId")));
    }
    emit(out, std::move(attachment));
}

void buildTransitConnect(const View& self, Products& out) {
    TransitGatewayAttachment attachment;
    self.fill(attachment);
    attachment.kind = AttachmentKind::Connect;
    attachment.target = self.thing("TransportTransitGatewayAttachmentId");
    const View transport =
        attachment.target.isKnown() ? self.scope().view(*attachment.target) : View();
    attachment.transitGateway =
        transport ? transport.thing("TransitGatewayId")
                  : Known<ThingId>::unknown("its transport attachment is outside this design");
    setTables(self, attachment);
    emit(out, std::move(attachment));
}

void addVpnAttachment(const View& connection, Products& out) {
    if (connection.property("TransitGatewayId") == nullptr) return;
    TransitGatewayAttachment attachment;
    connection.fill(attachment, 1, "attachment");
    attachment.kind = AttachmentKind::Vpn;
    attachment.transitGateway = connection.thing("TransitGatewayId");
    attachment.target = connection.id();
    setTables(connection, attachment);
    emit(out, std::move(attachment));
}

void buildTransitRouteTable(const View& self, Products& out) {
    BuildScope& scope = self.scope();
    TransitGatewayRouteTable table;
    self.fill(table);
    table.transitGateway = self.thing("TransitGatewayId");
    for (const View& source : scope.incoming(self.id(), Relation::RouteOfTransitTable)) {
        TransitGatewayRoute route;
        route.name = source.name();
        route.origin = source.origin();
        route.destination = source.cidr("DestinationCidrBlock");
        const Known<bool> blackhole = source.boolean("Blackhole", false);
        route.blackhole = blackhole.valueOr(false);
        if (route.blackhole) {
            route.attachment = Known<ThingId>(ThingId());
        } else {
            route.attachment = attachmentThing(
                source.scope(), source.thing("TransitGatewayAttachmentId", kMoreAttachments));
        }
        if (!blackhole.isKnown()) route.attachment = Known<ThingId>::unknown(blackhole.why());
        route.attachment = unlessUncertain(source, std::move(route.attachment));
        table.routes.push_back(std::move(route));
    }
    table.unknownRoutes = self.unseen("Routes");
    emit(out, std::move(table));
}

Known<ThingId> attachmentThing(BuildScope& scope, const Known<ThingId>& named) {
    // A VPN connection is no attachment itself: the one that it brings along is.
    if (named.isKnown() && !named->isExternal() &&
        scope.typeOf(*named) == "AWS::EC2::VPNConnection") {
        return named->withPart(1);
    }
    return named;
}

}  // namespace archivolt
