#include "model/traffic/run/request_kinds.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "model/base/invariant.h"
#include "model/traffic/plant/routes.h"
#include "model/traffic/run/world.h"

namespace archivolt::traffic {

namespace {

std::uint32_t behaviourFor(const EdgeSpec& edge, const RequestClass& kind) {
    const auto found = std::ranges::find_if(edge.behaviours, [&](const EdgeBehaviour& one) {
        return matchesPattern(one.pattern, pathOf(kind));
    });
    return static_cast<std::uint32_t>(found - edge.behaviours.begin());
}

std::uint32_t routeFor(const auto& routes, const RequestClass& kind) {
    const auto found =
        std::ranges::find_if(routes, [&](const auto& one) { return isFor(one.match, kind); });
    return static_cast<std::uint32_t>(found - routes.begin());
}

void matchKind(World& world, std::size_t population, const RequestClass& kind) {
    for (Edge& edge : world.edges) {
        edge.takes[population].push_back(behaviourFor(edge.spec, kind));
    }
    for (Balancer& balancer : world.balancers) {
        if (balancer.spec.routes.empty()) continue;
        balancer.takes[population].push_back(routeFor(balancer.spec.routes, kind));
    }
    for (Station& station : world.stations) {
        if (station.spec.routes.empty()) continue;
        station.takes[population].push_back(routeFor(station.spec.routes, kind));
    }
}

}  // namespace

void matchKinds(World& world) {
    for (Edge& edge : world.edges) edge.takes.resize(world.clients.size());
    for (Balancer& balancer : world.balancers) {
        if (!balancer.spec.routes.empty()) balancer.takes.resize(world.clients.size());
        for (const BalancerRoute& one : balancer.spec.routes) {
            balancer.passed.emplace_back(one.forwards.size() + 1);
        }
    }
    for (Station& station : world.stations) {
        if (!station.spec.routes.empty()) station.takes.resize(world.clients.size());
    }
    for (std::size_t i = 0; i < world.clients.size(); ++i) {
        for (const RequestClass& kind : world.clients[i].spec.mix) matchKind(world, i, kind);
    }
}

std::uint16_t kindAfter(World& world, Balancer& balancer, std::uint32_t route, const Visit& visit) {
    const std::array<std::uint32_t, 3> key{route, visit.population, visit.mix};
    if (const auto known = balancer.becomes.find(key); known != balancer.becomes.end()) {
        return known->second;
    }
    std::vector<RequestClass>& kinds = world.clients[visit.population].spec.mix;
    const std::vector<RouteRewrite>& rewrites = balancer.spec.routes[route].rewrites;
    RequestClass made = rewritten(kinds[visit.mix], rewrites);
    const bool stays = made.host == kinds[visit.mix].host && made.path == kinds[visit.mix].path;
    const auto kind = static_cast<std::uint16_t>(stays ? visit.mix : kinds.size());
    balancer.becomes.emplace(key, kind);
    if (stays) return kind;
    // A way is no longer than a plant is deep, so that kinds can't come without end.
    INVARIANT(kinds.size() < 0xFFFF);
    made.share = 0;
    matchKind(world, visit.population, made);
    kinds.push_back(std::move(made));
    return kind;
}

}  // namespace archivolt::traffic
