#pragma once

#include <string>

#include "model/value/value.h"

namespace archivolt::test {

/// Decides a case (the JSON of `policy evaluate`, complete context) as the pages tell it, step by
/// step, with regular expressions, and with no regard to speed. It knows nothing of the engine.
///
/// What the pages leave open (a NotPrincipal that names a caller in part) is tried both ways.
[[nodiscard]] std::string literalDecision(const Value& policyCase);

/// Says whether a text matches a pattern of `*` and `?`, by std::regex.
[[nodiscard]] bool literalMatch(const std::string& text, const std::string& pattern);

}  // namespace archivolt::test
