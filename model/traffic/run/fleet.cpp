#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "model/traffic/run/flow.h"
#include "model/traffic/run/replacing.h"
#include "model/traffic/run/sizing.h"

namespace archivolt::traffic {

namespace {

constexpr Time kTick = kMinute;

std::uint32_t alive(const Fleet& fleet) {
    return static_cast<std::uint32_t>(std::ranges::count_if(
        fleet.members, [](const Member& one) { return !one.ending && !one.leaving; }));
}

std::uint32_t inService(const Fleet& fleet) {
    return static_cast<std::uint32_t>(std::ranges::count_if(
        fleet.members, [](const Member& one) { return !one.ending && one.ready != kNever; }));
}

bool isWarm(const World& world, const Fleet& fleet, const Member& member) {
    return member.ready != kNever &&
           (member.ready == 0 || world.now >= member.ready + fleet.spec.warmUp);
}

/// Launches a member, out of the warm pool where that has one; says whether it had.
bool launch(World& world, std::uint32_t index) {
    Fleet& fleet = world.fleets[index];
    // Into the zone with the fewest members, of those that are there.
    const bool spot = wantsSpot(fleet);
    ZoneIndex zone = emptiestZone(world, fleet, [&](ZoneIndex one) {
        if (spot && fleet.dry[one] > 0) return SIZE_MAX;
        return static_cast<std::size_t>(std::ranges::count_if(
            fleet.members, [&](const Member& m) { return !m.ending && m.zone == one; }));
    });
    const bool drawn = fleet.spec.pool && drawFromPool(world, index, zone);
    StationSpec spec = world.stations[fleet.spec.model].spec;
    spec.name = fmt::format("{}-{}", fleet.spec.name, ++fleet.made);
    spec.zone = zone;
    world.stations.push_back(makeStation(world, spec));
    Member member;
    member.station = static_cast<std::uint32_t>(world.stations.size() - 1);
    member.zone = zone;
    member.launched = world.now;
    member.spot = spot;
    member.version = fleet.version;
    fleet.members.push_back(member);
    const auto at = static_cast<std::uint32_t>(fleet.members.size() - 1);
    if (fleet.rollout) {
        Station& station = world.stations[member.station];
        const VersionTraits& traits = fleet.rollout->traits;
        station.slowness = traits.factor;
        station.erring = traits.erring;
        station.down = traits.fails;
        station.downCauses = traits.fails ? 1 : 0;
        if (station.down) station.spec.downMode = DownMode::Refuses;
    }
    const Distribution& boot = drawn ? fleet.spec.pool->start : fleet.spec.boot;
    const HookWait wait = waitAtHooks(fleet.spec, true);
    const Time ready = std::max(boot.sample(fleet.boot), wait.lasting);
    if (wait.givenUp) {
        schedule(world, world.now + wait.lasting, EventKind::MemberGivenUp, index, at);
    } else {
        schedule(world, world.now + ready, EventKind::MemberReady, index, at);
    }
    return drawn;
}

}  // namespace

void terminateMember(World& world, std::uint32_t index, std::uint32_t at) {
    Fleet& fleet = world.fleets[index];
    Member& member = fleet.members[at];
    member.ending = true;
    Time longest = 0;
    for (const std::uint32_t balancer : fleet.spec.balancers) {
        drainTarget(world, balancer, member.station);
        longest = std::max(longest, world.balancers[balancer].spec.deregistrationDelay);
    }
    const Time last = world.now + longest;
    memberEnds(world, index, at, static_cast<std::uint32_t>(last / kSecond));
}

namespace {

// NOT MODELLED: Types of instances that differ within a group.

/// Leaves of those that may be terminated the ones that a rule names first.
void narrow(const World& world, const Fleet& fleet, LeaverRule rule,
            std::vector<std::uint32_t>& leavers) {
    const auto rank = [&](std::uint32_t i) -> Time {
        const Member& member = fleet.members[i];
        switch (rule) {
            case LeaverRule::Oldest: return member.launched;
            case LeaverRule::Newest: return -member.launched;
            case LeaverRule::OldestVersion: return member.version;
            case LeaverRule::NearestHour: return kHour - (world.now - member.launched) % kHour;
            case LeaverRule::Any: break;
        }
        return 0;
    };
    const Time first = rank(*std::ranges::min_element(leavers, {}, rank));
    std::erase_if(leavers, [&](std::uint32_t i) { return rank(i) != first; });
}

/// Picks whom to terminate: of the fullest zone, of the purchase option that there are too many of,
/// by the fleet's own rules, of the oldest version, then at random (T28; billing by the second).
std::uint32_t pickLeaver(World& world, Fleet& fleet) {
    std::vector<std::size_t> counts(world.zones.size());
    for (const Member& member : fleet.members) {
        if (!member.ending && !member.leaving) ++counts[member.zone];
    }
    const std::size_t most = std::ranges::max(counts);
    std::vector<std::uint32_t> leavers;
    for (std::uint32_t i = 0; i < fleet.members.size(); ++i) {
        const Member& member = fleet.members[i];
        if (!member.ending && !member.leaving && counts[member.zone] == most) leavers.push_back(i);
    }
    if (fleet.spec.spot) {
        // Were the next one to be a Spot instance, there is an On-Demand instance too many.
        const bool spot = !wantsSpot(fleet);
        const auto ofOption = [&](std::uint32_t i) { return fleet.members[i].spot == spot; };
        if (std::ranges::any_of(leavers, ofOption)) {
            std::erase_if(leavers, [&](std::uint32_t i) { return !ofOption(i); });
        }
    }
    for (const LeaverRule rule : fleet.spec.leavers) narrow(world, fleet, rule, leavers);
    narrow(world, fleet, LeaverRule::OldestVersion, leavers);
    return leavers[fleet.choice.below(static_cast<std::uint32_t>(leavers.size()))];
}

}  // namespace

void reconcileFleet(World& world, std::uint32_t index) {
    std::uint32_t drawn = 0;
    std::uint32_t launched = 0;
    while (alive(world.fleets[index]) < world.fleets[index].desired && canLaunch(world, index)) {
        ++(launch(world, index) ? drawn : launched);
    }
    while (alive(world.fleets[index]) > world.fleets[index].desired) {
        Fleet& fleet = world.fleets[index];
        const std::uint32_t leaver = pickLeaver(world, fleet);
        fleet.members[leaver].returns = fleet.spec.pool && fleet.spec.pool->reuse;
        terminateMember(world, index, leaver);
    }
    const FleetSpec& spec = world.fleets[index].spec;
    if (!spec.pool) return;
    if (drawn > 0) {
        tell(world, spec.name,
             launched > 0
                 ? fmt::format("starts {} out of its warm pool, launches {}", drawn, launched)
                 : fmt::format("starts {} out of its warm pool", drawn),
             fmt::format("who is ready there answers after {:.0f} s, not {:.0f}",
                         spec.pool->start.mean(), spec.boot.mean()));
    }
    fillPool(world, index);
}

namespace {

/// Replaces members that are called unhealthy (T27).
void replaceUnhealthy(World& world, std::uint32_t index) {
    for (std::uint32_t i = 0; i < world.fleets[index].members.size(); ++i) {
        Fleet& fleet = world.fleets[index];
        Member& member = fleet.members[i];
        if (member.ending || member.ready == kNever) continue;
        // What refuses connections is up, for all that EC2's status checks see.
        const Station& station = world.stations[member.station];
        const bool down = station.down && station.spec.downMode == DownMode::Silent;
        member.silentTicks = down ? member.silentTicks + 1 : 0;
        if (world.now < member.ready + fleet.spec.grace && !member.taken) continue;
        std::string why = member.taken ? "EC2 has taken it back" : "";
        if (member.silentTicks >= 2) why = "its EC2 status checks failed";
        if (fleet.spec.balancerHealth) {
            for (const std::uint32_t balancer : fleet.spec.balancers) {
                for (const Target& target : world.balancers[balancer].targets) {
                    if (target.station == member.station && target.health == Health::Unhealthy) {
                        why = fmt::format("{} calls it unhealthy",
                                          world.balancers[balancer].spec.name);
                    }
                }
            }
        }
        if (why.empty()) continue;
        tell(world, fleet.spec.name,
             fmt::format("replaces {}", world.stations[member.station].spec.name), why);
        terminateMember(world, index, i);
        memberFails(world, index, i);
    }
}

/// The group's metric over the last period, and how many members it is of.
struct Measured {
    double value = 0;
    std::uint32_t members = 0;
};

Measured measure(World& world, Fleet& fleet, ScalingMetric metric) {
    Measured measured;
    double sum = 0;
    for (Member& member : fleet.members) {
        if (member.ending || !isWarm(world, fleet, member)) continue;
        Station& station = world.stations[member.station];
        settle(world, station);
        const double seconds = toSeconds(fleet.spec.metricPeriod);
        if (metric == ScalingMetric::Concurrency) {
            station.meter.advance(world.now);
            sum += static_cast<double>(station.meter.area - member.areaAtTick) / 1e9 / seconds;
        } else if (metric == ScalingMetric::Cpu) {
            const double servers = std::max<std::uint32_t>(station.spec.servers, 1);
            sum += 100 * static_cast<double>(station.usedArea - member.usedAtTick) / 1e9 /
                   (seconds * servers);
        } else {
            sum +=
                static_cast<double>(station.meter.arrivals - member.arrivalsAtTick) * 60 / seconds;
        }
        ++measured.members;
    }
    if (measured.members > 0) measured.value = sum / measured.members;
    return measured;
}

void markPeriod(World& world, Fleet& fleet) {
    for (Member& member : fleet.members) {
        Station& station = world.stations[member.station];
        settle(world, station);
        member.usedAtTick = station.usedArea;
        member.arrivalsAtTick = station.meter.arrivals;
        if (fleet.watchesConcurrency) {
            station.meter.advance(world.now);
            member.areaAtTick = station.meter.area;
        }
    }
}

const char* unitOf(ScalingMetric metric) {
    if (metric == ScalingMetric::Concurrency) return " requests";
    return metric == ScalingMetric::Cpu ? " %" : " requests/min";
}

const char* nameOf(ScalingMetric metric) {
    if (metric == ScalingMetric::Concurrency) return "requests at once, for each member,";
    return metric == ScalingMetric::Cpu ? "CPU" : "requests for each target";
}

/// What a policy wants: a size, and why.
struct Wish {
    std::uint32_t size = 0;
    bool out = false;
    bool in = false;
    bool byAlarm = false;  ///< Of step or simple scaling, which decide alone.
    std::string why;
};

std::uint32_t ceilOf(double value) { return static_cast<std::uint32_t>(std::ceil(value - 1e-9)); }

/// Source: Amazon EC2 Auto Scaling user guide, target tracking (T23, T24).
Wish trackTarget(World& world, Fleet& fleet, const ScalingPolicy& policy, AlarmState& alarm,
                 std::uint32_t minutes) {
    Wish wish;
    const Measured measured = measure(world, fleet, policy.metric);
    if (measured.members == 0) return wish;
    const double low = policy.target * policy.lowMark;
    alarm.high = measured.value > policy.target ? alarm.high + minutes : 0;
    alarm.low = measured.value < low ? alarm.low + minutes : 0;
    const std::uint32_t size =
        std::max(1U, ceilOf(measured.members * measured.value / policy.target));
    const bool warming = inService(fleet) != measured.members;
    if (alarm.high >= policy.periods && size > fleet.desired) {
        wish = {
            size, true, false, false,
            fmt::format("{} {:.0f}{} > {:.0f}{} for {} of {} minutes, policy {}",
                        nameOf(policy.metric), measured.value, unitOf(policy.metric), policy.target,
                        unitOf(policy.metric), policy.periods, policy.periods, policy.name)};
    } else if (policy.scaleIn && !warming && alarm.low >= policy.lowPeriods &&
               world.now >= alarm.inAgain && size < fleet.desired) {
        wish = {
            size, false, true, false,
            fmt::format("{} {:.0f}{} < {:.0f}{} for {} of {} minutes, policy {}",
                        nameOf(policy.metric), measured.value, unitOf(policy.metric), low,
                        unitOf(policy.metric), policy.lowPeriods, policy.lowPeriods, policy.name)};
    }
    return wish;
}

double changed(double size, double change, ChangeUnit unit) {
    switch (unit) {
        case ChangeUnit::Count: return size + change;
        case ChangeUnit::Exact: return change;
        case ChangeUnit::Percent: break;
    }
    // Less than one whole member is one (AWS rounds away from 0 below 1, toward 0 above it).
    const double by = size * change / 100;
    if (by > 0) return size + (by < 1 ? 1 : std::floor(by));
    return size + (by > -1 ? -1 : std::ceil(by));
}

/// Leaves of a step of Application Auto Scaling what is more than the last one added, while its
/// cooldown lasts. Source: Application Auto Scaling user guide, step scaling policies (T69).
void coolStep(const World& world, const Fleet& fleet, const ScalingPolicy& policy,
              AlarmState& alarm, Wish& wish) {
    const double wanted = static_cast<double>(wish.size) - fleet.desired;
    if (wanted < 0) {
        if (world.now < alarm.inAgain) wish.size = fleet.desired;
        return;
    }
    const double left = world.now < alarm.wholeAgain ? wanted - alarm.lastChange : wanted;
    wish.size = fleet.desired + static_cast<std::uint32_t>(std::max(0.0, left));
    if (left <= 0) return;
    alarm.lastChange = wanted;
    alarm.wholeAgain = world.now + policy.outCooldown;
}

/// Step and simple scaling: an alarm on a threshold, and by how much. Bounds as T26 says.
Wish followAlarm(World& world, Fleet& fleet, const ScalingPolicy& policy, AlarmState& alarm,
                 std::uint32_t minutes) {
    Wish wish;
    const Measured measured = measure(world, fleet, policy.metric);
    if (measured.members == 0) return wish;
    const bool breach =
        policy.above ? measured.value >= policy.target : measured.value <= policy.target;
    alarm.high = breach ? alarm.high + minutes : 0;
    if (alarm.high < policy.periods) return wish;
    if (policy.kind == PolicyKind::Simple && world.now < alarm.coolUntil) return wish;
    const double over = measured.value - policy.target;
    for (const ScalingStep& step : policy.steps) {
        const bool within = policy.above ? over >= step.low && over < step.high
                                         : over > step.low && over <= step.high;
        if (!within) continue;
        // Members that warm up are part of what an earlier step already added.
        const double base =
            policy.kind == PolicyKind::Step && policy.above && policy.outCooldown == 0
                ? measured.members
                : fleet.desired;
        const double size = std::max(0.0, changed(base, step.change, policy.unit));
        wish.size = static_cast<std::uint32_t>(nearest(size));
        if (policy.outCooldown > 0) coolStep(world, fleet, policy, alarm, wish);
        wish.byAlarm = true;
        wish.out = wish.size > fleet.desired;
        wish.in = wish.size < fleet.desired && !(policy.above && step.change > 0);
        wish.why = fmt::format("{} {:.0f}{} {} {:.0f}{} for {} of {} minutes, policy {}",
                               nameOf(policy.metric), measured.value, unitOf(policy.metric),
                               policy.above ? "≥" : "≤", policy.target, unitOf(policy.metric),
                               policy.periods, policy.periods, policy.name);
        if (policy.kind == PolicyKind::Simple && (wish.out || wish.in)) {
            // The cooldown starts when the last instance has been launched (T22).
            alarm.coolUntil =
                world.now + policy.cooldown + (wish.out ? fromSeconds(fleet.spec.boot.mean()) : 0);
        }
        return wish;
    }
    return wish;
}

}  // namespace

double averageCpu(World& world, Fleet& fleet) {
    return measure(world, fleet, ScalingMetric::Cpu).value;
}

void resizeFleet(World& world, std::uint32_t index, std::uint32_t size, const std::string& why) {
    Fleet& fleet = world.fleets[index];
    const std::uint32_t floor = std::min(fleet.floor, fleet.spec.most);
    size = std::clamp(size, std::max(fleet.spec.least, floor), fleet.spec.most);
    if (size == fleet.desired) {
        return;
    }
    tell(world, fleet.spec.name,
         fmt::format("scaled {} {} → {}", size > fleet.desired ? "out" : "in", fleet.desired, size),
         why);
    fleet.desired = size;
    reconcileFleet(world, index);
}

namespace {

/// Out if any policy says so, to the largest; in only if all that track a target say so (T23).
void scale(World& world, std::uint32_t index, std::uint32_t minutes) {
    Fleet& fleet = world.fleets[index];
    std::optional<Wish> out;
    std::optional<Wish> in;
    bool allIn = true;
    for (std::size_t i = 0; i < fleet.spec.policies.size(); ++i) {
        const ScalingPolicy& policy = fleet.spec.policies[i];
        const bool tracks = policy.kind == PolicyKind::TargetTracking;
        const Wish wish = tracks ? trackTarget(world, fleet, policy, fleet.alarms[i], minutes)
                                 : followAlarm(world, fleet, policy, fleet.alarms[i], minutes);
        if (wish.out && (!out || wish.size > out->size)) out = wish;
        if (wish.in && (!in || wish.size > in->size)) in = wish;
        if (tracks && policy.scaleIn && !wish.in) allIn = false;
    }
    if (out) {
        resizeFleet(world, index, out->size, out->why);
    } else if (in && (allIn || in->byAlarm)) {
        for (std::size_t i = 0; i < fleet.alarms.size(); ++i) {
            fleet.alarms[i].inAgain = world.now + fleet.spec.policies[i].inCooldown;
        }
        resizeFleet(world, index, in->size, in->why);
    }
}

}  // namespace

void startFleet(World& world, std::uint32_t index) {
    Fleet& fleet = world.fleets[index];
    fleet.desired = fleet.spec.desired;
    fleet.dry.resize(world.zones.size());
    for (const std::uint32_t station : fleet.spec.members) {
        Member member;
        member.station = station;
        member.zone = world.stations[station].spec.zone;
        member.ready = 0;
        member.spot = wantsSpot(fleet);
        fleet.members.push_back(member);
        ++fleet.made;
    }
    fleet.mostInService = inService(fleet);
    fleet.alarms.resize(fleet.spec.policies.size());
    fleet.forecasts.resize(fleet.spec.predictive.size());
    fleet.watchesConcurrency = std::ranges::any_of(
        fleet.spec.policies,
        [](const ScalingPolicy& one) { return one.metric == ScalingMetric::Concurrency; });
    startPool(world, index);
    schedule(world, kTick, EventKind::FleetTick, index);
    for (std::uint32_t i = 0; i < fleet.spec.schedule.size(); ++i) {
        schedule(world, fleet.spec.schedule[i].at, EventKind::Scheduled, index, i);
    }
    reconcileFleet(world, index);
}

void fleetTick(World& world, std::uint32_t index) {
    schedule(world, world.now + kTick, EventKind::FleetTick, index);
    replaceUnhealthy(world, index);
    const Time period = world.fleets[index].spec.metricPeriod;
    watchRollout(world, index);
    forecastTick(world, index);
    if (world.now % period == 0) {
        scale(world, index, static_cast<std::uint32_t>(period / kMinute));
        markPeriod(world, world.fleets[index]);
    }
    rolloutStep(world, index);
    balanceZones(world, index);
    reconcileFleet(world, index);
    Fleet& fleet = world.fleets[index];
    fleet.mostInService = std::max(fleet.mostInService, inService(fleet));
    TimelineBin& bin = world.timeline.at(world.now);
    bin.fleetSum += inService(fleet);
    ++bin.fleetSamples;
}

void memberReady(World& world, std::uint32_t index, std::uint32_t at) {
    Fleet& fleet = world.fleets[index];
    Member& member = fleet.members[at];
    if (member.ending) return;
    if (world.zoneFaults[member.zone] > 0) {
        terminateMember(world, index, at);
        return;
    }
    member.ready = world.now;
    // What it missed while it booted is none of its own down time.
    world.stations[member.station].downFor = 0;
    world.stations[member.station].downSince = world.now;
    member.usedAtTick = world.stations[member.station].usedArea;
    for (const std::uint32_t balancer : fleet.spec.balancers) {
        addTarget(world, balancer, memberAsTarget(fleet.spec, balancer, member.station));
    }
    fleet.mostInService = std::max(fleet.mostInService, inService(fleet));
    memberSettles(world, index);
}

void memberGivenUp(World& world, std::uint32_t index, std::uint32_t at) {
    Fleet& fleet = world.fleets[index];
    if (fleet.members[at].ending) return;
    const HookWait wait = waitAtHooks(fleet.spec, true);
    ++fleet.abandoned;
    tell(world, fleet.spec.name,
         fmt::format("gives up {}", world.stations[fleet.members[at].station].spec.name),
         fmt::format("its lifecycle hook {} was not completed within {:.0f} s", wait.name,
                     toSeconds(wait.lasting)));
    terminateMember(world, index, at);
    memberFails(world, index, at);
    reconcileFleet(world, index);
}

void memberEnds(World& world, std::uint32_t index, std::uint32_t at, std::uint32_t last) {
    Fleet& fleet = world.fleets[index];
    Member& member = fleet.members[at];
    if (member.gone) return;
    bool busy = false;
    for (const std::uint32_t balancer : fleet.spec.balancers) {
        for (const Target& target : world.balancers[balancer].targets) {
            busy = busy || (target.station == member.station && target.outstanding > 0);
        }
    }
    // Idle targets end at once, others when the deregistration delay is over (T4).
    if (busy && world.now < static_cast<Time>(last) * kSecond &&
        !world.stations[member.station].down) {
        schedule(world, world.now + kSecond, EventKind::MemberEnds, index, at, last);
        return;
    }
    member.gone = true;
    for (const std::uint32_t balancer : fleet.spec.balancers) {
        removeTarget(world, balancer, member.station);
    }
    endStation(world, member.station);
    if (!member.returns) return;
    // It is stopped, or let run on, and waits again; a hook on its way out is waited for.
    ++fleet.warming;
    schedule(world, world.now + waitAtHooks(fleet.spec, false).lasting, EventKind::PooledReady,
             index, member.zone);
}

void scheduledSize(World& world, std::uint32_t index, std::uint32_t at) {
    Fleet& fleet = world.fleets[index];
    const ScheduledSize& size = fleet.spec.schedule[at];
    fleet.spec.least = size.least.value_or(fleet.spec.least);
    fleet.spec.most = std::max(size.most.value_or(fleet.spec.most), fleet.spec.least);
    const std::string why = fmt::format("scheduled action {}", size.name);
    resizeFleet(world, index, size.desired.value_or(fleet.desired), why);
}

}  // namespace archivolt::traffic
