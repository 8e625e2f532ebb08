#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "model/traffic/report/groups.h"

namespace archivolt::traffic {

/// What a closed form says of a component, beside what was simulated.
struct Theory {
    std::string model;
    double waitMs = 0;
    std::string note;  ///< Why the simulation may differ from it; empty: it should not.
};

/// Returns the chance that a request waits at `servers` servers under so much load (in servers):
/// Erlang's C; 1 where the load is not below the servers.
[[nodiscard]] double erlangC(std::uint32_t servers, double load);

/// Returns M/M/c's mean wait at a station's measured rate and utilisation; nothing where no closed
/// form is near: no servers, full, or a group.
[[nodiscard]] std::optional<Theory> theoryOf(const Run& run, const BuiltPlant& built,
                                             const Shown& shown);

}  // namespace archivolt::traffic
