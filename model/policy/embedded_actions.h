#pragma once

#include <string_view>

namespace archivolt {

/// Returns the text of resources/actions/actions.txt as the linker put it into the program.
[[nodiscard]] std::string_view embeddedActions();

}  // namespace archivolt
