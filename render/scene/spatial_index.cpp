#include "render/scene/spatial_index.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <utility>

namespace archivolt {

namespace {

constexpr double kCell = 200;
constexpr std::size_t kMostCells = 512;  // In each direction.
constexpr std::size_t kMostCellsOfOne = 64;

std::size_t cellCount(double length) {
    const double cells = std::ceil(length / kCell);
    return std::clamp<std::size_t>(static_cast<std::size_t>(std::max(cells, 1.0)), 1, kMostCells);
}

}  // namespace

SpatialIndex::SpatialIndex(const std::vector<Rect>& rects, const Rect& bounds)
    : m_count(rects.size()),
      m_bounds(bounds),
      m_columns(cellCount(bounds.width)),
      m_rows(cellCount(bounds.height)) {
    findExtent(rects);
    fillCells(rects);
}

void SpatialIndex::findExtent(const std::vector<Rect>& rects) {
    if (rects.empty()) return;
    Point from{rects.front().x, rects.front().y};
    Point to = from;
    for (const Rect& rect : rects) {
        from = {std::min(from.x, rect.x), std::min(from.y, rect.y)};
        to = {std::max(to.x, right(rect)), std::max(to.y, bottom(rect))};
    }
    m_extent = {from.x, from.y, to.x - from.x, to.y - from.y};
}

/// Counts what each cell holds, then puts it there: one list for all, in order of position.
void SpatialIndex::fillCells(const std::vector<Rect>& rects) {
    std::vector<Cells> places;
    places.reserve(rects.size());
    m_starts.assign(m_columns * m_rows + 1, 0);
    const auto forEachCell = [this](const Cells& cells, const auto& visit) {
        const auto count = (cells.right - cells.left + 1) * (cells.bottom - cells.top + 1);
        if (count > kMostCellsOfOne) return false;
        for (std::size_t y = cells.top; y <= cells.bottom; ++y) {
            for (std::size_t x = cells.left; x <= cells.right; ++x) visit(y * m_columns + x);
        }
        return true;
    };
    for (std::uint32_t i = 0; i < rects.size(); ++i) {
        places.push_back(cellsOf(rects[i]));
        if (!forEachCell(places.back(), [&](std::size_t cell) { ++m_starts[cell]; })) {
            m_large.push_back(i);
        }
    }
    std::uint32_t end = 0;
    for (std::uint32_t& start : m_starts) start = end += start;
    m_entries.resize(end);
    // From the last on, each start moves from the end of its cell to where that begins.
    for (std::size_t i = rects.size(); i-- > 0;) {
        forEachCell(places[i], [&](std::size_t cell) {
            m_entries[--m_starts[cell]] = static_cast<std::uint32_t>(i);
        });
    }
}

SpatialIndex::Cells SpatialIndex::cellsOf(const Rect& rect) const {
    const auto cell = [](double value, double low, double length, std::size_t count) {
        const double part = length > 0 ? (value - low) / length : 0;
        const double last = static_cast<double>(count - 1);
        // What is cut off a number that is not below 0 is what `floor`, a call, takes off.
        return static_cast<std::uint32_t>(std::clamp(part * static_cast<double>(count), 0.0, last));
    };
    return {cell(rect.x, m_bounds.x, m_bounds.width, m_columns),
            cell(rect.y, m_bounds.y, m_bounds.height, m_rows),
            cell(right(rect), m_bounds.x, m_bounds.width, m_columns),
            cell(bottom(rect), m_bounds.y, m_bounds.height, m_rows)};
}

std::vector<std::uint32_t> SpatialIndex::all() const {
    std::vector<std::uint32_t> positions(m_count);
    std::iota(positions.begin(), positions.end(), 0U);
    return positions;
}

std::vector<std::uint32_t> SpatialIndex::inOrder(std::vector<std::uint32_t> found) {
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace archivolt
