#include <fmt/format.h>

#include <algorithm>

#include "model/base/region_name.h"
#include "model/traffic/run/disturbances.h"
#include "model/traffic/run/flow.h"
#include "model/traffic/run/replacing.h"

namespace archivolt::traffic {

namespace {

/// A database's standby takes over; until then its connections are refused (T52, T54).
void startFailover(World& world, std::uint32_t index, const std::string& why) {
    Station& station = world.stations[index];
    const double share = station.choice.uniform();
    const Time lasting = station.spec.failoverLow +
                         static_cast<Time>(share * static_cast<double>(station.spec.failoverHigh -
                                                                       station.spec.failoverLow));
    station.spec.downMode = DownMode::Refuses;
    tell(world, station.spec.name,
         fmt::format("fails over to its standby, which takes {:.0f} s", toSeconds(lasting)), why);
    setDown(world, index, true);
    schedule(world, world.now + lasting, EventKind::FailoverEnds, 0, index);
}

bool hasStandby(const Station& station) { return station.spec.failoverHigh > 0; }

/// What runs through a balancer's node that is gone is lost.
void loseNode(World& world, std::uint32_t index, ZoneIndex zone) {
    Balancer& balancer = world.balancers[index];
    if (std::ranges::find(balancer.spec.zones, zone) == balancer.spec.zones.end()) return;
    balancer.zoneDown[zone] = true;
    balancer.zoneLeaves[zone] = world.now + world.zoneDetection;
    for (VisitId id = 0; id < world.visits.capacity(); ++id) {
        Visit& visit = world.visits[id];
        const bool here = visit.live && visit.node == NodeRef{NodeKind::Balancer, index} &&
                          visit.zone == zone && visit.stage == Stage::Calling;
        if (!here) continue;
        visit.stage = Stage::Stuck;
        if (visit.child == kNoVisit) continue;
        if (balancer.spec.routes.empty()) --balancer.targets[visit.target].outstanding;
        giveUp(world, id);
    }
}

void zoneFails(World& world, std::uint32_t fault, ZoneIndex zone) {
    if (zone == 0 || world.zoneFaults[zone]++ > 0) return;
    for (std::uint32_t i = 0; i < world.balancers.size(); ++i) loseNode(world, i, zone);
    for (std::uint32_t i = 0; i < world.stations.size(); ++i) {
        if (world.stations[i].spec.zone != zone || world.stations[i].ended) continue;
        if (hasStandby(world.stations[i])) {
            startFailover(world, i, "its zone is down");
            continue;
        }
        world.faultStations[fault].push_back(i);
        setDown(world, i, true);
    }
}

std::uint32_t stationNamed(const World& world, const std::string& name) {
    for (std::uint32_t i = 0; i < world.stations.size(); ++i) {
        if (world.stations[i].spec.name == name) return i;
    }
    return static_cast<std::uint32_t>(world.stations.size());
}

ZoneIndex zoneNamed(const World& world, const std::string& name) {
    for (std::size_t i = 1; i < world.zones.size(); ++i) {
        if (world.zones[i] == name) return static_cast<ZoneIndex>(i);
    }
    return 0;
}

/// Returns what zones of one Region have in common: its name, or its short form in their ids;
/// zones of other names are all of one.
std::string_view sharedByRegion(std::string_view zone) {
    const std::string_view region = regionOfZone(zone);
    if (!region.empty()) return region;
    const std::size_t digits = zone.find_first_of("0123456789");
    if (digits == std::string_view::npos) return {};
    return zone.substr(0, zone.find_first_not_of("0123456789", digits));
}

/// The other zones of a station's Region: whether any is known, and the first that is there.
struct Standby {
    bool known = false;
    ZoneIndex zone = 0;
};

Standby standbyOf(const World& world, ZoneIndex mine) {
    Standby standby;
    for (std::size_t zone = world.zones.size() - 1; zone > 0; --zone) {
        const bool beside =
            zone != mine && sharedByRegion(world.zones[zone]) == sharedByRegion(world.zones[mine]);
        if (!beside) continue;
        standby.known = true;
        if (world.zoneFaults[zone] == 0) standby.zone = static_cast<ZoneIndex>(zone);
    }
    return standby;
}

/// Empties an edge's caches, and those above it, as an invalidation does.
void flushEdge(World& world, std::uint32_t index) {
    Edge& edge = world.edges[index];
    for (EdgePlace& place : edge.places) {
        for (ObjectStore& store : place.stores) store.clear();
    }
    const EdgeSpec& spec = edge.spec;
    if (spec.ways.regional) flushEdge(world, *spec.ways.regional);
    for (const EdgeWays& ways : spec.near) {
        if (ways.regional) flushEdge(world, *ways.regional);
    }
    if (spec.origin.kind == NodeKind::Edge) flushEdge(world, spec.origin.index);
}

void flush(World& world, const std::string& name) {
    for (Station& station : world.stations) {
        if (station.spec.name == name && station.spec.store) station.store.clear();
    }
    for (std::uint32_t i = 0; i < world.edges.size(); ++i) {
        if (world.edges[i].spec.name == name) flushEdge(world, i);
    }
}

Fleet* fleetNamed(World& world, const std::string& name) {
    const auto found =
        std::ranges::find_if(world.fleets, [&](const Fleet& one) { return one.spec.name == name; });
    return found != world.fleets.end() ? &*found : nullptr;
}

std::string whyOf(const Fault& fault) {
    if (fault.between == 0) return "a fault of the scenario";
    return fmt::format("a fault at random, once in {:.0f} s on average", toSeconds(fault.between));
}

/// Strikes one of a fleet's members that answer, each as often as it should fail: of as many
/// chances as there may be members, those that nobody fills are struck in vain.
void strikeMember(World& world, std::uint32_t index, const Fault& fault, Fleet& fleet) {
    std::uint32_t left = world.randomFaults[index].stream.below(world.randomFaults[index].chances);
    const auto struck = std::ranges::find_if(fleet.members, [&](const Member& one) {
        return !one.ending && one.ready != kNever && left-- == 0;
    });
    awaitFault(world, index);
    if (struck == fleet.members.end() || world.stations[struck->station].down) return;
    tell(world, world.stations[struck->station].spec.name, "is down", whyOf(fault));
    setDown(world, struck->station, true);
    if (fault.lasting == 0) return;
    schedule(world, world.now + fault.lasting, EventKind::FaultEnds, 0, index, struck->station + 1);
}

/// Says whether what a random fault struck may be struck again before it is back: nothing is to be
/// waited for.
bool strikesOn(const Fault& fault) {
    return fault.kind == FaultKind::Flush || fault.kind == FaultKind::Failover ||
           (fault.kind == FaultKind::Interruption && fault.lasting == 0);
}

/// A random fault as it strikes now: how long it lasts is drawn.
Fault drawnFault(World& world, std::uint32_t index) {
    Fault fault = world.faults[index];
    if (fault.between == 0 || fault.lasting == 0) return fault;
    const Time lasting = Distribution::exponential(toSeconds(fault.lasting))
                             .sample(world.randomFaults[index].stream);
    fault.lasting = std::max<Time>(lasting, 1);
    return fault;
}

}  // namespace

void awaitFault(World& world, std::uint32_t index) {
    const Fault& fault = world.faults[index];
    Time at = fault.at;
    if (fault.between > 0) {
        RandomFault& random = world.randomFaults[index];
        random.chances = 1;
        if (const Fleet* fleet = fleetNamed(world, fault.target);
            fleet != nullptr && fault.kind == FaultKind::Station) {
            random.chances = std::max<std::uint32_t>(
                fleet->spec.most + std::max(1U, fleet->spec.most / 10), fleet->mostInService);
        }
        const Time gap = Distribution::exponential(toSeconds(fault.between) / random.chances)
                             .sample(random.stream);
        at = std::max(at, world.now) + std::max<Time>(gap, 1);
    }
    schedule(world, at, EventKind::FaultBegins, 0, index);
}

void faultBegins(World& world, std::uint32_t index) {
    const Fault fault = drawnFault(world, index);
    Fleet* fleet = fleetNamed(world, fault.target);
    if (fault.between > 0 && fleet != nullptr && fault.kind == FaultKind::Station) {
        strikeMember(world, index, fault, *fleet);
        return;
    }
    if (fault.lasting > 0) {
        schedule(world, world.now + fault.lasting, EventKind::FaultEnds, 0, index);
    } else if (fault.between > 0 && strikesOn(fault)) {
        awaitFault(world, index);
    }
    const std::string why = whyOf(fault);
    const std::uint32_t station = stationNamed(world, fault.target);
    const bool known = station < world.stations.size();
    switch (fault.kind) {
        case FaultKind::Zone:
            tell(world, fault.target, "goes down, with all that stands in it", why);
            zoneFails(world, index, zoneNamed(world, fault.target));
            return;
        case FaultKind::Station:
            if (!known) return;
            if (hasStandby(world.stations[station])) {
                startFailover(world, station, why);
                return;
            }
            tell(world, fault.target, "is down", why);
            world.faultStations[index].push_back(station);
            setDown(world, station, true);
            return;
        case FaultKind::Failover:
            if (known && !world.stations[station].down) startFailover(world, station, why);
            return;
        case FaultKind::Slow:
            if (!known) return;
            tell(world, fault.target, fmt::format("takes {} times as long", fault.factor), why);
            world.stations[station].slowness *= fault.factor;
            return;
        case FaultKind::Failing:
            if (!known) return;
            tell(world, fault.target,
                 fmt::format("fails {:.0f} % of its requests", 100 * fault.share), why);
            world.stations[station].erring = fault.share;
            return;
        case FaultKind::Flush:
            tell(world, fault.target, "loses all that it kept", why);
            flush(world, fault.target);
            return;
        case FaultKind::Interruption: interruptionBegins(world, fault); return;
        case FaultKind::Deploy: deployBegins(world, fault); return;
        case FaultKind::Loss:
            tell(world, fault.target,
                 fmt::format("loses {:.3g} % of its packets", 100 * fault.factor),
                 "a fault of the scenario");
            world.losses.push_back(index);
            refreshLosses(world);
            return;
        case FaultKind::EdgeLocation: edgeLocationFails(world, fault); return;
    }
}

void faultEnds(World& world, std::uint32_t index, std::uint32_t station) {
    const Fault fault = world.faults[index];
    if (station > 0) {
        const Station& back = world.stations[station - 1];
        if (back.ended) return;
        setDown(world, station - 1, false);
        tell(world, back.spec.name, "is back", "it has recovered");
        return;
    }
    if (fault.between > 0) awaitFault(world, index);
    for (const std::uint32_t down : world.faultStations[index]) {
        if (!world.stations[down].ended) setDown(world, down, false);
    }
    world.faultStations[index].clear();
    if (fault.kind == FaultKind::Slow) {
        const std::uint32_t slow = stationNamed(world, fault.target);
        if (slow < world.stations.size()) world.stations[slow].slowness /= fault.factor;
    }
    if (fault.kind == FaultKind::Failing) {
        const std::uint32_t failing = stationNamed(world, fault.target);
        if (failing < world.stations.size()) world.stations[failing].erring = 0;
    }
    if (fault.kind == FaultKind::Interruption) {
        interruptionEnds(world, fault);
        return;
    }
    if (fault.kind == FaultKind::EdgeLocation) {
        edgeLocationReturns(world, fault);
        return;
    }
    if (fault.kind == FaultKind::Loss) {
        std::erase(world.losses, index);
        refreshLosses(world);
        tell(world, fault.target, "loses no packets any more", "the scenario's fault is over");
        return;
    }
    if (fault.kind == FaultKind::Zone) {
        const ZoneIndex zone = zoneNamed(world, fault.target);
        if (zone == 0 || --world.zoneFaults[zone] > 0) return;
        for (Balancer& balancer : world.balancers) balancer.zoneDown[zone] = false;
    }
    tell(world, fault.target, "is back",
         fault.between > 0 ? "it has recovered" : "the scenario's fault is over");
}

void failoverEnds(World& world, std::uint32_t index) {
    Station& station = world.stations[index];
    const Standby standby = standbyOf(world, station.spec.zone);
    if (standby.known && standby.zone == 0 && world.zoneFaults[station.spec.zone] > 0) {
        // Its whole Region is lost, and the standby with it.
        schedule(world, world.now + kSecond, EventKind::FailoverEnds, 0, index);
        return;
    }
    setDown(world, index, false);
    if (station.down) return;
    if (standby.zone != 0) station.spec.zone = standby.zone;
    tell(world, station.spec.name, "answers again", "its standby has taken over");
}

}  // namespace archivolt::traffic
