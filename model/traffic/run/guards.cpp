#include <algorithm>
#include <utility>

#include "model/traffic/run/flow.h"

namespace archivolt::traffic {

void addGuard(World& world, const GuardSpec& spec) {
    Guard guard;
    guard.spec = spec;
    auto& of = world.guardOf[static_cast<std::size_t>(spec.node.kind)];
    if (of.size() <= spec.node.index) of.resize(std::size_t{spec.node.index} + 1, kDirect);
    of[spec.node.index] = static_cast<std::uint32_t>(world.guards.size());
    world.guards.push_back(std::move(guard));
}

/// The rate of a session is told by this window's count and as much of the last one's as the
/// window of that length that ends now still covers.
bool guardLets(World& world, const Visit& visit) {
    const auto& of = world.guardOf[static_cast<std::size_t>(visit.node.kind)];
    if (visit.node.index >= of.size() || of[visit.node.index] == kDirect) return true;
    Guard& guard = world.guards[of[visit.node.index]];
    guard.meter.enter(world.now);
    guard.meter.leave(world.now, world.now);
    const GuardSpec& spec = guard.spec;
    // Visitors that come but once never reach a limit.
    if (spec.limit <= 0 || visit.session >= world.sessions) {
        ++guard.meter.completed;
        return true;
    }
    if (visit.session >= guard.counts.size()) guard.counts.resize(std::size_t{visit.session} + 1);
    SessionCount& count = guard.counts[visit.session];
    const std::int64_t window = world.now / spec.window;
    if (window != count.window) {
        count.before = window == count.window + 1 ? count.now : 0;
        count.now = 0;
        count.window = window;
    }
    ++count.now;
    const double into =
        static_cast<double>(world.now % spec.window) / static_cast<double>(spec.window);
    if (count.now + count.before * (1 - into) <= spec.limit) {
        ++guard.meter.completed;
        return true;
    }
    ++guard.meter.failed;
    guard.meter.blame(403, static_cast<std::uint8_t>(Cause::Filtered));
    return false;
}

}  // namespace archivolt::traffic
