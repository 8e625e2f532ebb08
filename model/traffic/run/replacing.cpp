#include "model/traffic/run/replacing.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/traffic/run/flow.h"

namespace archivolt::traffic {

namespace {

constexpr double kGrain = 1e-9;

std::uint32_t countIf(const Fleet& fleet, const auto& holds) {
    return static_cast<std::uint32_t>(std::ranges::count_if(
        fleet.members, [&](const Member& one) { return !one.ending && holds(one); }));
}

std::uint32_t leavingOf(const Fleet& fleet) {
    return countIf(fleet, [](const Member& one) { return one.leaving; });
}

/// How many members there may be while some wait to be replaced: of a refresh its largest share, of
/// rebalanced Spot capacity a tenth, or one, above the largest size (T29).
std::uint32_t ceilingOf(const Fleet& fleet) {
    if (fleet.rollout && fleet.rollout->under) {
        return std::max(
            fleet.desired,
            static_cast<std::uint32_t>(fleet.spec.refresh.mostHealthy * fleet.desired + kGrain));
    }
    return fleet.spec.most + std::max(1U, fleet.spec.most / 10);
}

bool strikes(const World& world, const Fault& fault, const Fleet& fleet, const Member& member) {
    return fault.target == fleet.spec.name || fault.target == world.zones[member.zone] ||
           fault.target == world.stations[member.station].spec.name;
}

/// Adds to, or takes off, what leaves zones without Spot capacity.
void changeDry(const World& world, const Fault& fault, Fleet& fleet, int change) {
    for (std::size_t zone = 0; zone < fleet.dry.size(); ++zone) {
        if (fault.target != fleet.spec.name && fault.target != world.zones[zone]) continue;
        fleet.dry[zone] = static_cast<std::uint32_t>(static_cast<int>(fleet.dry[zone]) + change);
    }
}

/// Says whether every balancer finds a member healthy; where a group does not ask them, it is.
bool isHealthy(const World& world, const Fleet& fleet, const Member& member) {
    if (!fleet.spec.balancerHealth) return true;
    return std::ranges::all_of(fleet.spec.balancers, [&](std::uint32_t balancer) {
        return std::ranges::all_of(world.balancers[balancer].targets, [&](const Target& target) {
            return target.station != member.station || target.health == Health::Healthy;
        });
    });
}

bool isSettled(const World& world, const Fleet& fleet, const Member& member) {
    return member.ready != kNever && world.now >= member.ready + fleet.spec.refresh.warmUp &&
           isHealthy(world, fleet, member);
}

void terminateFirst(World& world, std::uint32_t index, std::uint32_t count, const auto& holds) {
    for (std::uint32_t i = 0; i < world.fleets[index].members.size() && count > 0; ++i) {
        const Member& member = world.fleets[index].members[i];
        if (member.ending || !holds(member)) continue;
        terminateMember(world, index, i);
        --count;
    }
}

/// Old members go first, and others take their places: as many at once as need not be in service,
/// at least one.
void replaceInPlace(World& world, std::uint32_t index, std::uint32_t settled) {
    const Fleet& fleet = world.fleets[index];
    const auto least = static_cast<std::uint32_t>(
        std::ceil(fleet.spec.refresh.leastHealthy * fleet.desired - kGrain));
    const std::uint32_t allowed = std::max(1U, fleet.desired - std::min(fleet.desired, least));
    const std::uint32_t out = fleet.desired - std::min(fleet.desired, settled);
    if (out >= allowed) return;
    const std::uint32_t version = fleet.version;
    terminateFirst(world, index, allowed - out,
                   [&](const Member& one) { return one.version != version; });
    reconcileFleet(world, index);
}

/// New members are launched first, as many as there may be beside the old ones.
void replaceAhead(World& world, std::uint32_t index, std::uint32_t settled) {
    Fleet& fleet = world.fleets[index];
    const std::uint32_t spare = settled - std::min(settled, fleet.desired);
    terminateFirst(world, index, std::min(spare, leavingOf(fleet)),
                   [](const Member& one) { return one.leaving; });
    const std::uint32_t present = countIf(fleet, [](const Member&) { return true; });
    std::uint32_t room = ceilingOf(fleet) - std::min(ceilingOf(fleet), present);
    for (Member& one : fleet.members) {
        if (room == 0) break;
        if (one.ending || one.leaving || one.version == fleet.version) continue;
        one.leaving = true;
        --room;
    }
    reconcileFleet(world, index);
}

}  // namespace

/// Source: Amazon EC2 Auto Scaling user guide, mixed instances groups: the base first, and of the
/// rest a share, in favour of On-Demand instances.
bool wantsSpot(const Fleet& fleet) {
    if (!fleet.spec.spot) return false;
    const SpotSpec& spec = *fleet.spec.spot;
    const auto stays = [](const Member& one) { return !one.leaving; };
    const std::uint32_t next = countIf(fleet, stays) + 1;
    const std::uint32_t base = std::min(next, spec.onDemandBase);
    const double wanted = base + std::ceil(spec.onDemandShare * (next - base) - kGrain);
    return countIf(fleet, [&](const Member& one) { return stays(one) && !one.spot; }) >= wanted;
}

bool canLaunch(World& world, std::uint32_t index) {
    Fleet& fleet = world.fleets[index];
    if (fleet.rollout && fleet.rollout->stopped) return false;
    const std::uint32_t leaving = leavingOf(fleet);
    if (leaving > 0 && countIf(fleet, [](const Member&) { return true; }) >= ceilingOf(fleet)) {
        return false;
    }
    if (!wantsSpot(fleet)) return true;
    const bool found = std::ranges::any_of(fleet.spec.zones,
                                           [&](std::uint8_t zone) { return fleet.dry[zone] == 0; });
    if (!found && !fleet.toldDry) {
        tell(world, fleet.spec.name, "can launch no Spot instance",
             "EC2 has none to spare, a fault of the scenario");
    }
    fleet.toldDry = !found;
    return found;
}

/// Source: Amazon EC2 user guide, Spot instance interruption notices: two minutes before; Amazon
/// EC2 Auto Scaling user guide, Capacity Rebalancing (T29).
void interruptionBegins(World& world, const Fault& fault) {
    for (std::uint32_t index = 0; index < world.fleets.size(); ++index) {
        Fleet& fleet = world.fleets[index];
        if (!fleet.spec.spot) continue;
        if (fault.lasting > 0) changeDry(world, fault, fleet, 1);
        std::uint32_t struck = 0;
        for (std::uint32_t i = 0; i < fleet.members.size(); ++i) {
            Member& member = fleet.members[i];
            if (member.gone || !member.spot || !strikes(world, fault, fleet, member)) continue;
            ++struck;
            member.leaving = fleet.spec.spot->rebalances && !member.ending;
            schedule(world, world.now + fleet.spec.spot->notice, EventKind::SpotEnds, index, i);
        }
        if (struck == 0) continue;
        tell(world, fleet.spec.name,
             fmt::format("is told that {} of its Spot instances end in {:.0f} s", struck,
                         toSeconds(fleet.spec.spot->notice)),
             fleet.spec.spot->rebalances ? "a fault of the scenario; it launches others at once"
                                         : "a fault of the scenario");
        if (fleet.spec.spot->rebalances) reconcileFleet(world, index);
    }
}

void interruptionEnds(World& world, const Fault& fault) {
    for (std::uint32_t index = 0; index < world.fleets.size(); ++index) {
        if (!world.fleets[index].spec.spot) continue;
        changeDry(world, fault, world.fleets[index], -1);
        reconcileFleet(world, index);
    }
    tell(world, fault.target, "has Spot capacity again", "the scenario's fault is over");
}

void spotEnds(World& world, std::uint32_t index, std::uint32_t at) {
    Fleet& fleet = world.fleets[index];
    const Member member = fleet.members[at];
    if (member.gone) return;
    tell(world, fleet.spec.name, fmt::format("loses {}", world.stations[member.station].spec.name),
         fmt::format("EC2 takes the Spot instance back, {:.0f} s after its notice",
                     toSeconds(fleet.spec.spot->notice)));
    setDown(world, member.station, true);
    if (member.ending) return;
    // Its group notices with its next check; one that waits for a replacement is known to end.
    fleet.members[at].taken = true;
    if (!member.leaving) return;
    terminateMember(world, index, at);
    reconcileFleet(world, index);
}

// NOT MODELLED: Checkpoints of an instance refresh; installing a version on instances that stay.
/// Source: Amazon EC2 Auto Scaling user guide, how an instance refresh works, and its defaults
/// (T30); Amazon ECS developer guide, rolling updates.
void deployBegins(World& world, const Fault& fault) {
    for (std::uint32_t index = 0; index < world.fleets.size(); ++index) {
        Fleet& fleet = world.fleets[index];
        if (fleet.spec.name != fault.target) continue;
        fleet.version = ++fleet.versions;
        Rollout& rollout = fleet.rollout.emplace();
        rollout.traits = {fault.factor, fault.fails, fault.share};
        rollout.began = world.now;
        rollout.errors = errorsOf(world, fleet);
        rollout.over.resize(fleet.spec.refresh.alarms.size());
        const RefreshSpec& spec = fleet.spec.refresh;
        tell(world, fleet.spec.name,
             fmt::format("begins to replace its {} members by a new version", fleet.desired),
             fmt::format("a deployment of the scenario; {:.0f} to {:.0f} % of them are in service",
                         100 * spec.leastHealthy, 100 * spec.mostHealthy));
        rolloutStep(world, index);
    }
}

void rolloutStep(World& world, std::uint32_t index) {
    Fleet& fleet = world.fleets[index];
    if (!fleet.rollout || !fleet.rollout->under) return;
    std::uint32_t old = 0;
    std::uint32_t settled = 0;
    std::uint32_t fresh = 0;
    for (const Member& one : fleet.members) {
        if (one.ending) continue;
        const bool isOld = one.version != fleet.version;
        const bool serves = isOld ? one.ready != kNever : isSettled(world, fleet, one);
        old += isOld ? 1 : 0;
        settled += serves ? 1 : 0;
        fresh += !isOld && serves ? 1 : 0;
    }
    Rollout& rollout = *fleet.rollout;
    const auto& breaker = fleet.spec.refresh.breaker;
    if (breaker && breaker->resets && fresh > rollout.healthy) rollout.failures = 0;
    rollout.healthy = fresh;
    if (old == 0 && fresh >= fleet.desired) {
        rollout.settled = std::min(rollout.settled, world.now);
        if (!rollout.back && world.now < rollout.settled + fleet.spec.refresh.bake) return;
        rollout.under = false;
        fleet.good = fleet.version;
        fleet.goodTraits = rollout.traits;
        tell(world, fleet.spec.name,
             rollout.back ? "runs the version before alone again" : "runs the new version alone",
             fmt::format("it took {:.0f} s to replace all", toSeconds(world.now - rollout.began)));
        return;
    }
    if (fleet.spec.refresh.mostHealthy > 1) {
        replaceAhead(world, index, settled);
    } else {
        replaceInPlace(world, index, settled);
    }
}

void memberSettles(World& world, std::uint32_t index) {
    Fleet& fleet = world.fleets[index];
    if (fleet.rollout && fleet.rollout->under) {
        schedule(world, world.now + fleet.spec.refresh.warmUp, EventKind::RolloutStep, index);
        return;
    }
    if (leavingOf(fleet) == 0) return;
    terminateFirst(world, index, 1, [](const Member& one) { return one.leaving; });
}

}  // namespace archivolt::traffic
