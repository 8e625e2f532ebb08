#include "model/traffic/run/simulation.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "model/base/invariant.h"
#include "model/traffic/run/disturbances.h"
#include "model/traffic/run/flow.h"
#include "model/traffic/run/replacing.h"

namespace archivolt::traffic {

namespace {

RandomStream streamOf(const World& world, const std::string& name) {
    return {world.seed, world.replication, name};
}

void addClients(World& world, const ClientSpec& spec, std::uint32_t& sessions,
                std::uint32_t& objects) {
    Clients clients;
    clients.spec = spec;
    clients.arrivals = streamOf(world, spec.name + " arrivals");
    clients.choice = streamOf(world, spec.name + " choice");
    clients.network = streamOf(world, spec.name + " network");
    clients.lookupTimes = streamOf(world, spec.name + " look-ups");
    clients.backoff = streamOf(world, spec.name + " backoff");
    if (spec.objects > 1) clients.objects = AliasTable::zipf(spec.objects, spec.zipf);
    double sum = 0;
    for (const RequestClass& one : spec.mix) clients.mixCumulative.push_back(sum += one.share);
    clients.resolvers.resize(std::max(spec.entry.resolvers, 1U));
    clients.records.resize(spec.entry.records.size());
    clients.sessionBase = sessions;
    clients.objectBase = spec.objectsOf ? world.clients[*spec.objectsOf].objectBase : objects;
    sessions += std::max(spec.sessions, spec.users);
    if (spec.connections.roundTrips > 0) {
        clients.connections.resize(std::max(spec.sessions, spec.users));
    }
    if (!spec.objectsOf) objects += std::max(spec.objects, 1U);
    if (spec.timeout > 0) clients.timeoutLane = laneOf(world, spec.timeout);
    world.clients.push_back(std::move(clients));
}

void addEdge(World& world, const EdgeSpec& spec) {
    Edge edge;
    edge.spec = spec;
    edge.choice = streamOf(world, spec.name + " choice");
    edge.spec.places = std::max(spec.places, 1U);
    const std::size_t caches = edge.spec.places * (spec.near.size() + 1);
    for (std::size_t i = 0; i < caches; ++i) {
        edge.places.emplace_back();
        for (const EdgeBehaviour& one : spec.behaviours) {
            edge.places.back().stores.emplace_back(one.cache.value_or(StoreSpec{}));
        }
        edge.places.back().stores.emplace_back(spec.cache.value_or(StoreSpec{}));
        edge.places.back().idle.resize(spec.behaviours.size() + 2);
    }
    edge.originNames.resize(spec.behaviours.size() + 2);
    edge.asksSignature =
        spec.asksSignature || std::ranges::any_of(spec.behaviours, &EdgeBehaviour::asksSignature);
    if (spec.originTimeout > 0) edge.originLane = laneOf(world, spec.originTimeout);
    world.edges.push_back(std::move(edge));
}

void addBalancer(World& world, const BalancerSpec& spec) {
    Balancer balancer;
    balancer.spec = spec;
    balancer.choice = streamOf(world, spec.name + " choice");
    balancer.zoneDown.resize(world.zones.size());
    balancer.zoneLeaves.resize(world.zones.size());
    if (spec.idleTimeout > 0) balancer.idleLane = laneOf(world, spec.idleTimeout);
    if (spec.connectTimeout > 0) balancer.connectLane = laneOf(world, spec.connectTimeout);
    for (const TargetSpec& one : spec.targets) {
        Target target;
        target.station = one.station;
        target.weight = one.weight;
        target.reachable = one.reachable;
        target.checked = one.checked;
        target.zone = world.stations[one.station].spec.zone;
        balancer.targets.push_back(target);
    }
    world.balancers.push_back(std::move(balancer));
    refreshChoices(world, static_cast<std::uint32_t>(world.balancers.size() - 1));
}

void begin(World& world) {
    matchKinds(world);
    for (std::uint32_t i = 0; i < world.balancers.size(); ++i) startHealthChecks(world, i);
    for (std::uint32_t i = 0; i < world.balancers.size(); ++i) startAnomalies(world, i);
    for (std::uint32_t i = 0; i < world.fleets.size(); ++i) startFleet(world, i);
    for (std::uint32_t i = 0; i < world.stations.size(); ++i) startCapacities(world, i);
    for (std::uint32_t i = 0; i < world.faults.size(); ++i) {
        awaitFault(world, i);
    }
    for (std::uint32_t i = 0; i < world.clients.size(); ++i) startClients(world, i);
}

/// What is not a visit's way or work: the rarer events.
void otherEvent(World& world, const Event& event) {
    switch (static_cast<EventKind>(event.kind)) {
        case EventKind::SharedWorkDone: sharedWorkDone(world, event.node, event.generation); return;
        case EventKind::LaneExpires: laneExpires(world, event.node); return;
        case EventKind::Attempt:
            if (isLive(world, event.subject, event.generation)) attempt(world, event.subject);
            return;
        case EventKind::Patience:
            if (isLive(world, event.subject, event.generation)) patienceEnds(world, event.subject);
            return;
        case EventKind::HealthTick: healthTick(world, event.node, event.subject); return;
        case EventKind::HealthResult:
            healthResult(world, event.node, event.subject, event.generation != 0);
            return;
        case EventKind::SlowStartStep: slowStartStep(world, event.node); return;
        case EventKind::FleetTick: fleetTick(world, event.node); return;
        case EventKind::MemberReady: memberReady(world, event.node, event.subject); return;
        case EventKind::MemberEnds:
            memberEnds(world, event.node, event.subject, event.generation);
            return;
        case EventKind::PooledReady:
            pooledReady(world, event.node, static_cast<ZoneIndex>(event.subject),
                        event.generation != 0);
            return;
        case EventKind::MemberGivenUp: memberGivenUp(world, event.node, event.subject); return;
        case EventKind::Scheduled: scheduledSize(world, event.node, event.subject); return;
        case EventKind::MessageReady:
            messageReady(world, event.node, event.subject, event.generation);
            return;
        case EventKind::MessagesDue:
            messagesDue(world, event.node, event.subject, event.generation);
            return;
        case EventKind::FaultBegins: faultBegins(world, event.subject); return;
        case EventKind::FaultEnds: faultEnds(world, event.subject, event.generation); return;
        case EventKind::FailoverEnds: failoverEnds(world, event.subject); return;
        case EventKind::NameCheck: nameCheck(world, event.node); return;
        case EventKind::CapacityTick: capacityTick(world, event.node); return;
        case EventKind::CapacityHolds: capacityHolds(world, event.node, event.subject); return;
        case EventKind::SpotEnds: spotEnds(world, event.node, event.subject); return;
        case EventKind::RolloutStep: rolloutStep(world, event.node); return;
        case EventKind::AnomalyTick: anomalyTick(world, event.node); return;
        case EventKind::NameFails:
            if (isLive(world, event.subject, event.generation)) nameFails(world, event.subject);
            return;
        case EventKind::ClientArrives:
        case EventKind::VisitArrives:
        case EventKind::WorkDone:
        case EventKind::AnswerArrives: break;
    }
    INVARIANT(false && "handled by the loop itself");
}

void happen(World& world, const Event& event) {
    switch (static_cast<EventKind>(event.kind)) {
        case EventKind::ClientArrives: clientArrives(world, event.node, event.subject); return;
        case EventKind::VisitArrives:
        case EventKind::AnswerArrives: visitEvent(world, event); return;
        case EventKind::WorkDone:
            if (isLive(world, event.subject, event.generation)) workDone(world, event.subject);
            return;
        default: otherEvent(world, event); return;
    }
}

}  // namespace

Simulation::Simulation(const Plant& plant, const RunOptions& options)
    : m_world(std::make_unique<World>()) {
    INVARIANT(whatIsWrong(plant).empty());
    World& world = *m_world;
    world.seed = options.seed;
    world.replication = options.replication;
    world.end = options.duration;
    world.measureFrom = options.measureFrom;
    world.batchEnd = std::max<Time>(1, world.end / kBatches);
    if (options.followWays) world.ways = std::make_unique<WaySums>();
    world.followed = options.followWays;
    world.queue = EventQueue(options.queue);
    world.zones = plant.zones;
    world.zoneFaults.resize(world.zones.size());
    world.withinZone = plant.withinZone;
    world.betweenZones = plant.betweenZones;
    world.zoneDetection = plant.zoneDetection;
    world.network = streamOf(world, "network");
    world.chance = streamOf(world, "losses");
    world.retransmission = plant.retransmission;
    world.regions = plant.regions.size();
    world.regionWays = plant.regionWays;
    world.faults = plant.faults;
    world.phaseEnds = phaseEnds(world.faults, world.end);
    std::ranges::reverse(world.phaseEnds);
    world.faultStations.resize(world.faults.size());
    for (const Fault& fault : world.faults) {
        world.randomFaults.push_back({streamOf(world, "fault " + fault.stream)});
    }
    for (const StationSpec& spec : plant.stations) {
        world.stations.push_back(makeStation(world, spec));
    }
    for (std::uint32_t i = 0; i < world.stations.size(); ++i) {
        const auto& spec = world.stations[i].spec;
        if (spec.messages) addMailbox(world, i);
        if (spec.replica) world.stations[spec.replica->source].hasReplicas = true;
    }
    for (const BalancerSpec& spec : plant.balancers) addBalancer(world, spec);
    for (const EdgeSpec& spec : plant.edges) addEdge(world, spec);
    for (const GuardSpec& spec : plant.guards) addGuard(world, spec);
    std::uint32_t sessions = 0;
    std::uint32_t objects = 0;
    for (const ClientSpec& spec : plant.clients) addClients(world, spec, sessions, objects);
    world.sessions = sessions;
    for (Clients& clients : world.clients) clients.nextSession = sessions;
    for (const FleetSpec& spec : plant.fleets) {
        Fleet fleet;
        fleet.spec = spec;
        fleet.choice = streamOf(world, spec.name + " choice");
        fleet.boot = streamOf(world, spec.name + " boot");
        world.fleets.push_back(std::move(fleet));
    }
    begin(world);
}

Simulation::~Simulation() = default;
Simulation::Simulation(Simulation&&) noexcept = default;
Simulation& Simulation::operator=(Simulation&&) noexcept = default;

namespace {

/// Keeps, of each station, the mean wait in the part of the run that ends here.
void endBatch(World& world) {
    const Time length = std::max<Time>(1, world.end / kBatches);
    const bool isFirst = world.batchEnd <= length;
    world.batchEnd += length;
    for (Station& station : world.stations) {
        const std::uint64_t waits = station.waits.count() - station.waitsBefore;
        const auto sum = static_cast<double>(station.waits.sum() - station.waitSumBefore);
        station.waitsBefore = station.waits.count();
        station.waitSumBefore = station.waits.sum();
        // The run begins empty, which its first part still shows.
        if (isFirst || waits == 0) continue;
        const double mean =
            sum / static_cast<double>(waits) / static_cast<double>(station.waitUnit);
        station.meanWaits.add(mean);
    }
}

bool advanceTo(World& world, Time until, const std::function<bool()>& stop) {
    Event event;
    while (world.queue.popUntil(until, event)) {
        world.now = event.at;
        const auto mixed = static_cast<std::uint64_t>(event.at) ^
                           (static_cast<std::uint64_t>(event.kind) << 56U) ^
                           (static_cast<std::uint64_t>(event.node) << 40U) ^ event.subject;
        world.digest = (world.digest ^ mixed) * 1099511628211ULL;
        happen(world, event);
        if ((++world.processed & 0xFFFU) == 0 && stop && stop()) return false;
    }
    world.now = until;
    return true;
}

}  // namespace

bool Simulation::advance(Time until, const std::function<bool()>& stop) {
    World& world = *m_world;
    until = std::min(until, world.end);
    do {
        const Time cut = world.phaseEnds.empty() ? kNever : world.phaseEnds.back();
        const Time next = std::min({until, world.batchEnd, cut});
        if (!advanceTo(world, next, stop)) return false;
        if (next == cut) {
            world.phaseEnds.pop_back();
            world.phaseMarks.push_back(markNow(world));
        }
        if (next == world.batchEnd) endBatch(world);
    } while (world.now < until);
    return true;
}

void Simulation::watch(std::function<void(const World&, Step, VisitId)> watcher) {
    m_world->watcher = std::move(watcher);
    m_world->followed = true;
}

Time Simulation::now() const { return m_world->now; }
bool Simulation::isOver() const { return m_world->now >= m_world->end; }

std::vector<Run> replications(const Plant& plant, const RunOptions& options, std::size_t count,
                              const Executor& executor) {
    std::vector<Run> runs(count);
    executor(count, [&](std::size_t i) {
        RunOptions mine = options;
        mine.replication = options.replication + i;
        Simulation simulation(plant, mine);
        simulation.advance(mine.duration);
        runs[i] = simulation.result();
    });
    return runs;
}

Run replicate(const Plant& plant, const RunOptions& options, std::size_t count,
              const Executor& executor) {
    const std::vector<Run> runs = replications(plant, options, count, executor);
    Run all = runs.front();
    for (std::size_t i = 1; i < count; ++i) all.merge(runs[i]);
    return all;
}

}  // namespace archivolt::traffic
