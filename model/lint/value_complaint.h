#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "model/catalog/system_facts.h"
#include "model/lint/stack_lint.h"

namespace archivolt {

/// What is wrong with a value, and how it should be.
using Complaint = std::pair<std::string, std::string>;

/// Returns what is wrong with a known value by what a property takes; nothing where it is fine.
[[nodiscard]] std::optional<Complaint> complaintOf(StackLint& lint, const Value& value,
                                                   const ConstraintFacts& facts);

/// Returns what is said of a text that does not match a property's pattern.
[[nodiscard]] Complaint patternComplaint(std::string_view text, std::string_view pattern);

}  // namespace archivolt
