#pragma once

#include <cstdint>
#include <vector>

#include "model/traffic/engine/histogram.h"
#include "model/traffic/engine/pool.h"
#include "model/traffic/engine/random_stream.h"
#include "model/traffic/plant/messaging.h"
#include "model/traffic/run/meter.h"
#include "model/traffic/run/visit.h"

namespace archivolt::traffic {

/// A message, or one consumer's copy of it.
struct Message {
    Time put = 0;
    Time received = 0;
    std::uint32_t next = 0xFFFFFFFF;
    std::uint32_t generation = 0;
    std::uint32_t object = 0;
    std::uint32_t session = 0;
    std::uint32_t lane = 0;
    std::uint32_t consumer = 0;
    std::uint16_t population = 0;
    std::uint16_t attempts = 0;
    std::uint16_t mix = 0;
    std::uint8_t hops = 0;
};

/// Messages in order, of which one batch is out at a time.
struct MessageLane {
    Chain<Message> ready;
    bool out = false;
    Time blockedUntil = 0;
    bool waitsForWindow = false;
};

struct Consumer {
    ConsumerSpec spec;
    std::vector<MessageLane> lanes;  ///< One, where there is no order.
    std::uint32_t inFlight = 0;
    std::uint32_t backlog = 0;
    Time busySince = 0;
};

/// The messages of a station.
struct Mailbox {
    MessagingSpec spec;
    std::uint32_t station = 0;
    Meter meter;    ///< Of messages: from put to deleted, given up, or still here.
    Histogram age;  ///< Of those that were worked on, from put to done.
    RandomStream choice;
    std::vector<Consumer> consumers;
    std::vector<double> laneTokens;
    std::vector<Time> laneTokensAt;
    std::uint64_t batches = 0;
    std::uint64_t retries = 0;
    std::uint64_t deadLetters = 0;
    std::uint64_t expired = 0;
    std::uint64_t loops = 0;
};

/// What came of a station's messages.
struct MessagesResult {
    Meter meter;
    Histogram age;
    std::uint64_t batches = 0;
    std::uint64_t retries = 0;
    std::uint64_t deadLetters = 0;
    std::uint64_t expired = 0;
    friend bool operator==(const MessagesResult&, const MessagesResult&) = default;
};

}  // namespace archivolt::traffic
