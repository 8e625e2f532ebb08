#pragma once

#include "model/traffic/run/world.h"

namespace archivolt::traffic {

// How members of a fleet are replaced: those that EC2 takes back, and those of an old version.

/// Says whether the next member of a fleet is to be a Spot instance.
[[nodiscard]] bool wantsSpot(const Fleet& fleet);
/// Says whether a fleet can have one more member now: its zones, and how many it may have.
[[nodiscard]] bool canLaunch(World& world, std::uint32_t fleet);
/// Gives notice to the Spot instances that a fault strikes.
void interruptionBegins(World& world, const Fault& fault);
void interruptionEnds(World& world, const Fault& fault);
/// EC2 takes a Spot instance back.
void spotEnds(World& world, std::uint32_t fleet, std::uint32_t member);
/// Begins to replace a fleet's members by a new version.
void deployBegins(World& world, const Fault& fault);
/// Goes on with that, as far as what must stay in service allows.
void rolloutStep(World& world, std::uint32_t fleet);
/// A member was given up or called unhealthy: of a new version, its circuit breaker counts it.
void memberFails(World& world, std::uint32_t fleet, std::uint32_t member);
/// Looks, once a minute, whether an alarm ends a deployment.
void watchRollout(World& world, std::uint32_t fleet);
/// Returns how many requests a fleet's members ever answered with a status of 500 or above.
[[nodiscard]] std::uint64_t errorsOf(const World& world, const Fleet& fleet);
/// Lets a member move from a fleet's fullest zone to its emptiest, where they are apart by two.
void balanceZones(World& world, std::uint32_t fleet);
/// A member is in service: what it was launched instead of may go.
void memberSettles(World& world, std::uint32_t fleet);

}  // namespace archivolt::traffic
