#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/net/cidr.h"
#include "model/traffic/plant/plant.h"
#include "model/traffic/scenario/calendar.h"
#include "model/traffic/scenario/places.h"

namespace archivolt::traffic {

/// What a scenario says of one population; what it does not say is a default or comes of the
/// design.
struct ScenarioClients {
    std::string name;
    std::string entry;                 ///< A component's name; empty: the design's own entries.
    std::string region;                ///< A place, by name; empty: nowhere in particular.
    std::optional<Cidr> address = {};  ///< What they, or their resolvers, have as addresses.
    ArrivalKind arrivals = ArrivalKind::Poisson;
    std::optional<RateProfile> rate;     ///< Without: a share of what the design can bear.
    std::vector<Time> trace;             ///< When requests come to the entry, in order.
    std::vector<TraceRequest> requests;  ///< One for each of these times, or none.
    std::uint32_t users = 0;
    double thinkSeconds = 5;
    std::vector<RequestClass> mix;
    std::optional<double> writeShare;  ///< Of the usual mix: how much of it changes something.
    std::optional<std::uint32_t> objects;
    std::optional<double> zipf;
    std::optional<std::uint32_t> sessions;
    std::optional<double> timeoutSeconds;
    std::optional<std::uint32_t> retries;
    std::optional<double> networkMs;
    std::optional<std::string> tls;     ///< `none`, `1.2` or `1.3`.
    std::optional<bool> http2;          ///< A connection takes several requests at once.
    std::optional<double> keptSeconds;  ///< How long they keep a connection without a request.
};

/// What a scenario says of one component of the design.
struct ScenarioComponent {
    std::optional<double> workMs;
    std::optional<std::string> shape;
    std::optional<double> cv2;
    std::optional<std::uint32_t> vcpus;
    std::optional<std::uint32_t> concurrency;
    std::optional<std::uint32_t> waitingRoom;
    std::optional<double> bootSeconds;
    std::optional<double> hookSeconds;       ///< Of groups: how long lifecycle actions take.
    std::optional<double> warmStartSeconds;  ///< Of groups: out of their warm pool.
    std::optional<double> timeToLiveSeconds;
    std::optional<std::uint32_t> capacity;
    std::optional<double> queryMs;
    std::optional<std::vector<std::string>> calls;  ///< Instead of those that the design tells of.
    std::optional<bool> readReplicas;               ///< Of databases: reads go to its replicas.
    std::optional<double> itemKb;                   ///< Of tables: how large an item is.
    std::optional<bool> consistentReads;            ///< Of tables: reads are strongly consistent.
    std::optional<double> readIos;     ///< Of databases: what a read asks of their storage, …
    std::optional<double> writeIos;    ///< … and what a change does.
    std::optional<double> storedGib;   ///< Of file systems: how much they hold, …
    std::optional<double> fileKb;      ///< … and how much a request reads, or changes.
    std::optional<bool> writeThrough;  ///< Of caches: writes put, instead of drop.
    std::optional<std::uint32_t> targetConcurrency;  ///< Of a target optimizer's agents.
};

/// What happens to the design in a run: who asks for what, what is known of its software, what
/// breaks.
/// `archivolt simulate --show-scenario` prints one in its JSON form.
struct Scenario {
    std::string name = "made for this design";
    double durationSeconds = 1800;
    double warmUpSeconds = 0;
    std::optional<Instant> startsAt;  ///< When it begins by the calendar; no date without.
    double load = 1;                  ///< Multiplies every rate and number of users.
    std::vector<ScenarioClients> clients;
    std::map<std::string, ScenarioComponent> components;
    std::vector<Fault> faults;
    std::optional<double> withinZoneMs;
    std::optional<double> betweenZonesMs;
    bool connections = false;   ///< What opening them takes is simulated.
    std::vector<Place> places;  ///< Beside those of the table.
    /// Measured round trips from a place to an AWS Region, by their names.
    std::map<std::string, std::map<std::string, double>> roundTripMs;
};

/// Reads a scenario's JSON; complains of unknown keys, and of values out of range, by their place.
[[nodiscard]] Result<Scenario> readScenario(const nlohmann::ordered_json& json);
/// Returns how a scenario names a kind of fault: `zone`, `edge-location`.
[[nodiscard]] const char* faultKindName(FaultKind kind);

/// Returns the scenario as JSON that reads back as the same.
[[nodiscard]] nlohmann::ordered_json scenarioJson(const Scenario& scenario);

/// Sets one value of a scenario's JSON by its path: `load=10`, `clients[0].timeout_s=5`,
/// `components.WebFleet.work_ms=40`. The value is JSON, or else a text.
[[nodiscard]] Result<nlohmann::ordered_json> withSetting(nlohmann::ordered_json json,
                                                         std::string_view setting);

/// Reads a duration: `90`, `90s`, `30m`, `2h`, `1d`; in seconds.
[[nodiscard]] Result<double> parseDuration(std::string_view text);

}  // namespace archivolt::traffic
