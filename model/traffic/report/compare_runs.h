#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "model/base/result.h"

namespace archivolt::traffic {

/// Tells two reports apart, as `archivolt simulate --format json` prints them: requests, latency,
/// what each component did, its fleets, what would be full first, what happened in one alone.
///
/// Each figure is given before and after, with the difference in percent of the first; figures that
/// differ by less than 0.5 % are left out. Fails for what is no report (SIM-13).
[[nodiscard]] Result<nlohmann::ordered_json> compareRuns(const nlohmann::ordered_json& before,
                                                         const nlohmann::ordered_json& after);
/// Returns what `compareRuns` told as lines for people.
[[nodiscard]] std::string comparisonText(const nlohmann::ordered_json& comparison);

}  // namespace archivolt::traffic
