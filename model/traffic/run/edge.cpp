#include <algorithm>
#include <utility>

#include "model/traffic/run/disturbances.h"
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

/// Returns the place, as the edge numbers them, that a visit comes from.
std::uint32_t comesFrom(const World& world, const Edge& edge, const Visit& visit) {
    const std::uint32_t place = world.clients[visit.population].spec.place;
    return place <= edge.spec.near.size() ? place : 0;
}

const EdgeWays& waysOf(const World& world, const Edge& edge, const Visit& visit) {
    const std::uint32_t place = comesFrom(world, edge, visit);
    return place == 0 ? edge.spec.ways : edge.spec.near[place - 1];
}

/// Returns the first of the caches that clients at a place use.
std::size_t firstLocation(const Edge& edge, std::uint32_t place) {
    if (place > 0) place = edge.spec.near[place - 1].locations.value_or(place);
    return std::size_t{place} * edge.spec.places;
}

/// Returns the cache that a client is near to: of those that are where it is, always the same.
std::size_t usualLocation(const World& world, const Edge& edge, const Visit& visit) {
    if (edge.places.size() == 1) return 0;
    return firstLocation(edge, comesFrom(world, edge, visit)) +
           stir(visit.session) % edge.spec.places;
}

/// Returns the cache that a client is led to: the next that is there, once the name of a lost one
/// is no longer answered so, and its resolver has asked since.
std::size_t locationFor(const World& world, const Edge& edge, const Visit& visit) {
    const std::size_t usual = usualLocation(world, edge, visit);
    if (!edge.lost) return usual;
    const EdgePlace& its = edge.places[usual];
    const Time answered = nameAnswered(world, visit);
    if (answered < its.leaves || answered >= its.back) return usual;
    const std::size_t first = usual / edge.spec.places * edge.spec.places;
    for (std::size_t step = 1; step < edge.spec.places; ++step) {
        const std::size_t next = first + (usual - first + step) % edge.spec.places;
        if (!edge.places[next].down) return next;
    }
    return usual;
}

EdgePlace& placeOf(Edge& edge, const Visit& visit) { return edge.places[visit.target]; }

bool lacksSignature(const World& world, const Edge& edge, const Visit& visit) {
    if (world.clients[visit.population].spec.mix[visit.mix].isSigned) return false;
    const std::uint32_t behaviour = behaviourOf(edge, visit);
    return behaviour < edge.spec.behaviours.size() ? edge.spec.behaviours[behaviour].asksSignature
                                                   : edge.spec.asksSignature;
}

Fetch& fetchOf(EdgePlace& place, std::uint32_t object) {
    if (object >= place.fetches.size()) place.fetches.resize(std::size_t{object} + 1 + object / 2);
    return place.fetches[object];
}

IdleConnections& originConnections(Edge& edge, const Visit& visit) {
    return placeOf(edge, visit).idle[behaviourOf(edge, visit) + (visit.secondOrigin ? 1 : 0)];
}

/// Says whether a visit asked an origin, not a cache above.
bool askedOrigin(const World& world, const Edge& edge, const Visit& visit) {
    const std::uint32_t behaviour = behaviourOf(edge, visit);
    const NodeRef origin = visit.secondOrigin ? *edge.spec.secondOrigin
                           : behaviour < edge.spec.behaviours.size()
                               ? edge.spec.behaviours[behaviour].origin
                               : edge.spec.origin;
    return origin.kind != NodeKind::Edge &&
           !(waysOf(world, edge, visit).regional && isCacheable(world, edge, visit));
}

void askOrigin(World& world, VisitId id) {
    const Visit& visit = world.visits[id];
    Edge& edge = world.edges[visit.node.index];
    const std::uint32_t behaviour = behaviourOf(edge, visit);
    const EdgeWays& ways = waysOf(world, edge, visit);
    const bool tiered = ways.regional && isCacheable(world, edge, visit);
    const NodeRef to = tiered               ? NodeRef{NodeKind::Edge, *ways.regional}
                       : visit.secondOrigin ? *edge.spec.secondOrigin
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
    const Distribution& network = tiered ? ways.toRegional : ways.network;
    const Time way = network.mean() > 0 ? network.sample(edge.choice) : 0;
    // Between its caches connections are always open.
    Time opening = 0;
    if (edge.spec.connections.roundTrips > 0 && to.kind != NodeKind::Edge) {
        IdleConnections& idle = originConnections(edge, visit);
        opening = idle.take(edge.spec.connections, world.now, 2 * way);
    }
    const std::uint32_t generation = visit.generation;
    // Who stands between waits for the origin.
    const bool timed = edge.spec.originTimeout > 0 && to.kind != NodeKind::Edge;
    const std::uint32_t lane = edge.originLane;
    call(world, id, to, zone, opening + way, way);
    if (timed && isLive(world, id, generation) && world.visits[id].child != kNoVisit) {
        setDeadline(world, lane, id);
    }
}

/// Returns until when the cache above keeps what it sent: the `Age` of an answer counts at every
/// cache that it passes. kNever where it came from the origin, or is kept there no longer.
Time keptAbove(World& world, const Edge& edge, const Visit& visit) {
    const std::uint32_t behaviour = behaviourOf(edge, visit);
    const EdgeWays& ways = waysOf(world, edge, visit);
    NodeRef above = behaviour < edge.spec.behaviours.size() ? edge.spec.behaviours[behaviour].origin
                                                            : edge.spec.origin;
    if (ways.regional) above = {NodeKind::Edge, *ways.regional};
    if (above.kind != NodeKind::Edge) return kNever;
    Edge& other = world.edges[above.index];
    const Time until = other.places[usualLocation(world, other, visit)]
                           .stores[behaviourOf(other, visit)]
                           .keptUntil(visit.object);
    return until > world.now ? until : kNever;
}

/// Answers those that waited for a fetch, and the one that made it.
void settleFetch(World& world, VisitId id, std::uint16_t status, Cause cause) {
    const Visit visit = world.visits[id];
    Edge& edge = world.edges[visit.node.index];
    std::vector<VisitId> waiting;
    if (isCacheable(world, edge, visit)) {
        EdgePlace& place = placeOf(edge, visit);
        if (status < 400) {
            place.stores[behaviourOf(edge, visit)].putUntil(visit.object, world.now,
                                                            keptAbove(world, edge, visit));
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
    if (waysOf(world, edge, visit).refuses) {
        answer(world, id, 403, Cause::PlaceRefused);
        return;
    }
    if (edge.asksSignature && lacksSignature(world, edge, visit)) {
        answer(world, id, 403, Cause::Unsigned);
        return;
    }
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
    Visit& visit = world.visits[id];
    Edge& edge = world.edges[visit.node.index];
    edge.meter.enter(world.now);
    visit.target = static_cast<std::uint32_t>(locationFor(world, edge, visit));
    if (!placeOf(edge, visit).down) {
        serve(world, id);
        return;
    }
    visit.stage = Stage::Stuck;
    if (visit.detached) edgeAbandon(world, id);
}

void edgeAbandon(World& world, VisitId id) {
    const Visit& visit = world.visits[id];
    if (visit.stage != Stage::Stuck) return;
    Meter& meter = world.edges[visit.node.index].meter;
    meter.leave(world.now, visit.arrived);
    ++meter.abandoned;
    freeVisit(world, id);
}

namespace {

/// Returns the location that a fault strikes: the first of those near its place; null where no
/// distribution is meant.
EdgePlace* struckLocation(World& world, const Fault& fault, std::uint32_t& index) {
    for (index = 0; index < world.edges.size(); ++index) {
        Edge& edge = world.edges[index];
        if (edge.spec.name != fault.target || fault.atPlace > edge.spec.near.size()) continue;
        return &edge.places[firstLocation(edge, fault.atPlace)];
    }
    return nullptr;
}

}  // namespace

/// What is asked of it is lost, and so is what it keeps. Source: assumption; Amazon CloudFront
/// leads clients to another location by its name, which resolvers remember for its time to live
/// (T101).
void edgeLocationFails(World& world, const Fault& fault) {
    std::uint32_t index = 0;
    EdgePlace* place = struckLocation(world, fault, index);
    if (place == nullptr || place->down) return;
    Edge& edge = world.edges[index];
    edge.lost = true;
    place->down = true;
    place->leaves = world.now + edge.spec.lossDetection;
    place->back = kNever;
    for (ObjectStore& store : place->stores) store.clear();
    place->fetches.clear();
    place->errors.clear();
    for (IdleConnections& idle : place->idle) idle.until.clear();
    const auto at = static_cast<std::uint32_t>(place - edge.places.data());
    for (VisitId id = 0; id < world.visits.capacity(); ++id) {
        Visit& visit = world.visits[id];
        const bool here = visit.live && visit.node == NodeRef{NodeKind::Edge, index} &&
                          visit.target == at &&
                          (visit.stage == Stage::Calling || visit.stage == Stage::WaitingForServer);
        if (!here) continue;
        visit.stage = Stage::Stuck;
        giveUp(world, id);
        if (world.visits[id].detached) edgeAbandon(world, id);
    }
    tell(world, fault.target, "loses an edge location", "a fault of the scenario");
}

void edgeLocationReturns(World& world, const Fault& fault) {
    std::uint32_t index = 0;
    EdgePlace* place = struckLocation(world, fault, index);
    if (place == nullptr || !place->down) return;
    place->down = false;
    place->back = world.now;
    tell(world, fault.target, "has its edge location back, which keeps nothing yet",
         "the scenario's fault is over");
}

void edgeResume(World& world, VisitId id) {
    Visit& visit = world.visits[id];
    Edge& edge = world.edges[visit.node.index];
    if (edge.spec.connections.roundTrips > 0 && visit.cause != Cause::OriginTimedOut &&
        askedOrigin(world, edge, visit)) {
        originConnections(edge, visit).giveBack(edge.spec.connections, world.now);
    }
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
    const bool tiered = waysOf(world, edge, visit).regional && isCacheable(world, edge, visit);
    if (edge.spec.secondOrigin && !visit.secondOrigin && !tiered &&
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
