#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "model/traffic/build/builder.h"
#include "model/traffic/build/listener_routes.h"

namespace archivolt::traffic {

namespace {

enum class TlsVersion : std::uint8_t {
    None,
    Tls12,
    Tls13
};

/// Source: RFC 9293, 3.5; RFC 5246, 7.3; RFC 8446, 2 (T106). Data is never sent before the
/// handshake of TLS 1.3 is over.
ConnectionSpec connectionsOf(TlsVersion tls, Time keptFor) {
    ConnectionSpec spec;
    spec.keptFor = keptFor;
    switch (tls) {
        case TlsVersion::None: spec.roundTrips = spec.resumed = 1; break;
        case TlsVersion::Tls12:
            spec.roundTrips = 3;
            spec.resumed = 2;
            break;
        case TlsVersion::Tls13: spec.roundTrips = spec.resumed = 2; break;
    }
    return spec;
}

/// The version that a policy's name tells; without one it is `ELBSecurityPolicy-2016-08`, which
/// ends with 1.2. Source: Application Load Balancer guide, security policies.
TlsVersion versionOf(const Listener& listener) {
    const std::string protocol = listener.protocol.valueOr("");
    if (protocol != "HTTPS" && protocol != "TLS" && protocol != "SSL") return TlsVersion::None;
    const std::string policy = listener.sslPolicy ? listener.sslPolicy->valueOr("") : "";
    return policy.find("TLS13") != std::string::npos ? TlsVersion::Tls13 : TlsVersion::Tls12;
}

/// What clients of a balancer speak with it, or through it with its targets.
void speakWith(Builder& builder, const LoadBalancer& balancer, TlsVersion& tls, bool& shared) {
    const Listener* listener = servedListener(balancer);
    if (listener == nullptr) return;
    const bool application = balancer.kind == LoadBalancerKind::Application;
    // Through a network balancer without TLS of its own its targets are spoken with.
    const bool passed = balancer.kind == LoadBalancerKind::Network &&
                        listener->protocol.valueOr("") != "TLS" && listener->port.valueOr(0) == 443;
    tls = passed ? TlsVersion::Tls13 : versionOf(*listener);
    const auto http2 = attributeAt(builder.propertiesOf(balancer), "LoadBalancerAttributes",
                                   "routing.http2.enabled");
    shared = application && tls != TlsVersion::None && http2 != "false";
}

const Value* originNamed(const archivolt::Distribution& distribution, const std::string& id) {
    const Value* origins = distribution.evaluated.find("Origins");
    if (origins == nullptr) return nullptr;
    for (const Value& one : origins->items()) {
        if (textAt(one, {"Id"}) == id) return &one;
    }
    return nullptr;
}

const char* wordsFor(TlsVersion tls) {
    switch (tls) {
        case TlsVersion::None: return "TCP alone";
        case TlsVersion::Tls12: return "TLS 1.2";
        case TlsVersion::Tls13: break;
    }
    return "TLS 1.3";
}

}  // namespace

ConnectionSpec clientConnections(Builder& builder, const Thing& entry,
                                 const ScenarioClients& clients) {
    // NOT MODELLED: What opening connections takes, where a scenario's `network.connections` does
    // not ask for it; and the processor time of TLS.
    if (!builder.scenario.connections) return {};
    TlsVersion tls = TlsVersion::Tls13;
    bool shared = true;
    const Architecture& all = builder.architecture;
    double idle = builder.defaults.number("connections.idle_s");
    if (const auto* distribution = all.distributions.find(entry.id)) {
        shared = textAt((*distribution)->evaluated, {"HttpVersion"}) != "http1.1";
    } else if (const auto* balancer = all.loadBalancers.find(entry.id)) {
        speakWith(builder, **balancer, tls, shared);
        const double own =
            toSeconds(builder.built.plant.balancers[builder.nodes.at(entry.id).index].idleTimeout);
        if (own > 0) idle = std::min(idle, own);
    } else if (all.instances.find(entry.id) != nullptr) {
        shared = false;
    }
    if (clients.tls == "none") tls = TlsVersion::None;
    if (clients.tls == "1.2") tls = TlsVersion::Tls12;
    if (clients.tls == "1.3") tls = TlsVersion::Tls13;
    if (clients.keptSeconds) idle = *clients.keptSeconds;
    ConnectionSpec spec = connectionsOf(tls, fromSeconds(idle));
    spec.shared = clients.http2.value_or(shared);
    builder.note(
        fmt::format("{}: its clients open connections with {} ({} round trips) and keep "
                    "each {:.4g} s, {}",
                    builder.nameOf(entry), wordsFor(tls), spec.roundTrips, idle,
                    spec.shared ? "for any number of requests at once (HTTP/2)"
                                : "for one request at a time (HTTP/1.1)"));
    return spec;
}

/// Source: Amazon CloudFront developer guide, origin settings: keep-alive 5 s (T48), SSL protocols
/// of TLS 1.2 at most.
ConnectionSpec originConnections(Builder& builder, const archivolt::Distribution& distribution,
                                 const std::string& originId) {
    if (!builder.scenario.connections) return {};
    const Value* origin = originNamed(distribution, originId);
    const double usual = builder.defaults.number("connections.origin_idle_s");
    if (origin == nullptr) return connectionsOf(TlsVersion::Tls12, fromSeconds(usual));
    const bool plain =
        textAt(*origin, {"CustomOriginConfig", "OriginProtocolPolicy"}) == "http-only";
    const auto own = numberAt(*origin, {"CustomOriginConfig", "OriginKeepaliveTimeout"});
    return connectionsOf(plain ? TlsVersion::None : TlsVersion::Tls12,
                         timeWithin(own.value_or(usual), 1, 180));
}

/// Source: Application Load Balancer guide, target groups: a group of HTTPS is spoken with in
/// TLS 1.3 where a listener has a policy of it.
ConnectionSpec targetConnections(Builder& builder, const LoadBalancer& balancer,
                                 const TargetGroup& group, Time idle) {
    if (!builder.scenario.connections || balancer.kind != LoadBalancerKind::Application) return {};
    const bool secure = textAt(builder.propertiesOf(group), {"Protocol"}) == "HTTPS";
    const bool newest = std::ranges::any_of(balancer.listeners, [](const Listener& one) {
        return versionOf(one) == TlsVersion::Tls13;
    });
    return connectionsOf(!secure  ? TlsVersion::None
                         : newest ? TlsVersion::Tls13
                                  : TlsVersion::Tls12,
                         idle);
}

}  // namespace archivolt::traffic
