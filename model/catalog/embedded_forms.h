#pragma once

#include <string_view>

namespace archivolt {

/// Returns the text of resources/catalog/value_forms.txt as the linker put it into the program.
[[nodiscard]] std::string_view embeddedForms();

/// Returns that of value_patterns.txt.
[[nodiscard]] std::string_view embeddedPatterns();

}  // namespace archivolt
