#include "model/traffic/report/compare_runs.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <exception>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "model/traffic/traffic_rules.h"

namespace archivolt::traffic {

namespace {

using Json = nlohmann::ordered_json;

/// Gathers figures that differ.
class Differences {
public:
    void add(const std::string& of, const char* what, double before, double after) {
        const double most = std::max(std::abs(before), std::abs(after));
        if (most == 0 || std::abs(after - before) < 0.005 * most) return;
        Json one{{"of", of}, {"what", what}, {"before", before}, {"after", after}};
        if (before != 0) one["percent"] = std::round((after - before) / before * 1000) / 10;
        m_list.push_back(std::move(one));
    }
    [[nodiscard]] Json take() { return std::move(m_list); }

private:
    Json m_list = Json::array();
};

double numberIn(const Json& json, const char* key) {
    const auto found = json.find(key);
    return found != json.end() && found->is_number() ? found->get<double>() : 0;
}

double failedPercent(const Json& requests) {
    const double offered = numberIn(requests, "offered");
    return offered > 0 ? 100 * numberIn(requests, "failed") / offered : 0;
}

std::set<std::string> keysOf(const Json& a, const Json& b) {
    std::set<std::string> keys;
    for (const Json* json : {&a, &b}) {
        for (const auto& [key, value] : json->items()) keys.insert(key);
    }
    return keys;
}

void addWhole(const Json& a, const Json& b, Differences& found) {
    const Json& before = a.at("requests");
    const Json& after = b.at("requests");
    for (const char* what : {"offered", "completed", "failed"}) {
        found.add("requests", what, numberIn(before, what), numberIn(after, what));
    }
    found.add("requests", "failed_percent", failedPercent(before), failedPercent(after));
    for (const char* what : {"mean", "p50", "p90", "p99", "max"}) {
        found.add("latency_ms", what, numberIn(a.at("latency_ms"), what),
                  numberIn(b.at("latency_ms"), what));
    }
    for (const std::string& name : keysOf(a.at("fleets"), b.at("fleets"))) {
        if (!a.at("fleets").contains(name) || !b.at("fleets").contains(name)) continue;
        for (const char* what : {"at_start", "at_end", "most"}) {
            found.add(name, what, numberIn(a.at("fleets")[name], what),
                      numberIn(b.at("fleets")[name], what));
        }
    }
    if (a.contains("cost") && b.contains("cost")) {
        for (const char* what : {"usd_per_hour", "usd_per_million_requests"}) {
            found.add("cost", what, numberIn(a["cost"], what), numberIn(b["cost"], what));
        }
    }
}

void addComponents(const Json& a, const Json& b, Differences& found, Json& alone) {
    for (const std::string& name : keysOf(a, b)) {
        if (!a.contains(name) || !b.contains(name)) {
            alone.push_back({{"component", name}, {"in", a.contains(name) ? "before" : "after"}});
            continue;
        }
        const Json& before = a[name];
        const Json& after = b[name];
        // Members tell of their group once more.
        if (before.contains("group") || after.contains("group")) continue;
        for (const char* what : {"arrivals", "failed", "utilisation", "hit_ratio"}) {
            found.add(name, what, numberIn(before, what), numberIn(after, what));
        }
        if (before.contains("wait_ms") && after.contains("wait_ms")) {
            found.add(name, "wait_mean_ms", numberIn(before["wait_ms"], "mean"),
                      numberIn(after["wait_ms"], "mean"));
            found.add(name, "wait_p99_ms", numberIn(before["wait_ms"], "p99"),
                      numberIn(after["wait_ms"], "p99"));
        }
    }
}

/// Returns what happened in `a` and not in `b`, each once, with when it did first.
Json eventsOnlyIn(const Json& a, const Json& b) {
    const auto wordsOf = [](const Json& one) {
        return one.at("component").get<std::string>() + ' ' + one.at("what").get<std::string>();
    };
    std::set<std::string> known;
    for (const Json& one : b) known.insert(wordsOf(one));
    Json only = Json::array();
    for (const Json& one : a) {
        if (!known.insert(wordsOf(one)).second) continue;
        only.push_back(one);
    }
    return only;
}

Json firstFull(const Json& report) {
    const Json& order = report.at("saturation");
    return order.empty() ? Json(nullptr) : order.front();
}

Json compared(const Json& a, const Json& b) {
    for (const Json* json : {&a, &b}) {
        if (json->at("format") != 1) throw std::runtime_error("a report of another format");
    }
    Differences whole;
    Differences parts;
    Json alone = Json::array();
    addWhole(a, b, whole);
    addComponents(a.at("components"), b.at("components"), parts, alone);
    const bool same = a.at("digest") == b.at("digest");
    return {{"format", 1},
            {"same", same},
            {"same_seed", a.at("seed") == b.at("seed")},
            {"whole", whole.take()},
            {"components", parts.take()},
            {"alone", alone},
            {"full_first", {{"before", firstFull(a)}, {"after", firstFull(b)}}},
            {"events_before_only", eventsOnlyIn(a.at("events"), b.at("events"))},
            {"events_after_only", eventsOnlyIn(b.at("events"), a.at("events"))}};
}

std::string differenceText(const Json& one) {
    std::string text = fmt::format("  {:<24} {:<26} {:>14.6g} → {:<14.6g}",
                                   one["of"].get<std::string>(), one["what"].get<std::string>(),
                                   one["before"].get<double>(), one["after"].get<double>());
    if (one.contains("percent")) {
        text += fmt::format(" {:+.1f} %", one["percent"].get<double>());
    }
    while (text.ends_with(' ')) text.pop_back();
    return text + '\n';
}

void addEvents(const char* title, const Json& events, std::string& text) {
    if (events.empty()) return;
    constexpr std::size_t kMost = 10;
    text += title;
    for (std::size_t i = 0; i < events.size() && i < kMost; ++i) {
        text +=
            fmt::format("  {:>8.0f} s  {} {} ({})\n", events[i]["t_s"].get<double>(),
                        events[i]["component"].get<std::string>(),
                        events[i]["what"].get<std::string>(), events[i]["why"].get<std::string>());
    }
    if (events.size() > kMost) text += fmt::format("  … {} more\n", events.size() - kMost);
}

}  // namespace

Result<Json> compareRuns(const Json& before, const Json& after) {
    try {
        return compared(before, after);
    } catch (const std::exception&) {
        return failure(kNoReport, "a file is no report of a simulation",
                       "give what `archivolt simulate FILE --format json` prints");
    }
}

std::string comparisonText(const Json& comparison) {
    if (comparison["same"].get<bool>()) return "The two runs are the same, event for event.\n";
    std::string text;
    if (!comparison["same_seed"].get<bool>()) {
        text += "The seeds differ, so small differences may be chance alone.\n";
    }
    for (const auto& [part, title] :
         {std::pair("whole", "The whole:\n"), std::pair("components", "\nComponents:\n")}) {
        if (comparison[part].empty()) continue;
        text += title;
        for (const Json& one : comparison[part]) text += differenceText(one);
    }
    for (const Json& one : comparison["alone"]) {
        text += fmt::format("  {} is only in the run {}\n", one["component"].get<std::string>(),
                            one["in"].get<std::string>());
    }
    const Json& full = comparison["full_first"];
    if (full["before"].is_object() && full["after"].is_object()) {
        text += fmt::format(
            "\nFull first: {} at {:.0f} requests a second, then {} at {:.0f}.\n",
            full["before"]["component"].get<std::string>(), full["before"]["at_rps"].get<double>(),
            full["after"]["component"].get<std::string>(), full["after"]["at_rps"].get<double>());
    }
    addEvents("\nHappened before alone:\n", comparison["events_before_only"], text);
    addEvents("\nHappened after alone:\n", comparison["events_after_only"], text);
    return text.empty() ? "No figure differs by as much as 0.5 %.\n" : text;
}

}  // namespace archivolt::traffic
