#include <fmt/format.h>

#include <algorithm>

#include "model/traffic/run/disturbances.h"
#include "model/traffic/run/flow.h"

namespace archivolt::traffic {

namespace {

constexpr int kSlowStartSteps = 30;

const std::string& nameOf(const World& world, const Target& target) {
    return world.stations[target.station].spec.name;
}

/// Says whether a check that is sent now would be answered in time: it waits as long as the last
/// request did, or as those at the head of the queue have waited for it to move. A connection is
/// opened by the system, however busy the software is, while it finds room to wait.
bool answersCheck(const World& world, const Station& station, const HealthSpec& health) {
    if (health.connects) {
        return !station.spec.waitingRoom || station.waiting < *station.spec.waitingRoom ||
               station.waiting == 0;
    }
    if (station.waiting == 0) return true;
    return std::max(station.lastWait, world.now - station.lastBegan) < health.timeout;
}

void becomeHealthy(World& world, std::uint32_t index, Target& target, std::string why) {
    Balancer& balancer = world.balancers[index];
    const bool beside = std::ranges::any_of(balancer.targets, [](const Target& other) {
        return other.health == Health::Healthy && !other.slowStarting;
    });
    target.health = Health::Healthy;
    target.healthySince = world.now;
    tell(world, balancer.spec.name, "finds " + nameOf(world, target) + " healthy", std::move(why));
    // Only beside a healthy target that is not in slow start itself (T2).
    target.slowStarting = balancer.spec.slowStart > 0 && beside;
    if (target.slowStarting) {
        schedule(world, world.now + balancer.spec.slowStart / kSlowStartSteps,
                 EventKind::SlowStartStep, index);
    }
}

}  // namespace

void startHealthChecks(World& world, std::uint32_t index) {
    Balancer& balancer = world.balancers[index];
    if (!balancer.spec.health.enabled) return;
    for (std::uint32_t target = 0; target < balancer.targets.size(); ++target) {
        const double phase = balancer.choice.uniform();
        schedule(world,
                 static_cast<Time>(phase * static_cast<double>(balancer.spec.health.interval)),
                 EventKind::HealthTick, index, target);
    }
}

void healthTick(World& world, std::uint32_t index, std::uint32_t at) {
    Balancer& balancer = world.balancers[index];
    const Target& target = balancer.targets[at];
    if (target.health == Health::Removed || target.health == Health::Draining) return;
    const HealthSpec& health = balancer.spec.health;
    const Station& station = world.stations[target.station];
    const bool refused =
        station.ended || (station.down && station.spec.downMode == DownMode::Refuses);
    bool silent = station.down || !target.checked || !answersCheck(world, station, health);
    if (world.lossy) {
        silent = silent || retransmittedCheck(world, index, target.station) >= health.timeout;
    }
    if (silent && !refused) {
        schedule(world, world.now + health.timeout, EventKind::HealthResult, index, at, 0);
    } else {
        healthResult(world, index, at, !refused);
    }
    schedule(world, world.now + health.interval, EventKind::HealthTick, index, at);
}

void healthResult(World& world, std::uint32_t index, std::uint32_t at, bool good) {
    Balancer& balancer = world.balancers[index];
    Target& target = balancer.targets[at];
    const HealthSpec& health = balancer.spec.health;
    target.good = good ? target.good + 1 : 0;
    target.bad = good ? 0 : target.bad + 1;
    const Health before = target.health;
    if (good && before == Health::Initial) {
        becomeHealthy(world, index, target, "a new target needs one success");
    } else if (good && before == Health::Unhealthy && target.good >= health.healthyThreshold) {
        becomeHealthy(world, index, target,
                      fmt::format("{} health checks in a row succeeded", target.good));
    } else if (!good && before != Health::Unhealthy && target.bad >= health.unhealthyThreshold &&
               (before == Health::Healthy || before == Health::Initial)) {
        target.health = Health::Unhealthy;
        target.slowStarting = false;
        tell(world, balancer.spec.name, "finds " + nameOf(world, target) + " unhealthy",
             fmt::format("{} health checks in a row failed", target.bad));
    }
    if (target.health == before) return;
    refreshChoices(world, index);
    const Choice& all = balancer.choices.front();
    if (all.failOpen && target.health == Health::Unhealthy) {
        tell(world, balancer.spec.name, "fails open: requests go to all targets",
             "no target is healthy");
    }
}

void slowStartStep(World& world, std::uint32_t index) {
    Balancer& balancer = world.balancers[index];
    bool again = false;
    for (Target& target : balancer.targets) {
        if (!target.slowStarting) continue;
        if (world.now >= target.healthySince + balancer.spec.slowStart) {
            target.slowStarting = false;
        } else {
            again = true;
        }
    }
    refreshChoices(world, index);
    if (again) {
        schedule(world, world.now + balancer.spec.slowStart / kSlowStartSteps,
                 EventKind::SlowStartStep, index);
    }
}

void addTarget(World& world, std::uint32_t index, const TargetSpec& spec) {
    Balancer& balancer = world.balancers[index];
    Target target;
    target.station = spec.station;
    target.zone = world.stations[spec.station].spec.zone;
    target.health = balancer.spec.health.enabled ? Health::Initial : Health::Healthy;
    target.healthySince = world.now;
    target.reachable = spec.reachable;
    target.checked = spec.checked;
    balancer.targets.push_back(target);
    refreshChoices(world, index);
    if (!balancer.spec.health.enabled) return;
    const auto at = static_cast<std::uint32_t>(balancer.targets.size() - 1);
    const double phase = balancer.choice.uniform();
    schedule(
        world,
        world.now + static_cast<Time>(phase * static_cast<double>(balancer.spec.health.interval)),
        EventKind::HealthTick, index, at);
}

void drainTarget(World& world, std::uint32_t index, std::uint32_t station) {
    for (Target& target : world.balancers[index].targets) {
        if (target.station == station && target.health != Health::Removed) {
            target.health = Health::Draining;
        }
    }
    refreshChoices(world, index);
}

void removeTarget(World& world, std::uint32_t index, std::uint32_t station) {
    for (Target& target : world.balancers[index].targets) {
        if (target.station == station) target.health = Health::Removed;
    }
    refreshChoices(world, index);
}

}  // namespace archivolt::traffic
