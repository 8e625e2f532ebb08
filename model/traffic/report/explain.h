#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/traffic/run/simulation.h"

namespace archivolt::traffic {

/// Which request of a run is to be explained.
struct RequestWish {
    enum class Which : std::uint8_t {
        Number,    ///< The n-th that was asked, from 1 on.
        Quantile,  ///< The one whose latency is nearest above this quantile.
        Slowest,   ///< Of those that were answered.
        Failed     ///< The first that failed.
    };
    Which which = Which::Quantile;
    std::uint64_t number = 0;
    double quantile = 0.99;
};

/// Reads `17`, `p99`, `slowest` or `failed` (SIM-11).
[[nodiscard]] Result<RequestWish> parseRequestWish(std::string_view text);

/// One stretch of a request's way: what it did where, and for how long.
struct WayStep {
    Time at = 0;      ///< From when on, in the run.
    Time lasted = 0;  ///< Until the next stretch of this same request at this depth, or its end.
    std::size_t depth = 0;  ///< How many components called one another to get here.
    std::string component;
    std::string what;  ///< `waits`, `works`, `is answered 200`, …
    friend bool operator==(const WayStep&, const WayStep&) = default;
};

/// What became of one request.
struct Explanation {
    std::uint64_t number = 0;
    std::string kind;  ///< Of its population's mix.
    Time asked = 0;
    Time took = 0;
    std::uint16_t status = 0;  ///< 0: the client gave up.
    std::string cause;
    std::vector<WayStep> steps;  ///< In order of time.
    /// Where its time went: waiting, working and on the way, by component; the largest first.
    std::vector<std::pair<std::string, Time>> critical;
};

/// Runs a plant twice with the same numbers: once to find the request, once to follow it, which
/// changes nothing. Fails where no request is as wished (SIM-11).
[[nodiscard]] Result<Explanation> explainRequest(const Plant& plant, const RunOptions& options,
                                                 const RequestWish& wish);

[[nodiscard]] std::string explanationText(const Explanation& explained);
[[nodiscard]] nlohmann::ordered_json explanationJson(const Explanation& explained);

}  // namespace archivolt::traffic
