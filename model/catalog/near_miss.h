#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace archivolt {

/// Returns the candidate that a name is surely a misspelling of, or nothing.
///
/// The catalogue has a date, so a name that it lacks may only be newer. A near miss is within two
/// edits and a sixth of the word (always one edit), or differs in case alone; names that differ in
/// digits (`Ipv4Pool`, `Ipv6Pool`) are different names. Ties are in the order of the text.
[[nodiscard]] std::optional<std::string_view> nearMiss(
    std::string_view word, std::span<const std::string_view> candidates);

}  // namespace archivolt
