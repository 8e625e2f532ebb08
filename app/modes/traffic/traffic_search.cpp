#include "app/modes/traffic/traffic_search.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <mutex>
#include <nlohmann/json.hpp>
#include <sstream>

#include "app/modes/reach/flow_view.h"
#include "app/session/all_cores.h"
#include "model/traffic/report/compare_runs.h"
#include "model/traffic/report/limit.h"

namespace archivolt {

namespace {

/// A number of up to five digits that tell, with thin groups.
std::string figureText(double value) {
    // From a thousand on a fraction tells nothing beside another run.
    if (value >= 999.5) return groupedNumber(static_cast<std::uint64_t>(std::llround(value)));
    return fmt::format("{:.5g}", value);
}

/// `failed_percent` in words: `failed, %`; `p99` of `latency_ms`: `p99, ms`.
std::string wordsOf(const std::string& of, const std::string& what) {
    static const std::map<std::string, std::string> kWords = {
        {"failed_percent", "failed, %"},
        {"at_start", "members at the start"},
        {"at_end", "members at the end"},
        {"most", "members at most"},
        {"usd_per_hour", "US dollars an hour"},
        {"usd_per_million_requests", "US dollars a million requests"},
        {"utilisation", "busy, share of the time"},
        {"hit_ratio", "found in the cache, share"},
        {"wait_mean_ms", "wait, mean, ms"},
        {"wait_p99_ms", "wait, p99, ms"}};
    if (of == "latency_ms") return what + ", ms";
    const auto found = kWords.find(what);
    return found != kWords.end() ? found->second : what;
}

/// `latency_ms` as a title: `Latency`; what is of the whole run is no name of the user's.
std::string titleOf(const std::string& of) {
    std::string title = of == "latency_ms" ? "latency" : of;
    if (!title.empty() && title[0] >= 'a' && title[0] <= 'z') title[0] -= 'a' - 'A';
    return title;
}

void addFigures(const nlohmann::ordered_json& list, bool wholes,
                std::vector<ComparedFigure>& figures) {
    for (const auto& one : list) {
        const std::string of = one.at("of").get<std::string>();
        ComparedFigure& made = figures.emplace_back();
        made.of = wholes ? titleOf(of) : of;
        made.what = wordsOf(of, one.at("what").get<std::string>());
        made.before = figureText(one.at("before").get<double>());
        made.after = figureText(one.at("after").get<double>());
        if (one.contains("percent")) {
            made.change = fmt::format("{:+.1f} %", one.at("percent").get<double>());
        }
    }
}

}  // namespace

Result<std::vector<std::string>> findTrafficLimit(
    const TrafficScene& scene, const TrafficWish& wish, const std::string& promise,
    const std::function<bool()>& stop, const std::function<void(TrafficProgress)>& tell) {
    const auto promises = traffic::parsePromises(promise);
    if (!promises) return tl::make_unexpected(promises.error());
    const auto built = plantOf(scene, wish);
    if (!built) return tl::make_unexpected(built.error());
    constexpr std::size_t kReplications = 5;
    std::mutex told;
    TrafficProgress progress;
    traffic::SearchWatch watch;
    watch.stop = stop;
    watch.ran = [&](double rps) {
        const std::lock_guard lock(told);
        ++progress.runs;
        progress.rps = rps;
        tell(progress);
    };
    const traffic::Limit limit = traffic::findLimit(*built, runOptions(*built, wish), *promises,
                                                    kReplications, onAllCores, watch);
    std::vector<std::string> sentences;
    if (limit.stopped) return sentences;
    std::istringstream lines(traffic::limitText(limit, promise));
    for (std::string line; std::getline(lines, line);) sentences.push_back(line);
    return sentences;
}

std::vector<ComparedFigure> comparedFigures(const nlohmann::ordered_json& before,
                                            const nlohmann::ordered_json& after) {
    std::vector<ComparedFigure> figures;
    const auto comparison = traffic::compareRuns(before, after);
    if (!comparison) return figures;
    addFigures(comparison->at("whole"), true, figures);
    addFigures(comparison->at("components"), false, figures);
    return figures;
}

}  // namespace archivolt
