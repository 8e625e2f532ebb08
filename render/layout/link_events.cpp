#include <algorithm>
#include <array>

#include "render/layout/diagram_maker.h"
#include "render/layout/named_property.h"

// Lines of what goes from thing to thing by events, messages and records.
namespace archivolt {

namespace {

/// A property that says where events, messages or records go, or where they come from.
struct EventWay {
    std::string_view type;
    std::string_view property;  ///< What is named below it counts as well.
    bool isSource = false;      ///< They come from what is named there.
};
/// Source: CloudFormation Template Reference, the types' pages.
constexpr auto kEventWays = std::to_array<EventWay>({
    {"AWS::CloudWatch::Alarm", "AlarmActions"},
    {"AWS::CloudWatch::Alarm", "InsufficientDataActions"},
    {"AWS::CloudWatch::Alarm", "OKActions"},
    {"AWS::Cognito::UserPool", "LambdaConfig"},
    {"AWS::Events::Rule", "EventBusName", true},
    {"AWS::Events::Rule", "Targets[].Arn"},
    {"AWS::KinesisFirehose::DeliveryStream", "ExtendedS3DestinationConfiguration.BucketARN"},
    {"AWS::KinesisFirehose::DeliveryStream", "KinesisStreamSourceConfiguration.KinesisStreamARN",
     true},
    {"AWS::KinesisFirehose::DeliveryStream", "S3DestinationConfiguration.BucketARN"},
    {"AWS::Lambda::Function", "DeadLetterConfig.TargetArn"},
    {"AWS::Pipes::Pipe", "Enrichment"},
    {"AWS::Pipes::Pipe", "Source", true},
    {"AWS::Pipes::Pipe", "Target"},
    {"AWS::S3::Bucket", "NotificationConfiguration"},
    {"AWS::SQS::Queue", "RedrivePolicy"},
    {"AWS::Scheduler::Schedule", "Target.Arn"},
    {"AWS::StepFunctions::StateMachine", "Definition"},
    {"AWS::StepFunctions::StateMachine", "DefinitionString"},
    {"AWS::StepFunctions::StateMachine", "DefinitionSubstitutions"},
});

/// Writes a path from Properties as `EventWay` has it: `Targets[].Arn`.
std::string wayText(const Path& path) {
    std::string text;
    for (const PathStep& step : path.steps()) {
        const auto* key = std::get_if<std::string>(&step);
        if (key == nullptr) {
            text += "[]";
        } else {
            text += (text.empty() ? "" : ".") + *key;
        }
    }
    return text;
}

/// Returns the way that a property is, or stands below, or null pointer.
const EventWay* eventWayAt(std::string_view type, const Path& property) {
    const auto ofType = std::ranges::find(kEventWays, type, &EventWay::type);
    if (ofType == kEventWays.end()) return nullptr;
    const std::string text = wayText(property);
    for (const EventWay& way : kEventWays) {
        if (way.type != type || !text.starts_with(way.property)) continue;
        const char next = text.size() > way.property.size() ? text[way.property.size()] : '.';
        if (next == '.' || next == '[') return &way;
    }
    return nullptr;
}

}  // namespace

void DiagramMaker::linkEvents() {
    const auto isShown = [&](const Item& item) {
        return item.box != kNoBox && item.facts != nullptr &&
               item.facts->appearance == Appearance::Node && box(item.box).kind != BoxKind::Chip;
    };
    for (std::size_t i = 0; i < m_items.size(); ++i) {
        const Item& named = m_items[i];
        if (!isShown(named) || named.type.starts_with("AWS::IAM::")) continue;
        for (std::size_t r = 0; r < named.referrers.size(); ++r) {
            const Item& by = m_items[named.referrers[r]];
            const bool mayTell =
                std::ranges::find(kEventWays, by.type, &EventWay::type) != kEventWays.end();
            if (!mayTell || !isShown(by)) continue;
            const Path path = referrerPath(i, r);
            const EventWay* way =
                path.size() < 2 ? nullptr : eventWayAt(by.type, namedProperty(path.from(1)));
            if (way == nullptr) continue;
            link({way->isSource ? named.box : by.box,
                  way->isSource ? by.box : named.box,
                  LinkKind::Relation,
                  {},
                  {{by.evaluated->source->id, path}},
                  {},
                  false});
        }
    }
}

}  // namespace archivolt
