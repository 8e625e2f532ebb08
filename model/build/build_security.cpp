#include <algorithm>
#include <array>
#include <tuple>

#include <fmt/format.h>

#include "model/architecture/network.h"
#include "model/build/build_common.h"
#include "model/build/build_kinds.h"

namespace archivolt {

namespace {

constexpr std::string_view kAnyIpv4 = "0.0.0.0/0";
constexpr std::int32_t kMaxPort = 65535;

Known<std::int32_t> portNumber(const View& view, const Value* value, std::string_view key) {
    using Port = Known<std::int32_t>;
    if (value == nullptr || value->isNull())
        return Port::unknown(fmt::format("{} is missing", key));
    const Known<std::int64_t> number = view.scope().integer(value, view.stack(), 0);
    if (!number.isKnown()) return Port::unknown(number.why());
    if (*number < -1 || *number > kMaxPort)
        return Port::unknown(fmt::format("{} is no port", *number));
    return static_cast<std::int32_t>(*number);
}

/// Sets ports, or ICMP's type and code, by what the protocol makes of them.
///
/// Source: API SecurityGroupRule: for protocols other than TCP, UDP and ICMP all ports count
/// whatever is given; -1 is every type or code.
void setPorts(const View& view, const Value* from, const Value* to, RuleMatch& match) {
    if (!match.protocol.isKnown()) return;
    const ProtocolNumber protocol = *match.protocol;
    const bool isIcmp = protocol == kIcmp || protocol == kIcmpv6;
    if (isIcmp) {
        match.fromPort = from != nullptr ? portNumber(view, from, "FromPort") : -1;
        match.toPort = to != nullptr ? portNumber(view, to, "ToPort") : -1;
        if (match.fromPort.isKnown() && *match.fromPort == -1) match.toPort = -1;
    } else if (protocol == kTcp || protocol == kUdp) {
        match.fromPort = portNumber(view, from, "FromPort");
        match.toPort = portNumber(view, to, "ToPort");
        const bool all = match.fromPort.isKnown() && *match.fromPort == -1;
        if (all) match.fromPort = 0;
        if (all || (match.toPort.isKnown() && *match.toPort == -1)) match.toPort = kMaxPort;
    }
}

/// A rule's properties, inline or standalone, and where they stand.
struct RuleText {
    const View& view;
    const Value& properties;
    Path path;
    RuleDirection direction;
    std::string name;

    /// Returns the path of one of its properties from those of the resource.
    [[nodiscard]] PropertyPath pathOf(std::string_view key) const {
        if (path.empty()) return key;
        return {direction == RuleDirection::Ingress ? "SecurityGroupIngress[]."
                                                    : "SecurityGroupEgress[].",
                key};
    }
};

const Value* given(const RuleText& rule, std::string_view key) {
    const Value* found = rule.properties.find(key);
    return found != nullptr && !found->isNull() ? found : nullptr;
}

/// Returns the group that a rule names, with an owner outside the design where it says so.
std::optional<Known<ThingId>> groupOfRule(const RuleText& rule) {
    const StackFacts& stack = rule.view.stack();
    for (const std::string_view key :
         {"SourceSecurityGroupId", "DestinationSecurityGroupId", "SourceSecurityGroupName"}) {
        const Value* value = given(rule, key);
        if (value == nullptr) continue;
        const Value* owner = given(rule, "SourceSecurityGroupOwnerId");
        const auto account = owner != nullptr ? owner->asString() : std::nullopt;
        const auto name = value->asString();
        if (account && name && *account != stack.account) {
            return namedOutside(rule.view, fmt::format("{}/{}", *account, *name),
                                fmt::format("the group is of account {}", *account),
                                std::string(kGroupType));
        }
        const bool isName = key == "SourceSecurityGroupName";
        return rule.view.reference(rule.pathOf(key), *value, isName ? kGroupType : "");
    }
    return std::nullopt;
}

/// Adds the rules that one text makes: one for each kind of peer that it names.
void addRules(const RuleText& text, SecurityGroup& group) {
    BuildScope& scope = text.view.scope();
    const StackFacts& stack = text.view.stack();
    SecurityGroupRule rule;
    rule.direction = text.direction;
    rule.name = text.name;
    rule.origin = text.view.origin(text.path);
    if (const Value* words = given(text, "Description"))
        rule.description = words->asString().value_or("");
    const Value* protocol = given(text, "IpProtocol");
    rule.match.protocol = protocol == nullptr
                              ? Known<ProtocolNumber>::unknown("IpProtocol is missing")
                              : protocolNumber(scope.text(protocol, stack, {}));
    setPorts(text.view, given(text, "FromPort"), given(text, "ToPort"), rule.match);
    bool hasPeer = false;
    const auto add = [&](auto SecurityGroupRule::*member, auto peer) {
        SecurityGroupRule one = rule;
        one.*member = std::move(peer);
        group.rules.push_back(std::move(one));
        hasPeer = true;
    };
    for (const char* key : {"CidrIp", "CidrIpv6"}) {
        if (const Value* block = given(text, key)) {
            add(&SecurityGroupRule::cidr, scope.cidr(*block, stack));
        }
    }
    if (auto peer = groupOfRule(text)) add(&SecurityGroupRule::group, *peer);
    for (const char* key : {"SourcePrefixListId", "DestinationPrefixListId"}) {
        if (const Value* list = given(text, key)) {
            add(&SecurityGroupRule::prefixList, text.view.reference(text.pathOf(key), *list));
        }
    }
    // It may be about anybody, but only in what it tells besides.
    if (!hasPeer) {
        add(&SecurityGroupRule::cidr,
            Known<Cidr>::unknown(fmt::format("{} names no peer", text.name)));
    }
}

/// Adds a list property's rules; returns whether it has any, and so replaces AWS's default.
bool addInline(const View& self, std::string_view key, RuleDirection direction,
               SecurityGroup& group) {
    const Value* list = self.property(key);
    if (list == nullptr) return false;
    if (list->isUnknown() || list->isCall()) {
        group.unknownRules = list->isUnknown() ? list->text() : fmt::format("{} is not known", key);
        return true;
    }
    const char* word = direction == RuleDirection::Ingress ? "ingress" : "egress";
    const auto addOne = [&](const Value& item, Path path, std::size_t number) {
        if (item.isUnknown()) {
            group.unknownRules = item.text();
        } else if (item.isMap()) {
            addRules({self, item, std::move(path), direction,
                      fmt::format("{} {} rule {}", self.name(), word, number)},
                     group);
        }
    };
    if (list->isMap()) addOne(*list, Path{std::string(key)}, 1);
    for (std::size_t i = 0; i < list->items().size(); ++i) {
        addOne(list->items()[i], Path{std::string(key), i}, i + 1);
    }
    return list->isMap() || !list->items().empty();
}

void addStandalone(const View& self, ThingId id, SecurityGroup& group) {
    for (const View& source : self.scope().incoming(id, Relation::RuleOfGroup)) {
        if (Doubt why = whyUncertain(source); !why.empty()) {
            group.unknownRules = std::move(why);
            continue;
        }
        const bool isEgress = source.type() == "AWS::EC2::SecurityGroupEgress";
        addRules({source,
                  source.properties(),
                  {},
                  isEgress ? RuleDirection::Egress : RuleDirection::Ingress,
                  source.name()},
                 group);
    }
}

/// Adds the egress rules that AWS gives a new group; IPv6's only where the VPC has IPv6.
///
/// Source: Amazon VPC User Guide, default-security-group; CloudFormation, SecurityGroup.
void addDefaultEgress(const View& self, bool ipv6, SecurityGroup& group) {
    SecurityGroupRule rule;
    rule.direction = RuleDirection::Egress;
    rule.name = fmt::format("{} default egress", group.name);
    rule.origin = self.origin();
    rule.isDefault = true;
    rule.cidr = *Cidr::parse(kAnyIpv4);
    group.rules.push_back(rule);
    if (!ipv6) return;
    rule.name += " (IPv6)";
    rule.cidr = Cidr::all(Family::Ipv6);
    group.rules.push_back(std::move(rule));
}

/// Says whether a group has, or may have, an egress rule that is a resource of its own: making it
/// takes away the one that AWS gave the group. Of one that may not come to be `addStandalone` says
/// that the rules are not known.
///
/// Source: reports of deployed stacks (aws-cdk issues 987, 998, 3355, 15297, 22140); no page says
/// so.
bool hasStandaloneEgress(const View& self, ThingId id) {
    const auto rules = self.scope().incoming(id, Relation::RuleOfGroup);
    return std::ranges::any_of(
        rules, [](const View& rule) { return rule.type() == "AWS::EC2::SecurityGroupEgress"; });
}

/// Takes away an inline rule that equals the one of AWS's, as a standalone egress rule does.
void dropAllowAllEgress(SecurityGroup& group) {
    std::erase_if(group.rules, [](const SecurityGroupRule& rule) {
        return rule.direction == RuleDirection::Egress && rule.match.protocol.isKnown() &&
               *rule.match.protocol == kAllProtocols && rule.cidr && rule.cidr->isKnown() &&
               (*rule.cidr)->toString() == kAnyIpv4;
    });
}

void addEntry(const View& source, NetworkAcl& acl) {
    NetworkAclEntry entry;
    entry.name = source.name();
    entry.origin = source.origin();
    const Known<bool> egress = source.boolean("Egress", false);
    entry.direction = egress.valueOr(false) ? RuleDirection::Egress : RuleDirection::Ingress;
    entry.number = source.port("RuleNumber", 0);
    const Known<std::string> action = source.text("RuleAction", "allow");
    entry.allow = action.isKnown() ? Known<bool>(*action == "allow" || *action == "ALLOW")
                                   : Known<bool>::unknown(action.why());
    entry.match.protocol = protocolNumber(source.text("Protocol", "-1"));
    const bool isIcmp = entry.match.protocol.isKnown() &&
                        (*entry.match.protocol == kIcmp || *entry.match.protocol == kIcmpv6);
    const Value* range = source.property(isIcmp ? "Icmp" : "PortRange");
    const Value* from = range != nullptr ? range->find(isIcmp ? "Type" : "From") : nullptr;
    const Value* to = range != nullptr ? range->find(isIcmp ? "Code" : "To") : nullptr;
    setPorts(source, from, to, entry.match);
    entry.cidr = source.property("Ipv6CidrBlock") != nullptr ? source.cidr("Ipv6CidrBlock")
                                                             : source.cidr("CidrBlock");
    entry.allow = unlessUncertain(source, std::move(entry.allow));
    if (egress.isKnown()) {
        acl.entries.push_back(std::move(entry));
        return;
    }
    entry.allow = Known<bool>::unknown(egress.why());
    acl.entries.push_back(entry);
    entry.direction = RuleDirection::Egress;
    acl.entries.push_back(std::move(entry));
}

void addEntries(const View& self, ThingId id, NetworkAcl& acl) {
    for (const View& source : self.scope().incoming(id, Relation::EntryOfAcl)) {
        addEntry(source, acl);
    }
    constexpr std::int32_t kLast = 1 << 16;  // Behind every number that can be known.
    std::ranges::stable_sort(acl.entries, [](const NetworkAclEntry& a, const NetworkAclEntry& b) {
        return std::tuple(a.direction, a.number.valueOr(kLast)) <
               std::tuple(b.direction, b.number.valueOr(kLast));
    });
}

}  // namespace

void addDefaultGroup(const View& vpc, Products& out) {
    SecurityGroup group;
    vpc.fill(group, kDefaultGroupPart, "defaultGroup");
    group.vpc = vpc.id();
    group.groupName = "default";
    SecurityGroupRule self;
    self.name = fmt::format("{} ingress from itself", group.name);
    self.origin = vpc.origin();
    self.group = group.id;
    group.rules.push_back(std::move(self));
    if (!hasStandaloneEgress(vpc, group.id)) {
        addDefaultEgress(vpc, blocksOf(vpc).hasIpv6(), group);
    }
    addStandalone(vpc, group.id, group);
    emit(out, std::move(group));
}

// Source: EKS User Guide, sec-group-reqs (security-group-default-rules).
void addClusterGroup(const View& cluster, const Known<ThingId>& subnet, Products& out) {
    SecurityGroup group;
    cluster.fill(group, kClusterGroupPart, "clusterGroup");
    const View home = subnet.isKnown() ? cluster.scope().view(*subnet) : View();
    group.vpc = home ? home.thing("VpcId")
                     : Known<ThingId>::unknown(subnet.isKnown()
                                                   ? "its cluster's subnets are not in this design"
                                                   : subnet.why());
    for (const auto direction : {RuleDirection::Ingress, RuleDirection::Egress}) {
        SecurityGroupRule self;
        self.direction = direction;
        self.name = fmt::format("{} {} itself", group.name,
                                direction == RuleDirection::Ingress ? "ingress from" : "egress to");
        self.origin = cluster.origin();
        self.isDefault = true;
        self.group = group.id;
        group.rules.push_back(std::move(self));
    }
    const View vpc = group.vpc.isKnown() ? cluster.scope().view(*group.vpc) : View();
    addDefaultEgress(cluster, vpc && blocksOf(vpc).hasIpv6(), group);
    addStandalone(cluster, group.id, group);
    group.assumed = fmt::format(
        "the rules of `{}`, the group that EKS makes for `{}`, are taken to be as EKS makes them",
        group.name, cluster.name());
    emit(out, std::move(group));
}

void buildSecurityGroup(const View& self, Products& out) {
    SecurityGroup group;
    self.fill(group);
    group.groupName = self.text("GroupName").valueOr("");
    group.vpc = self.property("VpcId") != nullptr
                    ? self.thing("VpcId")
                    : Known<ThingId>(defaultVpcThing(self, "default VPC", "AWS::EC2::VPC"));
    addInline(self, "SecurityGroupIngress", RuleDirection::Ingress, group);
    const bool hasEgress = addInline(self, "SecurityGroupEgress", RuleDirection::Egress, group);
    const bool hasStandalone = hasStandaloneEgress(self, self.id());
    if (hasStandalone && !self.stack().observed) dropAllowAllEgress(group);
    // Of a running group every rule is described, the one that AWS added too.
    if (!hasEgress && !hasStandalone && !self.stack().observed) {
        const View vpc = group.vpc.isKnown() ? self.scope().view(*group.vpc) : View();
        addDefaultEgress(self, vpc && blocksOf(vpc).hasIpv6(), group);
    }
    addStandalone(self, self.id(), group);
    emit(out, std::move(group));
}

Known<std::vector<Cidr>> entriesOf(const View& self) {
    std::vector<Cidr> entries;
    Doubt why;
    const Value* written = self.property("Entries");
    if (written != nullptr && !written->isList()) {
        why = written->isUnknown() ? written->text() : "its entries are not known";
    }
    if (written != nullptr) {
        for (const Value& item : written->items()) {
            const Value* block = item.find("Cidr");
            const Known<Cidr> cidr =
                block != nullptr
                    ? self.scope().cidr(*block, self.stack())
                    : Known<Cidr>::unknown(item.isUnknown() ? item.text() : "an entry has no Cidr");
            if (cidr.isKnown()) entries.push_back(*cidr);
            if (!cidr.isKnown()) why = cidr.why();
        }
    }
    if (Doubt unseen = self.unseen("Entries"); !unseen.empty()) why = std::move(unseen);
    return why.empty() ? Known<std::vector<Cidr>>(std::move(entries))
                       : Known<std::vector<Cidr>>::unknown(std::move(why));
}

void buildPrefixList(const View& self, Products& out) {
    PrefixList list;
    self.fill(list);
    const bool ipv6 = self.text("AddressFamily", "IPv4").valueOr("") == "IPv6";
    list.family = ipv6 ? Family::Ipv6 : Family::Ipv4;
    list.maxEntries = static_cast<std::int32_t>(self.port("MaxEntries", 0).valueOr(0));
    list.entries = entriesOf(self);
    emit(out, std::move(list));
}

void addDefaultAcl(const View& vpc, Products& out) {
    NetworkAcl acl;
    vpc.fill(acl, kDefaultAclPart, "defaultAcl");
    acl.vpc = vpc.id();
    acl.isDefault = true;
    for (const auto direction : {RuleDirection::Ingress, RuleDirection::Egress}) {
        for (const auto& [number, family] : {std::pair(100, Family::Ipv4), {101, Family::Ipv6}}) {
            NetworkAclEntry entry;
            entry.direction = direction;
            entry.number = number;
            entry.cidr = Cidr::all(family);
            entry.name = fmt::format("rule {}", number);
            entry.origin = vpc.origin();
            acl.entries.push_back(std::move(entry));
        }
    }
    addEntries(vpc, acl.id, acl);
    emit(out, std::move(acl));
}

void buildNetworkAcl(const View& self, Products& out) {
    NetworkAcl acl;
    self.fill(acl);
    acl.vpc = self.thing("VpcId");
    acl.isDefault = self.note("Default") != nullptr;
    addEntries(self, self.id(), acl);
    emit(out, std::move(acl));
}

}  // namespace archivolt
