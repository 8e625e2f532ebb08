#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "model/base/known.h"
#include "model/traffic/report/limit.h"

namespace archivolt::traffic {

/// How a promise fares over replications: its figure with an interval of 95 %.
struct PromiseAnswer {
    std::string promise;  ///< `p99<300ms`.
    double value = 0;     ///< Milliseconds, or percent: the mean over the replications, …
    double low = 0;       ///< … and its interval, by Student's distribution.
    double high = 0;
    double bound = 0;  ///< What is promised, in the same unit.
    /// Yes where the whole interval keeps it, No where none of it does, else Unknown.
    Truth kept = Truth::Unknown;
};

/// Answers promises at the plant's own rates, one by one.
[[nodiscard]] std::vector<PromiseAnswer> checkPromises(
    const BuiltPlant& built, const RunOptions& options,
    const std::vector<PerformancePromise>& promises, std::size_t count, const Executor& executor);
/// Returns whether all are kept: No where one is not, Unknown where one is unknown.
[[nodiscard]] Truth allKept(const std::vector<PromiseAnswer>& answers);

/// A size that was tried, with the zone whose loss it bears worst.
struct FleetTrial {
    std::uint32_t size = 0;
    std::string zone;
    std::vector<PromiseAnswer> answers;
    Truth kept = Truth::Unknown;
};

struct FleetAnswer {
    std::string fleet;
    std::vector<FleetTrial> trials;  ///< By size.
    std::optional<std::uint32_t> smallest;
};

/// Finds the smallest size at which a fleet, kept at it, keeps promises while any one of its zones
/// is down for the middle third of the run. More members are taken to be no worse.
///
/// Every size is tried with the same random numbers, at sizes up to 256. Fails for a fleet that is
/// not there (SIM-6).
[[nodiscard]] Result<FleetAnswer> findFleet(const BuiltPlant& built, const RunOptions& options,
                                            const std::vector<PerformancePromise>& promises,
                                            const std::string& fleet, std::size_t count,
                                            const Executor& executor);

/// A scaling policy that was tried.
struct PolicyTrial {
    double target = 0;   ///< Percent of the CPU; 0: the design's own policies.
    double members = 0;  ///< In service on average.
    std::vector<PromiseAnswer> answers;
    Truth kept = Truth::Unknown;
};

struct PolicyAnswer {
    std::string fleet;
    std::vector<PolicyTrial> trials;  ///< The design's own first.
    std::optional<std::size_t> best;  ///< The one that keeps all with the fewest members.
};

/// Tries target tracking at 20 to 90 % of the CPU, beside what the design has, and says which
/// keeps promises with the fewest members on average. Fails as `findFleet` does.
[[nodiscard]] Result<PolicyAnswer> findPolicy(const BuiltPlant& built, const RunOptions& options,
                                              const std::vector<PerformancePromise>& promises,
                                              const std::string& fleet, std::size_t count,
                                              const Executor& executor);

[[nodiscard]] nlohmann::ordered_json promisesJson(const std::vector<PromiseAnswer>& answers);
[[nodiscard]] std::string promisesText(const std::vector<PromiseAnswer>& answers);
[[nodiscard]] nlohmann::ordered_json fleetJson(const FleetAnswer& answer);
[[nodiscard]] std::string fleetText(const FleetAnswer& answer);
[[nodiscard]] nlohmann::ordered_json policyJson(const PolicyAnswer& answer);
[[nodiscard]] std::string policyText(const PolicyAnswer& answer);

}  // namespace archivolt::traffic
