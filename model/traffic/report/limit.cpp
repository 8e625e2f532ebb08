#include "model/traffic/report/limit.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>

#include "model/traffic/report/groups.h"
#include "model/traffic/report/kept_latency.h"
#include "model/traffic/report/report.h"
#include "model/traffic/traffic_rules.h"

namespace archivolt::traffic {

namespace {

std::string withoutSpaces(std::string_view text) {
    std::string kept;
    for (const char c : text) {
        if (c != ' ' && c != '=') kept += c;
    }
    return kept;
}

/// Reads a number and what follows it.
bool readNumber(std::string_view text, double& number, std::string_view& rest) {
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    rest = text.substr(static_cast<std::size_t>(read.ptr - text.data()));
    return read.ec == std::errc() && number >= 0;
}

bool readPromise(std::string_view text, PerformancePromise& promise) {
    double number = 0;
    std::string_view rest;
    if (text.starts_with("completed>")) {
        promise.ofLatency = false;
        if (!readNumber(text.substr(10), number, rest) || rest != "%" || number > 100) return false;
        promise.share = number / 100;
        return true;
    }
    const std::size_t bound = text.find('<');
    if (bound == std::string_view::npos) return false;
    const std::string_view what = text.substr(0, bound);
    if (what == "mean") {
        promise.quantile = 0;
    } else if (what.starts_with('p')) {
        if (!readNumber(what.substr(1), number, rest) || !rest.empty() || number >= 100) {
            return false;
        }
        promise.quantile = number / 100;
    } else {
        return false;
    }
    static const std::map<std::string_view, double> kUnits = {{"ms", 0.001}, {"s", 1}};
    if (!readNumber(text.substr(bound + 1), number, rest) || !kUnits.contains(rest)) return false;
    promise.within = fromSeconds(number * kUnits.at(rest));
    return promise.within > 0;
}

Plant atLoad(const Plant& plant, double factor) {
    Plant scaled = plant;
    for (ClientSpec& clients : scaled.clients) {
        for (auto& [at, rate] : clients.rate.points) rate *= factor;
        for (Time& at : clients.trace) at = fromSeconds(toSeconds(at) / factor);
        if (clients.users > 0) {
            clients.users = static_cast<std::uint32_t>(
                std::max<Time>(1, nearest(static_cast<double>(clients.users) * factor)));
        }
    }
    return scaled;
}

/// What one replication's search has come to.
struct Found {
    LimitTrial trial;
    bool never = false;
    bool always = false;
    bool stopped = false;
    std::uint64_t runs = 0;
};

Found searchOne(const BuiltPlant& built, const RunOptions& options,
                const std::vector<PerformancePromise>& promises, const SearchWatch& watch) {
    Found found;
    double kept = 0;
    double broken = 0;
    const auto tryAt = [&](double factor) {
        Simulation simulation(atLoad(built.plant, factor), options);
        if (found.stopped || !simulation.advance(options.duration, watch.stop)) {
            found.stopped = true;
            return false;
        }
        const Run run = simulation.result();
        ++found.runs;
        if (watch.ran) watch.ran(totalsOf(run).perSecond(run));
        const bool good = keeps(run, promises);
        if (good) {
            kept = factor;
            found.trial.rps = totalsOf(run).perSecond(run);
            return true;
        }
        broken = factor;
        const auto order = saturationOrder(run, built);
        found.trial.fullest = order.empty() ? std::string() : order.front().component;
        return false;
    };
    constexpr double kMost = 64;
    double factor = 1;
    if (tryAt(factor)) {
        while (factor < kMost && tryAt(factor * 2)) factor *= 2;
    } else {
        while (factor > 1 / kMost && !tryAt(factor / 2)) factor /= 2;
    }
    if (found.stopped) return found;
    found.always = broken == 0;
    found.never = kept == 0;
    if (found.always || found.never) return found;
    while (broken / kept > 1.01 && !found.stopped) tryAt((kept + broken) / 2);
    return found;
}

}  // namespace

double studentT(std::size_t freedom) {
    static constexpr double kTable[] = {12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306,
                                        2.262,  2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120,
                                        2.110,  2.101, 2.093, 2.086, 2.080, 2.074, 2.069, 2.064,
                                        2.060,  2.056, 2.052, 2.048, 2.045, 2.042};
    if (freedom == 0) return 0;
    return freedom <= std::size(kTable) ? kTable[freedom - 1] : 1.96;
}

std::optional<double> halfWidth(const Tally& tally) {
    if (tally.count < 2) return std::nullopt;
    const auto count = static_cast<double>(tally.count);
    const double mean = static_cast<double>(tally.sum) / count;
    const double variance =
        (static_cast<double>(tally.squares) - mean * static_cast<double>(tally.sum)) / (count - 1);
    return studentT(tally.count - 1) * std::sqrt(std::max(0.0, variance) / count);
}

Result<std::vector<PerformancePromise>> parsePromises(std::string_view text) {
    std::vector<PerformancePromise> promises;
    const std::string all = withoutSpaces(text);
    std::string_view rest = all;
    while (!rest.empty()) {
        const std::size_t comma = rest.find(',');
        PerformancePromise promise;
        if (!readPromise(rest.substr(0, comma), promise)) {
            return failure(kNoPromise,
                           fmt::format("`{}` is no promise on performance", rest.substr(0, comma)),
                           "write p99<300ms, mean<50ms, completed>99.9%, or several with commas");
        }
        promises.push_back(promise);
        rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
    }
    if (promises.empty()) {
        return failure(kNoPromise, "nothing is promised", "write p99<300ms, or completed>99.9%");
    }
    return promises;
}

std::string promiseText(const PerformancePromise& promise) {
    if (!promise.ofLatency) return fmt::format("completed>{:.6g}%", 100 * promise.share);
    const std::string what =
        promise.quantile > 0 ? fmt::format("p{:.6g}", 100 * promise.quantile) : "mean";
    return fmt::format("{}<{:.6g}ms", what, toMilliseconds(promise.within));
}

Interval95 interval95(const std::vector<double>& values) {
    Interval95 made;
    if (values.empty()) return made;
    const auto size = static_cast<double>(values.size());
    for (const double value : values) made.mean += value;
    made.mean /= size;
    double squares = 0;
    for (const double value : values) squares += (value - made.mean) * (value - made.mean);
    const double error = values.size() > 1 ? std::sqrt(squares / (size - 1) / size) : 0;
    const double half = studentT(values.size() - 1) * error;
    made.low = made.mean - half;
    made.high = made.mean + half;
    return made;
}

bool keeps(const Run& run, const std::vector<PerformancePromise>& promises) {
    const Totals totals = totalsOf(run);
    const std::uint64_t ended = totals.completed + totals.failed;
    if (ended == 0) return false;
    return std::ranges::all_of(promises, [&](const PerformancePromise& one) {
        if (!one.ofLatency) {
            return static_cast<double>(totals.completed) >= one.share * static_cast<double>(ended);
        }
        const auto took = keptLatencyNs(run, one.quantile);
        return took && *took <= static_cast<double>(one.within);
    });
}

Limit findLimit(const BuiltPlant& built, const RunOptions& options,
                const std::vector<PerformancePromise>& promises, std::size_t count,
                const Executor& executor, const SearchWatch& watch) {
    std::vector<Found> found(count);
    executor(count, [&](std::size_t i) {
        RunOptions mine = options;
        mine.replication = options.replication + i;
        found[i] = searchOne(built, mine, promises, watch);
    });
    Limit limit;
    for (const Found& one : found) {
        limit.trials.push_back(one.trial);
        limit.neverKept = limit.neverKept || one.never;
        limit.alwaysKept = limit.alwaysKept || one.always;
        limit.stopped = limit.stopped || one.stopped;
        limit.runs += one.runs;
    }
    std::vector<double> rates;
    for (const LimitTrial& one : limit.trials) rates.push_back(one.rps);
    const Interval95 interval = interval95(rates);
    limit.rps = interval.mean;
    // A search ends within one part in a hundred, which no number of replications narrows.
    limit.low = std::max(0.0, interval.low - 0.005 * limit.rps);
    limit.high = interval.high + 0.005 * limit.rps;
    return limit;
}

nlohmann::ordered_json limitJson(const Limit& limit, std::string_view promise) {
    const auto rounded = [](double value) { return std::round(value * 100) / 100; };
    nlohmann::ordered_json json{{"format", 1},
                                {"promise", promise},
                                {"limit_rps", rounded(limit.rps)},
                                {"low_rps", rounded(limit.low)},
                                {"high_rps", rounded(limit.high)},
                                {"never_kept", limit.neverKept},
                                {"always_kept", limit.alwaysKept},
                                {"runs", limit.runs}};
    json["replications"] = nlohmann::ordered_json::array();
    for (const LimitTrial& one : limit.trials) {
        json["replications"].push_back({{"rps", rounded(one.rps)}, {"fullest", one.fullest}});
    }
    return json;
}

std::string limitText(const Limit& limit, std::string_view promise) {
    if (limit.neverKept) {
        return fmt::format("{} is not kept even at a 64th of the load.\n", promise);
    }
    if (limit.alwaysKept) {
        return fmt::format("{} is kept even at 64 times the load: {:.1f} requests a second.\n",
                           promise, limit.rps);
    }
    std::string text = fmt::format(
        "{} is kept up to {:.1f} requests a second ({:.1f} to {:.1f}, 95 %, {} replications).\n",
        promise, limit.rps, limit.low, limit.high, limit.trials.size());
    std::map<std::string, int> fullest;
    for (const LimitTrial& one : limit.trials) {
        if (!one.fullest.empty()) ++fullest[one.fullest];
    }
    for (const auto& [name, count] : fullest) {
        text += fmt::format("Above it, {} is the busiest ({} of {}).\n", name, count,
                            limit.trials.size());
    }
    return text;
}

}  // namespace archivolt::traffic
