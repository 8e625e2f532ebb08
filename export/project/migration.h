#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <span>

#include "model/base/result.h"
#include "model/base/rule.h"

namespace archivolt {

/// Turns a project's document of one version into the next; the version member is set by the
/// caller.
using Migration = std::function<Result<nlohmann::ordered_json>(nlohmann::ordered_json document)>;

/// One step: what it starts from, and how.
struct MigrationStep {
    int from = 0;
    Migration migrate;
};

/// Returns the steps that this program has, by version; none yet, since version 1 is the first.
[[nodiscard]] std::span<const MigrationStep> projectMigrations();

/// Brings a document to version `to`, one step after the other.
///
/// PROJECT-2 where it has no version, is newer than `to`, or no step leads on from its version.
[[nodiscard]] Result<nlohmann::ordered_json> migrated(nlohmann::ordered_json document, int to,
                                                      std::span<const MigrationStep> steps);

/// Why a file is not brought to the present version.
[[nodiscard]] RuleList migrationRules();

}  // namespace archivolt
