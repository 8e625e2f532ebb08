#include <CLI/CLI.hpp>

#include "app/command/simulate.h"

namespace archivolt {

namespace {

/// What is asked of a run, or of many.
void addQuestions(CLI::App& command, SimulateOptions& options) {
    command
        .add_option("--explain", options.explain,
                    "Follow one request step by step: its number, p99, slowest or failed")
        ->type_name("REQUEST");
    command
        .add_option("--promise", options.promise,
                    "Say whether p99<300ms, mean<50ms or completed>99.9% holds, with an interval, "
                    "by 5 replications or more")
        ->type_name("PROMISE");
    command
        .add_option("--find-limit", options.findLimit,
                    "Find the highest rate that keeps p99<300ms, mean<50ms or completed>99.9%, by "
                    "5 replications or more")
        ->type_name("PROMISE");
    command
        .add_option("--find-fleet", options.findFleet,
                    "Find the smallest Auto Scaling group that keeps it with any one zone down")
        ->type_name("PROMISE");
    command
        .add_option("--find-policy", options.findPolicy,
                    "Find the scaling policy that keeps it with the fewest members")
        ->type_name("PROMISE");
    command.add_option("--fleet", options.fleet, "Which group, where there are several")
        ->type_name("NAME");
}

/// What is written, and what many machines share.
void addParts(CLI::App& command, SimulateOptions& options) {
    command
        .add_option("--write-logs", options.writeLogs,
                    "Write the logs that AWS would: of load balancers, CloudFront, and flow logs")
        ->type_name("FOLDER");
    command
        .add_option("--prices", options.prices,
                    "A table of prices, what,unit,usd, on top of those of EC2 instances")
        ->type_name("CSV");
    command
        .add_option("--shard", options.shard,
                    "Run every N-th replication from the I-th on; merge puts the parts together")
        ->type_name("I/N");
    auto* merge = command.add_subcommand(
        "merge", "Put the parts that --shard made together, as if one machine had run everything");
    merge->add_option("PART", options.parts, "What each machine printed")->required();
    merge->add_option("--output", options.output, "Where to write the report (standard output)")
        ->type_name("FILE");
    merge->add_option("--prices", options.prices, "A table of prices, what,unit,usd")
        ->type_name("CSV");
    merge->callback([&options] { options.verb = "merge"; });
    auto* compare = command.add_subcommand("compare", "Tell two reports of --format json apart");
    compare->add_option("REPORT", options.parts, "The one before, and the one after")
        ->required()
        ->expected(2);
    compare->callback([&options] { options.verb = "compare"; });
    for (auto* one : {merge, compare}) {
        one->add_option("--format", options.format, "How to print it")
            ->check(CLI::IsMember({"text", "json"}))
            ->capture_default_str();
    }
}

}  // namespace

void addSimulate(CLI::App& app, SimulateOptions& options) {
    auto* command = app.add_subcommand(
        "simulate", "Run requests through a design: load, latency, scaling, failures, and why");
    command->add_option("FILE", options.file, "A project, template, or output of the AWS CLI");
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
    addQuestions(*command, options);
    command->add_flag("--show-scenario", options.showScenario,
                      "Print the scenario with everything filled in, and don't run it");
    command->add_flag("--assume-open", options.assumeOpen,
                      "Take every network path to be open, instead of asking what blocks");
    addParts(*command, options);
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

}  // namespace archivolt
