#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <initializer_list>
#include <span>

#include "render/layout/geometry.h"

namespace archivolt {

/// A way of a few bends, held in place: most that are thought of are not taken.
class ShortWay {
public:
    ShortWay(std::initializer_list<Point> points) : m_count(points.size()) {
        std::ranges::copy(points, m_points.begin());
    }
    [[nodiscard]] std::span<Point> points() { return std::span(m_points).first(m_count); }
    /// Leaves the first points, so many.
    void keep(std::size_t count) { m_count = count; }

private:
    std::array<Point, 4> m_points;
    std::size_t m_count;
};

}  // namespace archivolt
