#include <array>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "export/describe/draft.h"

namespace archivolt {

namespace {

/// The last entries, which deny what no other matches, are AWS's and can't be changed (N5).
constexpr std::int64_t kFirstFixedEntry = 32767;

void addEntry(const Conversion& to, const Described& acl, const Item& entry) {
    const Item number = entry.member("RuleNumber");
    const auto value = number ? number.value().asInteger() : std::nullopt;
    if (value && *value >= kFirstFixedEntry) return;
    const bool isEgress = entry.flag("Egress").value_or(false);
    Draft& draft =
        to.drafts.add(acl.place, "AWS::EC2::NetworkAclEntry",
                      fmt::format("{} {} rule {}", acl.name, isEgress ? "egress" : "ingress",
                                  entry.textOr("RuleNumber", "?")),
                      entry);
    draft.set("NetworkAclId", Value::ref(acl.name)).set("Egress", Value::boolean(isEgress));
    draft.copy(entry, "RuleNumber").copy(entry, "RuleAction").copy(entry, "Protocol");
    draft.copy(entry, "CidrBlock").copy(entry, "Ipv6CidrBlock");
    if (const Item ports = entry.object("PortRange")) draft.set("PortRange", ports.value());
    if (const Item icmp = entry.object("IcmpTypeCode")) draft.set("Icmp", icmp.value());
}

/// Source: AWS CLI, ec2 describe-network-acls.
void convertAcl(const Conversion& to, const Described& thing) {
    Draft& acl = to.add(thing);
    to.refer(acl, thing, "VpcId");
    if (thing.item.flag("IsDefault").value_or(false)) acl.note("Default", Value::boolean(true));
    for (const Item& association : thing.item.objects("Associations")) {
        const auto subnet = association.text("SubnetId");
        if (!subnet) continue;
        to.drafts
            .add(thing.place, "AWS::EC2::SubnetNetworkAclAssociation",
                 association.textOr("NetworkAclAssociationId", fmt::format("{} use", thing.name)),
                 association)
            .set("NetworkAclId", Value::ref(thing.name))
            .set("SubnetId", to.reference(*subnet, thing.place));
    }
    for (const Item& entry : thing.item.objects("Entries")) addEntry(to, thing, entry);
}

/// Adds what every rule of a permission says: protocol and ports.
std::vector<MapEntry> matchOf(const Item& permission) {
    std::vector<MapEntry> match;
    for (const char* key : {"IpProtocol", "FromPort", "ToPort"}) {
        if (const Item found = permission.member(key)) match.push_back({key, found.value()});
    }
    return match;
}

/// The rules of one direction, one for each peer.
Value inlineRules(const Conversion& to, const Described& group, std::string_view list,
                  bool isEgress) {
    std::vector<Value> rules;
    for (const Item& permission : group.item.objects(list)) {
        const auto add = [&](const Item& peer, std::string key, Value value) {
            std::vector<MapEntry> rule = matchOf(permission);
            rule.push_back({std::move(key), std::move(value)});
            if (const auto words = peer.text("Description")) {
                rule.push_back({"Description", Value::string(*words)});
            }
            rules.push_back(Value::map(std::move(rule)));
        };
        for (const auto& [peers, key] :
             {std::pair("IpRanges", "CidrIp"), std::pair("Ipv6Ranges", "CidrIpv6")}) {
            for (const Item& peer : permission.objects(peers)) {
                if (const auto block = peer.text(key)) add(peer, key, Value::string(*block));
            }
        }
        for (const Item& peer : permission.objects("PrefixListIds")) {
            const auto id = peer.text("PrefixListId");
            if (!id) continue;
            add(peer, isEgress ? "DestinationPrefixListId" : "SourcePrefixListId",
                to.reference(*id, group.place));
        }
        for (const Item& peer : permission.objects("UserIdGroupPairs")) {
            const auto id = peer.text("GroupId");
            if (!id) continue;
            add(peer, isEgress ? "DestinationSecurityGroupId" : "SourceSecurityGroupId",
                to.reference(*id, group.place));
        }
    }
    return Value::list(std::move(rules));
}

/// Source: AWS CLI, ec2 describe-security-group-rules.
void addGroupRule(const Conversion& to, const Described& group, const Described& rule) {
    const bool isEgress = rule.item.flag("IsEgress").value_or(false);
    Draft& draft = to.drafts.add(
        group.place, isEgress ? "AWS::EC2::SecurityGroupEgress" : "AWS::EC2::SecurityGroupIngress",
        rule.id, rule.item);
    draft.set("GroupId", Value::ref(group.name));
    draft.copy(rule.item, "IpProtocol").copy(rule.item, "FromPort").copy(rule.item, "ToPort");
    draft.copy(rule.item, "CidrIpv4", "CidrIp").copy(rule.item, "CidrIpv6");
    draft.copy(rule.item, "Description");
    if (const auto list = rule.item.text("PrefixListId")) {
        draft.set(isEgress ? "DestinationPrefixListId" : "SourcePrefixListId",
                  to.reference(*list, group.place));
    }
    if (const Item peer = rule.item.object("ReferencedGroupInfo")) {
        if (const auto id = peer.text("GroupId")) {
            draft.set(isEgress ? "DestinationSecurityGroupId" : "SourceSecurityGroupId",
                      to.reference(*id, group.place));
        }
    }
}

using RulesByGroup = std::map<std::string, std::vector<const Described*>, std::less<>>;

/// Source: AWS CLI, ec2 describe-security-groups.
void convertGroup(const Conversion& to, const Described& thing, const RulesByGroup& rules) {
    Draft& group = to.add(thing);
    group.copy(thing.item, "GroupName").copy(thing.item, "Description", "GroupDescription");
    to.refer(group, thing, "VpcId");
    if (thing.item.textOr("GroupName") == "default") group.note("Default", Value::boolean(true));
    const Value ingress = inlineRules(to, thing, "IpPermissions", false);
    const Value egress = inlineRules(to, thing, "IpPermissionsEgress", true);
    // Rules with ids of their own are better to name; they count where they are all there.
    const auto own = rules.find(thing.id);
    if (own != rules.end()) {
        for (const Described* rule : own->second) to.addUnread(group, *rule);
    }
    const std::size_t listed = ingress.items().size() + egress.items().size();
    if (own != rules.end() && own->second.size() == listed) {
        for (const Described* rule : own->second) addGroupRule(to, thing, *rule);
        return;
    }
    group.set("SecurityGroupIngress", ingress).set("SecurityGroupEgress", egress);
}

}  // namespace

void convertFilters(const Conversion& to) {
    for (const Described* thing : to.inventory.all("NetworkAcls")) convertAcl(to, *thing);
    RulesByGroup rules;
    for (const Described* rule : to.inventory.all("SecurityGroupRules")) {
        rules[rule->item.textOr("GroupId")].push_back(rule);
    }
    for (const Described* thing : to.inventory.all("SecurityGroups")) {
        convertGroup(to, *thing, rules);
    }
}

}  // namespace archivolt
