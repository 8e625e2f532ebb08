#include <fmt/format.h>

#include <algorithm>

#include "model/traffic/build/builder.h"

namespace archivolt::traffic {

namespace {

/// The fleet that a policy or action speaks of; nothing where it is not simulated.
std::optional<std::uint32_t> fleetOf(const Builder& builder, const Thing& part,
                                     const Value& properties) {
    const Value* group = properties.find("AutoScalingGroupName");
    const Thing* thing = group != nullptr ? builder.referred(part, *group) : nullptr;
    if (thing == nullptr) return std::nullopt;
    const auto found = builder.fleets.find(thing->id);
    if (found == builder.fleets.end()) return std::nullopt;
    return found->second;
}

bool readTracking(const Value& properties, ScalingPolicy& policy) {
    const Value* tracking = properties.find("TargetTrackingConfiguration");
    if (tracking == nullptr) return false;
    const std::string metric =
        textAt(*tracking, {"PredefinedMetricSpecification", "PredefinedMetricType"});
    if (metric == "ASGAverageCPUUtilization") {
        policy.metric = ScalingMetric::Cpu;
    } else if (metric == "ALBRequestCountPerTarget") {
        policy.metric = ScalingMetric::RequestsPerTarget;
    } else {
        return false;
    }
    policy.target = numberAt(*tracking, {"TargetValue"}).value_or(50);
    policy.scaleIn = textAt(*tracking, {"DisableScaleIn"}) != "true";
    return policy.target > 0;
}

/// The alarm that calls a policy; nothing where it watches something that is not simulated.
const OtherThing* alarmOf(const Builder& builder, const Thing& policy) {
    for (const OtherThing* alarm : builder.othersOf("AWS::CloudWatch::Alarm")) {
        const Value* actions = builder.propertiesOf(*alarm).find("AlarmActions");
        if (actions == nullptr) continue;
        const auto referred = builder.allReferred(*alarm, *actions);
        if (std::ranges::find(referred, &policy) != referred.end()) return alarm;
    }
    return nullptr;
}

/// Returns the fleet of the group that a thing names; null pointer, and the thing left out, where
/// it is not simulated.
FleetSpec* simulatedFleetOf(Builder& builder, const OtherThing& thing, const Value& properties) {
    if (const auto fleet = fleetOf(builder, thing, properties)) {
        return &builder.built.plant.fleets[*fleet];
    }
    builder.leaveOut(thing, thing.type, "its group is not simulated");
    return nullptr;
}

void addPolicy(Builder& builder, const OtherThing& thing) {
    const Value& properties = builder.propertiesOf(thing);
    FleetSpec* fleet = simulatedFleetOf(builder, thing, properties);
    if (fleet == nullptr) return;
    if (const Value* forecast = properties.find("PredictiveScalingConfiguration")) {
        addPredictive(builder, thing, *forecast, *fleet);
        return;
    }
    ScalingPolicy policy;
    policy.name = builder.nameOf(thing);
    policy.lowMark = builder.defaults.number("scaling.low_mark");
    policy.cooldown = builder.defaults.seconds("scaling.cooldown_s");
    if (const auto own = numberAt(properties, {"Cooldown"})) policy.cooldown = fromSeconds(*own);
    const std::string type = textAt(properties, {"PolicyType"});
    bool read = false;
    if (type == "TargetTrackingScaling") {
        read = readTracking(properties, policy);
    } else if (type == "StepScaling") {
        policy.kind = PolicyKind::Step;
        read = readAlarm(builder, thing, properties, policy);
    } else if (type == "SimpleScaling" || type.empty()) {
        policy.kind = PolicyKind::Simple;
        read = readAlarm(builder, thing, properties, policy);
    }
    if (!read) {
        // NOT MODELLED: Scaling by metrics other than CPU and requests for each target.
        builder.leaveOut(thing, thing.type, "it follows a metric that is not simulated");
        return;
    }
    builder.handled.insert(thing.id);
    fleet->policies.push_back(std::move(policy));
}

/// Source: Amazon EC2 Auto Scaling user guide, warm pools (T70).
void addPool(Builder& builder, const OtherThing& thing) {
    const Value& its = builder.propertiesOf(thing);
    FleetSpec* simulated = simulatedFleetOf(builder, thing, its);
    if (simulated == nullptr) return;
    FleetSpec& fleet = *simulated;
    WarmPoolSpec& pool = fleet.pool.emplace();
    pool.least = countWithin(numberAt(its, {"MinSize"}).value_or(0), 0, 5000);
    // −1 is what lies between the desired size and the largest.
    const auto prepared = numberAt(its, {"MaxGroupPreparedCapacity"});
    if (prepared && *prepared >= 0) pool.prepared = countWithin(*prepared, 0, 5000);
    const std::string state = textAt(its, {"PoolState"});
    const auto asked = builder.settingsOf(fleet.name).warmStartSeconds;
    pool.start = Distribution::constant(
        asked ? *asked
              : builder.defaults.number(state == "Running"      ? "pool.running_s"
                                        : state == "Hibernated" ? "pool.hibernated_s"
                                                                : "pool.stopped_s"));
    pool.reuse = textAt(its, {"InstanceReusePolicy", "ReuseOnScaleIn"}) == "true";
    builder.built.types[builder.nameOf(thing)] = thing.type;
    builder.handled.insert(thing.id);
    builder.note(
        fmt::format("{}: its warm pool is full when the run begins; what waits there is "
                    "not among the costs",
                    fleet.name));
}

void addHook(Builder& builder, const OtherThing& thing) {
    const Value& its = builder.propertiesOf(thing);
    FleetSpec* simulated = simulatedFleetOf(builder, thing, its);
    if (simulated == nullptr) return;
    FleetSpec& fleet = *simulated;
    readHook(builder, its, fleet);
    if (fleet.hooks.back().name.empty()) fleet.hooks.back().name = builder.nameOf(thing);
    builder.handled.insert(thing.id);
}

}  // namespace

/// Source: Amazon EC2 Auto Scaling user guide, step and simple scaling policies (T22, T26).
bool readAlarm(Builder& builder, const Thing& thing, const Value& properties,
               ScalingPolicy& policy) {
    const OtherThing* alarm = alarmOf(builder, thing);
    if (alarm == nullptr) return false;
    const Value& its = builder.propertiesOf(*alarm);
    if (textAt(its, {"MetricName"}) != "CPUUtilization") return false;
    const auto threshold = numberAt(its, {"Threshold"});
    if (!threshold) return false;
    policy.target = *threshold;
    policy.above = textAt(its, {"ComparisonOperator"}).starts_with("Greater");
    const double period = numberAt(its, {"Period"}).value_or(60);
    const double count = numberAt(its, {"EvaluationPeriods"}).value_or(1);
    policy.periods = countWithin(count * period / 60, 1, 10'000);
    const std::string unit = textAt(properties, {"AdjustmentType"});
    policy.unit = unit == "PercentChangeInCapacity" ? ChangeUnit::Percent
                  : unit == "ExactCapacity"         ? ChangeUnit::Exact
                                                    : ChangeUnit::Count;
    constexpr double kEndless = 1e18;
    const Value* steps = properties.find("StepAdjustments");
    if (policy.kind == PolicyKind::Simple || steps == nullptr) {
        policy.steps = {
            {-kEndless, kEndless, numberAt(properties, {"ScalingAdjustment"}).value_or(0)}};
    } else {
        for (const Value& one : steps->items()) {
            policy.steps.push_back({numberAt(one, {"MetricIntervalLowerBound"}).value_or(-kEndless),
                                    numberAt(one, {"MetricIntervalUpperBound"}).value_or(kEndless),
                                    numberAt(one, {"ScalingAdjustment"}).value_or(0)});
        }
    }
    builder.handled.insert(alarm->id);
    return true;
}

/// Source: Amazon EC2 Auto Scaling API, PredictiveScalingConfiguration (T31).
void addPredictive(Builder& builder, const OtherThing& thing, const Value& forecast,
                   FleetSpec& fleet) {
    PredictivePolicy policy;
    policy.name = builder.nameOf(thing);
    const Value* metrics = forecast.find("MetricSpecifications");
    const bool some = metrics != nullptr && !metrics->items().empty();
    const Value metric = some ? metrics->items().front() : Value();
    std::string kind =
        textAt(metric, {"PredefinedMetricPairSpecification", "PredefinedMetricType"});
    if (kind.empty()) {
        kind = textAt(metric, {"PredefinedLoadMetricSpecification", "PredefinedMetricType"});
    }
    const bool cpu = kind == "ASGCPUUtilization" || kind == "ASGTotalCPUUtilization" ||
                     kind == "ECSServiceCPUUtilization" || kind == "ECSServiceTotalCPUUtilization";
    const bool requests = kind == "ALBRequestCount" || kind == "ALBTargetGroupRequestCount";
    policy.target = numberAt(metric, {"TargetValue"}).value_or(0);
    if (!(cpu || requests) || !(policy.target > 0)) {
        builder.leaveOut(thing, thing.type, "it forecasts by a metric that is not simulated");
        return;
    }
    policy.metric = cpu ? ScalingMetric::Cpu : ScalingMetric::RequestsPerTarget;
    policy.acts = textAt(forecast, {"Mode"}) == "ForecastAndScale";
    const auto ahead = numberAt(forecast, {"SchedulingBufferTime"});
    policy.ahead =
        timeWithin(ahead ? *ahead : builder.defaults.number("scaling.forecast_ahead_s"), 0, 3599);
    if (textAt(forecast, {"MaxCapacityBreachBehavior"}) == "IncreaseMaxCapacity") {
        policy.raises = numberAt(forecast, {"MaxCapacityBuffer"}).value_or(0) / 100;
    }
    builder.handled.insert(thing.id);
    builder.note(
        fmt::format("{}: how AWS forecasts is not published; here it is the mean of the same hour "
                    "on the days before, once a run has lasted for 24 hours",
                    policy.name));
    fleet.predictive.push_back(std::move(policy));
}

void readHook(Builder& builder, const Value& hook, FleetSpec& fleet) {
    LifecycleHook one;
    one.name = textAt(hook, {"LifecycleHookName"});
    one.launching = textAt(hook, {"LifecycleTransition"}) != "autoscaling:EC2_INSTANCE_TERMINATING";
    const auto heartbeat = numberAt(hook, {"HeartbeatTimeout"});
    one.heartbeat =
        timeWithin(heartbeat ? *heartbeat : builder.defaults.number("hook.heartbeat_s"), 30, 7200);
    one.continues = textAt(hook, {"DefaultResult"}) == "CONTINUE";
    const auto asked = builder.settingsOf(fleet.name).hookSeconds;
    one.action = fromSeconds(asked ? *asked : builder.defaults.number("hook.action_s"));
    builder.note(fmt::format(
        "{}: the action of a lifecycle hook is completed {:.0f} s after {} (`hook_s` says when)",
        fleet.name, toSeconds(one.action), one.launching ? "the launch" : "it left the balancer"));
    fleet.hooks.push_back(std::move(one));
}

void buildScaling(Builder& builder) {
    for (const OtherThing* policy : builder.othersOf("AWS::AutoScaling::ScalingPolicy")) {
        addPolicy(builder, *policy);
    }
    // NOT MODELLED: Application Auto Scaling of anything but services, Aurora's readers and tables;
    // the rest, indexes of tables too, keeps the size that it has.
    for (const char* type : {"AWS::ApplicationAutoScaling::ScalableTarget",
                             "AWS::ApplicationAutoScaling::ScalingPolicy"}) {
        for (const OtherThing* one : builder.othersOf(type)) {
            if (builder.handled.contains(one->id)) continue;
            builder.leaveOut(*one, type, "what it would scale keeps its size");
        }
    }
    for (const OtherThing* one : builder.othersOf("AWS::AutoScaling::LifecycleHook")) {
        addHook(builder, *one);
    }
    for (const OtherThing* one : builder.othersOf("AWS::AutoScaling::WarmPool")) {
        addPool(builder, *one);
    }
    for (const OtherThing* action : builder.othersOf("AWS::AutoScaling::ScheduledAction")) {
        FleetSpec* fleet = simulatedFleetOf(builder, *action, builder.propertiesOf(*action));
        if (fleet != nullptr) addScheduledAction(builder, *action, *fleet);
    }
}

}  // namespace archivolt::traffic
