#include "render/layout/route.h"

#include <array>
#include <cmath>
#include <optional>

namespace archivolt {

namespace {

constexpr double kCell = 128;
constexpr double kBucket = 16;
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
constexpr std::size_t kUsualWays = 64;   // Of a few bends, between two boxes.
constexpr std::size_t kMostSearchedLinks = 1500;
constexpr std::size_t kMostSearchedBoxes = 3000;
constexpr std::uint32_t kTitleBit = 0x80000000U;
constexpr std::uint32_t kLabelId = 0xFFFFFFFEU;

std::int64_t bucketOf(double value) {
    return static_cast<std::int64_t>(std::floor(value / kBucket));
}

std::size_t cellsAlong(double length) {
    return static_cast<std::size_t>(std::max(0.0, std::floor(length / kCell))) + 1;
}

/// Returns the cell of a coordinate, that of the border for what lies outside.
std::size_t cellAt(double along, std::size_t count) {
    const double cell = along / kCell;  // What is cut off of it is what `floor`, a call, takes off.
    return cell <= 0 ? 0 : std::min(static_cast<std::size_t>(cell), count - 1);
}

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

Segment Segment::between(Point a, Point b) {
    if (a.y == b.y) return {true, a.y, std::min(a.x, b.x), std::max(a.x, b.x)};
    return {false, a.x, std::min(a.y, b.y), std::max(a.y, b.y)};
}

Rect Segment::bounds() const {
    return horizontal ? Rect{low, at, high - low, 0} : Rect{at, low, 0, high - low};
}

RectIndex::RectIndex(const Rect& area)
    : m_origin{area.x, area.y},
      m_columns(cellsAlong(area.width)),
      m_rows(cellsAlong(area.height)),
      m_cells(m_columns * m_rows) {}

RectIndex::Cells RectIndex::cellsOf(const Rect& rect) const {
    return {cellAt(rect.x - m_origin.x, m_columns), cellAt(right(rect) - m_origin.x, m_columns),
            cellAt(rect.y - m_origin.y, m_rows), cellAt(bottom(rect) - m_origin.y, m_rows)};
}

void RectIndex::add(const Rect& rect, std::uint32_t id) {
    const Cells cells = cellsOf(rect);
    for (std::size_t y = cells.top; y <= cells.bottom; ++y) {
        for (std::size_t x = cells.left; x <= cells.right; ++x) {
            m_cells[y * m_columns + x].push_back({rect, id});
        }
    }
}

bool RectIndex::meetsAny(const Rect& area, Ask ask, const void* counts) const {
    const Cells cells = cellsOf(area);
    for (std::size_t y = cells.top; y <= cells.bottom; ++y) {
        for (std::size_t x = cells.left; x <= cells.right; ++x) {
            for (const Entry& entry : m_cells[y * m_columns + x]) {
                if (intersects(entry.rect, area) && ask(counts, entry.id)) return true;
            }
        }
    }
    return false;
}

void DrawnLines::add(const Segment& segment, BoxIndex from, BoxIndex to) {
    Buckets& all = segment.horizontal ? m_horizontal : m_vertical;
    const std::int64_t key = bucketOf(segment.at);
    if (all.lines.empty()) all.first = key;
    if (key < all.first) {
        const auto more = static_cast<std::size_t>(all.first - key);
        std::vector<std::vector<Entry>> lines(more + all.lines.size());
        std::ranges::move(all.lines, lines.begin() + static_cast<std::ptrdiff_t>(more));
        all.lines = std::move(lines);
        all.first = key;
    }
    const auto at = static_cast<std::size_t>(key - all.first);
    if (at >= all.lines.size()) all.lines.resize(at + 1);
    all.lines[at].push_back({segment, from, to});
}

double DrawnLines::overlap(const Segment& segment, BoxIndex from, BoxIndex to,
                           double spacing) const {
    double total = 0;
    const Buckets& all = segment.horizontal ? m_horizontal : m_vertical;
    const std::int64_t middle = bucketOf(segment.at) - all.first;
    const auto count = static_cast<std::int64_t>(all.lines.size());
    for (auto bucket = std::max<std::int64_t>(middle - 1, 0);
         bucket <= std::min(middle + 1, count - 1); ++bucket) {
        for (const Entry& other : all.lines[static_cast<std::size_t>(bucket)]) {
            if (std::abs(other.segment.at - segment.at) >= spacing) continue;
            if (other.from == from || other.to == to) continue;
            const double shared = std::min(segment.high, other.segment.high) -
                                  std::max(segment.low, other.segment.low);
            total += std::max(0.0, shared);
        }
    }
    return total;
}

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
    std::ranges::fill(m_open, std::uint8_t{0});
    for (const BoxIndex end : {link.from, link.to}) {
        for (BoxIndex box = end; box != kNoBox; box = m_diagram.boxes[box].parent) {
            m_open[box] = 1;
            for (const BoxIndex subnet : m_diagram.boxes[box].spans) m_open[subnet] = 1;
        }
    }
    BoxIndex common = m_diagram.boxes[link.from].parent;
    while (!m_diagram.isWithin(link.to, common)) common = m_diagram.boxes[common].parent;
    m_common = m_layout.rects[common];
    m_opaque = true;
}

bool Router::blocks(std::uint32_t id) const {
    if ((id & kTitleBit) != 0) return true;  // Titles, badges, labels.
    if (m_open[id] != 0) return false;
    return m_opaque || isNode(m_diagram.boxes[id].kind);
}

std::vector<Router::Port> Router::portsOf(const Rect& rect, const Rect& other) const {
    std::vector<Port> ports;
    const Point c = center(rect);
    const double x =
        std::clamp(center(other).x, rect.x + 14, std::max(rect.x + 14, right(rect) - 14));
    const double y =
        std::clamp(center(other).y, rect.y + 14, std::max(rect.y + 14, bottom(rect) - 14));
    const auto vertical = [&](double px) {
        ports.push_back({{px, bottom(rect)}, {px, bottom(rect) + kStub}, true});
        ports.push_back({{px, rect.y}, {px, rect.y - kStub}, true});
    };
    const auto horizontal = [&](double py) {
        ports.push_back({{right(rect), py}, {right(rect) + kStub, py}, false});
        ports.push_back({{rect.x, py}, {rect.x - kStub, py}, false});
    };
    vertical(c.x);
    horizontal(c.y);
    if (x != c.x) vertical(x);
    if (y != c.y) horizontal(y);
    for (const double shift : {-16.0, 16.0}) {
        if (rect.width > 60) vertical(c.x + shift);
    }
    for (const double shift : {-10.0, 10.0}) horizontal(c.y + shift);
    return ports;
}

std::vector<ShortWay> Router::simpleWays(const Rect& a, const Rect& b) const {
    std::vector<ShortWay> ways;
    ways.reserve(kUsualWays);
    const auto starts = portsOf(a, b);
    const auto ends = portsOf(b, a);
    for (const Port& s : starts) {
        for (const Port& e : ends) {
            const bool sDown = s.out.y > s.at.y;
            const bool sRight = s.out.x > s.at.x;
            if (s.vertical && e.vertical) {
                const bool eAbove = e.out.y < e.at.y;
                if (sDown != eAbove) continue;  // Same side: a U-turn, left to the search.
                const double room = sDown ? e.at.y - s.at.y : s.at.y - e.at.y;
                if (room < 8) continue;
                if (s.at.x == e.at.x) ways.push_back({s.at, e.at});
                if (room < 2 * kStub) continue;
                for (const double part : {0.5, 0.25, 0.75}) {
                    const double y = std::round(s.at.y + (e.at.y - s.at.y) * part);
                    ways.push_back({s.at, {s.at.x, y}, {e.at.x, y}, e.at});
                }
                for (const double step : {kStub, 16.0, 24.0, 32.0}) {
                    if (room < step + kStub) break;
                    const double sy = s.at.y + (sDown ? step : -step);
                    const double ey = e.at.y + (eAbove ? -step : step);
                    ways.push_back({s.at, {s.at.x, sy}, {e.at.x, sy}, e.at});
                    ways.push_back({s.at, {s.at.x, ey}, {e.at.x, ey}, e.at});
                }
            } else if (!s.vertical && !e.vertical) {
                const bool eLeft = e.out.x < e.at.x;
                if (sRight != eLeft) continue;
                const double room = sRight ? e.at.x - s.at.x : s.at.x - e.at.x;
                if (room < 8) continue;
                if (s.at.y == e.at.y) ways.push_back({s.at, e.at});
                if (room < 2 * kStub) continue;
                for (const double part : {0.5, 0.25, 0.75}) {
                    const double x = std::round(s.at.x + (e.at.x - s.at.x) * part);
                    ways.push_back({s.at, {x, s.at.y}, {x, e.at.y}, e.at});
                }
                for (const double step : {kStub, 16.0, 24.0, 32.0}) {
                    if (room < step + kStub) break;
                    const double sx = s.at.x + (sRight ? step : -step);
                    const double ex = e.at.x + (eLeft ? -step : step);
                    ways.push_back({s.at, {sx, s.at.y}, {sx, e.at.y}, e.at});
                    ways.push_back({s.at, {ex, s.at.y}, {ex, e.at.y}, e.at});
                }
            } else if (s.vertical) {
                const bool reachable =
                    (sDown ? e.at.y - s.at.y : s.at.y - e.at.y) >= kStub &&
                    (e.out.x > e.at.x ? s.at.x - e.at.x : e.at.x - s.at.x) >= kStub;
                if (reachable) ways.push_back({s.at, {s.at.x, e.at.y}, e.at});
            } else {
                const bool reachable =
                    (sRight ? e.at.x - s.at.x : s.at.x - e.at.x) >= kStub &&
                    (e.out.y > e.at.y ? s.at.y - e.at.y : e.at.y - s.at.y) >= kStub;
                if (reachable) ways.push_back({s.at, {e.at.x, s.at.y}, e.at});
            }
        }
    }
    return ways;
}

bool Router::isClear(std::span<const Point> way, BoxIndex from, BoxIndex to) const {
    for (std::size_t i = 1; i < way.size(); ++i) {
        const Rect bounds = Segment::between(way[i - 1], way[i]).bounds();
        const auto counts = [&](std::uint32_t id) { return blocks(id); };
        if (m_obstacles.meets(inflated(bounds, kClearance), counts)) return false;
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
    const auto node = [&](std::uint32_t id) {
        return (id & kTitleBit) != 0 || isNode(m_diagram.boxes[id].kind);
    };
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
                if (m_obstacles.meets(inflated(area, 2), node)) continue;
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
    const auto node = [&](std::uint32_t id) {
        return (id & kTitleBit) != 0 || isNode(m_diagram.boxes[id].kind);
    };
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
                if (m_obstacles.meets(inflated(area, 2), node)) continue;
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

void Router::nudge(Way& way, BoxIndex from, BoxIndex to) const {
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

void Router::straighten(Way& way, BoxIndex from, BoxIndex to) const {
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

Router::Candidate Router::simpleWay(BoxIndex from, BoxIndex to, bool search) const {
    Candidate best;
    for (ShortWay& one : simpleWays(m_layout.rects[from], m_layout.rects[to])) {
        // What surely costs more need not be looked at.
        if (leastCost(one.points(), 1) >= best.cost) continue;
        one.keep(simplified(one.points()));
        const auto way = one.points();
        if (!search) return {Way(way.begin(), way.end()), 0};
        if (leastCost(way, way.size() - 1) >= best.cost) continue;
        if (!isClear(way, from, to)) continue;
        const double cost = costOf(way, from, to);
        if (cost >= best.cost) continue;
        best.way.assign(way.begin(), way.end());
        best.cost = cost;
    }
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
    m_open[goals.front().box] = 0;
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
        m_opaque = false;
        result.points = bestWay(link, simpleWay(link.from, link.to, search), search);
    }
    if (result.points.empty()) {
        const Rect& a = m_layout.rects[link.from];
        const Rect& b = m_layout.rects[link.to];
        auto ways = simpleWays(a, b);
        // Boxes that overlap or touch leave no room for a line that leaves both borders straight.
        result.points = Way{center(a), {center(b).x, center(a).y}, center(b)};
        if (!ways.empty()) {
            const auto first = ways.front().points();
            result.points.assign(first.begin(), first.end());
        }
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
