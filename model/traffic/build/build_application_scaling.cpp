#include <fmt/format.h>

#include <algorithm>

#include "model/traffic/build/builder.h"

namespace archivolt::traffic {

namespace {

/// Reads a target-tracking policy; false where it follows what is not simulated.
bool readTracked(const Value& tracking, std::string_view cpuMetric, ScalingPolicy& policy) {
    const std::string metric =
        textAt(tracking, {"PredefinedMetricSpecification", "PredefinedMetricType"});
    if (metric == "ALBRequestCountPerTarget") {
        policy.metric = ScalingMetric::RequestsPerTarget;
    } else if (metric != cpuMetric) {
        return false;
    }
    policy.target = numberAt(tracking, {"TargetValue"}).value_or(0);
    policy.scaleIn = textAt(tracking, {"DisableScaleIn"}) != "true";
    if (const auto in = numberAt(tracking, {"ScaleInCooldown"})) {
        policy.inCooldown = timeWithin(*in, 0, 86400);
        policy.ownCooldown = true;
    }
    return policy.target > 0;
}

/// Source: Application Auto Scaling user guide, target tracking and step scaling policies (T69).
void addPolicyOf(Builder& builder, const OtherThing& thing, std::string_view cpuMetric,
                 FleetSpec& fleet) {
    const Value& own = builder.propertiesOf(thing);
    ScalingPolicy policy;
    policy.name = builder.nameOf(thing);
    policy.lowMark = builder.defaults.number("scaling.service_low_mark");
    policy.inCooldown = builder.defaults.seconds("scaling.service_cooldown_s");
    bool read = false;
    if (const Value* forecast = own.find("PredictiveScalingPolicyConfiguration")) {
        addPredictive(builder, thing, *forecast, fleet);
        return;
    }
    if (const Value* tracking = own.find("TargetTrackingScalingPolicyConfiguration")) {
        read = readTracked(*tracking, cpuMetric, policy);
    } else if (const Value* step = own.find("StepScalingPolicyConfiguration")) {
        policy.kind = PolicyKind::Step;
        policy.outCooldown = policy.inCooldown;
        if (const auto cooldown = numberAt(*step, {"Cooldown"})) {
            policy.outCooldown = policy.inCooldown = timeWithin(*cooldown, 0, 86400);
        }
        read = readAlarm(builder, thing, *step, policy);
    }
    if (!read) {
        builder.leaveOut(thing, thing.type, "it follows a metric that is not simulated");
        return;
    }
    builder.handled.insert(thing.id);
    fleet.policies.push_back(std::move(policy));
}

}  // namespace

const OtherThing* scalableTargetOf(const Builder& builder, const Thing& thing,
                                   std::string_view dimension, const std::string& ownName) {
    for (const OtherThing* target :
         builder.othersOf("AWS::ApplicationAutoScaling::ScalableTarget")) {
        const Value& its = builder.propertiesOf(*target);
        if (textAt(its, {"ScalableDimension"}) != dimension) continue;
        const auto referred = builder.allReferred(*target, its);
        const bool named = !ownName.empty() && target->stack == thing.stack &&
                           textAt(its, {"ResourceId"}).ends_with('/' + ownName);
        if (named || std::ranges::find(referred, &thing) != referred.end()) return target;
    }
    return nullptr;
}

void readScalableTarget(Builder& builder, const OtherThing& target, std::string_view cpuMetric,
                        FleetSpec& fleet) {
    constexpr std::uint32_t kMost = 1'000'000;
    const Value& its = builder.propertiesOf(target);
    fleet.least = countWithin(numberAt(its, {"MinCapacity"}).value_or(1), 0, kMost);
    fleet.most = countWithin(numberAt(its, {"MaxCapacity"}).value_or(kMost), fleet.least, kMost);
    fleet.metricPeriod = kMinute;
    fleet.warmUp = 0;
    for (const OtherThing* policy :
         builder.othersOf("AWS::ApplicationAutoScaling::ScalingPolicy")) {
        const auto named = builder.allReferred(*policy, builder.propertiesOf(*policy));
        if (std::ranges::find(named, &target) == named.end()) continue;
        addPolicyOf(builder, *policy, cpuMetric, fleet);
    }
    builder.handled.insert(target.id);
    addScheduledActions(builder, target, fleet);
}

}  // namespace archivolt::traffic
