#pragma once

#include <algorithm>

#include "model/design/design.h"

namespace archivolt {

/// A place on the canvas, in canvas units, y downwards.
struct Point {
    double x = 0;
    double y = 0;
    friend bool operator==(const Point&, const Point&) = default;
    friend auto operator<=>(const Point&, const Point&) = default;
};

struct Size {
    double width = 0;
    double height = 0;
    friend bool operator==(const Size&, const Size&) = default;
};

[[nodiscard]] inline double right(const Rect& r) { return r.x + r.width; }
[[nodiscard]] inline double bottom(const Rect& r) { return r.y + r.height; }
[[nodiscard]] inline Point center(const Rect& r) { return {r.x + r.width / 2, r.y + r.height / 2}; }
[[nodiscard]] inline bool contains(const Rect& r, Point p) {
    return p.x >= r.x && p.x <= right(r) && p.y >= r.y && p.y <= bottom(r);
}
[[nodiscard]] inline bool contains(const Rect& outer, const Rect& inner) {
    return inner.x >= outer.x && inner.y >= outer.y && right(inner) <= right(outer) &&
           bottom(inner) <= bottom(outer);
}
/// Says whether the insides meet; rectangles that only touch do not.
[[nodiscard]] inline bool intersects(const Rect& a, const Rect& b) {
    return a.x < right(b) && b.x < right(a) && a.y < bottom(b) && b.y < bottom(a);
}
/// Returns the rectangle grown by `by` on every side.
[[nodiscard]] inline Rect inflated(const Rect& r, double by) {
    return {r.x - by, r.y - by, r.width + 2 * by, r.height + 2 * by};
}
/// Returns the smallest rectangle around both; an empty one (no width, no height) adds nothing.
[[nodiscard]] inline Rect united(const Rect& a, const Rect& b) {
    if (a.width == 0 && a.height == 0) return b;
    if (b.width == 0 && b.height == 0) return a;
    const double x = std::min(a.x, b.x);
    const double y = std::min(a.y, b.y);
    return {x, y, std::max(right(a), right(b)) - x, std::max(bottom(a), bottom(b)) - y};
}

}  // namespace archivolt
