#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/traffic/engine/distribution.h"

namespace archivolt::traffic {

enum class ScalingMetric : std::uint8_t {
    Cpu,                ///< Average utilisation of the group's members, in percent.
    RequestsPerTarget,  ///< Requests a minute for each target.
};

enum class PolicyKind : std::uint8_t {
    TargetTracking,
    Step,
    Simple
};

/// One step: from `low` to `high` above the threshold (or below), change by so many.
struct ScalingStep {
    double low = 0;
    double high = 0;
    double change = 0;
};

enum class ChangeUnit : std::uint8_t {
    Count,
    Percent,
    Exact
};

/// One scaling policy of a fleet (T22 to T26).
struct ScalingPolicy {
    std::string name;
    PolicyKind kind = PolicyKind::TargetTracking;
    ScalingMetric metric = ScalingMetric::Cpu;
    double target = 50;             ///< Target tracking's; else the alarm's threshold.
    double lowMark = 0.7;           ///< Share of the target below which it scales in (T24).
    bool scaleIn = true;            ///< False: target tracking never scales in.
    bool above = true;              ///< The alarm is above its threshold, not below.
    std::uint32_t periods = 3;      ///< Minutes that must be over the mark.
    std::uint32_t lowPeriods = 15;  ///< Minutes below the low mark.
    std::vector<ScalingStep> steps;
    ChangeUnit unit = ChangeUnit::Count;
    Time cooldown = 300 * kSecond;  ///< Of simple scaling.
    // Of Application Auto Scaling (T69).
    Time inCooldown = 0;       ///< After it scaled in, before it does again.
    bool ownCooldown = false;  ///< The policy says how long that is.
    Time outCooldown = 0;      ///< Of steps: after one, only by how much the next is more.
};

/// A change of size at a time.
struct ScheduledSize {
    std::string name;
    Time at = 0;
    std::uint32_t least = 0;
    std::uint32_t most = 0;
    std::uint32_t desired = 0;
};

/// An action that members wait for on their way in, or out (T30).
struct LifecycleHook {
    std::string name;
    bool launching = true;            ///< False: when they end.
    Time action = 2 * kMinute;        ///< From the launch (the end) until it is done.
    Time heartbeat = 3600 * kSecond;  ///< Without it for so long, the default is taken.
    bool continues = false;           ///< The default; false: the member is given up.
};

/// Members that are made ready beforehand (T70).
struct WarmPoolSpec {
    std::uint32_t least = 0;
    /// How many there may be, with those in service; the fleet's `most` without.
    std::optional<std::uint32_t> prepared;
    Distribution start;  ///< From being drawn to answering.
    bool reuse = false;  ///< Members come back when it scales in.
};

/// Which members of a group are Spot instances, and what it does before EC2 takes them back (T29).
struct SpotSpec {
    std::uint32_t onDemandBase = 0;  ///< So many are On-Demand instances before any is not.
    double onDemandShare = 0;        ///< Of those above the base: 0 to 1.
    bool rebalances = false;         ///< Launches others at the notice, not when they are gone.
    Time notice = 2 * kMinute;       ///< From it until they are interrupted.
};

/// How a group's members are replaced by a new version: an instance refresh, or a service's rolling
/// update (T30).
struct RefreshSpec {
    double leastHealthy = 0.9;  ///< Share of the desired size that stays in service.
    double mostHealthy = 1;     ///< Above 1, new ones are launched before old ones go.
    Time warmUp = 0;            ///< From a new one's answering until the next is replaced.
};

/// An Auto Scaling group: its members are stations, all made alike.
struct FleetSpec {
    std::string name;
    std::uint32_t model = 0;               ///< The station that members are made like.
    std::vector<std::uint32_t> members;    ///< Those at the start.
    std::vector<std::uint8_t> zones;       ///< Where members may stand.
    std::vector<std::uint32_t> balancers;  ///< That members are targets of.
    std::uint32_t least = 1;
    std::uint32_t most = 1;
    std::uint32_t desired = 1;
    Time metricPeriod = 5 * kMinute;  ///< 1 minute with detailed monitoring (T25).
    Time warmUp = 300 * kSecond;
    Time grace = 0;
    bool balancerHealth = false;  ///< Replaces what its balancers call unhealthy.
    Distribution boot;            ///< From launch to answering.
    std::vector<ScalingPolicy> policies;
    std::vector<ScheduledSize> schedule;
    std::vector<LifecycleHook> hooks;
    std::optional<WarmPoolSpec> pool;
    std::optional<SpotSpec> spot;
    RefreshSpec refresh;
};

}  // namespace archivolt::traffic
