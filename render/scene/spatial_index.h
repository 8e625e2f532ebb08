#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "render/layout/geometry.h"

namespace archivolt {

/// Rectangles by place, in a fixed grid of buckets; made once and asked often. It keeps none of
/// them: who asks has them.
class SpatialIndex {
public:
    /// Indexes rectangles by their position in the list; empty ones are points.
    SpatialIndex(const std::vector<Rect>& rects, const Rect& bounds);
    /// Returns the positions of the rectangles that meet or touch `area`, ascending; `rectAt` gives
    /// the one of a position.
    template <class RectAt>
    [[nodiscard]] std::vector<std::uint32_t> find(const Rect& area, const RectAt& rectAt) const {
        if (contains(area, m_extent)) return all();
        std::vector<std::uint32_t> found;
        forEachNear(area, [&](std::uint32_t i) {
            if (touches(rectAt(i), area)) found.push_back(i);
        });
        return inOrder(std::move(found));
    }
    /// Returns what surrounds all rectangles; an empty one where there are none.
    [[nodiscard]] const Rect& extent() const { return m_extent; }

private:
    struct Cells {
        std::uint32_t left, top, right, bottom;
    };
    void findExtent(const std::vector<Rect>& rects);
    void fillCells(const std::vector<Rect>& rects);
    [[nodiscard]] Cells cellsOf(const Rect& rect) const;
    [[nodiscard]] static bool touches(const Rect& a, const Rect& b) {
        return a.x <= right(b) && b.x <= right(a) && a.y <= bottom(b) && b.y <= bottom(a);
    }
    [[nodiscard]] std::vector<std::uint32_t> all() const;
    [[nodiscard]] static std::vector<std::uint32_t> inOrder(std::vector<std::uint32_t> found);
    /// Visits what lies in the buckets that an area reaches into; some more than once.
    template <class Visit>
    void forEachNear(const Rect& area, const Visit& visit) const {
        for (const auto i : m_large) visit(i);
        const Cells cells = cellsOf(area);
        for (std::size_t y = cells.top; y <= cells.bottom; ++y) {
            for (std::size_t x = cells.left; x <= cells.right; ++x) {
                const std::size_t cell = y * m_columns + x;
                for (std::size_t at = m_starts[cell]; at < m_starts[cell + 1]; ++at) {
                    visit(m_entries[at]);
                }
            }
        }
    }

    std::size_t m_count;
    Rect m_bounds;
    std::size_t m_columns = 1;
    std::size_t m_rows = 1;
    Rect m_extent;
    std::vector<std::uint32_t> m_starts;   ///< Of each cell, in `m_entries`; and the end.
    std::vector<std::uint32_t> m_entries;  ///< What lies in the cells, one cell after the other.
    std::vector<std::uint32_t> m_large;    // What covers too many cells to be listed in each.
};

}  // namespace archivolt
