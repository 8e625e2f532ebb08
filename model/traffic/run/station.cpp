#include <algorithm>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "model/traffic/run/disturbances.h"
#include "model/traffic/run/flow.h"

namespace archivolt::traffic {

namespace {

void stationNext(World& world, VisitId id);

const RequestClass& classOf(const World& world, const Visit& visit) {
    return world.clients[visit.population].spec.mix[visit.mix];
}

/// Takes a token, if there is one.
bool takesToken(const TokenBucket& bucket, BucketState& state, Time now) {
    state.tokens =
        std::min(bucket.burst, state.tokens + bucket.perSecond * toSeconds(now - state.at));
    state.at = now;
    if (state.tokens < 1) return false;
    state.tokens -= 1;
    ++state.taken;
    return true;
}

/// Takes one of what each object has for itself: a hot one is throttled however much is left.
bool passesObject(const TokenBucket& bucket, std::vector<BucketState>& states, std::uint32_t object,
                  Time now) {
    if (object >= states.size()) {
        states.resize(std::size_t{object} + 1 + object / 2, BucketState{bucket.burst, now});
    }
    return takesToken(bucket, states[object], now);
}

bool passesThrottle(World& world, Station& station, const Visit& visit) {
    const StationSpec& spec = station.spec;
    const bool changes = spec.objectWriteThrottle && classOf(world, visit).write;
    if (changes && !passesObject(*spec.objectWriteThrottle, station.objectWriteBuckets,
                                 visit.object, world.now)) {
        return false;
    }
    if (!changes && spec.objectThrottle &&
        !passesObject(*spec.objectThrottle, station.objectBuckets, visit.object, world.now)) {
        return false;
    }
    if (spec.writeThrottle && classOf(world, visit).write) {
        return takesToken(*spec.writeThrottle, station.writeBucket, world.now);
    }
    return !spec.throttle || takesToken(*spec.throttle, station.bucket, world.now);
}

void setBusy(World& world, Station& station, int change) {
    settle(world, station);
    station.busy = static_cast<std::uint32_t>(static_cast<int>(station.busy) + change);
}

Time drawWork(World& world, Station& station, const Visit& visit) {
    const Time drawn =
        station.work.take([&] { return station.spec.service.sample(station.service); });
    const double factor = classOf(world, visit).work * station.slowness * visit.batch;
    if (factor == 1 && !station.spec.credits && !station.spec.coldStart) return drawn;
    double work = static_cast<double>(drawn) * factor;
    if (station.spec.credits) {
        settle(world, station);
        if (station.throttledByCredits) work /= station.spec.credits->baseline;
    }
    if (station.spec.coldStart) {
        // The environment that was idle last is taken; those idle too long are gone.
        auto& warm = station.warmUntil;
        while (!warm.empty() && warm.front() <= world.now) warm.erase(warm.begin());
        if (warm.empty()) {
            work += static_cast<double>(station.spec.coldStart->sample(station.coldStarts));
        } else {
            warm.pop_back();
        }
    }
    return nearest(work);
}

void scheduleShared(World& world, std::uint32_t index) {
    Station& station = world.stations[index];
    ++station.jobsGeneration;
    if (station.jobs.empty()) return;
    const double jobs = static_cast<double>(station.jobs.size());
    const double servers = std::min(jobs, static_cast<double>(station.spec.servers));
    const double left = (station.jobs.front().first - station.virtualTime) * jobs / servers;
    schedule(world, world.now + static_cast<Time>(std::max(left, 0.0) + 0.999),
             EventKind::SharedWorkDone, index, 0, station.jobsGeneration);
}

void advanceShared(World& world, Station& station) {
    if (!station.jobs.empty()) {
        const double jobs = static_cast<double>(station.jobs.size());
        const double servers = std::min(jobs, static_cast<double>(station.spec.servers));
        station.virtualTime += static_cast<double>(world.now - station.virtualAt) * servers / jobs;
    }
    station.virtualAt = world.now;
}

void beginWork(World& world, Station& station, VisitId id) {
    Visit& visit = world.visits[id];
    station.lastWait = world.now - visit.arrived;
    station.lastBegan = world.now;
    station.waits.add(station.lastWait);
    visit.stage = Stage::Working;
    watch(world, Step::Began, id);
    Time work = drawWork(world, station, visit);
    if (station.spec.longest > 0 && work > station.spec.longest) {
        work = station.spec.longest;
        visit.overlong = true;
    }
    if (station.spec.discipline == Discipline::ProcessorSharing) {
        advanceShared(world, station);
        station.jobs.emplace_back(station.virtualTime + static_cast<double>(work), id);
        std::ranges::push_heap(station.jobs, std::greater<>());
        if (station.busy < station.spec.servers) setBusy(world, station, 1);
        scheduleShared(world, visit.node.index);
        return;
    }
    setBusy(world, station, 1);
    schedule(world, world.now + work, EventKind::WorkDone, visit.node.index, id, visit.generation);
}

bool hasRoom(const Station& station) {
    return !station.spec.waitingRoom || station.waiting < *station.spec.waitingRoom;
}

void addWaiting(Station& station) {
    ++station.waiting;
    station.mostWaiting = std::max(station.mostWaiting, station.waiting);
}

/// Gives a visit that has its slot to a server, or lets it wait for one.
void seekServer(World& world, Station& station, VisitId id) {
    const bool shares = station.spec.discipline == Discipline::ProcessorSharing;
    if (station.spec.servers == 0 || shares || station.busy < station.spec.servers) {
        beginWork(world, station, id);
        return;
    }
    if (station.spec.concurrency == 0 && !hasRoom(station)) {
        answer(world, id, station.spec.refusal, Cause::QueueFull);
        return;
    }
    world.visits[id].stage = Stage::WaitingForServer;
    station.serverQueue.append(world.visits, id);
    addWaiting(station);
}

/// Takes the next visit that still waits out of a queue; kNoVisit when there is none.
VisitId takeWaiting(World& world, Station& station, Chain<Visit>& queue) {
    while (!queue.empty()) {
        const VisitId id = queue.takeFirst(world.visits);
        if (world.visits[id].stage == Stage::Gone) {
            freeVisit(world, id);
            continue;
        }
        --station.waiting;
        return id;
    }
    return kNoVisit;
}

void releaseSlot(World& world, std::uint32_t index) {
    Station& station = world.stations[index];
    if (station.spec.concurrency == 0) return;
    --station.inSlots;
    const VisitId next = takeWaiting(world, station, station.slotQueue);
    if (next == kNoVisit) return;
    ++station.inSlots;
    seekServer(world, station, next);
}

void finishAt(World& world, VisitId id, std::uint16_t status, Cause cause) {
    const std::uint32_t index = world.visits[id].node.index;
    answer(world, id, status, cause);
    releaseSlot(world, index);
}

/// Says whether its software fails a request.
bool errs(Station& station) {
    return station.erring > 0 && station.choice.uniform() < station.erring;
}

/// The object of the request, where this station keeps objects.
void useStore(World& world, Station& station, Visit& visit) {
    ObjectStore& store =
        station.spec.storeOf ? world.stations[*station.spec.storeOf].store : station.store;
    switch (visit.action) {
        case CallAction::Read:
            visit.missed = !store.has(visit.object, world.now);
            ++(visit.missed ? station.misses : station.hits);
            return;
        case CallAction::Put: store.put(visit.object, world.now); return;
        case CallAction::Drop: store.drop(visit.object); return;
    }
}

/// Keeps when an object was changed last, and counts reads of a replica that come before the
/// change.
void noteChange(World& world, Station& station, const Visit& visit) {
    const bool write = classOf(world, visit).write;
    if (station.hasReplicas && write) {
        if (visit.object >= station.changed.size()) {
            station.changed.resize(std::size_t{visit.object} + 1 + visit.object / 2, -kNever / 2);
        }
        station.changed[visit.object] = world.now;
    }
    if (!station.spec.replica || write) return;
    const Station& source = world.stations[station.spec.replica->source];
    if (visit.object >= source.changed.size()) return;
    const Time lag = station.spec.replica->lag.sample(station.choice);
    if (world.now - source.changed[visit.object] < lag) ++station.stale;
}

bool isDue(World& world, Station& station, const Visit& visit, const Call& call) {
    const bool write = classOf(world, visit).write;
    if (call.when == CallWhen::Reads && write) return false;
    if (call.when == CallWhen::Writes && !write) return false;
    if (call.when == CallWhen::Missed && (write || !visit.missed)) return false;
    if (call.route >= 0 &&
        station.takes[visit.population][visit.mix] != static_cast<std::uint32_t>(call.route)) {
        return false;
    }
    return call.probability >= 1 || station.choice.uniform() < call.probability;
}

/// Returns the zone whose node of a balancer a call out of a station goes to: its own, as often as
/// the balancer's name is answered so, else one of those that are given out.
///
/// Source: Network Load Balancer guide, Availability Zone DNS affinity (T103).
ZoneIndex nodeTaken(World& world, Station& station, std::uint32_t index) {
    const BalancerSpec& spec = world.balancers[index].spec;
    const ZoneIndex own = station.spec.zone;
    if (spec.ownZone >= 1) return own;
    const std::uint64_t zones = answeredZones(world, index);
    const bool isThere = own < 64 && (zones >> own & 1U) != 0;
    if (zones == 0 || (isThere && station.choice.uniform() < spec.ownZone)) return own;
    return drawZone(station.choice, zones);
}

/// The part of what is spread by object that keeps this one: as hash slots are dealt out evenly.
/// Source: Amazon ElastiCache user guide, 16,384 slots.
NodeRef partFor(const std::vector<NodeRef>& parts, std::uint32_t object) {
    constexpr std::uint64_t kSlots = 16384;
    return parts[stir(object) % kSlots * parts.size() / kSlots];
}

void makeCall(World& world, Station& station, VisitId id, const Call& made) {
    const ZoneIndex from = station.spec.zone;
    const std::uint32_t through = from < made.through.size() ? made.through[from] : kDirect;
    const NodeRef to = made.parts.empty() ? made.to : partFor(made.parts, world.visits[id].object);
    const NodeRef first = through != kDirect ? NodeRef{NodeKind::Station, through} : to;
    ZoneIndex there = 0;
    ZoneIndex taken = from;
    if (first.kind == NodeKind::Station) there = world.stations[first.index].spec.zone;
    if (first.kind == NodeKind::Balancer) taken = there = nodeTaken(world, station, first.index);
    const Time way = wayFromTo(world, world.visits[id].node, from, first, there);
    const VisitId child = makeChild(world, id, first, taken, way);
    Visit& callee = world.visits[child];
    callee.action = made.action;
    callee.relays = through != kDirect;
    callee.onward = to;
    if (made.units != 1 && !callee.relays) callee.batch = made.units;
    if (made.timeout > 0) setDeadline(world, laneOf(world, made.timeout), id);
    Time arrives = world.now + way;
    if (world.lossy) [[unlikely]]
        arrives += retransmitted(world, id, child);
    schedule(world, arrives, EventKind::VisitArrives, 0, child, callee.generation);
}

void stationNext(World& world, VisitId id) {
    Visit& visit = world.visits[id];
    Station& station = world.stations[visit.node.index];
    if (visit.relays) {
        Call onward;
        onward.to = visit.onward;
        onward.action = visit.action;
        makeCall(world, station, id, onward);
        return;
    }
    while (visit.call < station.spec.calls.size() || visit.batch > 1) {
        if (visit.call == station.spec.calls.size()) {
            // The next message of the batch.
            --visit.batch;
            visit.call = 0;
            continue;
        }
        const Call& made = station.spec.calls[visit.call];
        if (!isDue(world, station, visit, made)) {
            ++visit.call;
            continue;
        }
        makeCall(world, station, id, made);
        return;
    }
    const bool routed = station.spec.routes.empty() ||
                        station.takes[visit.population][visit.mix] < station.spec.routes.size();
    if (routed && station.mailbox != kNoMailbox &&
        (!station.spec.messages->writesOnly || classOf(world, visit).write)) {
        const Visit made = visit;
        const std::uint32_t mailbox = station.mailbox;
        finishAt(world, id, 200, Cause::None);
        putFrom(world, mailbox, made);
        return;
    }
    finishAt(world, id, routed ? 200 : 404, routed ? Cause::None : Cause::NoRoute);
}

}  // namespace

Station makeStation(const World& world, const StationSpec& spec) {
    Station station;
    station.spec = spec;
    const auto stream = [&](const char* what) {
        return RandomStream(world.seed, world.replication, spec.name + what);
    };
    station.service = stream(" service");
    station.coldStarts = stream(" cold starts");
    station.choice = stream(" choice");
    station.meter.last = world.now;
    station.busyLast = world.now;
    station.virtualAt = world.now;
    station.bucket.at = world.now;
    station.writeBucket.at = world.now;
    station.creditsAt = world.now;
    if (spec.throttle) station.bucket.tokens = spec.throttle->burst;
    if (spec.writeThrottle) station.writeBucket.tokens = spec.writeThrottle->burst;
    if (spec.credits) station.credits = spec.credits->start;
    station.down = spec.blocked;
    station.downCauses = spec.blocked ? 1 : 0;
    if (spec.store) station.store = ObjectStore(*spec.store);
    station.waitUnit = std::max<Time>(1, fromSeconds(spec.service.mean() / 1024));
    return station;
}

void spendCredits(World& world, Station& station, std::uint64_t busy) {
    const CreditSpec& spec = *station.spec.credits;
    const double share = station.throttledByCredits ? spec.baseline : 1;
    const double used = static_cast<double>(busy) * share;
    station.usedArea += static_cast<std::uint64_t>(nearest(used));
    const double earned =
        spec.earnedPerHour * static_cast<double>(world.now - station.creditsAt) / kHour;
    station.creditsAt = world.now;
    station.credits = std::min(spec.most, station.credits + earned - used / kMinute);
    if (station.credits <= 0) {
        if (spec.unlimited) station.surplus -= station.credits;
        station.credits = 0;
    }
    const bool throttled = station.credits <= 0 && !spec.unlimited && spec.baseline > 0;
    // A reserve of one vCPU for a second keeps the speed from flickering.
    if (station.throttledByCredits && !throttled && station.credits < 1.0 / 60) return;
    if (throttled == station.throttledByCredits) return;
    station.throttledByCredits = throttled;
    const std::string credits = spec.ofStorage ? "burst credits" : "CPU credits";
    tell(world, station.spec.name,
         throttled ? "runs out of " + credits : "has " + credits + " again",
         throttled ? "its balance is spent, so it runs at its baseline"
                   : "it earned some while it was less busy");
}

void stationArrive(World& world, VisitId id) {
    Visit& visit = world.visits[id];
    Station& station = world.stations[visit.node.index];
    station.meter.enter(world.now);
    if (station.ended) {
        answer(world, id, 502, Cause::TargetGone);
        return;
    }
    if (station.down) {
        if (station.spec.downMode == DownMode::Refuses) {
            answer(world, id, 503, Cause::Refused);
        } else if (visit.detached) {
            visit.stage = Stage::Stuck;
            stationAbandon(world, id);
        } else {
            visit.stage = Stage::Stuck;
        }
        return;
    }
    if (!passesThrottle(world, station, visit)) {
        answer(world, id, 429, Cause::Throttled);
        return;
    }
    if (station.mailbox != kNoMailbox && !laneTakes(world, station.mailbox, visit.session)) {
        answer(world, id, 429, Cause::Throttled);
        return;
    }
    if (station.spec.concurrency == 0) {
        seekServer(world, station, id);
        return;
    }
    if (station.inSlots < station.spec.concurrency) {
        ++station.inSlots;
        seekServer(world, station, id);
        return;
    }
    if (!hasRoom(station)) {
        answer(world, id, station.spec.refusal, Cause::QueueFull);
        return;
    }
    visit.stage = Stage::WaitingForSlot;
    station.slotQueue.append(world.visits, id);
    addWaiting(station);
}

void workDone(World& world, VisitId id) {
    Visit& visit = world.visits[id];
    if (visit.stage != Stage::Working) return;
    Station& station = world.stations[visit.node.index];
    setBusy(world, station, -1);
    const VisitId next = takeWaiting(world, station, station.serverQueue);
    if (next != kNoVisit) beginWork(world, station, next);
    watch(world, Step::Worked, id);
    if (station.spec.coldStart) station.warmUntil.push_back(world.now + station.spec.keepWarm);
    if (visit.overlong) {
        finishAt(world, id, 504, Cause::WorkCutOff);
        return;
    }
    if (errs(station)) {
        finishAt(world, id, 500, Cause::OwnError);
        return;
    }
    if (station.spec.store || station.spec.storeOf) useStore(world, station, visit);
    if (station.hasReplicas || station.spec.replica) noteChange(world, station, visit);
    stationNext(world, id);
}

void sharedWorkDone(World& world, std::uint32_t index, std::uint32_t generation) {
    Station& station = world.stations[index];
    if (generation != station.jobsGeneration || station.jobs.empty()) return;
    advanceShared(world, station);
    const VisitId id = station.jobs.front().second;
    station.virtualTime = std::max(station.virtualTime, station.jobs.front().first);
    std::ranges::pop_heap(station.jobs, std::greater<>());
    station.jobs.pop_back();
    if (station.jobs.size() < station.busy) setBusy(world, station, -1);
    scheduleShared(world, index);
    watch(world, Step::Worked, id);
    if (errs(station)) {
        finishAt(world, id, 500, Cause::OwnError);
        return;
    }
    if (station.spec.store || station.spec.storeOf) {
        useStore(world, station, world.visits[id]);
    }
    stationNext(world, id);
}

void stationResume(World& world, VisitId id) {
    Visit& visit = world.visits[id];
    Station& station = world.stations[visit.node.index];
    if (visit.relays) {
        finishAt(world, id, visit.status == 0 ? std::uint16_t{504} : visit.status, visit.cause);
        return;
    }
    const Call& made = station.spec.calls[visit.call];
    ++visit.call;
    const bool failed = visit.status == 0 || visit.status >= 400;
    if (failed && made.required) {
        const Cause cause =
            visit.cause == Cause::CallTimedOut ? Cause::CallTimedOut : Cause::CallFailed;
        finishAt(world, id, 500, cause);
        return;
    }
    // A store that can't be asked is one that has nothing.
    if (failed && made.action == CallAction::Read) visit.missed = true;
    visit.status = 200;
    stationNext(world, id);
}

void stationAbandon(World& world, VisitId id) {
    Visit& visit = world.visits[id];
    if (visit.stage == Stage::Lost) {
        freeVisit(world, id);
        return;
    }
    Station& station = world.stations[visit.node.index];
    const bool waits =
        visit.stage == Stage::WaitingForSlot || visit.stage == Stage::WaitingForServer;
    if (visit.stage != Stage::Stuck && !(waits && station.spec.abandons)) return;
    station.meter.leave(world.now, visit.arrived);
    ++station.meter.abandoned;
    if (visit.stage == Stage::Stuck) {
        giveUp(world, id);
        freeVisit(world, id);
        return;
    }
    --station.waiting;
    if (visit.stage == Stage::WaitingForServer && station.spec.concurrency != 0) {
        visit.stage = Stage::Gone;
        releaseSlot(world, visit.node.index);
        return;
    }
    visit.stage = Stage::Gone;
}

namespace {

/// Returns who is at a station, in the order of their arrival.
std::vector<VisitId> visitsAt(const World& world, std::uint32_t index) {
    std::vector<VisitId> found;
    for (VisitId id = 0; id < world.visits.capacity(); ++id) {
        const Visit& visit = world.visits[id];
        if (visit.live && visit.node == NodeRef{NodeKind::Station, index} && !visit.delivery &&
            visit.stage != Stage::OnTheWay && visit.stage != Stage::Answering &&
            visit.stage != Stage::Gone && visit.stage != Stage::Lost) {
            found.push_back(id);
        }
    }
    std::ranges::sort(found, [&](VisitId a, VisitId b) {
        const Time left = world.visits[a].arrived;
        const Time right = world.visits[b].arrived;
        return left != right ? left < right : a < b;
    });
    return found;
}

/// Empties a station of everything that is under way; returns whose visits those were.
std::vector<VisitId> emptyStation(World& world, std::uint32_t index) {
    Station& station = world.stations[index];
    std::vector<VisitId> held = visitsAt(world, index);
    for (Chain<Visit>* queue : {&station.slotQueue, &station.serverQueue}) {
        while (!queue->empty()) {
            const VisitId id = queue->takeFirst(world.visits);
            if (world.visits[id].stage == Stage::Gone) freeVisit(world, id);
        }
    }
    setBusy(world, station, -static_cast<int>(station.busy));
    station.jobs.clear();
    ++station.jobsGeneration;
    station.waiting = 0;
    station.inSlots = 0;
    station.warmUntil.clear();
    for (const VisitId id : held) world.visits[id].stage = Stage::Stuck;
    return held;
}

}  // namespace

void setDown(World& world, std::uint32_t index, bool down) {
    Station& station = world.stations[index];
    if (!down) {
        station.down = --station.downCauses > 0;
        if (!station.down && !station.ended) station.downFor += world.now - station.downSince;
        return;
    }
    ++station.downCauses;
    if (station.down || station.ended) return;
    station.down = true;
    station.downSince = world.now;
    const std::vector<VisitId> held = emptyStation(world, index);
    for (const VisitId id : held) {
        if (station.spec.downMode == DownMode::Refuses) {
            giveUp(world, id);
            answer(world, id, 503, Cause::Refused);
        } else if (world.visits[id].detached) {
            stationAbandon(world, id);
        } else {
            // Nobody is left who would notice that its call was answered, or took too long.
            giveUp(world, id);
        }
    }
}

void endStation(World& world, std::uint32_t index) {
    if (world.stations[index].ended) return;
    const std::vector<VisitId> held = emptyStation(world, index);
    Station& station = world.stations[index];
    if (station.down) station.downFor += world.now - station.downSince;
    station.ended = true;
    station.endedAt = world.now;
    for (const VisitId id : held) {
        giveUp(world, id);
        answer(world, id, 502, Cause::TargetGone);
    }
}

}  // namespace archivolt::traffic
