#include "app/window/view_fit.h"

#include <algorithm>

#include "app/window/view_move.h"
#include "render/layout/metrics.h"

namespace archivolt {

namespace {

constexpr double kWorthClearing = 0.9;
constexpr double kWorthFitting = 1.05;
constexpr double kOrdinaryWidth = 1000;  // Of a canvas on which nothing is enlarged.

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

Viewport fitInto(const Scene& scene, Size canvas) {
    const Size inner{std::max(1.0, canvas.width - 2 * kFitMargin),
                     std::max(1.0, canvas.height - 2 * kFitMargin)};
    // On a large screen what is small looks lost, on a small one letters need not be larger.
    const double most = std::clamp(canvas.width / kOrdinaryWidth, 1.0, kMostFitScale);
    Viewport viewport = fitted(scene, inner, most);
    viewport.origin.x -= kFitMargin / viewport.scale;
    viewport.origin.y -= kFitMargin / viewport.scale;
    viewport.size = canvas;
    return viewport;
}

Rect shownIn(const Viewport& viewport, const Rect& rect) {
    const Point corner = toCanvas(viewport, {rect.x, rect.y});
    return {corner.x, corner.y, rect.width * viewport.scale, rect.height * viewport.scale};
}

/// Returns by how much the drawing has to go to the right for nothing of it to lie below a
/// rectangle at the lower left of the canvas.
double wayBeside(const Scene& scene, const Viewport& viewport, const Rect& corner) {
    double way = 0;
    for (BoxIndex box = 1; box < scene.diagram->boxes.size(); ++box) {
        const Rect shown = shownIn(viewport, scene.layout->rects[box]);
        if (bottom(shown) <= corner.y || shown.y >= bottom(corner)) continue;
        way = std::max(way, right(corner) + kFitMargin / 2 - shown.x);
    }
    return way;
}

}  // namespace

Viewport fitIntoCanvas(const Scene& scene, Size canvas, const Rect& corner) {
    Viewport whole = fitInto(scene, canvas);
    if (corner.width <= 0 || corner.y <= 0) return whole;
    const double way = wayBeside(scene, whole, corner);
    if (way == 0) return whole;
    if (right(shownIn(whole, scene.bounds)) + way <= canvas.width - kFitMargin) {
        whole.origin.x -= way / whole.scale;
        return whole;
    }
    Viewport above = fitInto(scene, {canvas.width, corner.y});
    above.size = canvas;
    const bool hidesNodes = nodesBelow(scene, whole, corner) > 0;
    return hidesNodes || above.scale >= whole.scale * kWorthClearing ? above : whole;
}

std::optional<Viewport> movedToShowAll(const Scene& scene, Viewport viewport, Size canvas) {
    viewport.size = canvas;
    const Rect shown = shownIn(viewport, scene.bounds);
    if (shown.width > canvas.width || shown.height > canvas.height) return {};
    if (fitInto(scene, canvas).scale > viewport.scale * kWorthFitting) return {};
    const Point way = wayIntoView(viewport, scene.bounds);
    viewport.origin.x += way.x / viewport.scale;
    viewport.origin.y += way.y / viewport.scale;
    return viewport;
}

double nodesBelow(const Scene& scene, const Viewport& viewport, const Rect& area) {
    double size = 0;
    const Diagram& diagram = *scene.diagram;
    for (BoxIndex box = 1; box < diagram.boxes.size(); ++box) {
        if (!isNode(diagram.boxes[box].kind)) continue;
        const Rect shown = shownIn(viewport, scene.layout->rects[box]);
        const double width = std::min(right(shown), right(area)) - std::max(shown.x, area.x);
        const double height = std::min(bottom(shown), bottom(area)) - std::max(shown.y, area.y);
        if (width > 0 && height > 0) size += width * height;
    }
    return size;
}

bool isWholeAt(const Scene& scene, BoxIndex box, const TextMeasure& measure) {
    const Box& shown = scene.diagram->boxes[box];
    if (scene.layout->labels[box] != shown.title) return false;
    if (shown.kind == BoxKind::Chip) return shown.detail.empty();
    if (!isNode(shown.kind) || shown.detail.empty()) return true;
    const double room = scene.layout->rects[box].width - kNodeTextInset - kNodeTextEnd;
    return measure(shown.detail, fonts::kDetail) <= room;
}

double pixelsSeen(double ratio) {
    constexpr double kFinest = 1.2;
    return std::clamp(ratio, 1.0, kFinest);
}

Point wayIntoView(const Viewport& viewport, const Rect& place) {
    const Point first = toCanvas(viewport, {place.x, place.y});
    const Point last = toCanvas(viewport, {right(place), bottom(place)});
    return {wayAlong(first.x, last.x, viewport.size.width),
            wayAlong(first.y, last.y, viewport.size.height)};
}

}  // namespace archivolt
