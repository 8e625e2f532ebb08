#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/architecture/compute.h"
#include "model/architecture/network.h"
#include "model/lint/evaluated_reading.h"
#include "model/lint/network_rules.h"

namespace archivolt {

namespace {

constexpr Rule kUnencryptedGateway{
    "ENC-E1",
    Severity::Error,
    "a VPC that enforces encryption has a gateway without an exclusion",
    "what a gateway carries leaves the VPC unencrypted, so AWS takes one only where the control "
    "leaves it out",
    "enable the exclusion for it, set Mode to monitor, or take the gateway away",
    "Amazon VPC User Guide, vpc-encryption-controls"};

constexpr Rule kUnencryptedListener{
    "ENC-E2",
    Severity::Error,
    "a Network Load Balancer ends TLS in a VPC that enforces encryption",
    "no exclusion is there for TLS listeners of Network Load Balancers",
    "let the listener pass TCP on to targets that end TLS themselves, or set Mode to monitor",
    "Amazon VPC User Guide, vpc-encryption-controls"};

/// A gateway, the input of the control that leaves its kind out, and whether a VPC has one.
struct GatewayKind {
    const char* exclusion;
    std::vector<std::string> (*of)(const Architecture&, ThingId vpc);
};

std::vector<std::string> internetGatewaysOf(const Architecture& things, ThingId vpc) {
    std::vector<std::string> names;
    for (const auto& [id, gateway] : things.internetGateways) {
        if (std::ranges::count(gateway->vpcs.ids, vpc) > 0) names.push_back(gateway->name);
    }
    return names;
}

std::vector<std::string> egressOnlyGatewaysOf(const Architecture& things, ThingId vpc) {
    std::vector<std::string> names;
    for (const auto& [id, gateway] : things.egressOnlyInternetGateways) {
        if (gateway->exists == Truth::Yes && gateway->vpc == vpc) names.push_back(gateway->name);
    }
    return names;
}

std::vector<std::string> natGatewaysOf(const Architecture& things, ThingId vpc) {
    std::vector<std::string> names;
    for (const auto& [id, gateway] : things.natGateways) {
        const auto* subnet = things.subnets.find(gateway->subnet.valueOr({}));
        const bool isThere =
            (gateway->vpc && *gateway->vpc == vpc) || (subnet != nullptr && (*subnet)->vpc == vpc);
        if (gateway->exists == Truth::Yes && isThere) names.push_back(gateway->name);
    }
    return names;
}

std::vector<std::string> vpnGatewaysOf(const Architecture& things, ThingId vpc) {
    std::vector<std::string> names;
    for (const auto& [id, gateway] : things.vpnGateways) {
        if (std::ranges::count(gateway->vpcs.ids, vpc) > 0) names.push_back(gateway->name);
    }
    return names;
}

constexpr std::array kGatewayKinds = {
    GatewayKind{"InternetGatewayExclusionInput", internetGatewaysOf},
    GatewayKind{"EgressOnlyInternetGatewayExclusionInput", egressOnlyGatewaysOf},
    GatewayKind{"NatGatewayExclusionInput", natGatewaysOf},
    GatewayKind{"VirtualPrivateGatewayExclusionInput", vpnGatewaysOf}};

void lintTlsListeners(StackLint& lint, ThingId vpc, const std::string& control) {
    const Architecture& things = *lint.resolved.architecture;
    for (const auto& [id, balancer] : things.loadBalancers) {
        const bool isThere = balancer->kind == LoadBalancerKind::Network &&
                             balancer->exists == Truth::Yes &&
                             std::ranges::any_of(balancer->subnets.ids, [&](ThingId subnet) {
                                 const auto* found = things.subnets.find(subnet);
                                 return found != nullptr && (*found)->vpc == vpc;
                             });
        if (!isThere) continue;
        for (const Listener& listener : balancer->listeners) {
            const bool ends = listener.protocol.valueOr("") == "TLS";
            if (!ends || !isOwn(lint, listener.origin) || !surelyMade(lint, listener.origin)) {
                continue;
            }
            lint.report(kUnencryptedListener, listener.origin,
                        fmt::format("{} ends TLS in a VPC where {} enforces encryption",
                                    listener.name, control),
                        "listen on TCP, or set Mode to monitor");
        }
    }
}

/// Reports what a VPC may not have whose encryption control surely enforces (N80).
void lintEncryption(StackLint& lint, const EvaluatedResource& control) {
    if (control.exists != Truth::Yes || knownText(propertyOf(control, {"Mode"})) != "enforce") {
        return;
    }
    const auto vpc = referred(lint, propertyOf(control, {"VpcId"}), "AWS::EC2::VPC");
    if (!vpc) return;
    const ThingId id = ThingId::of(lint.stack.id, vpc->source->id);
    const std::string& name = control.source->logicalId;
    for (const GatewayKind& kind : kGatewayKinds) {
        const Value* exclusion = propertyOf(control, {kind.exclusion});
        const bool isOut = exclusion != nullptr && knownText(exclusion) != "disable";
        if (isOut || lint.hasForeignMacros()) continue;
        for (const std::string& gateway : kind.of(*lint.resolved.architecture, id)) {
            lint.report(kUnencryptedGateway, originIn(lint, control, {"Mode"}),
                        fmt::format("{} enforces encryption and does not leave out {} of {}", name,
                                    gateway, vpc->source->logicalId),
                        fmt::format("set {} to enable", kind.exclusion));
        }
    }
    lintTlsListeners(lint, id, name);
}

constexpr Rule kDefaultGroupShared{
    "SG-E4",
    Severity::Error,
    "a VPC's default security group is associated with another VPC",
    "only groups that were made for it can be associated with further VPCs",
    "make a group with these rules, and associate that",
    "Amazon VPC User Guide, security-group-assoc"};

/// Reports associations of a VPC's default group (N104).
void lintSharedGroup(StackLint& lint, const EvaluatedResource& association) {
    const auto owner = referred(lint, propertyOf(association, {"GroupId"}), "AWS::EC2::VPC");
    if (!owner) return;
    lint.report(kDefaultGroupShared, originIn(lint, association, {"GroupId"}),
                fmt::format("{} associates the default security group of {}",
                            association.source->logicalId, owner->source->logicalId),
                "associate a group that was made");
}

constexpr Rule kVpcOrigin{
    "CF-E3",
    Severity::Error,
    "CloudFront can't ask a load balancer as a VPC origin",
    "a VPC origin needs an internet gateway at its VPC, and a Network Load Balancer with security "
    "groups, for IPv4 alone and without TLS listeners",
    "attach an internet gateway, or change the load balancer as the message says",
    "CloudFront Developer Guide, private-content-vpc-origins"};

/// Says whether no internet gateway is attached to any VPC of a balancer, for certain.
bool lacksGateway(const Architecture& things, const LoadBalancer& balancer) {
    if (balancer.subnets.ids.empty() || !balancer.subnets.why.empty()) return false;
    return std::ranges::all_of(balancer.subnets.ids, [&](ThingId id) {
        const auto* subnet = things.subnets.find(id);
        if (subnet == nullptr || !(*subnet)->vpc.isKnown()) return false;
        const auto* vpc = things.vpcs.find(*(*subnet)->vpc);
        return vpc != nullptr && (*vpc)->gatewaysWhy.empty() &&
               internetGatewaysOf(things, (*vpc)->id).empty();
    });
}

/// Reports VPC origins that CloudFront can't ask (N88).
void lintVpcOrigin(StackLint& lint, const EvaluatedResource& origin) {
    const Path path{"VpcOriginEndpointConfig", "Arn"};
    const auto aim =
        referred(lint, propertyOf(origin, path), "AWS::ElasticLoadBalancingV2::LoadBalancer");
    if (!aim) return;
    const Architecture& things = *lint.resolved.architecture;
    const auto* found = things.loadBalancers.find(ThingId::of(lint.stack.id, aim->source->id));
    if (found == nullptr || (*found)->exists != Truth::Yes) return;
    const LoadBalancer& balancer = **found;
    const auto report = [&](const std::string& why, const char* help) {
        lint.report(kVpcOrigin, originIn(lint, origin, path),
                    fmt::format("{} names {}, {}", origin.source->logicalId, balancer.name, why),
                    help);
    };
    if (lacksGateway(things, balancer)) {
        report("whose VPC has no internet gateway", "attach one; nothing need lead to it");
    }
    if (balancer.kind != LoadBalancerKind::Network) return;
    if (knownText(propertyOf(*aim, {"IpAddressType"})) == "dualstack") {
        report("which is dual-stack", "set its IpAddressType to ipv4");
    }
    const bool endsTls = std::ranges::any_of(balancer.listeners, [](const Listener& listener) {
        return listener.protocol.valueOr("") == "TLS";
    });
    if (endsTls) report("which has a TLS listener", "let it listen on TCP");
    if (!balancer.hasSecurityGroups) {
        report("which has no security groups", "make it with SecurityGroups");
    }
}

}  // namespace

void lintBorders(StackLint& lint) {
    const auto lintAll = [&](std::string_view type,
                             void (*rule)(StackLint&, const EvaluatedResource&)) {
        for (const EvaluatedResource* resource : lint.ofType(type)) {
            if (resource->exists != Truth::No) rule(lint, *resource);
        }
    };
    lintAll("AWS::EC2::VPCEncryptionControl", lintEncryption);
    lintAll("AWS::EC2::SecurityGroupVpcAssociation", lintSharedGroup);
    lintAll("AWS::CloudFront::VpcOrigin", lintVpcOrigin);
}

RuleList borderRules() {
    static constexpr const Rule* kRules[] = {&kUnencryptedGateway, &kUnencryptedListener,
                                             &kDefaultGroupShared, &kVpcOrigin};
    return kRules;
}

}  // namespace archivolt
