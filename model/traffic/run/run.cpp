#include "model/traffic/run/run.h"

#include <algorithm>

#include "model/base/invariant.h"
#include "model/traffic/run/flow.h"
#include "model/traffic/run/simulation.h"

namespace archivolt::traffic {

namespace {

class Digest {
public:
    explicit Digest(std::uint64_t start) : m_state(start) {}
    void add(std::uint64_t value) { m_state = stir(m_state ^ value) * 1099511628211ULL; }
    void add(const Histogram& histogram) {
        add(histogram.count());
        add(histogram.sum());
        for (const std::uint64_t cell : histogram.cells()) add(cell);
    }
    void add(const Meter& meter) {
        for (const std::uint64_t value : {meter.arrivals, meter.completed, meter.failed,
                                          meter.abandoned, meter.present, meter.area}) {
            add(value);
        }
    }
    [[nodiscard]] std::uint64_t value() const { return m_state; }

private:
    std::uint64_t m_state;
};

Meter closedMeter(const Meter& meter, Time now, const std::string& name) {
    Meter closed = meter;
    INVARIANT(closed.conserves());
    INVARIANT(closed.littleHolds(now));
    closed.advance(now);
    static_cast<void>(name);
    return closed;
}

ComponentResult stationResult(const World& world, const Station& station, Time born, Time ready) {
    ComponentResult result;
    result.name = station.spec.name;
    result.kind = NodeKind::Station;
    result.meter = closedMeter(station.meter, world.now, result.name);
    result.waits = station.waits;
    result.waitUnit = station.waitUnit;
    result.meanWaits = station.meanWaits;
    result.servers = station.spec.servers;
    result.busyArea =
        station.busyArea + station.busy * static_cast<std::uint64_t>(world.now - station.busyLast);
    result.mostWaiting = station.mostWaiting;
    result.stale = station.stale;
    result.hits = station.hits;
    result.misses = station.misses;
    const Time last = station.ended ? station.endedAt : world.now;
    result.lived = static_cast<std::uint64_t>(last - born);
    result.up = upTime(world, station, ready);
    if (station.spec.credits) {
        result.credits = station.credits;
        result.surplus = station.surplus;
    }
    if (station.mailbox != kNoMailbox) {
        const Mailbox& box = world.mailboxes[station.mailbox];
        result.messages = {closedMeter(box.meter, world.now, result.name),
                           box.age,
                           box.batches,
                           box.retries,
                           box.deadLetters,
                           box.expired};
    }
    return result;
}

ClientResult clientResult(const World& world, const Clients& clients) {
    const Meter meter = closedMeter(clients.meter, world.now, clients.spec.name);
    ClientResult result;
    result.name = clients.spec.name;
    result.region = clients.spec.region;
    result.offered = meter.arrivals;
    result.completed = meter.completed;
    result.failed = meter.failed;
    result.inFlight = meter.present;
    result.retries = clients.retries;
    result.lookups = clients.lookups;
    result.resolutions = clients.resolutions;
    result.opened = clients.opened;
    result.byStatus = clients.byStatus;
    std::ranges::sort(result.byStatus, {},
                      [](const CauseCount& one) { return std::pair(one.status, one.cause); });
    result.latency = clients.latency;
    return result;
}

ComponentResult edgeResult(const World& world, const Edge& edge) {
    ComponentResult result;
    result.name = edge.spec.name;
    result.kind = NodeKind::Edge;
    result.meter = closedMeter(edge.meter, world.now, result.name);
    result.hits = edge.hits;
    result.misses = edge.misses;
    result.collapsed = edge.collapsed;
    for (const EdgePlace& place : edge.places) {
        for (const IdleConnections& one : place.idle) result.opened += one.opened;
    }
    result.lived = static_cast<std::uint64_t>(world.now);
    return result;
}

ComponentResult balancerResult(const World& world, const Balancer& balancer) {
    ComponentResult result;
    result.name = balancer.spec.name;
    result.kind = NodeKind::Balancer;
    result.meter = closedMeter(balancer.meter, world.now, result.name);
    result.failedOpen = balancer.failedOpen;
    result.lived = static_cast<std::uint64_t>(world.now);
    for (const Target& target : balancer.targets) {
        result.shares[world.stations[target.station].spec.name] += target.chosen;
        result.opened += target.idle.opened;
    }
    for (std::size_t i = 0; i < balancer.passed.size(); ++i) {
        const BalancerRoute& route = balancer.spec.routes[i];
        for (std::size_t k = 0; k < route.forwards.size(); ++k) {
            const auto& group = world.balancers[route.forwards[k].balancer];
            result.shares[group.spec.name] += balancer.passed[i][k];
        }
    }
    return result;
}

FleetResult fleetResult(const World& world, const Fleet& fleet) {
    FleetResult result;
    result.name = fleet.spec.name;
    result.atStart = fleet.spec.members.size();
    result.most = fleet.mostInService;
    result.drawn = fleet.drawn;
    result.abandoned = fleet.abandoned;
    for (const Member& member : fleet.members) {
        result.members.push_back(world.stations[member.station].spec.name);
        if (!member.ending && member.ready != kNever) ++result.atEnd;
    }
    return result;
}

void mergeMeter(Meter& meter, const Meter& other) {
    meter.arrivals += other.arrivals;
    meter.completed += other.completed;
    meter.failed += other.failed;
    meter.abandoned += other.abandoned;
    meter.present += other.present;
    meter.mostPresent = std::max(meter.mostPresent, other.mostPresent);
    meter.area += other.area;
    meter.stayed += other.stayed;
    meter.since += other.since;
}

void mergeCounts(std::vector<CauseCount>& counts, const std::vector<CauseCount>& others) {
    for (const CauseCount& other : others) {
        const auto same = std::ranges::find_if(counts, [&](const CauseCount& one) {
            return one.status == other.status && one.cause == other.cause;
        });
        if (same == counts.end()) {
            counts.push_back(other);
        } else {
            same->count += other.count;
        }
    }
    std::ranges::sort(counts, {},
                      [](const CauseCount& one) { return std::pair(one.status, one.cause); });
}

void mergeComponent(ComponentResult& result, const ComponentResult& other) {
    mergeMeter(result.meter, other.meter);
    mergeCounts(result.meter.causes, other.meter.causes);
    result.waits.merge(other.waits);
    result.meanWaits.merge(other.meanWaits);
    result.busyArea += other.busyArea;
    result.mostWaiting = std::max(result.mostWaiting, other.mostWaiting);
    result.credits = std::min(result.credits, other.credits);
    result.surplus += other.surplus;
    result.hits += other.hits;
    result.misses += other.misses;
    result.collapsed += other.collapsed;
    result.failedOpen += other.failedOpen;
    result.stale += other.stale;
    result.lived += other.lived;
    result.up += other.up;
    result.opened += other.opened;
    for (const auto& [name, count] : other.shares) result.shares[name] += count;
    if (result.messages && other.messages) {
        mergeMeter(result.messages->meter, other.messages->meter);
        mergeCounts(result.messages->meter.causes, other.messages->meter.causes);
        result.messages->age.merge(other.messages->age);
        result.messages->batches += other.messages->batches;
        result.messages->retries += other.messages->retries;
        result.messages->deadLetters += other.messages->deadLetters;
        result.messages->expired += other.messages->expired;
    }
}

/// Works out, by the utilisation law, at which rate of all requests each station would be full; a
/// fleet's members are taken together.
void addFullAt(Run& run) {
    std::map<std::string, std::string> fleetOf;
    for (const FleetResult& fleet : run.fleets) {
        for (const std::string& member : fleet.members) fleetOf[member] = fleet.name;
    }
    std::uint64_t offered = 0;
    for (const ClientResult& one : run.clients) offered += one.offered;
    struct Work {
        double busy = 0;
        double most = 0;
    };
    std::map<std::string, Work> works;
    for (const ComponentResult& one : run.components) {
        if (one.servers == 0 || one.busyArea == 0) continue;
        const auto fleet = fleetOf.find(one.name);
        Work& work = works[fleet == fleetOf.end() ? one.name : fleet->second];
        work.busy += static_cast<double>(one.busyArea);
        work.most += static_cast<double>(one.up) * one.servers;
    }
    const double rate = static_cast<double>(offered) / std::max(1e-9, toSeconds(run.simulated));
    for (const auto& [name, work] : works) {
        Tally tenths;
        tenths.add(rate * work.most / work.busy * 10);
        if (tenths.count > 0) run.fullAt[name] = tenths;
    }
}

}  // namespace

Run Simulation::result() const {
    const World& world = *m_world;
    Run run;
    run.seed = world.seed;
    run.events = world.processed;
    run.simulated = world.now;
    for (const Clients& clients : world.clients)
        run.clients.push_back(clientResult(world, clients));
    for (const Edge& edge : world.edges) run.components.push_back(edgeResult(world, edge));
    for (const Balancer& one : world.balancers)
        run.components.push_back(balancerResult(world, one));
    for (const Guard& one : world.guards) {
        ComponentResult& result = run.components.emplace_back();
        result.name = one.spec.name;
        result.meter = closedMeter(one.meter, world.now, result.name);
        result.lived = static_cast<std::uint64_t>(world.now);
    }
    std::map<std::uint32_t, const Member*> members;
    for (const Fleet& fleet : world.fleets) {
        run.fleets.push_back(fleetResult(world, fleet));
        for (const Member& member : fleet.members) members[member.station] = &member;
    }
    for (std::uint32_t i = 0; i < world.stations.size(); ++i) {
        const auto found = members.find(i);
        const bool alone = found == members.end();
        run.components.push_back(stationResult(world, world.stations[i],
                                               alone ? 0 : found->second->launched,
                                               alone ? 0 : found->second->ready));
    }
    std::ranges::sort(run.components, {}, &ComponentResult::name);
    for (ComponentResult& one : run.components) {
        mergeCounts(one.meter.causes, {});
        if (one.messages) mergeCounts(one.messages->meter.causes, {});
    }
    run.timeline = world.timeline;
    run.phases = phasesOf(world);
    run.occurrences = world.occurrences;
    run.occurrenceCounts = world.occurrenceCounts;
    if (world.ways) run.ways = world.ways->cells(world);
    Digest digest(world.digest);
    for (const ClientResult& one : run.clients) {
        for (const std::uint64_t value : {one.offered, one.completed, one.failed})
            digest.add(value);
        digest.add(one.latency);
    }
    for (const ComponentResult& one : run.components) {
        digest.add(one.meter);
        digest.add(one.waits);
        digest.add(one.busyArea);
        if (one.messages) {
            digest.add(one.messages->meter);
            digest.add(one.messages->age);
        }
    }
    run.digest = digest.value();
    addFullAt(run);
    return run;
}

Histogram Run::latency() const {
    Histogram all;
    for (const ClientResult& one : clients) all.merge(one.latency);
    return all;
}

void Run::merge(const Run& other) {
    INVARIANT(clients.size() == other.clients.size());
    // A sum, so that the order of merging never shows.
    digest += other.digest;
    events += other.events;
    replications += other.replications;
    simulated = std::max(simulated, other.simulated);
    for (std::size_t i = 0; i < clients.size(); ++i) {
        ClientResult& mine = clients[i];
        const ClientResult& its = other.clients[i];
        mine.offered += its.offered;
        mine.completed += its.completed;
        mine.failed += its.failed;
        mine.inFlight += its.inFlight;
        mine.retries += its.retries;
        mine.lookups += its.lookups;
        mine.resolutions += its.resolutions;
        mine.opened += its.opened;
        mergeCounts(mine.byStatus, its.byStatus);
        mine.latency.merge(its.latency);
    }
    // Fleets may have grown differently, so that components are matched by name.
    for (const ComponentResult& one : other.components) {
        const auto at = std::ranges::lower_bound(components, one.name, {}, &ComponentResult::name);
        if (at != components.end() && at->name == one.name) {
            mergeComponent(*at, one);
        } else {
            components.insert(at, one);
        }
    }
    for (std::size_t i = 0; i < fleets.size(); ++i) {
        fleets[i].atStart += other.fleets[i].atStart;
        fleets[i].atEnd += other.fleets[i].atEnd;
        fleets[i].drawn += other.fleets[i].drawn;
        fleets[i].abandoned += other.fleets[i].abandoned;
        fleets[i].most = std::max(fleets[i].most, other.fleets[i].most);
        std::vector<std::string> members;
        std::ranges::sort(fleets[i].members);
        std::vector<std::string> its = other.fleets[i].members;
        std::ranges::sort(its);
        std::ranges::set_union(fleets[i].members, its, std::back_inserter(members));
        fleets[i].members = std::move(members);
    }
    timeline.merge(other.timeline);
    INVARIANT(phases.size() == other.phases.size());
    for (std::size_t i = 0; i < phases.size(); ++i) phases[i].merge(other.phases[i]);
    for (const auto& [name, count] : other.occurrenceCounts) occurrenceCounts[name] += count;
    for (const auto& [name, its] : other.fullAt) fullAt[name].merge(its);
    mergeWays(ways, other.ways);
}

}  // namespace archivolt::traffic
