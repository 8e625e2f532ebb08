#include <algorithm>

#include <fmt/format.h>

#include "model/reachability/index/route_lookup.h"
#include "model/reachability/walk/walk.h"
#include "model/reachability/walk/walk_step.h"

namespace archivolt {

namespace {

/// More transit gateways in a row than any design has.
constexpr int kMaxGateways = 4;
/// As many ways as can be numbered: six zones picked six times.
constexpr std::size_t kMaxTransitWays = 46656;

}  // namespace

const TransitGatewayAttachment* Walk::attachmentOf(ThingId gateway, ThingId target) const {
    for (const auto& [id, attachment] : m_network.architecture().transitGatewayAttachments) {
        if (attachment->transitGateway == gateway && attachment->target == target) {
            return attachment.get();
        }
    }
    return nullptr;
}

FlowEnd Walk::throughTransitGateway(VpcIndex vpcIndex, SubnetIndex from, ThingId id) {
    const auto* found = m_network.architecture().transitGateways.find(id);
    const VpcNode& node = vpc(vpcIndex);
    const TransitGatewayAttachment* attachment = attachmentOf(id, node.vpc->id);
    if (found != nullptr && attachment == nullptr && !(*found)->attachmentsWhy.empty()) {
        const StepAt forward(HopKind::TransitGateway, **found, "forward");
        return unknown(forward.because("its attachments: {}", (*found)->attachmentsWhy));
    }
    if (found == nullptr || attachment == nullptr) {
        const StepAt forward =
            found != nullptr ? StepAt(HopKind::TransitGateway, **found, "forward")
                             : StepAt(HopKind::TransitGateway, id, "transit gateway", "forward");
        return stop(forward.because("it is not attached to `{}`", node.vpc->name),
                    Disposition::Blackhole);
    }
    // A gateway is reached only from zones that have an attachment subnet (N62).
    if (from != kNone) {
        m_zone = subnet(from).subnet->zone;
        const SubnetIndex near = attachmentSubnet(*attachment, true);
        if (near == kNone) {
            const StepAt forward(HopKind::TransitGateway, *attachment, "forward");
            if (const Doubt why = whyZoneIsOpen(from, *attachment); !why.empty()) {
                return unknown(forward.because("{}", why));
            }
            const bool isKnown = attachment->subnets.why.empty() && m_zone.isKnown();
            return stop(
                forward.because("it has no subnet in the zone of `{}`", subnet(from).subnet->name),
                isKnown ? Disposition::NoRoute : Disposition::Unknown);
        }
        // Its inbound entries see what goes to the gateway, from its own hosts as well (N91).
        if (!enterSubnet(near)) return {};
    }
    if (!reads(**found, HopKind::TransitGateway)) return {};
    if (!reads(*attachment, HopKind::TransitGateway)) return {};
    passReferences((*found)->securityGroupReferencing);
    passReferences(attachment->securityGroupReferencing);
    passed(StepAt(HopKind::TransitGateway, **found, "forward"));
    return transit(*attachment, id, kMaxGateways);
}

void Walk::passReferences(const Known<bool>& referencing) {
    if (m_sender.groupsMatch == Truth::No || referencing.valueOr(false)) return;
    m_sender.groupsMatch = referencing.isKnown() ? Truth::No : Truth::Unknown;
    if (!referencing.isKnown()) m_sender.groupsWhy = referencing.why();
}

/// Returns why an attachment may have a subnet in the zone of one, though none of those that were
/// given zones has; empty where the template names all of their zones.
Doubt Walk::whyZoneIsOpen(SubnetIndex from, const TransitGatewayAttachment& attachment) {
    const Subnet* open = subnet(from).subnet->zoneAssigned ? subnet(from).subnet : nullptr;
    for (const ThingId id : attachment.subnets.ids) {
        const SubnetIndex index = m_network.subnets().indexOf(id);
        if (index != kNone && subnet(index).subnet->zoneAssigned) open = subnet(index).subnet;
    }
    if (open == nullptr) return {};
    return fmt::format("which zone `{}` is in is not known, and whether `{}` has a subnet there",
                       open->name, attachment.name);
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
    return subnets.empty() ? kNone : subnets[pick(subnets.size())];
}

std::size_t Walk::pick(std::size_t of) {
    const std::size_t picked = m_picksLeft % of;
    m_picksLeft /= of;
    m_transitWays = std::min(m_transitWays * of, kMaxTransitWays);
    return picked;
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

FlowEnd Walk::transit(const TransitGatewayAttachment& attachment, ThingId gateway, int left) {
    const StepAt associate(HopKind::TransitGateway, attachment, "associate");
    if (left == 0) {
        return stop(associate.because("transit gateways in a circle"), Disposition::Loop);
    }
    const TransitTableNode* table = nullptr;
    Doubt why = attachment.associatedTables.why;
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
        if (!why.empty()) return unknown(associate.because(why));
        return stop(associate.because("it is associated with no route table"),
                    Disposition::NoRoute);
    }
    const TransitAnswer answer = lookUpTransitRoute(*table, m_state.ends.destination);
    const StepAt lookUp(HopKind::TransitGatewayRouteTable, *table->table, "route");
    if (!answer.why.empty()) return unknown(lookUp.because(answer.why));
    if (answer.entry == nullptr) {
        return stop(lookUp.because("no route to {}", m_state.ends.destination),
                    Disposition::NoRoute);
    }
    const auto equal = equalEntries(m_network.architecture(), *table, *answer.entry);
    const TransitTableNode::Entry& entry = *equal[pick(equal.size())];
    const StepAt route = lookUp.by(entry.name, &entry.origin);
    if (entry.blackhole) return stop(route, Disposition::Blackhole);
    if (!entry.attachment.isKnown()) return unknown(route.because(entry.attachment.why()));
    const auto* next = m_network.architecture().transitGatewayAttachments.find(*entry.attachment);
    if (next == nullptr && m_network.architecture().externals.contains(*entry.attachment)) {
        return unknown(route.because(
            "the attachment is outside this design, or of a kind that is not modelled"));
    }
    if (next == nullptr) {
        return stop(route.because("the attachment is not there"), Disposition::Blackhole);
    }
    passed(route);
    return leaveTransit(**next, gateway, left);
}

FlowEnd Walk::leaveTransit(const TransitGatewayAttachment& attachment, ThingId gateway, int left) {
    if (!reads(attachment, HopKind::TransitGateway)) return {};
    const StepAt forward(HopKind::TransitGateway, attachment, "forward");
    if (!attachment.target.isKnown()) return unknown(forward.because(attachment.target.why()));
    switch (attachment.kind) {
        case AttachmentKind::Vpc: return enterFromTransit(attachment);
        case AttachmentKind::Vpn: {
            const auto* connection =
                m_network.architecture().vpnConnections.find(*attachment.target);
            if (connection != nullptr) return toOnPremises(**connection);
            return unknown(forward.because("its VPN connection is outside this design"));
        }
        case AttachmentKind::Peering: {
            const ThingId far = attachment.transitGateway == gateway
                                    ? *attachment.target
                                    : attachment.transitGateway.valueOr({});
            if (m_network.architecture().transitGateways.find(far) == nullptr) {
                return unknown(
                    forward.because("the transit gateway at its other end is outside this design"));
            }
            m_sender.groupsMatch = Truth::No;
            passed(forward);
            return transit(attachment, far, left - 1);
        }
        case AttachmentKind::DirectConnect:
        case AttachmentKind::Connect:
            // NOT MODELLED: Direct Connect and Connect attachments of a transit gateway.
            return unknown(forward.because("such attachments are not modelled"));
    }
    return {};
}

FlowEnd Walk::enterFromTransit(const TransitGatewayAttachment& attachment) {
    const StepAt enter(HopKind::TransitGateway, attachment, "enter");
    const VpcIndex target = m_network.vpcs().indexOf(*attachment.target);
    if (target == kNone) return unknown(enter.because("its VPC is outside this design"));
    SubnetIndex entry = attachmentSubnet(attachment, true);
    if (entry == kNone) entry = anySubnet(attachment);
    if (entry == kNone) {
        if (!attachment.subnets.why.empty()) {
            return unknown(enter.because(attachment.subnets.why));
        }
        return stop(enter.because("it has no subnets"), Disposition::NoRoute);
    }
    if (!attachment.applianceMode.isKnown() && attachment.subnets.ids.size() > 1) {
        return unknown(enter.because("its appliance mode: {}", attachment.applianceMode.why()));
    }
    if (attachment.applianceMode.valueOr(false)) entry = applianceEntry(attachment, entry);
    passReferences(attachment.securityGroupReferencing);
    passed(enter);
    const SubnetNode& node = subnet(entry);
    // What comes for a host of the attachment's subnet itself no ACL sees (N91).
    // Source: Transit Gateway Guide, tgw-nacls.
    if (node.holds(m_state.ends.destination)) return arriveInSubnet(entry);
    if (node.table == kNone || node.vpc == kNone) return unknown(enter.because(node.why));
    return lookUpAndFollow(node.table, entry, node.vpc);
}

}  // namespace archivolt
