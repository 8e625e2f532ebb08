#include <cmath>

#include "render/layout/fold.h"
#include "render/scene/mark_look.h"
#include "render/scene/scene.h"

namespace archivolt {

namespace {

double distanceTo(const std::vector<Point>& line, Point p) {
    double least = 1e18;
    for (std::size_t i = 1; i < line.size(); ++i) {
        const Point a = line[i - 1];
        const Point b = line[i];
        const double length2 = (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y);
        double along = 0;
        if (length2 > 0) {
            along = ((p.x - a.x) * (b.x - a.x) + (p.y - a.y) * (b.y - a.y)) / length2;
            along = std::clamp(along, 0.0, 1.0);
        }
        const double dx = a.x + along * (b.x - a.x) - p.x;
        const double dy = a.y + along * (b.y - a.y) - p.y;
        least = std::min(least, std::sqrt(dx * dx + dy * dy));
    }
    return least;
}

bool isContainer(BoxKind kind) {
    return !isNode(kind) && kind != BoxKind::Canvas && kind != BoxKind::Outside;
}

/// Says which of two containers under a point is meant: crossing frames before subnets, then depth.
bool isInner(const Diagram& diagram, BoxIndex a, BoxIndex b) {
    const auto crosses = [&](BoxIndex box) {
        return diagram.boxes[box].kind == BoxKind::Fleet ||
               diagram.boxes[box].kind == BoxKind::Span;
    };
    if (crosses(a) != crosses(b)) return crosses(a);
    return a > b || diagram.isWithin(a, b);
}

Hit hitContainer(const Scene& scene, Point point, double tolerance) {
    const Diagram& diagram = *scene.diagram;
    const Layout& layout = *scene.layout;
    Hit hit;
    Hit edge;
    for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
        if (!isContainer(diagram.boxes[i].kind)) continue;
        const Rect& rect = layout.rects[i];
        if (!contains(inflated(rect, tolerance), point)) continue;
        const bool onTitle = layout.titles[i].width > 0 && contains(layout.titles[i], point);
        const bool within = contains(inflated(rect, -tolerance), point);
        if (onTitle || !within) {
            const bool better = edge.box == kNoBox || isInner(diagram, i, edge.box);
            if (better) edge = {onTitle ? HitPart::Title : HitPart::Border, i, 0};
        } else if (hit.box == kNoBox || isInner(diagram, i, hit.box)) {
            hit = {HitPart::Interior, i, 0};
        }
    }
    return edge.part != HitPart::Nothing ? edge : hit;
}

/// Returns the sign under a point that folds a container, the inner one first.
Hit hitFold(const Scene& scene, Point point) {
    for (auto i = static_cast<BoxIndex>(scene.diagram->boxes.size()); i-- > 1;) {
        const Box& box = scene.diagram->boxes[i];
        const bool under =
            canFold(box) && contains(foldSign(scene.layout->rects[i], box.kind), point);
        if (under && offersFold(*scene.diagram, i)) return {HitPart::Fold, i, 0};
    }
    return {};
}

/// Returns the frame whose title or border is under a point; of outside boxes any part counts.
Hit hitFrame(const Scene& scene, Point point, double tolerance) {
    const auto& frames = scene.diagram->frames;
    for (auto i = static_cast<std::uint32_t>(frames.size()); i-- > 0;) {
        const Rect& place = frames[i].place;
        if (!contains(inflated(place, tolerance), point)) continue;
        const bool edge =
            point.y < place.y + kFrameTitleLine || !contains(inflated(place, -tolerance), point);
        if (edge || frames[i].kind != FrameKind::Group) return {HitPart::Frame, kNoBox, i};
    }
    return {};
}

}  // namespace

Hit hitTest(const Scene& scene, Point point, double tolerance) {
    const Diagram& diagram = *scene.diagram;
    const Layout& layout = *scene.layout;
    for (auto it = scene.badges.rbegin(); it != scene.badges.rend(); ++it) {
        if (contains(inflated(it->second, 2), point)) return {HitPart::Badge, it->first, 0};
    }
    // Of notes that overlap the last one lies on top.
    for (auto i = static_cast<std::uint32_t>(diagram.notes.size()); i-- > 0;) {
        const Rect place = inflated(diagram.notes[i].place, tolerance / 2);
        if (contains(place, point)) return {HitPart::Note, kNoBox, i};
    }
    if (const Hit fold = hitFold(scene, point); fold.part == HitPart::Fold) return fold;
    for (BoxIndex i = static_cast<BoxIndex>(diagram.boxes.size()); i-- > 1;) {
        for (std::uint32_t b = 0; b < layout.badges[i].size(); ++b) {
            if (contains(layout.badges[i][b], point)) return {HitPart::List, i, b};
        }
        if (isNode(diagram.boxes[i].kind) && contains(layout.rects[i], point)) {
            return {HitPart::Node, i, 0};
        }
    }
    const Hit container = hitContainer(scene, point, tolerance);
    if (container.part == HitPart::Title) return container;
    std::uint32_t nearest = 0;
    double least = tolerance;
    bool onLink = false;
    for (std::uint32_t i = 0; i < layout.routes.size(); ++i) {
        if (layout.routes[i].points.size() < 2) continue;
        const double distance = distanceTo(layout.routes[i].points, point);
        if (distance > least) continue;
        least = distance;
        nearest = i;
        onLink = true;
    }
    if (onLink) return {HitPart::Link, kNoBox, nearest};
    if (container.part == HitPart::Border) return container;
    if (const Hit frame = hitFrame(scene, point, tolerance); frame.part == HitPart::Frame) {
        return frame;
    }
    return container;
}

}  // namespace archivolt
