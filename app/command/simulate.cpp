#include "app/command/simulate.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <atomic>
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <thread>

#include "app/command/simulate_arrivals.h"
#include "app/files/file_access.h"
#include "app/session/open_design.h"
#include "app/session/traffic_paths.h"
#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/reachability/questions/answer_json.h"
#include "model/reachability/questions/reach.h"
#include "model/traffic/build/build_plant.h"
#include "model/traffic/report/limit.h"
#include "model/traffic/report/report.h"
#include "model/traffic/run/simulation.h"
#include "model/traffic/traffic_rules.h"

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

/// Deals pieces of work out to as many threads as the machine runs at once.
void onAllCores(std::size_t count, const std::function<void(std::size_t)>& work) {
    std::atomic<std::size_t> next = 0;
    const auto take = [&] {
        for (std::size_t i = next++; i < count; i = next++) work(i);
    };
    const std::size_t threads =
        std::min<std::size_t>(count, std::max(1U, std::thread::hardware_concurrency()));
    std::vector<std::thread> others;
    for (std::size_t i = 1; i < threads; ++i) others.emplace_back(take);
    take();
    for (std::thread& one : others) one.join();
}

Result<Json> readScenarioFile(const std::string& path, const CommandContext& context) {
    if (path.empty()) return Json::object();
    const auto text = context.files.read(path, kMaxFileBytes);
    if (!text) return tl::make_unexpected(text.error());
    try {
        return Json::parse(*text);
    } catch (const Json::parse_error& error) {
        Diagnostic wrong;
        wrong.code = kBadScenario.code;
        wrong.message = "the scenario is no JSON";
        wrong.help = error.what();
        wrong.where.file = path;
        const std::size_t end = std::min(error.byte, text->size());
        wrong.where.line =
            1 + static_cast<std::uint32_t>(std::count(
                    text->begin(), text->begin() + static_cast<std::ptrdiff_t>(end), '\n'));
        return tl::make_unexpected(wrong);
    }
}

Result<traffic::Scenario> scenarioOf(const SimulateOptions& options,
                                     const CommandContext& context) {
    auto json = readScenarioFile(options.scenario, context);
    if (!json) return tl::make_unexpected(json.error());
    for (const std::string& setting : options.settings) {
        json = traffic::withSetting(*std::move(json), setting);
        if (!json) return tl::make_unexpected(json.error());
    }
    auto scenario = traffic::readScenario(*json);
    if (!scenario) {
        Diagnostic wrong = scenario.error();
        wrong.where.file = options.scenario;
        return tl::make_unexpected(wrong);
    }
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
    traffic::PlantInputs inputs{*resolved.architecture, properties, {}};
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

/// The highest rate that keeps a promise, with its interval.
ExitStatus limitOf(const SimulateOptions& options, const traffic::BuiltPlant& built,
                   const traffic::RunOptions& run, const CommandContext& context) {
    const auto promises = traffic::parsePromises(options.findLimit);
    if (!promises) {
        printDiagnostics({promises.error()}, context);
        return ExitStatus::Usage;
    }
    const std::size_t count = std::max<std::size_t>(options.replications, 5);
    const traffic::Limit limit = traffic::findLimit(built, run, *promises, count, onAllCores);
    if (options.format == "json") {
        context.out << traffic::limitJson(limit, options.findLimit).dump(2) << '\n';
    } else {
        context.out << traffic::limitText(limit, options.findLimit);
    }
    return limit.neverKept ? ExitStatus::Findings : ExitStatus::Fine;
}

}  // namespace

void addSimulate(CLI::App& app, SimulateOptions& options) {
    auto* command = app.add_subcommand(
        "simulate", "Run requests through a design: load, latency, scaling, failures, and why");
    command->add_option("FILE", options.file, "A project, template, or output of the AWS CLI")
        ->required();
    command
        ->add_option("--scenario", options.scenario,
                     "What happens: a JSON file (made for the design)")
        ->type_name("FILE");
    command
        ->add_option("--arrivals", options.arrivals,
                     "Let the requests of a real log come: of a load balancer, CloudFront, or VPC "
                     "flow logs")
        ->type_name("LOG");
    command->add_option("--seed", options.seed, "The random numbers' seed")->capture_default_str();
    command->add_option("--duration", options.duration, "Simulated time: 90s, 30m, 2h, 1d")
        ->type_name("TIME");
    command
        ->add_option("--set", options.settings,
                     "Set a value of the scenario: load=10, clients[0].timeout_s=5; several times")
        ->type_name("K=V")
        ->allow_extra_args(false);
    command
        ->add_option("--replications", options.replications,
                     "Run it so many times with other random numbers, and add up")
        ->check(CLI::Range(1, 10000))
        ->capture_default_str();
    command->add_option("--format", options.format, "How to print the report")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    command
        ->add_option("--find-limit", options.findLimit,
                     "Find the highest rate that keeps p99<300ms, mean<50ms or completed>99.9%, by "
                     "5 replications or more")
        ->type_name("PROMISE");
    command->add_flag("--show-scenario", options.showScenario,
                      "Print the scenario with everything filled in, and don't run it");
    command->add_flag("--assume-open", options.assumeOpen,
                      "Take every network path to be open, instead of asking what blocks");
    command
        ->add_option("--parameter", options.deploy.parameters,
                     "A parameter's value, Name=Value; may be given several times")
        ->type_name("K=V")
        ->allow_extra_args(false);
    command
        ->add_option("--parameter-set", options.deploy.parameterSet,
                     "A named set of parameter values that the design holds")
        ->type_name("NAME");
    command->add_option("--region", options.deploy.region, "The Region to deploy to (us-east-1)")
        ->type_name("REGION");
    command
        ->add_option("--account", options.deploy.account, "The account's 12 digits (123456789012)")
        ->type_name("ACCOUNT");
}

ExitStatus simulateCommand(const SimulateOptions& options, const CommandContext& context) {
    const OpenedDesign opened = openDesign(options.file,
                                           {options.deploy.parameters, options.deploy.parameterSet,
                                            options.deploy.region, options.deploy.account},
                                           context.files);
    printDiagnostics(opened.diagnostics, context);
    if (!opened.usable) return ExitStatus::Unreadable;
    auto scenario = scenarioOf(options, context);
    if (!scenario) {
        printDiagnostics({scenario.error()}, context);
        return ExitStatus::Unreadable;
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
        return ExitStatus::Unreadable;
    }
    if (options.showScenario) {
        context.out << traffic::scenarioJson(built->scenario).dump(2) << '\n';
        return ExitStatus::Fine;
    }
    traffic::RunOptions run;
    run.seed = options.seed;
    run.duration = traffic::fromSeconds(built->scenario.durationSeconds);
    run.measureFrom = traffic::fromSeconds(built->scenario.warmUpSeconds);
    if (!options.findLimit.empty()) return limitOf(options, *built, run, context);
    const auto began = std::chrono::steady_clock::now();
    const traffic::Run result =
        traffic::replicate(built->plant, run, options.replications, onAllCores);
    const double took =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    if (options.format == "json") {
        Json report = traffic::reportJson(result, *built);
        if (logged) report["log"] = besideJson(*logged, result);
        context.out << report.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
    } else {
        context.out << traffic::reportText(result, *built);
        if (logged) context.out << besideText(*logged, result);
    }
    context.err << fmt::format("archivolt: {} events in {:.2f} s\n", result.events, took);
    return ExitStatus::Fine;
}

}  // namespace archivolt
