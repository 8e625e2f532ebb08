#pragma once

#include <algorithm>
#include <optional>

#include "model/traffic/report/groups.h"
#include "model/traffic/run/run.h"

namespace archivolt::traffic {

/// Returns the time within which this share of all requests that ended was answered, those that
/// failed counting as never; nothing where fewer were answered at all. A quantile of 0 is the mean
/// of those that were answered.
[[nodiscard]] inline std::optional<double> keptLatencyNs(const Run& run, double quantile) {
    const Histogram latency = run.latency();
    const Totals totals = totalsOf(run);
    if (latency.count() == 0 || totals.completed == 0) return std::nullopt;
    if (quantile <= 0) return latency.meanNs();
    const auto completed = static_cast<double>(totals.completed);
    const double share = quantile * (completed + static_cast<double>(totals.failed)) / completed;
    if (share > 1) return std::nullopt;
    return static_cast<double>(latency.quantile(share));
}

}  // namespace archivolt::traffic
