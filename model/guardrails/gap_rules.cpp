#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include <fmt/format.h>

#include "model/guardrails/advice.h"
#include "model/guardrails/setting_rules.h"

namespace archivolt {

namespace {

constexpr Rule kRuleTwice{"SG-9",
                          Severity::Medium,
                          "two rules of a security group are one",
                          "EC2 holds a rule once, whatever its description; who takes one of the "
                          "two away later takes the "
                          "access of both",
                          "keep one of them",
                          "EC2 API, errors-overview, InvalidPermission.Duplicate"};

/// Returns what EC2 tells a rule by; nothing where a part of it is not known.
std::optional<std::string> identityOf(const SecurityGroupRule& rule) {
    if (!rule.match.protocol.isKnown()) return std::nullopt;
    if (!rule.match.fromPort.isKnown() || !rule.match.toPort.isKnown()) return std::nullopt;
    std::string peer;
    if (rule.cidr && rule.cidr->isKnown()) peer = (*rule.cidr)->toString();
    if (rule.group && rule.group->isKnown()) peer = fmt::format("g{}", (*rule.group)->value());
    if (rule.prefixList && rule.prefixList->isKnown()) {
        peer = fmt::format("p{}", (*rule.prefixList)->value());
    }
    if (peer.empty()) return std::nullopt;
    return fmt::format("{} {} {} {} {}", rule.direction == RuleDirection::Ingress,
                       *rule.match.protocol, *rule.match.fromPort, *rule.match.toPort, peer);
}

/// Says whether what declares a rule is surely made.
bool isSure(const Advice& advice, const Origin& origin) {
    const auto declared = advice.declared(ThingId::of(origin.stack, origin.resource));
    if (declared) return declared->resource->exists == Truth::Yes;
    for (const auto& stack : advice.resolved.evaluated->stacks) {
        if (stack->source->id != origin.stack) continue;
        const auto resource = stack->find(origin.resource);
        return resource && resource->exists == Truth::Yes;
    }
    return false;
}

/// SG-9: rules that differ at most in their description.
void adviseOnRepeatedRules(Advice& advice) {
    for (const auto& [id, group] : advice.architecture.securityGroups) {
        std::map<std::string, const SecurityGroupRule*> seen;
        for (const SecurityGroupRule& rule : group->rules) {
            const auto identity = rule.isDefault ? std::nullopt : identityOf(rule);
            if (!identity || !rule.origin.resource || !isSure(advice, rule.origin)) continue;
            const auto [first, isNew] = seen.emplace(*identity, &rule);
            if (isNew || first->second->origin == rule.origin) continue;
            advice.report(kRuleTwice, {rule.origin,
                                       fmt::format("`{}` and `{}` of `{}` are one rule at EC2",
                                                   first->second->name, rule.name, group->name),
                                       "keep one of them",
                                       {first->second->origin}});
        }
    }
}

constexpr Rule kNobodyLetIn{"SG-10",
                            Severity::Low,
                            "a rule lets in a security group that nothing wears",
                            "a rule by group admits who wears the group, and here nobody does",
                            "give the group to those that are meant, or name another",
                            "Amazon VPC User Guide, security-group-rules"};

/// Says whether a value has a `Ref` or `GetAtt` of a thing in it.
bool mentions(const EvaluatedStack& stack, const Value& value, ThingId thing) {
    if (value.isCall(Function::Ref) || value.isCall(Function::GetAtt)) {
        const Value& argument = value.argument();
        const std::string& name =
            argument.items().empty() ? argument.text() : argument.items().front().text();
        const auto resource = stack.find(name);
        return resource && ThingId::of(stack.source->id, resource->source->id) == thing;
    }
    if (value.isCall()) return mentions(stack, value.argument(), thing);
    if (value.isUnknown()) return true;  // It may be anything.
    return std::ranges::any_of(value.items(),
                               [&](const Value& item) { return mentions(stack, item, thing); }) ||
           std::ranges::any_of(value.entries(), [&](const MapEntry& entry) {
               return mentions(stack, entry.value, thing);
           });
}

/// Says whether something may wear a group: an interface, or what is not modelled.
bool mayBeWorn(const Advice& advice, ThingId group) {
    const auto wears = [&](const References& groups) {
        return !groups.why.empty() || std::ranges::find(groups.ids, group) != groups.ids.end();
    };
    const bool worn = std::ranges::any_of(advice.architecture.interfaces, [&](const auto& each) {
        return wears(each.second->securityGroups);
    });
    if (worn) return true;
    // What only mentions it (a launch template, a type that is not modelled) may give it to others.
    for (const auto& stack : advice.resolved.evaluated->stacks) {
        for (const auto& resource : stack->resources) {
            const std::string& type = resource->source->type();
            const bool isRule = type.starts_with("AWS::EC2::SecurityGroup");
            if (isRule && ThingId::of(stack->source->id, resource->source->id) != group) continue;
            if (!isRule && mentions(*stack, resource->body, group)) return true;
        }
        if (!stack->exports.empty()) return true;
    }
    return false;
}

/// SG-10: groups that rules admit, and that nothing can wear.
void adviseOnEmptyPeers(Advice& advice) {
    std::map<ThingId, bool> worn;
    for (const auto& [id, group] : advice.architecture.securityGroups) {
        for (const SecurityGroupRule& rule : group->rules) {
            const bool byGroup = rule.direction == RuleDirection::Ingress && rule.group &&
                                 rule.group->isKnown() && **rule.group != id;
            if (!byGroup || !rule.origin.resource) continue;
            const ThingId peer = **rule.group;
            const auto* other = advice.architecture.securityGroups.find(peer);
            if (other == nullptr || peer.isExternal() || peer.part() != 0) continue;
            if ((*other)->exists != Truth::Yes) continue;
            const auto [known, isNew] = worn.try_emplace(peer, false);
            if (isNew) known->second = mayBeWorn(advice, peer);
            if (known->second) continue;
            advice.report(kNobodyLetIn, {rule.origin,
                                         fmt::format("`{}` lets in `{}`, which nothing wears",
                                                     rule.name, (*other)->name),
                                         "give that group to those that are meant",
                                         {(*other)->origin}});
        }
    }
}

constexpr Rule kEndpointWithoutTables{
    "VPCE-1",
    Severity::Medium,
    "a gateway endpoint stands in no route table",
    "a gateway endpoint works by routes, so that traffic goes past one without tables",
    "name the route tables of the subnets that are to use it in RouteTableIds",
    "AWS PrivateLink Guide, gateway-endpoints"};

constexpr Rule kNoPrivateNames{
    "VPCE-2",
    Severity::Low,
    "an interface endpoint of an AWS service has private DNS off",
    "programs ask for the service's public name, which then leads past the endpoint",
    "set PrivateDnsEnabled to true, or give programs the endpoint's own names",
    "AWS PrivateLink Guide, privatelink-access-aws-services"};

void adviseOnEndpoints(Advice& advice) {
    for (const Declared& endpoint : advice.ofType("AWS::EC2::VPCEndpoint")) {
        const Value* type = endpoint.property({"VpcEndpointType"});
        const std::string kind = type == nullptr ? "gateway" : lowerText(type);
        const Value* tables = endpoint.property({"RouteTableIds"});
        const bool noTables = tables == nullptr || (tables->isList() && tables->items().empty());
        if (kind == "gateway" && noTables) {
            advice.report(kEndpointWithoutTables,
                          {endpoint.origin(),
                           fmt::format("no route table leads to `{}`", endpoint.name()),
                           "add RouteTableIds",
                           {}});
        }
        const Value* service = endpoint.property({"ServiceName"});
        const std::string name = lowerText(service);
        // S3's and DynamoDB's are there for on-premises beside a gateway endpoint.
        const bool isAws = name.starts_with("com.amazonaws.") &&
                           name.find("vpce-svc") == std::string::npos && !name.ends_with(".s3") &&
                           !name.ends_with(".dynamodb");
        const Path property{"PrivateDnsEnabled"};
        const Value* names = endpoint.property(property);
        if (kind != "interface" || !isAws || truthOf(names, false) != Truth::No) continue;
        advice.report(kNoPrivateNames, {endpoint.origin(names != nullptr ? property : Path{}),
                                        fmt::format("`{}` does not answer to the public name of {}",
                                                    endpoint.name(), name),
                                        "set PrivateDnsEnabled to true",
                                        {}});
    }
}

constexpr Rule kNatLoop{"NAT-3",
                        Severity::High,
                        "a NAT gateway's own subnet leads back to it",
                        "what the gateway sends out comes back to it, and is lost",
                        "put the gateway into a subnet whose table leads to the internet gateway",
                        "Amazon VPC User Guide, vpc-nat-gateway"};

/// NAT-3: routes of the table of a gateway's subnet that lead to the gateway itself.
void adviseOnNatLoops(Advice& advice) {
    for (const auto& [id, gateway] : advice.architecture.natGateways) {
        if (gateway->exists != Truth::Yes || !gateway->subnet.isKnown()) continue;
        const auto* subnet = advice.architecture.subnets.find(*gateway->subnet);
        if (subnet == nullptr || !(*subnet)->routeTable.isKnown()) continue;
        const auto* table = advice.architecture.routeTables.find(*(*subnet)->routeTable);
        if (table == nullptr) continue;
        for (const Route& route : (*table)->routes) {
            const bool loops = route.targetKind == RouteTargetKind::NatGateway &&
                               route.target.isKnown() && *route.target == id;
            if (!loops || !route.origin.resource) continue;
            advice.report(kNatLoop,
                          {route.origin,
                           fmt::format("`{}` stands in `{}`, whose table leads back to it",
                                       gateway->name, (*subnet)->name),
                           "move the gateway to a public subnet, or give its subnet another table",
                           {gateway->origin}});
        }
    }
}

constexpr Rule kZoneGap{"TGW-1",
                        Severity::High,
                        "subnets route to a transit gateway that has no place in their zone",
                        "an attachment takes traffic only from the zones in which it has a subnet",
                        "give the attachment a subnet in each zone that routes to it",
                        "AWS Transit Gateway Guide, tgw-vpc-attachments"};

/// Returns the attachments of a VPC to a transit gateway.
std::vector<const TransitGatewayAttachment*> attachmentsOf(const Advice& advice, ThingId vpc,
                                                           ThingId gateway) {
    std::vector<const TransitGatewayAttachment*> found;
    for (const auto& [id, each] : advice.architecture.transitGatewayAttachments) {
        const bool here = each->target.isKnown() && *each->target == vpc &&
                          each->transitGateway.isKnown() && *each->transitGateway == gateway;
        if (here) found.push_back(each.get());
    }
    return found;
}

/// TGW-1: zones of subnets that route to a transit gateway against those of its attachment.
void adviseOnZoneGaps(Advice& advice) {
    std::set<std::tuple<ThingId, std::string>> reported;
    for (const auto& [id, subnet] : advice.architecture.subnets) {
        const bool placed = subnet->exists == Truth::Yes && subnet->vpc.isKnown() &&
                            subnet->zone.isKnown() && !subnet->zoneAssigned &&
                            subnet->routeTable.isKnown();
        const auto* table =
            placed ? advice.architecture.routeTables.find(*subnet->routeTable) : nullptr;
        if (table == nullptr) continue;
        for (const Route& route : (*table)->routes) {
            if (route.targetKind != RouteTargetKind::TransitGateway || !route.target.isKnown()) {
                continue;
            }
            const auto attachments = attachmentsOf(advice, *subnet->vpc, *route.target);
            if (attachments.size() != 1) continue;
            const auto zones = zonesOf(advice.architecture, attachments.front()->subnets);
            if (!zones || zones->empty() || !attachments.front()->subnets.why.empty()) continue;
            if (std::ranges::find(*zones, *subnet->zone) != zones->end()) continue;
            if (!reported.emplace(attachments.front()->id, *subnet->zone).second) continue;
            advice.report(kZoneGap,
                          {attachments.front()->origin,
                           fmt::format("`{}` has no subnet in {}, where `{}` routes to it",
                                       attachments.front()->name, *subnet->zone, subnet->name),
                           fmt::format("add a subnet in {} to its SubnetIds", *subnet->zone),
                           {route.origin}});
        }
    }
}

/// Says whether a subnet's table leads all of IPv4 to an internet gateway; Unknown where it can't
/// be told.
Truth leadsToInternetGateway(const Advice& advice, const Subnet& subnet) {
    if (!subnet.routeTable.isKnown()) return Truth::Unknown;
    const auto* table = advice.architecture.routeTables.find(*subnet.routeTable);
    if (table == nullptr) return Truth::Unknown;
    Truth leads = Truth::No;
    for (const Route& route : (*table)->routes) {
        if (route.targetKind == RouteTargetKind::Unknown) leads = Truth::Unknown;
        if (route.targetKind == RouteTargetKind::InternetGateway) return Truth::Yes;
    }
    return (*table)->propagating.why.empty() ? leads : Truth::Unknown;
}

constexpr Rule kTaskCutOff{
    "ECS-1",
    Severity::High,
    "tasks in a public subnet have no public address",
    "an internet gateway takes traffic only of public addresses, so that such tasks reach nothing "
    "outside, their image neither",
    "set AssignPublicIp to ENABLED, or run them in a subnet that leads to a NAT gateway",
    "Amazon ECS Developer Guide, fargate-task-networking"};

/// ECS-1: services on Fargate whose subnets lead to an internet gateway, without public addresses.
void adviseOnTasks(Advice& advice) {
    for (const Declared& service : advice.ofType("AWS::ECS::Service")) {
        const Path network{"NetworkConfiguration", "AwsvpcConfiguration"};
        const Value* assigned = service.property(network / "AssignPublicIp");
        const bool off = assigned == nullptr || lowerText(assigned) == "disabled";
        const bool fargate = lowerText(service.property({"LaunchType"})) == "fargate";
        if (!off || !fargate) continue;
        for (const Value& item : itemsOf(service.property(network / "Subnets"))) {
            const auto id = advice.named(service, item);
            const auto* subnet = id ? advice.architecture.subnets.find(*id) : nullptr;
            if (subnet == nullptr || leadsToInternetGateway(advice, **subnet) != Truth::Yes) {
                continue;
            }
            advice.report(kTaskCutOff,
                          {service.origin(network),
                           fmt::format("tasks of `{}` in `{}` have no address that its internet "
                                       "gateway takes",
                                       service.name(), (*subnet)->name),
                           "set AssignPublicIp to ENABLED, or choose private subnets",
                           {(*subnet)->origin}});
            break;
        }
    }
}

/// RDS-7: publicly accessible databases none of whose subnets leads to an internet gateway.
void adviseOnDatabasesCutOff(Advice& advice) {
    for (const auto& [id, database] : advice.architecture.databases) {
        if (database->exists != Truth::Yes || !database->publiclyAccessible.valueOr(false)) {
            continue;
        }
        std::size_t cutOff = 0;
        for (const ThingId each : database->interfaces) {
            const auto* interface = advice.architecture.interfaces.find(each);
            if (interface == nullptr || !(*interface)->subnet.isKnown()) continue;
            const auto* subnet = advice.architecture.subnets.find(*(*interface)->subnet);
            if (subnet == nullptr || each.isExternal()) continue;
            if (leadsToInternetGateway(advice, **subnet) == Truth::No) ++cutOff;
        }
        if (database->interfaces.empty() || cutOff != database->interfaces.size()) continue;
        const auto declared = advice.declared(id);
        if (!declared) continue;
        advice.report(kPublicWithoutGateway,
                      {declared->origin({"PubliclyAccessible"}),
                       fmt::format("`{}` is publicly accessible, but no subnet of it leads to an "
                                   "internet gateway",
                                   database->name),
                       "set PubliclyAccessible to false",
                       {}});
    }
}

}  // namespace

void adviseOnGaps(Advice& advice) {
    adviseOnRepeatedRules(advice);
    adviseOnEmptyPeers(advice);
    adviseOnEndpoints(advice);
    adviseOnNatLoops(advice);
    adviseOnZoneGaps(advice);
    adviseOnTasks(advice);
    adviseOnDatabasesCutOff(advice);
}

RuleList gapAdvice() {
    static constexpr const Rule* kRules[] = {
        &kRuleTwice, &kNobodyLetIn, &kEndpointWithoutTables, &kNoPrivateNames, &kNatLoop,
        &kZoneGap,   &kTaskCutOff,  &kPublicWithoutGateway};
    return kRules;
}

}  // namespace archivolt
