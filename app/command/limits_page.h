#pragma once

#include <string_view>

namespace archivolt {

/// Returns the page of what is not modelled, resources/not_modelled.md.
[[nodiscard]] std::string_view limitsPage();

}  // namespace archivolt
