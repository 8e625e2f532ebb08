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
    std::vector<Rect> boxes;  ///< What stays, for gaps that are alike.
};

/// What things snap to; Alt switches both off while it is held.
struct Snapping {
    bool lines = true;  ///< Edges, middles and gaps of what stands beside.
    bool grid = true;
    friend bool operator==(const Snapping&, const Snapping&) = default;
};

/// A line to be drawn: what is dragged is exactly in line with something, or (`gap`) as far from
/// it as that is from the next.
struct Guide {
    Point from;
    Point to;
    bool gap = false;
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

/// Collects the lines of Regions, VPCs, and what stands beside them, and of these places.
[[nodiscard]] SnapLines snapLinesOfAll(const Scene& scene, const std::vector<Rect>& places);

/// Moves `rect` by `by` and a little more, so that it stands in line where a line is within
/// `tolerance` (canvas units), else with the same gap as its neighbours, else on the grid of 4.
/// Each axis by itself; O(boxes).
[[nodiscard]] Snapped snapped(const SnapLines& lines, const Rect& rect, Point by, double tolerance,
                              const Snapping& snapping = {});

/// Returns the value on the grid of 4 that is nearest.
[[nodiscard]] double onGrid(double value);

}  // namespace archivolt::tools
