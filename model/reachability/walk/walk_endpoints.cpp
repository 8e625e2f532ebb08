#include <algorithm>

#include <fmt/format.h>

#include "model/reachability/index/service_address.h"
#include "model/reachability/walk/endpoint_policy.h"
#include "model/reachability/walk/walk.h"
#include "model/reachability/walk/walk_step.h"

namespace archivolt {

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
    return obstacle(
        [&] {
            Step made =
                thingStep(HopKind::Endpoint, endpoint, "policy", "its policy allows nothing");
            made.rule = "PolicyDocument";
            return made;
        },
        Disposition::DeniedIn);
}

Place Walk::throughGatewayEndpoint(VpcIndex vpcIndex, ThingId id) {
    const auto* found = m_network.architecture().endpoints.find(id);
    const VpcNode& node = vpc(vpcIndex);
    if (found == nullptr) {
        return stop(
            [&] {
                return Step{HopKind::Endpoint, id, "endpoint", "forward", {}, nullptr,
                            "it is not there"};
            },
            Disposition::Blackhole);
    }
    const VpcEndpoint& endpoint = **found;
    const auto step = [&](std::string why = {}) {
        return thingStep(HopKind::Endpoint, endpoint, "forward", std::move(why));
    };
    if (!endpoint.vpc.isKnown()) return unknown(step(endpoint.vpc.why()));
    if (*endpoint.vpc != node.vpc->id) {
        return stop([&] { return step(fmt::format("it is not of `{}`", node.vpc->name)); },
                    Disposition::Blackhole);
    }
    // Source: AWS PrivateLink Guide, gateway-endpoints: its connections don't extend out of the VPC
    // (N59).
    if (!node.holds(m_state.ends.source)) {
        return stop(
            [&] {
                return step(
                    fmt::format("it does not carry what comes from outside `{}`", node.vpc->name));
            },
            Disposition::NotForwarded);
    }
    if (!endpointPolicy(endpoint)) return {};
    passed([&] { return step(); });
    if (isServiceAddress(m_state.ends.destination))
        m_observer.note(fmt::format("{} stands for the addresses of `{}`, which AWS chooses",
                                    m_state.ends.destination.toString(),
                                    endpoint.service.valueOr("the service")));
    return {Place::Kind::Service, kNone, id};
}

Place Walk::fromService(ThingId id) {
    const auto* found = m_network.architecture().endpoints.find(id);
    if (found == nullptr) return {};
    const VpcEndpoint& endpoint = **found;
    const auto step = [&](std::string why = {}) {
        return thingStep(HopKind::Endpoint, endpoint, "send", std::move(why));
    };
    m_sender = {};
    if (!m_state.reply) {
        return stop([&] { return step("it opens no connections, it only answers them"); },
                    Disposition::NotForwarded);
    }
    const VpcIndex home = endpoint.vpc.isKnown() ? m_network.vpcs().indexOf(*endpoint.vpc) : kNone;
    if (home == kNone) return unknown(step("its VPC is outside this design"));
    passed([&] { return step(); });
    return arriveInVpc(home);
}

Place Walk::throughBalancerEndpoint(InterfaceIndex index, SubnetIndex fromSubnet) {
    const InterfaceNode& node = interface(index);
    const VpcEndpoint& endpoint = *node.endpoint;
    const auto step = [&](std::string why = {}) {
        return thingStep(HopKind::Endpoint, endpoint, "inspect", std::move(why));
    };
    if (endpoint.kind != EndpointKind::GatewayLoadBalancer) {
        return stop([&] { return step("only Gateway Load Balancer endpoints are routed through"); },
                    Disposition::Blackhole);
    }
    if (node.subnet == kNone) return unknown(step(node.why));
    if (fromSubnet != kNone && fromSubnet != node.subnet && !leaveSubnet(fromSubnet)) return {};
    if (fromSubnet != node.subnet && !enterSubnet(node.subnet)) return {};
    if (std::ranges::find(m_visited, index) != m_visited.end()) {
        return stop([&] { return step(); }, Disposition::Loop);
    }
    m_visited.push_back(index);
    // NOT MODELLED: what the appliances behind a Gateway Load Balancer let through, and whether any
    // is healthy.
    m_observer.note(fmt::format("the appliances behind `{}` are taken to let everything through",
                                endpoint.name));
    m_sender = {};
    passed([&] { return step(); });
    return routeFrom(node.subnet, index);
}

}  // namespace archivolt
