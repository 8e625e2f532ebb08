#pragma once

#include <cstdint>
#include <vector>

#include "render/layout/geometry.h"

namespace archivolt {

/// Rectangles by place, in a fixed grid of buckets; made once and asked often.
class SpatialIndex {
public:
    /// Indexes rectangles by their position in the list; empty ones are points.
    SpatialIndex(std::vector<Rect> rects, const Rect& bounds);
    /// Returns the positions of the rectangles that meet or touch `area`, ascending.
    [[nodiscard]] std::vector<std::uint32_t> find(const Rect& area) const;
    /// Returns what surrounds all rectangles; an empty one where there are none.
    [[nodiscard]] const Rect& extent() const { return m_extent; }

private:
    struct Cells {
        std::uint32_t left, top, right, bottom;
    };
    void findExtent();
    void fillCells();
    [[nodiscard]] Cells cellsOf(const Rect& rect) const;

    std::vector<Rect> m_rects;
    Rect m_bounds;
    std::size_t m_columns = 1;
    std::size_t m_rows = 1;
    Rect m_extent;
    std::vector<std::uint32_t> m_starts;   ///< Of each cell, in `m_entries`; and the end.
    std::vector<std::uint32_t> m_entries;  ///< What lies in the cells, one cell after the other.
    std::vector<std::uint32_t> m_large;    // What covers too many cells to be listed in each.
};

}  // namespace archivolt
