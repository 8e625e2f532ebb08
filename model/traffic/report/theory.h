#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/traffic/report/groups.h"

namespace archivolt::traffic {

/// What a closed form says of a component's mean wait, beside what was simulated.
struct Theory {
    std::string model;
    double waitMs = 0;
    double simulatedMs = 0;
    /// Half the width of the simulation's 95 % interval, by parts of the run.
    std::optional<double> halfMs;
    /// Whether the closed form lies in that interval; true where there is none.
    bool agrees = true;
    /// Why the simulation may differ from it; where it does and nothing is known, that is said.
    std::string note;
};

/// Returns the chance that a request waits at `servers` servers under so much load (in servers):
/// Erlang's C; 1 where the load is not below the servers.
[[nodiscard]] double erlangC(std::uint32_t servers, double load);

/// Returns M/M/c's mean wait at a station's measured rate and utilisation; nothing where no closed
/// form is near: no servers, full, or a group.
[[nodiscard]] std::optional<Theory> theoryOf(const Run& run, const BuiltPlant& built,
                                             const Shown& shown);

/// Returns closed forms beside what was simulated, a line each; empty where there are none.
[[nodiscard]] std::string theoryText(const Run& run, const BuiltPlant& built,
                                     const std::vector<Shown>& shown);

}  // namespace archivolt::traffic
