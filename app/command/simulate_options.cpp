#include <CLI/CLI.hpp>

#include "app/command/simulate.h"

namespace archivolt {

namespace {

/// Adds an option whose value is called `word` in the help.
template <typename T>
CLI::Option* add(CLI::App& command, const char* name, T& value, const char* word,
                 const char* help) {
    return command.add_option(name, value, help)->type_name(word);
}

void addFormat(CLI::App& command, SimulateOptions& options, const char* help) {
    command.add_option("--format", options.format, help)
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
}

/// What is asked of a run, or of many.
void addQuestions(CLI::App& command, SimulateOptions& options) {
    add(command, "--explain", options.explain, "REQUEST",
        "Follow one request step by step: its number, p99, slowest or failed");
    add(command, "--promise", options.promise, "PROMISE",
        "Say whether p99<300ms, mean<50ms or completed>99.9% holds, with an interval, by 5 "
        "replications or more");
    add(command, "--find-limit", options.findLimit, "PROMISE",
        "Find the highest rate that keeps p99<300ms, mean<50ms or completed>99.9%, by 5 "
        "replications or more");
    add(command, "--find-fleet", options.findFleet, "PROMISE",
        "Find the smallest Auto Scaling group that keeps it with any one zone down");
    add(command, "--find-policy", options.findPolicy, "PROMISE",
        "Find the scaling policy that keeps it with the fewest members");
    add(command, "--fleet", options.fleet, "NAME", "Which group, where there are several");
}

/// What is written, and what many machines share.
void addParts(CLI::App& command, SimulateOptions& options) {
    add(command, "--write-logs", options.writeLogs, "FOLDER",
        "Write the logs that AWS would: of load balancers, CloudFront, and flow logs");
    add(command, "--prices", options.prices, "CSV",
        "A table of prices, what,unit,usd, on top of those of EC2 instances");
    add(command, "--shard", options.shard, "I/N",
        "Run every N-th replication from the I-th on; merge puts the parts together");
    auto* merge = command.add_subcommand(
        "merge", "Put the parts that --shard made together, as if one machine had run everything");
    merge->add_option("PART", options.parts, "What each machine printed")->required();
    add(*merge, "--output", options.output, "FILE", "Where to write the report (standard output)");
    add(*merge, "--prices", options.prices, "CSV", "A table of prices, what,unit,usd");
    merge->callback([&options] { options.verb = "merge"; });
    auto* compare = command.add_subcommand("compare", "Tell two reports of --format json apart");
    compare->add_option("REPORT", options.parts, "The one before, and the one after")
        ->required()
        ->expected(2);
    compare->callback([&options] { options.verb = "compare"; });
    for (auto* one : {merge, compare}) addFormat(*one, options, "How to print it");
}

}  // namespace

CLI::App& addSimulate(CLI::App& app, SimulateOptions& options) {
    auto* command = app.add_subcommand(
        "simulate", "Run requests through a design: load, latency, scaling, failures, and why");
    command->add_option("FILE", options.file, "A project, template, or output of the AWS CLI");
    add(*command, "--scenario", options.scenario, "FILE",
        "What happens: a JSON file (made for the design)");
    add(*command, "--arrivals", options.arrivals, "LOG",
        "Let the requests of a real log come: of a load balancer, CloudFront, or VPC flow logs");
    command->add_option("--seed", options.seed, "The random numbers' seed")->capture_default_str();
    add(*command, "--duration", options.duration, "TIME", "Simulated time: 90s, 30m, 2h, 1d");
    add(*command, "--set", options.settings, "K=V",
        "Set a value of the scenario: load=10, clients[0].timeout_s=5; several times")
        ->allow_extra_args(false);
    command
        ->add_option("--replications", options.replications,
                     "Run it so many times with other random numbers, and add up")
        ->check(CLI::Range(1, 10000))
        ->capture_default_str();
    addFormat(*command, options, "How to print the report");
    addQuestions(*command, options);
    command->add_flag("--show-scenario", options.showScenario,
                      "Print the scenario with everything filled in, and don't run it");
    command->add_flag("--assume-open", options.assumeOpen,
                      "Take every network path to be open, instead of asking what blocks");
    addParts(*command, options);
    return *command;
}

}  // namespace archivolt
