#pragma once

#include <vector>

#include "render/scene/scene.h"

namespace archivolt::tools {

/// What is dragged can stand in line with: edges and middles of what stays, sorted.
struct SnapLines {
    struct Line {
        double at = 0;   ///< Its x (or y).
        double low = 0;  ///< How far the box that gives it reaches along it.
        double high = 0;
    };
    std::vector<Line> xs;
    std::vector<Line> ys;
};

/// A line to be drawn: what is dragged is exactly in line with something.
struct Guide {
    Point from;
    Point to;
    friend bool operator==(const Guide&, const Guide&) = default;
};

struct Snapped {
    Point by;  ///< The move, corrected.
    std::vector<Guide> guides;
};

/// Collects the lines of the siblings of `box` (same parent, not among `moving`) and the parent's
/// padding. O(boxes log boxes).
[[nodiscard]] SnapLines snapLines(const Scene& scene, BoxIndex box,
                                  const std::vector<BoxIndex>& moving);

/// Moves `rect` by `by` and a little more, so that it stands in line where a line is within
/// `tolerance` (canvas units), else on the grid of 4. Each axis by itself; O(log lines).
[[nodiscard]] Snapped snapped(const SnapLines& lines, const Rect& rect, Point by, double tolerance);

/// Returns the value on the grid of 4 that is nearest.
[[nodiscard]] double onGrid(double value);

}  // namespace archivolt::tools
