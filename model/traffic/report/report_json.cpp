#include <fmt/format.h>

#include <algorithm>

#include "model/traffic/report/cache_theory.h"
#include "model/traffic/report/cloudwatch.h"
#include "model/traffic/report/critical_path.h"
#include "model/traffic/report/groups.h"
#include "model/traffic/report/report.h"
#include "model/traffic/report/theory.h"

namespace archivolt::traffic {

namespace {

using Json = nlohmann::ordered_json;

/// Rounds to so many decimals, so that a report shows no more digits than it knows.
double rounded(double value, int decimals) {
    double factor = 1;
    for (int i = 0; i < decimals; ++i) factor *= 10;
    const double scaled = value * factor;
    if (!(scaled < 9e15) || !(scaled > -9e15)) return value;
    return static_cast<double>(static_cast<std::int64_t>(scaled + (scaled < 0 ? -0.5 : 0.5))) /
           factor;
}

Json latencyJson(const Histogram& latency) {
    const auto at = [&](double share) {
        return rounded(toMilliseconds(latency.quantile(share)), 3);
    };
    return {{"mean", rounded(latency.meanNs() / 1e6, 3)},
            {"p50", at(0.5)},
            {"p90", at(0.9)},
            {"p95", at(0.95)},
            {"p99", at(0.99)},
            {"p999", at(0.999)},
            {"max", rounded(toMilliseconds(latency.greatest()), 3)}};
}

Json causesJson(const Meter& meter) {
    Json causes = Json::array();
    for (const CauseCount& one : meter.causes) {
        causes.push_back({{"status", one.status},
                          {"cause", causeText(static_cast<Cause>(one.cause))},
                          {"count", one.count}});
    }
    return causes;
}

Json messagesJson(const MessagesResult& messages) {
    return {{"put", messages.meter.arrivals},      {"done", messages.meter.completed},
            {"left", messages.meter.present},      {"most_left", messages.meter.mostPresent},
            {"batches", messages.batches},         {"retries", messages.retries},
            {"given_up", messages.meter.failed},   {"dead_letters", messages.deadLetters},
            {"expired", messages.expired},         {"age_ms", latencyJson(messages.age)},
            {"errors", causesJson(messages.meter)}};
}

/// Adds what a closed form expects a cache to fetch, where there is one.
void addFetches(const Run& run, const BuiltPlant& built, const Shown& shown, const char* key,
                Json& json) {
    const auto theory = cacheTheoryOf(run, built, shown);
    if (!theory) return;
    json[key] = {{"model", theory->model},
                 {"fetches", rounded(theory->fetches, 1)},
                 {"simulated_fetches", rounded(theory->simulated, 1)},
                 {"half", rounded(theory->half, 1)},
                 {"agrees", theory->agrees},
                 {"note", theory->note}};
}

Json componentJson(const Run& run, const BuiltPlant& built, const Shown& shown) {
    const ComponentResult& one = shown.result;
    Json json{{"type", shown.type},
              {"arrivals", one.meter.arrivals},
              {"completed", one.meter.completed},
              {"failed", one.meter.failed},
              {"abandoned", one.meter.abandoned},
              {"present", one.meter.present}};
    if (!shown.group.empty()) json["group"] = shown.group;
    if (shown.members > 0) json["members"] = shown.members;
    if (one.opened > 0) json["connections"] = one.opened;
    const double lived = static_cast<double>(one.lived);
    if (lived > 0) {
        json["mean_present"] = rounded(static_cast<double>(one.meter.area) / lived, 4);
    }
    if (one.kind == NodeKind::Edge) {
        const std::uint64_t asked = one.hits + one.misses;
        json["hits"] = one.hits;
        json["misses"] = one.misses;
        json["collapsed"] = one.collapsed;
        json["hit_ratio"] =
            asked > 0 ? rounded(static_cast<double>(one.hits) / static_cast<double>(asked), 4) : 0;
        addFetches(run, built, shown, "theory", json);
    } else if (one.kind == NodeKind::Balancer) {
        json["failed_open"] = one.failedOpen;
        json["shares"] = one.shares;
    } else {
        if (shown.utilisation >= 0) json["utilisation"] = rounded(shown.utilisation, 4);
        json["queue"] = {{"most", one.mostWaiting}};
        json["wait_ms"] = {{"mean", rounded(one.waits.meanNs() / 1e6, 4)},
                           {"p99", rounded(toMilliseconds(one.waits.quantile(0.99)), 4)},
                           {"max", rounded(toMilliseconds(one.waits.greatest()), 4)}};
        if (const std::uint64_t asked = one.hits + one.misses; asked > 0) {
            json["hits"] = one.hits;
            json["misses"] = one.misses;
            json["hit_ratio"] =
                rounded(static_cast<double>(one.hits) / static_cast<double>(asked), 4);
            addFetches(run, built, shown, "fetches_theory", json);
        }
        if (one.credits >= 0) json["credits"] = rounded(one.credits, 2);
        if (one.surplus > 0) json["surplus_credits"] = rounded(one.surplus, 2);
        if (const auto theory = theoryOf(run, built, shown)) {
            Json& told = json["theory"] = {{"model", theory->model},
                                           {"wait_ms", rounded(theory->waitMs, 4)},
                                           {"agrees", theory->agrees},
                                           {"note", theory->note}};
            if (const auto half = theory->halfMs) {
                told["simulated_ms"] = {rounded(std::max(0.0, theory->simulatedMs - *half), 4),
                                        rounded(theory->simulatedMs + *half, 4)};
            }
        }
    }
    if (one.stale > 0) json["stale_reads"] = one.stale;
    if (one.messages) json["messages"] = messagesJson(*one.messages);
    json["errors"] = causesJson(one.meter);
    return json;
}

Json timelineJson(const Timeline& timeline) {
    Json bins = Json::array();
    const double width = toSeconds(timeline.width());
    for (std::size_t i = 0; i < timeline.bins().size(); ++i) {
        const TimelineBin& bin = timeline.bins()[i];
        Json json{{"t_s", rounded(width * static_cast<double>(i), 3)},
                  {"offered", bin.offered},
                  {"completed", bin.completed},
                  {"failed", bin.failed}};
        if (bin.completed > 0) {
            json["mean_ms"] = rounded(
                static_cast<double>(bin.latencySum) / 1e6 / static_cast<double>(bin.completed), 3);
            json["max_ms"] = rounded(toMilliseconds(bin.latencyMost), 3);
        }
        if (bin.fleetSamples > 0) json["in_service"] = bin.fleetSum;
        bins.push_back(std::move(json));
    }
    return bins;
}

/// A saturation's members and rates.
Json saturationJson(const Saturation& one) {
    Json json{{"component", one.component},
              {"utilisation", rounded(one.utilisation, 4)},
              {"at_rps", rounded(one.atRps, 1)}};
    if (one.members > 0) json["members"] = rounded(one.members, 2);
    if (one.halfRps) {
        json["interval_rps"] = {rounded(one.atRps - *one.halfRps, 1),
                                rounded(one.atRps + *one.halfRps, 1)};
    }
    return json;
}

Json phasesJson(const Run& run) {
    Json phases = Json::array();
    for (const Phase& one : run.phases) {
        Json json{{"from_s", rounded(toSeconds(one.from), 3)},
                  {"to_s", rounded(toSeconds(one.to), 3)},
                  {"what", one.what},
                  {"offered", one.offered},
                  {"completed", one.completed},
                  {"failed", one.failed},
                  {"latency_ms", latencyJson(one.latency)},
                  {"saturation", Json::array()}};
        for (const Saturation& its : saturationOrder(run, one)) {
            json["saturation"].push_back(saturationJson(its));
        }
        phases.push_back(std::move(json));
    }
    return phases;
}

Json regionsJson(const Run& run) {
    std::map<std::string, std::vector<const ClientResult*>> regions;
    for (const ClientResult& one : run.clients) {
        regions[one.region.empty() ? "anywhere" : one.region].push_back(&one);
    }
    Json json = Json::object();
    for (const auto& [region, clients] : regions) {
        Histogram latency;
        std::uint64_t offered = 0;
        std::uint64_t completed = 0;
        for (const ClientResult* one : clients) {
            latency.merge(one->latency);
            offered += one->offered;
            completed += one->completed;
        }
        json[region] = {
            {"offered", offered}, {"completed", completed}, {"latency_ms", latencyJson(latency)}};
    }
    return json;
}

Json clientsJson(const Run& run) {
    Json json = Json::object();
    for (const ClientResult& one : run.clients) {
        Json causes = Json::array();
        for (const CauseCount& status : one.byStatus) {
            causes.push_back({{"status", status.status},
                              {"cause", causeText(static_cast<Cause>(status.cause))},
                              {"count", status.count}});
        }
        Json& its = json[one.name];
        its = {{"offered", one.offered},
               {"completed", one.completed},
               {"failed", one.failed},
               {"in_flight", one.inFlight},
               {"retries", one.retries},
               {"dns", {{"lookups", one.lookups}, {"resolutions", one.resolutions}}},
               {"outcomes", causes},
               {"latency_ms", latencyJson(one.latency)}};
        if (one.opened > 0) its["connections"] = one.opened;
    }
    return json;
}

/// The scenario, without the times of a trace, of which only the number is told.
Json scenarioWithoutTraces(const Scenario& scenario) {
    Scenario shortened = scenario;
    for (ScenarioClients& one : shortened.clients) {
        one.trace.clear();
        one.requests.clear();
    }
    Json json = scenarioJson(shortened);
    for (std::size_t i = 0; i < scenario.clients.size(); ++i) {
        if (scenario.clients[i].trace.empty()) continue;
        json["clients"][i]["arrivals"]["times"] = scenario.clients[i].trace.size();
    }
    return json;
}

Json eventsJson(const Run& run) {
    Json json = Json::array();
    for (const Occurrence& one : run.occurrences) {
        json.push_back({{"t_s", rounded(toSeconds(one.at), 3)},
                        {"component", one.component},
                        {"what", one.what},
                        {"why", one.why}});
    }
    return json;
}

}  // namespace

Json reportJson(const Run& run, const BuiltPlant& built) {
    const Totals totals = totalsOf(run);
    Json json{{"format", 1},
              {"seed", run.seed},
              {"digest", fmt::format("{:016x}", run.digest)},
              {"simulated_s", rounded(toSeconds(run.simulated), 3)},
              {"replications", run.replications},
              {"requests",
               {{"offered", totals.offered},
                {"completed", totals.completed},
                {"failed", totals.failed},
                {"in_flight", totals.inFlight},
                {"by_status", totals.byStatus}}},
              {"latency_ms", latencyJson(run.latency())},
              {"by_region", regionsJson(run)},
              {"clients", clientsJson(run)}};
    json["components"] = Json::object();
    for (const Shown& one : shownComponents(run, built)) {
        json["components"][one.name] = componentJson(run, built, one);
    }
    json["fleets"] = Json::object();
    for (const FleetResult& one : run.fleets) {
        json["fleets"][one.name] = {
            {"at_start", one.atStart}, {"at_end", one.atEnd}, {"most", one.most}};
        if (one.drawn > 0) json["fleets"][one.name]["out_of_warm_pool"] = one.drawn;
        if (one.abandoned > 0) json["fleets"][one.name]["given_up_by_hooks"] = one.abandoned;
    }
    json["saturation"] = Json::array();
    for (const Saturation& one : saturationOrder(run, built)) {
        json["saturation"].push_back(saturationJson(one));
    }
    json["phases"] = phasesJson(run);
    json["critical_path"] = criticalPathsJson(run);
    json["cloudwatch"] = cloudWatchJson(run, built);
    json["story"] = storyOf(run, built);
    json["events"] = eventsJson(run);
    Json counts = Json::object();
    for (const auto& [name, count] : run.occurrenceCounts) counts[name] = count;
    json["event_counts"] = counts;
    json["timeline"] = timelineJson(run.timeline);
    json["not_simulated"] = Json::array();
    for (const NotSimulated& one : built.notSimulated) {
        json["not_simulated"].push_back(
            {{"component", one.component}, {"type", one.type}, {"why", one.why}});
    }
    json["blocked"] = built.lost;
    json["notes"] = built.notes;
    json["assumed"] = Json::object();
    for (const auto& [key, value] : built.assumed) {
        json["assumed"][key] = {{"value", value.value}, {"source", value.source}};
    }
    json["scenario"] = scenarioWithoutTraces(built.scenario);
    return json;
}

}  // namespace archivolt::traffic
