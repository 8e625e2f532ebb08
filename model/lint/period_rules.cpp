#include <fmt/format.h>

#include <algorithm>

#include "model/base/text_case.h"
#include "model/lint/evaluated_reading.h"

namespace archivolt {

namespace {

constexpr Rule kBadAlarmPeriod{
    "CW-E1",
    Severity::Error,
    "an alarm's period is not one that CloudWatch has, or its periods are too long together",
    "a period is 10, 20 or 30 seconds or whole minutes; all together are seven days at most, and "
    "one day where a period is shorter than an hour",
    "take a period that the message names",
    "AWS::CloudWatch::Alarm, Period; CloudWatch API, PutMetricAlarm"};

void lintAlarmPeriod(StackLint& lint, const EvaluatedResource& alarm) {
    constexpr std::int64_t kMinute = 60;
    constexpr std::int64_t kHour = 3600;
    constexpr std::int64_t kDay = 86'400;
    constexpr std::int64_t kMostPeriods = 1'000'000;  // Beyond it a product is not looked at.
    const auto period = knownInteger(propertyOf(alarm, {"Period"}));
    if (!period) return;
    const Origin origin = originIn(lint, alarm, {"Period"});
    const std::string& name = alarm.source->logicalId;
    const bool isShort = *period == 10 || *period == 20 || *period == 30;
    if (*period < 1 || (!isShort && *period % kMinute != 0)) {
        lint.report(
            kBadAlarmPeriod, origin,
            fmt::format("{} has a period of {} s, and CloudWatch has no such", name, *period),
            "take 10, 20, 30 or a multiple of 60");
        return;
    }
    const auto count = knownInteger(propertyOf(alarm, {"EvaluationPeriods"}));
    if (!count || *count > kMostPeriods || *period > kMostPeriods) return;
    const std::int64_t most = *period < kHour ? kDay : 7 * kDay;
    if (*count * *period <= most) return;
    lint.report(kBadAlarmPeriod, origin,
                fmt::format("{} looks at {} periods of {} s, {} s together, of {} at most", name,
                            *count, *period, *count * *period, most),
                "take fewer or shorter periods");
}

constexpr Rule kShortColdStorage{"BACKUP-E1",
                                 Severity::Error,
                                 "a backup is deleted within 90 days of cold storage",
                                 "what is moved to cold storage stays there for 90 days at least",
                                 "delete it 90 days later at least, or do not move it",
                                 "AWS Backup Developer Guide, API_Lifecycle"};

void lintBackupLifecycles(StackLint& lint, const EvaluatedResource& plan) {
    constexpr std::int64_t kColdDays = 90;
    for (const char* way : {"BackupPlan.BackupPlanRule[].Lifecycle",
                            "BackupPlan.BackupPlanRule[].CopyActions[].Lifecycle"}) {
        for (const FoundValue& found : select(plan.properties(), PathPattern::parse(way))) {
            const auto cold = knownInteger(found.value->find("MoveToColdStorageAfterDays"));
            const auto gone = knownInteger(found.value->find("DeleteAfterDays"));
            // Below zero it stands for never.
            if (!cold || !gone || *cold < 0 || *gone < 0 || *gone - *cold >= kColdDays) continue;
            lint.report(kShortColdStorage, originIn(lint, plan, found.path / "DeleteAfterDays"),
                        fmt::format("{} deletes after {} days what it moves to cold storage "
                                    "after {}",
                                    plan.source->logicalId, *gone, *cold),
                        fmt::format("set DeleteAfterDays to {} at least", *cold + kColdDays));
        }
    }
}

constexpr Rule kBadTieringDays{
    "S3-E3",
    Severity::Error,
    "S3 moves nothing to an archive tier after so many days",
    "objects not asked for move to Archive Access after 90 to 730 days, to Deep Archive Access "
    "after 180 to 730",
    "take a number of days within the bounds that the message names",
    "AWS::S3::Bucket Tiering, Days"};

void lintTiering(StackLint& lint, const EvaluatedResource& bucket) {
    constexpr std::int64_t kMost = 730;
    if (propertyOf(bucket, {"IntelligentTieringConfigurations"}) == nullptr) return;
    const auto pattern = PathPattern::parse("IntelligentTieringConfigurations[].Tierings[]");
    for (const FoundValue& found : select(bucket.properties(), pattern)) {
        const auto tier = knownText(found.value->find("AccessTier"));
        const auto days = knownInteger(found.value->find("Days"));
        const std::int64_t least = tier == "ARCHIVE_ACCESS" ? 90 : 180;
        if (!days || (tier != "ARCHIVE_ACCESS" && tier != "DEEP_ARCHIVE_ACCESS")) continue;
        if (*days >= least && *days <= kMost) continue;
        lint.report(kBadTieringDays, originIn(lint, bucket, found.path / "Days"),
                    fmt::format("{} moves objects to {} after {} days, of {} to {}",
                                bucket.source->logicalId, *tier, *days, least, kMost),
                    fmt::format("take {} days at least", least));
    }
}

constexpr Rule kBadPolicyAttribute{
    "CFN-E22",
    Severity::Error,
    "a number or a duration of CreationPolicy or UpdatePolicy is none",
    "CloudFormation takes whole numbers, and durations as PT1H30M10S",
    "write it as the message says",
    "CloudFormation Template Reference, aws-attribute-creationpolicy, aws-attribute-updatepolicy"};

/// Says whether a text is a duration by ISO 8601, of days at most: `PT1H30M`.
bool isDuration(std::string_view written) {
    const std::string text = lowerAscii(written);
    std::string_view units = "dthms";
    bool hasNumber = false;
    bool hasAny = false;
    if (!text.starts_with('p')) return false;
    for (const char c : std::string_view(text).substr(1)) {
        if ((c >= '0' && c <= '9') || (c == '.' && hasNumber)) {
            hasNumber = true;
            continue;
        }
        const std::size_t unit = units.find(c);
        if (unit == std::string_view::npos || (c != 't') != hasNumber) return false;
        hasAny = hasAny || hasNumber;
        hasNumber = false;
        units.remove_prefix(unit + 1);
    }
    return hasAny && !hasNumber;
}

/// A number or a duration in an attribute, from the resource.
struct AttributePlace {
    const char* attribute;
    const char* part;
    const char* name;
    bool isDuration;
};
constexpr AttributePlace kAttributePlaces[] = {
    {"CreationPolicy", "ResourceSignal", "Count", false},
    {"CreationPolicy", "ResourceSignal", "Timeout", true},
    {"CreationPolicy", "AutoScalingCreationPolicy", "MinSuccessfulInstancesPercent", false},
    {"UpdatePolicy", "AutoScalingRollingUpdate", "MaxBatchSize", false},
    {"UpdatePolicy", "AutoScalingRollingUpdate", "MinInstancesInService", false},
    {"UpdatePolicy", "AutoScalingRollingUpdate", "MinSuccessfulInstancesPercent", false},
    {"UpdatePolicy", "AutoScalingRollingUpdate", "PauseTime", true},
};

void lintPolicyNumbers(StackLint& lint, const EvaluatedResource& resource) {
    for (const AttributePlace& place : kAttributePlaces) {
        const Value* attribute = resource.body.find(place.attribute);
        const Value* part = attribute != nullptr ? attribute->find(place.part) : nullptr;
        const Value* value = part != nullptr ? part->find(place.name) : nullptr;
        const auto text = knownText(value);
        if (!text) continue;
        if (place.isDuration ? isDuration(*text) : knownInteger(value).has_value()) continue;
        const Origin origin{lint.stack.id, resource.source->id,
                            Path{place.attribute, place.part, place.name}};
        lint.report(
            kBadPolicyAttribute, origin,
            fmt::format("{} of {} is `{}`, which is no {}", place.name, resource.source->logicalId,
                        *text, place.isDuration ? "duration" : "whole number"),
            place.isDuration ? "write hours, minutes and seconds as PT1H30M10S"
                             : "write a whole number");
    }
}

}  // namespace

void lintPeriods(StackLint& lint, const EvaluatedResource& resource) {
    if (resource.exists == Truth::No) return;
    const std::string& type = resource.source->type();
    if (type == "AWS::CloudWatch::Alarm") lintAlarmPeriod(lint, resource);
    if (type == "AWS::Backup::BackupPlan") lintBackupLifecycles(lint, resource);
    if (type == "AWS::S3::Bucket") lintTiering(lint, resource);
    lintPolicyNumbers(lint, resource);
}

RuleList periodRules() {
    static constexpr const Rule* kRules[] = {&kBadAlarmPeriod, &kShortColdStorage, &kBadTieringDays,
                                             &kBadPolicyAttribute};
    return kRules;
}

}  // namespace archivolt
