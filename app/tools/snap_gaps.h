#pragma once

#include <optional>
#include <span>
#include <vector>

#include "app/tools/snap.h"

namespace archivolt::tools {

enum class Axis : std::uint8_t {
    Across,
    Down
};

/// Returns the least correction along an axis that gives `rect` gaps like those of its neighbours:
/// in the middle of two, or continuing the gap that the last two have. Nothing within `tolerance`:
/// nothing.
[[nodiscard]] std::optional<double> gapCorrection(std::span<const Rect> boxes, const Rect& rect,
                                                  Axis axis, double tolerance);

/// Returns the gaps along an axis that are exactly alike beside `rect`.
[[nodiscard]] std::vector<Guide> equalGaps(std::span<const Rect> boxes, const Rect& rect,
                                           Axis axis);

}  // namespace archivolt::tools
