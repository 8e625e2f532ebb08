#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/traffic/engine/histogram.h"
#include "model/traffic/run/meter.h"
#include "model/traffic/run/timeline.h"
#include "model/traffic/run/visit.h"
#include "model/traffic/run/world.h"

namespace archivolt::traffic {

/// What a run tells of one component.
struct ComponentResult {
    std::string name;
    NodeKind kind = NodeKind::Station;
    Meter meter;
    Histogram waits;             ///< Of stations.
    std::uint32_t servers = 0;   ///< 0: no limit.
    std::uint64_t busyArea = 0;  ///< ∫ busy servers dt.
    std::uint64_t mostWaiting = 0;
    double credits = -1;  ///< Left at the end; below 0 where there are none.
    double surplus = 0;
    std::uint64_t hits = 0;  ///< Of edges.
    std::uint64_t misses = 0;
    std::uint64_t collapsed = 0;
    std::uint64_t failedOpen = 0;                 ///< Of balancers.
    std::uint64_t stale = 0;                      ///< Reads of a replica that came too early.
    std::map<std::string, std::uint64_t> shares;  ///< Of balancers: requests by target.
    std::uint64_t lived = 0;                      ///< Nanoseconds in which it was there.
    std::optional<MessagesResult> messages;       ///< Of queues, topics, streams and buses.
    friend bool operator==(const ComponentResult&, const ComponentResult&) = default;
};

struct FleetResult {
    std::string name;
    std::uint64_t atStart = 0;
    std::uint64_t atEnd = 0;
    std::uint64_t most = 0;
    std::vector<std::string> members;
    friend bool operator==(const FleetResult&, const FleetResult&) = default;
};

struct ClientResult {
    std::string name;
    std::string region;
    std::uint64_t offered = 0;
    std::uint64_t completed = 0;
    std::uint64_t failed = 0;
    std::uint64_t inFlight = 0;
    std::uint64_t retries = 0;
    std::uint64_t lookups = 0;
    std::uint64_t resolutions = 0;  ///< Look-ups that no resolver's cache could answer.
    std::vector<CauseCount> byStatus;
    Histogram latency;
    friend bool operator==(const ClientResult&, const ClientResult&) = default;
};

/// Rates at which something would be full, each of another replication: their number, sum and sum
/// of squares, in tenths of requests a second. Whole numbers, so that they add up the same in any
/// order.
struct FullAt {
    static constexpr double kMost = 3e6;  ///< Requests a second; beyond, nothing is kept.
    std::uint64_t count = 0;
    std::uint64_t sum = 0;
    std::uint64_t squares = 0;
    friend bool operator==(const FullAt&, const FullAt&) = default;
};

/// What came of a run, or of several replications together. A value: no name in it points anywhere.
struct Run {
    std::uint64_t seed = 0;
    std::uint64_t digest = 0;  ///< Of every event in order, and of these results.
    std::uint64_t events = 0;
    std::uint64_t replications = 1;
    Time simulated = 0;
    std::vector<ClientResult> clients;
    std::vector<ComponentResult> components;
    std::vector<FleetResult> fleets;
    Timeline timeline;
    std::vector<Occurrence> occurrences;  ///< Of the first replication.
    std::map<std::string, std::uint64_t> occurrenceCounts;
    std::map<std::string, FullAt> fullAt;  ///< Of stations with servers; a fleet's are one.
    friend bool operator==(const Run&, const Run&) = default;

    /// Adds another replication's counts; the order of merging never shows, but for `occurrences`,
    /// which are those of whichever comes first.
    void merge(const Run& other);
    /// Returns all clients' latencies together.
    [[nodiscard]] Histogram latency() const;
};

}  // namespace archivolt::traffic
