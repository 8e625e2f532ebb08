#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/architecture/compute.h"
#include "model/base/text_case.h"
#include "model/lint/evaluated_reading.h"
#include "model/lint/network_rules.h"
#include "model/lint/zone_facts.h"

namespace archivolt {

namespace {

Origin subnetsOrigin(const LoadBalancer& balancer, const StackLint& lint) {
    Origin origin = balancer.origin;
    const auto resource = lint.evaluated.find(origin.resource);
    const bool mapped = resource && propertyOf(*resource, {"SubnetMappings"}) != nullptr;
    origin.property = Path{"Properties", mapped ? "SubnetMappings" : "Subnets"};
    return origin;
}

constexpr Rule kBalancerZoneTwice{"LB-E2",
                                  Severity::Error,
                                  "two subnets of a load balancer are in one zone",
                                  "a load balancer stands in one subnet of each zone",
                                  "name one subnet of each zone",
                                  "Elastic Load Balancing API, CreateLoadBalancer"};

/// Reports two subnets of one balancer in one zone; returns whether there are some.
bool lintSharedZones(StackLint& lint, const LoadBalancer& balancer) {
    std::vector<const Subnet*> subnets;
    for (const ThingId id : balancer.subnets.ids) {
        const auto* subnet = lint.resolved.architecture->subnets.find(id);
        if (subnet != nullptr && (*subnet)->exists == Truth::Yes) subnets.push_back(subnet->get());
    }
    for (std::size_t i = 0; i < subnets.size(); ++i) {
        for (std::size_t k = 0; k < i; ++k) {
            if (sameZone(lint, *subnets[k], *subnets[i]) != Truth::Yes) continue;
            const bool twice = subnets[k] == subnets[i];
            const auto zone = zoneOf(lint, *subnets[i]);
            lint.report(
                kBalancerZoneTwice, subnetsOrigin(balancer, lint),
                twice ? fmt::format("{} names the subnet {} twice", balancer.name, subnets[i]->name)
                      : fmt::format("{} names {} and {}, which are both in {}", balancer.name,
                                    subnets[k]->name, subnets[i]->name,
                                    zone ? zone->name : "one zone"),
                "name one subnet of each Availability Zone");
            return true;
        }
    }
    return false;
}

constexpr Rule kBalancerOneZone{"LB-E1",
                                Severity::Error,
                                "an application load balancer stands in fewer than two zones",
                                "the service makes no application load balancer in one zone",
                                "give it subnets in at least two Availability Zones",
                                "Elastic Load Balancing API, CreateLoadBalancer; cfn-lint E3680"};

void lintBalancerZones(StackLint& lint, const LoadBalancer& balancer) {
    if (lintSharedZones(lint, balancer)) return;
    if (balancer.kind != LoadBalancerKind::Application) return;
    const auto subnets = allSubnets(lint, balancer.subnets);
    if (!subnets || subnets->size() != 1) return;
    // On an Outpost and in a Local Zone one subnet is enough.
    if (!isInOrdinaryZone(lint, *subnets->front())) return;
    lint.report(kBalancerOneZone, subnetsOrigin(balancer, lint),
                fmt::format("the application load balancer {} stands in one zone only (subnet {})",
                            balancer.name, subnets->front()->name),
                "add a subnet of another Availability Zone");
}

constexpr Rule kNoCertificate{"LB-E3",
                              Severity::Error,
                              "a listener with encryption has no certificate",
                              "a listener can't speak TLS without a certificate",
                              "give Certificates with a CertificateArn",
                              "Elastic Load Balancing API, CreateListener; cfn-lint E3676, E3679"};

void lintCertificate(StackLint& lint, const EvaluatedResource& resource) {
    const auto protocol = knownText(propertyOf(resource, {"Protocol"}));
    if (!protocol || (*protocol != "HTTPS" && *protocol != "TLS")) return;
    const Value* certificates = propertyOf(resource, {"Certificates"});
    const bool missing =
        certificates == nullptr || (certificates->isList() && certificates->items().empty());
    if (!missing) return;
    lint.report(
        kNoCertificate, originIn(lint, resource, {"Protocol"}),
        fmt::format("the {} listener {} has no certificate", *protocol, resource.source->logicalId),
        "add Certificates with the ARN of one");
}

void lintClassicCertificates(StackLint& lint, const EvaluatedResource& resource) {
    const Value* listeners = propertyOf(resource, {"Listeners"});
    if (listeners == nullptr) return;
    for (std::size_t i = 0; i < listeners->items().size(); ++i) {
        const Value& listener = listeners->items()[i];
        const auto protocol = knownText(listener.find("Protocol"));
        if (!listener.isMap() || !protocol) continue;
        const std::string name = lowerAscii(*protocol);
        if ((name != "https" && name != "ssl") || listener.find("SSLCertificateId") != nullptr) {
            continue;
        }
        lint.report(kNoCertificate, originIn(lint, resource, {"Listeners", i, "Protocol"}),
                    fmt::format("the {} listener {} of {} has no certificate", *protocol, i + 1,
                                resource.source->logicalId),
                    "add SSLCertificateId with the ARN of one");
    }
}

constexpr Rule kBadTargetGroup{
    "TG-E1",
    Severity::Error,
    "a target group's type, protocol or health check do not go together",
    "the service refuses a target group whose parts contradict one another",
    "use the protocols and health checks that go with the target type",
    "Elastic Load Balancing API, CreateTargetGroup; cfn-lint E3681, E3683, E3684"};

/// A target group's properties that take part in the rules, as far as they are known.
class TargetGroupRules {
public:
    TargetGroupRules(StackLint& lint, const EvaluatedResource& resource)
        : m_lint(lint), m_resource(resource) {}

    void check() {
        const Value* typeValue = propertyOf(m_resource, {"TargetType"});
        const auto type = typeValue == nullptr ? std::string("instance") : knownText(typeValue);
        if (type == "lambda") {
            checkLambda();
            return;
        }
        if (type) checkNetworked(*type);
        checkHealthCheck();
    }

private:
    void report(const char* property, std::string message, SharedText help) {
        const bool there = propertyOf(m_resource, {property}) != nullptr;
        m_lint.report(kBadTargetGroup,
                      originIn(m_lint, m_resource, there ? Path{property} : Path{}),
                      std::move(message), std::move(help));
    }

    void checkLambda() {
        for (const char* property : {"Port", "Protocol", "ProtocolVersion", "VpcId",
                                     "HealthCheckPort", "HealthCheckProtocol"}) {
            if (propertyOf(m_resource, {property}) == nullptr) continue;
            report(property, fmt::format("{} can't be set for targets of type lambda", property),
                   "take it away");
        }
    }

    void checkNetworked(const std::string& type) {
        for (const char* property : {"Port", "Protocol", "VpcId"}) {
            if (propertyOf(m_resource, {property}) != nullptr) continue;
            report(property, fmt::format("a target group of type {} needs {}", type, property),
                   fmt::format("add {}", property));
        }
        const auto protocol = text("Protocol");
        if (type == "alb" && protocol && *protocol != "TCP") {
            report("Protocol",
                   fmt::format("targets of type alb take the protocol TCP, not {}", *protocol),
                   "set Protocol to TCP");
        }
        if (protocol == "GENEVE" && propertyOf(m_resource, {"Port"}) != nullptr) {
            const auto port = knownInteger(propertyOf(m_resource, {"Port"}));
            if (port && *port != 6081) {
                report("Port", fmt::format("GENEVE is on port 6081, not {}", *port),
                       "set Port to 6081");
            }
        }
        const bool web = protocol == "HTTP" || protocol == "HTTPS";
        if (protocol && !web && propertyOf(m_resource, {"ProtocolVersion"}) != nullptr) {
            report("ProtocolVersion",
                   fmt::format("ProtocolVersion goes with HTTP and HTTPS, not with {}", *protocol),
                   "take it away");
        }
    }

    void checkHealthCheck() {
        const auto protocol = text("Protocol");
        const auto check = text("HealthCheckProtocol");
        const bool web = protocol == "HTTP" || protocol == "HTTPS";
        if (check && *check != "HTTP" && *check != "HTTPS" && *check != "TCP") {
            report("HealthCheckProtocol", fmt::format("health can't be checked by {}", *check),
                   web ? "take HTTP or HTTPS" : "take TCP, HTTP or HTTPS");
        } else if (web && check == "TCP") {
            report("HealthCheckProtocol",
                   fmt::format("the health of {} targets can't be checked by TCP", *protocol),
                   "take HTTP or HTTPS");
        }
        if (check == "TCP" && !web && propertyOf(m_resource, {"Matcher"}) != nullptr) {
            report("Matcher", "a health check by TCP has no answer to match",
                   "take Matcher away, or check by HTTP");
        }
        const auto interval = knownInteger(propertyOf(m_resource, {"HealthCheckIntervalSeconds"}));
        const auto timeout = knownInteger(propertyOf(m_resource, {"HealthCheckTimeoutSeconds"}));
        if (!interval || !timeout) return;
        if (*timeout > *interval || (web && *timeout == *interval)) {
            report("HealthCheckTimeoutSeconds",
                   fmt::format("a check may take {} s, but the next one comes after {} s", *timeout,
                               *interval),
                   "make the timeout shorter than the interval");
        }
    }

    std::optional<std::string> text(const char* property) const {
        return knownText(propertyOf(m_resource, {property}));
    }

    StackLint& m_lint;
    const EvaluatedResource& m_resource;
};

}  // namespace

void lintBalancers(StackLint& lint) {
    for (const auto& [id, balancer] : lint.resolved.architecture->loadBalancers) {
        if (isOwn(lint, balancer->origin) && !id.isExternal()) lintBalancerZones(lint, *balancer);
    }
    static constexpr std::string_view kTypes[] = {"AWS::ElasticLoadBalancingV2::Listener",
                                                  "AWS::ElasticLoadBalancing::LoadBalancer",
                                                  "AWS::ElasticLoadBalancingV2::TargetGroup"};
    for (const EvaluatedResource* resource : lint.ofTypes(kTypes)) {
        if (resource->exists == Truth::No) continue;
        const std::string& type = resource->source->type();
        if (type == "AWS::ElasticLoadBalancingV2::Listener") {
            lintCertificate(lint, *resource);
        } else if (type == "AWS::ElasticLoadBalancing::LoadBalancer") {
            lintClassicCertificates(lint, *resource);
        } else if (type == "AWS::ElasticLoadBalancingV2::TargetGroup") {
            TargetGroupRules(lint, *resource).check();
        }
    }
}

RuleList balancerRules() {
    static constexpr const Rule* kRules[] = {&kBalancerZoneTwice, &kBalancerOneZone,
                                             &kNoCertificate, &kBadTargetGroup};
    return kRules;
}

}  // namespace archivolt
