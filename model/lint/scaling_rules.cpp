#include <fmt/format.h>

#include "model/lint/evaluated_reading.h"

namespace archivolt {

namespace {

void lintSizes(StackLint& lint, const EvaluatedResource& group) {
    const auto least = knownInteger(propertyOf(group, {"MinSize"}));
    const auto most = knownInteger(propertyOf(group, {"MaxSize"}));
    const auto desired = knownInteger(propertyOf(group, {"DesiredCapacity"}));
    const auto report = [&](const char* property, std::string message) {
        lint.report("ASG-E1", originIn(lint, group, {property}), std::move(message),
                    "keep MinSize ≤ DesiredCapacity ≤ MaxSize");
    };
    const std::string& name = group.source->logicalId;
    if (least && most && *least > *most) {
        report("MinSize", fmt::format("{} has the smallest size {} above the largest, {}", name,
                                      *least, *most));
    } else if (least && desired && *desired < *least) {
        report("DesiredCapacity", fmt::format("{} wants {} instances, below its smallest size {}",
                                              name, *desired, *least));
    } else if (most && desired && *desired > *most) {
        report("DesiredCapacity", fmt::format("{} wants {} instances, above its largest size {}",
                                              name, *desired, *most));
    }
}

void lintTracking(StackLint& lint, const EvaluatedResource& policy) {
    if (knownText(propertyOf(policy, {"PolicyType"})) != "TargetTrackingScaling") return;
    const auto group = referred(lint, propertyOf(policy, {"AutoScalingGroupName"}),
                                "AWS::AutoScaling::AutoScalingGroup");
    if (!group) return;
    const auto least = knownInteger(propertyOf(*group, {"MinSize"}));
    const auto most = knownInteger(propertyOf(*group, {"MaxSize"}));
    if (!least || !most || *least != *most) return;
    lint.report("ASG-E2", originIn(lint, policy, {"AutoScalingGroupName"}),
                fmt::format("{} can't follow a target: {} always has {} instances",
                            policy.source->logicalId, group->source->logicalId, *most),
                "set MaxSize above MinSize, or drop the policy");
}

}  // namespace

void lintScaling(StackLint& lint) {
    for (const auto& resource : lint.evaluated.resources) {
        if (resource->exists == Truth::No) continue;
        const std::string& type = resource->source->type();
        if (type == "AWS::AutoScaling::AutoScalingGroup") lintSizes(lint, *resource);
        if (type == "AWS::AutoScaling::ScalingPolicy") lintTracking(lint, *resource);
    }
}

}  // namespace archivolt
