#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/traffic/run/flow.h"
#include "model/traffic/run/replacing.h"
#include "model/traffic/run/sizing.h"

namespace archivolt::traffic {

namespace {

/// Says whether a fleet is on its way to a new version, which may fail.
bool isRollingOut(const Fleet& fleet) {
    return fleet.rollout && fleet.rollout->under && !fleet.rollout->back;
}

std::uint32_t breakerLimit(const Fleet& fleet) {
    const BreakerSpec& spec = *fleet.spec.refresh.breaker;
    const auto share = static_cast<std::uint32_t>(std::ceil(spec.share * fleet.desired - 1e-9));
    return std::clamp(share, spec.least, std::max(spec.least, spec.most));
}

/// Stops launching; of the new version as many end as there are too many.
void stopRollout(World& world, std::uint32_t index) {
    Fleet& fleet = world.fleets[index];
    fleet.rollout->under = false;
    fleet.rollout->stopped = true;
    auto staying = std::ranges::count_if(
        fleet.members, [](const Member& one) { return !one.ending && !one.leaving; });
    for (std::uint32_t i = 0; i < fleet.members.size(); ++i) {
        const Member& one = fleet.members[i];
        if (staying <= static_cast<std::ptrdiff_t>(fleet.desired)) break;
        if (one.ending || one.version != fleet.version) continue;
        terminateMember(world, index, i);
        --staying;
    }
}

/// Goes back to the version that all ran last: those of the new one serve on until others do.
void rollBack(World& world, std::uint32_t index) {
    Fleet& fleet = world.fleets[index];
    Rollout& rollout = fleet.rollout.emplace();
    rollout.traits = fleet.goodTraits;
    rollout.began = world.now;
    rollout.back = true;
    fleet.version = fleet.good;
    for (Member& one : fleet.members) one.leaving = !one.ending && one.version != fleet.good;
    reconcileFleet(world, index);
    rolloutStep(world, index);
}

void endRollout(World& world, std::uint32_t index, bool rollsBack, const std::string& why) {
    Fleet& fleet = world.fleets[index];
    for (Member& one : fleet.members) {
        if (one.version == fleet.good) one.leaving = false;
    }
    tell(world, fleet.spec.name,
         rollsBack ? "rolls its deployment back" : "stops its deployment, which has failed", why);
    if (rollsBack) {
        rollBack(world, index);
    } else {
        stopRollout(world, index);
    }
}

}  // namespace

std::uint64_t errorsOf(const World& world, const Fleet& fleet) {
    std::uint64_t errors = 0;
    for (const Member& member : fleet.members) {
        for (const CauseCount& one : world.stations[member.station].meter.causes) {
            if (one.status >= 500) errors += one.count;
        }
    }
    return errors;
}

void memberFails(World& world, std::uint32_t index, std::uint32_t at) {
    Fleet& fleet = world.fleets[index];
    const bool counts = isRollingOut(fleet) && fleet.spec.refresh.breaker &&
                        fleet.members[at].version == fleet.version;
    if (!counts) return;
    const std::uint32_t failures = ++fleet.rollout->failures;
    if (failures < breakerLimit(fleet)) return;
    endRollout(
        world, index, fleet.spec.refresh.breaker->rollsBack,
        fmt::format("{} of the new version failed, the limit of its circuit breaker", failures));
}

void watchRollout(World& world, std::uint32_t index) {
    Fleet& fleet = world.fleets[index];
    if (!isRollingOut(fleet)) return;
    const std::uint64_t all = errorsOf(world, fleet);
    const auto errors = static_cast<double>(all - fleet.rollout->errors);
    fleet.rollout->errors = all;
    const Time period = fleet.spec.metricPeriod;
    for (std::size_t i = 0; i < fleet.spec.refresh.alarms.size(); ++i) {
        const RolloutAlarm& alarm = fleet.spec.refresh.alarms[i];
        const bool counts = alarm.metric == RolloutMetric::Errors;
        if (!counts && world.now % period != 0) continue;
        const double value = counts ? errors : averageCpu(world, fleet);
        const bool over = alarm.orEqual ? value >= alarm.threshold : value > alarm.threshold;
        const auto minutes = static_cast<std::uint32_t>(counts ? 1 : period / kMinute);
        std::uint32_t& inRow = fleet.rollout->over[i];
        inRow = over ? inRow + minutes : 0;
        if (inRow < alarm.minutes) continue;
        endRollout(world, index, fleet.spec.refresh.alarmsRollBack,
                   fmt::format("{} {} {} {:.0f} for {} of {} minutes, alarm {}",
                               counts ? "errors" : "CPU", value, alarm.orEqual ? "≥" : ">",
                               alarm.threshold, alarm.minutes, alarm.minutes, alarm.name));
        return;
    }
}

/// Source: Amazon EC2 Auto Scaling user guide, rebalancing activities (T29).
void balanceZones(World& world, std::uint32_t index) {
    Fleet& fleet = world.fleets[index];
    const bool busy = fleet.rollout && fleet.rollout->under;
    if (!fleet.spec.balancesZones || fleet.spec.zones.size() < 2 || busy) return;
    std::vector<std::uint32_t> counts(world.zones.size());
    for (const Member& one : fleet.members) {
        if (one.leaving && !one.ending) return;  // One after the other.
        if (!one.ending) ++counts[one.zone];
    }
    ZoneIndex fullest = fleet.spec.zones.front();
    std::optional<ZoneIndex> emptiest;
    for (const ZoneIndex zone : fleet.spec.zones) {
        if (counts[zone] > counts[fullest]) fullest = zone;
        if (world.zoneFaults[zone] > 0) continue;
        if (!emptiest || counts[zone] < counts[*emptiest]) emptiest = zone;
    }
    if (!emptiest || counts[fullest] < counts[*emptiest] + 2) return;
    const auto leaver = std::ranges::find_if(fleet.members, [&](const Member& one) {
        return !one.ending && one.ready != kNever && one.zone == fullest;
    });
    if (leaver == fleet.members.end()) return;
    leaver->leaving = true;
    tell(world, fleet.spec.name,
         fmt::format("launches a member in {}, for one in {}", world.zones[*emptiest],
                     world.zones[fullest]),
         fmt::format("there are {} in the one and {} in the other", counts[*emptiest],
                     counts[fullest]));
}

}  // namespace archivolt::traffic
