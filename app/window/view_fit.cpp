#include "app/window/view_fit.h"

#include <algorithm>
#include <chrono>

#include "app/window/seen_view.h"
#include "app/window/view_move.h"
#include "render/layout/metrics.h"

namespace archivolt {

namespace {

constexpr std::size_t kMostViews = 16;
constexpr std::uint32_t kMostAge = 30000;  // Milliseconds.
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

/// Returns by how much the drawing has to go to the right, and by how much up, for no node to lie
/// below a rectangle at the lower left of the canvas.
Point wayOff(const Scene& scene, const Viewport& viewport, const Rect& corner) {
    Point way;
    const auto& boxes = scene.diagram->boxes;
    for (BoxIndex box = 1; box < boxes.size(); ++box) {
        if (!isNode(boxes[box].kind)) continue;
        const Rect shown = shownIn(viewport, scene.layout->rects[box]);
        // What lies beside it comes to lie above it, or the other way round.
        if (bottom(shown) > corner.y)
            way.x = std::max(way.x, right(corner) + kFitMargin / 2 - shown.x);
        if (shown.x < right(corner))
            way.y = std::max(way.y, bottom(shown) - corner.y + kFitMargin / 2);
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

std::optional<Viewport> movedToShowAll(const Scene& scene, Viewport viewport, Size canvas,
                                       const Rect& corner) {
    viewport.size = canvas;
    const Rect shown = shownIn(viewport, scene.bounds);
    if (shown.width > canvas.width || shown.height > canvas.height) return {};
    if (fitInto(scene, canvas).scale > viewport.scale * kWorthFitting) return {};
    const Point way = wayIntoView(viewport, scene.bounds);
    viewport.origin.x += way.x / viewport.scale;
    viewport.origin.y += way.y / viewport.scale;
    if (nodesBelow(scene, viewport, corner) == 0) return viewport;
    const Rect now = shownIn(viewport, scene.bounds);
    const Point off = wayOff(scene, viewport, corner);
    const bool fitsBeside = right(now) + off.x <= canvas.width;
    const bool fitsAbove = now.y >= off.y;
    if (fitsBeside && (off.x <= off.y || !fitsAbove)) {
        viewport.origin.x -= off.x / viewport.scale;
    } else if (fitsAbove) {
        viewport.origin.y += off.y / viewport.scale;
    }
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

std::uint64_t SeenView::monotonicMilliseconds() {
    const auto now = std::chrono::steady_clock::now().time_since_epoch();
    return static_cast<std::uint64_t>(
        std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

void SeenView::shown(const Viewport& view, QPointF place, std::uint64_t now) {
    const bool isSame = !m_views.empty() && m_views.back().view.origin == view.origin &&
                        m_views.back().view.scale == view.scale && m_views.back().place == place;
    if (isSame) return;
    if (m_views.size() == kMostViews) m_views.erase(m_views.begin());
    m_views.push_back({view, place, now});
}

QPointF SeenView::wayFrom(QPointF press, std::uint64_t pressed, const Viewport& view, QPointF place,
                          std::uint64_t now) const {
    const std::uint32_t age = static_cast<std::uint32_t>(now) - static_cast<std::uint32_t>(pressed);
    if (age > kMostAge) return {};
    const auto seen = std::find_if(m_views.rbegin(), m_views.rend(),
                                   [&](const Seen& each) { return each.since <= now - age; });
    if (seen == m_views.rend()) return {};
    const QPointF then = press + place - seen->place;
    const Point scene = toScene(seen->view, {then.x(), then.y()});
    const Point at = toCanvas(view, scene);
    return QPointF(at.x, at.y) - press;
}

}  // namespace archivolt
