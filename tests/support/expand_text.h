#pragma once

#include <string>

namespace archivolt::test {

/// Writes out every `%{N text}%` of a line: N times the text, its first `%` replaced by 1, 2, 3…
///
/// Aborts on one without end. The text may hold braces, but not `}%`.
[[nodiscard]] std::string expandText(const std::string& line);

}  // namespace archivolt::test
