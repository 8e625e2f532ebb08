#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "model/traffic/engine/event_queue.h"
#include "model/traffic/engine/pool.h"
#include "model/traffic/engine/timer_lane.h"
#include "model/traffic/plant/plant.h"
#include "model/traffic/run/meter.h"
#include "model/traffic/run/object_store.h"
#include "model/traffic/run/timeline.h"
#include "model/traffic/run/visit.h"

namespace archivolt::traffic {

enum class EventKind : std::uint32_t {
    ClientArrives,  ///< node: population.
    Attempt,        ///< A retry, or a user's next request; subject: the visit.
    VisitArrives,
    WorkDone,
    SharedWorkDone,  ///< node: station with processor sharing.
    AnswerArrives,
    LaneExpires,     ///< node: lane.
    Patience,        ///< subject: the visit of a client.
    HealthTick,      ///< node: balancer, subject: target.
    HealthResult,
    FleetTick,       ///< node: fleet.
    MemberReady,     ///< subject: index into the fleet's launches.
    MemberEnds,
    Scheduled,       ///< subject: index into the schedule.
    FaultBegins,     ///< subject: fault.
    FaultEnds,
    SlowStartStep,
    NameCheck,     ///< node: population.
    FailoverEnds,  ///< subject: station.
};

/// Something that the report tells of, with why.
struct Occurrence {
    Time at = 0;
    std::string component;
    std::string what;
    std::string why;
    friend bool operator==(const Occurrence&, const Occurrence&) = default;
};

struct Station {
    StationSpec spec;
    Meter meter;
    Histogram waits;  ///< For slot and server together.
    RandomStream service;
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
    double slowness = 1;
    double tokens = 0;
    Time tokensAt = 0;
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
    std::vector<Time> warmUntil;  ///< Idle environments of a function.
    bool ended = false;           ///< Terminated; nothing comes here any more.
    Time endedAt = 0;
    Time lastWait = 0;            ///< How long the last one waited whose work began.
    Time lastBegan = 0;           ///< When that was.
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
    Health health = Health::Healthy;
    std::uint32_t good = 0;
    std::uint32_t bad = 0;
    std::uint32_t outstanding = 0;
    std::uint64_t chosen = 0;
    Time healthySince = 0;
    bool slowStarting = false;
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
    std::vector<Choice> choices;  ///< One a zone of the plant; 0: all.
    std::vector<bool> zoneDown;   ///< By zone: its node is gone.
    std::vector<Time> zoneLeaves;  ///< By zone: from when on DNS does not give it out.
    std::vector<std::pair<std::uint32_t, Time>> sticky;  ///< By session: target, until when.
    Chain<Visit> surge;
    std::uint32_t surging = 0;
    std::uint64_t failedOpen = 0;
    std::uint32_t idleLane = 0;
    std::uint32_t connectLane = 0;
    bool weighted = false;
};

/// A fetch from the origin that is on its way, and who waits for it.
struct Fetch {
    bool open = false;
    Chain<Visit> waiting;
};

/// One place of an edge: what it keeps, and what it is fetching.
struct EdgePlace {
    std::vector<ObjectStore> stores;                         ///< One a behaviour; the default last.
    std::vector<Fetch> fetches;                              ///< By object.
    std::vector<std::pair<Time, std::uint16_t>> errors;      ///< By object: until when, which.
};

/// What a resolver remembers.
struct NameAnswer {
    Time until = -1;
    std::uint32_t record = 0;
    std::uint64_t zones = 0;  ///< Bit by zone of the balancer; 0: no zones.
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
    std::vector<NameAnswer> originNames;  ///< By behaviour, the default's, and its second origin's.
    /// Which behaviour each kind of request takes, by population and mix.
    std::vector<std::vector<std::uint32_t>> takes;
};

/// What the health checks of a name's record have come to (T37).
struct RecordHealth {
    bool healthy = true;
    std::uint32_t good = 0;
    std::uint32_t bad = 0;
};

struct Clients {
    ClientSpec spec;
    Meter meter;
    Histogram latency;  ///< Of those that completed, from the intended time.
    RandomStream arrivals;
    RandomStream choice;
    RandomStream network;
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
    std::uint32_t nextSession = 0;
    std::vector<CauseCount> byStatus;  ///< What clients saw at the end, 0 for their time-out.
    std::uint32_t sessionBase = 0;     ///< Sessions and objects of populations never meet.
    std::uint32_t objectBase = 0;
};

/// A member of a fleet on its way in, or in service.
struct Member {
    std::uint32_t station = 0;
    ZoneIndex zone = 0;
    Time launched = 0;
    Time ready = kNever;      ///< When it began to answer.
    std::uint32_t silentTicks = 0;  ///< Minutes in a row that it was down.
    bool ending = false;      ///< Draining, or gone.
    bool gone = false;
    std::uint64_t usedAtTick = 0;
    std::uint64_t arrivalsAtTick = 0;
};

/// The state of one alarm: how many minutes in a row were over its mark.
struct AlarmState {
    std::uint32_t high = 0;
    std::uint32_t low = 0;
    Time coolUntil = 0;
};

struct Fleet {
    FleetSpec spec;
    RandomStream choice;
    RandomStream boot;
    std::vector<Member> members;
    std::uint32_t desired = 0;
    std::uint32_t made = 0;  ///< Members ever, for their names.
    std::uint32_t mostInService = 0;
    std::vector<AlarmState> alarms;  ///< One a policy.
};

/// What `TimerLane` carries: whose time is up.
struct Deadline {
    VisitId visit = kNoVisit;
    std::uint32_t generation = 0;
    std::uint32_t epoch = 0;
};

/// A simulation's whole state.
struct World {
    std::uint64_t seed = 0;
    std::uint64_t replication = 0;
    Time now = 0;
    Time end = 0;
    Time measureFrom = 0;
    std::uint64_t sequence = 0;
    std::uint64_t digest = 14695981039346656037ULL;
    std::uint64_t processed = 0;
    EventQueue queue;
    Pool<Visit> visits;
    std::vector<Clients> clients;
    std::vector<Edge> edges;
    std::vector<Balancer> balancers;
    std::vector<Station> stations;
    std::vector<Fleet> fleets;
    std::vector<TimerLane<Deadline>> lanes;
    std::vector<Fault> faults;
    std::vector<std::vector<std::uint32_t>> faultStations;  ///< What each fault took down.
    std::vector<std::string> zones;
    std::vector<std::uint32_t> zoneFaults;  ///< How many faults keep each zone down.
    Distribution withinZone;
    Distribution betweenZones;
    Time zoneDetection = 0;
    RandomStream network;
    RandomStream chance;
    Timeline timeline;
    std::vector<Occurrence> occurrences;
    std::map<std::string, std::uint64_t> occurrenceCounts;
};

}  // namespace archivolt::traffic
