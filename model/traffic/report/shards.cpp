#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <exception>
#include <map>

#include "model/traffic/report/run_json.h"
#include "model/traffic/traffic_rules.h"

namespace archivolt::traffic {

namespace {

using Json = nlohmann::ordered_json;

/// What reports need of a design, its components apart.
Json designJson(const BuiltPlant& built) {
    Json json{{"scenario", scenarioJson(built.scenario)},
              {"types", built.types},
              {"sizes", built.sizes},
              {"flow_balancers", built.flowBalancers},
              {"zones", built.plant.zones},
              {"blocked", built.lost},
              {"notes", built.notes}};
    json["not_simulated"] = Json::array();
    for (const NotSimulated& one : built.notSimulated) {
        json["not_simulated"].push_back(Json::array({one.component, one.type, one.why}));
    }
    json["assumed"] = Json::object();
    for (const auto& [key, value] : built.assumed) {
        json["assumed"][key] = Json::array({value.value, value.source});
    }
    return json;
}

Result<BuiltPlant> readDesign(const Json& json) {
    BuiltPlant built;
    const auto scenario = readScenario(json.at("scenario"));
    if (!scenario) return tl::make_unexpected(scenario.error());
    built.scenario = *scenario;
    built.plant.faults = scenario->faults;
    built.plant.zones = json.at("zones").get<std::vector<std::string>>();
    built.types = json.at("types").get<std::map<std::string, std::string>>();
    built.sizes = json.at("sizes").get<std::map<std::string, std::string>>();
    built.flowBalancers = json.at("flow_balancers").get<std::set<std::string>>();
    built.lost = json.at("blocked").get<std::vector<std::string>>();
    built.notes = json.at("notes").get<std::vector<std::string>>();
    for (const Json& one : json.at("not_simulated")) {
        built.notSimulated.push_back({one.at(0).get<std::string>(), one.at(1).get<std::string>(),
                                      one.at(2).get<std::string>()});
    }
    for (const auto& [key, one] : json.at("assumed").items()) {
        built.assumed[key] = {one.at(0).get<double>(), one.at(1).get<std::string>()};
    }
    return built;
}

tl::unexpected<Diagnostic> noPart(std::string message) {
    return failure(kNoPart, std::move(message),
                   "give every part of one simulation once: `archivolt simulate FILE "
                   "--replications N --shard 1/K`, and so on to K/K, with the same options");
}

/// Reads the parts' runs by replication.
Result<std::map<std::size_t, Run>> readRuns(const std::vector<Json>& parts) {
    std::map<std::size_t, Run> runs;
    for (const Json& part : parts) {
        for (const Json& one : part.at("runs")) {
            auto run = readRun(one.at("run"));
            if (!run) return tl::make_unexpected(run.error());
            const auto replication = one.at("replication").get<std::size_t>();
            if (!runs.emplace(replication, *std::move(run)).second) {
                return noPart(fmt::format("replication {} is there twice", replication));
            }
        }
    }
    return runs;
}

Result<MergedRun> merged(const std::vector<Json>& parts) {
    const Json& first = parts.front();
    for (const Json& part : parts) {
        if (part.at("part") != 1) return noPart("a part is of another format");
        for (const char* key : {"replications", "of", "seed", "duration", "design"}) {
            if (part.at(key) != first.at(key)) {
                return noPart(
                    fmt::format("the parts are of different simulations: `{}` differs", key));
            }
        }
    }
    auto runs = readRuns(parts);
    if (!runs) return tl::make_unexpected(runs.error());
    const auto count = first.at("replications").get<std::size_t>();
    for (std::size_t i = 0; i < count; ++i) {
        if (!runs->contains(i)) {
            return noPart(fmt::format("replication {} of {} is missing: part {}/{} has it", i + 1,
                                      count, i % first.at("of").get<std::size_t>() + 1,
                                      first.at("of").get<std::size_t>()));
        }
    }
    auto built = readDesign(first.at("design"));
    if (!built) return tl::make_unexpected(built.error());
    MergedRun made{std::move(runs->begin()->second), *std::move(built)};
    for (auto at = std::next(runs->begin()); at != runs->end(); ++at) {
        if (at->second.clients.size() != made.run.clients.size() ||
            at->second.fleets.size() != made.run.fleets.size()) {
            return noPart("the parts' runs are of different designs");
        }
        made.run.merge(at->second);
    }
    return made;
}

}  // namespace

Result<Shard> parseShard(std::string_view text) {
    Shard shard;
    const std::size_t slash = std::min(text.find('/'), text.size());
    const auto number = [](std::string_view digits, std::uint32_t& value) {
        const char* end = digits.data() + digits.size();
        const auto read = std::from_chars(digits.data(), end, value);
        return read.ec == std::errc() && read.ptr == end && value > 0;
    };
    const bool read = slash < text.size() && number(text.substr(0, slash), shard.index) &&
                      number(text.substr(slash + 1), shard.of) && shard.index <= shard.of;
    if (!read) {
        return failure(kNoShard, fmt::format("`{}` is no shard", text),
                       "write which and of how many: 1/8 to 8/8");
    }
    return shard;
}

Json shardJson(const BuiltPlant& built, const RunOptions& options, std::size_t count, Shard shard,
               const Executor& executor) {
    std::vector<std::size_t> mine;
    for (std::size_t i = shard.index - 1; i < count; i += shard.of) mine.push_back(i);
    std::vector<Run> runs(mine.size());
    executor(mine.size(), [&](std::size_t i) {
        RunOptions own = options;
        own.replication = options.replication + mine[i];
        Simulation simulation(built.plant, own);
        simulation.advance(own.duration);
        runs[i] = simulation.result();
    });
    Json json{{"part", 1},
              {"shard", shard.index},
              {"of", shard.of},
              {"replications", count},
              {"seed", options.seed},
              {"duration", options.duration},
              {"design", designJson(built)}};
    json["runs"] = Json::array();
    for (std::size_t i = 0; i < mine.size(); ++i) {
        json["runs"].push_back({{"replication", mine[i]}, {"run", runJson(runs[i])}});
    }
    return json;
}

Result<MergedRun> mergeShards(const std::vector<Json>& parts) {
    if (parts.empty()) return noPart("no part is given");
    try {
        return merged(parts);
    } catch (const std::exception&) {
        return failure(kNoPart, "a file is no part of a simulation",
                       "give what `archivolt simulate FILE --shard I/N` prints");
    }
}

}  // namespace archivolt::traffic
