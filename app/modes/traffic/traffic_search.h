#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/modes/traffic/traffic_run.h"

namespace archivolt {

/// How far a search has come.
struct TrafficProgress {
    std::size_t runs = 0;
    double rps = 0;  ///< That was tried last.
};

/// Finds the highest rate at which a promise (`p99<300ms`, `completed>99.9%`, several with commas)
/// is kept in a scenario, by five replications; says so in sentences, none where it was stopped.
///
/// Fails as `runTraffic` does, and where the promise can't be read (SIM-8). `tell` is asked from
/// several threads, one at a time.
[[nodiscard]] Result<std::vector<std::string>> findTrafficLimit(
    const TrafficScene& scene, const TrafficWish& wish, const std::string& promise,
    const std::function<bool()>& stop, const std::function<void(TrafficProgress)>& tell);

/// A figure that two runs differ in, in words.
struct ComparedFigure {
    std::string of;  ///< `requests`, a component, a fleet.
    std::string what;
    std::string before;
    std::string after;
    std::string change;  ///< `+12.5 %`; empty from nothing.
    friend bool operator==(const ComparedFigure&, const ComparedFigure&) = default;
};

/// Tells two runs' reports apart: figures that differ by 0.5 % or more, the whole first.
[[nodiscard]] std::vector<ComparedFigure> comparedFigures(const nlohmann::ordered_json& before,
                                                          const nlohmann::ordered_json& after);

}  // namespace archivolt
