#pragma once

#include <string_view>

namespace archivolt {

/// Returns resources/icons/icons.txt as it was when the program was built.
[[nodiscard]] std::string_view iconDrawings();

}  // namespace archivolt
