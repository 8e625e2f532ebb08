#include "export/project/migration.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace archivolt {

namespace {

constexpr const char* kVersion = "archivolt";

}  // namespace

std::span<const MigrationStep> projectMigrations() { return {}; }

Result<nlohmann::ordered_json> migrated(nlohmann::ordered_json document, int to,
                                        std::span<const MigrationStep> steps) {
    const bool isProject = document.is_object() && document.contains(kVersion) &&
                           document[kVersion].is_number_unsigned();
    if (!isProject) {
        return failure("PROJECT-2", "this is no Archivolt project",
                       R"(a project is a JSON object with "archivolt": 1)");
    }
    const auto stated = document[kVersion].get<std::uint64_t>();
    if (stated > static_cast<std::uint64_t>(to)) {
        return failure(
            "PROJECT-2",
            fmt::format("the project has version {}, this program reads up to {}", stated, to),
            "open it with a newer Archivolt");
    }
    for (int version = static_cast<int>(stated); version < to; ++version) {
        const auto step = std::ranges::find(steps, version, &MigrationStep::from);
        if (step == steps.end()) {
            return failure("PROJECT-2",
                           fmt::format("projects of version {} can't be read any more", version),
                           "open and save it with an older Archivolt first");
        }
        auto next = step->migrate(std::move(document));
        if (!next) return next;
        document = *std::move(next);
        document[kVersion] = version + 1;
    }
    return document;
}

}  // namespace archivolt
