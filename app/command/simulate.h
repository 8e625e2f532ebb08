#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/command/commands.h"
#include "model/traffic/build/build_plant.h"
#include "model/traffic/run/simulation.h"

namespace CLI {
class App;
}

namespace archivolt {

struct SimulateOptions {
    std::string file;
    std::string scenario;  ///< A JSON file; empty: made for the design.
    std::string duration;  ///< `30m`; empty: the scenario's.
    std::uint64_t seed = 1;
    std::size_t replications = 1;
    std::vector<std::string> settings;  ///< `load=10`, as given.
    std::string format = "text";        ///< text or json.
    std::string arrivals;               ///< A log, whose requests come; empty: the scenario's.
    std::string writeLogs;              ///< A folder for the logs of the run; empty: none.
    std::string explain;                ///< `p99`, or a request's number; empty: none.
    std::string shard;                  ///< `1/8`: its replications alone, to be merged.
    std::string prices;                 ///< A table of the user's; empty: the shipped one.
    std::string promise;                ///< `p99<300ms`, to be answered; empty: none.
    std::string findFleet;              ///< The same, for the smallest fleet, …
    std::string findPolicy;             ///< … and for the scaling policy that fits.
    std::string fleet;                  ///< Which; empty: the only one.
    std::string findLimit;              ///< `p99<300ms`; empty: one run.
    bool showScenario = false;          ///< Print the scenario, completed, and don't run.
    bool assumeOpen = false;            ///< Don't ask the reachability engine.
    OpenOptions deploy;
    std::string verb;                ///< `merge` or `compare`; empty: run something.
    std::vector<std::string> parts;  ///< Of these.
    std::string output;              ///< Of `merge`; empty: standard output.
};

/// Adds the sub-command `simulate` with its options, but for those of deployment; returns it.
CLI::App& addSimulate(CLI::App& app, SimulateOptions& options);

/// Runs requests through a design and reports what came of them; `Unreadable` for a design or
/// scenario that can't be used. How long it took goes to `err`.
[[nodiscard]] ExitStatus simulateCommand(const SimulateOptions& options,
                                         const CommandContext& context);

/// What the searches are made with.
struct SimulatedDesign {
    const traffic::BuiltPlant& built;
    traffic::RunOptions run;
    traffic::Executor executor;
};
/// Says whether a search is asked for: a limit, a fleet, a policy, or an answer to a promise.
[[nodiscard]] bool wantsSearch(const SimulateOptions& options);
/// Makes the search, and reports it; `Findings` where what is promised is not kept, `Unknown` where
/// it can't be told.
[[nodiscard]] ExitStatus searchCommand(const SimulateOptions& options,
                                       const SimulatedDesign& design,
                                       const CommandContext& context);
/// Returns a run's report as it is printed, its cost included; fails where the prices can't be
/// read.
[[nodiscard]] Result<nlohmann::ordered_json> jsonReport(const SimulateOptions& options,
                                                        const traffic::BuiltPlant& built,
                                                        const traffic::Run& run,
                                                        const CommandContext& context);
[[nodiscard]] Result<std::string> textReport(const SimulateOptions& options,
                                             const traffic::BuiltPlant& built,
                                             const traffic::Run& run,
                                             const CommandContext& context);
/// Puts shards together, or tells two reports apart.
[[nodiscard]] ExitStatus partsCommand(const SimulateOptions& options,
                                      const CommandContext& context);

}  // namespace archivolt
