#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/traffic/engine/distribution.h"
#include "model/traffic/plant/components.h"
#include "model/traffic/plant/connections.h"

namespace archivolt::traffic {

/// A kind of request in the mix.
struct RequestClass {
    std::string name = "page";
    double share = 1;
    std::string path = "/";
    bool write = false;
    bool cacheable = false;   ///< By an edge.
    double work = 1;          ///< What its work is multiplied by everywhere.
    std::string host = {};    ///< Of its URL; empty: the entry's own.
    std::string method = {};  ///< Empty: GET, or POST of what changes something.
    bool isSigned = false;    ///< Its URL or cookies are signed, as a distribution may ask.
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

/// What a request of a trace asks for, and who asks.
struct TraceRequest {
    std::uint32_t mix = 0;      ///< Its kind, by index.
    std::uint32_t session = 0;  ///< From 0 on; so are objects.
    std::uint32_t object = 0;
    friend bool operator==(const TraceRequest&, const TraceRequest&) = default;
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
    bool isFor = true;     ///< Of records by place: false where it is not for these clients.
    double distance = 0;   ///< Of records by place: the least is answered.
    std::optional<Distribution> network = {};  ///< One way there, where the clients' own is not.
    /// A balancer of appliances that look at each request before it gets there.
    std::optional<std::uint32_t> inspectedBy = {};
};

enum class NamePolicy : std::uint8_t {
    Simple,
    Weighted,
    Failover,
    Multivalue,
    ByPlace,  ///< The nearest that is healthy: latency, geolocation, geoproximity (T42, T43).
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
    std::uint32_t place = 0;  ///< Where they are, as edges number places; 0: nowhere.
    NameSpec entry;
    ArrivalKind arrivals = ArrivalKind::Poisson;
    RateProfile rate;
    std::vector<Time> trace;             ///< In order.
    std::vector<TraceRequest> requests;  ///< Of a trace, one for each time; none: all is drawn.
    std::uint32_t users = 0;
    Distribution think;
    std::uint32_t sessions = 0;  ///< Of open arrivals: how many visitors the requests are from.
    std::vector<RequestClass> mix{RequestClass{}};
    std::uint32_t objects = 1;
    /// The population, earlier in the plant, that asks for the same objects; its own without.
    std::optional<std::uint32_t> objectsOf = {};
    double zipf = 0;
    Distribution network;  ///< One way to the entry.
    Time timeout = 0;
    std::optional<Distribution> patience;  ///< Each its own, while nothing works on the request.
    RetrySpec retry;
    ConnectionSpec connections;
};

}  // namespace archivolt::traffic
