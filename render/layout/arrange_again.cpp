#include <numeric>

#include "render/layout/arrange.h"

namespace archivolt {

namespace {

/// A box that was there before: where, and how large it is now.
struct Kept {
    Rect before;
    Size now;
    Point at;
};

bool meet(double a, double aEnd, double b, double bEnd) { return a < bEnd && b < aEnd; }

/// Pushes what stands behind what grew, along one axis; order and least distances are kept.
void pushApart(std::vector<Kept>& boxes, bool across, double gap) {
    std::vector<std::size_t> order(boxes.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto begin = [&](const Rect& r) { return across ? r.x : r.y; };
    const auto end = [&](const Rect& r) { return across ? right(r) : bottom(r); };
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return begin(boxes[i].before); });
    for (std::size_t i = 0; i < order.size(); ++i) {
        Kept& box = boxes[order[i]];
        for (std::size_t j = 0; j < i; ++j) {
            const Kept& other = boxes[order[j]];
            if (begin(box.before) < end(other.before)) continue;  // Not behind it.
            const Rect& a = box.before;
            const Rect& b = other.before;
            const bool faces =
                across ? meet(a.y, bottom(a), b.y, bottom(b)) : meet(a.x, right(a), b.x, right(b));
            const bool apart =
                !meet(a.x, right(a), b.x, right(b)) && !meet(a.y, bottom(a), b.y, bottom(b));
            // What stands aslant is kept apart from above, should both have grown.
            if (!faces && (across || !apart)) continue;
            const double was = begin(box.before) - end(other.before);
            const double size = across ? other.now.width : other.now.height;
            const double from = (across ? other.at.x : other.at.y) + size;
            double& place = across ? box.at.x : box.at.y;
            if (faces) place = std::max(place, from + std::min(was, gap));
            const bool collides =
                meet(box.at.x, box.at.x + box.now.width, other.at.x, other.at.x + other.now.width);
            if (!faces && collides) place = std::max(place, from + std::min(was, gap));
        }
    }
}

}  // namespace

std::optional<std::uint32_t> Arranger::oldChoice(BoxIndex box) const {
    if (!isOld(box)) return std::nullopt;
    return m_previous->layout.choices[m_old[box]];
}

bool Arranger::needsShape(BoxIndex box, std::uint32_t choice, std::size_t count) const {
    const auto old = oldChoice(box);
    return !old || *old >= count || *old == choice;
}

Rect Arranger::oldPlace(BoxIndex box) const {
    Rect rect = m_previous->layout.rects[m_old[box]];
    const Point origin = oldOrigin(at(box).parent);
    rect.x -= origin.x;
    rect.y -= origin.y;
    return rect;
}

Point Arranger::oldOrigin(BoxIndex container) const {
    // The canvas' rectangle holds the notes as well, but what stands on it is placed from zero.
    if (at(container).kind == BoxKind::Canvas) return {0, 0};
    const Rect& rect = m_previous->layout.rects[m_old[container]];
    return {rect.x, rect.y};
}

bool Arranger::hasOldPlaces(const std::vector<BoxIndex>& boxes) const {
    return m_previous != nullptr &&
           std::ranges::any_of(boxes, [&](BoxIndex b) { return stayed(b); });
}

bool Arranger::stayed(BoxIndex box) const {
    const BoxIndex parent = at(box).parent;
    return isOld(box) && isOld(parent) &&
           m_previous->diagram.boxes[m_old[box]].parent == m_old[parent];
}

void Arranger::keepShapes(BoxIndex box, std::vector<Shape> all, std::size_t most) {
    if (const auto& pinned = at(box).pinned) {
        for (Shape& shape : all) {
            shape.size.width = std::max(shape.size.width, pinned->width);
            shape.size.height = std::max(shape.size.height, pinned->height);
        }
    }
    if (const auto choice = oldChoice(box)) {
        const auto same = std::ranges::find(all, *choice, &Shape::choice);
        if (same != all.end()) {
            m_shapes[box].push_back(std::move(*same));
            return;
        }
    }
    std::vector<Size> sizes;
    sizes.reserve(all.size());
    for (const Shape& shape : all) sizes.push_back(shape.size);
    for (const std::size_t i : worthKeeping(sizes, most)) {
        m_shapes[box].push_back(std::move(all[i]));
    }
}

Size Arranger::keepPlaces(const std::vector<BoxIndex>& boxes, Point origin, double gap,
                          double shift) {
    std::vector<Kept> kept;
    std::vector<BoxIndex> news;
    std::vector<BoxIndex> olds;
    for (const BoxIndex box : boxes) {
        if (!stayed(box)) {
            news.push_back(box);
            continue;
        }
        Rect before = oldPlace(box);
        before.y += shift;
        const double least = origin.y + headroom(box);  // A gateway may be new on its border.
        kept.push_back({before,
                        {m_rects[box].width, m_rects[box].height},
                        {before.x, std::max(before.y, least)}});
        olds.push_back(box);
    }
    pushApart(kept, true, gap);
    pushApart(kept, false, gap);
    std::vector<Rect> taken;
    Size used{origin.x, origin.y};
    const auto settle = [&](BoxIndex box, Point at) {
        m_rects[box].x = at.x;
        m_rects[box].y = at.y;
        taken.push_back(m_rects[box]);
        used.width = std::max(used.width, right(m_rects[box]));
        used.height = std::max(used.height, bottom(m_rects[box]));
    };
    for (std::size_t i = 0; i < olds.size(); ++i) settle(olds[i], kept[i].at);
    for (const BoxIndex box : news) {
        const Rect& size = m_rects[box];
        // The first free place on the lines of what is there, inside what is used already.
        std::vector<double> xs = {origin.x};
        std::vector<double> ys = {origin.y, used.height + gap};
        for (const Rect& other : taken) {
            xs.push_back(other.x);
            xs.push_back(right(other) + gap);
            ys.push_back(other.y);
            ys.push_back(bottom(other) + gap);
        }
        std::ranges::sort(xs);
        std::ranges::sort(ys);
        std::optional<Point> found;
        for (std::size_t y = 0; y < ys.size() && !found; ++y) {
            for (std::size_t x = 0; x < xs.size() && !found; ++x) {
                const Rect rect{xs[x], ys[y], size.width, size.height};
                const bool inside = rect.x == origin.x || right(rect) <= used.width;
                const bool free = std::ranges::none_of(taken, [&](const Rect& other) {
                    return intersects(inflated(rect, gap - 0.5), other);
                });
                if (inside && free) found = Point{rect.x, rect.y};
            }
        }
        settle(box, found.value_or(Point{origin.x, used.height + gap}));
    }
    return used;
}

std::size_t Arranger::takeSquarest(BoxIndex box) {
    std::size_t pick = 0;
    for (std::size_t i = 1; i < m_shapes[box].size(); ++i) {
        const Size& now = m_shapes[box][pick].size;
        const Size& other = m_shapes[box][i].size;
        if (std::max(other.width, other.height) < std::max(now.width, now.height)) pick = i;
    }
    m_rects[box].width = m_shapes[box][pick].size.width;
    m_rects[box].height = m_shapes[box][pick].size.height;
    return pick;
}

void Arranger::keepBlocks(BoxIndex box, const std::vector<BoxIndex>& blocks, Point origin) {
    Shape shape;
    for (const BoxIndex block : blocks) {
        if (m_shapes[block].empty()) continue;  // A node has its size.
        const std::size_t pick = takeSquarest(block);
        if (stayed(block) && at(block).kind == BoxKind::Shelf) {
            // A frame that was stretched for its neighbours' sake stays as wide and high.
            const Rect before = oldPlace(block);
            m_rects[block].width = std::max(m_rects[block].width, before.width);
            m_rects[block].height = std::max(m_rects[block].height, before.height);
        }
        shape.picks.emplace_back(block, pick);
    }
    shape.size = keepPlaces(blocks, origin, kBlockGap, 0);
    for (const BoxIndex block : blocks) shape.places.emplace_back(block, m_rects[block]);
    shape.size.width = std::max(shape.size.width + kPadding, firstLine(box));
    shape.size.height += kPadding;
    m_shapes[box].push_back(std::move(shape));
    settleInShapes(box, origin);
}

void Arranger::keepCanvas(BoxIndex box, BoxIndex outside, const std::vector<BoxIndex>& regions) {
    Shape shape;
    const std::uint32_t flat = oldChoice(box).value_or(0) & kFlatBit;
    shape.choice = flat;
    Point origin{kCanvasMargin, kCanvasMargin};
    for (const BoxIndex region : regions) {
        const Size& size = m_shapes[region].front().size;
        m_rects[region].width = size.width;
        m_rects[region].height = size.height;
        shape.picks.emplace_back(region, 0);
    }
    if (outside != kNoBox) {
        const Size size = m_shapes[outside][flat].size;
        Rect rect{origin.x, origin.y, size.width, size.height};
        if (flat == 0) rect.y += kTitleHeight + 8;
        // Regions make room only where the outside grew.
        const double x = right(rect) + kOutsideToRegion;
        const double y = bottom(rect) + kOutsideToRegion;
        if (size.width > 0) (flat == 0 ? origin.x : origin.y) = flat == 0 ? x : y;
        shape.places.emplace_back(outside, rect);
        shape.picks.emplace_back(outside, flat);
        shape.size = {right(rect), bottom(rect)};
    }
    Size used = keepPlaces(regions, origin, kBlockGap, 0);
    double left = used.width;
    double top = used.height;
    for (const BoxIndex region : regions) {
        left = std::min(left, m_rects[region].x);
        top = std::min(top, m_rects[region].y);
    }
    const Point push{std::max(0.0, origin.x - left), std::max(0.0, origin.y - top)};
    for (const BoxIndex region : regions) {
        m_rects[region].x += push.x;
        m_rects[region].y += push.y;
        shape.places.emplace_back(region, m_rects[region]);
    }
    shape.size.width = std::max(shape.size.width, used.width + push.x) + kCanvasMargin;
    shape.size.height = std::max(shape.size.height, used.height + push.y) + kCanvasMargin;
    m_shapes[box].push_back(std::move(shape));
    settleInShapes(box, {kCanvasMargin, kCanvasMargin});
}

}  // namespace archivolt
