#include "app/tools/snap_gaps.h"

#include <algorithm>
#include <cmath>

namespace archivolt::tools {

namespace {

constexpr double kAlike = 0.01;

/// A rectangle seen along one axis.
struct Extent {
    double low = 0;
    double high = 0;
    double crossLow = 0;
    double crossHigh = 0;
};

Extent extentOf(const Rect& r, Axis axis) {
    if (axis == Axis::Across) return {r.x, right(r), r.y, bottom(r)};
    return {r.y, bottom(r), r.x, right(r)};
}

bool isBeside(const Extent& a, const Extent& b) {
    return a.crossLow < b.crossHigh && b.crossLow < a.crossHigh;
}

/// Two that stand beside one another, with the gap between them.
struct Gap {
    double from = 0;
    double to = 0;
    double middle = 0;  ///< Across the axis, where both are.
    [[nodiscard]] double size() const { return to - from; }
};

Gap between(const Extent& a, const Extent& b) {
    const double low = std::max(a.crossLow, b.crossLow);
    const double high = std::min(a.crossHigh, b.crossHigh);
    return {a.high, b.low, (low + high) / 2};
}

/// The nearest neighbours of one, and theirs.
struct Neighbours {
    std::optional<Extent> before;
    std::optional<Extent> beforeThat;
    std::optional<Extent> after;
    std::optional<Extent> afterThat;
};

std::optional<Extent> nearest(std::span<const Rect> boxes, const Extent& of, Axis axis,
                              bool after) {
    std::optional<Extent> found;
    const double middle = (of.low + of.high) / 2;
    for (const Rect& box : boxes) {
        const Extent each = extentOf(box, axis);
        if (!isBeside(each, of)) continue;
        const double its = (each.low + each.high) / 2;
        if (after ? its <= middle : its >= middle) continue;
        const bool nearer = !found || (after ? each.low < found->low : each.high > found->high);
        if (nearer) found = each;
    }
    return found;
}

Neighbours neighboursOf(std::span<const Rect> boxes, const Extent& of, Axis axis) {
    Neighbours all;
    all.before = nearest(boxes, of, axis, false);
    all.after = nearest(boxes, of, axis, true);
    if (all.before) all.beforeThat = nearest(boxes, *all.before, axis, false);
    if (all.after) all.afterThat = nearest(boxes, *all.after, axis, true);
    return all;
}

}  // namespace

std::optional<double> gapCorrection(std::span<const Rect> boxes, const Rect& rect, Axis axis,
                                    double tolerance) {
    const Extent me = extentOf(rect, axis);
    const double size = me.high - me.low;
    const Neighbours all = neighboursOf(boxes, me, axis);
    std::optional<double> best;
    const auto consider = [&](double low) {
        const double by = low - me.low;
        if (std::abs(by) > tolerance) return;
        if (!best || std::abs(by) < std::abs(*best)) best = by;
    };
    if (all.before && all.after && all.after->low - all.before->high >= size) {
        consider((all.before->high + all.after->low - size) / 2);
    }
    if (all.before && all.beforeThat) {
        const double gap = between(*all.beforeThat, *all.before).size();
        if (gap > 0) consider(all.before->high + gap);
    }
    if (all.after && all.afterThat) {
        const double gap = between(*all.after, *all.afterThat).size();
        if (gap > 0) consider(all.after->low - gap - size);
    }
    return best;
}

std::vector<Guide> equalGaps(std::span<const Rect> boxes, const Rect& rect, Axis axis) {
    const Extent me = extentOf(rect, axis);
    const Neighbours all = neighboursOf(boxes, me, axis);
    std::vector<Gap> mine;
    std::vector<Gap> theirs;
    if (all.before) mine.push_back(between(*all.before, me));
    if (all.after) mine.push_back(between(me, *all.after));
    if (all.before && all.beforeThat) theirs.push_back(between(*all.beforeThat, *all.before));
    if (all.after && all.afterThat) theirs.push_back(between(*all.after, *all.afterThat));
    const auto alike = [](const Gap& a, const Gap& b) {
        return a.size() > kAlike && std::abs(a.size() - b.size()) < kAlike;
    };
    std::vector<Gap> shown;
    if (mine.size() == 2 && alike(mine[0], mine[1])) shown = mine;
    for (const Gap& own : mine) {
        for (const Gap& other : theirs) {
            if (!alike(own, other)) continue;
            shown.push_back(own);
            shown.push_back(other);
        }
    }
    std::vector<Guide> guides;
    for (const Gap& gap : shown) {
        const Guide guide = axis == Axis::Across
                                ? Guide{{gap.from, gap.middle}, {gap.to, gap.middle}, true}
                                : Guide{{gap.middle, gap.from}, {gap.middle, gap.to}, true};
        if (std::ranges::find(guides, guide) == guides.end()) guides.push_back(guide);
    }
    return guides;
}

}  // namespace archivolt::tools
