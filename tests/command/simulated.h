#pragma once

#include <QtTest>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/command/run_command.h"

namespace archivolt::test {

using Json = nlohmann::ordered_json;

/// Simulates a template, with these arguments besides; an empty object where that fails.
inline Json simulate(const std::string& text, const std::vector<std::string>& more) {
    MemoryFiles files;
    files.files["a.yaml"] = text;
    std::vector<std::string> arguments = {"simulate", "a.yaml", "--format", "json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const auto result = run(files, arguments);
    if (result.status != 0) qWarning("%s", result.err.c_str());
    return result.status == 0 ? result.json() : Json::object();
}

/// Returns how many requests a component completed; below 0 where there is none of this name.
inline double completedAt(const Json& json, const char* name) {
    const auto found = json["components"].find(name);
    return found != json["components"].end() ? (*found)["completed"].get<double>() : -1;
}

inline std::int64_t countOf(const Json& json, const char* status) {
    const auto& statuses = json["requests"]["by_status"];
    return statuses.contains(status) ? statuses[status].get<std::int64_t>() : 0;
}

/// When a run's first event of these words was, in seconds; below 0: never.
inline double firstTime(const Json& json, const std::string& words) {
    for (const auto& one : json["events"]) {
        if (one["what"].get<std::string>().find(words) != std::string::npos) {
            return one["t_s"].get<double>();
        }
    }
    return -1;
}

}  // namespace archivolt::test
