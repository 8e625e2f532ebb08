#pragma once

#include <functional>
#include <map>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "model/design/json_reading.h"

namespace archivolt {

/// Writes and reads `[{"code", "stack"?, "resource"?, "reason"}]`.
[[nodiscard]] nlohmann::ordered_json toJson(const std::vector<Suppression>& suppressions);
[[nodiscard]] std::vector<Suppression> readSuppressions(MemberReader& holder,
                                                        const std::string& key);

/// Writes and reads `[{"name", "stack", "values": {parameter: value}}]`.
[[nodiscard]] nlohmann::ordered_json toJson(const std::vector<ParameterSet>& sets);
[[nodiscard]] std::vector<ParameterSet> readParameterSets(MemberReader& holder,
                                                          const std::string& key);

/// Writes and reads `{parameter: value}`.
[[nodiscard]] nlohmann::ordered_json toJson(const std::map<std::string, Value>& values);
[[nodiscard]] std::map<std::string, Value> readValues(MemberReader& holder, const std::string& key);

/// Writes and reads `{"place", "text"}` and `{"kind", "place", "title"}`; ids are not written.
[[nodiscard]] nlohmann::ordered_json toJson(const Note& note);
[[nodiscard]] Note readNote(MemberReader& member);
[[nodiscard]] nlohmann::ordered_json toJson(const Frame& frame);
[[nodiscard]] Frame readFrame(MemberReader& member);

/// Calls `read` with a reader for each item of the list `key`, which may be missing. Members that
/// an item's reader did not ask for are a fault.
void forEachItem(MemberReader& holder, const std::string& key,
                 const std::function<void(MemberReader&)>& read);

}  // namespace archivolt
