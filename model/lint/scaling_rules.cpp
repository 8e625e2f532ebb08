#include <fmt/format.h>

#include "model/lint/evaluated_reading.h"

namespace archivolt {

namespace {

constexpr Rule kBadSizes{"ASG-E1",
                         Severity::Error,
                         "a group's sizes are not MinSize ≤ DesiredCapacity ≤ MaxSize",
                         "the service refuses sizes that can't all hold",
                         "order them: MinSize, DesiredCapacity, MaxSize",
                         "EC2 Auto Scaling API, CreateAutoScalingGroup"};

void lintFleetSizes(StackLint& lint, const EvaluatedResource& group) {
    const auto least = knownInteger(propertyOf(group, {"MinSize"}));
    const auto most = knownInteger(propertyOf(group, {"MaxSize"}));
    const auto desired = knownInteger(propertyOf(group, {"DesiredCapacity"}));
    const auto report = [&](const char* property, std::string message) {
        lint.report(kBadSizes, originIn(lint, group, {property}), std::move(message),
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

constexpr Rule kCannotScale{"ASG-E2",
                            Severity::Medium,
                            "a group of one fixed size has a target tracking policy",
                            "a group whose MinSize equals its MaxSize can't follow any target",
                            "make MaxSize larger than MinSize, or remove the policy",
                            "cfn-lint E3712"};

void lintTracking(StackLint& lint, const EvaluatedResource& policy) {
    if (knownText(propertyOf(policy, {"PolicyType"})) != "TargetTrackingScaling") return;
    const auto group = referred(lint, propertyOf(policy, {"AutoScalingGroupName"}),
                                "AWS::AutoScaling::AutoScalingGroup");
    if (!group) return;
    const auto least = knownInteger(propertyOf(*group, {"MinSize"}));
    const auto most = knownInteger(propertyOf(*group, {"MaxSize"}));
    if (!least || !most || *least != *most) return;
    lint.report(kCannotScale, originIn(lint, policy, {"AutoScalingGroupName"}),
                fmt::format("{} can't follow a target: {} always has {} instances",
                            policy.source->logicalId, group->source->logicalId, *most),
                "set MaxSize above MinSize, or drop the policy");
}

}  // namespace

void lintScaling(StackLint& lint) {
    static constexpr std::string_view kTypes[] = {"AWS::AutoScaling::AutoScalingGroup",
                                                  "AWS::AutoScaling::ScalingPolicy"};
    for (const EvaluatedResource* resource : lint.ofTypes(kTypes)) {
        if (resource->exists == Truth::No) continue;
        const std::string& type = resource->source->type();
        if (type == "AWS::AutoScaling::AutoScalingGroup") lintFleetSizes(lint, *resource);
        if (type == "AWS::AutoScaling::ScalingPolicy") lintTracking(lint, *resource);
    }
}

RuleList scalingRules() {
    static constexpr const Rule* kRules[] = {&kBadSizes, &kCannotScale};
    return kRules;
}

}  // namespace archivolt
