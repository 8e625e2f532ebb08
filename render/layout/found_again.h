#pragma once

#include <vector>

#include "render/layout/diagram.h"

namespace archivolt {

/// Returns what every box of `now` was in `before`, by key; kNoBox for what is new. O(boxes).
[[nodiscard]] std::vector<BoxIndex> foundAgain(const Diagram& now, const Diagram& before);

}  // namespace archivolt
