#include "app/tools/snap.h"

#include <algorithm>
#include <cmath>
#include <optional>

namespace archivolt::tools {

namespace {

constexpr double kGrid = 4;
constexpr double kSame = 0.01;

void addBox(SnapLines& lines, const Rect& r) {
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

Snapped snapped(const SnapLines& lines, const Rect& rect, Point by, double tolerance) {
    Snapped result;
    const double x = rect.x + by.x;
    const double y = rect.y + by.y;
    const auto dx = correction(lines.xs, {x, x + rect.width / 2, x + rect.width}, tolerance);
    const auto dy = correction(lines.ys, {y, y + rect.height / 2, y + rect.height}, tolerance);
    result.by.x = (dx ? x + *dx : onGrid(x)) - rect.x;
    result.by.y = (dy ? y + *dy : onGrid(y)) - rect.y;
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
    return result;
}

}  // namespace archivolt::tools
