#include "model/traffic/run/flow.h"

#include <string>
#include <utility>

#include "model/base/invariant.h"
#include "model/traffic/run/disturbances.h"

namespace archivolt::traffic {

const char* causeText(Cause cause) {
    switch (cause) {
        case Cause::None: return "";
        case Cause::QueueFull: return "queue full";
        case Cause::Throttled: return "throttled";
        case Cause::Refused: return "connection refused";
        case Cause::NoTargets: return "no registered targets";
        case Cause::TargetSilent: return "no connection to the target in time";
        case Cause::IdleTimeout: return "no answer within the idle time-out";
        case Cause::TargetGone: return "the target ended with the request open";
        case Cause::ClientGaveUp: return "the client gave up";
        case Cause::CallTimedOut: return "a call timed out";
        case Cause::CallFailed: return "a call failed";
        case Cause::OriginTimedOut: return "the origin did not answer in time";
        case Cause::ErrorCached: return "an error of the origin, cached";
        case Cause::SurgeQueueFull: return "surge queue full";
        case Cause::Unreachable: return "nowhere to go";
        case Cause::FixedResponse: return "a fixed response of the listener";
        case Cause::NoRoute: return "no route is for it";
        case Cause::OwnError: return "an error of its own";
        case Cause::Filtered: return "a firewall's rate limit";
        case Cause::WorkCutOff: return "it ran longer than its time-out";
        case Cause::PlaceRefused: return "nobody is served where the client is";
        case Cause::Unsigned: return "it is not signed";
        case Cause::NoneReady: return "no target is ready for another request";
        case Cause::NoAnswer: return "its name has no record for where the client is";
    }
    return "";
}

void tellWatcher(const World& world, Step step, VisitId id) {
    if (world.ways) world.ways->see(world, step, id);
    if (world.watcher) world.watcher(world, step, id);
}

Meter& meterOf(World& world, NodeRef node) {
    switch (node.kind) {
        case NodeKind::Clients: return world.clients[node.index].meter;
        case NodeKind::Edge: return world.edges[node.index].meter;
        case NodeKind::Balancer: return world.balancers[node.index].meter;
        case NodeKind::Station: break;
    }
    return world.stations[node.index].meter;
}

namespace {

std::uint8_t regionOf(const World& world, NodeRef node) {
    switch (node.kind) {
        case NodeKind::Balancer: return world.balancers[node.index].spec.region;
        case NodeKind::Station: return world.stations[node.index].spec.region;
        case NodeKind::Edge:
        case NodeKind::Clients: break;
    }
    return 0;
}

}  // namespace

Time wayFromTo(World& world, NodeRef from, ZoneIndex fromZone, NodeRef to, ZoneIndex toZone) {
    if (!world.regionWays.empty()) {
        const std::size_t a = regionOf(world, from);
        const std::size_t b = regionOf(world, to);
        if (a != 0 && b != 0 && a != b) {
            return world.regionWays[a * world.regions + b].sample(world.network);
        }
    }
    return wayBetween(world, fromZone, toZone);
}

Time wayBetween(World& world, ZoneIndex a, ZoneIndex b) {
    const Distribution& way = a != b && a != 0 && b != 0 ? world.betweenZones : world.withinZone;
    return way.mean() > 0 ? way.sample(world.network) : 0;
}

namespace {

void arrive(World& world, VisitId id) {
    Visit& visit = world.visits[id];
    visit.arrived = world.now;
    watch(world, Step::Came, id);
    if (!world.guards.empty() && !guardLets(world, visit)) {
        meterOf(world, visit.node).enter(world.now);
        answer(world, id, 403, Cause::Filtered);
        return;
    }
    switch (visit.node.kind) {
        case NodeKind::Edge: edgeArrive(world, id); return;
        case NodeKind::Balancer: balancerArrive(world, id); return;
        case NodeKind::Station: stationArrive(world, id); return;
        case NodeKind::Clients: break;
    }
    INVARIANT(false && "nothing calls clients");
}

bool readsStore(const StationSpec& spec) { return spec.store || spec.storeOf; }

/// Says whether an answer tells if a store had the object: it is one, or passes such a call on.
bool tellsOfStore(const World& world, const Visit& visit, const Visit& parent) {
    if (visit.node.kind == NodeKind::Station) {
        return visit.relays || readsStore(world.stations[visit.node.index].spec);
    }
    // Replicas of a store stand behind a name that gives them in turn.
    if (visit.node.kind != NodeKind::Balancer || parent.node.kind != NodeKind::Station) {
        return false;
    }
    const auto& targets = world.balancers[visit.node.index].targets;
    return !targets.empty() && readsStore(world.stations[targets.front().station].spec);
}

void deliver(World& world, VisitId id) {
    const Visit& visit = world.visits[id];
    if (visit.detached) {
        freeVisit(world, id);
        return;
    }
    const VisitId caller = visit.parent;
    Visit& parent = world.visits[caller];
    parent.child = kNoVisit;
    const bool waits = parent.stage != Stage::Stuck && parent.stage != Stage::Gone;
    if (waits) {
        parent.status = visit.status;
        parent.cause = visit.cause;
        if (tellsOfStore(world, visit, parent)) parent.missed = visit.missed;
    }
    freeVisit(world, id);
    if (waits) resume(world, caller);
}

}  // namespace

VisitId makeChild(World& world, VisitId parent, NodeRef to, ZoneIndex from, Time way) {
    const VisitId id = makeVisit(world, to);
    Visit& caller = world.visits[parent];
    Visit& visit = world.visits[id];
    visit.parent = parent;
    visit.way = way;
    visit.zone = from;
    visit.object = caller.object;
    visit.session = caller.session;
    visit.mix = caller.mix;
    visit.population = caller.population;
    visit.hops = caller.hops;
    if (caller.delivery) visit.batch = caller.batch;
    caller.child = id;
    caller.stage = Stage::Calling;
    ++caller.epoch;
    return id;
}

VisitId call(World& world, VisitId parent, NodeRef to, ZoneIndex from, Time delay, Time way) {
    const VisitId id = makeChild(world, parent, to, from, way);
    if (world.lossy) [[unlikely]]
        delay += retransmitted(world, parent, id);
    if (delay == 0) {
        arrive(world, id);
    } else {
        schedule(world, world.now + delay, EventKind::VisitArrives, 0, id,
                 world.visits[id].generation);
    }
    return id;
}

void answer(World& world, VisitId id, std::uint16_t status, Cause cause) {
    Visit& visit = world.visits[id];
    Meter& meter = meterOf(world, visit.node);
    meter.leave(world.now, visit.arrived);
    if (status < 400) {
        ++meter.completed;
    } else {
        ++meter.failed;
        meter.blame(status, static_cast<std::uint8_t>(cause));
    }
    visit.status = status;
    visit.cause = cause;
    if (world.lossy && !visit.detached) [[unlikely]]
        visit.way += retransmitted(world, visit.parent, id);
    watch(world, Step::Answered, id);
    if (visit.way == 0 || visit.detached) {
        deliver(world, id);
        return;
    }
    visit.stage = Stage::Answering;
    schedule(world, world.now + visit.way, EventKind::AnswerArrives, 0, id, visit.generation);
}

void resume(World& world, VisitId id) {
    if (world.visits[id].delivery) {
        deliveryResume(world, id);
        return;
    }
    switch (world.visits[id].node.kind) {
        case NodeKind::Clients: clientsResume(world, id); return;
        case NodeKind::Edge: edgeResume(world, id); return;
        case NodeKind::Balancer: balancerResume(world, id); return;
        case NodeKind::Station: stationResume(world, id); return;
    }
}

void giveUp(World& world, VisitId id) {
    const VisitId child = world.visits[id].child;
    if (child == kNoVisit) return;
    world.visits[id].child = kNoVisit;
    watch(world, Step::GivenUp, child);
    Visit& visit = world.visits[child];
    visit.detached = true;
    visit.parent = kNoVisit;
    if (visit.stage == Stage::Answering) return;
    switch (visit.node.kind) {
        case NodeKind::Balancer: balancerAbandon(world, child); return;
        case NodeKind::Station: stationAbandon(world, child); return;
        case NodeKind::Edge: edgeAbandon(world, child); return;
        case NodeKind::Clients: return;
    }
}

std::uint32_t laneOf(World& world, Time duration) {
    for (std::uint32_t lane = 0; lane < world.lanes.size(); ++lane) {
        if (world.lanes[lane].duration() == duration) return lane;
    }
    world.lanes.emplace_back(duration);
    return static_cast<std::uint32_t>(world.lanes.size() - 1);
}

void setDeadline(World& world, std::uint32_t lane, VisitId id) {
    TimerLane<Deadline>& timers = world.lanes[lane];
    const Visit& visit = world.visits[id];
    timers.set(world.now, {id, visit.generation, visit.epoch});
    if (timers.armed) return;
    timers.armed = true;
    schedule(world, timers.firstDeadline(), EventKind::LaneExpires, lane);
}

namespace {

bool isPending(const World& world, const Deadline& deadline) {
    const Visit& visit = world.visits[deadline.visit];
    return isLive(world, deadline.visit, deadline.generation) && visit.epoch == deadline.epoch &&
           visit.child != kNoVisit;
}

void timeOut(World& world, VisitId id) {
    giveUp(world, id);
    Visit& visit = world.visits[id];
    switch (visit.node.kind) {
        case NodeKind::Clients:
            visit.status = 0;
            visit.cause = Cause::ClientGaveUp;
            break;
        case NodeKind::Edge:
            visit.status = 504;
            visit.cause = Cause::OriginTimedOut;
            break;
        case NodeKind::Balancer: {
            const Balancer& balancer = world.balancers[visit.node.index];
            const Target& target = balancer.targets[visit.target];
            visit.status = 504;
            visit.cause = world.stations[target.station].down || !target.reachable
                              ? Cause::TargetSilent
                              : Cause::IdleTimeout;
            break;
        }
        case NodeKind::Station:
            visit.status = visit.delivery ? 0 : 504;
            visit.cause = Cause::CallTimedOut;
            break;
    }
    resume(world, id);
}

}  // namespace

void laneExpires(World& world, std::uint32_t lane) {
    world.lanes[lane].armed = false;
    while (!world.lanes[lane].empty()) {
        TimerLane<Deadline>& timers = world.lanes[lane];
        const Deadline deadline = timers.first();
        if (!isPending(world, deadline)) {
            timers.dropFirst();
            continue;
        }
        if (timers.firstDeadline() > world.now) {
            if (!timers.armed) {
                timers.armed = true;
                schedule(world, timers.firstDeadline(), EventKind::LaneExpires, lane);
            }
            return;
        }
        timers.dropFirst();
        timeOut(world, deadline.visit);
    }
}

void tell(World& world, const std::string& component, std::string what, std::string why) {
    constexpr std::uint64_t kMostOfOne = 200;
    if (++world.occurrenceCounts[component] > kMostOfOne) return;
    world.occurrences.push_back({world.now, component, std::move(what), std::move(why)});
}

void visitEvent(World& world, const Event& event) {
    if (!isLive(world, event.subject, event.generation)) return;
    if (static_cast<EventKind>(event.kind) == EventKind::AnswerArrives) {
        deliver(world, event.subject);
        return;
    }
    Visit& visit = world.visits[event.subject];
    if (visit.detached && visit.node.kind == NodeKind::Balancer) {
        freeVisit(world, event.subject);
        return;
    }
    arrive(world, event.subject);
}

}  // namespace archivolt::traffic
