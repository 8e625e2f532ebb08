#include "model/traffic/build/listener_routes.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <utility>

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

/// Reads what a rule asks of a request; nothing where it asks for what requests here do not have.
std::optional<RouteMatch> matchOf(const Value& conditions) {
    RouteMatch match;
    for (const Value& one : conditions.items()) {
        const std::string field = textAt(one, {"Field"});
        std::vector<std::string>* into = nullptr;
        std::vector<std::string> texts;
        if (field == "path-pattern") {
            into = &match.paths;
            texts = textsOf(one, {"PathPatternConfig", "Values"});
        } else if (field == "host-header") {
            into = &match.hosts;
            texts = textsOf(one, {"HostHeaderConfig", "Values"});
        } else if (field == "http-request-method") {
            into = &match.methods;
            texts = textsOf(one, {"HttpRequestMethodConfig", "Values"});
        }
        if (into == nullptr || texts.empty()) return std::nullopt;
        into->insert(into->end(), texts.begin(), texts.end());
    }
    return match;
}

std::string nameOf(const RouteMatch& match, const ListenerRule& rule) {
    std::string name;
    for (const auto* list : {&match.methods, &match.hosts, &match.paths}) {
        if (!list->empty()) name += (name.empty() ? "" : " ") + list->front();
    }
    if (!name.empty()) return name;
    return match.isAny() ? "default" : fmt::format("rule {}", rule.priority.valueOr(0));
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

/// A text that a pattern matches: its wildcards stand for nothing, or for one letter.
std::string exampleOf(const std::string& pattern) {
    std::string text;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (pattern[i] == '?') text += 'x';
        if (pattern[i] == '*' && i == 0) text += 'x';
        if (pattern[i] != '?' && pattern[i] != '*') text += pattern[i];
    }
    return text;
}

bool isWrite(const std::string& method) {
    return method == "POST" || method == "PUT" || method == "PATCH" || method == "DELETE";
}

RequestClass classOf(const std::string& name, const RouteMatch& match) {
    RequestClass made;
    made.name = name;
    if (!match.paths.empty()) {
        const std::string path = exampleOf(match.paths.front());
        made.path = path.starts_with('/') ? path : "/" + path;
        if (made.path.starts_with("/x/")) made.path.erase(0, 2);
    }
    if (!match.hosts.empty()) made.host = exampleOf(match.hosts.front());
    if (!match.methods.empty()) made.method = match.methods.front();
    made.write = isWrite(made.method);
    return made;
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
                    found.push_back(classOf(one.pattern, {{}, {one.pattern}, {}}));
                    found.back().cacheable = one.cache.has_value();
                }
                collectClasses(plant, one.origin, found, seen);
            }
            collectClasses(plant, edge.origin, found, seen);
            return;
        }
        case NodeKind::Balancer:
            for (const BalancerRoute& one : plant.balancers[node.index].routes) {
                if (!one.match.isAny()) found.push_back(classOf(one.name, one.match));
                for (const RouteForward& forward : one.forwards) {
                    collectClasses(plant, {NodeKind::Balancer, forward.balancer}, found, seen);
                }
            }
            return;
        case NodeKind::Station:
            for (const StationRoute& one : plant.stations[node.index].routes) {
                if (!one.match.isAny()) found.push_back(classOf(one.name, one.match));
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

std::int32_t servedPort(const LoadBalancer& balancer) {
    const Listener* listener = servedListener(balancer);
    if (listener == nullptr) return 443;
    return listener->port.valueOr(isSecure(*listener) ? 443 : 80);
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
                            "address that its rule of priority {} asks for",
                            name, rule.priority.valueOr(0)));
            continue;
        }
        auto made = actionOf(builder, balancer, rule, name);
        if (!made || (made->route.status == 0 && made->forwards.empty())) continue;
        made->route.name = nameOf(*match, rule);
        made->route.match = *std::move(match);
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
