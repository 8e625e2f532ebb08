#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "model/traffic/engine/drawn_ahead.h"
#include "model/traffic/engine/histogram.h"
#include "model/traffic/engine/pool.h"
#include "model/traffic/engine/random_stream.h"
#include "model/traffic/plant/plant.h"
#include "model/traffic/run/capacity.h"
#include "model/traffic/run/connections.h"
#include "model/traffic/run/meter.h"
#include "model/traffic/run/object_store.h"
#include "model/traffic/run/request_kinds.h"
#include "model/traffic/run/tally.h"
#include "model/traffic/run/visit.h"

namespace archivolt::traffic {

inline constexpr std::uint32_t kNoMailbox = 0xFFFFFFFF;

struct Station {
    StationSpec spec;
    std::uint32_t mailbox = kNoMailbox;  ///< Of those that take messages.
    Meter meter;
    Histogram waits;  ///< For slot and server together.
    RandomStream service;
    DrawnAhead work;  ///< Out of `service`.
    RandomStream coldStarts;
    RandomStream choice;
    std::uint32_t inSlots = 0;
    std::uint32_t busy = 0;
    Chain<Visit> slotQueue;
    Chain<Visit> serverQueue;
    std::uint32_t waiting = 0;  ///< In both queues, without those that left.
    std::uint32_t mostWaiting = 0;
    std::uint64_t busyArea = 0;  ///< ∫ busy servers dt.
    std::uint64_t usedArea = 0;  ///< The same, less what credits held back: what CloudWatch sees.
    Time busyLast = 0;
    bool down = false;
    std::uint32_t downCauses = 0;  ///< How many faults keep it down.
    Time downSince = 0;
    Time downFor = 0;  ///< In all, before it was down last.
    double slowness = 1;
    double erring = 0;  ///< The share of its requests that it fails.
    BucketState bucket;
    BucketState writeBucket;
    std::vector<CapacityState> capacities;  ///< One for each that is specified.
    std::vector<BucketState> objectBuckets;
    std::vector<BucketState> objectWriteBuckets;
    double credits = 0;
    double surplus = 0;
    Time creditsAt = 0;
    bool throttledByCredits = false;
    ObjectStore store;
    // Processor sharing: jobs by the virtual time at which they end.
    std::vector<std::pair<double, VisitId>> jobs;
    double virtualTime = 0;
    Time virtualAt = 0;
    std::uint32_t jobsGeneration = 0;
    std::vector<std::vector<std::uint32_t>> takes;  ///< Routes, by population and mix.
    bool hasReplicas = false;
    std::vector<Time> changed;    ///< By object: when it was changed last.
    std::uint64_t hits = 0;       ///< Of a store: reads that found their object …
    std::uint64_t misses = 0;     ///< … or did not.
    std::uint64_t stale = 0;      ///< Reads of a replica that its source had changed since.
    std::vector<Time> warmUntil;  ///< Idle environments of a function.
    bool ended = false;           ///< Terminated; nothing comes here any more.
    Time endedAt = 0;
    Time lastWait = 0;   ///< How long the last one waited whose work began.
    Time lastBegan = 0;  ///< When that was.
    Time waitUnit = 1;   ///< A part in 1,024 of its mean work, at least a nanosecond.
    Tally meanWaits;     ///< In this unit, by parts of the run.
    std::uint64_t waitsBefore = 0;
    std::uint64_t waitSumBefore = 0;
};

enum class Health : std::uint8_t {
    Initial,
    Healthy,
    Unhealthy,
    Draining,
    Removed
};

struct Target {
    std::uint32_t station = 0;
    double weight = 1;
    ZoneIndex zone = 0;
    bool reachable = true;
    bool checked = true;  ///< Its health checks get there.
    Health health = Health::Healthy;
    std::uint32_t good = 0;
    std::uint32_t bad = 0;
    std::uint32_t outstanding = 0;
    std::uint64_t chosen = 0;
    Time healthySince = 0;
    bool slowStarting = false;
    std::uint32_t answers = 0;  ///< Since it was looked at for anomalies last, …
    std::uint32_t errors = 0;   ///< … and how many of them were errors.
    double mitigated = 1;       ///< Share of its weight that is left to it.
    IdleConnections idle;
};

/// The targets that a node of a balancer may choose among now.
struct Choice {
    std::vector<std::uint32_t> targets;
    std::vector<double> cumulative;  ///< Of weights.
    std::uint32_t turn = 0;
    bool failOpen = false;
};

struct Balancer {
    BalancerSpec spec;
    Meter meter;
    RandomStream choice;
    std::vector<Target> targets;
    std::vector<Choice> choices;   ///< One a zone of the plant; 0: all.
    std::vector<bool> zoneDown;    ///< By zone: its node is gone.
    std::vector<Time> zoneLeaves;  ///< By zone: from when on DNS does not give it out.
    std::vector<std::pair<std::uint32_t, Time>> sticky;  ///< By session: target, until when.
    Chain<Visit> surge;
    std::uint32_t surging = 0;
    std::uint64_t failedOpen = 0;
    std::uint32_t idleLane = 0;
    std::uint32_t connectLane = 0;
    bool weighted = false;
    std::vector<std::vector<std::uint32_t>> takes;   ///< Routes, by population and mix.
    std::vector<std::vector<std::uint64_t>> passed;  ///< Requests, by route and forward.
    RewrittenKinds becomes;
};

/// A fetch from the origin that is on its way, and who waits for it.
struct Fetch {
    bool open = false;
    Chain<Visit> waiting;
};

/// One place of an edge: what it keeps, and what it is fetching.
struct EdgePlace {
    std::vector<ObjectStore> stores;                     ///< One a behaviour; the default last.
    std::vector<Fetch> fetches;                          ///< By object.
    std::vector<std::pair<Time, std::uint16_t>> errors;  ///< By object: until when, which.
    std::vector<IdleConnections> idle;  ///< To origins, as the edge's `originNames` are.
    bool down = false;
    Time leaves = kNever;  ///< From when on its clients are led to the next one, …
    Time back = kNever;    ///< … and from when on to it again.
};

struct Edge {
    EdgeSpec spec;
    Meter meter;
    RandomStream choice;
    std::vector<EdgePlace> places;
    std::uint64_t hits = 0;
    std::uint64_t misses = 0;
    std::uint64_t collapsed = 0;
    std::uint32_t originLane = 0;
    bool asksSignature = false;           ///< In any of its behaviours.
    bool lost = false;                    ///< A location of it was lost once.
    std::vector<NameAnswer> originNames;  ///< By behaviour, the default's, and its second origin's.
    std::vector<std::vector<std::uint32_t>> takes;  ///< Behaviours, by population and mix.
};

struct Clients {
    ClientSpec spec;
    Meter meter;
    Histogram latency;  ///< Of those that completed, from the intended time.
    RandomStream arrivals;
    DrawnAhead gaps;  ///< Out of `arrivals`, of Poisson's at one rate.
    RandomStream choice;
    RandomStream network;
    DrawnAhead ways;  ///< Out of `network`.
    RandomStream lookupTimes;
    RandomStream backoff;
    AliasTable objects;
    std::vector<double> mixCumulative;
    std::size_t segment = 0;  ///< Of the rate profile.
    std::size_t traceAt = 0;
    std::uint32_t timeoutLane = 0;
    std::vector<NameAnswer> resolvers;
    std::vector<RecordHealth> records;
    std::uint64_t lookups = 0;
    std::uint64_t resolutions = 0;
    std::uint64_t retries = 0;
    std::vector<Connection> connections;  ///< Of those that come back, by session.
    std::uint64_t opened = 0;
    std::uint32_t nextSession = 0;
    std::vector<CauseCount> byStatus;  ///< What clients saw at the end, 0 for their time-out.
    std::uint32_t sessionBase = 0;     ///< Sessions and objects of populations never meet.
    std::uint32_t objectBase = 0;
};

}  // namespace archivolt::traffic
