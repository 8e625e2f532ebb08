#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "render/layout/geometry.h"

namespace archivolt {

/// Rectangles in a uniform grid over an area, to ask which of them a rectangle meets. What lies
/// outside of the area is kept in the cells at its border.
class RectIndex {
public:
    explicit RectIndex(const Rect& area);
    void add(const Rect& rect, std::uint32_t id);
    /// Says whether a rectangle whose id `counts` meets `area`.
    template <class Counts>
    [[nodiscard]] bool meets(const Rect& area, Counts counts) const {
        return anyCell(area, [&](std::size_t cell) {
            for (std::uint32_t i = m_first[cell]; i != kEnd; i = m_entries[i].next) {
                const Entry& entry = m_entries[i];
                if (intersects(entry.rect, area) && counts(entry.id)) return true;
            }
            return false;
        });
    }

private:
    friend class Obstacles;
    static constexpr std::uint32_t kEnd = 0xFFFFFFFFU;
    struct Entry {
        Rect rect;
        std::uint32_t id;
        std::uint32_t next;  ///< The one of the same cell that was added before, or `kEnd`.
    };
    /// The cells that a rectangle lies in, the last ones included.
    struct Cells {
        std::size_t left;
        std::size_t right;
        std::size_t top;
        std::size_t bottom;
    };
    [[nodiscard]] Cells cellsOf(const Rect& rect) const;
    /// Says whether one of the cells that a rectangle lies in `holds` what is sought.
    template <class Holds>
    [[nodiscard]] bool anyCell(const Rect& area, Holds holds) const {
        const Cells cells = cellsOf(area);
        for (std::size_t y = cells.top; y <= cells.bottom; ++y) {
            for (std::size_t x = cells.left; x <= cells.right; ++x) {
                if (holds(y * m_columns + x)) return true;
            }
        }
        return false;
    }

    Point m_origin;
    std::size_t m_columns;
    std::size_t m_rows;
    std::vector<std::uint32_t> m_first;  ///< By cell, row by row: the one that was added last.
    std::vector<Entry> m_entries;
};

/// Rectangles of which some are in the way for a while, to ask very often whether one of these
/// meets another rectangle: what of a cell is in the way is looked up once.
class Obstacles {
public:
    explicit Obstacles(const Rect& area) : m_all(area), m_cells(m_all.m_first.size()) {}
    void add(const Rect& rect, std::uint32_t id) {
        m_all.add(rect, id);
        m_each.emplace_back(rect, id);
    }
    /// Returns all of them, each once.
    [[nodiscard]] const std::vector<std::pair<Rect, std::uint32_t>>& each() const { return m_each; }
    [[nodiscard]] const RectIndex& all() const { return m_all; }
    /// To be called when others are in the way than before.
    void change();
    /// Says whether a rectangle meets one that is in the way (`blocks`, as it was at the last
    /// `change`) and whose id is not `but`, nor `norBut`.
    template <class Blocks>
    [[nodiscard]] bool block(const Rect& area, Blocks blocks, std::uint32_t but,
                             std::uint32_t norBut) {
        const double toRight = right(area);
        const double toBottom = bottom(area);
        return m_all.anyCell(area, [&](std::size_t at) {
            if (m_cells[at].turn != m_turn) lookUp(at, blocks);
            const Cell cell = m_cells[at];
            for (std::uint32_t i = cell.begin; i < cell.end; ++i) {
                const Blocking& one = m_blocking[i];
                const bool meets = one.left < toRight && area.x < one.right && one.top < toBottom &&
                                   area.y < one.bottom;
                if (meets && one.id != but && one.id != norBut) return true;
            }
            return false;
        });
    }

private:
    /// One that is in the way, by its sides.
    struct Blocking {
        double left;
        double top;
        double right;
        double bottom;
        std::uint32_t id;
    };
    /// What was in the way in a cell at a turn, as a part of `m_blocking`.
    struct Cell {
        std::uint32_t turn = 0;
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
    };
    template <class Blocks>
    void lookUp(std::size_t at, Blocks blocks) {
        const auto begin = static_cast<std::uint32_t>(m_blocking.size());
        for (std::uint32_t i = m_all.m_first[at]; i != RectIndex::kEnd;) {
            const auto& [rect, id, next] = m_all.m_entries[i];
            if (blocks(id)) m_blocking.push_back({rect.x, rect.y, right(rect), bottom(rect), id});
            i = next;
        }
        m_cells[at] = {m_turn, begin, static_cast<std::uint32_t>(m_blocking.size())};
    }

    RectIndex m_all;
    std::vector<std::pair<Rect, std::uint32_t>> m_each;
    std::vector<Cell> m_cells;
    std::vector<Blocking> m_blocking;
    std::uint32_t m_turn = 1;
};

}  // namespace archivolt
