#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "model/traffic/run/flow.h"

namespace archivolt::traffic {

namespace {

constexpr std::size_t kRecentMinutes = 30;

TokenBucket& bucketOf(Station& station, const CapacitySpec& spec) {
    return spec.writes ? *station.spec.writeThrottle : *station.spec.throttle;
}
BucketState& stateOf(Station& station, const CapacitySpec& spec) {
    return spec.writes ? station.writeBucket : station.bucket;
}

const char* wordOf(const CapacitySpec& spec) { return spec.writes ? "write" : "read"; }

/// Gives a bucket another rate; what it gained until now it gained at the old one.
void setUnits(const World& world, Station& station, const CapacitySpec& spec, double units) {
    TokenBucket& bucket = bucketOf(station, spec);
    BucketState& state = stateOf(station, spec);
    state.tokens =
        std::min(bucket.burst, state.tokens + bucket.perSecond * toSeconds(world.now - state.at));
    state.at = world.now;
    bucket.perSecond = units / spec.cost;
    bucket.burst = std::max(1.0, spec.seconds * bucket.perSecond);
    state.tokens = std::min(state.tokens, bucket.burst);
}

/// Source: Amazon DynamoDB developer guide, on-demand capacity mode: up to twice the peak of
/// before, and beyond it once half an hour has passed (T72).
void followPeak(World& world, Station& station, std::size_t which, double consumed) {
    const CapacitySpec& spec = station.spec.capacities[which];
    CapacityState& state = station.capacities[which];
    state.recent.push_back(consumed);
    if (state.recent.size() <= kRecentMinutes) return;
    state.peak = std::max(state.peak, state.recent.front());
    state.recent.erase(state.recent.begin());
    const double units = std::min(spec.most, std::max(spec.least, 2 * state.peak));
    if (units <= state.units) return;
    tell(world, station.spec.name,
         fmt::format("takes {:.0f} {} units a second, no longer {:.0f}", units, wordOf(spec),
                     state.units),
         fmt::format("that is twice its peak of half an hour ago, {:.0f}", state.peak));
    state.units = units;
    setUnits(world, station, spec, units);
}

void decide(World& world, std::uint32_t index, std::uint32_t which, double units,
            const std::string& why) {
    Station& station = world.stations[index];
    const CapacitySpec& spec = station.spec.capacities[which];
    CapacityState& state = station.capacities[which];
    tell(world, station.spec.name,
         fmt::format("{} its {} capacity {:.0f} → {:.0f}",
                     units > state.units ? "raises" : "lowers", wordOf(spec), state.units, units),
         why);
    state.next = units;
    if (spec.takes > 0) {
        schedule(world, world.now + spec.takes, EventKind::CapacityHolds, index, which);
    } else {
        capacityHolds(world, index, which);
    }
}

// NOT MODELLED: How many times a day the capacity of a table may be lowered.
/// Source: Amazon DynamoDB developer guide, managing throughput capacity with auto scaling: alarms
/// on two minutes above the target and fifteen below the low mark (T69).
void trackUse(World& world, std::uint32_t index, std::uint32_t which, double consumed) {
    Station& station = world.stations[index];
    const CapacitySpec& spec = station.spec.capacities[which];
    CapacityState& state = station.capacities[which];
    const double used = 100 * consumed / state.units;
    const double low = spec.target * spec.lowMark;
    state.high = used > spec.target ? state.high + 1 : 0;
    state.low = used < low ? state.low + 1 : 0;
    if (state.next > 0) return;
    const double wanted =
        std::clamp(std::ceil(consumed * 100 / spec.target - 1e-9), spec.least, spec.most);
    if (state.high >= spec.periods && wanted > state.units) {
        decide(
            world, index, which, wanted,
            fmt::format("{:.0f} % of it were consumed > {:.0f} % for {} of {} minutes, policy {}",
                        used, spec.target, spec.periods, spec.periods, spec.policy));
    } else if (state.low >= spec.lowPeriods && wanted < state.units && world.now >= state.inAgain) {
        state.inAgain = world.now + spec.inCooldown;
        decide(
            world, index, which, wanted,
            fmt::format("{:.0f} % of it were consumed < {:.0f} % for {} of {} minutes, policy {}",
                        used, low, spec.lowPeriods, spec.lowPeriods, spec.policy));
    }
}

}  // namespace

void startCapacities(World& world, std::uint32_t index) {
    Station& station = world.stations[index];
    if (station.spec.capacities.empty()) return;
    for (const CapacitySpec& spec : station.spec.capacities) {
        CapacityState& state = station.capacities.emplace_back();
        state.units = bucketOf(station, spec).perSecond * spec.cost;
    }
    schedule(world, kMinute, EventKind::CapacityTick, index);
}

void capacityTick(World& world, std::uint32_t index) {
    schedule(world, world.now + kMinute, EventKind::CapacityTick, index);
    const std::size_t count = world.stations[index].spec.capacities.size();
    for (std::uint32_t i = 0; i < count; ++i) {
        Station& station = world.stations[index];
        const CapacitySpec& spec = station.spec.capacities[i];
        const std::uint64_t taken = stateOf(station, spec).taken;
        const auto sinceTick = static_cast<double>(taken - station.capacities[i].takenAtTick);
        station.capacities[i].takenAtTick = taken;
        const double consumed = sinceTick * spec.cost / 60;
        if (spec.onDemand) {
            followPeak(world, station, i, consumed);
        } else {
            trackUse(world, index, i, consumed);
        }
    }
}

void capacityHolds(World& world, std::uint32_t index, std::uint32_t which) {
    Station& station = world.stations[index];
    CapacityState& state = station.capacities[which];
    state.units = state.next;
    state.next = 0;
    setUnits(world, station, station.spec.capacities[which], state.units);
}

}  // namespace archivolt::traffic
