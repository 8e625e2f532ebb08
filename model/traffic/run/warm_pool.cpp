#include <algorithm>

#include "model/traffic/run/flow.h"

namespace archivolt::traffic {

namespace {

/// How many should wait in a fleet's warm pool. Source: Amazon EC2 Auto Scaling user guide, warm
/// pools: what is between the desired size and the largest, or a size that is given (T70).
std::uint32_t poolSize(const Fleet& fleet) {
    const WarmPoolSpec& pool = *fleet.spec.pool;
    const std::uint32_t most = pool.prepared.value_or(fleet.spec.most);
    return std::max(pool.least, most - std::min(most, fleet.desired));
}

std::size_t pooledIn(const Fleet& fleet, ZoneIndex zone) {
    return static_cast<std::size_t>(std::ranges::count(fleet.pooled, zone));
}

}  // namespace

HookWait waitAtHooks(const FleetSpec& fleet, bool launching) {
    HookWait wait;
    for (const LifecycleHook& hook : fleet.hooks) {
        if (hook.launching != launching) continue;
        const bool done = hook.action <= hook.heartbeat;
        if (!done && launching && !hook.continues) {
            // The first whose time is up ends it.
            if (wait.givenUp && wait.lasting <= hook.heartbeat) continue;
            wait = {hook.heartbeat, true, hook.name};
        } else if (!wait.givenUp) {
            wait.lasting = std::max(wait.lasting, std::min(hook.action, hook.heartbeat));
        }
    }
    return wait;
}

ZoneIndex emptiestZone(const World& world, const Fleet& fleet,
                       const std::function<std::size_t(ZoneIndex)>& standing) {
    ZoneIndex zone = 0;
    std::size_t fewest = SIZE_MAX;
    for (const ZoneIndex one : fleet.spec.zones) {
        if (world.zoneFaults[one] > 0) continue;
        const std::size_t count = standing(one);
        if (count >= fewest) continue;
        fewest = count;
        zone = one;
    }
    return zone;
}

void startPool(World& world, std::uint32_t index) {
    Fleet& fleet = world.fleets[index];
    // Where every launch is given up by a hook, nothing ever got there.
    if (!fleet.spec.pool || waitAtHooks(fleet.spec, true).givenUp) return;
    for (std::uint32_t left = poolSize(fleet); left > 0; --left) {
        fleet.pooled.push_back(
            emptiestZone(world, fleet, [&](ZoneIndex one) { return pooledIn(fleet, one); }));
    }
}

void fillPool(World& world, std::uint32_t index) {
    Fleet& fleet = world.fleets[index];
    const std::uint32_t size = poolSize(fleet);
    while (fleet.pooled.size() > size) fleet.pooled.pop_back();
    const HookWait wait = waitAtHooks(fleet.spec, true);
    while (fleet.pooled.size() + fleet.warming < size) {
        ++fleet.warming;
        const ZoneIndex zone =
            emptiestZone(world, fleet, [&](ZoneIndex one) { return pooledIn(fleet, one); });
        const Time boot = wait.givenUp ? 0 : fleet.spec.boot.sample(fleet.boot);
        schedule(world, world.now + std::max({boot, wait.lasting, kSecond}), EventKind::PooledReady,
                 index, zone, wait.givenUp ? 1 : 0);
    }
}

bool drawFromPool(World& world, std::uint32_t index, ZoneIndex& zone) {
    Fleet& fleet = world.fleets[index];
    auto taken = std::ranges::find(fleet.pooled, zone);
    if (taken == fleet.pooled.end() || world.zoneFaults[zone] > 0) {
        taken = std::ranges::find_if(fleet.pooled,
                                     [&](ZoneIndex one) { return world.zoneFaults[one] == 0; });
    }
    if (taken == fleet.pooled.end()) return false;
    zone = *taken;
    fleet.pooled.erase(taken);
    ++fleet.drawn;
    return true;
}

void pooledReady(World& world, std::uint32_t index, ZoneIndex zone, bool givenUp) {
    Fleet& fleet = world.fleets[index];
    --fleet.warming;
    if (givenUp) ++fleet.abandoned;
    // What stood in a zone that failed is made anew, in another.
    if (!givenUp && world.zoneFaults[zone] == 0) fleet.pooled.push_back(zone);
    fillPool(world, index);
}

}  // namespace archivolt::traffic
