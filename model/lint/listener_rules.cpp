#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/lint/evaluated_reading.h"

namespace archivolt {

namespace {

constexpr std::string_view kBalancer = "AWS::ElasticLoadBalancingV2::LoadBalancer";
constexpr std::string_view kListener = "AWS::ElasticLoadBalancingV2::Listener";
constexpr std::string_view kListenerRule = "AWS::ElasticLoadBalancingV2::ListenerRule";
constexpr std::string_view kTargetGroup = "AWS::ElasticLoadBalancingV2::TargetGroup";

constexpr Rule kOtherKind{
    "LB-E4",
    Severity::Error,
    "a listener or target group does not go with its load balancer",
    "each kind of load balancer takes its own protocols, of listeners and of targets",
    "take a protocol of that kind, or another kind of load balancer",
    "Elastic Load Balancing API, CreateListener, CreateTargetGroup; Network Load Balancers, "
    "load-balancer-target-groups, routing configuration"};

/// What a listener of a kind of balancer may speak, and what its targets may.
struct ListenerProtocols {
    std::string_view kind;
    std::string_view listener;
    std::string_view targets;  ///< With a space before and behind each.
};
constexpr std::array kProtocols = {
    ListenerProtocols{"application", "HTTP", " HTTP HTTPS "},
    ListenerProtocols{"application", "HTTPS", " HTTP HTTPS "},
    ListenerProtocols{"network", "TCP", " TCP TCP_UDP "},
    ListenerProtocols{"network", "TLS", " TCP TLS "},
    ListenerProtocols{"network", "UDP", " UDP TCP_UDP "},
    ListenerProtocols{"network", "TCP_UDP", " TCP_UDP "},
    ListenerProtocols{"network", "QUIC", " QUIC "},
    ListenerProtocols{"network", "TCP_QUIC", " TCP_QUIC "},
};

/// Returns the kind of a balancer that a listener names: `application` unless it says another.
std::optional<std::string> kindOf(const StackLint& lint, const EvaluatedResource& listener) {
    const auto balancer = referred(lint, propertyOf(listener, {"LoadBalancerArn"}), kBalancer);
    if (!balancer) return std::nullopt;
    const Value* type = propertyOf(*balancer, {"Type"});
    return type == nullptr ? std::string("application") : knownText(type);
}

std::vector<std::string> protocolsOf(std::string_view kind) {
    std::vector<std::string> names;
    for (const ListenerProtocols& row : kProtocols) {
        if (row.kind == kind) names.emplace_back(row.listener);
    }
    return names;
}

/// Holds one listener's protocol against its balancer, and its actions' target groups against both.
class ListenerCheck {
public:
    ListenerCheck(StackLint& lint, const EvaluatedResource& listener, std::string kind)
        : m_lint(lint),
          m_kind(std::move(kind)),
          m_protocol(knownText(propertyOf(listener, {"Protocol"}))) {}

    void checkProtocol(const EvaluatedResource& listener) {
        if (m_kind == "gateway") {
            for (const char* property : {"Protocol", "Port"}) {
                if (propertyOf(listener, {property}) == nullptr) continue;
                report(listener, {property},
                       fmt::format("a listener of a Gateway Load Balancer has no {}", property),
                       "take it away");
            }
            return;
        }
        const auto names = protocolsOf(m_kind);
        for (const char* property : {"Protocol", "Port"}) {
            const bool missing = !names.empty() && propertyOf(listener, {property}) == nullptr;
            if (!missing || m_lint.hasForeignMacros()) continue;
            report(listener, {}, fmt::format("{} needs {}", listener.source->logicalId, property),
                   fmt::format("add {}", property));
        }
        if (!m_protocol || names.empty()) return;
        if (std::ranges::find(names, *m_protocol) != names.end()) return;
        report(listener, {"Protocol"},
               fmt::format("a listener of a load balancer of type {} can't speak {}", m_kind,
                           *m_protocol),
               fmt::format("take {}", fmt::join(names, ", ")));
    }

    void checkTargets(const EvaluatedResource& holder, std::string_view actions) {
        for (const char* path :
             {".TargetGroupArn", ".ForwardConfig.TargetGroups[].TargetGroupArn"}) {
            const auto pattern = PathPattern::parse(std::string(actions) + path);
            for (const FoundValue& found : select(holder.properties(), pattern)) {
                const auto group = referred(m_lint, found.value, kTargetGroup);
                if (group) checkGroup(holder, found.path, *group);
            }
        }
    }

private:
    void report(const EvaluatedResource& resource, const Path& path, std::string message,
                SharedText help) {
        m_lint.report(kOtherKind, originIn(m_lint, resource, path), std::move(message),
                      std::move(help));
    }

    void checkGroup(const EvaluatedResource& holder, const Path& path,
                    const EvaluatedResource& group) {
        const std::string& name = group.source->logicalId;
        const auto type = knownText(propertyOf(group, {"TargetType"}));
        if (type == "lambda" || type == "alb") {
            const std::string_view wanted = type == "lambda" ? "application" : "network";
            if (m_kind == wanted) return;
            report(
                holder, path,
                fmt::format("{} has targets of type {}, which a load balancer of type {} has not",
                            name, *type, m_kind),
                fmt::format("use a load balancer of type {}", wanted));
            return;
        }
        const auto protocol = knownText(propertyOf(group, {"Protocol"}));
        if (!protocol) return;
        if (m_kind == "gateway") {
            if (*protocol != "GENEVE") reportProtocol(holder, path, name, *protocol, "GENEVE");
            return;
        }
        std::string taken;
        for (const ListenerProtocols& row : kProtocols) {
            if (row.kind == m_kind && (!m_protocol || row.listener == *m_protocol)) {
                taken += row.targets;
            }
        }
        if (taken.empty() || taken.find(" " + *protocol + " ") != std::string::npos) return;
        reportProtocol(holder, path, name, *protocol, taken.substr(1, taken.size() - 2));
    }

    void reportProtocol(const EvaluatedResource& holder, const Path& path, const std::string& name,
                        const std::string& protocol, const std::string& taken) {
        report(holder, path,
               fmt::format("{} speaks {}, which targets of {} can't", name, protocol,
                           m_protocol && m_kind != "gateway"
                               ? fmt::format("a {} listener of type {}", *m_protocol, m_kind)
                               : fmt::format("a load balancer of type {}", m_kind)),
               m_protocol ? fmt::format("set the group's Protocol to {}", taken)
                          : "set the group's Protocol to one of the load balancer's kind");
    }

    StackLint& m_lint;
    std::string m_kind;
    std::optional<std::string> m_protocol;
};

}  // namespace

void lintListeners(StackLint& lint) {
    static constexpr std::string_view kTypes[] = {kListener, kListenerRule};
    for (const EvaluatedResource* resource : lint.ofTypes(kTypes)) {
        if (resource->exists == Truth::No) continue;
        const std::string& type = resource->source->type();
        if (type == kListener) {
            const auto kind = kindOf(lint, *resource);
            if (!kind) continue;
            ListenerCheck check(lint, *resource, *kind);
            check.checkProtocol(*resource);
            check.checkTargets(*resource, "DefaultActions[]");
        } else if (type == kListenerRule) {
            const auto listener = referred(lint, propertyOf(*resource, {"ListenerArn"}), kListener);
            const auto kind = listener ? kindOf(lint, *listener) : std::nullopt;
            if (kind) ListenerCheck(lint, *listener, *kind).checkTargets(*resource, "Actions[]");
        }
    }
}

RuleList listenerRules() {
    static constexpr const Rule* kRules[] = {&kOtherKind};
    return kRules;
}

}  // namespace archivolt
