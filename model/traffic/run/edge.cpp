#include <algorithm>
#include <utility>

#include "model/traffic/run/flow.h"

namespace archivolt::traffic {

namespace {

std::uint32_t behaviourOf(const Edge& edge, const Visit& visit) {
    return edge.takes[visit.population][visit.mix];
}

/// Says whether the edge keeps what this request asks for.
bool isCacheable(const World& world, const Edge& edge, const Visit& visit) {
    const RequestClass& mix = world.clients[visit.population].spec.mix[visit.mix];
    if (!mix.cacheable || mix.write) return false;
    const std::uint32_t behaviour = behaviourOf(edge, visit);
    return behaviour < edge.spec.behaviours.size()
               ? edge.spec.behaviours[behaviour].cache.has_value()
               : edge.spec.cache.has_value();
}

EdgePlace& placeOf(Edge& edge, const Visit& visit) {
    if (edge.places.size() == 1) return edge.places.front();
    return edge.places[stir(visit.session) % edge.places.size()];
}

Fetch& fetchOf(EdgePlace& place, std::uint32_t object) {
    if (object >= place.fetches.size()) place.fetches.resize(std::size_t{object} + 1 + object / 2);
    return place.fetches[object];
}

void askOrigin(World& world, VisitId id) {
    const Visit& visit = world.visits[id];
    Edge& edge = world.edges[visit.node.index];
    const std::uint32_t behaviour = behaviourOf(edge, visit);
    const NodeRef to = visit.secondOrigin ? *edge.spec.secondOrigin
                       : behaviour < edge.spec.behaviours.size()
                           ? edge.spec.behaviours[behaviour].origin
                           : edge.spec.origin;
    // The origin's name is looked up as its own time to live says (T19).
    ZoneIndex zone = 0;
    if (to.kind == NodeKind::Balancer) {
        NameAnswer& known = edge.originNames[behaviour + (visit.secondOrigin ? 1 : 0)];
        if (world.now >= known.until) {
            known.zones = answeredZones(world, to.index);
            known.until = world.now + kMinute;
        }
        zone = drawZone(edge.choice, known.zones);
    }
    const Time way = edge.spec.network.mean() > 0 ? edge.spec.network.sample(edge.choice) : 0;
    const std::uint32_t generation = visit.generation;
    const bool timed = edge.spec.originTimeout > 0;
    const std::uint32_t lane = edge.originLane;
    call(world, id, to, zone, way, way);
    if (timed && isLive(world, id, generation) && world.visits[id].child != kNoVisit) {
        setDeadline(world, lane, id);
    }
}

/// Answers those that waited for a fetch, and the one that made it.
void settleFetch(World& world, VisitId id, std::uint16_t status, Cause cause) {
    const Visit visit = world.visits[id];
    Edge& edge = world.edges[visit.node.index];
    std::vector<VisitId> waiting;
    if (isCacheable(world, edge, visit)) {
        EdgePlace& place = placeOf(edge, visit);
        if (status < 400) {
            place.stores[behaviourOf(edge, visit)].put(visit.object, world.now);
        } else if (edge.spec.errorTimeToLive > 0 && status >= 500) {
            if (visit.object >= place.errors.size()) {
                place.errors.resize(std::size_t{visit.object} + 1 + visit.object / 2);
            }
            place.errors[visit.object] = {world.now + edge.spec.errorTimeToLive, status};
        }
        Fetch& fetch = fetchOf(place, visit.object);
        fetch.open = false;
        while (!fetch.waiting.empty()) waiting.push_back(fetch.waiting.takeFirst(world.visits));
    }
    answer(world, id, status, cause);
    for (const VisitId one : waiting) answer(world, one, status, cause);
}

void serve(World& world, VisitId id) {
    Visit& visit = world.visits[id];
    Edge& edge = world.edges[visit.node.index];
    if (!isCacheable(world, edge, visit)) {
        ++edge.misses;
        askOrigin(world, id);
        return;
    }
    EdgePlace& place = placeOf(edge, visit);
    if (place.stores[behaviourOf(edge, visit)].has(visit.object, world.now)) {
        ++edge.hits;
        answer(world, id, 200, Cause::None);
        return;
    }
    if (visit.object < place.errors.size() && place.errors[visit.object].first > world.now) {
        answer(world, id, place.errors[visit.object].second, Cause::ErrorCached);
        return;
    }
    ++edge.misses;
    Fetch& fetch = fetchOf(place, visit.object);
    if (fetch.open && edge.spec.collapse) {
        ++edge.collapsed;
        visit.stage = Stage::WaitingForServer;
        fetch.waiting.append(world.visits, id);
        return;
    }
    fetch.open = true;
    askOrigin(world, id);
}

}  // namespace

void edgeArrive(World& world, VisitId id) {
    world.edges[world.visits[id].node.index].meter.enter(world.now);
    serve(world, id);
}

void edgeResume(World& world, VisitId id) {
    Visit& visit = world.visits[id];
    Edge& edge = world.edges[visit.node.index];
    if (visit.status < 500) {
        settleFetch(world, id, visit.status, visit.cause);
        return;
    }
    // A response time-out is tried again as often as a connection (T48).
    if (visit.cause == Cause::OriginTimedOut && ++visit.attempt < edge.spec.originAttempts) {
        askOrigin(world, id);
        return;
    }
    // An origin group is the default behaviour's here.
    if (edge.spec.secondOrigin && !visit.secondOrigin &&
        behaviourOf(edge, visit) == edge.spec.behaviours.size()) {
        visit.secondOrigin = true;
        visit.attempt = 0;
        askOrigin(world, id);
        return;
    }
    // A copy that is too old is better than an error (T47).
    if (isCacheable(world, edge, visit) &&
        placeOf(edge, visit).stores[behaviourOf(edge, visit)].hasCopy(visit.object)) {
        settleFetch(world, id, 200, Cause::None);
        return;
    }
    settleFetch(world, id, visit.status, visit.cause);
}

}  // namespace archivolt::traffic
