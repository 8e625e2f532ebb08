#include "model/reachability/walk/filters.h"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

#include "model/policy/truth.h"
#include "model/reachability/index/service_address.h"

namespace archivolt {

namespace {

constexpr std::int32_t kLastResort = std::numeric_limits<std::int32_t>::max();

/// Says whether a number lies in a range of which either end may be unknown.
Truth within(const Known<std::int32_t>& from, const Known<std::int32_t>& to, std::int32_t number) {
    if (from.isKnown() && number < *from) return Truth::No;
    if (to.isKnown() && number > *to) return Truth::No;
    return from.isKnown() && to.isKnown() ? Truth::Yes : Truth::Unknown;
}

/// Says whether a block holds an address. One that stands for a service's is in what holds every
/// address, and may be in what holds some public ones: which ones AWS chose is not known.
Truth holds(const Cidr& block, const IpAddress& address) {
    if (!isServiceAddress(address)) return block.contains(address) ? Truth::Yes : Truth::No;
    if (block.family() != address.family) return Truth::No;
    if (block.length() == 0) return Truth::Yes;
    return specialAddresses().containsAll(addressesOf(block)) ? Truth::No : Truth::Unknown;
}

/// ICMP rules hold a type and a code, each -1 for all.
Truth matchesIcmp(const RuleMatch& match, Port port) {
    const auto one = [](const Known<std::int32_t>& wanted, std::int32_t number) {
        if (!wanted.isKnown()) return Truth::Unknown;
        return *wanted < 0 || *wanted == number ? Truth::Yes : Truth::No;
    };
    if (match.fromPort == 0 && match.toPort == 65535) return Truth::Yes;
    return both(one(match.fromPort, port >> 8U), one(match.toPort, port & 0xFFU));
}

}  // namespace

Truth matches(const RuleMatch& match, IpProtocol protocol, Port port) {
    if (!match.protocol.isKnown()) return Truth::Unknown;
    if (*match.protocol == kAllProtocols) return Truth::Yes;
    if (*match.protocol != protocol) return Truth::No;
    if (protocol == kProtocolIcmp || protocol == kProtocolIcmpv6) return matchesIcmp(match, port);
    if (!hasPorts(protocol)) return Truth::Yes;
    if (match.fromPort == -1 && match.toPort == -1) return Truth::Yes;
    return within(match.fromPort, match.toPort, port);
}

Truth matchesPeer(const NetworkIndex& network, const SecurityGroupRule& rule,
                  const GroupCheck& check) {
    if (rule.cidr) {
        if (!rule.cidr->isKnown()) return Truth::Unknown;
        return holds(**rule.cidr, check.remote);
    }
    if (rule.group) {
        if (check.remoteInterface == kNone) return Truth::No;
        const auto& remote = network.interfaces()[check.remoteInterface];
        const auto& carried = remote.interface->securityGroups;
        if (rule.group->isKnown() &&
            std::ranges::find(carried.ids, **rule.group) != carried.ids.end()) {
            return check.remoteWhy.empty() ? Truth::Yes : Truth::Unknown;
        }
        return rule.group->isKnown() && carried.why.empty() ? Truth::No : Truth::Unknown;
    }
    if (!rule.prefixList || !rule.prefixList->isKnown()) return Truth::Unknown;
    const auto* list = network.architecture().prefixLists.find(**rule.prefixList);
    if (list == nullptr || !(*list)->entries.isKnown()) return Truth::Unknown;
    Truth any = Truth::No;
    for (const Cidr& block : *(*list)->entries) {
        const Truth one = holds(block, check.remote);
        if (one == Truth::Yes) return one;
        if (one == Truth::Unknown) any = one;
    }
    return any;
}

namespace {

/// Returns why it is not known whom a rule is about; empty where there is nothing to add.
Doubt whyPeerIsOpen(const NetworkIndex& network, const SecurityGroupRule& rule,
                    const GroupCheck& check) {
    if (rule.group && !check.remoteWhy.empty()) return std::string(check.remoteWhy);
    if (!rule.prefixList || !rule.prefixList->isKnown()) return {};
    const Architecture& things = network.architecture();
    const auto* list = things.prefixLists.find(**rule.prefixList);
    if (list != nullptr && (*list)->entries.isKnown()) return {};
    if (list != nullptr && !(**rule.prefixList).isExternal()) {
        return (*list)->entries.why();
    }
    const Thing* thing = things.find(**rule.prefixList);
    if (thing == nullptr) return {};
    return fmt::format("the entries of the prefix list `{}` are not in this design", thing->name);
}

}  // namespace

FilterAnswer askGroups(const NetworkIndex& network, const GroupCheck& check, IpProtocol protocol,
                       Port port) {
    const auto& node = network.interfaces()[check.interface];
    const References& carried = node.interface->securityGroups;
    FilterAnswer answer;
    if (carried.ids.empty() && carried.why.empty()) {
        answer = {Truth::Yes, node.interface, {}, &node.interface->origin, "no security groups"};
        return answer;
    }
    std::string names;
    Doubt unknown = node.groupsWhy;
    for (const ThingId id : carried.ids) {
        const GroupIndex index = network.groups().indexOf(id);
        if (index == kNone) continue;
        const SecurityGroup& group = *network.groups()[index].group;
        if (answer.owner == nullptr) {
            answer.owner = &group;
            answer.origin = &group.origin;
        }
        names += (names.empty() ? "`" : ", `") + group.name + "`";
        if (!group.unknownRules.empty()) unknown = group.unknownRules;
        for (const SecurityGroupRule& rule : group.rules) {
            if (rule.direction != check.direction) continue;
            const Truth truth =
                both(matches(rule.match, protocol, port), matchesPeer(network, rule, check));
            if (truth == Truth::Yes) return {Truth::Yes, &group, rule.name, &rule.origin, {}};
            if (truth == Truth::Unknown) {
                const Doubt why = whyPeerIsOpen(network, rule, check);
                unknown = fmt::format("what `{}` of `{}` allows is not known{}{}", rule.name,
                                      group.name, why.empty() ? "" : ": ", why);
            }
        }
    }
    answer.passes = unknown.empty() ? Truth::No : Truth::Unknown;
    if (answer.owner == nullptr) answer.owner = node.interface;
    if (answer.origin == nullptr) answer.origin = &node.interface->origin;
    answer.why = unknown.empty()
                     ? fmt::format("no rule of {} lets it {}", names,
                                   check.direction == RuleDirection::Egress ? "out" : "in")
                     : unknown.text();
    return answer;
}

FilterAnswer askAcl(const NetworkIndex& network, const AclCheck& check, const IpAddress& remote,
                    IpProtocol protocol, Port port) {
    const SubnetNode& subnet = network.subnets()[check.subnet];
    if (subnet.acl == kNone) {
        return {Truth::Unknown,
                subnet.subnet,
                {},
                &subnet.subnet->origin,
                "its network ACL: " + subnet.why.text()};
    }
    const NetworkAcl& acl = *network.acls()[subnet.acl].acl;
    const NetworkAclEntry* decides = nullptr;
    const auto speaks = [&](const NetworkAclEntry& entry) {
        if (entry.direction != check.direction) return Truth::No;
        const Truth peer = entry.cidr.isKnown() ? holds(*entry.cidr, remote) : Truth::Unknown;
        return both(peer, matches(entry.match, protocol, port));
    };
    for (const NetworkAclEntry& entry : acl.entries) {
        if (!entry.number.isKnown() || speaks(entry) != Truth::Yes) continue;
        if (decides == nullptr || *entry.number < *decides->number) decides = &entry;
    }
    const std::int32_t number = decides == nullptr ? kLastResort : *decides->number;
    const Known<bool> allow = decides == nullptr ? Known<bool>(false) : decides->allow;
    FilterAnswer answer{Truth::No,
                        &acl,
                        decides == nullptr ? "*" : decides->name,
                        decides == nullptr ? &acl.origin : &decides->origin,
                        {}};
    answer.passes = !allow.isKnown() ? Truth::Unknown : *allow ? Truth::Yes : Truth::No;
    for (const NetworkAclEntry& entry : acl.entries) {
        const bool maybeFirst = !entry.number.isKnown() || *entry.number < number;
        if (!maybeFirst || &entry == decides || speaks(entry) == Truth::No) continue;
        if (entry.allow.isKnown() && allow.isKnown() && *entry.allow == *allow) continue;
        answer.passes = Truth::Unknown;
        answer.why =
            fmt::format("what entry `{}` of `{}` matches is not known", entry.name, acl.name);
    }
    return answer;
}

}  // namespace archivolt
