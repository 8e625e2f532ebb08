#include "render/scene/spatial_index.h"

#include <cmath>

namespace archivolt {

namespace {

constexpr double kCell = 200;
constexpr std::size_t kMostCells = 512;  // In each direction.
constexpr std::size_t kMostCellsOfOne = 64;

bool touches(const Rect& a, const Rect& b) {
    return a.x <= right(b) && b.x <= right(a) && a.y <= bottom(b) && b.y <= bottom(a);
}

std::size_t cellCount(double length) {
    const double cells = std::ceil(length / kCell);
    return std::clamp<std::size_t>(static_cast<std::size_t>(std::max(cells, 1.0)), 1, kMostCells);
}

}  // namespace

SpatialIndex::SpatialIndex(const std::vector<Rect>& rects, const Rect& bounds)
    : m_rects(rects),
      m_bounds(bounds),
      m_columns(cellCount(bounds.width)),
      m_rows(cellCount(bounds.height)),
      m_cells(m_columns * m_rows) {
    for (std::uint32_t i = 0; i < rects.size(); ++i) {
        const Cells cells = cellsOf(rects[i]);
        const auto count = (cells.right - cells.left + 1) * (cells.bottom - cells.top + 1);
        if (count > kMostCellsOfOne) {
            m_large.push_back(i);
            continue;
        }
        for (auto y = cells.top; y <= cells.bottom; ++y) {
            for (auto x = cells.left; x <= cells.right; ++x) {
                m_cells[y * m_columns + x].push_back(i);
            }
        }
    }
}

SpatialIndex::Cells SpatialIndex::cellsOf(const Rect& rect) const {
    const auto cell = [](double value, double low, double length, std::size_t count) {
        const double part = length > 0 ? (value - low) / length : 0;
        const double index = std::floor(part * static_cast<double>(count));
        return static_cast<std::size_t>(std::clamp(index, 0.0, static_cast<double>(count - 1)));
    };
    return {cell(rect.x, m_bounds.x, m_bounds.width, m_columns),
            cell(rect.y, m_bounds.y, m_bounds.height, m_rows),
            cell(right(rect), m_bounds.x, m_bounds.width, m_columns),
            cell(bottom(rect), m_bounds.y, m_bounds.height, m_rows)};
}

std::vector<std::uint32_t> SpatialIndex::find(const Rect& area) const {
    std::vector<std::uint32_t> found;
    const auto take = [&](std::uint32_t i) {
        if (touches(m_rects[i], area)) found.push_back(i);
    };
    for (const auto i : m_large) take(i);
    const Cells cells = cellsOf(area);
    for (auto y = cells.top; y <= cells.bottom; ++y) {
        for (auto x = cells.left; x <= cells.right; ++x) {
            for (const auto i : m_cells[y * m_columns + x]) take(i);
        }
    }
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace archivolt
