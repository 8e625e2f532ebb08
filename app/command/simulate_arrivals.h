#pragma once

#include <optional>
#include <string>
#include <vector>

#include "export/logs/read_log.h"
#include "model/architecture/tables.h"
#include "model/traffic/run/run.h"
#include "model/traffic/scenario/scenario.h"

namespace archivolt {

/// Requests as a log tells of them, made arrivals of a scenario.
struct LoggedArrivals {
    traffic::ScenarioClients clients;
    double seconds = 0;               ///< From its first request to a second after its last.
    std::vector<std::string> notes;   ///< What a log does not tell, and what was taken instead.
    traffic::Histogram latency;       ///< As logged, where the log tells how long requests took.
    traffic::Histogram targets;       ///< Likewise of the targets alone.
    std::uint64_t statuses[10] = {};  ///< By their first digit.
    std::uint64_t requests = 0;
};

/// Makes arrivals of a log: each request at its time, of its kind, by its client.
///
/// Kinds are method, host and path, in which numbers and the like stand for one another; the
/// commonest 40 are told apart. Of a flow log, each accepted connection to the web's ports is a
/// request. Fails where a log has no request (LOGS-1).
[[nodiscard]] Result<LoggedArrivals> arrivalsOf(const AnyLog& log);

/// Finds what a log is of: its balancer by name where there are several, or the distribution;
/// empty where it can't be told, so that requests come in where others do.
[[nodiscard]] std::string entryOf(const AnyLog& log, const Architecture& architecture);

/// Puts arrivals into a scenario: in place of its first population's, whose other settings stay.
[[nodiscard]] traffic::Scenario withArrivals(traffic::Scenario scenario,
                                             const LoggedArrivals& arrivals, std::string entry);

/// Returns what was logged beside what was simulated, as lines for people.
[[nodiscard]] std::string besideText(const LoggedArrivals& logged, const traffic::Run& run);
/// Returns the same as JSON, `logged` and `simulated`.
[[nodiscard]] nlohmann::ordered_json besideJson(const LoggedArrivals& logged,
                                                const traffic::Run& run);

}  // namespace archivolt
