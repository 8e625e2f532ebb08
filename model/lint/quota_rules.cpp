#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>

#include "model/architecture/network.h"
#include "model/base/invariant.h"
#include "model/lint/network_rules.h"

namespace archivolt {

namespace {

/// A kind of rules that is counted by itself.
struct RuleKind {
    RuleDirection direction = RuleDirection::Ingress;
    Family family = Family::Ipv4;
};
constexpr std::array kRuleKinds = {
    RuleKind{RuleDirection::Ingress, Family::Ipv4}, RuleKind{RuleDirection::Ingress, Family::Ipv6},
    RuleKind{RuleDirection::Egress, Family::Ipv4}, RuleKind{RuleDirection::Egress, Family::Ipv6}};
/// How many rules of each kind there are.
using RuleCounts = std::array<std::size_t, kRuleKinds.size()>;

const LimitFacts& limitOf(const StackLint& lint, std::string_view name) {
    const LimitFacts* limit = lint.catalog.quota(name);
    INVARIANT(limit != nullptr);
    return *limit;
}

/// How many of something there are under one quota, and whose they are.
struct Counted {
    const LimitFacts& limit;
    std::size_t count = 0;
    const Thing& thing;     ///< Where it is said.
    std::string_view what;  ///< "routes"; behind a kind what else there is to say of it.
    std::optional<RuleKind> kind{};
    std::string_view owner{};  ///< The Region that has them; empty: the thing.
};

std::string whatOf(const Counted& counted) {
    if (!counted.kind) return std::string(counted.what);
    return fmt::format("{} rules for {}{}",
                       counted.kind->direction == RuleDirection::Ingress ? "ingress" : "egress",
                       counted.kind->family == Family::Ipv4 ? "IPv4" : "IPv6", counted.what);
}

constexpr Rule kOverQuota{"QUOTA-1",
                          Severity::Low,
                          "there are more of something than an account begins with",
                          "the deployment fails in an account that has not asked for more",
                          "ask AWS to raise the quota, take some away, or share them out",
                          "Amazon VPC User Guide, amazon-vpc-limits"};

constexpr Rule kOverHardQuota{"QUOTA-E1",
                              Severity::Error,
                              "there are more of something than AWS ever grants",
                              "AWS raises the quota no further for anyone",
                              "take some away, or share them out",
                              "Amazon VPC User Guide, amazon-vpc-limits"};

/// Reports a count over what AWS ever grants (QUOTA-E1), or over what an account begins with
/// (QUOTA-1). Source: each quota's own, in resources/catalog/limits.json.
void judge(StackLint& lint, const Counted& counted) {
    const LimitFacts& limit = counted.limit;
    const auto count = static_cast<double>(counted.count);
    const Origin& origin = counted.thing.origin;
    if (count <= limit.value || !isOwn(lint, origin) || !origin.resource) return;
    const bool raised = limit.adjustable && (!limit.maximum || count <= *limit.maximum);
    std::string help = "take some away, or share them out";
    if (raised) {
        help += limit.maximum
                    ? fmt::format("; AWS raises this quota to {:.0f} on request", *limit.maximum)
                    : std::string("; AWS raises this quota on request");
    }
    lint.report(
        raised ? kOverQuota : kOverHardQuota, origin,
        fmt::format("{} has {} {}, and {} {:.0f}",
                    counted.owner.empty() ? std::string_view(counted.thing.name) : counted.owner,
                    counted.count, whatOf(counted),
                    raised ? "an account begins with" : "AWS takes at most",
                    raised ? limit.value : limit.maximum.value_or(limit.value)),
        std::move(help));
}

/// Counts things Region by Region, and speaks once: at the first that is too much.
class PerRegion {
public:
    PerRegion(StackLint& lint, std::string_view quota, std::string_view what)
        : m_lint(lint), m_limit(limitOf(lint, quota)), m_what(what) {}

    void add(const Thing& thing, const Vpc& vpc) {
        std::size_t& count = m_counts[{vpc.account, vpc.region}];
        if (static_cast<double>(++count) != m_limit.value + 1) return;
        judge(m_lint, {m_limit, count, thing, m_what, {}, vpc.region});
    }

private:
    StackLint& m_lint;
    const LimitFacts& m_limit;
    std::string_view m_what;
    std::map<std::pair<std::string, std::string>, std::size_t> m_counts;
};

/// Returns how many entries of a family a prefix list may ever hold.
std::size_t weightOf(const Architecture& architecture, const Known<ThingId>& prefixList,
                     Family family) {
    const auto* list = prefixList.isKnown() ? architecture.prefixLists.find(*prefixList) : nullptr;
    if (list == nullptr || (*list)->family != family) return 0;
    return static_cast<std::size_t>((*list)->maxEntries);
}

/// Returns as how many rules of a family a rule counts: a prefix list as all that it may ever hold,
/// a group as one of each. Source: Amazon VPC User Guide, amazon-vpc-limits (N26, N32).
std::size_t weightOf(const Architecture& architecture, const SecurityGroupRule& rule,
                     Family family) {
    if (rule.cidr) return rule.cidr->isKnown() && (*rule.cidr)->family() == family ? 1 : 0;
    if (rule.group) return 1;
    return rule.prefixList ? weightOf(architecture, *rule.prefixList, family) : 0;
}

std::map<ThingId, RuleCounts> ruleCounts(const StackLint& lint, const Architecture& architecture) {
    std::map<ThingId, RuleCounts> counts;
    for (const auto& [id, group] : architecture.securityGroups) {
        RuleCounts& own = counts[id];
        for (const SecurityGroupRule& rule : group->rules) {
            if (!surelyMade(lint, rule.origin)) continue;
            for (std::size_t i = 0; i < kRuleKinds.size(); ++i) {
                if (rule.direction != kRuleKinds[i].direction) continue;
                own[i] += weightOf(architecture, rule, kRuleKinds[i].family);
            }
        }
    }
    return counts;
}

void countGroups(StackLint& lint, const Architecture& architecture,
                 const std::map<ThingId, RuleCounts>& rules) {
    const LimitFacts& limit = limitOf(lint, "rules per security group and direction");
    PerRegion inRegion(lint, "security groups per Region", "security groups or more");
    for (const auto& [id, group] : architecture.securityGroups) {
        if (id.isExternal()) continue;
        for (std::size_t i = 0; i < kRuleKinds.size(); ++i) {
            judge(lint, {limit, rules.at(id)[i], *group, "", kRuleKinds[i]});
        }
        const auto* vpc = group->vpc.isKnown() ? architecture.vpcs.find(*group->vpc) : nullptr;
        if (vpc != nullptr && group->exists == Truth::Yes) inRegion.add(*group, **vpc);
    }
}

/// Returns how many rules of each kind some groups have together.
RuleCounts sumOf(const std::vector<ThingId>& groups, const std::map<ThingId, RuleCounts>& rules) {
    RuleCounts sum{};
    for (const ThingId group : groups) {
        const auto own = rules.find(group);
        if (own == rules.end()) continue;
        for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += own->second[i];
    }
    return sum;
}

void countInterfaces(StackLint& lint, const Architecture& architecture,
                     const std::map<ThingId, RuleCounts>& rules) {
    const LimitFacts& mostGroups = limitOf(lint, "security groups per network interface");
    const LimitFacts& mostRules = limitOf(lint, "rules per network interface");
    PerRegion inRegion(lint, "network interfaces per Region", "network interfaces or more");
    std::set<std::pair<ResourceId, std::vector<ThingId>>> seen;
    for (const auto& [id, interface] : architecture.interfaces) {
        const auto& groups = interface->securityGroups.ids;
        const RuleCounts sum = sumOf(groups, rules);
        const bool isOver = static_cast<double>(groups.size()) > mostGroups.value ||
                            static_cast<double>(*std::ranges::max_element(sum)) > mostRules.value;
        // The many interfaces of one fleet are alike.
        if (isOver && seen.emplace(interface->origin.resource, groups).second) {
            judge(lint, {mostGroups, groups.size(), *interface, "security groups"});
            for (std::size_t i = 0; i < sum.size(); ++i) {
                judge(lint,
                      {mostRules, sum[i], *interface, " in its security groups", kRuleKinds[i]});
            }
        }
        const auto* subnet =
            interface->subnet.isKnown() ? architecture.subnets.find(*interface->subnet) : nullptr;
        const auto* vpc = subnet != nullptr && (*subnet)->vpc.isKnown()
                              ? architecture.vpcs.find(*(*subnet)->vpc)
                              : nullptr;
        if (vpc != nullptr && interface->exists == Truth::Yes) inRegion.add(*interface, **vpc);
    }
}

void countEntries(StackLint& lint, const Architecture& architecture) {
    const LimitFacts& limit = limitOf(lint, "rules per network ACL and direction");
    for (const auto& [id, acl] : architecture.networkAcls) {
        if (acl->isDefault) continue;  // A template can't add to it but by its AWS id.
        for (const RuleKind& kind : kRuleKinds) {
            std::size_t count = 1;  // The final deny: 32767 of IPv4, 32768 of IPv6 (N5, N35).
            for (const NetworkAclEntry& entry : acl->entries) {
                const bool counts = entry.direction == kind.direction && entry.cidr.isKnown() &&
                                    entry.cidr->family() == kind.family;
                count += counts && surelyMade(lint, entry.origin) ? 1 : 0;
            }
            judge(lint, {limit, count, *acl, ", the final deny among them", kind});
        }
    }
}

/// Counts things by their VPC and reports at the VPC.
template <class T>
void countPerVpc(StackLint& lint, const Architecture& architecture, const Table<T>& table,
                 std::string_view quota, std::string_view what) {
    std::map<ThingId, std::size_t> counts;
    for (const auto& [id, thing] : table) {
        if (!id.isExternal() && thing->exists == Truth::Yes && thing->vpc.isKnown()) {
            ++counts[*thing->vpc];
        }
    }
    const LimitFacts& limit = limitOf(lint, quota);
    for (const auto& [id, count] : counts) {
        const auto* vpc = architecture.vpcs.find(id);
        if (vpc != nullptr) judge(lint, {limit, count, **vpc, what});
    }
}

/// Returns as how many routes of a family a route counts.
std::size_t weightOf(const Architecture& architecture, const Route& route, Family family) {
    if (route.prefixList) return weightOf(architecture, *route.prefixList, family);
    const bool isOfFamily = route.destination && route.destination->isKnown() &&
                            (*route.destination)->family() == family;
    return isOfFamily ? 1 : 0;
}

/// Counts a table's own routes, each family apart, and learnt ones (N36).
void countRoutes(StackLint& lint, const Architecture& architecture) {
    const LimitFacts& mostOwn = limitOf(lint, "routes per route table");
    const LimitFacts& mostLearnt = limitOf(lint, "propagated routes per route table");
    for (const auto& [id, table] : architecture.routeTables) {
        std::size_t four = 0;
        std::size_t six = 0;
        std::size_t learnt = 0;
        for (const Route& route : table->routes) {
            if (route.targetKind == RouteTargetKind::Local || !surelyMade(lint, route.origin)) {
                continue;
            }
            const bool isLearnt = route.source == RouteSource::PropagatedVpn ||
                                  route.source == RouteSource::PropagatedDirectConnect;
            if (isLearnt) ++learnt;
            if (route.source != RouteSource::Static) continue;
            four += weightOf(architecture, route, Family::Ipv4);
            six += weightOf(architecture, route, Family::Ipv6);
        }
        judge(lint, {mostOwn, four, *table, "IPv4 routes"});
        judge(lint, {mostOwn, six, *table, "IPv6 routes"});
        judge(lint, {mostLearnt, learnt, *table, "propagated routes"});
    }
}

void countPeerings(StackLint& lint, const Architecture& architecture) {
    const LimitFacts& limit = limitOf(lint, "peerings per VPC");
    std::map<ThingId, std::size_t> counts;
    for (const auto& [id, peering] : architecture.peerings) {
        if (peering->exists != Truth::Yes) continue;
        for (const Known<ThingId>* end : {&peering->requester, &peering->accepter}) {
            if (end->isKnown()) ++counts[**end];
        }
    }
    for (const auto& [id, count] : counts) {
        const auto* vpc = architecture.vpcs.find(id);
        if (vpc != nullptr) judge(lint, {limit, count, **vpc, "peerings"});
    }
}

}  // namespace

void lintQuotas(StackLint& lint) {
    const Architecture& architecture = *lint.resolved.architecture;
    const auto rules = ruleCounts(lint, architecture);
    countGroups(lint, architecture, rules);
    countInterfaces(lint, architecture, rules);
    countEntries(lint, architecture);
    countPerVpc(lint, architecture, architecture.networkAcls, "network ACLs per VPC",
                "network ACLs");
    countPerVpc(lint, architecture, architecture.routeTables, "route tables per VPC",
                "route tables");
    countPerVpc(lint, architecture, architecture.subnets, "subnets per VPC", "subnets");
    countRoutes(lint, architecture);
    countPeerings(lint, architecture);
}

RuleList quotaRules() {
    static constexpr const Rule* kRules[] = {&kOverQuota, &kOverHardQuota};
    return kRules;
}

}  // namespace archivolt
