#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "model/value/value.h"

namespace archivolt {

/// For each new thing the index of the old one that it was; nothing where it is new. Indexes
/// ascend.
using Alignment = std::vector<std::optional<std::size_t>>;

/// Aligns by key so that as many as can be stay in place; O(n log n). Keys differ on each side.
[[nodiscard]] Alignment alignKeys(const std::vector<std::string>& before,
                                  const std::vector<std::string>& after);

/// Also aligns entries that only their keys tell apart: another key before the same map, list or
/// call at the same place is a rename.
void alignRenamed(const Value& before, const Value& after, Alignment& alignment);

/// Aligns the items of two lists so that what changes is little: equal items stay, similar ones
/// count as changed in place. Long lists of which much changed are paired in order instead.
[[nodiscard]] Alignment alignItems(const std::vector<Value>& before,
                                   const std::vector<Value>& after);

}  // namespace archivolt
