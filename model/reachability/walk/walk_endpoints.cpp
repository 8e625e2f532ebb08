#include <algorithm>

#include <fmt/format.h>

#include "model/reachability/index/service_address.h"
#include "model/reachability/walk/endpoint_policy.h"
#include "model/reachability/walk/walk.h"
#include "model/reachability/walk/walk_step.h"

namespace archivolt {

namespace {

/// What gateway endpoints carry (N100).
/// Source: Reachability Analyzer, explanation-codes; PrivateLink Guide, gateway-endpoints.
const TrafficSet& carriedByGatewayEndpoint() {
    static const TrafficSet kCarried =
        TrafficSet::of(kProtocolTcp) |
        TrafficSet::of(kProtocolIcmp, PortSet({icmpPort(8, 0), icmpPort(8, 255)}));
    return kCarried;
}

}  // namespace

bool Walk::endpointPolicy(const VpcEndpoint& endpoint) {
    if (m_state.reply) return true;
    switch (judgePolicy(endpoint)) {
        case EndpointPolicy::Everything: return true;
        case EndpointPolicy::Some:
            m_observer.note(
                fmt::format("the policy of `{}` decides which requests get through; packets pass, "
                            "ask for an action",
                            endpoint.name));
            return true;
        case EndpointPolicy::Nothing: break;
    }
    const StepAt policy =
        StepAt(HopKind::Endpoint, endpoint, "policy").by("PolicyDocument", &endpoint.origin);
    return obstacle(policy.because("its policy allows nothing"), Disposition::DeniedIn);
}

FlowEnd Walk::throughGatewayEndpoint(VpcIndex vpcIndex, ThingId id) {
    const auto* found = m_network.architecture().endpoints.find(id);
    const VpcNode& node = vpc(vpcIndex);
    if (found == nullptr) {
        const StepAt missing(HopKind::Endpoint, id, "endpoint", "forward");
        return stop(missing.because("it is not there"), Disposition::Blackhole);
    }
    const VpcEndpoint& endpoint = **found;
    const StepAt forward(HopKind::Endpoint, endpoint, "forward");
    if (!endpoint.vpc.isKnown()) return unknown(forward.because(endpoint.vpc.why()));
    if (*endpoint.vpc != node.vpc->id) {
        return stop(forward.because("it is not of `{}`", node.vpc->name), Disposition::Blackhole);
    }
    // Source: AWS PrivateLink Guide, gateway-endpoints: its connections don't extend out of the VPC
    // (N59).
    if (!node.holds(m_state.ends.source)) {
        return stop(
            forward.because("it does not carry what comes from outside `{}`", node.vpc->name),
            Disposition::NotForwarded);
    }
    if (!m_observer.narrow(forward.because("gateway endpoints carry TCP and ICMP echo"),
                           carriedByGatewayEndpoint(), Disposition::NotForwarded, m_state)) {
        return {};
    }
    if (!endpointPolicy(endpoint)) return {};
    passed(forward);
    if (isServiceAddress(m_state.ends.destination))
        m_observer.note(fmt::format("{} stands for the addresses of `{}`, which AWS chooses",
                                    m_state.ends.destination.toString(),
                                    endpoint.service.valueOr("the service")));
    return {FlowEnd::Kind::Service, kNone, id};
}

FlowEnd Walk::fromService(ThingId id) {
    const auto* found = m_network.architecture().endpoints.find(id);
    if (found == nullptr) return {};
    const VpcEndpoint& endpoint = **found;
    const StepAt send(HopKind::Endpoint, endpoint, "send");
    m_sender = {};
    if (!m_state.reply) {
        return stop(send.because("it opens no connections, it only answers them"),
                    Disposition::NotForwarded);
    }
    const VpcIndex home = endpoint.vpc.isKnown() ? m_network.vpcs().indexOf(*endpoint.vpc) : kNone;
    if (home == kNone) return unknown(send.because("its VPC is outside this design"));
    passed(send);
    return arriveInVpc(home);
}

FlowEnd Walk::throughBalancerEndpoint(InterfaceIndex index, SubnetIndex fromSubnet) {
    const InterfaceNode& node = interface(index);
    const VpcEndpoint& endpoint = *node.endpoint;
    const StepAt inspect(HopKind::Endpoint, endpoint, "inspect");
    if (endpoint.kind != EndpointKind::GatewayLoadBalancer) {
        return stop(inspect.because("only Gateway Load Balancer endpoints are routed through"),
                    Disposition::Blackhole);
    }
    if (node.subnet == kNone) return unknown(inspect.because(node.why));
    // Inside its own subnet, too, the ACL sees what hosts send to it.
    // Source: AWS PrivateLink Guide, gateway-load-balancer-endpoints (N102).
    if (fromSubnet != kNone && !leaveSubnet(fromSubnet)) return {};
    if (!enterSubnet(node.subnet)) return {};
    if (std::ranges::find(m_visited, index) != m_visited.end()) {
        return stop(inspect, Disposition::Loop);
    }
    m_visited.push_back(index);
    // NOT MODELLED: what the appliances behind a Gateway Load Balancer let through, and whether any
    // is healthy.
    m_observer.note(fmt::format("the appliances behind `{}` are taken to let everything through",
                                endpoint.name));
    m_sender = {};
    passed(inspect);
    return routeFrom(node.subnet, index);
}

}  // namespace archivolt
