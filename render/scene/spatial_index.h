#pragma once

#include <cstdint>
#include <vector>

#include "render/layout/geometry.h"

namespace archivolt {

/// Rectangles by place, in a fixed grid of buckets; made once and asked often.
class SpatialIndex {
public:
    /// Indexes rectangles by their position in the list; empty ones are points.
    SpatialIndex(const std::vector<Rect>& rects, const Rect& bounds);
    /// Returns the positions of the rectangles that meet or touch `area`, ascending.
    [[nodiscard]] std::vector<std::uint32_t> find(const Rect& area) const;

private:
    struct Cells {
        std::size_t left, top, right, bottom;
    };
    [[nodiscard]] Cells cellsOf(const Rect& rect) const;

    std::vector<Rect> m_rects;
    Rect m_bounds;
    std::size_t m_columns = 1;
    std::size_t m_rows = 1;
    std::vector<std::vector<std::uint32_t>> m_cells;
    std::vector<std::uint32_t> m_large;  // What covers too many cells to be listed in each.
};

}  // namespace archivolt
