#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/traffic/engine/distribution.h"
#include "model/traffic/plant/components.h"

namespace archivolt::traffic {

enum class ScalingMetric : std::uint8_t {
    Cpu,                ///< Average utilisation of the group's members, in percent.
    RequestsPerTarget,  ///< Requests a minute for each target.
    Concurrency,        ///< Requests that each has at once, on average.
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

/// A change of sizes at a time; what it does not say stays.
struct ScheduledSize {
    std::string name;
    Time at = 0;
    std::optional<std::uint32_t> least;
    std::optional<std::uint32_t> most;
    std::optional<std::uint32_t> desired;
};

/// A policy that sizes a fleet by what is forecast of its load (T31).
struct PredictivePolicy {
    std::string name;
    ScalingMetric metric = ScalingMetric::Cpu;
    double target = 50;
    bool acts = false;             ///< Else it only forecasts.
    Time ahead = 300 * kSecond;    ///< So long before an hour begins its members are launched.
    std::optional<double> raises;  ///< The largest size follows, by so much more: 0.1 is a tenth.
};

/// Whom a fleet terminates first when it has too many, of those in its fullest zone (T28).
enum class LeaverRule : std::uint8_t {
    Oldest,
    Newest,
    OldestVersion,
    NearestHour,  ///< Of its next hour since it was launched.
    Any,          ///< At random.
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

/// A service's deployment circuit breaker: how many of the new version may fail. Source: Amazon ECS
/// developer guide, how the circuit breaker detects failures: half of the desired size, 3 to 200.
struct BreakerSpec {
    double share = 0.5;  ///< Of the desired size, rounded up …
    std::uint32_t least = 3;
    std::uint32_t most = 200;
    bool resets = true;      ///< One that is healthy makes it forget.
    bool rollsBack = false;  ///< Else nothing more is launched.
};

/// What an alarm looks at that ends a deployment.
enum class RolloutMetric : std::uint8_t {
    Cpu,     ///< Average utilisation, in percent.
    Errors,  ///< Answers of 500 and above, by all members in a minute.
};

struct RolloutAlarm {
    std::string name;
    RolloutMetric metric = RolloutMetric::Errors;
    double threshold = 0;
    bool orEqual = false;       ///< What is as much as the threshold is over it, too.
    std::uint32_t minutes = 1;  ///< In a row.
};

/// How a group's members are replaced by a new version: an instance refresh, or a service's rolling
/// update (T30).
struct RefreshSpec {
    double leastHealthy = 0.9;  ///< Share of the desired size that stays in service.
    double mostHealthy = 1;     ///< Above 1, new ones are launched before old ones go.
    Time warmUp = 0;            ///< From a new one's answering until the next is replaced.
    std::optional<BreakerSpec> breaker;
    std::vector<RolloutAlarm> alarms;
    Time bake = 0;                ///< So long they look on once all members are replaced.
    bool alarmsRollBack = false;  ///< Else one of them only stops it.
};

/// An Auto Scaling group: its members are stations, all made alike.
struct FleetSpec {
    std::string name;
    std::uint32_t model = 0;               ///< The station that members are made like.
    std::vector<std::uint32_t> members;    ///< Those at the start.
    std::vector<std::uint8_t> zones;       ///< Where members may stand.
    std::vector<std::uint32_t> balancers;  ///< That members are targets of.
    /// How they are targets of a balancer that does not get to them with all that it sends.
    std::map<std::uint32_t, TargetSpec> asTargets;
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
    std::vector<PredictivePolicy> predictive;
    std::vector<LeaverRule> leavers;  ///< In order; what they leave is chosen from at random.
    bool balancesZones = false;  ///< Moves members from its fullest zone to its emptiest (T29).
};

/// Returns what a balancer's target is that is this member of a fleet.
[[nodiscard]] inline TargetSpec memberAsTarget(const FleetSpec& fleet, std::uint32_t balancer,
                                               std::uint32_t station) {
    const auto found = fleet.asTargets.find(balancer);
    TargetSpec target = found != fleet.asTargets.end() ? found->second : TargetSpec{};
    target.station = station;
    return target;
}

}  // namespace archivolt::traffic
