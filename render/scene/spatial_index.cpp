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

bool touches(const Rect& a, const Rect& b) {
    return a.x <= right(b) && b.x <= right(a) && a.y <= bottom(b) && b.y <= bottom(a);
}

std::size_t cellCount(double length) {
    const double cells = std::ceil(length / kCell);
    return std::clamp<std::size_t>(static_cast<std::size_t>(std::max(cells, 1.0)), 1, kMostCells);
}

}  // namespace

SpatialIndex::SpatialIndex(std::vector<Rect> rects, const Rect& bounds)
    : m_rects(std::move(rects)),
      m_bounds(bounds),
      m_columns(cellCount(bounds.width)),
      m_rows(cellCount(bounds.height)) {
    findExtent();
    fillCells();
}

void SpatialIndex::findExtent() {
    if (m_rects.empty()) return;
    Point from{m_rects.front().x, m_rects.front().y};
    Point to = from;
    for (const Rect& rect : m_rects) {
        from = {std::min(from.x, rect.x), std::min(from.y, rect.y)};
        to = {std::max(to.x, right(rect)), std::max(to.y, bottom(rect))};
    }
    m_extent = {from.x, from.y, to.x - from.x, to.y - from.y};
}

/// Counts what each cell holds, then puts it there: one list for all, in order of position.
void SpatialIndex::fillCells() {
    std::vector<Cells> places;
    places.reserve(m_rects.size());
    m_starts.assign(m_columns * m_rows + 1, 0);
    const auto forEachCell = [this](const Cells& cells, const auto& visit) {
        const auto count = (cells.right - cells.left + 1) * (cells.bottom - cells.top + 1);
        if (count > kMostCellsOfOne) return false;
        for (std::size_t y = cells.top; y <= cells.bottom; ++y) {
            for (std::size_t x = cells.left; x <= cells.right; ++x) visit(y * m_columns + x);
        }
        return true;
    };
    for (std::uint32_t i = 0; i < m_rects.size(); ++i) {
        places.push_back(cellsOf(m_rects[i]));
        if (!forEachCell(places.back(), [&](std::size_t cell) { ++m_starts[cell]; })) {
            m_large.push_back(i);
        }
    }
    std::uint32_t end = 0;
    for (std::uint32_t& start : m_starts) start = end += start;
    m_entries.resize(end);
    // From the last on, each start moves from the end of its cell to where that begins.
    for (std::size_t i = m_rects.size(); i-- > 0;) {
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

std::vector<std::uint32_t> SpatialIndex::find(const Rect& area) const {
    std::vector<std::uint32_t> found;
    if (contains(area, m_extent)) {
        found.resize(m_rects.size());
        std::iota(found.begin(), found.end(), 0U);
        return found;
    }
    const auto take = [&](std::uint32_t i) {
        if (touches(m_rects[i], area)) found.push_back(i);
    };
    for (const auto i : m_large) take(i);
    const Cells cells = cellsOf(area);
    for (std::size_t y = cells.top; y <= cells.bottom; ++y) {
        for (std::size_t x = cells.left; x <= cells.right; ++x) {
            const std::size_t cell = y * m_columns + x;
            for (std::size_t at = m_starts[cell]; at < m_starts[cell + 1]; ++at) {
                take(m_entries[at]);
            }
        }
    }
    std::ranges::sort(found);
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

}  // namespace archivolt
