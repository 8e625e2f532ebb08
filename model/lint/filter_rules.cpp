#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "model/architecture/network.h"
#include "model/base/text_case.h"
#include "model/lint/evaluated_reading.h"
#include "model/lint/network_rules.h"

namespace archivolt {

namespace {

const char* wordOf(RuleDirection direction) {
    return direction == RuleDirection::Ingress ? "ingress" : "egress";
}

bool hasPorts(ProtocolNumber protocol) { return protocol == kTcp || protocol == kUdp; }

/// Returns the evaluated map that a rule was made of: the inline item, or the whole Properties.
const Value* ruleBody(const StackLint& lint, const Origin& origin) {
    const auto resource = lint.evaluated.find(origin.resource);
    if (!resource) return nullptr;
    const Value* body = resource->body.at(origin.property);
    if (body != nullptr && body->isMap()) return body;
    return &resource->properties();
}

constexpr Rule kBadRule{
    "SG-E1",
    Severity::Error,
    "a rule's protocol, ports or peers do not go together",
    "the service refuses a rule whose parts contradict one another",
    "give one peer and, for TCP and UDP, ports from low to high; for ICMP a type and code",
    "EC2 API, IpPermission; cfn-lint E3687, E3688"};

/// Reports what is wrong with ports of a known protocol; ICMP's types and codes run from -1 to 255.
void lintPorts(StackLint& lint, const RuleMatch& match, const Origin& origin,
               const std::string& name) {
    if (!match.protocol.isKnown() || !match.fromPort.isKnown() || !match.toPort.isKnown()) return;
    const std::int32_t from = *match.fromPort;
    const std::int32_t to = *match.toPort;
    if (hasPorts(*match.protocol)) {
        // -1 stands for every port in both places.
        const bool all = from == -1 && to == -1;
        if (!all && (from < 0 || to > 65535)) {
            lint.report(
                kBadRule, origin,
                fmt::format("{} has the ports {} to {}, outside 0 to 65535", name, from, to),
                "write ports from 0 to 65535");
        } else if (from > to) {
            lint.report(
                kBadRule, origin,
                fmt::format("{} has its ports the wrong way round: {} to {}", name, from, to),
                fmt::format("write FromPort {} and ToPort {}", to, from));
        }
        return;
    }
    const bool icmp = *match.protocol == kIcmp || *match.protocol == kIcmpv6;
    if (icmp && (from < -1 || from > 255 || to < -1 || to > 255)) {
        lint.report(
            kBadRule, origin,
            fmt::format("{} has the ICMP type {} and code {}, outside -1 to 255", name, from, to),
            "write a type and a code from -1 (all) to 255");
    }
}

void lintProtocol(StackLint& lint, const Origin& origin, const std::string& name,
                  const Value* protocol, std::string_view key, const std::set<std::string>& names) {
    if (protocol == nullptr || !protocol->isScalar()) return;
    const auto number = protocol->asInteger();
    const bool fits = number ? *number >= -1 && *number <= 255 : names.contains(protocol->text());
    if (fits) return;
    Origin at = origin;
    at.property = at.property / std::string(key);
    lint.report(kBadRule, at, fmt::format("`{}` of {} is no protocol", protocol->text(), name),
                names.empty() ? "write a protocol number from -1 (all) to 255"
                              : "write tcp, udp, icmp, icmpv6, -1 (all) or a number up to 255");
}

/// A rule as the template has it: inline in its group, or a resource of its own.
struct GroupRule {
    const Value& body;
    const Origin& origin;
    const std::string& name;
};

/// Reports a protocol without what it calls for: ports, or ICMP's type and code. ICMPv6 may leave
/// them out.
///
/// Source: AWS::EC2::SecurityGroup Ingress, FromPort; EC2 API, IpPermission.
void lintMissingPorts(StackLint& lint, const GroupRule& rule, ProtocolNumber protocol) {
    const bool icmp = protocol == kIcmp;
    if (!hasPorts(protocol) && !icmp) return;
    if (rule.body.find("FromPort") != nullptr && rule.body.find("ToPort") != nullptr) return;
    lint.report(kBadRule, rule.origin,
                icmp ? fmt::format("{} names ICMP, but not its type and code", rule.name)
                     : fmt::format("{} names a protocol with ports, but not its ports", rule.name),
                icmp ? "add FromPort with the type and ToPort with the code, or -1 in both for all"
                     : "add FromPort and ToPort");
}

void lintPeers(StackLint& lint, const GroupRule& rule) {
    std::vector<std::string> peers;
    bool maybeMore = false;  // An `!If` that is not settled may give one, or take it away.
    for (const char* key :
         {"CidrIp", "CidrIpv6", "SourceSecurityGroupId", "SourceSecurityGroupName",
          "SourcePrefixListId", "DestinationSecurityGroupId", "DestinationPrefixListId"}) {
        const Value* value = rule.body.find(key);
        if (value == nullptr) continue;
        if (value->isUnknown() || value->isNull()) {
            maybeMore = true;
        } else {
            peers.emplace_back(key);
        }
    }
    if (peers.size() == 1 || (peers.empty() && maybeMore)) return;
    lint.report(kBadRule, rule.origin,
                peers.empty() ? fmt::format("{} does not say from or to whom", rule.name)
                              : fmt::format("{} names {} peers ({}), and one is taken", rule.name,
                                            peers.size(), fmt::join(peers, ", ")),
                peers.empty() ? "add CidrIp, CidrIpv6, a security group or a prefix list"
                              : "make a rule of each");
}

void lintGroupRule(StackLint& lint, const GroupRule& rule) {
    // Names of protocols are taken in any case. Source: EC2 API, IpPermission.
    static const std::map<std::string, ProtocolNumber> kNames = {
        {"tcp", kTcp}, {"udp", kUdp}, {"icmp", kIcmp}, {"icmpv6", kIcmpv6}, {"all", kAllProtocols}};
    static const std::set<std::string> kTaken = {"tcp", "udp",  "icmp",   "icmpv6", "TCP",
                                                 "UDP", "ICMP", "ICMPv6", "all",    "ALL"};
    if (!rule.body.isMap()) return;
    for (const MapEntry& entry : rule.body.entries()) {
        if (entry.key.starts_with("Fn::")) return;
    }
    const Value* protocol = rule.body.find("IpProtocol");
    lintProtocol(lint, rule.origin, rule.name, protocol, "IpProtocol", kTaken);
    RuleMatch match;
    match.protocol = Known<ProtocolNumber>::unknown("no protocol is known");
    if (const auto text = knownText(protocol)) {
        const auto number = protocol->asInteger();
        const auto named = kNames.find(lowerAscii(*text));
        if (number) match.protocol = static_cast<ProtocolNumber>(*number);
        if (!number && named != kNames.end()) match.protocol = named->second;
    }
    const auto from = knownInteger(rule.body.find("FromPort"));
    const auto to = knownInteger(rule.body.find("ToPort"));
    if (from && to) {
        match.fromPort = static_cast<std::int32_t>(std::clamp<std::int64_t>(*from, -2, 65536));
        match.toPort = static_cast<std::int32_t>(std::clamp<std::int64_t>(*to, -2, 65536));
        lintPorts(lint, match, rule.origin, rule.name);
    }
    // An observed rule is there; its description may leave out what a template must say.
    if (lint.stack.kind == StackKind::Observed) return;
    if (match.protocol.isKnown()) lintMissingPorts(lint, rule, *match.protocol);
    lintPeers(lint, rule);
}

}  // namespace

void lintGroupRules(StackLint& lint, const EvaluatedResource& resource) {
    if (resource.exists == Truth::No) return;
    const std::string& type = resource.source->type();
    const std::string& id = resource.source->logicalId;
    if (type == "AWS::EC2::SecurityGroupIngress" || type == "AWS::EC2::SecurityGroupEgress") {
        lintGroupRule(lint, {resource.properties(), originIn(lint, resource, {}), id});
    }
    if (type != "AWS::EC2::SecurityGroup") return;
    for (const char* list : {"SecurityGroupIngress", "SecurityGroupEgress"}) {
        const Value* rules = propertyOf(resource, {list});
        if (rules == nullptr) continue;
        const char* way =
            wordOf(std::string_view(list).ends_with("Egress") ? RuleDirection::Egress
                                                              : RuleDirection::Ingress);
        for (std::size_t i = 0; i < rules->items().size(); ++i) {
            lintGroupRule(lint, {rules->items()[i], originIn(lint, resource, {list, i}),
                                 fmt::format("{} {} rule {}", id, way, i + 1)});
        }
    }
}

namespace {

constexpr Rule kAclNumber{"NACL-E1",
                          Severity::Error,
                          "a network ACL's rule number is repeated or out of range",
                          "entries are told apart by number and direction, from 1 to 32766",
                          "give each entry of a direction a number of its own in that range",
                          "Amazon VPC User Guide, vpc-network-acls; cfn-nag F79"};

void lintAcl(StackLint& lint, const NetworkAcl& acl) {
    const int smallest = 1;
    const LimitFacts* largest = lint.catalog.quota("largest network ACL rule number");
    std::map<std::tuple<RuleDirection, std::int32_t>, const NetworkAclEntry*> seen;
    for (const NetworkAclEntry& entry : acl.entries) {
        if (!isOwn(lint, entry.origin) || !entry.origin.resource) continue;
        const Value* body = ruleBody(lint, entry.origin);
        if (body == nullptr) continue;
        lintProtocol(lint, {entry.origin.stack, entry.origin.resource, Path{"Properties"}},
                     entry.name, body->find("Protocol"), "Protocol", {});
        lintPorts(lint, entry.match, entry.origin, entry.name);
        if (!entry.number.isKnown()) continue;
        const bool inRange =
            *entry.number >= smallest && (largest == nullptr || *entry.number <= largest->value);
        if (!inRange) {
            lint.report(kAclNumber, entry.origin,
                        fmt::format("{} has the number {}, outside {} to {}", entry.name,
                                    *entry.number, smallest, largest->value),
                        "take a number in that range");
        }
        if (!surelyMade(lint, entry.origin)) continue;
        const auto [first, isNew] =
            seen.emplace(std::tuple(entry.direction, *entry.number), &entry);
        if (isNew) continue;
        lint.report(kAclNumber, entry.origin,
                    fmt::format("{} and {} are both {} rule {} of {}", first->second->name,
                                entry.name, wordOf(entry.direction), *entry.number, acl.name),
                    "give one of them another number");
    }
}

constexpr Rule kForeignGroup{
    "SG-E2",
    Severity::Error,
    "a security group and a subnet belong to different VPCs",
    "a group holds for interfaces of its own VPC only",
    "use a group of the subnet's VPC, or associate the group with that VPC",
    "cfn-lint E3714"};

/// Says whether a group is, or may be, associated with another VPC than its own.
/// Source: Amazon VPC User Guide, security-group-assoc.
bool mayBeAssociated(const StackLint& lint, const SecurityGroup& group, const Thing* vpc) {
    return std::ranges::any_of(lint.evaluated.resources, [&](const auto& each) {
        if (each->source->type() != "AWS::EC2::SecurityGroupVpcAssociation") return false;
        if (each->exists == Truth::No) return false;
        const auto ofGroup =
            referred(lint, propertyOf(*each, {"GroupId"}), "AWS::EC2::SecurityGroup");
        const auto ofVpc = referred(lint, propertyOf(*each, {"VpcId"}), "AWS::EC2::VPC");
        const bool otherGroup = ofGroup && ofGroup->source->id != group.origin.resource;
        const bool otherVpc = ofVpc && vpc != nullptr && ofVpc->source->id != vpc->origin.resource;
        return !otherGroup && !otherVpc;
    });
}

/// Reports interfaces whose security groups stand in another VPC than their subnet (SG-E2).
void lintInterface(StackLint& lint, const Architecture& architecture,
                   const NetworkInterface& interface) {
    if (!isOwn(lint, interface.origin) || !interface.subnet.isKnown()) return;
    const auto* subnet = architecture.subnets.find(*interface.subnet);
    if (subnet == nullptr || !(*subnet)->vpc.isKnown() || (*subnet)->vpc->isExternal()) return;
    for (const ThingId id : interface.securityGroups.ids) {
        const auto* group = architecture.securityGroups.find(id);
        if (group == nullptr || !(*group)->vpc.isKnown() || (*group)->vpc->isExternal()) continue;
        if (*(*group)->vpc == *(*subnet)->vpc) continue;
        // The default group that a balancer over two VPCs would have is not its fault.
        const bool implied = interface.kind == InterfaceKind::LoadBalancerNode && id.part() != 0;
        if (implied) continue;
        const Thing* vpc = architecture.find(*(*subnet)->vpc);
        if (mayBeAssociated(lint, **group, vpc)) continue;
        const Thing* other = architecture.find(*(*group)->vpc);
        lint.report(kForeignGroup, interface.origin,
                    fmt::format("{} stands in {} of {}, but its group {} belongs to {}",
                                interface.name, (*subnet)->name, vpc != nullptr ? vpc->name : "",
                                (*group)->name, other != nullptr ? other->name : "another VPC"),
                    "take a security group of the subnet's VPC");
    }
}

constexpr Rule kFarGroup{
    "SG-E3",
    Severity::Error,
    "a rule names a group of a VPC that nothing joins to its own",
    "a rule can name groups of its own VPC, of one that is peered with it and, for what comes in, "
    "of one on the same transit gateway",
    "name a group of the same VPC or addresses, or join the two VPCs",
    "Amazon VPC User Guide, security-group-rules"};

/// Says whether an end is a VPC, or may be it.
bool mayBeVpc(const Known<ThingId>& end, ThingId vpc) {
    return !end.isKnown() || end->isExternal() || *end == vpc;
}

/// Says whether two VPCs are joined so that rules may name groups across, or may be.
/// Source: Amazon VPC User Guide, security-group-rules; VPC Peering Guide,
/// vpc-peering-security-groups; Transit Gateways Guide, tgw-vpc-attachments.
bool mayBeJoined(const Architecture& architecture, ThingId one, ThingId other, bool byTransit) {
    for (const auto& [id, peering] : architecture.peerings) {
        const bool there = mayBeVpc(peering->requester, one) && mayBeVpc(peering->accepter, other);
        const bool back = mayBeVpc(peering->requester, other) && mayBeVpc(peering->accepter, one);
        if (there || back) return true;
    }
    if (!byTransit) return false;
    for (const auto& [id, near] : architecture.transitGatewayAttachments) {
        if (near->kind != AttachmentKind::Vpc || !mayBeVpc(near->target, one)) continue;
        for (const auto& [otherId, far] : architecture.transitGatewayAttachments) {
            if (far->kind != AttachmentKind::Vpc || !mayBeVpc(far->target, other)) continue;
            const bool known = near->transitGateway.isKnown() && far->transitGateway.isKnown();
            if (!known || *near->transitGateway == *far->transitGateway) return true;
        }
    }
    return false;
}

/// Reports rules that name groups of VPCs which are not joined to the rule's own (SG-E3).
void lintFarGroups(StackLint& lint, const Architecture& architecture, const SecurityGroup& group) {
    if (!group.vpc.isKnown() || group.vpc->isExternal()) return;
    for (const SecurityGroupRule& rule : group.rules) {
        if (!isOwn(lint, rule.origin) || !rule.group || !rule.group->isKnown()) continue;
        const auto* named = architecture.securityGroups.find(**rule.group);
        if (named == nullptr || !(*named)->vpc.isKnown() || (*named)->vpc->isExternal()) continue;
        if (*(*named)->vpc == *group.vpc) continue;
        const Thing* own = architecture.find(*group.vpc);
        const Thing* other = architecture.find(*(*named)->vpc);
        if (mayBeAssociated(lint, **named, own) || mayBeAssociated(lint, group, other)) continue;
        const bool comesIn = rule.direction == RuleDirection::Ingress;
        if (mayBeJoined(architecture, *group.vpc, *(*named)->vpc, comesIn)) continue;
        lint.report(kFarGroup, rule.origin,
                    fmt::format("{} names {}, a group of {}, which nothing joins to {}", rule.name,
                                (*named)->name, other != nullptr ? other->name : "another VPC",
                                own != nullptr ? own->name : "its own VPC"),
                    "name a group of the same VPC or addresses, or join the two VPCs");
    }
}

}  // namespace

void lintFilters(StackLint& lint) {
    const Architecture& architecture = *lint.resolved.architecture;
    for (const auto& [id, acl] : architecture.networkAcls) lintAcl(lint, *acl);
    for (const auto& [id, interface] : architecture.interfaces) {
        lintInterface(lint, architecture, *interface);
    }
    // What is described AWS took as it is: the join may be elsewhere.
    if (lint.stack.kind != StackKind::Template) return;
    for (const auto& [id, group] : architecture.securityGroups) {
        lintFarGroups(lint, architecture, *group);
    }
}

RuleList filterRules() {
    static constexpr const Rule* kRules[] = {&kBadRule, &kAclNumber, &kForeignGroup, &kFarGroup};
    return kRules;
}

}  // namespace archivolt
