#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "model/traffic/report/groups.h"

namespace archivolt::traffic {

/// What CloudWatch would have of a whole run, under the name that it has there.
///
/// Source: Amazon CloudWatch user guide, services that publish metrics.
struct CloudWatchMetric {
    const char* space = "";      ///< `AWS/ApplicationELB`.
    const char* dimension = "";  ///< `LoadBalancer`.
    std::string component;       ///< The dimension's value: a name of the design, not an id.
    const char* metric = "";     ///< `RequestCount`.
    const char* statistic = "";  ///< `Sum`, `Average`, `Maximum`, or `Last` of what is left.
    double value = 0;
};

/// Returns the metrics of all components that publish any of what is simulated, by component.
[[nodiscard]] std::vector<CloudWatchMetric> cloudWatchMetrics(const Run& run,
                                                              const BuiltPlant& built);
[[nodiscard]] nlohmann::ordered_json cloudWatchJson(const Run& run, const BuiltPlant& built);

}  // namespace archivolt::traffic
