#include "model/traffic/build/listener_routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <utility>

#include "model/traffic/build/example_text.h"

namespace archivolt::traffic {

namespace {

const TargetGroup* groupOf(const Builder& builder, ThingId id) {
    const auto* found = builder.architecture.targetGroups.find(id);
    return found != nullptr ? found->get() : nullptr;
}

std::vector<Forward> forwardsOf(const Builder& builder, const LoadBalancer& balancer,
                                const ListenerAction& action) {
    std::vector<Forward> forwards;
    const Value* weighted = within(action.evaluated, {"ForwardConfig", "TargetGroups"});
    for (const ThingId id : action.targetGroups.ids) {
        const TargetGroup* group = groupOf(builder, id);
        if (group == nullptr) continue;
        Forward forward{group, 1};
        if (weighted != nullptr) {
            for (const Value& one : weighted->items()) {
                const Value* arn = one.find("TargetGroupArn");
                if (arn != nullptr && builder.referred(balancer, *arn) == group) {
                    forward.weight = numberAt(one, {"Weight"}).value_or(1);
                }
            }
        }
        forwards.push_back(forward);
    }
    return forwards;
}

std::vector<std::string> textsOf(const Value& condition,
                                 std::initializer_list<std::string_view> keys) {
    std::vector<std::string> texts;
    const Value* values = within(condition, keys);
    if (values == nullptr) values = condition.find("Values");
    if (values == nullptr) return texts;
    for (const Value& one : values->items()) {
        if (one.isScalar()) texts.push_back(one.text());
    }
    return texts;
}

/// Reads the expressions of a condition; false where one can't be understood.
bool addPatterns(const Value& condition, std::vector<Pattern>& patterns) {
    const Value* values = condition.find("RegexValues");
    if (values == nullptr) return true;
    for (const Value& one : values->items()) {
        patterns.emplace_back(one.isScalar() ? one.text() : std::string("("));
        const PatternMatch tried = patterns.back().find("");
        if (tried != PatternMatch::Yes && tried != PatternMatch::No) return false;
    }
    return true;
}

/// Reads what a rule asks of a request; nothing where it asks for what requests here do not have.
std::optional<RouteMatch> matchOf(const Value& conditions) {
    RouteMatch match;
    for (const Value& one : conditions.items()) {
        const std::string field = textAt(one, {"Field"});
        std::vector<std::string>* into = nullptr;
        std::vector<Pattern>* patterns = nullptr;
        std::vector<std::string> texts;
        if (field == "path-pattern") {
            into = &match.paths;
            patterns = &match.pathPatterns;
            texts = textsOf(one, {"PathPatternConfig", "Values"});
        } else if (field == "host-header") {
            into = &match.hosts;
            patterns = &match.hostPatterns;
            texts = textsOf(one, {"HostHeaderConfig", "Values"});
        } else if (field == "http-request-method") {
            into = &match.methods;
            texts = textsOf(one, {"HttpRequestMethodConfig", "Values"});
        }
        if (into == nullptr) return std::nullopt;
        into->insert(into->end(), texts.begin(), texts.end());
        if (patterns != nullptr) {
            for (const char* config : {"PathPatternConfig", "HostHeaderConfig"}) {
                const Value* nested = one.find(config);
                if (nested != nullptr && !addPatterns(*nested, *patterns)) return std::nullopt;
            }
            if (!addPatterns(one, *patterns)) return std::nullopt;
        }
        if (texts.empty() && (patterns == nullptr || patterns->empty())) return std::nullopt;
    }
    return match;
}

/// Reads what rewrites the requests of a rule; notes what can't be understood, and those that go on
/// as they came for it.
/// Source: `AWS::ElasticLoadBalancingV2::ListenerRule`, `Transforms` (T20).
std::vector<RouteRewrite> rewritesOf(Builder& builder, const ListenerRule& rule,
                                     const std::string& name) {
    std::vector<RouteRewrite> rewrites;
    Thing own;  // A rule is part of its listener there, and a resource of its own in the template.
    own.origin = rule.origin;
    const Value* transforms = builder.propertiesOf(own).find("Transforms");
    if (transforms == nullptr) return rewrites;
    for (const Value& one : transforms->items()) {
        const bool ofHost = textAt(one, {"Type"}) == "host-header-rewrite";
        const Value* list =
            within(one, {ofHost ? "HostHeaderRewriteConfig" : "UrlRewriteConfig", "Rewrites"});
        if (list == nullptr) continue;
        for (const Value& each : list->items()) {
            const std::string written = textAt(each, {"Regex"});
            RouteRewrite rewrite{ofHost ? RouteRewrite::What::Host : RouteRewrite::What::Url,
                                 Pattern(written), textAt(each, {"Replace"})};
            const PatternMatch tried = rewrite.pattern.find("/");
            if (tried == PatternMatch::Yes || tried == PatternMatch::No) {
                rewrites.push_back(std::move(rewrite));
                continue;
            }
            builder.note(
                fmt::format("{}: the expression `{}` of its rule of priority {} can't be "
                            "understood; what that would rewrite goes on as it came",
                            name, written, rule.priority.valueOr(0)));
        }
    }
    return rewrites;
}

std::string nameOf(const RouteMatch& match, const ListenerRule& rule) {
    std::string name;
    for (const auto* list : {&match.methods, &match.hosts, &match.paths}) {
        if (!list->empty()) name += (name.empty() ? "" : " ") + list->front();
    }
    for (const auto* list : {&match.hostPatterns, &match.pathPatterns}) {
        if (!list->empty()) name += (name.empty() ? "" : " ") + list->front().written();
    }
    if (!name.empty()) return name;
    return match.isAny() ? "default" : fmt::format("rule {}", rule.priority.valueOr(0));
}

/// Returns a rule's priority as access logs tell it: of the default action 0.
std::optional<std::int32_t> priorityOf(const ListenerRule& rule) {
    constexpr std::int32_t kOfDefault = 0x7FFFFFFF;
    if (!rule.priority.isKnown()) return std::nullopt;
    return *rule.priority == kOfDefault ? 0 : *rule.priority;
}

std::uint16_t statusIn(const std::string& text, std::uint16_t otherwise) {
    std::uint16_t status = otherwise;
    const std::string_view digits =
        text.starts_with("HTTP_") ? std::string_view(text).substr(5) : std::string_view(text);
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), status);
    return read.ec == std::errc() && status >= 200 && status < 600 ? status : otherwise;
}

/// Reads what a rule does in the end; nothing where that is unknown.
std::optional<ListenerRoute> actionOf(Builder& builder, const LoadBalancer& balancer,
                                      const ListenerRule& rule, const std::string& name) {
    std::optional<ListenerRoute> made;
    for (const ListenerAction& action : rule.actions) {
        if (action.kind == "redirect") {
            made.emplace();
            made->route.status =
                statusIn(textAt(action.evaluated, {"RedirectConfig", "StatusCode"}), 302);
        } else if (action.kind == "fixed-response") {
            made.emplace();
            made->route.status =
                statusIn(textAt(action.evaluated, {"FixedResponseConfig", "StatusCode"}), 200);
        } else if (action.kind == "forward" || action.kind.empty()) {
            made.emplace();
            made->forwards = forwardsOf(builder, balancer, action);
            made->route.sticky =
                textAt(action.evaluated,
                       {"ForwardConfig", "TargetGroupStickinessConfig", "Enabled"}) == "true";
        } else {
            // NOT MODELLED: Signing in at a balancer; those who come are signed in.
            builder.note(
                fmt::format("{}: `{}` takes no time, and refuses nobody", name, action.kind));
        }
    }
    return made;
}

bool forwards(const Listener& listener) {
    return std::ranges::any_of(listener.rules, [](const ListenerRule& rule) {
        return std::ranges::any_of(rule.actions, [](const ListenerAction& action) {
            return !action.targetGroups.ids.empty();
        });
    });
}

bool isSecure(const Listener& listener) {
    const std::string protocol = listener.protocol.valueOr("");
    return protocol == "HTTPS" || protocol == "TLS";
}

bool isWrite(const std::string& method) {
    return method == "POST" || method == "PUT" || method == "PATCH" || method == "DELETE";
}

/// Makes a kind of request that a rule is for; nothing where no text is found that it matches.
std::optional<RequestClass> classOf(const std::string& name, const RouteMatch& match) {
    RequestClass made;
    made.name = name;
    std::optional<std::string> path;
    if (!match.paths.empty()) {
        path = exampleOf(match.paths.front());
    } else if (!match.pathPatterns.empty()) {
        path = exampleOf(match.pathPatterns.front());
    }
    if (path) {
        made.path = path->starts_with('/') ? *path : "/" + *path;
        if (made.path.starts_with("/x/")) made.path.erase(0, 2);
    }
    if (!match.hosts.empty()) {
        made.host = exampleOf(match.hosts.front());
    } else if (!match.hostPatterns.empty()) {
        made.host = exampleOf(match.hostPatterns.front()).value_or("");
    }
    if (!match.methods.empty()) made.method = match.methods.front();
    made.write = isWrite(made.method);
    if (!isFor(match, made)) return std::nullopt;
    return made;
}

void addClass(const std::string& name, const RouteMatch& match, std::vector<RequestClass>& found) {
    if (match.isAny()) return;
    if (auto made = classOf(name, match)) found.push_back(*std::move(made));
}

void collectClasses(const Plant& plant, NodeRef node, std::vector<RequestClass>& found,
                    std::set<std::pair<int, std::uint32_t>>& seen) {
    if (!seen.insert({static_cast<int>(node.kind), node.index}).second) return;
    switch (node.kind) {
        case NodeKind::Edge: {
            const EdgeSpec& edge = plant.edges[node.index];
            for (const EdgeBehaviour& one : edge.behaviours) {
                // The caches of a distribution all have its behaviours.
                if (std::ranges::find(found, one.pattern, &RequestClass::name) == found.end()) {
                    const std::size_t before = found.size();
                    addClass(one.pattern, {{}, {one.pattern}, {}}, found);
                    if (found.size() > before) found.back().cacheable = one.cache.has_value();
                }
                collectClasses(plant, one.origin, found, seen);
            }
            collectClasses(plant, edge.origin, found, seen);
            return;
        }
        case NodeKind::Balancer:
            for (const BalancerRoute& one : plant.balancers[node.index].routes) {
                addClass(one.name, one.match, found);
                for (const RouteForward& forward : one.forwards) {
                    collectClasses(plant, {NodeKind::Balancer, forward.balancer}, found, seen);
                }
            }
            return;
        case NodeKind::Station:
            for (const StationRoute& one : plant.stations[node.index].routes) {
                addClass(one.name, one.match, found);
            }
            return;
        case NodeKind::Clients: return;
    }
}

}  // namespace

const Listener* servedListener(const LoadBalancer& balancer) {
    const Listener* best = nullptr;
    const auto rank = [](const Listener& one) {
        return (forwards(one) ? 2 : 0) + (isSecure(one) ? 1 : 0);
    };
    for (const Listener& one : balancer.listeners) {
        if (best == nullptr || rank(one) > rank(*best)) best = &one;
    }
    return best;
}

PathPort servedPort(const LoadBalancer& balancer) {
    const Listener* listener = servedListener(balancer);
    if (listener == nullptr) return {443};
    return {listener->port, transportOf(listener->protocol.valueOr(""))};
}

IpProtocol transportOf(std::string_view protocol) {
    return protocol == "UDP" || protocol == "QUIC" ? kProtocolUdp : kProtocolTcp;
}

std::vector<ListenerRoute> routesOf(Builder& builder, const LoadBalancer& balancer,
                                    const Listener& listener, const std::string& name) {
    std::vector<ListenerRoute> routes;
    for (const ListenerRule& rule : listener.rules) {
        auto match = matchOf(rule.conditions);
        if (!match) {
            // NOT MODELLED: Rules on headers, query strings and source addresses; requests have
            // none of these, so such a rule takes none.
            builder.note(
                fmt::format("{}: requests here have no header, query string or source "
                            "address that its rule of priority {} asks for, or its expression "
                            "can't be understood",
                            name, rule.priority.valueOr(0)));
            continue;
        }
        auto made = actionOf(builder, balancer, rule, name);
        if (!made || (made->route.status == 0 && made->forwards.empty())) continue;
        made->route.name = nameOf(*match, rule);
        made->route.priority = priorityOf(rule);
        if (!match->isAny() && !classOf(made->route.name, *match)) {
            builder.note(
                fmt::format("{}: no request is thought of that its rule of priority {} "
                            "takes; a scenario's `mix` can have one",
                            name, rule.priority.valueOr(0)));
        }
        made->route.match = *std::move(match);
        made->route.rewrites = rewritesOf(builder, rule, name);
        routes.push_back(*std::move(made));
    }
    return routes;
}

bool leadsSomewhere(const Plant& plant, NodeRef node) {
    if (node.kind != NodeKind::Balancer) return true;
    const BalancerSpec& spec = plant.balancers[node.index];
    return !spec.targets.empty() ||
           std::ranges::any_of(spec.routes, [&](const BalancerRoute& route) {
               return route.status != 0 ||
                      std::ranges::any_of(route.forwards, [&](const RouteForward& one) {
                          return leadsSomewhere(plant, {NodeKind::Balancer, one.balancer});
                      });
           });
}

void addRouteClasses(const Plant& plant, NodeRef node, double writes,
                     std::vector<RequestClass>& mix) {
    constexpr std::size_t kMost = 80;
    std::vector<RequestClass> found;
    std::set<std::pair<int, std::uint32_t>> seen;
    collectClasses(plant, node, found, seen);
    if (found.size() > kMost) found.resize(kMost);
    for (RequestClass& one : found) {
        one.share = 1.0 / static_cast<double>(found.size());
        const bool both = one.method.empty() && !one.cacheable && writes > 0;
        if (both) {
            RequestClass change = one;
            change.name += " (change)";
            change.write = true;
            change.share *= writes;
            one.share *= 1 - writes;
            mix.push_back(std::move(change));
        }
        mix.push_back(std::move(one));
    }
}

}  // namespace archivolt::traffic
