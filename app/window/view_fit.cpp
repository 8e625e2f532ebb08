#include "app/window/view_fit.h"

#include <algorithm>

namespace archivolt {

namespace {

/// Returns by how much a view of a length has to move for what lies from `first` to `last` in it.
double wayAlong(double first, double last, double length) {
    if (last - first <= length) {
        const double margin = std::min(kFitMargin, (length - last + first) / 2);
        if (first < 0) return first - margin;
        return last > length ? last + margin - length : 0;
    }
    if (first > 0) return first;
    return last < length ? last - length : 0;
}

}  // namespace

Viewport fitIntoCanvas(const Scene& scene, Size canvas) {
    const Size inner{std::max(1.0, canvas.width - 2 * kFitMargin),
                     std::max(1.0, canvas.height - 2 * kFitMargin)};
    Viewport viewport = fitted(scene, inner, 1);
    viewport.origin.x -= kFitMargin / viewport.scale;
    viewport.origin.y -= kFitMargin / viewport.scale;
    viewport.size = canvas;
    return viewport;
}

Point wayIntoView(const Viewport& viewport, const Rect& place) {
    const Point first = toCanvas(viewport, {place.x, place.y});
    const Point last = toCanvas(viewport, {right(place), bottom(place)});
    return {wayAlong(first.x, last.x, viewport.size.width),
            wayAlong(first.y, last.y, viewport.size.height)};
}

}  // namespace archivolt
