#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "model/base/result.h"
#include "model/traffic/build/build_plant.h"
#include "model/traffic/run/simulation.h"

namespace archivolt::traffic {

/// Returns a run whole, to the last count, as JSON that `readRun` reads back as the same.
[[nodiscard]] nlohmann::ordered_json runJson(const Run& run);
[[nodiscard]] Result<Run> readRun(const nlohmann::ordered_json& json);

/// Which part of a simulation's replications one machine runs: those whose number leaves
/// `index` − 1 when divided by `of`.
struct Shard {
    std::uint32_t index = 1;
    std::uint32_t of = 1;
};
/// Reads `3/8` (SIM-9).
[[nodiscard]] Result<Shard> parseShard(std::string_view text);

/// Runs a shard's replications and returns them, with what a report needs of the design, as JSON of
/// format 1. The bytes depend on nothing but the design, the scenario, the seed and the shard.
[[nodiscard]] nlohmann::ordered_json shardJson(const BuiltPlant& built, const RunOptions& options,
                                               std::size_t count, Shard shard,
                                               const Executor& executor);

/// What shards come to when they are put together: as if one machine had run everything.
struct MergedRun {
    Run run;
    BuiltPlant built;  ///< Without the components themselves; enough for reports.
};

/// Puts shards together, in whatever order they are given. Fails where they are of different
/// simulations, or a replication is missing or there twice (SIM-10).
[[nodiscard]] Result<MergedRun> mergeShards(const std::vector<nlohmann::ordered_json>& parts);

}  // namespace archivolt::traffic
