#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/traffic/run/run.h"

namespace archivolt::traffic {

/// Where the time goes of requests that take about as long as a quantile of all.
struct CriticalPath {
    struct Part {
        std::string what;  ///< `waiting at OrdersDb`, `network between …`.
        Time each = 0;     ///< Of one request, on average.
        double share = 0;  ///< Of all its time.
    };
    double quantile = 0.99;
    Time latency = 0;            ///< The quantile itself.
    Time from = 0;               ///< Of these durations …
    Time to = 0;                 ///< … up to this are …
    std::uint64_t requests = 0;  ///< … so many.
    std::vector<Part> parts;     ///< The largest first; they add up to the whole.
};

/// Returns the critical path at a quantile of all answered requests; nothing where none was
/// answered, or nobody followed them (`RunOptions::followWays`).
[[nodiscard]] std::optional<CriticalPath> criticalPath(const Run& run, double quantile);

/// Returns the paths of the median and of the 99th of 100 by the names `p50` and `p99`.
[[nodiscard]] nlohmann::ordered_json criticalPathsJson(const Run& run);
/// Returns the path of the 99th of 100 as lines, with the median's shares beside; empty for none.
[[nodiscard]] std::string criticalPathText(const Run& run);
/// Returns one sentence on the 99th of 100; empty for none.
[[nodiscard]] std::string criticalPathSentence(const Run& run);

}  // namespace archivolt::traffic
