#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/traffic/build/build_plant.h"
#include "model/traffic/run/run.h"

namespace archivolt::traffic {

/// How busy a component was, and the rate of all requests at which it would be full.
struct Saturation {
    std::string component;
    double utilisation = 0;
    double atRps = 0;    ///< By the utilisation law, sized as it was on average.
    double members = 0;  ///< Of a fleet: how many answered on average; 0: it is none.
    /// Half the width of its 95 % interval by replications; nothing from one alone.
    std::optional<double> halfRps = {};
};

/// Returns the components that have servers, the first to be full first.
[[nodiscard]] std::vector<Saturation> saturationOrder(const Run& run, const BuiltPlant& built);

/// Returns the same of one phase of a run.
[[nodiscard]] std::vector<Saturation> saturationOrder(const Run& run, const Phase& phase);

/// Tells a run in plain sentences: what came of it, what changed when and why, what limits it.
[[nodiscard]] std::vector<std::string> storyOf(const Run& run, const BuiltPlant& built);

/// Returns a run as JSON of format 1, the same to the byte for the same run.
///
/// Times are in seconds (`_s`) or milliseconds (`_ms`) of simulated time, rates in requests a
/// second. `components` holds groups by their own name and their members beside them.
[[nodiscard]] nlohmann::ordered_json reportJson(const Run& run, const BuiltPlant& built);

/// Returns a run as text for people, of lines up to 100 columns wide where names allow.
[[nodiscard]] std::string reportText(const Run& run, const BuiltPlant& built);

/// Returns `09:05` or `1:09:05` for a time in a run.
[[nodiscard]] std::string clockText(Time at);

}  // namespace archivolt::traffic
