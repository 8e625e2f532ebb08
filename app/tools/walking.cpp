#include "app/tools/walking.h"

#include <algorithm>
#include <cmath>

namespace archivolt::tools {

namespace {

constexpr double kAside = 2;  // What stands aside counts as that much farther away.

/// Says whether a box is a stop for the keyboard; what only draws a part of a thing is none.
bool isStop(const Box& box) {
    if (box.kind == BoxKind::Canvas || box.kind == BoxKind::Outside) return false;
    return box.kind != BoxKind::Span;
}

/// Returns the box around that is a stop, or the canvas.
BoxIndex homeOf(const Diagram& diagram, BoxIndex box) {
    BoxIndex at = diagram.boxes[box].parent;
    while (at != kNoBox && at != 0 && !isStop(diagram.boxes[at])) at = diagram.boxes[at].parent;
    return at == kNoBox ? 0 : at;
}

/// Returns the stops of one container from top to bottom, from left to right.
std::vector<BoxIndex> stopsIn(const Scene& scene, BoxIndex container) {
    const Diagram& diagram = *scene.diagram;
    std::vector<BoxIndex> stops;
    for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
        if (isStop(diagram.boxes[i]) && homeOf(diagram, i) == container) stops.push_back(i);
    }
    std::ranges::sort(stops, {}, [&](BoxIndex box) {
        const Rect& rect = scene.layout->rects[box];
        return std::tuple(rect.y, rect.x, box);
    });
    return stops;
}

}  // namespace

BoxIndex siblingOf(const Scene& scene, BoxIndex box, bool backwards) {
    const BoxIndex home = box == kNoBox ? 0 : homeOf(*scene.diagram, box);
    const auto stops = stopsIn(scene, home);
    if (stops.empty()) return kNoBox;
    if (box == kNoBox) return backwards ? stops.back() : stops.front();
    const auto at = std::ranges::find(stops, box);
    if (at == stops.end()) return stops.front();
    if (backwards) return at == stops.begin() ? kNoBox : *std::prev(at);
    return std::next(at) == stops.end() ? kNoBox : *std::next(at);
}

BoxIndex firstInside(const Scene& scene, BoxIndex box) {
    const auto stops = stopsIn(scene, box == kNoBox ? 0 : box);
    return stops.empty() ? kNoBox : stops.front();
}

BoxIndex containerOf(const Scene& scene, BoxIndex box) {
    if (box == kNoBox) return kNoBox;
    const BoxIndex home = homeOf(*scene.diagram, box);
    return home == 0 ? kNoBox : home;
}

BoxIndex nearestTo(const Scene& scene, BoxIndex box, Key direction) {
    if (box == kNoBox) return kNoBox;
    const Diagram& diagram = *scene.diagram;
    const Point from = center(scene.layout->rects[box]);
    const bool node = isNode(diagram.boxes[box].kind);
    BoxIndex best = kNoBox;
    double least = 0;
    for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
        const Box& other = diagram.boxes[i];
        if (i == box || !isStop(other)) continue;
        if (node ? !isNode(other.kind) : other.kind != diagram.boxes[box].kind) continue;
        const Point to = center(scene.layout->rects[i]);
        double along = to.x - from.x;
        double aside = std::abs(to.y - from.y);
        if (direction == Key::Up || direction == Key::Down) {
            along = to.y - from.y;
            aside = std::abs(to.x - from.x);
        }
        if (direction == Key::Left || direction == Key::Up) along = -along;
        if (along <= 0 || aside > along * 4) continue;
        const double way = along + kAside * aside;
        if (best != kNoBox && way >= least) continue;
        best = i;
        least = way;
    }
    return best;
}

}  // namespace archivolt::tools
