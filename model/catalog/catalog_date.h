#pragma once

#include <string_view>

namespace archivolt {

/// Returns the day on which the specification behind the embedded catalogue was published
/// (`2026-07-01`); what AWS made later is not known to it.
[[nodiscard]] std::string_view catalogDate();

}  // namespace archivolt
