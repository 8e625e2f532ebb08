#include "render/layout/rect_index.h"

#include <algorithm>
#include <cmath>

namespace archivolt {

namespace {

constexpr double kCell = 128;

std::size_t cellsAlong(double length) {
    return static_cast<std::size_t>(std::max(0.0, std::floor(length / kCell))) + 1;
}

/// Returns the cell of a coordinate, that of the border for what lies outside.
std::size_t cellAt(double along, std::size_t count) {
    const double cell = along / kCell;  // What is cut off of it is what `floor`, a call, takes off.
    return cell <= 0 ? 0 : std::min(static_cast<std::size_t>(cell), count - 1);
}

}  // namespace

RectIndex::RectIndex(const Rect& area)
    : m_origin{area.x, area.y},
      m_columns(cellsAlong(area.width)),
      m_rows(cellsAlong(area.height)),
      m_first(m_columns * m_rows, kEnd) {}

RectIndex::Cells RectIndex::cellsOf(const Rect& rect) const {
    return {cellAt(rect.x - m_origin.x, m_columns), cellAt(right(rect) - m_origin.x, m_columns),
            cellAt(rect.y - m_origin.y, m_rows), cellAt(bottom(rect) - m_origin.y, m_rows)};
}

void RectIndex::add(const Rect& rect, std::uint32_t id) {
    const Cells cells = cellsOf(rect);
    for (std::size_t y = cells.top; y <= cells.bottom; ++y) {
        for (std::size_t x = cells.left; x <= cells.right; ++x) {
            std::uint32_t& first = m_first[y * m_columns + x];
            m_entries.push_back({rect, id, first});
            first = static_cast<std::uint32_t>(m_entries.size() - 1);
        }
    }
}

void Obstacles::change() {
    ++m_turn;
    m_blocking.clear();
}

}  // namespace archivolt
