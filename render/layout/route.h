#pragma once

#include <cstdint>
#include <unordered_map>
#include <vector>

#include "render/layout/layout.h"

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

/// Rectangles in a uniform grid, to ask which of them a rectangle meets.
class RectIndex {
public:
    void add(const Rect& rect, std::uint32_t id);
    /// Says whether a rectangle meets `area`, those of ids `except1` and `except2` apart.
    [[nodiscard]] bool meets(const Rect& area, std::uint32_t except1, std::uint32_t except2) const;

private:
    struct Entry {
        Rect rect;
        std::uint32_t id;
    };
    std::unordered_map<std::uint64_t, std::vector<Entry>> m_cells;  // Looked up, never iterated.
};

/// Lines already drawn, frames' borders among them, to keep new ones off them.
class DrawnLines {
public:
    /// `from` and `to` tell bundles apart: lines that share an end may run together.
    void add(const Segment& segment, BoxIndex from, BoxIndex to);
    /// Returns the length that `segment` runs on top of lines of other bundles.
    [[nodiscard]] double overlap(const Segment& segment, BoxIndex from, BoxIndex to) const;

private:
    struct Entry {
        Segment segment;
        BoxIndex from;
        BoxIndex to;
    };
    std::unordered_map<std::int64_t, std::vector<Entry>> m_buckets;  // Looked up, never iterated.
};

/// Finds orthogonal ways between boxes of a finished layout, one after the other.
class Router {
public:
    Router(const Diagram& diagram, const Layout& layout, const TextMeasure& measure);
    /// Routes one link and remembers its way; `search` also looks for ways with many bends.
    [[nodiscard]] LinkRoute route(const Link& link, bool search);

private:
    using Way = std::vector<Point>;
    struct Port {
        Point at;   // On the border.
        Point out;  // A step outside.
        bool vertical = false;
    };

    [[nodiscard]] std::vector<Port> portsOf(const Rect& rect, const Rect& other) const;
    [[nodiscard]] std::vector<Way> simpleWays(const Rect& a, const Rect& b) const;
    [[nodiscard]] bool isClear(const Way& way, BoxIndex from, BoxIndex to) const;
    [[nodiscard]] double costOf(const Way& way, BoxIndex from, BoxIndex to) const;
    /// Returns the length that a segment runs inside VPCs that hold neither end.
    [[nodiscard]] double throughOthers(const Segment& segment, BoxIndex from, BoxIndex to) const;
    [[nodiscard]] Way searchWay(BoxIndex from, BoxIndex to) const;
    [[nodiscard]] Point labelPlace(const Way& way, const std::string& text, BoxIndex from,
                                   BoxIndex to);

    const Diagram& m_diagram;
    const Layout& m_layout;
    const TextMeasure& m_measure;
    std::vector<BoxIndex> m_vpcs;
    RectIndex m_obstacles;
    RectIndex m_labels;
    DrawnLines m_lines;
};

}  // namespace archivolt
