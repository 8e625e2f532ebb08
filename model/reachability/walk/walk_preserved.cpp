#include "model/reachability/index/peering.h"
#include "model/reachability/index/route_lookup.h"
#include "model/reachability/walk/walk.h"
#include "model/reachability/walk/walk_step.h"

namespace archivolt {

void Walk::runPreserved(const WalkQuestion& question) {
    // The answer goes back to the balancer's node whatever the target's routes say; the target's
    // filters see the client's address. Source: NLB User Guide, edit-target-group-attributes (N65).
    const InterfaceNode& node = interface(question.preservingNode);
    const InterfaceNode& target = interface(question.to.interface);
    const StepAt deliver(HopKind::Interface, *target.interface, "deliver");
    if (node.subnet == kNone || target.subnet == kNone) {
        unknown(deliver.because("its subnet: {}{}", node.why, target.why));
        return;
    }
    if (m_state.ends.source == m_state.ends.destination) {
        // Source: NLB User Guide, load-balancer-troubleshooting, "Connections time out for requests
        // from a target to its load balancer" (N71).
        stop(deliver.because("it would be asked by itself: client addresses are preserved, and its "
                             "system drops what comes from its own address"),
             Disposition::NotForwarded);
        return;
    }
    const bool crosses = node.subnet != target.subnet;
    m_sender = {question.preservingNode, Truth::Yes, {}};
    passed(StepAt(HopKind::Interface, *node.interface, "send"));
    if (!groups(question.preservingNode, RuleDirection::Egress)) return;
    if (crosses && !handsOver(question.preservingNode, question.to.interface)) return;
    if (crosses && (!leaveSubnet(node.subnet) || !enterSubnet(target.subnet))) return;
    if (!groups(question.to.interface, RuleDirection::Ingress)) return;
    if (!isInUse(question.to.interface) || !readsEnd(question.to.interface)) return;
    if (!isListening(target)) return;
    passed(deliver);
    if (!m_observer.arrived(m_state)) return;
    m_state.ends = m_state.ends.flipped();
    m_state.reply = true;
    passed(StepAt(HopKind::Interface, *target.interface, "send"));
    if (!groups(question.to.interface, RuleDirection::Egress)) return;
    if (crosses && !handsBack(question.to.interface, question.preservingNode)) return;
    if (crosses && (!leaveSubnet(target.subnet) || !enterSubnet(node.subnet))) return;
    groups(question.preservingNode, RuleDirection::Ingress);
}

bool Walk::handsOver(InterfaceIndex nodeIndex, InterfaceIndex targetIndex) {
    // Source: NLB User Guide, edit-target-group-attributes, "Client IP preservation".
    const SubnetNode& router = subnet(interface(nodeIndex).subnet);
    const VpcIndex near = interface(nodeIndex).vpc;
    const VpcIndex far = interface(targetIndex).vpc;
    if (router.table == kNone) {
        const StepAt route(HopKind::Subnet, *router.subnet, "route");
        return obstacle(route.because("its route table: {}", router.why), Disposition::Unknown);
    }
    const TableNode& table = m_network.tables()[router.table];
    m_observer.consulted(router.table);
    if (!reads(*table.table, HopKind::RouteTable)) return false;
    const RouteAnswer answer = lookUpRoute(table, m_state.ends.destination);
    const StepAt lookUp(HopKind::RouteTable, *table.table, "route");
    if (!answer.why.empty()) return obstacle(lookUp.because(answer.why), Disposition::Unknown);
    if (answer.route == nullptr) {
        return obstacle(lookUp.because("no route to {}", m_state.ends.destination),
                        Disposition::NoRoute);
    }
    const RouteNode& route = *answer.route;
    const StepAt taken = lookUp.by(route.name, &route.origin);
    if (route.kind == RouteTargetKind::Local && near == far) return true;
    if (route.kind == RouteTargetKind::Blackhole) {
        return obstacle(taken.because("its target is gone"), Disposition::Blackhole);
    }
    const bool mayCarry = near == far || route.kind == RouteTargetKind::Peering;
    if (route.kind == RouteTargetKind::Unknown || (mayCarry && !route.target.isKnown())) {
        return obstacle(
            taken.because(route.target.isKnown() ? "the kind of its target" : route.target.why()),
            Disposition::Unknown);
    }
    if (near == far) {
        // NOT MODELLED: client addresses that are preserved past an appliance or a Gateway Load
        // Balancer endpoint between a balancer and its target.
        return obstacle(taken.because("client addresses are preserved, which AWS does not support "
                                      "past an appliance between balancer and target"),
                        Disposition::Unknown);
    }
    const auto* peering = route.kind == RouteTargetKind::Peering
                              ? m_network.architecture().peerings.find(*route.target)
                              : nullptr;
    const Truth joins =
        peering == nullptr ? Truth::No : joinsVpcs(**peering, *vpc(near).vpc, *vpc(far).vpc);
    if (joins == Truth::Unknown) {
        return obstacle(taken.because("whether the peering joins the two VPCs"),
                        Disposition::Unknown);
    }
    if (joins == Truth::No) {
        return obstacle(taken.because("client addresses are preserved within a VPC, and across a "
                                      "peering of its Region, only"),
                        Disposition::NotForwarded);
    }
    passed(taken);
    if (!reads(**peering, HopKind::Peering)) return false;
    passed(StepAt(HopKind::Peering, **peering, "forward"));
    return true;
}

bool Walk::handsBack(InterfaceIndex targetIndex, InterfaceIndex nodeIndex) {
    const InterfaceNode& node = interface(nodeIndex);
    const InterfaceNode& target = interface(targetIndex);
    if (node.vpc == target.vpc) return true;
    // What a target answers to its client goes to the balancer. Where that is across a peering, AWS
    // does not say whether the target's table needs the route that health checks need anyway.
    const SubnetNode& router = subnet(target.subnet);
    const auto own = node.address(m_state.ends.source.family);
    if (router.table == kNone || !own) {
        const StepAt route(HopKind::Subnet, *router.subnet, "route");
        return obstacle(
            route.because("how its answers come to the balancer: {}", own ? router.why : node.why),
            Disposition::Unknown);
    }
    const TableNode& table = m_network.tables()[router.table];
    m_observer.consulted(router.table);
    const RouteAnswer answer = lookUpRoute(table, *own);
    const StepAt lookUp(HopKind::RouteTable, *table.table, "route");
    if (answer.route != nullptr && answer.why.empty() &&
        answer.route->kind == RouteTargetKind::Peering) {
        passed(lookUp.by(answer.route->name, &answer.route->origin));
        return true;
    }
    // NOT MODELLED: answers across a peering to clients whose address is preserved, where the
    // target's table has no route to the balancer.
    return obstacle(lookUp.because("whether answers come to the balancer's {} without a route over "
                                   "the peering",
                                   *own),
                    Disposition::Unknown);
}

}  // namespace archivolt
