#include "render/layout/route.h"

#include <array>
#include <cmath>
#include <optional>

namespace archivolt {

namespace {

constexpr double kClearance = 5;    // Between a line and what it goes around.
constexpr double kLineSpacing = 6;  // Lines of different bundles nearer than this overlap.
constexpr double kBorderSpacing = 5;
constexpr double kOverlapCost = 6;       // Per unit of length.
constexpr double kBorderCost = 30;       // Per unit of length along a frame's border.
constexpr double kForeignCost = 12;      // Per unit of length inside a container of neither end.
constexpr double kOutsideCost = 4;       // Per unit of length outside what holds both ends.
constexpr double kMostWorthwhile = 160;  // A simple way that costs more is worth a search.
constexpr std::size_t kLeastShared = 3;  // So many ways that share an end are searched at once.
constexpr double kLeastFromCorner = 6;  // A line that begins nearer to it would begin at the curve.
constexpr double kLabelHeight = 16;
constexpr double kLabelOff = 2;          // Between a line and a label beside it.
constexpr double kLabelClearance = 2.5;  // Between a label and a border that it is not to touch.
constexpr double kLabelStep = 2;         // Between places that are tried along a line.
constexpr int kMostLabelSteps = 40;      // From its middle to either end.
constexpr std::size_t kMostSearchedLinks = 1500;
constexpr std::size_t kMostSearchedBoxes = 3000;
constexpr std::uint32_t kTitleBit = 0x80000000U;
constexpr std::uint32_t kLabelId = 0xFFFFFFFEU;

/// Returns what a way surely costs: its length, and so many bends.
double leastCost(std::span<const Point> way, std::size_t segments) {
    double cost = kBendCost * static_cast<double>(segments);
    for (std::size_t i = 1; i < way.size(); ++i) {
        cost += std::abs(way[i].x - way[i - 1].x) + std::abs(way[i].y - way[i - 1].y);
    }
    return cost;
}

/// Returns how much of a segment lies outside a rectangle.
double lengthOutside(const Segment& segment, const Rect& rect) {
    const double low = segment.horizontal ? rect.x : rect.y;
    const double high = segment.horizontal ? right(rect) : bottom(rect);
    const double from = segment.horizontal ? rect.y : rect.x;
    const double to = segment.horizontal ? bottom(rect) : right(rect);
    const double length = segment.high - segment.low;
    if (segment.at < from || segment.at > to) return length;
    return length - std::max(0.0, std::min(high, segment.high) - std::max(low, segment.low));
}

/// Drops points that repeat or lie on a straight line between their neighbours, and returns how
/// many are left, which come first then.
std::size_t simplified(std::span<Point> way) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < way.size(); ++i) {
        const Point p = way[i];
        if (kept > 0 && way[kept - 1] == p) continue;
        while (kept >= 2) {
            const Point& a = way[kept - 2];
            const Point& b = way[kept - 1];
            const bool straight = (a.x == b.x && b.x == p.x) || (a.y == b.y && b.y == p.y);
            if (!straight) break;
            --kept;
        }
        way[kept++] = p;
    }
    return kept;
}

void simplify(std::vector<Point>& way) { way.resize(simplified(way)); }

}  // namespace

namespace {

/// Returns what all boxes lie in.
Rect areaOf(const Layout& layout) {
    Rect area;
    for (const Rect& rect : layout.rects) area = united(area, rect);
    return area;
}

}  // namespace

Router::Router(const Diagram& diagram, const Layout& layout, const TextMeasure& measure)
    : m_diagram(diagram),
      m_layout(layout),
      m_measure(measure),
      m_nodes(diagram.boxes.size(), 0),
      m_open(diagram.boxes.size(), 0),
      m_obstacles(areaOf(layout)),
      m_labels(areaOf(layout)),
      m_borderRects(areaOf(layout)),
      m_begins(diagram.boxes.size(), 0),
      m_ends(diagram.boxes.size(), 0) {
    for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
        const Rect& rect = layout.rects[i];
        const BoxKind kind = diagram.boxes[i].kind;
        if (isNode(kind)) {
            m_nodes[i] = 1;
            m_obstacles.add(rect, i);
            continue;
        }
        if (kind == BoxKind::Outside) continue;
        if (layout.titles[i].width > 0) m_obstacles.add(layout.titles[i], i | kTitleBit);
        for (const Rect& badge : layout.badges[i]) m_obstacles.add(badge, i | kTitleBit);
        if (kind != BoxKind::Zone) {
            m_obstacles.add(rect, i);
            m_frames.push_back(i);
        }
        const Point a{rect.x, rect.y};
        const Point b{right(rect), bottom(rect)};
        for (const auto& [from, to] :
             {std::pair(a, Point{b.x, a.y}), std::pair(Point{a.x, b.y}, b),
              std::pair(a, Point{a.x, b.y}), std::pair(Point{b.x, a.y}, b)}) {
            const Segment border = Segment::between(from, to);
            m_borders.add(border, kNoBox, kNoBox);
            m_borderRects.add(inflated(border.bounds(), 0.5), i);
        }
    }
    for (const Note& note : diagram.notes) m_obstacles.add(note.place, kLabelId);
}

void Router::openFor(const Link& link) {
    BoxIndex common = m_diagram.boxes[link.from].parent;
    while (!m_diagram.isWithin(link.to, common)) common = m_diagram.boxes[common].parent;
    m_common = m_layout.rects[common];
    setOpaque(true);
    // For nodes of the same containers the same is open, but for themselves.
    const auto homeOf = [&](BoxIndex end) {
        const bool isSimple = m_nodes[end] != 0 && m_diagram.boxes[end].spans.empty();
        return isSimple ? m_diagram.boxes[end].parent : end;
    };
    const std::pair homes(homeOf(link.from), homeOf(link.to));
    if (std::exchange(m_homes, homes) == homes) return;
    std::ranges::fill(m_open, std::uint8_t{0});
    for (BoxIndex box : {homes.first, homes.second}) {
        for (; box != kNoBox; box = m_diagram.boxes[box].parent) {
            m_open[box] = 1;
            for (const BoxIndex subnet : m_diagram.boxes[box].spans) m_open[subnet] = 1;
        }
    }
    m_obstacles.change();
}

void Router::setOpaque(bool opaque) {
    if (std::exchange(m_opaque, opaque) != opaque) m_obstacles.change();
}

bool Router::blocks(std::uint32_t id) const {
    if ((id & kTitleBit) != 0) return true;  // Titles, badges, labels.
    return m_open[id] == 0 && (m_opaque || m_nodes[id] != 0);
}

bool Router::isClear(std::span<const Point> way, BoxIndex from, BoxIndex to) {
    for (std::size_t i = 1; i < way.size(); ++i) {
        const Rect bounds = Segment::between(way[i - 1], way[i]).bounds();
        const auto inTheWay = [this](std::uint32_t id) { return blocks(id); };
        if (m_obstacles.block(inflated(bounds, kClearance), inTheWay, from, to)) return false;
        // The ends' own boxes may be touched by the line's ends, and not be crossed.
        const Rect inside = inflated(bounds, 0.1);
        for (const BoxIndex end : {from, to}) {
            if (end == kOpenEnd) continue;
            if (intersects(inflated(m_layout.rects[end], -1), inside)) return false;
        }
    }
    return true;
}

double Router::throughOthers(const Segment& segment) const {
    double total = 0;
    const Rect line = segment.bounds();
    for (const BoxIndex frame : m_frames) {
        if (m_open[frame] != 0) continue;
        const Rect& rect = m_layout.rects[frame];
        const double wide = std::min(right(line), right(rect)) - std::max(line.x, rect.x);
        const double high = std::min(bottom(line), bottom(rect)) - std::max(line.y, rect.y);
        if (wide >= 0 && high >= 0) total += std::max(wide, high);
    }
    return total;
}

double Router::stepCost(const Segment& segment, BoxIndex from, BoxIndex to) const {
    return segment.high - segment.low +
           kOverlapCost * m_lines.overlap(segment, from, to, kLineSpacing) +
           kBorderCost * m_borders.overlap(segment, from, to, kBorderSpacing) +
           kOutsideCost * lengthOutside(segment, m_common) +
           (m_opaque ? 0 : kForeignCost * throughOthers(segment));
}

double Router::costOf(std::span<const Point> way, BoxIndex from, BoxIndex to) const {
    double cost = 0;
    for (std::size_t i = 1; i < way.size(); ++i) {
        cost += kBendCost + stepCost(Segment::between(way[i - 1], way[i]), from, to);
    }
    // A line that leaves or meets the middle of a side looks calmer than one beside it.
    const Point a = center(m_layout.rects[from]);
    const Point b = center(m_layout.rects[to]);
    const bool aMiddle = way.front().x == a.x || way.front().y == a.y;
    const bool bMiddle = way.back().x == b.x || way.back().y == b.y;
    return cost + (aMiddle ? 0 : 6) + (bMiddle ? 0 : 6);
}

std::optional<Point> Router::labelBeside(const Way& way, double width) const {
    const auto any = [](std::uint32_t) { return true; };
    const auto node = [&](std::uint32_t id) { return (id & kTitleBit) != 0 || m_nodes[id] != 0; };
    std::optional<Point> best;
    double longest = 0;
    for (std::size_t i = 1; i < way.size(); ++i) {
        const Segment segment = Segment::between(way[i - 1], way[i]);
        const double length = segment.high - segment.low;
        if (length <= longest) continue;
        const double along = (segment.low + segment.high) / 2;
        const double off = (segment.horizontal ? kLabelHeight : width) / 2 + kLabelOff;
        // As near as it can be: between two nodes in a row it has to go over them.
        for (int step = 0; longest < length && step * kLabelStep <= kNodeHeight; ++step) {
            const double away = off + step * kLabelStep;
            for (const double side : {away, -away}) {
                const Point middle = segment.horizontal ? Point{along, segment.at + side}
                                                        : Point{segment.at + side, along};
                const Rect area{middle.x - width / 2, middle.y - kLabelHeight / 2, width,
                                kLabelHeight};
                if (m_obstacles.all().meets(inflated(area, 2), node)) continue;
                if (m_labels.meets(area, any)) continue;
                best = middle;
                longest = length;
                break;
            }
        }
    }
    return best;
}

Point Router::labelPlace(const Way& way, const std::string& text) {
    const double width = m_measure(text, fonts::kLabel) + 10;
    Point best{(way[0].x + way[1].x) / 2, (way[0].y + way[1].y) / 2};
    const auto any = [](std::uint32_t) { return true; };
    const auto node = [&](std::uint32_t id) { return (id & kTitleBit) != 0 || m_nodes[id] != 0; };
    // Well clear of frames' borders if there is such a place, or just clear of them; of nodes and
    // titles in any case.
    for (const std::optional<double> clearance :
         {std::optional(kLabelClearance), std::optional(0.0), std::optional<double>()}) {
        double longest = -1;
        for (std::size_t i = 1; i < way.size(); ++i) {
            const Segment segment = Segment::between(way[i - 1], way[i]);
            const double length = segment.high - segment.low;
            const int most =
                std::min(static_cast<int>(0.45 * length / kLabelStep), kMostLabelSteps);
            for (int step = 0; step <= 2 * most; ++step) {
                // From the middle outwards, to one side and the other by turns.
                const int shift = step % 2 == 0 ? -step / 2 : (step + 1) / 2;
                const double part = most == 0 ? 0.5 : 0.5 + 0.45 * shift / most;
                const double along = segment.low + length * part;
                const Point on =
                    segment.horizontal ? Point{along, segment.at} : Point{segment.at, along};
                const Rect area{on.x - width / 2, on.y - kLabelHeight / 2, width, kLabelHeight};
                const bool fits = length >= (segment.horizontal ? width + 12 : kLabelHeight + 8);
                if (!fits || length <= longest) continue;
                const bool isClear =
                    !clearance || !m_borderRects.meets(inflated(area, *clearance), any);
                if (!isClear) continue;
                if (m_obstacles.all().meets(inflated(area, 2), node)) continue;
                if (m_labels.meets(area, any)) continue;
                best = on;
                longest = length;
                break;
            }
        }
        if (longest > 0) break;
        if (!clearance) best = labelBeside(way, width).value_or(best);
    }
    if (!text.empty()) {
        m_labels.add({best.x - width / 2, best.y - kLabelHeight / 2, width, kLabelHeight},
                     kLabelId);
    }
    return best;
}

void Router::nudge(Way& way, BoxIndex from, BoxIndex to) {
    for (std::size_t i = 2; i + 1 < way.size(); ++i) {
        const Segment segment = Segment::between(way[i - 1], way[i]);
        if (m_lines.overlap(segment, from, to, kLineSpacing) == 0) continue;
        Way best = way;
        double least = costOf(way, from, to);
        for (const double shift : {6.0, -6.0, 12.0, -12.0, 18.0, -18.0}) {
            Way moved = way;
            double Point::*at = segment.horizontal ? &Point::y : &Point::x;
            moved[i - 1].*at += shift;
            moved[i].*at += shift;
            const double cost = costOf(moved, from, to);
            if (cost >= least || !isClear(moved, from, to)) continue;
            least = cost;
            best = std::move(moved);
        }
        way = std::move(best);
    }
}

void Router::straighten(Way& way, BoxIndex from, BoxIndex to) {
    for (const bool atEnd : {false, true}) {
        if (way.size() < 4) return;
        Way straight = way;
        if (atEnd) std::ranges::reverse(straight);
        const bool horizontal = Segment::between(straight[0], straight[1]).horizontal;
        const double Point::*across = horizontal ? &Point::y : &Point::x;
        const Rect& rect = m_layout.rects[atEnd ? to : from];
        const double low = horizontal ? rect.y : rect.x;
        const double high = horizontal ? bottom(rect) : right(rect);
        const double at = straight[2].*across;
        if (at < low + kLeastFromCorner || at > high - kLeastFromCorner) continue;
        (horizontal ? straight[0].y : straight[0].x) = at;
        straight.erase(straight.begin() + 1, straight.begin() + 3);
        if (atEnd) std::ranges::reverse(straight);
        simplify(straight);
        if (!isClear(straight, from, to)) continue;
        if (costOf(straight, from, to) < costOf(way, from, to)) way = std::move(straight);
    }
}

Router::Candidate Router::simpleWay(BoxIndex from, BoxIndex to, bool search) {
    Candidate best;
    // Many ways begin or end alike, and most of them are not clear there.
    enum class Leg : std::uint8_t {
        Unknown,
        Clear,
        Blocked
    };
    std::array<Leg, ShortWay::Legs::kCount> known{};
    const auto isLegClear = [&](std::size_t leg, std::span<const Point> points) {
        if (known[leg] == Leg::Unknown) {
            known[leg] = isClear(points, from, to) ? Leg::Clear : Leg::Blocked;
        }
        return known[leg] == Leg::Clear;
    };
    const auto mayBeClear = [&](const ShortWay::Legs& legs) {
        return known[legs.first] != Leg::Blocked && known[legs.last] != Leg::Blocked;
    };
    const auto take = [&](ShortWay& one) {
        // What surely costs more need not be looked at.
        if (leastCost(one.points(), 1) >= best.cost) return true;
        one.keep(simplified(one.points()));
        const auto way = one.points();
        const auto& legs = one.legs();
        if (!search) {
            best = {Way(way.begin(), way.end()), 0};
            return false;
        }
        if (leastCost(way, way.size() - 1) >= best.cost) return true;
        const bool clear = legs ? isLegClear(legs->first, way.first(2)) &&
                                      isLegClear(legs->last, way.last(2)) &&
                                      isClear(way.subspan(1, 2), from, to)
                                : isClear(way, from, to);
        if (!clear) return true;
        const double cost = costOf(way, from, to);
        if (cost >= best.cost) return true;
        best.way.assign(way.begin(), way.end());
        best.cost = cost;
        return true;
    };
    ShortWays(m_layout.rects[from], m_layout.rects[to]).each(mayBeClear, take);
    return best;
}

bool Router::isWorthASearch(const Link& link, const Candidate& known) const {
    const Point a = center(m_layout.rects[link.from]);
    const Point b = center(m_layout.rects[link.to]);
    return known.cost > std::abs(a.x - b.x) + std::abs(a.y - b.y) + kMostWorthwhile;
}

Router::Way Router::bestWay(const Link& link, Candidate known, bool search) {
    if (!search || !isWorthASearch(link, known)) return std::move(known.way);
    Way found = known.found ? *std::move(known.found) : Way();
    // In a search for several ways each goal is in the way of the others.
    if (!known.found || (found.empty() && known.way.empty())) {
        found = std::move(searchWays(link.from, std::array{Goal{link.to, known.cost}}, false)[0]);
    }
    simplify(found);
    const bool isBetter =
        !found.empty() && (known.way.empty() || costOf(found, link.from, link.to) < known.cost);
    return isBetter ? std::move(found) : std::move(known.way);
}

bool Router::isNested(const Link& link) const {
    return m_diagram.isWithin(link.from, link.to) || m_diagram.isWithin(link.to, link.from);
}

void Router::searchBundle(std::span<const Link> bundle, std::vector<Candidate>& known) {
    const bool backwards = bundle[0].from != bundle[1].from;
    const auto otherOf = [&](const Link& link) { return backwards ? link.from : link.to; };
    std::vector<Goal> goals;
    std::vector<std::size_t> sought;
    for (std::size_t i = 0; i < bundle.size(); ++i) {
        const Link& link = bundle[i];
        if (isNested(link) || !isWorthASearch(link, known[i])) continue;
        // Lines that end at the same box may run together, those of one such box alone.
        if ((backwards ? m_begins : m_ends)[otherOf(link)] != 0) continue;
        goals.push_back({otherOf(link), known[i].cost});
        sought.push_back(i);
    }
    if (goals.size() < kLeastShared) return;
    openFor(bundle[sought.front()]);
    auto ways = searchWays(backwards ? bundle[0].to : bundle[0].from, goals, backwards);
    for (std::size_t i = 0; i < sought.size(); ++i) known[sought[i]].found = std::move(ways[i]);
}

void Router::route(std::span<const Link> bundle, bool search, std::vector<LinkRoute>& routes) {
    std::vector<Candidate> known(bundle.size());
    // What one of the bundle comes to changes nothing for the others.
    for (std::size_t i = 0; i < bundle.size(); ++i) {
        if (isNested(bundle[i])) continue;
        openFor(bundle[i]);
        known[i] = simpleWay(bundle[i].from, bundle[i].to, search);
    }
    if (search && bundle.size() >= kLeastShared) searchBundle(bundle, known);
    for (std::size_t i = 0; i < bundle.size(); ++i) {
        routes.push_back(route(bundle[i], std::move(known[i]), search));
    }
}

LinkRoute Router::route(const Link& link, Candidate known, bool search) {
    LinkRoute result;
    if (isNested(link)) return result;
    openFor(link);
    result.points = bestWay(link, std::move(known), search);
    if (result.points.empty() && search) {
        // Where there is no way around, a container is crossed, and the shortest part of it.
        setOpaque(false);
        result.points = bestWay(link, simpleWay(link.from, link.to, search), search);
    }
    if (result.points.empty()) {
        const Rect& a = m_layout.rects[link.from];
        const Rect& b = m_layout.rects[link.to];
        // Boxes that overlap or touch leave no room for a line that leaves both borders straight.
        result.points = Way{center(a), {center(b).x, center(a).y}, center(b)};
        const auto takeFirst = [&](ShortWay& first) {
            result.points.assign(first.points().begin(), first.points().end());
            return false;
        };
        ShortWays(a, b).each([](const ShortWay::Legs&) { return true; }, takeFirst);
        simplify(result.points);
    } else if (search) {
        straighten(result.points, link.from, link.to);
        nudge(result.points, link.from, link.to);
    }
    for (std::size_t i = 1; i < result.points.size(); ++i) {
        m_lines.add(Segment::between(result.points[i - 1], result.points[i]), link.from, link.to);
    }
    if (result.points.size() < 2) return LinkRoute{};
    m_begins[link.from] = 1;
    m_ends[link.to] = 1;
    result.label = labelPlace(result.points, link.label);
    return result;
}

namespace {

/// Returns how many of the links, from the first on, share an end and have the others, nodes, in
/// one container; one at least.
std::size_t bundleOf(const Diagram& diagram, std::span<const Link> links) {
    const auto run = [&](BoxIndex Link::*shared, BoxIndex Link::*other) {
        const auto fits = [&](const Link& link) {
            const Box& box = diagram.boxes[link.*other];
            return link.*shared == links[0].*shared && isNode(box.kind) && box.spans.empty() &&
                   box.parent == diagram.boxes[links[0].*other].parent;
        };
        return static_cast<std::size_t>(std::ranges::find_if_not(links, fits) - links.begin());
    };
    return std::max({std::size_t{1}, run(&Link::from, &Link::to), run(&Link::to, &Link::from)});
}

}  // namespace

std::vector<LinkRoute> routeLinks(const Diagram& diagram, const Layout& layout,
                                  const std::vector<Link>& links, const TextMeasure& measure) {
    if (links.empty()) return {};
    const bool search =
        links.size() <= kMostSearchedLinks && diagram.boxes.size() <= kMostSearchedBoxes;
    Router router(diagram, layout, measure);
    std::vector<LinkRoute> routes;
    routes.reserve(links.size());
    for (std::span<const Link> left = links; !left.empty();) {
        const auto bundle = left.first(bundleOf(diagram, left));
        router.route(bundle, search, routes);
        left = left.subspan(bundle.size());
    }
    return routes;
}

}  // namespace archivolt
