#pragma once

#include <optional>
#include <string>

#include "model/base/pattern.h"

namespace archivolt::traffic {

/// Returns a text that a pattern with `*` and `?` matches: its wildcards stand for nothing, or for
/// one letter.
[[nodiscard]] std::string exampleOf(const std::string& wildcards);

/// Returns a text in which an expression finds something; nothing where none is easily found.
///
/// Of alternatives the first is taken, of repetitions the fewest, of a set its first character.
/// What comes of it is held against the expression before it is returned.
[[nodiscard]] std::optional<std::string> exampleOf(const Pattern& pattern);

}  // namespace archivolt::traffic
