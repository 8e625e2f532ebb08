#include "render/layout/route.h"

#include <cmath>

namespace archivolt {

namespace {

constexpr double kCell = 128;
constexpr double kBucket = 16;
constexpr double kStub = 12;        // A line leaves a box straight for this far.
constexpr double kClearance = 5;    // Between a line and what it goes around.
constexpr double kLineSpacing = 6;  // Lines of different bundles nearer than this overlap.
constexpr double kBendCost = 40;
constexpr double kOverlapCost = 3;       // Per unit of length.
constexpr double kForeignCost = 2;       // Per unit of length inside a VPC that is not concerned.
constexpr double kMostWorthwhile = 240;  // A simple way that costs more is worth a search.
constexpr double kLabelHeight = 16;
constexpr std::size_t kMostSearchedLinks = 1500;
constexpr std::size_t kMostSearchedBoxes = 3000;
constexpr std::uint32_t kTitleBit = 0x80000000U;
constexpr std::uint32_t kLabelId = 0xFFFFFFFEU;

std::uint64_t cellKey(std::int64_t x, std::int64_t y) {
    return (static_cast<std::uint64_t>(x) << 32U) ^ (static_cast<std::uint64_t>(y) & 0xFFFFFFFFU);
}

std::int64_t cellOf(double value, double size) {
    return static_cast<std::int64_t>(std::floor(value / size));
}

/// Drops points that repeat or lie on a straight line between their neighbours.
void simplify(std::vector<Point>& way) {
    std::vector<Point> kept;
    for (const Point& p : way) {
        if (!kept.empty() && kept.back() == p) continue;
        while (kept.size() >= 2) {
            const Point& a = kept[kept.size() - 2];
            const Point& b = kept.back();
            const bool straight = (a.x == b.x && b.x == p.x) || (a.y == b.y && b.y == p.y);
            if (!straight) break;
            kept.pop_back();
        }
        kept.push_back(p);
    }
    way = std::move(kept);
}

}  // namespace

Segment Segment::between(Point a, Point b) {
    if (a.y == b.y) return {true, a.y, std::min(a.x, b.x), std::max(a.x, b.x)};
    return {false, a.x, std::min(a.y, b.y), std::max(a.y, b.y)};
}

Rect Segment::bounds() const {
    return horizontal ? Rect{low, at, high - low, 0} : Rect{at, low, 0, high - low};
}

void RectIndex::add(const Rect& rect, std::uint32_t id) {
    for (auto x = cellOf(rect.x, kCell); x <= cellOf(right(rect), kCell); ++x) {
        for (auto y = cellOf(rect.y, kCell); y <= cellOf(bottom(rect), kCell); ++y) {
            m_cells[cellKey(x, y)].push_back({rect, id});
        }
    }
}

bool RectIndex::meets(const Rect& area, std::uint32_t except1, std::uint32_t except2) const {
    for (auto x = cellOf(area.x, kCell); x <= cellOf(right(area), kCell); ++x) {
        for (auto y = cellOf(area.y, kCell); y <= cellOf(bottom(area), kCell); ++y) {
            const auto found = m_cells.find(cellKey(x, y));
            if (found == m_cells.end()) continue;
            for (const Entry& entry : found->second) {
                if (entry.id == except1 || entry.id == except2) continue;
                if (intersects(entry.rect, area)) return true;
            }
        }
    }
    return false;
}

void DrawnLines::add(const Segment& segment, BoxIndex from, BoxIndex to) {
    const auto key = cellOf(segment.at, kBucket) * 2 + (segment.horizontal ? 1 : 0);
    m_buckets[key].push_back({segment, from, to});
}

double DrawnLines::overlap(const Segment& segment, BoxIndex from, BoxIndex to) const {
    double total = 0;
    const auto middle = cellOf(segment.at, kBucket);
    for (auto bucket = middle - 1; bucket <= middle + 1; ++bucket) {
        const auto found = m_buckets.find(bucket * 2 + (segment.horizontal ? 1 : 0));
        if (found == m_buckets.end()) continue;
        for (const Entry& other : found->second) {
            if (std::abs(other.segment.at - segment.at) >= kLineSpacing) continue;
            if (other.from == from || other.to == to) continue;
            const double shared = std::min(segment.high, other.segment.high) -
                                  std::max(segment.low, other.segment.low);
            total += std::max(0.0, shared);
        }
    }
    return total;
}

Router::Router(const Diagram& diagram, const Layout& layout, const TextMeasure& measure)
    : m_diagram(diagram), m_layout(layout), m_measure(measure) {
    for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
        const Rect& rect = layout.rects[i];
        const BoxKind kind = diagram.boxes[i].kind;
        if (isNode(kind)) {
            m_obstacles.add(rect, i);
            continue;
        }
        if (kind == BoxKind::Vpc) m_vpcs.push_back(i);
        if (layout.titles[i].width > 0) m_obstacles.add(layout.titles[i], i | kTitleBit);
        if (kind == BoxKind::Outside || kind == BoxKind::Shelf) continue;
        const Point a{rect.x, rect.y};
        const Point b{right(rect), bottom(rect)};
        m_lines.add(Segment::between(a, {b.x, a.y}), kNoBox, kNoBox);
        m_lines.add(Segment::between({a.x, b.y}, b), kNoBox, kNoBox);
        m_lines.add(Segment::between(a, {a.x, b.y}), kNoBox, kNoBox);
        m_lines.add(Segment::between({b.x, a.y}, b), kNoBox, kNoBox);
    }
    for (const Note& note : diagram.notes) m_obstacles.add(note.place, kLabelId);
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

std::vector<Router::Way> Router::simpleWays(const Rect& a, const Rect& b) const {
    std::vector<Way> ways;
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
                for (const double step : {16.0, 24.0, 32.0}) {
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
                for (const double step : {16.0, 24.0, 32.0}) {
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

bool Router::isClear(const Way& way, BoxIndex from, BoxIndex to) const {
    for (std::size_t i = 1; i < way.size(); ++i) {
        const Rect bounds = Segment::between(way[i - 1], way[i]).bounds();
        if (m_obstacles.meets(inflated(bounds, kClearance), from, to)) return false;
        // The ends' own boxes may be touched by the line's ends, and not be crossed.
        const Rect inside = inflated(bounds, 0.1);
        for (const BoxIndex end : {from, to}) {
            if (intersects(inflated(m_layout.rects[end], -1), inside)) return false;
        }
    }
    return true;
}

double Router::throughOthers(const Segment& segment, BoxIndex from, BoxIndex to) const {
    double total = 0;
    const Rect line = segment.bounds();
    for (const BoxIndex vpc : m_vpcs) {
        const Rect& rect = m_layout.rects[vpc];
        const double wide = std::min(right(line), right(rect)) - std::max(line.x, rect.x);
        const double high = std::min(bottom(line), bottom(rect)) - std::max(line.y, rect.y);
        if (wide < 0 || high < 0) continue;
        if (m_diagram.isWithin(from, vpc) || m_diagram.isWithin(to, vpc)) continue;
        total += std::max(wide, high);
    }
    return total;
}

double Router::costOf(const Way& way, BoxIndex from, BoxIndex to) const {
    double cost = 0;
    for (std::size_t i = 1; i < way.size(); ++i) {
        const Segment segment = Segment::between(way[i - 1], way[i]);
        cost += segment.high - segment.low + kBendCost;
        cost += kOverlapCost * m_lines.overlap(segment, from, to);
        cost += kForeignCost * throughOthers(segment, from, to);
    }
    // A line that leaves or meets the middle of a side looks calmer than one beside it.
    const Point a = center(m_layout.rects[from]);
    const Point b = center(m_layout.rects[to]);
    const bool aMiddle = way.front().x == a.x || way.front().y == a.y;
    const bool bMiddle = way.back().x == b.x || way.back().y == b.y;
    return cost + (aMiddle ? 0 : 6) + (bMiddle ? 0 : 6);
}

Point Router::labelPlace(const Way& way, const std::string& text, BoxIndex from, BoxIndex to) {
    (void)from;
    (void)to;
    const double width = m_measure(text, fonts::kLabel) + 8;
    Point best{(way[0].x + way[1].x) / 2, (way[0].y + way[1].y) / 2};
    double longest = -1;
    for (std::size_t i = 1; i < way.size(); ++i) {
        const Segment segment = Segment::between(way[i - 1], way[i]);
        const double length = segment.high - segment.low;
        for (const double part : {0.5, 0.3, 0.7, 0.15, 0.85}) {
            const double along = segment.low + length * part;
            const Point on =
                segment.horizontal ? Point{along, segment.at} : Point{segment.at, along};
            const Rect area{on.x - width / 2, on.y - kLabelHeight / 2, width, kLabelHeight};
            const bool fits = length >= (segment.horizontal ? width + 12 : kLabelHeight + 12);
            if (!fits || length <= longest) continue;
            if (m_obstacles.meets(inflated(area, 2), kNoBox, kNoBox)) continue;
            if (m_labels.meets(area, kNoBox, kNoBox)) continue;
            best = on;
            longest = length;
            break;
        }
    }
    m_labels.add({best.x - width / 2, best.y - kLabelHeight / 2, width, kLabelHeight}, kLabelId);
    return best;
}

LinkRoute Router::route(const Link& link, bool search) {
    LinkRoute result;
    const bool nested =
        m_diagram.isWithin(link.from, link.to) || m_diagram.isWithin(link.to, link.from);
    if (nested) return result;
    const Rect& a = m_layout.rects[link.from];
    const Rect& b = m_layout.rects[link.to];
    double least = 0;
    for (Way& way : simpleWays(a, b)) {
        simplify(way);
        if (!result.points.empty() && !search) break;
        if (search && !isClear(way, link.from, link.to)) continue;
        const double cost = costOf(way, link.from, link.to);
        if (!result.points.empty() && cost >= least) continue;
        least = cost;
        result.points = std::move(way);
    }
    const double direct = std::abs(center(a).x - center(b).x) + std::abs(center(a).y - center(b).y);
    if (search && (result.points.empty() || least > direct * 2 + kMostWorthwhile)) {
        Way found = searchWay(link.from, link.to);
        if (!found.empty() &&
            (result.points.empty() || costOf(found, link.from, link.to) < least)) {
            result.points = std::move(found);
        }
    }
    if (result.points.empty()) {
        const auto ways = simpleWays(a, b);
        // Boxes that overlap or touch leave no room for a line that leaves both borders straight.
        result.points =
            ways.empty() ? Way{center(a), {center(b).x, center(a).y}, center(b)} : ways.front();
        simplify(result.points);
    }
    for (std::size_t i = 1; i < result.points.size(); ++i) {
        m_lines.add(Segment::between(result.points[i - 1], result.points[i]), link.from, link.to);
    }
    if (result.points.size() < 2) return LinkRoute{};
    result.label = labelPlace(result.points, link.label, link.from, link.to);
    return result;
}

std::vector<LinkRoute> routeLinks(const Diagram& diagram, const Layout& layout,
                                  const std::vector<Link>& links, const TextMeasure& measure) {
    if (links.empty()) return {};
    const bool search =
        links.size() <= kMostSearchedLinks && diagram.boxes.size() <= kMostSearchedBoxes;
    Router router(diagram, layout, measure);
    std::vector<LinkRoute> routes;
    routes.reserve(links.size());
    for (const Link& link : links) routes.push_back(router.route(link, search));
    return routes;
}

}  // namespace archivolt
