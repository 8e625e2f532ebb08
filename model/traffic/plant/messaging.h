#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/traffic/engine/time.h"
#include "model/traffic/plant/node.h"

namespace archivolt::traffic {

/// Who is handed the messages of a queue, topic, stream or bus, and how.
struct ConsumerSpec {
    NodeRef to;
    std::uint32_t batch = 1;        ///< Messages handed over at once, at most.
    Time window = 0;                ///< How long a batch that is not full is waited for.
    bool workForEach = true;        ///< A batch is as much work as its messages one by one.
    std::uint32_t concurrency = 0;  ///< Batches in flight at most; 0: any number.
    std::uint32_t startAt = 0;      ///< Of pollers: so many at first, while there is a backlog, …
    std::uint32_t perMinute = 0;    ///< … and so many more each minute.
    double share = 1;               ///< Of the messages, that its filter lets through.
    Time retryAfter = 30 * kSecond;  ///< From when it was handed over (queues), or failed.
    double retryGrowth = 1;          ///< Each wait is so many times the last.
    std::uint32_t attempts = 0;      ///< After so many it is a dead letter; 0: never.
    bool countsThrottles = true;     ///< Being throttled is an attempt.
    bool hidesFor = false;  ///< After `retryAfter` it is handed over again, even while it is worked
                            ///< on: the visibility time-out of a queue.
    std::optional<std::uint32_t> deadLetters;  ///< A station with messages.
};

/// What becomes of what a station takes: it answers at once, and hands it over later.
///
/// Source: Amazon SQS developer guide (T75), Amazon SNS, Kinesis (T76), EventBridge, AWS Lambda
/// developer guides (T73).
struct MessagingSpec {
    std::vector<ConsumerSpec> consumers;
    bool copies = false;       ///< Each consumer is handed each message, as of topics; else one is.
    std::uint32_t lanes = 0;   ///< Shards or message groups, each in order; 0: no order.
    double lanePerSecond = 0;  ///< What each lane takes; 0: any number.
    Time delay = 0;
    Time retention = Time{4} * 24 * kHour;
    bool writesOnly = false;  ///< Only what changes something makes a message.
};

}  // namespace archivolt::traffic
