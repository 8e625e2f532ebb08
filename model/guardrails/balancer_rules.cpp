#include <algorithm>
#include <array>
#include <map>
#include <set>

#include <fmt/format.h>

#include "model/guardrails/advice.h"
#include "model/guardrails/balancer_rules.h"

namespace archivolt {

namespace {

/// Says whether a listener's security policy refuses TLS below 1.2.
///
/// Source: Elastic Load Balancing User Guide, describe-ssl-policies: the names carry the oldest
/// version that is accepted; 2016-08, the default outside the console, accepts TLS 1.0.
bool refusesOldTls(const std::string& policy) {
    constexpr std::array<std::string_view, 5> kStrict = {"-TLS13-1-2", "-TLS13-1-3", "-TLS-1-2",
                                                         "-TLS-1-3", "-FS-1-2"};
    return std::ranges::any_of(
        kStrict, [&](std::string_view part) { return policy.find(part) != std::string::npos; });
}

/// Says whether some rule of a listener serves content, or might.
bool forwards(const Listener& listener) {
    for (const ListenerRule& rule : listener.rules) {
        for (const ListenerAction& action : rule.actions) {
            if (action.kind == "forward") return true;
        }
    }
    return false;
}

/// Says whether the action that a listener falls back to redirects to HTTPS.
bool redirects(const Listener& listener) {
    if (listener.rules.empty()) return false;
    return std::ranges::any_of(listener.rules.back().actions, [](const ListenerAction& action) {
        if (action.kind != "redirect") return false;
        const Value* config = action.evaluated.find("RedirectConfig");
        const std::string protocol =
            lowerText(config != nullptr ? config->find("Protocol") : nullptr);
        return protocol == "https";
    });
}

constexpr Rule kPlainHttp{"LB-1",
                          Severity::Medium,
                          "HTTP is not redirected to HTTPS",
                          "what clients send over HTTP can be read and changed on the way",
                          "let the listener on port 80 redirect to HTTPS",
                          "Security Hub ELB.1"};

constexpr Rule kOldTls{
    "LB-2",
    Severity::Medium,
    "a listener accepts TLS below 1.2",
    "TLS 1.0 and 1.1 have known weaknesses, and what demands strong encryption refuses them",
    "use a security policy of TLS 1.2 or later, such as ELBSecurityPolicy-TLS13-1-2-2021-06",
    "checkov CKV_AWS_103; Elastic Load Balancing User Guide, describe-ssl-policies"};

/// LB-1 and LB-2: how the listeners of application and network load balancers encrypt.
void adviseOnListeners(Advice& advice, const LoadBalancer& balancer) {
    // NOT MODELLED: the SSL policies of classic load balancers.
    for (const Listener& listener : balancer.listeners) {
        if (!listener.protocol.isKnown()) continue;
        const std::string& protocol = *listener.protocol;
        const bool open = balancer.internetFacing.isKnown() && *balancer.internetFacing;
        if (balancer.kind == LoadBalancerKind::Application && protocol == "HTTP" && open &&
            forwards(listener) && !redirects(listener)) {
            advice.report(
                kPlainHttp,
                {listener.origin,
                 fmt::format("`{}` serves HTTP without sending visitors to HTTPS", balancer.name),
                 "redirect to HTTPS, and forward from an HTTPS listener",
                 {}});
        }
        if (protocol != "HTTPS" && protocol != "TLS") continue;
        if (listener.sslPolicy && !listener.sslPolicy->isKnown()) continue;
        const std::string policy =
            listener.sslPolicy ? **listener.sslPolicy : "ELBSecurityPolicy-2016-08";
        if (refusesOldTls(policy)) continue;
        Origin place = listener.origin;
        if (listener.sslPolicy) place.property = Path{"Properties", "SslPolicy"};
        advice.report(kOldTls, {std::move(place),
                                fmt::format("`{}` accepts TLS below 1.2 under {}{}", listener.name,
                                            policy, listener.sslPolicy ? "" : ", the default"),
                                "set SslPolicy to ELBSecurityPolicy-TLS13-1-2-2021-06",
                                {}});
    }
}

bool isObserved(const Declared& declared) {
    return declared.stack->source->kind == StackKind::Observed;
}

constexpr Rule kNoAccessLogs{"LB-3",
                             Severity::Medium,
                             "a load balancer has no access logs",
                             "without access logs nobody can tell afterwards who asked for what",
                             "set the attribute access_logs.s3.enabled, and a bucket",
                             "Security Hub ELB.5"};

/// LB-3: access logs of application and classic load balancers.
void adviseOnLogs(Advice& advice, const LoadBalancer& balancer, const Declared& declared) {
    const bool classic = balancer.kind == LoadBalancerKind::Classic;
    if (!classic && balancer.kind != LoadBalancerKind::Application) return;
    Origin place = declared.origin();
    if (classic) {
        const Value* policy = declared.property({"AccessLoggingPolicy"});
        if (policy == nullptr && isObserved(declared)) return;
        if (truthOf(declared.property({"AccessLoggingPolicy", "Enabled"}), false) != Truth::No) {
            return;
        }
    } else {
        const Value* attributes = declared.property({"LoadBalancerAttributes"});
        if (attributes == nullptr && isObserved(declared)) return;
        if (attributes != nullptr && !attributes->isList()) return;
        const auto items = itemsOf(attributes);
        for (std::size_t i = 0; i < items.size(); ++i) {
            const Value* key = items[i].find("Key");
            if (key == nullptr || !key->isString()) return;
            if (key->text() != "access_logs.s3.enabled") continue;
            if (truthOf(items[i].find("Value"), false) != Truth::No) return;
            place = declared.origin(Path{"LoadBalancerAttributes"} / PathStep(i));
        }
    }
    advice.report(kNoAccessLogs,
                  {std::move(place),
                   fmt::format("`{}` writes no access logs", balancer.name),
                   classic ? "set AccessLoggingPolicy"
                           : "set the attribute access_logs.s3.enabled, and a bucket for "
                             "it",
                   {}});
}

/// Says whether a web ACL is associated with a load balancer.
Truth hasWebAcl(const Advice& advice, ThingId balancer) {
    Truth result = Truth::No;
    for (const char* type :
         {"AWS::WAFv2::WebACLAssociation", "AWS::WAFRegional::WebACLAssociation"}) {
        for (const Declared& association : advice.ofType(type)) {
            const Truth leads =
                advice.leadsTo(association, association.property({"ResourceArn"}), balancer);
            if (leads == Truth::Yes) return Truth::Yes;
            if (leads == Truth::Unknown) result = Truth::Unknown;
        }
    }
    return result;
}

constexpr Rule kNoWebAcl{"LB-4",
                         Severity::Medium,
                         "a public Application Load Balancer has no web ACL",
                         "requests that attack the application reach it unfiltered",
                         "associate an AWS::WAFv2::WebACL with the load balancer",
                         "checkov CKV2_AWS_28"};

/// LB-4: the world reaches an Application Load Balancer, and nothing looks at its requests.
void adviseOnWebAcl(Advice& advice, const LoadBalancer& balancer, const Declared& declared) {
    // No output that is read tells of web ACLs.
    if (balancer.kind != LoadBalancerKind::Application || isObserved(declared)) return;
    if (hasWebAcl(advice, balancer.id) != Truth::No) return;
    for (const ThingId id : balancer.interfaces) {
        const InterfaceIndex node = advice.network.interfaces().indexOf(id);
        if (node == kNone) continue;
        for (const Listener& listener : balancer.listeners) {
            if (!listener.port.isKnown()) continue;
            const auto port = static_cast<Port>(*listener.port);
            if (!advice.exposure.of(node).world.contains(kProtocolTcp, port)) continue;
            const auto& trace = advice.exposure.trace(node, kProtocolTcp, port);
            advice.report(
                kNoWebAcl,
                {declared.origin(),
                 fmt::format("the world reaches `{}` on port {}, and no web ACL guards it",
                             balancer.name, port),
                 "associate an AWS::WAFv2::WebACL with it, or let only CloudFront's prefix list in",
                 trace ? evidenceOf(*trace) : std::vector<Origin>()});
            return;
        }
    }
}

constexpr Rule kOneZoneBalancer{"LB-5",
                                Severity::Medium,
                                "a Network Load Balancer is in one Availability Zone",
                                "when this Availability Zone fails, nothing is balanced any more",
                                "give it subnets in at least two Availability Zones",
                                "Security Hub ELB.13"};

/// LB-5 and LB-6: where the nodes stand.
void adviseOnSubnets(Advice& advice, const LoadBalancer& balancer, const Declared& declared) {
    const Path listed =
        declared.property({"Subnets"}) != nullptr ? Path{"Subnets"} : Path{"SubnetMappings"};
    if (balancer.kind == LoadBalancerKind::Network && !balancer.subnets.ids.empty()) {
        const auto zones = zonesOf(advice.architecture, balancer.subnets);
        if (zones && zones->size() == 1) {
            advice.report(kOneZoneBalancer,
                          {declared.origin(listed),
                           fmt::format("`{}` has nodes in {} only", balancer.name, zones->front()),
                           "add a subnet in another Availability Zone",
                           {}});
        }
    }
    if (!balancer.internetFacing.isKnown() || !*balancer.internetFacing) return;
    for (std::size_t i = 0; i < balancer.subnets.ids.size(); ++i) {
        const SubnetIndex subnet = advice.network.subnets().indexOf(balancer.subnets.ids[i]);
        if (hasInternetRoute(advice.network, subnet) != Truth::No) continue;
        const SubnetNode& node = advice.network.subnets()[subnet];
        const RouteTable& table = *advice.network.tables()[node.table].table;
        advice.report(kBalancerWithoutInternet,
                      {declared.origin(listed / PathStep(i)),
                       fmt::format("`{}` faces the internet, but its subnet `{}` has no "
                                   "route to an internet gateway",
                                   balancer.name, node.subnet->name),
                       "use public subnets, or make it internal",
                       {{node.subnet->origin.stack, node.subnet->origin.resource, {}},
                        {table.origin.stack, table.origin.resource, {}}}});
    }
}

/// LB-7: follows the health checks from the nodes of a load balancer to its targets.
class HealthChecks {
public:
    HealthChecks(Advice& advice, const LoadBalancer& balancer)
        : m_advice(advice), m_balancer(balancer) {
        for (const ThingId id : balancer.interfaces) {
            const InterfaceIndex node = advice.network.interfaces().indexOf(id);
            if (node != kNone) m_nodes.push_back(node);
        }
    }

    void run() {
        if (m_nodes.empty()) return;
        std::set<ThingId> seen;
        for (const Listener& listener : m_balancer.listeners) {
            for (const ListenerRule& rule : listener.rules) {
                for (const ListenerAction& action : rule.actions) {
                    for (const ThingId id : action.targetGroups.ids) {
                        const auto* group = m_advice.architecture.targetGroups.find(id);
                        if (group != nullptr && seen.insert(id).second) judge(**group);
                    }
                }
            }
        }
        if (m_balancer.kind == LoadBalancerKind::Classic) judgeClassic();
    }

private:
    void judge(const TargetGroup& group) {
        if (group.exists != Truth::Yes || !group.healthCheck.port.isKnown()) return;
        std::vector<ThingId> cutOff;
        for (const Target& target : group.targets) {
            if (!target.thing.isKnown() || target.address) continue;
            const auto& own = target.port;
            if (!own.isKnown() || !group.port.isKnown()) continue;
            const std::int32_t port = *group.healthCheck.port != 0 ? *group.healthCheck.port
                                      : *own != 0                  ? *own
                                                                   : *group.port;
            if (isCutOff(*target.thing, port)) cutOff.push_back(*target.thing);
        }
        report(group, cutOff);
    }

    void judgeClassic() {
        if (!m_balancer.classicHealthCheck.port.isKnown()) return;
        std::vector<ThingId> cutOff;
        for (const ThingId target : m_balancer.classicTargets.ids) {
            if (isCutOff(target, *m_balancer.classicHealthCheck.port)) cutOff.push_back(target);
        }
        report(m_balancer, cutOff);
    }

    /// Says whether no node's health check can reach a target and come back, wherever the target
    /// may stand.
    bool isCutOff(ThingId target, std::int32_t port) {
        if (port <= 0 || port > 0xFFFF) return false;
        std::vector<ThingId> places = {target};
        if (const auto* instance = m_advice.architecture.instances.find(target)) {
            if ((*instance)->interfaces.empty()) return false;
            places = {(*instance)->interfaces.front()};
        } else if (const auto* service = m_advice.architecture.ecsServices.find(target)) {
            places = (*service)->interfaces;
        }
        return !places.empty() && std::ranges::all_of(places, [&](ThingId place) {
            return isPlaceCutOff(m_advice.network.interfaces().indexOf(place),
                                 static_cast<Port>(port));
        });
    }

    bool isPlaceCutOff(InterfaceIndex to, Port port) {
        if (to == kNone) return false;
        std::optional<WalkQuestion> blocked;
        for (const InterfaceIndex node : m_nodes) {
            const auto from = addressOf(node);
            const auto there = addressOf(to);
            if (!from || !there) return false;
            WalkQuestion flow;
            flow.from = {FlowEnd::Kind::Interface, node, {}};
            flow.to = {FlowEnd::Kind::Interface, to, {}};
            flow.ends = {*from, *there};
            const auto passes =
                trafficBetween(m_advice.network, m_advice.engine.filters(), {flow, false})
                    .roundTrip(managedClientPorts());
            if (passes.possible.contains(kProtocolTcp, port)) return false;
            blocked = flow;
        }
        if (blocked && !m_blocked) {
            m_blocked = blocked;
            m_port = port;
        }
        return blocked.has_value();
    }

    [[nodiscard]] std::optional<IpAddress> addressOf(InterfaceIndex index) const {
        return m_advice.network.interfaces()[index].address(Family::Ipv4);
    }

    void report(const Thing& checked, const std::vector<ThingId>& cutOff) {
        if (cutOff.empty() || !m_blocked) return;
        TraceQuestion question;
        question.from = m_blocked->from;
        question.to = m_blocked->to;
        question.packet.ends = m_blocked->ends;
        question.packet.sourcePort = question.translatedPort;
        question.packet.destinationPort = m_port;
        const Trace trace = traceFlow(m_advice.network, question);
        std::string by;
        std::vector<Origin> related;
        for (const Blocker& blocker : trace.blockers) {
            related.push_back(blocker.hop.origin);
            if (by.empty()) by = fmt::format(": `{}` blocks them", blocker.hop.resource);
        }
        const auto declared = m_advice.declared(checked.id);
        Origin place{checked.origin.stack, checked.origin.resource, {}};
        for (const char* key : {"HealthCheckPort", "HealthCheck"}) {
            if (declared && declared->property({key}) != nullptr) place = declared->origin({key});
        }
        m_advice.report(kBlockedHealthChecks,
                        {std::move(place),
                         fmt::format("health checks of `{}` on port {} do not reach {}{}",
                                     m_balancer.name, m_port, m_advice.quoted(cutOff), by),
                         fmt::format("let tcp/{} in from the load balancer's security group, and "
                                     "the replies out",
                                     m_port),
                         std::move(related)});
        m_blocked.reset();
    }

    Advice& m_advice;
    const LoadBalancer& m_balancer;
    std::vector<InterfaceIndex> m_nodes;
    std::optional<WalkQuestion> m_blocked;
    Port m_port = 0;
};

}  // namespace

void adviseOnBalancers(Advice& advice) {
    for (const auto& [id, balancer] : advice.architecture.loadBalancers) {
        const auto declared = advice.declared(id);
        if (balancer->exists != Truth::Yes || !declared) continue;
        adviseOnListeners(advice, *balancer);
        adviseOnLogs(advice, *balancer, *declared);
        adviseOnWebAcl(advice, *balancer, *declared);
        adviseOnSubnets(advice, *balancer, *declared);
        HealthChecks(advice, *balancer).run();
    }
}

RuleList balancerAdvice() {
    static constexpr const Rule* kRules[] = {&kPlainHttp,          &kOldTls,
                                             &kNoAccessLogs,       &kNoWebAcl,
                                             &kOneZoneBalancer,    &kBalancerWithoutInternet,
                                             &kBlockedHealthChecks};
    return kRules;
}

}  // namespace archivolt
