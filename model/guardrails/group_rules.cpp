#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>

#include "model/design/references.h"
#include "model/guardrails/advice.h"
#include "model/reachability/sets/client_ports.h"

namespace archivolt {

namespace {

constexpr std::string_view kGroup = "AWS::EC2::SecurityGroup";

constexpr Rule kDefaultGroupUsed{
    "SG-6",
    Severity::Medium,
    "a default security group is in use",
    "every network interface that names no group gets the default one, so its rules soon hold for "
    "things that nobody thought of",
    "make a group of its own for each purpose, and leave the default one without rules",
    "Security Hub EC2.2"};

/// Returns what an interface belongs to; most belong to instances.
const Thing& userOf(const Architecture& architecture, const NetworkInterface& interface) {
    const auto* instance = architecture.instances.find(interface.owner);
    if (instance != nullptr) return **instance;
    const Thing* owner = architecture.find(interface.owner);
    return owner != nullptr ? *owner : interface;
}

/// SG-6: default groups that something carries, and observed ones that still hold rules.
void adviseOnDefaultGroups(Advice& advice) {
    std::map<ThingId, std::string> defaults;  // In backticks.
    for (const auto& [id, vpc] : advice.architecture.vpcs) {
        defaults.emplace(vpc->defaultSecurityGroup, advice.quoted(vpc->defaultSecurityGroup));
        const auto* group = advice.architecture.securityGroups.find(vpc->defaultSecurityGroup);
        if (group == nullptr || vpc->defaultSecurityGroup.part() != 0) continue;
        const bool hasRules = std::ranges::any_of(
            (*group)->rules, [](const SecurityGroupRule& rule) { return !rule.isDefault; });
        if (!hasRules) continue;
        advice.report(kDefaultGroupUsed,
                      {(*group)->origin,
                       fmt::format("`{}` is the default group of `{}` and lets traffic "
                                   "through",
                                   (*group)->name, vpc->name),
                       "take its rules away, so that nothing relies on it",
                       {}});
    }
    std::set<std::pair<StackId, ResourceId>> reported;
    for (const auto& [id, interface] : advice.architecture.interfaces) {
        if (interface->exists != Truth::Yes) continue;
        for (const ThingId group : interface->securityGroups.ids) {
            const auto carried = defaults.find(group);
            if (carried == defaults.end()) continue;
            const Thing& user = userOf(advice.architecture, *interface);
            const Origin place{user.origin.stack, user.origin.resource, {}};
            if (!reported.emplace(place.stack, place.resource).second) continue;
            advice.report(kDefaultGroupUsed,
                          {place,
                           fmt::format("`{}` carries {}, the default group of its VPC", user.name,
                                       carried->second),
                           "give it a security group of its own, with the rules that it needs",
                           {}});
        }
    }
}

bool isRuleOfGroups(const std::string& type) {
    return type == "AWS::EC2::SecurityGroupIngress" || type == "AWS::EC2::SecurityGroupEgress";
}

/// Returns those of some logical ids that a stack mentions anywhere but in rules of security
/// groups.
///
/// Read from the text's tree and not from the evaluated one: what a condition leaves out today, or
/// a launch template would attach tomorrow, is a use as well.
std::set<std::string_view> mentionedOf(const std::set<std::string_view>& names,
                                       const Stack& stack) {
    std::set<std::string_view> found;
    const auto add = [&](const Reference& reference) {
        if (reference.kind == ReferenceKind::Ref || reference.kind == ReferenceKind::GetAtt ||
            reference.kind == ReferenceKind::Sub) {
            const auto name = names.find(reference.name);
            if (name != names.end()) found.insert(*name);
        }
    };
    for (const auto& resource : stack.body.resources) {
        if (found.size() == names.size()) return found;
        if (resource->type() == kGroup || isRuleOfGroups(resource->type())) continue;
        forEachReference(*resource, add);
    }
    for (const Section& section : stack.body.sections) forEachReference(section, add);
    return found;
}

constexpr Rule kUnusedGroup{"SG-7",
                            Severity::Low,
                            "a security group is not used",
                            "a group that nothing uses is taken for protection that is not there, "
                            "and is attached by mistake some day",
                            "attach it where it was meant to be, or remove it",
                            "checkov CKV2_AWS_5"};

/// SG-7: groups that nothing could ever carry.
void adviseOnUnusedGroups(Advice& advice) {
    std::set<ThingId> carried;
    for (const auto& [id, interface] : advice.architecture.interfaces) {
        carried.insert(interface->securityGroups.ids.begin(), interface->securityGroups.ids.end());
    }
    std::map<const EvaluatedStack*, std::set<std::string_view>> idle;
    for (const Declared& group : advice.ofType(kGroup)) {
        if (!carried.contains(group.id())) idle[group.stack].insert(group.name());
    }
    for (auto& [stack, names] : idle) {
        for (const std::string_view name : mentionedOf(names, *stack->source)) names.erase(name);
    }
    for (const Declared& group : advice.ofType(kGroup)) {
        const auto names = idle.find(group.stack);
        if (names == idle.end() || !names->second.contains(group.name())) continue;
        // An observed default group can't be deleted.
        const Value* given = group.property({"GroupName"});
        if (given != nullptr && given->isString() && given->text() == "default") continue;
        advice.report(kUnusedGroup,
                      {group.origin(),
                       fmt::format("nothing carries the security group `{}`", group.name()),
                       "attach it to what it was made for, or delete it",
                       {}});
    }
}

constexpr Rule kTargetOpenBesideBalancer{
    "SG-8",
    Severity::Medium,
    "a target takes requests that do not come from its load balancer",
    "who goes around the load balancer goes around its certificate, its web ACL and its logs "
    "as well",
    "let the targets' security group take traffic from the load balancer's group alone",
    "Elastic Load Balancing User Guide, security groups of targets"};

/// SG-8: asks, for each target, whether its group rules let others than the balancer in.
class TargetRules {
public:
    explicit TargetRules(Advice& advice) : m_advice(advice) {}

    void run() {
        for (const auto& [id, balancer] : m_advice.architecture.loadBalancers) {
            // A Network Load Balancer keeps the client's address, so that its targets must let
            // clients in themselves.
            const bool own = balancer->kind == LoadBalancerKind::Application ||
                             balancer->kind == LoadBalancerKind::Classic;
            if (balancer->exists == Truth::Yes && own) judge(*balancer);
        }
    }

private:
    void judge(const LoadBalancer& balancer) {
        m_balancerBlocks.clear();
        for (const ThingId id : balancer.subnets.ids) {
            const SubnetIndex subnet = m_advice.network.subnets().indexOf(id);
            if (subnet == kNone) return;
            const auto& blocks = m_advice.network.subnets()[subnet].blocks;
            m_balancerBlocks.insert(m_balancerBlocks.end(), blocks.begin(), blocks.end());
        }
        for (const Listener& listener : balancer.listeners) {
            for (const ThingId target : balancer.classicTargets.ids) {
                judgeTarget(balancer, target, listener.instancePort.value_or(0));
            }
            for (const ListenerRule& rule : listener.rules) {
                for (const ListenerAction& action : rule.actions) {
                    for (const ThingId group : action.targetGroups.ids) judgeGroup(balancer, group);
                }
            }
        }
    }

    void judgeGroup(const LoadBalancer& balancer, ThingId id) {
        const auto* group = m_advice.architecture.targetGroups.find(id);
        if (group == nullptr || !m_seen.insert({balancer.id, id}).second) return;
        for (const Target& target : (*group)->targets) {
            if (!target.thing.isKnown() || !target.port.isKnown()) continue;
            const auto port = *target.port == 0 ? (*group)->port : target.port;
            if (port.isKnown()) judgeTarget(balancer, *target.thing, *port);
        }
    }

    void judgeTarget(const LoadBalancer& balancer, ThingId id, std::int32_t port) {
        if (port <= 0 || port > 0xFFFF) return;
        for (const InterfaceIndex index : interfacesOf(m_advice.network, id)) {
            const auto& node = m_advice.network.interfaces()[index];
            if (node.interface->exists != Truth::Yes) continue;
            for (const GroupIndex groupIndex : node.groups) {
                const SecurityGroup& group = *m_advice.network.groups()[groupIndex].group;
                for (const SecurityGroupRule& rule : group.rules) {
                    judgeRule(balancer, index, rule, static_cast<Port>(port));
                }
            }
        }
    }

    void judgeRule(const LoadBalancer& balancer, InterfaceIndex target,
                   const SecurityGroupRule& rule, Port port) {
        if (rule.direction != RuleDirection::Ingress || !rule.cidr || !rule.cidr->isKnown()) return;
        if (m_said.contains(rule.origin)) return;
        const auto& match = rule.match;
        if (!match.protocol.isKnown() || !match.fromPort.isKnown() || !match.toPort.isKnown()) {
            return;
        }
        const bool all = *match.protocol == kAllProtocols;
        const bool here =
            *match.protocol == kTcp && *match.fromPort <= port && port <= *match.toPort;
        if (!all && !here) return;
        const Cidr& block = **rule.cidr;
        const auto inside = [&](const Cidr& subnet) { return subnet.contains(block); };
        if (std::ranges::any_of(m_balancerBlocks, inside)) return;
        const std::string who = someoneElse(balancer, target, block, port);
        if (who.empty()) return;
        m_said.insert(rule.origin);
        const NetworkInterface& interface = *m_advice.network.interfaces()[target].interface;
        m_advice.report(
            kTargetOpenBesideBalancer,
            {rule.origin,
             fmt::format("{} reaches port {} of {} past `{}`", who, port,
                         m_advice.quoted(namedFor(m_advice.architecture, interface)),
                         balancer.name),
             "let in the load balancer's security group instead of addresses", m_evidence});
    }

    /// Returns who else than the balancer gets through by a rule for `block`; empty for no one.
    std::string someoneElse(const LoadBalancer& balancer, InterfaceIndex target, const Cidr& block,
                            Port port) {
        m_evidence.clear();
        const AddressSet direct =
            m_advice.exposure.of(target).sources(kProtocolTcp, port) & addressesOf(block);
        if (!direct.empty()) {
            if (const auto trace = m_advice.exposure.trace(target, kProtocolTcp, port)) {
                m_evidence = evidenceOf(*trace);
            }
            return "the internet";
        }
        const auto& interfaces = m_advice.network.interfaces();
        const auto& aim = interfaces[target];
        std::set<SubnetIndex> tried;  // One sender of each subnet: the rule is about addresses.
        for (const InterfaceIndex i : interfaces.indices()) {
            const auto& node = interfaces[i];
            if (node.vpc != aim.vpc || i == target) continue;
            if (node.interface->owner == balancer.id || sameFleet(node, aim)) continue;
            const auto from = node.address(block.family());
            const auto to = aim.address(block.family());
            if (!from || !to || !block.contains(*from)) continue;
            if (!tried.insert(node.subnet).second) continue;
            WalkQuestion flow;
            flow.from = {FlowEnd::Kind::Interface, i, {}};
            flow.to = {FlowEnd::Kind::Interface, target, {}};
            flow.ends = {*from, *to};
            const auto between =
                trafficBetween(m_advice.network, m_advice.engine.filters(), {flow, false});
            const auto trip = between.roundTrip(clientPortsOf(m_advice.network, flow.from));
            if (!trip.sure.contains(kProtocolTcp, port)) continue;
            return m_advice.quoted(namedFor(m_advice.architecture, *node.interface));
        }
        return {};
    }

    static bool sameFleet(const InterfaceNode& a, const InterfaceNode& b) {
        return a.groups == b.groups;
    }

    Advice& m_advice;
    std::vector<Cidr> m_balancerBlocks;
    std::set<std::pair<ThingId, ThingId>> m_seen;
    std::set<Origin> m_said;
    std::vector<Origin> m_evidence;
};

}  // namespace

void adviseOnGroups(Advice& advice) {
    adviseOnDefaultGroups(advice);
    adviseOnUnusedGroups(advice);
    TargetRules(advice).run();
}

RuleList groupAdvice() {
    static constexpr const Rule* kRules[] = {&kDefaultGroupUsed, &kUnusedGroup,
                                             &kTargetOpenBesideBalancer};
    return kRules;
}

}  // namespace archivolt
