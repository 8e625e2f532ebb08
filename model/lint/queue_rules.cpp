#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/base/arn.h"
#include "model/lint/evaluated_reading.h"

namespace archivolt {

namespace {

constexpr std::string_view kQueueType = "AWS::SQS::Queue";

/// Says whether a queue keeps the order of its messages.
Truth isFifo(const StackLint& lint, const EvaluatedResource& queue) {
    const Value* value = propertyOf(queue, {"FifoQueue"});
    if (value == nullptr) return lint.hasForeignMacros() ? Truth::Unknown : Truth::No;
    const auto known = knownBool(value);
    return !known ? Truth::Unknown : *known ? Truth::Yes : Truth::No;
}

/// Says the same of the queue that a value leads to, by its ARN where it is no resource here.
Truth isFifo(const StackLint& lint, const Value* value) {
    if (const auto queue = referred(lint, value, kQueueType)) return isFifo(lint, *queue);
    const auto arn = knownText(value);
    if (!arn || arn->find(":sqs:") == std::string::npos) return Truth::Unknown;
    return arn->ends_with(".fifo") ? Truth::Yes : Truth::No;
}

constexpr Rule kOtherDeadLetters{
    "SQS-E1",
    Severity::Error,
    "a queue's dead-letter queue is of the other kind",
    "a FIFO queue's dead letters go to a FIFO queue, a standard queue's to a standard one",
    "make both queues FIFO, or neither",
    "Amazon SQS Developer Guide, sqs-dead-letter-queues"};

void lintDeadLetters(StackLint& lint, const EvaluatedResource& queue) {
    const Path path{"RedrivePolicy", "deadLetterTargetArn"};
    const Truth own = isFifo(lint, queue);
    const Truth other = isFifo(lint, propertyOf(queue, path));
    if (own == Truth::Unknown || other == Truth::Unknown || own == other) return;
    lint.report(kOtherDeadLetters, originIn(lint, queue, path),
                fmt::format("{} is a {} queue, and its dead-letter queue is a {} one",
                            queue.source->logicalId, own == Truth::Yes ? "FIFO" : "standard",
                            other == Truth::Yes ? "FIFO" : "standard"),
                "make both FIFO, or neither");
}

constexpr Rule kBadMapping{"LAM-E2",
                           Severity::Error,
                           "an event source mapping asks what its source can't do",
                           "Lambda refuses a mapping that does not fit its source",
                           "follow what the message says of the source",
                           "AWS Lambda API, CreateEventSourceMapping; AWS Lambda Developer Guide, "
                           "services-sqs-parameters"};

/// A source that is read from a position, which the mapping must give.
///
/// Of Kafka that is not AWS's own nothing is said: there SAM and Lambda differ in what they ask.
/// Source: AWS Lambda Developer Guide, services-kinesis-parameters, services-ddb-params,
/// msk-esm-parameters.
struct ReadFromPosition {
    std::string_view type;
    std::string_view service;  ///< In the ARN.
    std::string_view what;
};
constexpr std::array kReadFromPosition = {
    ReadFromPosition{"AWS::Kinesis::Stream", "kinesis", "a Kinesis stream"},
    ReadFromPosition{"AWS::Kinesis::StreamConsumer", "kinesis", "a Kinesis stream"},
    ReadFromPosition{"AWS::DynamoDB::Table", "dynamodb", "a DynamoDB stream"},
    ReadFromPosition{"AWS::DynamoDB::GlobalTable", "dynamodb", "a DynamoDB stream"},
    ReadFromPosition{"AWS::MSK::Cluster", "kafka", "a Kafka cluster"},
    ReadFromPosition{"AWS::MSK::ServerlessCluster", "kafka", "a Kafka cluster"},
};

/// Names the source if it is one that is read from a position; empty otherwise.
std::string_view positionedSource(const StackLint& lint, const EvaluatedResource& mapping) {
    const Value* source = propertyOf(mapping, {"EventSourceArn"});
    const auto text = knownText(source);
    const auto arn = text ? partsOfArn(*text) : std::nullopt;
    for (const ReadFromPosition& each : kReadFromPosition) {
        if (arn && arn->service == each.service) return each.what;
        if (referred(lint, source, each.type)) return each.what;
    }
    return {};
}

void lintPosition(StackLint& lint, const EvaluatedResource& mapping) {
    const std::string_view source = positionedSource(lint, mapping);
    if (source.empty() || lint.hasForeignMacros()) return;
    if (propertyOf(mapping, {"StartingPosition"}) != nullptr) return;
    lint.report(kBadMapping, originIn(lint, mapping, {}),
                fmt::format("{} needs StartingPosition, since its source is {}",
                            mapping.source->logicalId, source),
                "set StartingPosition to LATEST or TRIM_HORIZON");
}

/// Reads a number of seconds, or what AWS takes where none is given.
std::optional<std::int64_t> secondsOf(const StackLint& lint, const EvaluatedResource& resource,
                                      const char* property, std::int64_t byDefault) {
    const Value* value = propertyOf(resource, {property});
    if (value != nullptr) return knownInteger(value);
    return lint.hasForeignMacros() ? std::nullopt : std::optional(byDefault);
}

void lintVisibility(StackLint& lint, const EvaluatedResource& mapping) {
    constexpr std::int64_t kVisible = 30;  // Source: AWS::SQS::Queue, VisibilityTimeout.
    constexpr std::int64_t kRuns = 3;      // Source: AWS::Lambda::Function, Timeout.
    const auto queue = referred(lint, propertyOf(mapping, {"EventSourceArn"}), kQueueType);
    const Value* name = propertyOf(mapping, {"FunctionName"});
    const auto plain = referred(lint, name, "AWS::Lambda::Function");
    const auto serverless = referred(lint, name, "AWS::Serverless::Function");
    if (!queue || (!plain && !serverless)) return;
    const EvaluatedResource* function = plain ? plain.get() : serverless.get();
    const auto hidden = secondsOf(lint, *queue, "VisibilityTimeout", kVisible);
    // What the template's Globals say stands for a serverless function's own Timeout.
    const auto runs = plain ? secondsOf(lint, *plain, "Timeout", kRuns)
                            : knownInteger(propertyOf(*serverless, {"Timeout"}));
    if (!hidden || !runs || *hidden >= *runs) return;
    lint.report(kBadMapping, originIn(lint, mapping, {"EventSourceArn"}),
                fmt::format("{} hides a message for {} s, and {} may take {} s over it",
                            queue->source->logicalId, *hidden, function->source->logicalId, *runs),
                fmt::format("set VisibilityTimeout of the queue to {} at least; AWS advises six "
                            "times the function's Timeout",
                            *runs));
}

void lintBatches(StackLint& lint, const EvaluatedResource& mapping) {
    constexpr std::int64_t kOneCall = 10;  // Messages that one receiving call gives.
    const Truth fifo = isFifo(lint, propertyOf(mapping, {"EventSourceArn"}));
    const auto batch = knownInteger(propertyOf(mapping, {"BatchSize"}));
    const auto window = secondsOf(lint, mapping, "MaximumBatchingWindowInSeconds", 0);
    const std::string& name = mapping.source->logicalId;
    if (fifo == Truth::Yes && batch && *batch > kOneCall) {
        lint.report(kBadMapping, originIn(lint, mapping, {"BatchSize"}),
                    fmt::format("{} asks for batches of {}, and a FIFO queue gives {} at most",
                                name, *batch, kOneCall),
                    "set BatchSize to 10 at most");
    } else if (fifo == Truth::No && batch && *batch > kOneCall && window == 0) {
        lint.report(kBadMapping, originIn(lint, mapping, {"BatchSize"}),
                    fmt::format("{} asks a queue for batches of {} without a batching window", name,
                                *batch),
                    "set MaximumBatchingWindowInSeconds to 1 at least, or BatchSize to 10 at most");
    }
    if (fifo == Truth::Yes && window && *window > 0) {
        lint.report(kBadMapping, originIn(lint, mapping, {"MaximumBatchingWindowInSeconds"}),
                    fmt::format("{} has a batching window, and its source is a FIFO queue", name),
                    "leave MaximumBatchingWindowInSeconds out");
    }
}

}  // namespace

void lintQueues(StackLint& lint) {
    static constexpr std::string_view kTypes[] = {kQueueType, "AWS::Lambda::EventSourceMapping"};
    for (const EvaluatedResource* resource : lint.ofTypes(kTypes)) {
        if (resource->exists == Truth::No) continue;
        if (resource->source->type() == kQueueType) {
            lintDeadLetters(lint, *resource);
            continue;
        }
        lintPosition(lint, *resource);
        lintVisibility(lint, *resource);
        lintBatches(lint, *resource);
    }
}

RuleList queueRules() {
    static constexpr const Rule* kRules[] = {&kOtherDeadLetters, &kBadMapping};
    return kRules;
}

}  // namespace archivolt
