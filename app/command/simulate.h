#pragma once

#include <string>
#include <vector>

#include "app/command/commands.h"

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
    std::string findLimit;              ///< `p99<300ms`; empty: one run.
    bool showScenario = false;          ///< Print the scenario, completed, and don't run.
    bool assumeOpen = false;            ///< Don't ask the reachability engine.
    DeployOptions deploy;
};

/// Adds the sub-command `simulate` with its options.
void addSimulate(CLI::App& app, SimulateOptions& options);

/// Runs requests through a design and reports what came of them; `Unreadable` for a design or
/// scenario that can't be used. How long it took goes to `err`.
[[nodiscard]] ExitStatus simulateCommand(const SimulateOptions& options,
                                         const CommandContext& context);

}  // namespace archivolt
