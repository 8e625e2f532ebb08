#pragma once

#include <map>
#include <string>
#include <vector>

#include "model/traffic/build/build_plant.h"
#include "model/traffic/run/run.h"

namespace archivolt::traffic {

/// A component as reports show it: a group with its members added up, or one by itself.
struct Shown {
    std::string name;
    std::string type;
    ComponentResult result;
    std::uint64_t members = 0;  ///< Of groups: how many there ever were.
    std::string group;          ///< Of members: their group's name.
    double utilisation = -1;    ///< Below 0 where there are no servers.
};

/// Returns what reports show, by name; what only stands for a model of members is left out.
[[nodiscard]] std::vector<Shown> shownComponents(const Run& run, const BuiltPlant& built);

/// Says whether failures of a cause come about at components of a kind, rather than being passed
/// on.
[[nodiscard]] bool beginsHere(const CauseCount& cause, NodeKind kind);

/// All clients' counts together.
struct Totals {
    std::uint64_t offered = 0;
    std::uint64_t completed = 0;
    std::uint64_t failed = 0;
    std::uint64_t inFlight = 0;
    std::map<std::string, std::uint64_t> byStatus;  ///< `timeout` for clients' own time-outs.
    [[nodiscard]] double perSecond(const Run& run) const;
};
[[nodiscard]] Totals totalsOf(const Run& run);

}  // namespace archivolt::traffic
