#include <algorithm>

#include "model/traffic/run/flow.h"

namespace archivolt::traffic {

namespace {

bool isCandidate(const Target& target) {
    return target.health != Health::Draining && target.health != Health::Removed;
}

double weightOf(const World& world, const Balancer& balancer, const Target& target) {
    if (!target.slowStarting) return target.weight * target.mitigated;
    // The share grows linearly from its first moment on (T2).
    const double part = static_cast<double>(world.now - target.healthySince) /
                        static_cast<double>(balancer.spec.slowStart);
    return target.weight * target.mitigated * std::clamp(part, 0.02, 1.0);
}

void fillChoice(const World& world, const Balancer& balancer, ZoneIndex zone, Choice& choice) {
    choice.targets.clear();
    choice.cumulative.clear();
    choice.failOpen = false;
    for (const bool open : {false, true}) {
        double sum = 0;
        for (std::uint32_t i = 0; i < balancer.targets.size(); ++i) {
            const Target& target = balancer.targets[i];
            // What stands in no zone of its own is a pool that has some in each.
            const bool elsewhere = target.zone != 0 && target.zone != zone;
            if (zone != 0 && !balancer.spec.crossZone && elsewhere) continue;
            if (!isCandidate(target) || (!open && target.health != Health::Healthy)) continue;
            const double weight = weightOf(world, balancer, target);
            if (!(weight > 0)) continue;
            choice.targets.push_back(i);
            choice.cumulative.push_back(sum += weight);
        }
        // With no healthy target, all are tried (T7).
        choice.failOpen = open && !choice.targets.empty();
        if (!choice.targets.empty()) break;
    }
    if (!choice.targets.empty()) choice.turn %= static_cast<std::uint32_t>(choice.targets.size());
}

std::uint32_t drawWeighted(const Choice& choice, RandomStream& stream) {
    const double draw = stream.uniform() * choice.cumulative.back();
    const auto at = std::ranges::upper_bound(choice.cumulative, draw);
    return choice.targets[static_cast<std::size_t>(at - choice.cumulative.begin())];
}

std::uint32_t leastOutstanding(Balancer& balancer, Choice& choice) {
    // Ties go to those that come next in turn, so that idle targets share evenly.
    std::uint32_t best = 0;
    std::uint32_t bestAt = 0;
    double least = 1e300;
    const auto count = static_cast<std::uint32_t>(choice.targets.size());
    for (std::uint32_t i = 0; i < count; ++i) {
        const std::uint32_t at = (choice.turn + i) % count;
        const Target& target = balancer.targets[choice.targets[at]];
        const double load = target.outstanding / target.weight;
        if (load < least) {
            least = load;
            best = choice.targets[at];
            bestAt = at;
        }
    }
    choice.turn = (bestAt + 1) % count;
    return best;
}

/// Says whether a target's agent takes another request (T58).
bool isReady(const Balancer& balancer, std::uint32_t target) {
    const std::uint32_t most = balancer.spec.mostAtTarget;
    return most == 0 || balancer.targets[target].outstanding < most;
}

bool hasReadyTarget(const Balancer& balancer, const Choice& choice) {
    return std::ranges::any_of(choice.targets,
                               [&](std::uint32_t one) { return isReady(balancer, one); });
}

std::uint32_t chooseTarget(Balancer& balancer, Choice& choice, const Visit& visit) {
    const auto count = static_cast<std::uint32_t>(choice.targets.size());
    // In turn, of those that are ready.
    while (!isReady(balancer, choice.targets[choice.turn]) && hasReadyTarget(balancer, choice)) {
        choice.turn = choice.turn + 1 == count ? 0 : choice.turn + 1;
    }
    switch (balancer.spec.algorithm) {
        case Algorithm::RoundRobin: {
            if (balancer.weighted && balancer.spec.mostAtTarget == 0) {
                return drawWeighted(choice, balancer.choice);
            }
            const std::uint32_t at = choice.turn;
            choice.turn = at + 1 == count ? 0 : at + 1;
            return choice.targets[at];
        }
        case Algorithm::LeastOutstanding: return leastOutstanding(balancer, choice);
        case Algorithm::WeightedRandom: return drawWeighted(choice, balancer.choice);
        case Algorithm::PowerOfTwo: {
            const std::uint32_t a = choice.targets[balancer.choice.below(count)];
            const std::uint32_t b = choice.targets[balancer.choice.below(count)];
            return balancer.targets[b].outstanding < balancer.targets[a].outstanding ? b : a;
        }
        case Algorithm::FlowHash:
            return choice.targets[stir(visit.session + 0x51ED270B7ULL) % count];
    }
    return choice.targets.front();
}

/// The target that the visit's session is bound to, where that may still be used (T8, T9).
std::uint32_t stickyTarget(World& world, Balancer& balancer, Choice& choice, const Visit& visit) {
    const bool remembers = balancer.spec.stickiness > 0 && visit.session < world.sessions;
    if (!remembers) return chooseTarget(balancer, choice, visit);
    if (visit.session >= balancer.sticky.size()) {
        balancer.sticky.resize(std::size_t{visit.session} + 1 + visit.session / 2, {0, -1});
    }
    auto& [target, until] = balancer.sticky[visit.session];
    const bool usable =
        until > world.now && target < balancer.targets.size() &&
        (balancer.targets[target].health == Health::Healthy ||
         (balancer.spec.keepsFlows && balancer.targets[target].health != Health::Removed) ||
         (choice.failOpen && isCandidate(balancer.targets[target])));
    if (!usable) target = chooseTarget(balancer, choice, visit);
    until = world.now + balancer.spec.stickiness;
    return target;
}

void dispatch(World& world, VisitId id, Choice& choice) {
    const Visit& visit = world.visits[id];
    const std::uint32_t index = visit.node.index;
    Balancer& balancer = world.balancers[index];
    const std::uint32_t chosen = stickyTarget(world, balancer, choice, visit);
    if (choice.failOpen) ++balancer.failedOpen;
    Target& target = balancer.targets[chosen];
    ++target.outstanding;
    ++target.chosen;
    const ZoneIndex zone = visit.zone;
    const Station& station = world.stations[target.station];
    const bool silent =
        (station.down && station.spec.downMode == DownMode::Silent) || !target.reachable;
    world.visits[id].target = chosen;
    const Time way =
        wayFromTo(world, visit.node, zone, {NodeKind::Station, target.station}, target.zone);
    Time own =
        balancer.spec.processing.mean() > 0 ? balancer.spec.processing.sample(balancer.choice) : 0;
    if (balancer.spec.connections.roundTrips > 0) {
        own += target.idle.take(balancer.spec.connections, world.now, 2 * way);
    }
    const std::uint32_t generation = visit.generation;
    const Time limit = silent ? balancer.spec.connectTimeout : balancer.spec.idleTimeout;
    const std::uint32_t lane = silent ? balancer.connectLane : balancer.idleLane;
    if (target.reachable) {
        call(world, id, {NodeKind::Station, target.station}, zone, own + way, way);
    } else {
        // The packets are lost: a visit that never arrives stands for them.
        const VisitId lost = makeVisit(world, {NodeKind::Station, target.station});
        Visit& caller = world.visits[id];
        world.visits[lost].parent = id;
        world.visits[lost].stage = Stage::Lost;
        caller.child = lost;
        caller.stage = Stage::Calling;
        ++caller.epoch;
        watch(world, Step::Lost, lost);
    }
    if (limit > 0 && isLive(world, id, generation) && world.visits[id].child != kNoVisit) {
        setDeadline(world, lane, id);
    }
}

/// A classic balancer's targets take one request each; the rest waits in the surge queue (T17).
bool hasFreeTarget(const World& world, const Balancer& balancer, const Choice& choice) {
    return std::ranges::any_of(choice.targets, [&](std::uint32_t i) {
        const Target& target = balancer.targets[i];
        const std::uint32_t concurrency = world.stations[target.station].spec.concurrency;
        return concurrency == 0 || target.outstanding < concurrency;
    });
}

void takeFromSurge(World& world, std::uint32_t index) {
    Balancer& balancer = world.balancers[index];
    while (balancer.surging > 0) {
        const VisitId id = balancer.surge.takeFirst(world.visits);
        if (world.visits[id].stage == Stage::Gone) {
            freeVisit(world, id);
            continue;
        }
        --balancer.surging;
        Choice& choice = balancer.choices[world.visits[id].zone];
        if (choice.targets.empty()) {
            answer(world, id, 503, Cause::NoTargets);
        } else {
            dispatch(world, id, choice);
        }
        return;
    }
}

void release(World& world, VisitId id) {
    const Visit& visit = world.visits[id];
    Balancer& balancer = world.balancers[visit.node.index];
    if (balancer.spec.routes.empty()) --balancer.targets[visit.target].outstanding;
}

/// Keeps the connection that a target answered on.
void keepTargetConnection(const World& world, Balancer& balancer, const Visit& visit) {
    const ConnectionSpec& spec = balancer.spec.connections;
    const bool answered = visit.status != 0 && visit.cause != Cause::TargetSilent &&
                          visit.cause != Cause::IdleTimeout && visit.cause != Cause::Refused;
    if (spec.roundTrips <= 0 || !answered || !balancer.spec.routes.empty()) return;
    balancer.targets[visit.target].idle.giveBack(spec, world.now);
}

/// Keeps what a target answered, for those that look for anomalies: errors of 5xx, and connections
/// that fail (T63).
void noteAnswer(Balancer& balancer, const Visit& visit) {
    Target& target = balancer.targets[visit.target];
    ++target.answers;
    if (visit.status == 0 || visit.status >= 500) ++target.errors;
}

}  // namespace

void refreshChoices(World& world, std::uint32_t index) {
    Balancer& balancer = world.balancers[index];
    balancer.choices.resize(world.zones.size());
    balancer.weighted = false;
    for (const Target& target : balancer.targets) {
        if (isCandidate(target) && (target.weight != 1 || target.slowStarting)) {
            balancer.weighted = true;
        }
    }
    for (std::size_t zone = 0; zone < balancer.choices.size(); ++zone) {
        fillChoice(world, balancer, static_cast<ZoneIndex>(zone), balancer.choices[zone]);
    }
}

std::uint64_t answeredZones(const World& world, std::uint32_t index) {
    const Balancer& balancer = world.balancers[index];
    std::uint64_t all = 0;
    std::uint64_t healthy = 0;
    for (const ZoneIndex zone : balancer.spec.zones) {
        const std::uint64_t bit = std::uint64_t{1} << zone;
        all |= bit;
        if (balancer.zoneDown[zone] && world.now >= balancer.zoneLeaves[zone]) continue;
        // A zone's node is healthy while one of the targets that it may use is (T7).
        if (answersIn(world, index, zone)) healthy |= bit;
    }
    return healthy != 0 ? healthy : all;
}

void balancerArrive(World& world, VisitId id) {
    Visit& visit = world.visits[id];
    Balancer& balancer = world.balancers[visit.node.index];
    balancer.meter.enter(world.now);
    visit.stage = Stage::Calling;
    if (visit.zone >= balancer.choices.size()) visit.zone = 0;
    // A call from inside a zone without a node of this balancer goes to any node.
    const auto& zones = balancer.spec.zones;
    if (!zones.empty() && std::ranges::find(zones, visit.zone) == zones.end()) {
        visit.zone = drawZone(balancer.choice, answeredZones(world, visit.node.index));
    }
    if (balancer.zoneDown[visit.zone]) {
        visit.stage = Stage::Stuck;
        return;
    }
    if (!balancer.spec.routes.empty()) {
        takeRoute(world, id);
        return;
    }
    Choice& choice = balancer.choices[visit.zone];
    if (choice.targets.empty()) {
        answer(world, id, 503, Cause::NoTargets);
        return;
    }
    if (balancer.spec.mostAtTarget > 0 && !hasReadyTarget(balancer, choice)) {
        answer(world, id, 503, Cause::NoneReady);
        return;
    }
    if (balancer.spec.surgeQueue && !hasFreeTarget(world, balancer, choice)) {
        if (balancer.surging >= *balancer.spec.surgeQueue) {
            answer(world, id, 503, Cause::SurgeQueueFull);
            return;
        }
        visit.stage = Stage::WaitingForServer;
        balancer.surge.append(world.visits, id);
        ++balancer.surging;
        return;
    }
    dispatch(world, id, choice);
}

void balancerResume(World& world, VisitId id) {
    const Visit& visit = world.visits[id];
    const std::uint32_t index = visit.node.index;
    release(world, id);
    keepTargetConnection(world, world.balancers[index], visit);
    if (world.balancers[index].spec.mitigates) noteAnswer(world.balancers[index], visit);
    answer(world, id, visit.status, visit.cause);
    if (world.balancers[index].spec.surgeQueue) takeFromSurge(world, index);
}

void balancerAbandon(World& world, VisitId id) {
    Visit& visit = world.visits[id];
    if (visit.stage == Stage::OnTheWay) return;
    Balancer& balancer = world.balancers[visit.node.index];
    balancer.meter.leave(world.now, visit.arrived);
    ++balancer.meter.abandoned;
    balancer.meter.blame(460, static_cast<std::uint8_t>(Cause::ClientGaveUp));
    if (visit.stage == Stage::WaitingForServer) {
        --balancer.surging;
        visit.stage = Stage::Gone;
        return;
    }
    const std::uint32_t index = visit.node.index;
    // Who tries again does so by a new flow.
    if (balancer.spec.keepsFlows && visit.session < balancer.sticky.size()) {
        balancer.sticky[visit.session].second = 0;
    }
    if (visit.child != kNoVisit) {
        release(world, id);
        giveUp(world, id);
    }
    freeVisit(world, id);
    if (world.balancers[index].spec.surgeQueue) takeFromSurge(world, index);
}

}  // namespace archivolt::traffic
