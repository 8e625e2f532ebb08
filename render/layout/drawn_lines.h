#pragma once

#include <cstdint>
#include <vector>

#include "render/layout/diagram.h"
#include "render/layout/geometry.h"

namespace archivolt {

/// A horizontal or vertical piece of a line.
struct Segment {
    bool horizontal = true;
    double at = 0;  ///< The coordinate that does not change.
    double low = 0;
    double high = 0;
    [[nodiscard]] static Segment between(Point a, Point b);
    [[nodiscard]] Rect bounds() const;
};

/// Lines already drawn, or frames' borders, to keep new ones off them.
class DrawnLines {
public:
    /// `from` and `to` tell bundles apart: lines that share an end may run together.
    void add(const Segment& segment, BoxIndex from, BoxIndex to);
    /// Returns the length that `segment` runs nearer than `spacing` to lines of other bundles.
    [[nodiscard]] double overlap(const Segment& segment, BoxIndex from, BoxIndex to,
                                 double spacing) const;

private:
    struct Entry {
        Segment segment;
        BoxIndex from;
        BoxIndex to;
    };
    /// The lines of one direction, by their coordinate, from a first bucket on.
    struct Buckets {
        std::int64_t first = 0;
        std::vector<std::vector<Entry>> lines;
    };
    Buckets m_horizontal;
    Buckets m_vertical;
};

}  // namespace archivolt
