#include "model/traffic/report/critical_path.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace archivolt::traffic {

std::optional<CriticalPath> criticalPath(const Run& run, double quantile) {
    const Histogram latency = run.latency();
    if (latency.count() == 0) return std::nullopt;
    CriticalPath path;
    path.quantile = quantile;
    path.latency = latency.quantile(quantile);
    const std::uint32_t wanted = WayCell::of(path.latency);
    const auto cell = std::ranges::lower_bound(run.ways, wanted, {}, &WayCell::cell);
    if (cell == run.ways.end() || cell->cell != wanted || cell->took == 0) return std::nullopt;
    path.from = WayCell::beginOf(wanted);
    path.to = WayCell::beginOf(wanted + 1);
    path.requests = cell->requests;
    for (const auto& [what, time] : cell->parts) {
        path.parts.push_back(
            {what, nearest(static_cast<double>(time) / static_cast<double>(cell->requests)),
             static_cast<double>(time) / static_cast<double>(cell->took)});
    }
    std::ranges::stable_sort(path.parts, std::greater<>(), &CriticalPath::Part::share);
    return path;
}

nlohmann::ordered_json criticalPathsJson(const Run& run) {
    const auto fourDigits = [](double value) { return std::round(value * 1e4) / 1e4; };
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    for (const auto& [name, quantile] : {std::pair("p50", 0.5), std::pair("p99", 0.99)}) {
        const auto path = criticalPath(run, quantile);
        if (!path) continue;
        auto& one = json[name] = {{"from_ms", fourDigits(toMilliseconds(path->from))},
                                  {"to_ms", fourDigits(toMilliseconds(path->to))},
                                  {"requests", path->requests},
                                  {"parts", nlohmann::ordered_json::array()}};
        for (const CriticalPath::Part& part : path->parts) {
            one["parts"].push_back({{"what", part.what},
                                    {"ms", fourDigits(toMilliseconds(part.each))},
                                    {"share", fourDigits(part.share)}});
        }
    }
    return json;
}

std::string criticalPathText(const Run& run) {
    const auto slow = criticalPath(run, 0.99);
    const auto usual = criticalPath(run, 0.5);
    if (!slow || !usual) return {};
    std::string text = fmt::format(
        "\nWhere the time goes of the 99th of 100 ({} requests that took {:.1f} to {:.1f} ms), "
        "and of the median:\n",
        slow->requests, toMilliseconds(slow->from), toMilliseconds(slow->to));
    constexpr double kLeast = 0.005;
    for (const CriticalPath::Part& part : slow->parts) {
        if (part.share < kLeast) continue;
        const auto same = std::ranges::find(usual->parts, part.what, &CriticalPath::Part::what);
        const double there = same != usual->parts.end() ? same->share : 0;
        text += fmt::format("  {:>3.0f} %  {:>9.1f} ms  {:>3.0f} %  {}\n", 100 * part.share,
                            toMilliseconds(part.each), 100 * there, part.what);
    }
    return text;
}

std::string criticalPathSentence(const Run& run) {
    const auto path = criticalPath(run, 0.99);
    if (!path) return {};
    std::string text = "Of the time of those that took as long as the 99th of 100,";
    constexpr std::size_t kMost = 2;
    for (std::size_t i = 0; i < path->parts.size() && i < kMost; ++i) {
        text += fmt::format("{} {:.0f} % went by {}", i > 0 ? " and" : "",
                            100 * path->parts[i].share, path->parts[i].what);
    }
    return text + '.';
}

}  // namespace archivolt::traffic
