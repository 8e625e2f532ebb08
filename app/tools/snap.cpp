#include "app/tools/snap.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "app/tools/snap_gaps.h"

namespace archivolt::tools {

namespace {

constexpr double kGrid = 4;
constexpr double kSame = 0.01;

void addBox(SnapLines& lines, const Rect& r) {
    lines.boxes.push_back(r);
    for (const double x : {r.x, r.x + r.width / 2, right(r)})
        lines.xs.push_back({x, r.y, bottom(r)});
    for (const double y : {r.y, r.y + r.height / 2, bottom(r)})
        lines.ys.push_back({y, r.x, right(r)});
}

/// Returns the least correction that puts one of `edges` on a line, or nothing within tolerance.
std::optional<double> correction(const std::vector<SnapLines::Line>& lines,
                                 std::initializer_list<double> edges, double tolerance) {
    std::optional<double> best;
    const auto consider = [&](double by) {
        if (std::abs(by) > tolerance) return;
        if (!best || std::abs(by) < std::abs(*best)) best = by;
    };
    for (const double edge : edges) {
        const auto after = std::ranges::lower_bound(lines, edge, {}, &SnapLines::Line::at);
        if (after != lines.end()) consider(after->at - edge);
        if (after != lines.begin()) consider(std::prev(after)->at - edge);
    }
    return best;
}

/// Calls `found(at, low, high)` for each edge that is exactly on a line, with the reach of all
/// lines there.
template <class Found>
void forEachExact(const std::vector<SnapLines::Line>& lines, std::initializer_list<double> edges,
                  const Found& found) {
    for (const double edge : edges) {
        auto at = std::ranges::lower_bound(lines, edge - kSame, {}, &SnapLines::Line::at);
        if (at == lines.end() || at->at > edge + kSame) continue;
        double low = at->low;
        double high = at->high;
        for (; at != lines.end() && at->at <= edge + kSame; ++at) {
            low = std::min(low, at->low);
            high = std::max(high, at->high);
        }
        found(edge, low, high);
    }
}

}  // namespace

double onGrid(double value) { return std::round(value / kGrid) * kGrid; }

SnapLines snapLines(const Scene& scene, BoxIndex box, const std::vector<BoxIndex>& moving) {
    const Diagram& diagram = *scene.diagram;
    SnapLines lines;
    const BoxIndex parent = diagram.boxes[box].parent;
    for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
        if (diagram.boxes[i].parent != parent) continue;
        if (std::ranges::find(moving, i) == moving.end()) addBox(lines, scene.layout->rects[i]);
    }
    if (parent != kNoBox && parent != 0) {
        const Rect inner = inflated(scene.layout->rects[parent], -kPadding);
        for (const double x : {inner.x, right(inner)})
            lines.xs.push_back({x, inner.y, bottom(inner)});
        lines.ys.push_back({bottom(inner), inner.x, right(inner)});
    }
    std::ranges::sort(lines.xs, {}, &SnapLines::Line::at);
    std::ranges::sort(lines.ys, {}, &SnapLines::Line::at);
    return lines;
}

SnapLines snapLinesOfAll(const Scene& scene, const std::vector<Rect>& places) {
    const Diagram& diagram = *scene.diagram;
    SnapLines lines;
    for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
        const BoxKind kind = diagram.boxes[i].kind;
        const BoxKind around = diagram.boxes[diagram.boxes[i].parent].kind;
        const bool stands =
            kind == BoxKind::Region || kind == BoxKind::Vpc ||
            (isNode(kind) && (around == BoxKind::Region || around == BoxKind::Outside));
        if (stands) addBox(lines, scene.layout->rects[i]);
    }
    for (const Rect& place : places) addBox(lines, place);
    std::ranges::sort(lines.xs, {}, &SnapLines::Line::at);
    std::ranges::sort(lines.ys, {}, &SnapLines::Line::at);
    return lines;
}

Snapped snapped(const SnapLines& lines, const Rect& rect, Point by, double tolerance,
                const Snapping& snapping) {
    Snapped result;
    const Rect wanted{rect.x + by.x, rect.y + by.y, rect.width, rect.height};
    std::optional<double> dx;
    std::optional<double> dy;
    if (snapping.lines) {
        dx = correction(lines.xs, {wanted.x, center(wanted).x, right(wanted)}, tolerance);
        dy = correction(lines.ys, {wanted.y, center(wanted).y, bottom(wanted)}, tolerance);
        if (!dx) dx = gapCorrection(lines.boxes, wanted, Axis::Across, tolerance);
        if (!dy) dy = gapCorrection(lines.boxes, wanted, Axis::Down, tolerance);
    }
    const auto onStep = [&](double at) { return snapping.grid ? onGrid(at) : at; };
    result.by.x = (dx ? wanted.x + *dx : onStep(wanted.x)) - rect.x;
    result.by.y = (dy ? wanted.y + *dy : onStep(wanted.y)) - rect.y;
    if (!snapping.lines) return result;
    const Rect now{rect.x + result.by.x, rect.y + result.by.y, rect.width, rect.height};
    forEachExact(lines.xs, {now.x, now.x + now.width / 2, right(now)},
                 [&](double at, double low, double high) {
                     result.guides.push_back(
                         {{at, std::min(low, now.y)}, {at, std::max(high, bottom(now))}});
                 });
    forEachExact(
        lines.ys, {now.y, now.y + now.height / 2, bottom(now)},
        [&](double at, double low, double high) {
            result.guides.push_back({{std::min(low, now.x), at}, {std::max(high, right(now)), at}});
        });
    for (const Axis axis : {Axis::Across, Axis::Down}) {
        for (const Guide& guide : equalGaps(lines.boxes, now, axis)) {
            result.guides.push_back(guide);
        }
    }
    return result;
}

}  // namespace archivolt::tools
