#include "render/layout/arrange.h"

#include <array>
#include <cmath>

#include "render/layout/found_again.h"

namespace archivolt {

namespace {

constexpr double kEmptySubnetHeight = 40;
constexpr std::size_t kEngineMembers = 400;  // Above this many the rule places, edges or not.
constexpr double kAspect = 1.6;
constexpr std::array kFlowAspects = {0.5, 1.0, kAspect, 3.0};

/// Returns how many columns make `count` cells of this size about `aspect` times as wide as high.
std::size_t columnsFor(std::size_t count, Size cell, double aspect) {
    if (count < 2) return 1;
    const double ideal = std::sqrt(static_cast<double>(count) * aspect * cell.height / cell.width);
    return std::clamp<std::size_t>(static_cast<std::size_t>(std::ceil(ideal)), 1, count);
}

}  // namespace

double onGrid(double length) { return std::ceil(length / 4) * 4; }

Arranger::Arranger(const Diagram& diagram, const TextMeasure& measure, LayoutEngine& engine,
                   const PreviousLayout* previous, bool stacked)
    : m_diagram(diagram),
      m_measure(measure),
      m_engine(engine),
      m_previous(previous),
      m_stacked(stacked),
      m_old(diagram.boxes.size(), kNoBox),
      m_tops(diagram.boxes.size(), kTitleHeight),
      m_children(diagram.children()),
      m_linked(diagram.boxes.size()),
      m_rects(diagram.boxes.size()),
      m_shapes(diagram.boxes.size()) {
    for (const Link& link : diagram.links) {
        if (link.from != link.to && at(link.from).parent == at(link.to).parent) {
            m_linked[link.from].push_back(link.to);
        }
    }
    if (previous == nullptr) return;
    m_old = foundAgain(diagram, previous->diagram);
    for (BoxIndex i = 0; i < diagram.boxes.size(); ++i) {
        const bool same = isOld(i) && previous->diagram.boxes[m_old[i]].kind == at(i).kind;
        if (!same) m_old[i] = kNoBox;
    }
}

Layout Arranger::run() {
    for (BoxIndex i = 0; i < m_rects.size(); ++i) {
        if (!isNode(at(i).kind)) continue;
        const Size size = measureNode(i);
        m_rects[i].width = size.width;
        m_rects[i].height = size.height;
    }
    for (auto i = static_cast<BoxIndex>(m_rects.size()); i-- > 0;) makeShapes(i);
    realize(0, 0);
    const Size& size = m_shapes[0].front().size;
    m_rects[0] = {0, 0, size.width, size.height};
    Layout layout;
    layout.choices.resize(m_rects.size());
    std::vector<std::pair<BoxIndex, std::size_t>> open = {{0, 0}};
    while (!open.empty()) {
        const auto [box, pick] = open.back();
        open.pop_back();
        if (m_shapes[box].empty()) continue;
        const Shape& shape = m_shapes[box][pick];
        layout.choices[box] = shape.choice;
        for (const auto& [subnet, top] : shape.tops) m_tops[subnet] = top;
        open.insert(open.end(), shape.picks.begin(), shape.picks.end());
    }
    layout.choices[0] |= m_stacked ? kStackedBit : 0;
    layout.contentTops = m_tops;
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

double Arranger::badgesWidth(BoxIndex box) const {
    double width = 0;
    for (const BoxBadge& badge : at(box).badges) {
        width += badgeWidth(badge, m_measure) + (width > 0 ? kBadgeGap : 0);
    }
    return width;
}

double Arranger::firstLine(BoxIndex box) const {
    const double badges = badgesWidth(box);
    return titleWidth(box) + 2 * kTitleInset + (badges > 0 ? onGrid(badges + kTitleGap) : 0);
}

double Arranger::stackedLine(BoxIndex box) const {
    const Box& b = at(box);
    const double title = std::min(m_measure(b.title, fonts::kFrameTitle), kTitleMaxWidth);
    const double badges = badgesWidth(box);
    const double first = title + (badges > 0 ? badges + kTitleGap : 0);
    return onGrid(std::max(first, m_measure(b.detail, fonts::kAddress))) + 2 * kTitleInset;
}

bool Arranger::isStacked(BoxIndex box) const {
    return m_stacked && at(box).kind == BoxKind::Subnet && at(at(box).parent).kind == BoxKind::Zone;
}

Size Arranger::measureNode(BoxIndex box) {
    const Box& b = at(box);
    const double badges = badgesWidth(box);
    const double signs = badges > 0 ? badges + kBadgeGap : 0;
    if (b.kind == BoxKind::Chip) {
        const double text = m_measure(b.title, fonts::kNodeTitle);
        const double width = onGrid(kChipTextInset + text + 10 + signs);
        return {std::clamp(width, 120.0, 188.0 + onGrid(signs)), kChipHeight};
    }
    const double text = std::max(m_measure(b.title, fonts::kNodeTitle),
                                 m_measure(b.detail, fonts::kDetail) + signs);
    const double width = onGrid(kNodeTextInset + text + kNodeTextEnd);
    return {std::clamp(width, kNodeMinWidth, kNodeMaxWidth), kNodeHeight};
}

void Arranger::makeShapes(BoxIndex box) {
    switch (at(box).kind) {
        case BoxKind::Node:
        case BoxKind::Chip:
        case BoxKind::Gateway: return;
        case BoxKind::Canvas: shapeCanvas(box); return;
        case BoxKind::Outside: shapeOutside(box); return;
        case BoxKind::Region: shapeRegion(box); return;
        case BoxKind::Vpc: shapeVpc(box); return;
        case BoxKind::Shelf: shapeShelf(box); return;
        case BoxKind::Zone: return;  // A column of its VPC's grid.
        case BoxKind::Span:
        case BoxKind::Fleet:
            if (at(at(box).parent).kind == BoxKind::Vpc && !at(box).spans.empty()) return;
            break;
        case BoxKind::Subnet:
            if (at(at(box).parent).kind == BoxKind::Zone) return;
            break;
    }
    // Outside a VPC's grid these are plain containers of their members.
    shapeFlow(box);
}

void Arranger::realize(BoxIndex box, std::size_t pick) {
    if (m_shapes[box].empty()) return;  // A node, or the VPC's grid has placed it.
    const Shape& shape = m_shapes[box][pick];
    for (const auto& [inner, rect] : shape.places) m_rects[inner] = rect;
    for (const auto& [child, its] : shape.picks) {
        realize(child, its);
        if (at(child).kind == BoxKind::Shelf) widenShelf(child);
    }
}

std::vector<std::pair<BoxIndex, Rect>> Arranger::placesWithin(BoxIndex box) const {
    std::vector<std::pair<BoxIndex, Rect>> places;
    std::vector<BoxIndex> open = m_children[box];
    while (!open.empty()) {
        const BoxIndex next = open.back();
        open.pop_back();
        places.emplace_back(next, m_rects[next]);
        open.insert(open.end(), m_children[next].begin(), m_children[next].end());
    }
    return places;
}

Point Arranger::wanted(BoxIndex child) const {
    if (const auto& pinned = at(child).pinned) return {pinned->x, pinned->y};
    const Point origin = oldOrigin(at(child).parent);
    if (m_previous->settled && !isNewlyPlaced(child)) {
        const Rect& was = m_previous->layout.rects[m_old[child]];
        return {was.x - origin.x, was.y - origin.y};
    }
    return {at(child).placed->x - origin.x, at(child).placed->y - origin.y};
}

bool Arranger::isNewlyPlaced(BoxIndex child) const {
    if (!at(child).placed) return false;
    if (m_previous == nullptr || !isOld(child) || !isOld(at(child).parent)) return true;
    const Box& was = m_previous->diagram.boxes[m_old[child]];
    return was.placed != at(child).placed || was.parent != m_old[at(child).parent];
}

bool Arranger::placesAnything() const {
    for (BoxIndex box = 0; box < m_diagram.boxes.size(); ++box) {
        if (isNewlyPlaced(box)) return true;
    }
    return false;
}

bool Arranger::isLoosePlaced(BoxIndex box) const {
    if (at(box).pinned) return true;
    return m_previous != nullptr && at(box).placed.has_value() && isOld(at(box).parent);
}

Rect Arranger::moved(Rect rect, const std::vector<Rect>& taken, double gap) {
    for (bool again = true; again;) {
        again = false;
        for (const Rect& other : taken) {
            if (!intersects(rect, other)) continue;
            rect.y = bottom(other) + gap;
            again = true;
        }
    }
    return rect;
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
    auto said = m_engineSaid.find(box);
    if (said == m_engineSaid.end()) {
        auto places = m_engine.place(job);
        if (!places || places->size() != job.sizes.size()) {
            if (!places) m_diagnostics.push_back(places.error());
            places = RankEngine().place(job);
        }
        said = m_engineSaid.emplace(box, std::move(*places)).first;
    }
    Size size;
    for (std::size_t i = 0; i < job.sizes.size(); ++i) {
        Rect& rect = m_rects[m_children[box][i]];
        rect.x = kPadding + said->second[i].x;
        rect.y = top + said->second[i].y;
        size.width = std::max(size.width, right(rect) + kPadding);
        size.height = std::max(size.height, bottom(rect) + kPadding);
    }
    return size;
}

Size Arranger::measureFlow(BoxIndex box, double top, double minWidth, double aspect) {
    const auto& members = m_children[box];
    if (members.empty()) return {minWidth, top + kEmptySubnetHeight};
    for (const BoxIndex child : members) {
        if (isNode(at(child).kind) || m_shapes[child].empty()) continue;
        realize(child, 0);
        m_rects[child].width = m_shapes[child].front().size.width;
        m_rects[child].height = m_shapes[child].front().size.height;
    }
    m_tops[box] = top;
    const bool anyPlaced = std::ranges::any_of(members, [&](auto c) { return isLoosePlaced(c); });
    const PlacementJob job = jobOf(box);
    if (!anyPlaced && hasOldPlaces(members)) {
        const double shift = top - m_previous->layout.contentTops[m_old[box]];
        const Size size = keepPlaces(members, {kPadding, top}, kGap, shift);
        return {std::max(size.width + kPadding, minWidth),
                std::max(size.height + kPadding, top + kEmptySubnetHeight)};
    }
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
        rect = moved(rect, taken, kGap);
        taken.push_back(rect);
    }
    const std::set<BoxIndex> kept = keepBeside(box, top, taken);
    const std::size_t columns = columnsFor(members.size(), cell, aspect);
    std::size_t slot = 0;
    Size size{minWidth, top + kEmptySubnetHeight};
    for (const BoxIndex child : members) {
        Rect& rect = m_rects[child];
        if (!isLoosePlaced(child) && !kept.contains(child)) {
            do {
                rect.x = kPadding + static_cast<double>(slot % columns) * cell.width;
                const auto row = slot / columns;
                rect.y = top + static_cast<double>(row) * cell.height;
                ++slot;
            } while (std::ranges::any_of(
                taken, [&](const Rect& other) { return intersects(inflated(rect, 4), other); }));
        }
        size.width = std::max(size.width, right(rect) + kPadding);
        size.height = std::max(size.height, bottom(rect) + kPadding);
    }
    return size;
}

std::set<BoxIndex> Arranger::keepBeside(BoxIndex box, double top, std::vector<Rect>& taken) {
    std::set<BoxIndex> kept;
    if (!hasOldPlaces(m_children[box])) return kept;
    const double shift = top - m_previous->layout.contentTops[m_old[box]];
    for (const BoxIndex child : m_children[box]) {
        if (isLoosePlaced(child) || !stayed(child)) continue;
        Rect rect = oldPlace(child);
        rect.y = std::max(rect.y + shift, top);
        rect.width = m_rects[child].width;
        rect.height = m_rects[child].height;
        const bool free = std::ranges::none_of(
            taken, [&](const Rect& other) { return intersects(inflated(rect, 4), other); });
        if (!free) continue;
        m_rects[child] = rect;
        taken.push_back(rect);
        kept.insert(child);
    }
    return kept;
}

void Arranger::widenShelf(BoxIndex shelf) {
    const auto& items = m_children[shelf];
    const bool oneColumn = std::ranges::all_of(
        items, [&](BoxIndex item) { return m_rects[item].x == m_rects[items.front()].x; });
    if (!oneColumn || items.empty()) return;
    const double room = m_rects[shelf].width - 2 * m_rects[items.front()].x;
    for (const BoxIndex item : items) {
        if (!isNode(at(item).kind)) continue;
        const double most = at(item).kind == BoxKind::Chip ? room : kNodeMaxWidth;
        m_rects[item].width = std::max(m_rects[item].width, std::min(room, most));
    }
}

double Arranger::headroom(BoxIndex box) const {
    const auto& inside = m_children[box];
    const bool gateways =
        std::ranges::any_of(inside, [&](auto child) { return at(child).kind == BoxKind::Gateway; });
    return gateways ? kNodeHeight / 2 + 4 : 0;
}

Size Arranger::settlePlaced(BoxIndex box, Size size, Point contentTop) {
    std::vector<Rect> settled;
    for (const BoxIndex child : m_children[box]) {
        if (!isLoosePlaced(child)) settled.push_back(m_rects[child]);
    }
    for (const BoxIndex child : m_children[box]) {
        if (!isLoosePlaced(child) || at(child).kind == BoxKind::Gateway) continue;
        Rect& rect = m_rects[child];
        const Point want = wanted(child);
        rect.x = std::max(want.x, contentTop.x);
        rect.y = std::max(want.y, contentTop.y);
        rect = moved(rect, settled, kGap);
        settled.push_back(rect);
        size.width = std::max(size.width, right(rect) + kPadding);
        size.height = std::max(size.height, bottom(rect) + kPadding);
    }
    return size;
}

void Arranger::makeAbsolute(Layout& layout) {
    layout.rects = m_rects;
    layout.titles.resize(m_rects.size());
    layout.badges.resize(m_rects.size());
    for (BoxIndex i = 1; i < m_rects.size(); ++i) {
        const Rect& parent = layout.rects[at(i).parent];
        layout.rects[i].x += parent.x;
        layout.rects[i].y += parent.y;
        const BoxKind kind = at(i).kind;
        if (!isNode(kind) && kind != BoxKind::Outside && kind != BoxKind::Span) {
            const Rect& rect = layout.rects[i];
            const double width = std::min(titleWidth(i), rect.width - 2 * kTitleInset);
            const double drop = isDropped(i) ? kTitleDrop : 0;
            const double height = isStacked(i) ? 20 + kSecondLine : 20;
            layout.titles[i] = {rect.x + kTitleInset, rect.y + 6 + drop, width, height};
            if (height > 20) {
                const double name =
                    std::min(m_measure(at(i).title, fonts::kFrameTitle), kTitleMaxWidth);
                const double line = std::max(name, m_measure(at(i).detail, fonts::kAddress));
                layout.titles[i].width = std::min(onGrid(line), rect.width - 2 * kTitleInset);
            }
        }
        if (!at(i).badges.empty()) placeBadges(layout, i);
    }
    Rect all = layout.rects[0];
    for (const Note& note : m_diagram.notes) all = united(all, inflated(note.place, kPadding));
    for (const Frame& f : m_diagram.frames) all = united(all, inflated(f.place, kPadding));
    layout.rects[0] = all;
}

bool Arranger::isDropped(BoxIndex box) const {
    const double end = firstLine(box);
    return std::ranges::any_of(m_children[box], [&](BoxIndex child) {
        return at(child).kind == BoxKind::Gateway && m_rects[child].x < end;
    });
}

void Arranger::placeBadges(Layout& layout, BoxIndex box) const {
    const Rect& rect = layout.rects[box];
    const BoxKind kind = at(box).kind;
    // A gateway may stand on the right part of a VPC's first line.
    const bool behindTitle = kind == BoxKind::Vpc || kind == BoxKind::Region;
    Point at{right(rect) - 9 - badgesWidth(box), rect.y + 7};
    if (behindTitle) at = {right(layout.titles[box]) + kTitleGap, layout.titles[box].y + 1};
    if (isNode(kind)) at = {right(rect) - 7 - badgesWidth(box), bottom(rect) - 5 - kBadgeHeight};
    for (const BoxBadge& badge : m_diagram.boxes[box].badges) {
        const double width = badgeWidth(badge, m_measure);
        layout.badges[box].push_back({at.x, at.y, width, kBadgeHeight});
        at.x += width + kBadgeGap;
    }
}

double badgeWidth(const BoxBadge& badge, const TextMeasure& measure) {
    if (badge.things.size() < 2) return kBadgeWidth;
    return kBadgeWidth + std::ceil(measure(std::to_string(badge.things.size()), fonts::kHeading)) +
           2;
}

void Arranger::shapeFlow(BoxIndex box) {
    std::vector<Shape> all;
    for (std::uint32_t choice = 0; choice < kFlowAspects.size(); ++choice) {
        if (!needsShape(box, choice, kFlowAspects.size())) continue;
        Shape shape;
        shape.size = measureFlow(box, kTitleHeight, firstLine(box), kFlowAspects.at(choice));
        shape.places = placesWithin(box);
        shape.choice = choice;
        shape.tops = {{box, kTitleHeight}};
        all.push_back(std::move(shape));
    }
    keepShapes(box, std::move(all), kFlowAspects.size());
}

Layout computeLayout(const Diagram& diagram, const TextMeasure& measure, LayoutEngine& engine,
                     const PreviousLayout* previous) {
    INVARIANT(!diagram.boxes.empty() && diagram.boxes[0].kind == BoxKind::Canvas);
    constexpr double kWorthStacking = 1.12;  // How much larger it must be to stack the addresses.
    constexpr int kMostPasses = 4;
    bool stacked = previous != nullptr && (previous->layout.choices[0] & kStackedBit) != 0;
    Arranger arranger(diagram, measure, engine, previous, stacked);
    const bool placed = arranger.placesAnything();
    Layout layout = arranger.run();
    if (previous == nullptr) {
        Layout other = Arranger(diagram, measure, engine, nullptr, true).run();
        const auto scale = [](const Layout& l) {
            return drawnScale({l.rects[0].width, l.rects[0].height});
        };
        stacked = scale(other) > scale(layout) * kWorthStacking;
        if (stacked) layout = std::move(other);
    }
    // A placed node may make its container grow, which moves the containers behind it.
    for (int pass = 0; placed && pass < kMostPasses; ++pass) {
        const Layout before = std::move(layout);
        const PreviousLayout last{diagram, before, false};
        layout = Arranger(diagram, measure, engine, &last, stacked).run();
        if (layout.rects == before.rects) break;
    }
    layout.labels = shortenTitles(diagram, layout, measure);
    layout.routes = routeLinks(diagram, layout, diagram.links, measure);
    return layout;
}

}  // namespace archivolt
