#include "model/traffic/plant/routes.h"

#include <algorithm>

#include "model/base/text_case.h"
#include "model/traffic/plant/clients.h"
#include "model/traffic/run/flow.h"

namespace archivolt::traffic {

namespace {

/// The target group that a rule gives a request to; none where all weights are 0.
std::size_t drawForward(const World& world, const BalancerRoute& route, RandomStream& choice,
                        std::uint32_t session) {
    const auto answers = [&](const RouteForward& one) {
        return one.weight > 0 && answersNow(world, {NodeKind::Balancer, one.balancer});
    };
    const bool someAnswer = std::ranges::any_of(route.forwards, answers);
    const auto weight = [&](const RouteForward& one) {
        return one.checked && someAnswer && !answers(one) ? 0 : one.weight;
    };
    double sum = 0;
    for (const RouteForward& one : route.forwards) sum += weight(one);
    double draw = route.sticky ? static_cast<double>(stir(session + 0x7A3DULL) >> 11U) * 0x1p-53
                               : choice.uniform();
    draw *= sum;
    for (std::size_t i = 0; i < route.forwards.size(); ++i) {
        draw -= weight(route.forwards[i]);
        if (draw < 0) return i;
    }
    return route.forwards.size();
}

bool groupAnswers(const World& world, std::uint32_t group, ZoneIndex zone) {
    const Choice& choice = world.balancers[group].choices[zone];
    return !choice.targets.empty() && !choice.failOpen;
}

bool hasTargets(const World& world, std::uint32_t group) {
    return std::ranges::any_of(world.balancers[group].targets,
                               [](const Target& one) { return one.health != Health::Removed; });
}

}  // namespace

std::string_view pathOf(const RequestClass& requests) {
    return std::string_view(requests.path).substr(0, requests.path.find('?'));
}

bool matchesPattern(std::string_view pattern, std::string_view text) {
    std::size_t at = 0;
    std::size_t star = std::string_view::npos;
    std::size_t mark = 0;
    std::size_t i = 0;
    while (i < text.size()) {
        if (at < pattern.size() && (pattern[at] == text[i] || pattern[at] == '?')) {
            ++at;
            ++i;
        } else if (at < pattern.size() && pattern[at] == '*') {
            star = at++;
            mark = i;
        } else if (star != std::string_view::npos) {
            at = star + 1;
            i = ++mark;
        } else {
            return false;
        }
    }
    while (at < pattern.size() && pattern[at] == '*') ++at;
    return at == pattern.size();
}

bool isFor(const RouteMatch& match, const RequestClass& requests) {
    const auto some = [](const std::vector<std::string>& wildcards,
                         const std::vector<Pattern>& patterns, std::string_view text) {
        if (wildcards.empty() && patterns.empty()) return true;
        return std::ranges::any_of(wildcards,
                                   [&](const auto& one) { return matchesPattern(one, text); }) ||
               std::ranges::any_of(patterns, [&](const Pattern& one) {
                   return one.find(text) == PatternMatch::Yes;
               });
    };
    std::vector<std::string> hosts;
    for (const std::string& one : match.hosts) hosts.push_back(lowerAscii(one));
    const std::string method =
        !requests.method.empty() ? requests.method : (requests.write ? "POST" : "GET");
    return some(hosts, match.hostPatterns, lowerAscii(requests.host)) &&
           some(match.paths, match.pathPatterns, pathOf(requests)) &&
           some(match.methods, {}, method);
}

RequestClass rewritten(const RequestClass& requests, const std::vector<RouteRewrite>& rewrites) {
    RequestClass made = requests;
    for (const RouteRewrite& one : rewrites) {
        std::string& part = one.what == RouteRewrite::What::Host ? made.host : made.path;
        part = one.pattern.replaceFirst(part, one.by).text;
    }
    return made;
}

void takeRoute(World& world, VisitId id) {
    Visit& visit = world.visits[id];
    Balancer& balancer = world.balancers[visit.node.index];
    const std::uint32_t at = balancer.takes[visit.population][visit.mix];
    if (at >= balancer.spec.routes.size()) {
        answer(world, id, 404, Cause::NoRoute);
        return;
    }
    const BalancerRoute& route = balancer.spec.routes[at];
    if (route.status != 0) {
        ++balancer.passed[at].back();
        answer(world, id, route.status, route.status < 400 ? Cause::None : Cause::FixedResponse);
        return;
    }
    const std::size_t forward = drawForward(world, route, balancer.choice, visit.session);
    if (forward == route.forwards.size()) {
        answer(world, id, 503, Cause::NoTargets);
        return;
    }
    ++balancer.passed[at][forward];
    if (!route.rewrites.empty()) visit.mix = kindAfter(world, balancer, at, visit);
    call(world, id, {NodeKind::Balancer, route.forwards[forward].balancer}, visit.zone, 0, 0);
}

bool answersIn(const World& world, std::uint32_t index, ZoneIndex zone) {
    const Balancer& balancer = world.balancers[index];
    if (balancer.spec.routes.empty()) return groupAnswers(world, index, zone);
    bool some = false;
    for (const BalancerRoute& route : balancer.spec.routes) {
        some = some || route.status != 0;
        for (const RouteForward& one : route.forwards) {
            if (!hasTargets(world, one.balancer)) continue;
            if (!groupAnswers(world, one.balancer, zone)) return false;
            some = true;
        }
    }
    return some;
}

}  // namespace archivolt::traffic
