#include <fmt/format.h>

#include <array>
#include <map>
#include <set>
#include <tuple>

#include "model/base/invariant.h"
#include "model/lint/network_rules.h"

namespace archivolt {

namespace {

/// How many of something there are under one quota, where to say so, and whose they are.
struct Counted {
    std::string_view quota;
    std::size_t count = 0;
    Origin origin;
    std::string owner;  ///< "WebGroup"; a Region.
    std::string what;   ///< "ingress rules for IPv4".
};

/// Reports a count over what AWS ever grants (QUOTA-E1), or over what an account begins with
/// (QUOTA-1). Source: each quota's own, in resources/catalog/limits.json.
void judge(StackLint& lint, const Counted& counted) {
    const LimitFacts* limit = lint.catalog.quota(counted.quota);
    INVARIANT(limit != nullptr);
    const auto count = static_cast<double>(counted.count);
    if (count <= limit->value || !isOwn(lint, counted.origin) || !counted.origin.resource) return;
    const bool raised = limit->adjustable && (!limit->maximum || count <= *limit->maximum);
    const double most = raised ? limit->value : limit->maximum.value_or(limit->value);
    std::string help = "take some away, or share them out";
    if (raised) {
        help += limit->maximum
                    ? fmt::format("; AWS raises this quota to {:.0f} on request", *limit->maximum)
                    : std::string("; AWS raises this quota on request");
    }
    lint.report(
        raised ? "QUOTA-1" : "QUOTA-E1", counted.origin,
        fmt::format("{} has {} {}, and {} {:.0f}", counted.owner, counted.count, counted.what,
                    raised ? "an account begins with" : "AWS takes at most", most),
        std::move(help));
}

const char* wordOf(RuleDirection direction) {
    return direction == RuleDirection::Ingress ? "ingress" : "egress";
}
const char* wordOf(Family family) { return family == Family::Ipv4 ? "IPv4" : "IPv6"; }

constexpr std::array kDirections = {RuleDirection::Ingress, RuleDirection::Egress};
constexpr std::array kFamilies = {Family::Ipv4, Family::Ipv6};

/// Returns as how many rules of a family a rule counts: a prefix list as all that it may ever hold,
/// a group as one of each. Source: Amazon VPC User Guide, amazon-vpc-limits (facts 26, 32).
std::size_t weightOf(const Architecture& architecture, const SecurityGroupRule& rule,
                     Family family) {
    if (rule.cidr) return rule.cidr->isKnown() && (*rule.cidr)->family() == family ? 1 : 0;
    if (rule.group) return 1;
    if (!rule.prefixList || !rule.prefixList->isKnown()) return 0;
    const auto* list = architecture.prefixLists.find(**rule.prefixList);
    if (list == nullptr || (*list)->family != family) return 0;
    return static_cast<std::size_t>((*list)->maxEntries);
}

std::size_t rulesOf(const StackLint& lint, const SecurityGroup& group, RuleDirection direction,
                    Family family) {
    std::size_t count = 0;
    for (const SecurityGroupRule& rule : group.rules) {
        if (rule.direction != direction || !surelyMade(lint, rule.origin)) continue;
        count += weightOf(*lint.resolved.architecture, rule, family);
    }
    return count;
}

void countGroups(StackLint& lint, const Architecture& architecture) {
    std::map<std::pair<std::string, std::string>, std::size_t> inRegion;
    for (const auto& [id, group] : architecture.securityGroups) {
        if (id.isExternal()) continue;
        for (const RuleDirection direction : kDirections) {
            for (const Family family : kFamilies) {
                judge(lint, {"rules per security group and direction",
                             rulesOf(lint, *group, direction, family), group->origin, group->name,
                             fmt::format("{} rules for {}", wordOf(direction), wordOf(family))});
            }
        }
        const auto* vpc = group->vpc.isKnown() ? architecture.vpcs.find(*group->vpc) : nullptr;
        if (vpc == nullptr || group->exists != Truth::Yes) continue;
        // Said once, at the first group that is too much.
        std::size_t& count = inRegion[{(*vpc)->account, (*vpc)->region}];
        const LimitFacts* limit = lint.catalog.quota("security groups per Region");
        INVARIANT(limit != nullptr);
        if (static_cast<double>(++count) == limit->value + 1) {
            judge(lint, {"security groups per Region", count, group->origin, (*vpc)->region,
                         "security groups or more"});
        }
    }
}

void countOnInterface(StackLint& lint, const Architecture& architecture,
                      const NetworkInterface& interface) {
    const auto& ids = interface.securityGroups.ids;
    judge(lint, {"security groups per network interface", ids.size(), interface.origin,
                 interface.name, "security groups"});
    for (const RuleDirection direction : kDirections) {
        for (const Family family : kFamilies) {
            std::size_t rules = 0;
            for (const ThingId id : ids) {
                const auto* group = architecture.securityGroups.find(id);
                if (group != nullptr) rules += rulesOf(lint, **group, direction, family);
            }
            judge(lint, {"rules per network interface", rules, interface.origin, interface.name,
                         fmt::format("{} rules for {} in its security groups", wordOf(direction),
                                     wordOf(family))});
        }
    }
}

void countInterfaces(StackLint& lint, const Architecture& architecture) {
    std::set<std::tuple<ResourceId, std::vector<ThingId>>> seen;
    std::map<std::pair<std::string, std::string>, std::size_t> inRegion;
    const LimitFacts* limit = lint.catalog.quota("network interfaces per Region");
    INVARIANT(limit != nullptr);
    for (const auto& [id, interface] : architecture.interfaces) {
        // The many interfaces of one fleet are alike.
        const bool first =
            seen.emplace(interface->origin.resource, interface->securityGroups.ids).second;
        if (first && isOwn(lint, interface->origin)) {
            countOnInterface(lint, architecture, *interface);
        }
        const auto* subnet =
            interface->subnet.isKnown() ? architecture.subnets.find(*interface->subnet) : nullptr;
        const auto* vpc = subnet != nullptr && (*subnet)->vpc.isKnown()
                              ? architecture.vpcs.find(*(*subnet)->vpc)
                              : nullptr;
        if (vpc == nullptr || interface->exists != Truth::Yes) continue;
        std::size_t& count = inRegion[{(*vpc)->account, (*vpc)->region}];
        if (static_cast<double>(++count) == limit->value + 1) {
            judge(lint, {"network interfaces per Region", count, interface->origin, (*vpc)->region,
                         "network interfaces or more"});
        }
    }
}

void countEntries(StackLint& lint, const Architecture& architecture) {
    for (const auto& [id, acl] : architecture.networkAcls) {
        if (acl->isDefault) continue;  // A template can't add to it but by its AWS id.
        std::map<std::pair<RuleDirection, Family>, std::size_t> entries;
        for (const NetworkAclEntry& entry : acl->entries) {
            if (!entry.cidr.isKnown() || !surelyMade(lint, entry.origin)) continue;
            ++entries[{entry.direction, entry.cidr->family()}];
        }
        for (const auto& [key, count] : entries) {
            // The final deny is one of them: number 32767 of IPv4, 32768 of IPv6 (facts 5, 35).
            judge(lint, {"rules per network ACL and direction", count + 1, acl->origin, acl->name,
                         fmt::format("{} rules for {}, the final deny among them",
                                     wordOf(key.first), wordOf(key.second))});
        }
    }
}

/// Counts things by their VPC and reports at the VPC.
template <class T>
void countPerVpc(StackLint& lint, const Architecture& architecture, const Table<T>& table,
                 std::string_view quota, const char* what) {
    std::map<ThingId, std::size_t> counts;
    for (const auto& [id, thing] : table) {
        if (!id.isExternal() && thing->exists == Truth::Yes && thing->vpc.isKnown()) {
            ++counts[*thing->vpc];
        }
    }
    for (const auto& [id, count] : counts) {
        const auto* vpc = architecture.vpcs.find(id);
        if (vpc != nullptr) judge(lint, {quota, count, (*vpc)->origin, (*vpc)->name, what});
    }
}

void countRoutes(StackLint& lint, const Architecture& architecture) {
    for (const auto& [id, table] : architecture.routeTables) {
        std::size_t own = 0;
        std::size_t propagated = 0;
        for (const Route& route : table->routes) {
            if (route.targetKind == RouteTargetKind::Local || !surelyMade(lint, route.origin)) {
                continue;
            }
            const bool learnt = route.source == RouteSource::PropagatedVpn ||
                                route.source == RouteSource::PropagatedDirectConnect;
            (learnt ? propagated : own) += 1;
        }
        judge(lint, {"routes per route table", own, table->origin, table->name, "routes"});
        judge(lint, {"propagated routes per route table", propagated, table->origin, table->name,
                     "propagated routes"});
    }
}

void countPeerings(StackLint& lint, const Architecture& architecture) {
    std::map<ThingId, std::size_t> counts;
    for (const auto& [id, peering] : architecture.peerings) {
        if (peering->exists != Truth::Yes) continue;
        for (const Known<ThingId>* end : {&peering->requester, &peering->accepter}) {
            if (end->isKnown()) ++counts[**end];
        }
    }
    for (const auto& [id, count] : counts) {
        const auto* vpc = architecture.vpcs.find(id);
        if (vpc == nullptr) continue;
        judge(lint, {"peerings per VPC", count, (*vpc)->origin, (*vpc)->name, "peerings"});
    }
}

}  // namespace

void lintQuotas(StackLint& lint) {
    const Architecture& architecture = *lint.resolved.architecture;
    countGroups(lint, architecture);
    countInterfaces(lint, architecture);
    countEntries(lint, architecture);
    countPerVpc(lint, architecture, architecture.networkAcls, "network ACLs per VPC",
                "network ACLs");
    countPerVpc(lint, architecture, architecture.routeTables, "route tables per VPC",
                "route tables");
    countPerVpc(lint, architecture, architecture.subnets, "subnets per VPC", "subnets");
    countRoutes(lint, architecture);
    countPeerings(lint, architecture);
}

}  // namespace archivolt
