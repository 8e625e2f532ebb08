#pragma once

#include <string>

#include "model/compare/compare.h"

namespace archivolt {

/// Returns how two designs differ for people: in words, then by resource and value, one a line.
[[nodiscard]] std::string comparisonText(const Comparison& comparison);

}  // namespace archivolt
