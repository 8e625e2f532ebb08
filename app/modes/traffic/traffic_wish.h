#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "model/value/value.h"

namespace archivolt {

/// Something that happens in a run at a time, as scenarios name it.
struct WishedFault {
    std::string kind = "zone";  ///< `zone`, `component`, `failover`, `slow` or `failing`.
    std::string target;
    double at = 600;       ///< Seconds after the run's beginning.
    double lasting = 600;  ///< Seconds; 0: to the end.
    friend bool operator==(const WishedFault&, const WishedFault&) = default;
};

/// What a run is asked for; rates and the rest are those made for the design.
struct TrafficWish {
    double load = 1;  ///< Times the rate that the design is thought to be made for.
    double seconds = 1800;
    std::uint64_t seed = 1;
    std::string zoneDown = {};  ///< A zone that is down for the middle third; empty: none.
    double rate = 0;            ///< Requests a second at each entry, instead; 0: the usual.
    double changes = -1;        ///< Share of requests that change something; below 0: the usual.
    std::vector<WishedFault> faults = {};
    /// What a scenario of the project says besides, as JSON; empty: nothing.
    std::string rest = {};
    friend bool operator==(const TrafficWish&, const TrafficWish&) = default;
};

/// A scenario that is chosen by its name.
struct NamedWish {
    std::string name;
    TrafficWish wish;
    bool isOwn = false;  ///< The user's, kept in the project.
    friend bool operator==(const NamedWish&, const NamedWish&) = default;
};

/// Returns what a design that stands in these zones is tried with: its ordinary day, its peak, and
/// each with a zone down.
[[nodiscard]] std::vector<NamedWish> scenariosOf(const std::vector<std::string>& zones);
/// Returns the same, and those that the project keeps (a list of scenarios) behind them; what can't
/// be read as one is left out.
[[nodiscard]] std::vector<NamedWish> scenariosOf(const std::vector<std::string>& zones,
                                                 const Value& kept);

/// Returns a wish as a scenario's JSON, as `archivolt simulate --scenario` takes it.
[[nodiscard]] nlohmann::ordered_json scenarioJsonOf(const TrafficWish& wish);
/// Reads a scenario's JSON: what a wish has figures for, and the rest as it stands.
[[nodiscard]] TrafficWish wishOf(const nlohmann::ordered_json& scenario);

/// Returns the project's scenarios with this one among them, in place of one of its name.
[[nodiscard]] Value withScenario(const Value& kept, const std::string& name,
                                 const TrafficWish& wish);
/// Returns them without the one of this name.
[[nodiscard]] Value withoutScenario(const Value& kept, const std::string& name);

/// Returns what sets a wish apart from the ordinary day, short enough for a heading: `2 × load, 5
/// min, us-east-1a down`.
[[nodiscard]] std::string wishWords(const TrafficWish& wish);

/// Says whether a zone is down at a time of a run, by either.
[[nodiscard]] bool isZoneDown(const TrafficWish& wish, const std::string& zone, double at);
/// Says whether the zone of a wish is down at a time of its run.
[[nodiscard]] bool isZoneDown(const TrafficWish& wish, double at);

/// Returns the kinds of faults that are chosen among, as scenarios name them.
[[nodiscard]] const std::vector<std::string>& faultKinds();

}  // namespace archivolt
