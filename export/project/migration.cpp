#include "export/project/migration.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace archivolt {

namespace {

constexpr const char* kVersion = "archivolt";

}  // namespace

std::span<const MigrationStep> projectMigrations() { return {}; }

constexpr Rule kNoProject{"PROJECT-2",
                          Severity::Error,
                          "a file is no Archivolt project",
                          "a project says so, with the version of its form",
                          "a project is a JSON object with \"archivolt\": 1",
                          "a rule of this program"};

constexpr Rule kNewerProject{"PROJECT-8",
                             Severity::Error,
                             "a project is of a newer version than this program reads",
                             "what a newer program has written would be lost by saving",
                             "open it with a newer Archivolt",
                             "a rule of this program"};

constexpr Rule kOlderProject{"PROJECT-9",
                             Severity::Error,
                             "a project is of a version that is not read any more",
                             "there is no way from that version to this one",
                             "open and save it with an older Archivolt first",
                             "a rule of this program"};

Result<nlohmann::ordered_json> migrated(nlohmann::ordered_json document, int to,
                                        std::span<const MigrationStep> steps) {
    const bool isProject = document.is_object() && document.contains(kVersion) &&
                           document[kVersion].is_number_unsigned();
    if (!isProject) {
        return failure(kNoProject, "this is no Archivolt project",
                       R"(a project is a JSON object with "archivolt": 1)");
    }
    const auto stated = document[kVersion].get<std::uint64_t>();
    if (stated > static_cast<std::uint64_t>(to)) {
        return failure(
            kNewerProject,
            fmt::format("the project has version {}, this program reads up to {}", stated, to),
            "open it with a newer Archivolt");
    }
    for (int version = static_cast<int>(stated); version < to; ++version) {
        const auto step = std::ranges::find(steps, version, &MigrationStep::from);
        if (step == steps.end()) {
            return failure(kOlderProject,
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

RuleList migrationRules() {
    static constexpr const Rule* kRules[] = {&kNoProject, &kNewerProject, &kOlderProject};
    return kRules;
}

}  // namespace archivolt
