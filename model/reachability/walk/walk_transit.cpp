#include <algorithm>

#include <fmt/format.h>

#include "model/reachability/index/route_lookup.h"
#include "model/reachability/walk/walk.h"
#include "model/reachability/walk/walk_step.h"

namespace archivolt {

namespace {

/// More transit gateways in a row than any design has.
constexpr int kMaxGateways = 4;

}  // namespace

const TransitGatewayAttachment* Walk::attachmentOf(ThingId gateway, ThingId target) const {
    for (const auto& [id, attachment] : m_network.architecture().transitGatewayAttachments) {
        if (attachment->transitGateway == gateway && attachment->target == target) {
            return attachment.get();
        }
    }
    return nullptr;
}

Place Walk::throughTransitGateway(VpcIndex vpcIndex, SubnetIndex from, ThingId id) {
    const auto* found = m_network.architecture().transitGateways.find(id);
    const VpcNode& node = vpc(vpcIndex);
    const TransitGatewayAttachment* attachment = attachmentOf(id, node.vpc->id);
    if (found != nullptr && attachment == nullptr && !(*found)->attachmentsWhy.empty()) {
        return unknown(thingStep(HopKind::TransitGateway, **found, "forward",
                                 "its attachments: " + (*found)->attachmentsWhy));
    }
    if (found == nullptr || attachment == nullptr) {
        Step step{HopKind::TransitGateway,
                  id,
                  found != nullptr ? std::string_view((*found)->name) : "transit gateway",
                  "forward",
                  {},
                  found != nullptr ? &(*found)->origin : nullptr,
                  fmt::format("it is not attached to `{}`", node.vpc->name)};
        return stop([&] { return step; }, Disposition::Blackhole);
    }
    // A gateway is reached only from zones that have an attachment subnet (N62).
    if (from != kNone) {
        m_zone = subnet(from).subnet->zone;
        const SubnetIndex near = attachmentSubnet(*attachment, true);
        if (near == kNone) {
            Step step = thingStep(
                HopKind::TransitGateway, *attachment, "forward",
                fmt::format("it has no subnet in the zone of `{}`", subnet(from).subnet->name));
            if (!attachment->subnets.why.empty() || !m_zone.isKnown()) return unknown(step);
            return stop([&] { return step; }, Disposition::NoRoute);
        }
        if (near != from && !enterSubnet(near)) return {};
    }
    if (!reads(**found, HopKind::TransitGateway)) return {};
    if (!reads(*attachment, HopKind::TransitGateway)) return {};
    m_sender.groupsMatch = m_sender.groupsMatch &&
                           (*found)->securityGroupReferencing.valueOr(false) &&
                           attachment->securityGroupReferencing.valueOr(false);
    passed([&] { return thingStep(HopKind::TransitGateway, **found, "forward"); });
    return transit(*attachment, id, kMaxGateways);
}

SubnetIndex Walk::attachmentSubnet(const TransitGatewayAttachment& attachment,
                                   bool sameZone) const {
    SubnetIndex any = kNone;
    for (const ThingId id : attachment.subnets.ids) {
        const SubnetIndex index = m_network.subnets().indexOf(id);
        if (index == kNone) continue;
        if (m_zone.isKnown() && subnet(index).subnet->zone == m_zone) return index;
        if (any == kNone) any = index;
    }
    return sameZone ? kNone : any;
}

SubnetIndex Walk::anySubnet(const TransitGatewayAttachment& attachment) {
    std::vector<SubnetIndex> subnets;
    for (const ThingId id : attachment.subnets.ids) {
        const SubnetIndex index = m_network.subnets().indexOf(id);
        if (index != kNone) subnets.push_back(index);
    }
    if (subnets.empty()) return kNone;
    m_observer.picked(subnets.size());
    return subnets[m_transitZone % subnets.size()];
}

SubnetIndex Walk::applianceEntry(const TransitGatewayAttachment& attachment, SubnetIndex own) {
    // In appliance mode a flow keeps to one zone of the attachment, both ways.
    // Source: Transit Gateway Guide, transit-gateway-appliance-scenario.
    for (const auto& [id, entry] : m_applianceEntries) {
        if (id == attachment.id) return entry;
    }
    if (attachment.subnets.ids.size() > 1) {
        // NOT MODELLED: which zone a transit gateway picks in appliance mode; it is taken to be the
        // sender's.
        m_observer.note(
            fmt::format("`{}` is in appliance mode: the zone that it picks is taken to "
                        "be the sender's",
                        attachment.name));
    }
    m_applianceEntries.emplace_back(attachment.id, own);
    return own;
}

Place Walk::transit(const TransitGatewayAttachment& attachment, ThingId gateway, int left) {
    const auto step = [&](std::string why) {
        return thingStep(HopKind::TransitGateway, attachment, "associate", std::move(why));
    };
    if (left == 0)
        return stop([&] { return step("transit gateways in a circle"); }, Disposition::Loop);
    const TransitTableNode* table = nullptr;
    std::string why = attachment.associatedTables.why;
    for (const ThingId id : attachment.associatedTables.ids) {
        const auto* external = m_network.architecture().externals.find(id);
        if (external != nullptr) why = (*external)->why;
        const auto at = m_network.transitTables().find(id);
        // The two ends of a peering share one attachment; each has a table of its own.
        if (at != m_network.transitTables().end() && at->second.table->transitGateway == gateway) {
            table = &at->second;
        }
    }
    if (table == nullptr) {
        if (!why.empty()) return unknown(step(why));
        return stop([&] { return step("it is associated with no route table"); },
                    Disposition::NoRoute);
    }
    const TransitAnswer answer = lookUpTransitRoute(*table, m_state.ends.destination);
    Step route = thingStep(HopKind::TransitGatewayRouteTable, *table->table, "route", answer.why);
    if (!answer.why.empty()) return unknown(route);
    if (answer.entry == nullptr) {
        route.why = fmt::format("no route to {}", m_state.ends.destination.toString());
        return stop([&] { return route; }, Disposition::NoRoute);
    }
    route.rule = answer.entry->name;
    route.origin = &answer.entry->origin;
    if (answer.entry->blackhole) return stop([&] { return route; }, Disposition::Blackhole);
    if (!answer.entry->attachment.isKnown()) {
        route.why = answer.entry->attachment.why();
        return unknown(route);
    }
    const auto* next =
        m_network.architecture().transitGatewayAttachments.find(*answer.entry->attachment);
    if (next == nullptr && m_network.architecture().externals.contains(*answer.entry->attachment)) {
        route.why = "the attachment is outside this design, or of a kind that is not modelled";
        return unknown(route);
    }
    if (next == nullptr) {
        const auto* external = m_network.architecture().externals.find(*answer.entry->attachment);
        if (external != nullptr) {
            route.why =
                fmt::format("`{}` is outside this design: {}", (*external)->name, (*external)->why);
            return unknown(route);
        }
        route.why = "the attachment is not there";
        return stop([&] { return route; }, Disposition::Blackhole);
    }
    passed([&] { return route; });
    return leaveTransit(**next, gateway, left);
}

Place Walk::leaveTransit(const TransitGatewayAttachment& attachment, ThingId gateway, int left) {
    const auto step = [&](std::string why = {}) {
        return thingStep(HopKind::TransitGateway, attachment, "forward", std::move(why));
    };
    if (!reads(attachment, HopKind::TransitGateway)) return {};
    if (!attachment.target.isKnown()) return unknown(step(attachment.target.why()));
    switch (attachment.kind) {
        case AttachmentKind::Vpc: return enterFromTransit(attachment);
        case AttachmentKind::Vpn: {
            const auto* connection =
                m_network.architecture().vpnConnections.find(*attachment.target);
            if (connection != nullptr) return toOnPremises(**connection);
            return unknown(step("its VPN connection is outside this design"));
        }
        case AttachmentKind::Peering: {
            const ThingId far = attachment.transitGateway == gateway
                                    ? *attachment.target
                                    : attachment.transitGateway.valueOr({});
            if (m_network.architecture().transitGateways.find(far) == nullptr) {
                return unknown(step("the transit gateway at its other end is outside this design"));
            }
            m_sender.groupsMatch = false;
            passed([&] { return step(); });
            return transit(attachment, far, left - 1);
        }
        case AttachmentKind::DirectConnect:
        case AttachmentKind::Connect:
            // NOT MODELLED: Direct Connect and Connect attachments of a transit gateway.
            return unknown(step("such attachments are not modelled"));
    }
    return {};
}

Place Walk::enterFromTransit(const TransitGatewayAttachment& attachment) {
    const auto step = [&](std::string why = {}) {
        return thingStep(HopKind::TransitGateway, attachment, "enter", std::move(why));
    };
    const VpcIndex target = m_network.vpcs().indexOf(*attachment.target);
    if (target == kNone) return unknown(step("its VPC is outside this design"));
    SubnetIndex entry = attachmentSubnet(attachment, true);
    if (entry == kNone) entry = anySubnet(attachment);
    if (entry == kNone) {
        if (!attachment.subnets.why.empty()) return unknown(step(attachment.subnets.why));
        return stop([&] { return step("it has no subnets"); }, Disposition::NoRoute);
    }
    if (attachment.applianceMode.valueOr(false)) entry = applianceEntry(attachment, entry);
    m_sender.groupsMatch =
        m_sender.groupsMatch && attachment.securityGroupReferencing.valueOr(false);
    passed([&] { return step(); });
    const SubnetNode& node = subnet(entry);
    if (node.holds(m_state.ends.destination)) {
        if (!enterSubnet(entry)) return {};
        return arriveInSubnet(entry);
    }
    if (node.table == kNone || node.vpc == kNone) return unknown(step(node.why));
    return lookUpAndFollow(node.table, entry, node.vpc);
}

}  // namespace archivolt
