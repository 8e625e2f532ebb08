#pragma once

#include <string>

namespace archivolt::test {

/// Reads a text as a project, as a companion and as a list of edits, and writes each back.
///
/// Returns the first broken promise, or an empty text: what was read must be sane, and writing and
/// reading it again must give the same. What is wrong with the text is none.
[[nodiscard]] std::string exerciseProject(const std::string& text);

}  // namespace archivolt::test
