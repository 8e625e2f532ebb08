#include "app/command/simulate.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>

#include "app/command/simulate_arrivals.h"
#include "app/command/simulate_logs.h"
#include "app/command/unusable.h"
#include "app/files/file_access.h"
#include "app/session/all_cores.h"
#include "app/session/open_design.h"
#include "app/session/traffic_paths.h"
#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/design/json_reading.h"
#include "model/reachability/questions/answer_json.h"
#include "model/reachability/questions/reach.h"
#include "model/traffic/build/build_plant.h"
#include "model/traffic/report/explain.h"
#include "model/traffic/report/run_json.h"
#include "model/traffic/run/simulation.h"
#include "model/traffic/traffic_rules.h"

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

Result<Json> readScenarioFile(const std::string& path, const CommandContext& context) {
    if (path.empty()) return Json::object();
    const auto text = context.files.read(path, kMaxFileBytes);
    if (!text) return tl::make_unexpected(text.error());
    auto json = parseJson(*text, kBadScenario);
    if (!json) json.error().where.file = path;
    return json;
}

/// Reads the scenario that a run is of; what is wrong has no file where an option is at fault.
Result<traffic::Scenario> scenarioOf(const SimulateOptions& options,
                                     const CommandContext& context) {
    auto json = readScenarioFile(options.scenario, context);
    if (!json) return tl::make_unexpected(json.error());
    if (const auto alone = traffic::readScenario(*json); !alone) {
        Diagnostic wrong = alone.error();
        wrong.where.file = options.scenario;
        return tl::make_unexpected(wrong);
    }
    for (const std::string& setting : options.settings) {
        json = traffic::withSetting(*std::move(json), setting);
        if (!json) return tl::make_unexpected(json.error());
    }
    auto scenario = traffic::readScenario(*json);
    if (!scenario) return scenario;
    if (!options.duration.empty()) {
        const auto seconds = traffic::parseDuration(options.duration);
        if (!seconds) return tl::make_unexpected(seconds.error());
        scenario->durationSeconds = *seconds;
    }
    return scenario;
}

Result<traffic::BuiltPlant> buildOf(const ResolvedDesign& resolved,
                                    const traffic::Scenario& scenario, bool assumeOpen) {
    const auto properties = [&](const Thing& thing) -> const Value* {
        for (const auto& stack : resolved.evaluated->stacks) {
            if (stack->source->id != thing.origin.stack) continue;
            const auto found = stack->find(thing.origin.resource);
            return found != nullptr ? &found->properties() : nullptr;
        }
        return nullptr;
    };
    const auto region = [&](const Thing& thing) {
        for (const auto& stack : resolved.evaluated->stacks) {
            if (stack->source->id == thing.origin.stack) return stack->source->region;
        }
        return std::string();
    };
    traffic::PlantInputs inputs{*resolved.architecture, properties, {}, region};
    std::optional<Reachability> reachability;
    if (!assumeOpen) {
        reachability.emplace(resolved.architecture);
        inputs.paths = [&](const traffic::PathQuestion& asked) {
            return answerPath(*reachability, asked);
        };
    }
    return traffic::buildPlant(inputs, scenario);
}

constexpr std::size_t kMaxLogBytes = std::size_t{2} << 30U;

/// Reads the log of `--arrivals` and puts its requests into the scenario. Tells what was left out.
Result<LoggedArrivals> takeArrivals(const SimulateOptions& options, const CommandContext& context,
                                    const Architecture& architecture, traffic::Scenario& scenario) {
    const auto inFile = [&](Diagnostic wrong) {
        wrong.where.file = options.arrivals;
        return wrong;
    };
    const auto text = context.files.read(options.arrivals, kMaxLogBytes);
    if (!text) return tl::make_unexpected(text.error());
    const auto log = readLog(*text, {});
    if (!log) return tl::make_unexpected(inFile(log.error()));
    std::visit(
        [&](const auto& one) {
            for (const Diagnostic& wrong : one.problems.told) {
                printDiagnostics({inFile(wrong)}, context);
            }
            if (one.problems.lines > one.problems.told.size()) {
                context.err << fmt::format("archivolt: {} lines of {} were left out in all\n",
                                           one.problems.lines, options.arrivals);
            }
        },
        *log);
    auto arrivals = arrivalsOf(*log);
    if (!arrivals) return tl::make_unexpected(inFile(arrivals.error()));
    scenario = withArrivals(std::move(scenario), *arrivals, entryOf(*log, architecture));
    if (options.duration.empty()) scenario.durationSeconds = arrivals->seconds;
    return arrivals;
}

/// Runs once and follows it, where that is asked for; else all replications.
traffic::Run runOf(const SimulateOptions& options, const traffic::BuiltPlant& built,
                   const traffic::RunOptions& run, LogMaker* logs) {
    if (logs == nullptr) {
        return traffic::replicate(built.plant, run, options.replications, onAllCores);
    }
    traffic::Simulation simulation(built.plant, run);
    simulation.watch([&](const traffic::World& world, traffic::Step step, traffic::VisitId id) {
        logs->see(world, step, id);
    });
    simulation.advance(run.duration);
    return simulation.result();
}

/// Writes the logs of a run into their folder.
ExitStatus writeLogs(const SimulateOptions& options, LogMaker& logs,
                     const CommandContext& context) {
    if (const auto made = context.files.makeFolder(options.writeLogs); !made) {
        printDiagnostics({made.error()}, context);
        return ExitStatus::Unreadable;
    }
    for (const auto& [name, text] : logs.take()) {
        std::string file = name;
        std::ranges::replace(file, '/', '-');  // A stack's name before a component's.
        const auto written = context.files.writeAtomically(options.writeLogs + '/' + file, text);
        if (!written) {
            printDiagnostics({written.error()}, context);
            return ExitStatus::Unreadable;
        }
        context.err << "archivolt: wrote " << options.writeLogs << '/' << file << '\n';
    }
    return ExitStatus::Fine;
}

ExitStatus explainCommand(const SimulateOptions& options, const traffic::BuiltPlant& built,
                          const traffic::RunOptions& run, const CommandContext& context) {
    const auto wish = traffic::parseRequestWish(options.explain);
    const auto explained = wish ? traffic::explainRequest(built.plant, run, *wish)
                                : Result<traffic::Explanation>(tl::make_unexpected(wish.error()));
    if (!explained) {
        printDiagnostics({explained.error()}, context);
        return wish ? ExitStatus::Unknown : ExitStatus::Usage;
    }
    if (options.format == "json") {
        context.out << traffic::explanationJson(*explained).dump(2) << '\n';
    } else {
        context.out << traffic::explanationText(*explained);
    }
    return ExitStatus::Fine;
}

/// Prints a run's report, with what was logged beside it where a log's requests came.
ExitStatus report(const SimulateOptions& options, const traffic::BuiltPlant& built,
                  const traffic::Run& result, const std::optional<LoggedArrivals>& logged,
                  const CommandContext& context) {
    if (options.format == "json") {
        auto json = jsonReport(options, built, result, context);
        if (!json) {
            printDiagnostics({json.error()}, context);
            return ExitStatus::Unreadable;
        }
        if (logged) (*json)["log"] = besideJson(*logged, result);
        context.out << json->dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
        return ExitStatus::Fine;
    }
    const auto text = textReport(options, built, result, context);
    if (!text) {
        printDiagnostics({text.error()}, context);
        return ExitStatus::Unreadable;
    }
    context.out << *text;
    if (logged) context.out << besideText(*logged, result);
    return ExitStatus::Fine;
}

/// Runs what is built, as the options ask.
ExitStatus runBuilt(const SimulateOptions& options, const traffic::BuiltPlant& built,
                    const Architecture& architecture, const std::optional<LoggedArrivals>& logged,
                    const CommandContext& context) {
    traffic::RunOptions run;
    run.seed = options.seed;
    run.duration = traffic::fromSeconds(built.scenario.durationSeconds);
    run.measureFrom = traffic::fromSeconds(built.scenario.warmUpSeconds);
    if (wantsSearch(options)) return searchCommand(options, {built, run, onAllCores}, context);
    if (!options.explain.empty()) return explainCommand(options, built, run, context);
    run.followWays = true;
    if (!options.shard.empty()) {
        const auto shard = traffic::parseShard(options.shard);
        if (!shard) {
            printDiagnostics({shard.error()}, context);
            return ExitStatus::Usage;
        }
        context.out << traffic::shardJson(built, run, options.replications, *shard, onAllCores)
                           .dump(-1, ' ', false, Json::error_handler_t::replace)
                    << '\n';
        return ExitStatus::Fine;
    }
    std::optional<LogMaker> logs;
    if (!options.writeLogs.empty()) logs.emplace(architecture);
    const auto began = std::chrono::steady_clock::now();
    const traffic::Run result = runOf(options, built, run, logs ? &*logs : nullptr);
    const double took =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    const ExitStatus reported = report(options, built, result, logged, context);
    if (reported != ExitStatus::Fine) return reported;
    context.err << fmt::format("archivolt: {} events in {:.2f} s\n", result.events, took);
    return logs ? writeLogs(options, *logs, context) : ExitStatus::Fine;
}

}  // namespace

ExitStatus simulateCommand(const SimulateOptions& options, const CommandContext& context) {
    if (!options.verb.empty()) return partsCommand(options, context);
    if (options.file.empty()) {
        context.err << "archivolt: simulate needs a FILE, or merge or compare\n";
        return ExitStatus::Usage;
    }
    const bool several = options.replications > 1 || !options.shard.empty();
    if (!options.writeLogs.empty() && several) {
        context.err << "archivolt: --write-logs is of one run; leave --replications out\n";
        return ExitStatus::Usage;
    }
    const OpenedDesign opened = openDesign(options.file, options.deploy, context.files);
    printDiagnostics(opened.diagnostics, context);
    if (!opened.usable) return statusOfUnusable(opened);
    auto scenario = scenarioOf(options, context);
    if (!scenario) {
        printDiagnostics({scenario.error()}, context);
        const bool isOfFile = !scenario.error().where.file.empty();
        return isOfFile ? ExitStatus::Unreadable : ExitStatus::Usage;
    }
    const auto catalog = Catalog::embedded();
    const auto resolved = resolve(opened.design, *catalog);
    std::optional<LoggedArrivals> logged;
    if (!options.arrivals.empty()) {
        auto taken = takeArrivals(options, context, *resolved->architecture, *scenario);
        if (!taken) {
            printDiagnostics({taken.error()}, context);
            return ExitStatus::Unreadable;
        }
        logged = *std::move(taken);
    }
    const auto built = buildOf(*resolved, *scenario, options.assumeOpen);
    if (!built) {
        Diagnostic wrong = built.error();
        wrong.where.file = options.file;
        printDiagnostics({wrong}, context);
        // Without a file of the scenario's, only what is set can ask for what is not there.
        const bool isSet = options.scenario.empty() && !options.settings.empty();
        return isSet ? ExitStatus::Usage : ExitStatus::Unreadable;
    }
    if (options.showScenario) {
        context.out << traffic::scenarioJson(built->scenario).dump(2) << '\n';
        return ExitStatus::Fine;
    }
    return runBuilt(options, *built, *resolved->architecture, logged, context);
}

}  // namespace archivolt
