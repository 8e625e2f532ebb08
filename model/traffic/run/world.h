#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "model/traffic/engine/event_queue.h"
#include "model/traffic/engine/pool.h"
#include "model/traffic/engine/timer_lane.h"
#include "model/traffic/plant/plant.h"
#include "model/traffic/run/components.h"
#include "model/traffic/run/fleet.h"
#include "model/traffic/run/guards.h"
#include "model/traffic/run/messages.h"
#include "model/traffic/run/phases.h"
#include "model/traffic/run/timeline.h"
#include "model/traffic/run/visit.h"
#include "model/traffic/run/ways.h"

namespace archivolt::traffic {

enum class EventKind : std::uint32_t {
    ClientArrives,  ///< node: population.
    Attempt,        ///< A retry, or a user's next request; subject: the visit.
    VisitArrives,
    WorkDone,
    SharedWorkDone,  ///< node: station with processor sharing.
    AnswerArrives,
    LaneExpires,  ///< node: lane.
    Patience,     ///< subject: the visit of a client.
    HealthTick,   ///< node: balancer, subject: target.
    HealthResult,
    FleetTick,    ///< node: fleet.
    MemberReady,  ///< subject: index into the fleet's launches.
    MemberEnds,
    Scheduled,    ///< subject: index into the schedule.
    FaultBegins,  ///< subject: fault.
    FaultEnds,    ///< subject: fault, generation: the one station that is back, and 1; or 0.
    SlowStartStep,
    NameCheck,      ///< node: population.
    FailoverEnds,   ///< subject: station.
    MessageReady,   ///< node: mailbox, subject: message.
    MessagesDue,    ///< node: mailbox, subject: consumer, generation: lane.
    PooledReady,    ///< node: fleet, subject: zone, generation: whether a hook gave it up.
    MemberGivenUp,  ///< node: fleet, subject: index into its members.
    NameFails,      ///< subject: the visit of a client whose name has no answer.
    CapacityTick,   ///< node: station.
    CapacityHolds,  ///< node: station, subject: which of its capacities.
    SpotEnds,       ///< node: fleet, subject: index into its members.
    RolloutStep,    ///< node: fleet.
    AnomalyTick,    ///< node: balancer.
};

/// The state of a fault that comes at random.
struct RandomFault {
    RandomStream stream;
    /// Of a fleet: how many members, at most, the next strike may have to choose from.
    std::uint32_t chances = 1;
};

/// Something that the report tells of, with why.
struct Occurrence {
    Time at = 0;
    std::string component;
    std::string what;
    std::string why;
    friend bool operator==(const Occurrence&, const Occurrence&) = default;
};

/// What `TimerLane` carries: whose time is up.
struct Deadline {
    VisitId visit = kNoVisit;
    std::uint32_t generation = 0;
    std::uint32_t epoch = 0;
};

/// A step of a request, for whoever follows requests; the visit is still there to be looked at.
enum class Step : std::uint8_t {
    Asked,     ///< A client's, when it is made.
    Tried,     ///< A client sends it, for the first time or again.
    Came,      ///< It is at a component.
    Began,     ///< A station begins to work on it.
    Worked,    ///< The station's own work is done.
    Answered,  ///< With `status` and `cause`.
    GivenUp,   ///< Its caller no longer waits.
    Lost,      ///< Its packets never get there.
    Finished   ///< A client's, with `status` and `cause`.
};
struct World;
using Watcher = std::function<void(const World&, Step, VisitId)>;

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
    Pool<Message> messages;
    std::vector<Mailbox> mailboxes;
    std::vector<Guard> guards;
    std::array<std::vector<std::uint32_t>, 4> guardOf;  ///< By kind and index of the node.
    std::vector<Fault> faults;
    std::vector<std::vector<std::uint32_t>> faultStations;  ///< What each fault took down.
    std::vector<RandomFault> randomFaults;                  ///< One for each fault.
    std::vector<std::string> zones;
    std::vector<std::uint32_t> zoneFaults;  ///< How many faults keep each zone down.
    Distribution withinZone;
    Distribution betweenZones;
    Time zoneDetection = 0;
    std::uint32_t sessions = 0;  ///< Of visitors that come back; above it each comes once.
    std::vector<Distribution> regionWays;  ///< By row; empty: all is in one Region.
    std::size_t regions = 0;
    bool lossy = false;                         ///< Some packets are lost now.
    std::array<std::vector<double>, 4> lossOf;  ///< Shares, by kind and index of the node, …
    std::vector<double> zoneLoss;               ///< … and by zone.
    std::vector<std::uint32_t> losses;          ///< Faults that lose packets now.
    Time retransmission = kSecond;
    RandomStream network;
    RandomStream chance;
    Timeline timeline;
    std::vector<Occurrence> occurrences;
    std::map<std::string, std::uint64_t> occurrenceCounts;
    bool followed = false;  ///< Whether steps are told of, to either of these.
    Watcher watcher;        ///< Changes nothing.
    std::unique_ptr<WaySums> ways;
    std::vector<Time> phaseEnds;        ///< When faults begin and end; the last one first.
    std::vector<PhaseMark> phaseMarks;  ///< What was counted by then.
    Time batchEnd = 0;  ///< Of the present part of the run, for intervals of what is measured.
};

}  // namespace archivolt::traffic
