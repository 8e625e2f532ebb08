#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "model/traffic/engine/distribution.h"
#include "model/traffic/plant/fleet.h"

namespace archivolt::traffic {

/// What kind of component a node is.
enum class NodeKind : std::uint8_t {
    Clients,
    Edge,      ///< A cache in front of an origin, as CloudFront is.
    Balancer,  ///< Passes each request to one of its targets.
    Station,   ///< Does work: an instance, a database, a cache node, a function, a service.
};

/// Names a node of a plant: its kind, and its index among those of its kind.
struct NodeRef {
    NodeKind kind = NodeKind::Station;
    std::uint32_t index = 0;
    friend bool operator==(NodeRef, NodeRef) = default;
};

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

/// One call that a station makes while it answers a request, in order, one at a time.
struct Call {
    NodeRef to;
    CallWhen when = CallWhen::Always;
    CallAction action = CallAction::Read;
    double probability = 1;
    Time timeout = 0;      ///< The caller gives up after it; 0: never.
    bool required = true;  ///< When it fails, so does the request.
};

/// A limit of requests a second with a burst, as AWS's throttles are.
struct TokenBucket {
    double perSecond = 0;
    double burst = 0;
};

/// Burst credits of a T-family instance. Source: Amazon EC2 user guide, burstable instances (T32).
struct CreditSpec {
    double earnedPerHour = 0;
    double start = 0;
    double most = 0;
    double baseline = 0;     ///< Share of each vCPU, 0 to 1.
    bool unlimited = false;  ///< Keeps its speed without credits; the surplus is counted.
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
    bool abandons = false;  ///< A waiting request leaves when its caller gives up.
    std::vector<Call> calls;
    std::optional<TokenBucket> throttle;
    std::optional<CreditSpec> credits;
    std::optional<StoreSpec> store;
    std::optional<Distribution> coldStart;  ///< Of a function's new execution environments.
    Time keepWarm = 0;                      ///< How long an idle environment stays.
    bool blocked = false;                   ///< Nothing that is sent here ever arrives.
    DownMode downMode = DownMode::Silent;
    bool isDatabase = false;
    Time failoverLow = 0;   ///< How long a failover takes, from this …
    Time failoverHigh = 0;  ///< … to this; both 0: nothing stands by.
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
};

struct TargetSpec {
    std::uint32_t station = 0;
    double weight = 1;
    bool reachable = true;  ///< False: packets to it are lost, and so are health checks.
};

/// A load balancer with one target group.
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
    bool membersReachable = true;  ///< Whether packets get to members that a fleet adds.
};

/// Where an edge sends requests of some paths, and whether it keeps what comes back (T50).
struct EdgeBehaviour {
    std::string pattern;  ///< `*` and `?` as wildcards; matched in order.
    NodeRef origin;
    std::optional<StoreSpec> cache;
};

/// A content delivery network: caches in front of an origin (T46 to T50).
struct EdgeSpec {
    std::string name;
    NodeRef origin;
    std::optional<StoreSpec> cache;  ///< Without: nothing is cached.
    std::vector<EdgeBehaviour> behaviours;  ///< Tried before `origin` and `cache`.
    std::uint32_t places = 1;        ///< Caches that clients are spread over.
    bool collapse = true;            ///< Concurrent misses of one object make one fetch.
    Time errorTimeToLive = 0;        ///< How long a failure of the origin is kept.
    Time originTimeout = 0;          ///< The response time-out; 0: waits for ever.
    std::uint32_t originAttempts = 1;
    std::optional<NodeRef> secondOrigin;  ///< Of an origin group, when the first fails.
    Distribution processing;
    Distribution network;  ///< One way to the origin.
};

/// A kind of request in the mix.
struct RequestClass {
    std::string name = "page";
    double share = 1;
    std::string path = "/";
    bool write = false;
    bool cacheable = false;  ///< By an edge.
    double work = 1;         ///< What its work is multiplied by everywhere.
};

/// Requests a second over time: straight lines between points; before the first and after the last
/// it is as there. With `period` it repeats.
struct RateProfile {
    std::vector<std::pair<Time, double>> points;  ///< By time; rates in requests a second.
    Time period = 0;
    friend bool operator==(const RateProfile&, const RateProfile&) = default;
};

enum class ArrivalKind : std::uint8_t {
    Poisson,   ///< At the profile's rate.
    Constant,  ///< Evenly, at the profile's rate.
    Closed,    ///< `users`, each of which thinks, asks, and waits for the answer.
    Trace,     ///< At the times given.
};

struct RetrySpec {
    std::uint32_t most = 0;  ///< Beyond the first attempt.
    Time base = 100 * kMillisecond;
    Time cap = 20 * kSecond;
    bool jitter = true;  ///< Full jitter: anything from 0 to the back-off.
};

/// One answer that a name may be resolved to.
struct NameRecord {
    NodeRef to;
    double weight = 1;
    bool primary = true;   ///< Of failover records.
    bool checked = false;  ///< Left out while what it leads to is not healthy.
};

enum class NamePolicy : std::uint8_t {
    Simple,
    Weighted,
    Failover,
    Multivalue
};

/// How clients find their entry: a name, its time to live, and how many resolvers cache it.
struct NameSpec {
    std::string name;
    NamePolicy policy = NamePolicy::Simple;
    std::vector<NameRecord> records;
    Time timeToLive = 60 * kSecond;
    std::uint32_t resolvers = 1;
    Distribution lookup;  ///< What a look-up costs the client.
    Time checkInterval = 30 * kSecond;
    std::uint32_t checkThreshold = 3;
};

/// A population of clients.
struct ClientSpec {
    std::string name;
    std::string region;
    NameSpec entry;
    ArrivalKind arrivals = ArrivalKind::Poisson;
    RateProfile rate;
    std::vector<Time> trace;
    std::uint32_t users = 0;
    Distribution think;
    std::uint32_t sessions = 0;  ///< Of open arrivals: how many visitors the requests are from.
    std::vector<RequestClass> mix{RequestClass{}};
    std::uint32_t objects = 1;
    double zipf = 0;
    Distribution network;  ///< One way to the entry.
    Time timeout = 0;
    std::optional<Distribution> patience;  ///< Each its own, while nothing works on the request.
    RetrySpec retry;
};

enum class FaultKind : std::uint8_t {
    Station,   ///< It is down.
    Zone,      ///< Everything in it is down.
    Failover,  ///< A database's primary fails, and its standby takes over.
    Slow,      ///< Its work takes `factor` times as long.
    Flush,     ///< A store or edge loses what it keeps.
};

struct Fault {
    FaultKind kind = FaultKind::Station;
    Time at = 0;
    Time lasting = 0;  ///< 0: to the end.
    std::string target;
    double factor = 1;
};

/// Says whether a path matches a pattern with `*` (any text) and `?` (any character).
[[nodiscard]] bool matchesPattern(std::string_view pattern, std::string_view path);

/// Everything that is simulated, concrete.
struct Plant {
    std::vector<std::string> zones{""};  ///< Names; the first stands for no zone.
    std::vector<ClientSpec> clients;
    std::vector<EdgeSpec> edges;
    std::vector<BalancerSpec> balancers;
    std::vector<StationSpec> stations;
    std::vector<FleetSpec> fleets;
    std::vector<Fault> faults;
    Distribution withinZone;    ///< One way between two things of a zone.
    Distribution betweenZones;  ///< One way between zones.
    Time zoneDetection = 0;     ///< Until DNS no longer gives out a balancer's dead node.
};

}  // namespace archivolt::traffic
