#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/traffic/build/build_plant.h"
#include "model/traffic/run/simulation.h"

namespace archivolt::traffic {

/// What a design is to keep while it runs: a bound on a quantile (or the mean, at 0) of latency, or
/// on the share of requests that are answered.
struct PerformancePromise {
    bool ofLatency = true;
    double quantile = 0.99;
    Time within = 0;
    double share = 0;  ///< Of those that ended, at least.
};

/// Reads promises: `p99<300ms`, `mean<50ms`, `completed>99.9%`, several with commas (SIM-8).
[[nodiscard]] Result<std::vector<PerformancePromise>> parsePromises(std::string_view text);
/// Returns a promise as it is written.
[[nodiscard]] std::string promiseText(const PerformancePromise& promise);

/// A mean over replications with its interval of 95 %, by Student's distribution.
struct Interval95 {
    double mean = 0;
    double low = 0;
    double high = 0;
};
[[nodiscard]] Interval95 interval95(const std::vector<double>& values);
/// Returns half the width of that interval of a tally's mean; nothing of fewer than two.
[[nodiscard]] std::optional<double> halfWidth(const Tally& tally);

/// Says whether a run keeps them all; a run without requests that ended keeps none.
[[nodiscard]] bool keeps(const Run& run, const std::vector<PerformancePromise>& promises);

/// The highest rate that one replication bears, and what broke above it.
struct LimitTrial {
    double rps = 0;
    std::string fullest;  ///< The busiest component at the first rate that is too high.
    friend bool operator==(const LimitTrial&, const LimitTrial&) = default;
};

/// The highest rate at which promises are kept.
struct Limit {
    std::vector<LimitTrial> trials;  ///< By replication.
    double rps = 0;                  ///< Their mean …
    double low = 0;                  ///< … and its interval of 95 %, by Student's distribution.
    double high = 0;
    bool neverKept = false;   ///< In some replication, not even at the least rate tried.
    bool alwaysKept = false;  ///< In some replication, even at the greatest rate tried.
    bool stopped = false;     ///< Before its end: the rest says nothing.
    std::uint64_t runs = 0;
    friend bool operator==(const Limit&, const Limit&) = default;
};

/// Who looks at a search, and may end it; both may be asked from several threads at once.
struct SearchWatch {
    std::function<bool()> stop = {};           ///< Says that it is pointless; empty: never.
    std::function<void(double rps)> ran = {};  ///< After each run, with the rate that was tried.
};

/// Finds the limit by halving, to one part in a hundred, for each replication by itself.
///
/// Every rate is tried with the same random numbers (common random numbers), so that rates differ
/// by nothing but themselves. Rates from a 64th to 64 times those of the plant are tried.
[[nodiscard]] Limit findLimit(const BuiltPlant& built, const RunOptions& options,
                              const std::vector<PerformancePromise>& promises, std::size_t count,
                              const Executor& executor, const SearchWatch& watch = {});

[[nodiscard]] nlohmann::ordered_json limitJson(const Limit& limit, std::string_view promise);
[[nodiscard]] std::string limitText(const Limit& limit, std::string_view promise);

/// Returns Student's t for 95 %, both sides, by degrees of freedom. Source: tables of the
/// distribution.
[[nodiscard]] double studentT(std::size_t freedom);

}  // namespace archivolt::traffic
