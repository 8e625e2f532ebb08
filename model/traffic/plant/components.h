#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/traffic/engine/distribution.h"
#include "model/traffic/plant/capacity.h"
#include "model/traffic/plant/connections.h"
#include "model/traffic/plant/messaging.h"
#include "model/traffic/plant/node.h"
#include "model/traffic/plant/routes.h"

namespace archivolt::traffic {

/// Zone 0 is nowhere in particular: what is regional, global, or of no known zone.
using ZoneIndex = std::uint8_t;

/// When a station makes one of its calls.
enum class CallWhen : std::uint8_t {
    Always,
    Reads,
    Writes,
    Missed,  ///< When the last call to a store found nothing.
};

/// What a call does with the object of the request at a station that keeps objects.
enum class CallAction : std::uint8_t {
    Read,
    Put,
    Drop
};

inline constexpr std::uint32_t kDirect = 0xFFFFFFFF;

/// One call that a station makes while it answers a request, in order, one at a time.
struct Call {
    NodeRef to;
    CallWhen when = CallWhen::Always;
    CallAction action = CallAction::Read;
    double probability = 1;
    Time timeout = 0;      ///< The caller gives up after it; 0: never.
    bool required = true;  ///< When it fails, so does the request.
    /// Stations that it passes on its way, by the caller's zone (a NAT gateway); kDirect: none.
    std::vector<std::uint32_t> through = {};
    std::vector<NodeRef> parts = {};  ///< Of what is spread by object: one of these, instead.
    std::uint16_t units = 1;          ///< So many times as much work as one.
    std::int32_t route = -1;  ///< Of the station's routes: for its requests alone; -1: for all.
};

/// Burst credits of a T-family instance. Source: Amazon EC2 user guide, burstable instances (T32).
struct CreditSpec {
    double earnedPerHour = 0;
    double start = 0;
    double most = 0;
    double baseline = 0;     ///< Share of each vCPU, 0 to 1.
    bool unlimited = false;  ///< Keeps its speed without credits; the surplus is counted.
    bool ofStorage = false;  ///< Of a volume or file system, by minutes of one of its servers.
};

/// Of a read replica: what its source changed may not be here yet.
struct ReplicaSpec {
    std::uint32_t source = 0;
    Distribution lag;
};

/// Objects that a station or edge keeps for a time.
struct StoreSpec {
    std::uint32_t capacity = 0;  ///< Objects; 0: all.
    Time timeToLive = kNever;    ///< From when it was put.
};

enum class Discipline : std::uint8_t {
    Fifo,
    ProcessorSharing
};

/// What happens to a request that comes to a station that is down.
enum class DownMode : std::uint8_t {
    Silent,  ///< Nothing answers: the caller waits until its own time-out.
    Refuses  ///< An error at once.
};

/// A component that does work on requests.
///
/// A request takes a slot (or waits for one), has its work done by one of the servers (or waits),
/// then makes its calls one after the other while it keeps its slot, and answers.
struct StationSpec {
    std::string name;
    ZoneIndex zone = 0;
    std::uint32_t servers = 0;  ///< 0: as many as there are requests.
    Discipline discipline = Discipline::Fifo;
    Distribution service;
    std::uint32_t concurrency = 0;             ///< 0: unlimited.
    std::optional<std::uint32_t> waitingRoom;  ///< How many may wait; unlimited without.
    std::uint16_t refusal = 503;               ///< The status of a request that is turned away.
    std::string refusalCause = "queue full";
    bool abandons = false;             ///< A waiting request leaves when its caller gives up.
    std::vector<StationRoute> routes;  ///< In order; what none is for is answered 404.
    std::vector<Call> calls;
    std::optional<TokenBucket> throttle;
    std::optional<TokenBucket> writeThrottle;        ///< Of what changes something, instead.
    std::vector<CapacitySpec> capacities;            ///< What moves these two.
    std::optional<TokenBucket> objectThrottle;       ///< Of each object alone …
    std::optional<TokenBucket> objectWriteThrottle;  ///< … and of what changes it.
    Time longest = 0;                                ///< Work beyond it fails; 0: no limit.
    std::optional<ReplicaSpec> replica;
    std::optional<CreditSpec> credits;
    std::optional<StoreSpec> store;
    std::optional<std::uint32_t> storeOf;   ///< A replica: it reads what that station keeps.
    std::optional<Distribution> coldStart;  ///< Of a function's new execution environments.
    Time keepWarm = 0;                      ///< How long an idle environment stays.
    bool blocked = false;                   ///< Nothing that is sent here ever arrives.
    DownMode downMode = DownMode::Silent;
    bool isDatabase = false;
    std::optional<MessagingSpec> messages;  ///< Of queues, topics, streams and buses.
    std::uint8_t region = 0;                ///< By index into the plant's; 0: nobody knows.
    Time failoverLow = 0;                   ///< How long a failover takes, from this …
    Time failoverHigh = 0;                  ///< … to this; both 0: nothing stands by.
};

/// How a balancer picks among its healthy targets.
enum class Algorithm : std::uint8_t {
    RoundRobin,
    LeastOutstanding,
    WeightedRandom,
    PowerOfTwo,
    FlowHash,
};

/// How a balancer finds out which targets are healthy (T6, T15, T17).
struct HealthSpec {
    bool enabled = false;
    Time interval = 30 * kSecond;
    Time timeout = 5 * kSecond;
    std::uint32_t healthyThreshold = 5;
    std::uint32_t unhealthyThreshold = 2;
    bool connects = false;  ///< It opens a connection and asks for nothing (TCP).
};

struct TargetSpec {
    std::uint32_t station = 0;
    double weight = 1;
    bool reachable = true;  ///< False: requests to it are lost.
    bool checked = true;    ///< False: health checks of it are lost.
};

/// A load balancer with one target group; or, with `routes`, one that passes each request on to one
/// of several such.
struct BalancerSpec {
    std::string name;
    std::string group;
    std::vector<ZoneIndex> zones;  ///< Those that it has a node in; none: one node, no zone.
    Algorithm algorithm = Algorithm::RoundRobin;
    bool crossZone = true;
    Time stickiness = 0;  ///< How long a session keeps its target; 0: not at all.
    Time slowStart = 0;
    Time idleTimeout = 0;     ///< No answer for so long: 504. 0: waits for ever.
    Time connectTimeout = 0;  ///< A silent target: 504 after it.
    Time deregistrationDelay = 0;
    HealthSpec health;
    Distribution processing;                  ///< The balancer's own time for each request.
    std::optional<std::uint32_t> surgeQueue;  ///< Of classic ones: waiting for a free target (T17).
    std::vector<TargetSpec> targets;
    std::vector<BalancerRoute> routes;  ///< By priority, the default last; instead of targets.
    std::uint32_t mostAtTarget = 0;     ///< Requests at once that each target takes; 0: any number.
    bool keepsFlows = false;  ///< What is bound to a target goes there though it has failed (T108).
    bool mitigates = false;   ///< Targets with more errors than others get fewer requests.
    ConnectionSpec connections;  ///< To its targets.
    double ownZone = 1;          ///< Share of the calls out of a zone that its node takes.
    std::uint8_t region = 0;
};

}  // namespace archivolt::traffic
