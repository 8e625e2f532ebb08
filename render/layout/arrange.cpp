#include "render/layout/arrange.h"

#include <cmath>

namespace archivolt {

namespace {

constexpr double kCanvasMargin = 24;
constexpr double kOutsideGap = 36;
constexpr double kOutsideToRegion = 56;
constexpr std::size_t kOutsideRows = 10;
constexpr double kShelfHeading = 30;
constexpr double kShelfPadding = 12;
constexpr double kShelfMinHeight = 360;
constexpr double kEmptySubnetHeight = 40;
constexpr std::size_t kEngineMembers = 400;  // Above this many the rule places, edges or not.
constexpr double kAspect = 1.6;

/// Returns how many columns make `count` cells of this size about 1.6 times as wide as high.
std::size_t columnsFor(std::size_t count, Size cell) {
    if (count < 2) return 1;
    const double ideal = std::sqrt(static_cast<double>(count) * kAspect * cell.height / cell.width);
    return std::max<std::size_t>(1, static_cast<std::size_t>(std::ceil(ideal)));
}

}  // namespace

double onGrid(double length) { return std::ceil(length / 4) * 4; }

Arranger::Arranger(const Diagram& diagram, const TextMeasure& measure, LayoutEngine& engine,
                   const std::vector<Rect>* before)
    : m_diagram(diagram),
      m_measure(measure),
      m_engine(engine),
      m_before(before),
      m_children(diagram.children()),
      m_linked(diagram.boxes.size()),
      m_rects(diagram.boxes.size()),
      m_laneTop(diagram.boxes.size(), kTitleHeight) {
    for (const Link& link : diagram.links) {
        if (link.from != link.to && at(link.from).parent == at(link.to).parent) {
            m_linked[link.from].push_back(link.to);
        }
    }
}

Layout Arranger::run() {
    for (BoxIndex i = 0; i < m_rects.size(); ++i) {
        if (!isNode(at(i).kind)) continue;
        const Size size = measureNode(i);
        m_rects[i].width = size.width;
        m_rects[i].height = size.height;
    }
    const Size size = measureCanvas(0);
    m_rects[0] = {0, 0, size.width, size.height};
    Layout layout;
    makeAbsolute(layout);
    layout.diagnostics = std::move(m_diagnostics);
    return layout;
}

double Arranger::titleWidth(BoxIndex box) const {
    const Box& b = at(box);
    const bool heading = b.kind == BoxKind::Shelf || b.kind == BoxKind::Zone;
    double width = m_measure(b.title, heading ? fonts::kHeading : fonts::kFrameTitle);
    width = std::min(width, kTitleMaxWidth);
    if (!b.icon.empty()) width += kTitleIcon;
    if (!b.detail.empty()) width += kTitleGap + m_measure(b.detail, fonts::kAddress);
    return onGrid(width);
}

Size Arranger::measureNode(BoxIndex box) {
    const Box& b = at(box);
    if (b.kind == BoxKind::Chip) {
        const double text = m_measure(b.title, fonts::kNodeTitle);
        const double width = onGrid(kChipTextInset + text + 10);
        return {std::clamp(width, 120.0, 188.0), kChipHeight};
    }
    const double text =
        std::max(m_measure(b.title, fonts::kNodeTitle), m_measure(b.detail, fonts::kDetail));
    const double width = onGrid(kNodeTextInset + text + kNodeTextEnd);
    return {std::clamp(width, kNodeMinWidth, kNodeMaxWidth), kNodeHeight};
}

Size Arranger::measureBox(BoxIndex box) {
    Size size;
    switch (at(box).kind) {
        case BoxKind::Node:
        case BoxKind::Chip:
        case BoxKind::Gateway: return {m_rects[box].width, m_rects[box].height};
        case BoxKind::Canvas: return measureCanvas(box);
        case BoxKind::Outside: size = measureOutside(box); break;
        case BoxKind::Region: size = measureRegion(box); break;
        case BoxKind::Vpc: size = measureVpc(box); break;
        case BoxKind::Shelf: size = measureShelf(box, kShelfMinHeight); break;
        case BoxKind::Zone:
        case BoxKind::Subnet:
        case BoxKind::Span:
        case BoxKind::Fleet:
            // Outside a VPC's grid these are plain containers of their members.
            size = measureFlow(box, kTitleHeight, titleWidth(box) + 2 * kTitleInset);
            break;
    }
    m_rects[box].width = size.width;
    m_rects[box].height = size.height;
    return size;
}

Point Arranger::wanted(BoxIndex child) const {
    const Rect& origin = (*m_before)[at(child).parent];
    return {at(child).placed->x - origin.x, at(child).placed->y - origin.y};
}

bool Arranger::isLoosePlaced(BoxIndex box) const {
    return m_before != nullptr && at(box).placed.has_value();
}

PlacementJob Arranger::jobOf(BoxIndex box) const {
    PlacementJob job;
    const auto& members = m_children[box];
    std::vector<std::uint32_t> indexOf(members.empty() ? 0 : members.back() + 1);
    for (std::uint32_t i = 0; i < members.size(); ++i) indexOf[members[i]] = i;
    for (std::uint32_t i = 0; i < members.size(); ++i) {
        job.sizes.push_back({m_rects[members[i]].width, m_rects[members[i]].height});
        for (const BoxIndex to : m_linked[members[i]]) job.edges.emplace_back(i, indexOf[to]);
    }
    return job;
}

Size Arranger::measureEdges(BoxIndex box, const PlacementJob& job, double top) {
    auto places = m_engine.place(job);
    if (!places || places->size() != job.sizes.size()) {
        if (!places) m_diagnostics.push_back(places.error());
        places = RankEngine().place(job);
    }
    Size size;
    for (std::size_t i = 0; i < job.sizes.size(); ++i) {
        Rect& rect = m_rects[m_children[box][i]];
        rect.x = kPadding + (*places)[i].x;
        rect.y = top + (*places)[i].y;
        size.width = std::max(size.width, right(rect) + kPadding);
        size.height = std::max(size.height, bottom(rect) + kPadding);
    }
    return size;
}

Size Arranger::measureFlow(BoxIndex box, double top, double minWidth) {
    const auto& members = m_children[box];
    for (const BoxIndex child : members) measureBox(child);
    if (members.empty()) return {minWidth, top + kEmptySubnetHeight};
    const bool anyPlaced = std::ranges::any_of(members, [&](auto c) { return isLoosePlaced(c); });
    const PlacementJob job = jobOf(box);
    if (!anyPlaced && !job.edges.empty() && members.size() <= kEngineMembers) {
        const Size size = measureEdges(box, job, top);
        return {std::max(size.width, minWidth), size.height};
    }
    Size cell;
    for (const Size& size : job.sizes) {
        cell.width = std::max(cell.width, size.width);
        cell.height = std::max(cell.height, size.height);
    }
    cell = {cell.width + kGap, cell.height + kGap};
    std::vector<Rect> taken;
    for (const BoxIndex child : members) {
        if (!isLoosePlaced(child)) continue;
        Rect& rect = m_rects[child];
        const Point want = wanted(child);
        rect.x = std::max(want.x, kPadding);
        rect.y = std::max(want.y, top);
        for (bool moved = true; moved;) {
            moved = false;
            for (const Rect& other : taken) {
                if (!intersects(rect, other)) continue;
                rect.y = bottom(other) + kGap;
                moved = true;
            }
        }
        taken.push_back(rect);
    }
    const std::size_t columns = columnsFor(members.size(), cell);
    std::size_t slot = 0;
    Size size{minWidth, top + kEmptySubnetHeight};
    for (const BoxIndex child : members) {
        Rect& rect = m_rects[child];
        if (!isLoosePlaced(child)) {
            do {
                rect.x = kPadding + static_cast<double>(slot % columns) * cell.width;
                rect.y = top + static_cast<double>(slot / columns) * cell.height;
                ++slot;
            } while (std::ranges::any_of(
                taken, [&](const Rect& other) { return intersects(inflated(rect, 4), other); }));
        }
        size.width = std::max(size.width, right(rect) + kPadding);
        size.height = std::max(size.height, bottom(rect) + kPadding);
    }
    return size;
}

Size Arranger::measureShelf(BoxIndex box, double maxHeight) {
    const auto& items = m_children[box];
    double width = 0;
    double height = 0;
    for (const BoxIndex item : items) {
        const Size size = measureBox(item);
        width = std::max(width, size.width);
        height = std::max(height, size.height);
    }
    const double heading = titleWidth(box) + 2 * kShelfPadding;
    const PlacementJob job = jobOf(box);
    if (!job.edges.empty() && items.size() <= kEngineMembers) {
        const Size size = measureEdges(box, job, kShelfHeading + 4);
        m_rects[box] = {0, 0, std::max(size.width, heading), size.height};
        return {m_rects[box].width, m_rects[box].height};
    }
    const double gap = height <= kChipHeight ? 6 : 10;
    const double room = std::max(maxHeight - kShelfHeading - kShelfPadding + gap, height + gap);
    const auto perColumn = std::max<std::size_t>(
        static_cast<std::size_t>(room / (height + gap)),
        static_cast<std::size_t>(std::sqrt(static_cast<double>(items.size()))));
    Size size{heading, kShelfHeading};
    for (std::size_t i = 0; i < items.size(); ++i) {
        Rect& rect = m_rects[items[i]];
        if (isNode(at(items[i]).kind)) rect.width = width;
        rect.x = kShelfPadding + static_cast<double>(i / perColumn) * (width + kGap);
        rect.y = kShelfHeading + static_cast<double>(i % perColumn) * (height + gap);
        size.width = std::max(size.width, right(rect) + kShelfPadding);
        size.height = std::max(size.height, bottom(rect) + kShelfPadding);
    }
    m_rects[box].width = size.width;
    m_rects[box].height = size.height;
    return size;
}

void Arranger::widenShelf(BoxIndex shelf, double width) {
    const double more = width - m_rects[shelf].width;
    m_rects[shelf].width = width;
    const auto& items = m_children[shelf];
    const bool oneColumn = std::ranges::all_of(
        items, [&](BoxIndex item) { return m_rects[item].x == m_rects[items.front()].x; });
    if (at(shelf).kind != BoxKind::Shelf || !oneColumn) return;
    for (const BoxIndex item : items) {
        if (!isNode(at(item).kind)) continue;
        const double most = at(item).kind == BoxKind::Chip ? width : kNodeMaxWidth;
        m_rects[item].width = std::min(m_rects[item].width + more, most);
    }
}

Size Arranger::stackShelves(const std::vector<BoxIndex>& shelves, Point origin, double maxHeight) {
    double x = origin.x;
    double y = origin.y;
    double columnWidth = 0;
    Size used;
    std::vector<BoxIndex> column;
    const auto closeColumn = [&] {
        for (const BoxIndex shelf : column) widenShelf(shelf, columnWidth);
        used.width = std::max(used.width, x + columnWidth);
        x += columnWidth + kPadding;
        y = origin.y;
        columnWidth = 0;
        column.clear();
    };
    for (const BoxIndex shelf : shelves) {
        const Size size =
            at(shelf).kind == BoxKind::Shelf ? measureShelf(shelf, maxHeight) : measureBox(shelf);
        if (!column.empty() && y + size.height > origin.y + maxHeight) closeColumn();
        m_rects[shelf].x = x;
        m_rects[shelf].y = y;
        columnWidth = std::max(columnWidth, size.width);
        column.push_back(shelf);
        y += size.height + kGap;
        used.height = std::max(used.height, y - kGap);
    }
    if (!column.empty()) closeColumn();
    return used;
}

double Arranger::headroom(BoxIndex box) const {
    const auto& inside = m_children[box];
    const bool gateways =
        std::ranges::any_of(inside, [&](auto child) { return at(child).kind == BoxKind::Gateway; });
    return gateways ? kNodeHeight / 2 + 4 : 0;
}

Size Arranger::packRows(const std::vector<BoxIndex>& items, Point origin, double width) {
    Size used{origin.x, origin.y};
    double y = origin.y;
    for (std::size_t begin = 0; begin < items.size();) {
        double rowWidth = 0;
        double above = 0;
        double height = 0;
        std::size_t end = begin;
        while (end < items.size()) {
            const Rect& rect = m_rects[items[end]];
            if (end > begin && rowWidth + rect.width > width) break;
            rowWidth += rect.width + kPadding * 2;
            above = std::max(above, headroom(items[end]));
            height = std::max(height, rect.height);
            ++end;
        }
        double x = origin.x;
        for (std::size_t i = begin; i < end; ++i) {
            Rect& rect = m_rects[items[i]];
            rect.x = x;
            rect.y = y + above;
            x += rect.width + kPadding * 2;
        }
        used.width = std::max(used.width, x - kPadding * 2);
        used.height = y + above + height;
        y = used.height + kPadding * 2;
        begin = end;
    }
    return used;
}

Size Arranger::settlePlaced(BoxIndex box, Size size, Point contentTop) {
    std::vector<BoxIndex> settled;
    for (const BoxIndex child : m_children[box]) {
        if (!isLoosePlaced(child)) settled.push_back(child);
    }
    for (const BoxIndex child : m_children[box]) {
        if (!isLoosePlaced(child) || at(child).kind == BoxKind::Gateway) continue;
        Rect& rect = m_rects[child];
        const Point want = wanted(child);
        rect.x = std::max(want.x, contentTop.x);
        rect.y = std::max(want.y, contentTop.y);
        for (bool moved = true; moved;) {
            moved = false;
            for (const BoxIndex other : settled) {
                if (!intersects(rect, m_rects[other])) continue;
                rect.y = bottom(m_rects[other]) + kGap;
                moved = true;
            }
        }
        settled.push_back(child);
        size.width = std::max(size.width, right(rect) + kPadding);
        size.height = std::max(size.height, bottom(rect) + kPadding);
    }
    return size;
}

Size Arranger::measureRegion(BoxIndex box) {
    std::vector<BoxIndex> blocks;
    std::vector<BoxIndex> shelves;
    double widest = 0;
    double area = 0;
    for (const BoxIndex child : m_children[box]) {
        const bool onShelf = at(child).kind == BoxKind::Shelf || isNode(at(child).kind);
        if (onShelf) {
            if (!isLoosePlaced(child)) shelves.push_back(child);
            continue;
        }
        const Size size = measureBox(child);
        if (isLoosePlaced(child)) continue;
        blocks.push_back(child);
        widest = std::max(widest, size.width);
        area += (size.width + 2 * kPadding) * (size.height + 2 * kPadding + headroom(child));
    }
    const Point origin{kPadding, kTitleHeight + 4};
    Size used{kPadding, origin.y};
    if (!blocks.empty()) {
        used = packRows(blocks, origin, std::max(widest, std::sqrt(area * kAspect)));
    }
    if (!shelves.empty()) {
        double first = origin.y;
        if (!blocks.empty()) first += headroom(blocks.front());
        const double tall = std::max(used.height - first, kShelfMinHeight);
        const double x = blocks.empty() ? origin.x : used.width + kPadding;
        const Size beside = stackShelves(shelves, {x, first}, tall);
        used.width = std::max(used.width, beside.width);
        used.height = std::max(used.height, beside.height);
    }
    Size size{used.width + kPadding, used.height + kPadding};
    size.width = std::max(size.width, titleWidth(box) + 2 * kTitleInset);
    return settlePlaced(box, size, origin);
}

Size Arranger::measureOutside(BoxIndex box) {
    double width = 0;
    for (const BoxIndex child : m_children[box]) width = std::max(width, measureBox(child).width);
    Size size;
    std::size_t slot = 0;
    for (const BoxIndex child : m_children[box]) {
        if (isLoosePlaced(child)) continue;
        Rect& rect = m_rects[child];
        rect.width = width;
        rect.x = static_cast<double>(slot / kOutsideRows) * (width + 2 * kGap);
        rect.y = static_cast<double>(slot % kOutsideRows) * (kNodeHeight + kOutsideGap);
        size.width = std::max(size.width, right(rect));
        size.height = std::max(size.height, bottom(rect));
        ++slot;
    }
    return settlePlaced(box, size, {0, 0});
}

Size Arranger::measureCanvas(BoxIndex box) {
    std::vector<BoxIndex> regions;
    double x = kCanvasMargin;
    double widest = 0;
    double area = 0;
    double below = 0;
    for (const BoxIndex child : m_children[box]) {
        const Size size = measureBox(child);
        Rect& rect = m_rects[child];
        if (at(child).kind == BoxKind::Outside) {
            // Beside the first Region's gateways, below its title line.
            rect.x = kCanvasMargin;
            rect.y = kCanvasMargin + kTitleHeight + 8;
            x = right(rect) + (size.width > 0 ? kOutsideToRegion : 0);
            below = bottom(rect);
        } else if (!isLoosePlaced(child)) {
            regions.push_back(child);
            widest = std::max(widest, size.width);
            area += size.width * size.height;
        }
    }
    Size used = packRows(regions, {x, kCanvasMargin}, std::max(widest, std::sqrt(area * kAspect)));
    used.height = std::max(used.height, below);
    const Size size{used.width + kCanvasMargin, used.height + kCanvasMargin};
    return settlePlaced(box, size, {x, kCanvasMargin});
}

void Arranger::makeAbsolute(Layout& layout) {
    layout.rects = m_rects;
    layout.titles.resize(m_rects.size());
    for (BoxIndex i = 1; i < m_rects.size(); ++i) {
        const Rect& parent = layout.rects[at(i).parent];
        layout.rects[i].x += parent.x;
        layout.rects[i].y += parent.y;
        const BoxKind kind = at(i).kind;
        if (isNode(kind) || kind == BoxKind::Outside || kind == BoxKind::Span) continue;
        const Rect& rect = layout.rects[i];
        const double width = std::min(titleWidth(i), rect.width - 2 * kTitleInset);
        layout.titles[i] = {rect.x + kTitleInset, rect.y + 6, width, 20};
    }
    Rect all = layout.rects[0];
    for (const Note& note : m_diagram.notes) all = united(all, inflated(note.place, kCanvasMargin));
    for (const Frame& f : m_diagram.frames) all = united(all, inflated(f.place, kCanvasMargin));
    layout.rects[0] = all;
}

Layout computeLayout(const Diagram& diagram, const TextMeasure& measure, LayoutEngine& engine) {
    INVARIANT(!diagram.boxes.empty() && diagram.boxes[0].kind == BoxKind::Canvas);
    Layout layout = Arranger(diagram, measure, engine, nullptr).run();
    const bool placed =
        std::ranges::any_of(diagram.boxes, [](const Box& box) { return box.placed.has_value(); });
    // A placed node may make its container grow, which moves the containers behind it.
    for (int pass = 0; placed && pass < 4; ++pass) {
        const std::vector<Rect> before = std::move(layout.rects);
        layout = Arranger(diagram, measure, engine, &before).run();
        if (layout.rects == before) break;
    }
    layout.routes = routeLinks(diagram, layout, diagram.links, measure);
    return layout;
}

}  // namespace archivolt
