#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "model/value/value.h"

namespace archivolt {

/// Says whether a key of a map is a loop, `Fn::ForEach::Name`.
[[nodiscard]] bool isLoopKey(std::string_view key);

/// Says whether a map has a loop among its own keys.
[[nodiscard]] bool hasLoop(const Value& map);

/// Returns the names of the parameters that the loops among a map's own keys may run through, those
/// of loops inside them included.
[[nodiscard]] std::vector<std::string> parametersOfLoops(const Value& map);

/// Returns a map with its loops written out, in their place, as AWS does before all else.
///
/// Loops inside loops are written out as well; in keys and texts of a body `${Name}` stands for the
/// item and `&{Name}` for its letters and digits, and `Ref` of the name is the item. A collection
/// is a list of texts, or `Ref` of a parameter that holds one. Nothing where a collection can't be
/// told, a loop has another shape, or more than 10,000 entries come of it.
/// Source: CloudFormation Template Reference, intrinsic-function-reference-foreach.
[[nodiscard]] std::optional<Value> withLoopsExpanded(
    const Value& map, const std::map<std::string, Value>& parameters);

}  // namespace archivolt
