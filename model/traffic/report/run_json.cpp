#include "model/traffic/report/run_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <stdexcept>

#include "model/traffic/traffic_rules.h"

namespace archivolt::traffic {

namespace {

using Json = nlohmann::ordered_json;

// Reading is of files that a user hands over: every access is checked by the library, which throws;
// `readRun` catches that in one place, so that no exception leaves this folder.

Json histogramJson(const Histogram& histogram) {
    Json cells = Json::array();
    for (std::size_t i = 0; i < histogram.cells().size(); ++i) {
        if (histogram.cells()[i] > 0) cells.push_back(Json::array({i, histogram.cells()[i]}));
    }
    return {{"sum", histogram.sum()},
            {"least", histogram.least()},
            {"greatest", histogram.greatest()},
            {"size", histogram.cells().size()},
            {"cells", cells}};
}

Histogram readHistogram(const Json& json) {
    constexpr std::size_t kMost = 8192;  // Of 64 bits, in cells of 1/128.
    std::vector<std::uint64_t> cells(std::min(kMost, json.at("size").get<std::size_t>()));
    for (const Json& cell : json.at("cells")) {
        cells.at(cell.at(0).get<std::size_t>()) = cell.at(1).get<std::uint64_t>();
    }
    return Histogram::restored(std::move(cells), json.at("sum").get<std::uint64_t>(),
                               json.at("least").get<Time>(), json.at("greatest").get<Time>());
}

Json causesJson(const std::vector<CauseCount>& causes) {
    Json json = Json::array();
    for (const CauseCount& one : causes) {
        json.push_back(Json::array({one.status, one.cause, one.count}));
    }
    return json;
}

std::vector<CauseCount> readCauses(const Json& json) {
    std::vector<CauseCount> causes;
    for (const Json& one : json) {
        const auto cause = one.at(1).get<std::uint8_t>();
        if (cause > static_cast<std::uint8_t>(kLastCause)) {
            throw std::out_of_range("no such cause");
        }
        causes.push_back({one.at(0).get<std::uint16_t>(), cause, one.at(2).get<std::uint64_t>()});
    }
    return causes;
}

/// A meter's counts in the order of its members; its causes last.
Json meterJson(const Meter& one) {
    return Json::array({one.arrivals, one.completed, one.failed, one.abandoned, one.present,
                        one.mostPresent, one.area, one.stayed, one.since, one.last,
                        causesJson(one.causes)});
}

Meter readMeter(const Json& json) {
    Meter one;
    std::uint64_t* const counts[] = {&one.arrivals,  &one.completed, &one.failed,
                                     &one.abandoned, &one.present,   &one.mostPresent,
                                     &one.area,      &one.stayed,    &one.since};
    std::size_t at = 0;
    for (std::uint64_t* count : counts) *count = json.at(at++).get<std::uint64_t>();
    one.last = json.at(at++).get<Time>();
    one.causes = readCauses(json.at(at));
    return one;
}

Json tallyJson(const Tally& one) { return Json::array({one.count, one.sum, one.squares}); }

Tally readTally(const Json& json) {
    return {json.at(0).get<std::uint64_t>(), json.at(1).get<std::uint64_t>(),
            json.at(2).get<std::uint64_t>()};
}

Json allOfMessages(const MessagesResult& one) {
    return {{"meter", meterJson(one.meter)},   {"age", histogramJson(one.age)},
            {"batches", one.batches},          {"retries", one.retries},
            {"dead_letters", one.deadLetters}, {"expired", one.expired}};
}

MessagesResult readMessages(const Json& json) {
    return {readMeter(json.at("meter")),
            readHistogram(json.at("age")),
            json.at("batches").get<std::uint64_t>(),
            json.at("retries").get<std::uint64_t>(),
            json.at("dead_letters").get<std::uint64_t>(),
            json.at("expired").get<std::uint64_t>()};
}

Json componentJson(const ComponentResult& one) {
    Json json{{"name", one.name},
              {"kind", static_cast<int>(one.kind)},
              {"meter", meterJson(one.meter)},
              {"waits", histogramJson(one.waits)},
              {"wait_unit", one.waitUnit},
              {"mean_waits", tallyJson(one.meanWaits)},
              {"servers", one.servers},
              {"busy", one.busyArea},
              {"most_waiting", one.mostWaiting},
              {"credits", one.credits},
              {"surplus", one.surplus},
              {"hits", one.hits},
              {"misses", one.misses},
              {"collapsed", one.collapsed},
              {"failed_open", one.failedOpen},
              {"stale", one.stale},
              {"shares", one.shares},
              {"lived", one.lived},
              {"up", one.up},
              {"opened", one.opened}};
    if (one.messages) json["messages"] = allOfMessages(*one.messages);
    return json;
}

ComponentResult readComponent(const Json& json) {
    ComponentResult one;
    one.name = json.at("name").get<std::string>();
    const int kind = json.at("kind").get<int>();
    if (kind < 0 || kind > static_cast<int>(NodeKind::Station)) {
        throw std::out_of_range("no such kind");
    }
    one.kind = static_cast<NodeKind>(kind);
    one.meter = readMeter(json.at("meter"));
    one.waits = readHistogram(json.at("waits"));
    one.waitUnit = json.at("wait_unit").get<Time>();
    one.meanWaits = readTally(json.at("mean_waits"));
    one.servers = json.at("servers").get<std::uint32_t>();
    one.busyArea = json.at("busy").get<std::uint64_t>();
    one.mostWaiting = json.at("most_waiting").get<std::uint64_t>();
    one.credits = json.at("credits").get<double>();
    one.surplus = json.at("surplus").get<double>();
    one.hits = json.at("hits").get<std::uint64_t>();
    one.misses = json.at("misses").get<std::uint64_t>();
    one.collapsed = json.at("collapsed").get<std::uint64_t>();
    one.failedOpen = json.at("failed_open").get<std::uint64_t>();
    one.stale = json.at("stale").get<std::uint64_t>();
    one.shares = json.at("shares").get<std::map<std::string, std::uint64_t>>();
    one.lived = json.at("lived").get<std::uint64_t>();
    one.up = json.at("up").get<std::uint64_t>();
    one.opened = json.at("opened").get<std::uint64_t>();
    if (json.contains("messages")) one.messages = readMessages(json.at("messages"));
    return one;
}

Json clientJson(const ClientResult& one) {
    return {{"name", one.name},
            {"region", one.region},
            {"offered", one.offered},
            {"completed", one.completed},
            {"failed", one.failed},
            {"in_flight", one.inFlight},
            {"retries", one.retries},
            {"lookups", one.lookups},
            {"resolutions", one.resolutions},
            {"opened", one.opened},
            {"by_status", causesJson(one.byStatus)},
            {"latency", histogramJson(one.latency)}};
}

ClientResult readClient(const Json& json) {
    ClientResult one;
    one.name = json.at("name").get<std::string>();
    one.region = json.at("region").get<std::string>();
    one.offered = json.at("offered").get<std::uint64_t>();
    one.completed = json.at("completed").get<std::uint64_t>();
    one.failed = json.at("failed").get<std::uint64_t>();
    one.inFlight = json.at("in_flight").get<std::uint64_t>();
    one.retries = json.at("retries").get<std::uint64_t>();
    one.lookups = json.at("lookups").get<std::uint64_t>();
    one.resolutions = json.at("resolutions").get<std::uint64_t>();
    one.opened = json.at("opened").get<std::uint64_t>();
    one.byStatus = readCauses(json.at("by_status"));
    one.latency = readHistogram(json.at("latency"));
    return one;
}

Json allOfTimeline(const Timeline& timeline) {
    Json bins = Json::array();
    for (const TimelineBin& bin : timeline.bins()) {
        bins.push_back(Json::array({bin.offered, bin.completed, bin.failed, bin.latencySum,
                                    bin.latencyMost, bin.fleetSum, bin.fleetSamples}));
    }
    return {{"width", timeline.width()}, {"bins", bins}};
}

Timeline readTimeline(const Json& json) {
    std::vector<TimelineBin> bins;
    for (const Json& one : json.at("bins")) {
        bins.push_back({one.at(0).get<std::uint64_t>(), one.at(1).get<std::uint64_t>(),
                        one.at(2).get<std::uint64_t>(), one.at(3).get<std::uint64_t>(),
                        one.at(4).get<Time>(), one.at(5).get<std::uint64_t>(),
                        one.at(6).get<std::uint64_t>()});
    }
    const Time width = json.at("width").get<Time>();
    const bool sane =
        width >= kSecond && width % kSecond == 0 && bins.size() <= Timeline::kMostBins;
    if (!sane) throw std::out_of_range("no such timeline");
    return Timeline::restored(width, std::move(bins));
}

Json phaseJson(const Phase& one) {
    Json servers = Json::object();
    for (const auto& [name, its] : one.servers) {
        servers[name] = Json::array({its.busy, its.up, its.stood});
    }
    return {{"from", one.from},
            {"to", one.to},
            {"what", one.what},
            {"offered", one.offered},
            {"completed", one.completed},
            {"failed", one.failed},
            {"latency", histogramJson(one.latency)},
            {"servers", servers}};
}

Phase readPhase(const Json& json) {
    Phase one;
    one.from = json.at("from").get<Time>();
    one.to = json.at("to").get<Time>();
    one.what = json.at("what").get<std::string>();
    one.offered = json.at("offered").get<std::uint64_t>();
    one.completed = json.at("completed").get<std::uint64_t>();
    one.failed = json.at("failed").get<std::uint64_t>();
    one.latency = readHistogram(json.at("latency"));
    for (const auto& [name, its] : json.at("servers").items()) {
        one.servers[name] = {its.at(0).get<std::uint64_t>(), its.at(1).get<std::uint64_t>(),
                             its.at(2).get<std::uint64_t>()};
    }
    return one;
}

Run runOf(const Json& json) {
    Run run;
    run.seed = json.at("seed").get<std::uint64_t>();
    run.digest = json.at("digest").get<std::uint64_t>();
    run.events = json.at("events").get<std::uint64_t>();
    run.replications = json.at("replications").get<std::uint64_t>();
    run.simulated = json.at("simulated").get<Time>();
    for (const Json& one : json.at("clients")) run.clients.push_back(readClient(one));
    for (const Json& one : json.at("components")) run.components.push_back(readComponent(one));
    for (const Json& one : json.at("fleets")) {
        run.fleets.push_back(
            {one.at("name").get<std::string>(), one.at("at_start").get<std::uint64_t>(),
             one.at("at_end").get<std::uint64_t>(), one.at("most").get<std::uint64_t>(),
             one.at("members").get<std::vector<std::string>>(),
             one.value("drawn", std::uint64_t{0}), one.value("abandoned", std::uint64_t{0})});
    }
    run.timeline = readTimeline(json.at("timeline"));
    for (const Json& one : json.at("phases")) run.phases.push_back(readPhase(one));
    for (const Json& one : json.at("occurrences")) {
        run.occurrences.push_back({one.at(0).get<Time>(), one.at(1).get<std::string>(),
                                   one.at(2).get<std::string>(), one.at(3).get<std::string>()});
    }
    run.occurrenceCounts = json.at("occurrence_counts").get<std::map<std::string, std::uint64_t>>();
    for (const auto& [name, one] : json.at("full_at").items()) {
        run.fullAt[name] = readTally(one);
    }
    for (const Json& one : json.at("ways")) {
        run.ways.push_back({one.at(0).get<std::uint32_t>(), one.at(1).get<std::uint64_t>(),
                            one.at(2).get<std::uint64_t>(),
                            one.at(3).get<std::map<std::string, std::uint64_t>>()});
    }
    constexpr std::uint32_t kCells = 8 * 64;  // Eight an octave, of 64 bits.
    for (std::size_t i = 0; i < run.ways.size(); ++i) {
        const bool follows = i == 0 || run.ways[i - 1].cell < run.ways[i].cell;
        if (!follows || run.ways[i].cell >= kCells) throw std::out_of_range("no such ways");
    }
    return run;
}

}  // namespace

Json runJson(const Run& run) {
    Json json{{"seed", run.seed},
              {"digest", run.digest},
              {"events", run.events},
              {"replications", run.replications},
              {"simulated", run.simulated}};
    for (const char* list : {"clients", "components", "fleets"}) json[list] = Json::array();
    for (const ClientResult& one : run.clients) json["clients"].push_back(clientJson(one));
    for (const ComponentResult& one : run.components) {
        json["components"].push_back(componentJson(one));
    }
    for (const FleetResult& one : run.fleets) {
        json["fleets"].push_back({{"name", one.name},
                                  {"at_start", one.atStart},
                                  {"at_end", one.atEnd},
                                  {"most", one.most},
                                  {"members", one.members},
                                  {"drawn", one.drawn},
                                  {"abandoned", one.abandoned}});
    }
    json["timeline"] = allOfTimeline(run.timeline);
    json["phases"] = Json::array();
    for (const Phase& one : run.phases) json["phases"].push_back(phaseJson(one));
    json["occurrences"] = Json::array();
    for (const Occurrence& one : run.occurrences) {
        json["occurrences"].push_back(Json::array({one.at, one.component, one.what, one.why}));
    }
    json["occurrence_counts"] = run.occurrenceCounts;
    json["full_at"] = Json::object();
    for (const auto& [name, one] : run.fullAt) {
        json["full_at"][name] = tallyJson(one);
    }
    json["ways"] = Json::array();
    for (const WayCell& one : run.ways) {
        json["ways"].push_back(Json::array({one.cell, one.requests, one.took, one.parts}));
    }
    return json;
}

Result<Run> readRun(const Json& json) {
    try {
        return runOf(json);
    } catch (const std::exception&) {
        return failure(kNoPart, "a part holds no whole run",
                       "make it again by `archivolt simulate FILE --shard I/N`");
    }
}

}  // namespace archivolt::traffic
