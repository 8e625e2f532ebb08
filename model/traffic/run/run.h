#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/traffic/engine/histogram.h"
#include "model/traffic/run/meter.h"
#include "model/traffic/run/phases.h"
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
    Time waitUnit = 1;           ///< Nanoseconds.
    Tally meanWaits;             ///< Mean waits by parts of a run, in `waitUnit`.
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
    std::uint64_t up = 0;                         ///< Of these: after it had booted, and not down.
    std::uint64_t opened = 0;                     ///< Connections, by edges and balancers.
    std::optional<MessagesResult> messages;       ///< Of queues, topics, streams and buses.
    friend bool operator==(const ComponentResult&, const ComponentResult&) = default;
};

struct FleetResult {
    std::string name;
    std::uint64_t atStart = 0;
    std::uint64_t atEnd = 0;
    std::uint64_t most = 0;
    std::vector<std::string> members;
    std::uint64_t drawn = 0;      ///< Out of its warm pool.
    std::uint64_t abandoned = 0;  ///< Given up by a lifecycle hook.
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
    std::uint64_t opened = 0;       ///< Connections; 0 where they cost nothing.
    std::vector<CauseCount> byStatus;
    Histogram latency;
    friend bool operator==(const ClientResult&, const ClientResult&) = default;
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
    /// Rates at which stations with servers would be full, in tenths of requests a second, by
    /// replication; a fleet's are one.
    std::map<std::string, Tally> fullAt;
    std::vector<Phase> phases;  ///< Between faults; one where there are none.
    std::vector<WayCell> ways;  ///< By how long requests took; empty where nobody followed them.
    friend bool operator==(const Run&, const Run&) = default;

    /// Adds another replication's counts; the order of merging never shows, but for `occurrences`,
    /// which are those of whichever comes first.
    void merge(const Run& other);
    /// Returns all clients' latencies together.
    [[nodiscard]] Histogram latency() const;
};

}  // namespace archivolt::traffic
