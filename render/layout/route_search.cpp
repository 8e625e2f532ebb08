#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <iterator>
#include <limits>
#include <span>

#include "render/layout/route.h"

namespace archivolt {

namespace {

constexpr double kAroundNode = 8;    // How far outside a node or title a way around it runs.
constexpr double kAroundFrame = 12;  // In the middle of the gutters between frames.
constexpr double kInFrame = 6;       // Between a subnet and its zone.
constexpr double kReach = 200;       // Boxes this far outside the two ends give lines to run on.
constexpr double kNear = 6;          // More than lines keep clear of what is in their way.
constexpr std::size_t kMostStates = 250000;
// Marks of a corner: a way to a goal may end there; of a step, something may be in its way.
constexpr std::uint8_t kIsEnd = 1;
constexpr std::uint8_t kIsNear = 2;

void keepUnique(std::vector<double>& lines) {
    std::ranges::sort(lines);
    lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
}

std::size_t indexOf(const std::vector<double>& lines, double value) {
    return static_cast<std::size_t>(std::ranges::lower_bound(lines, value) - lines.begin());
}

/// Where lines that begin or end at a crossing meet the border of their box.
struct PortAt {
    std::size_t corner = 0;
    Point out;
    Point border;
    std::size_t goal = 0;  ///< Whose end it is, by its place among the goals.
};

}  // namespace

void Router::addLines(std::vector<double>& xs, std::vector<double>& ys, const Rect& area) const {
    const auto around = [&](const Rect& rect, double by) {
        xs.insert(xs.end(), {rect.x - by, right(rect) + by});
        ys.insert(ys.end(), {rect.y - by, bottom(rect) + by});
    };
    std::vector<std::uint8_t> hidden(m_diagram.boxes.size(), 0);
    for (BoxIndex i = 1; i < m_diagram.boxes.size(); ++i) {
        const Box& box = m_diagram.boxes[i];
        // Inside what is not crossed nothing needs to be gone around.
        const bool opaque = m_opaque && !isNode(box.kind) && box.kind != BoxKind::Zone &&
                            box.kind != BoxKind::Outside && m_open[i] == 0;
        hidden[i] = hidden[box.parent] != 0 || opaque ? 1 : 0;
        if (hidden[box.parent] != 0 || box.kind == BoxKind::Outside) continue;
        const Rect& rect = m_layout.rects[i];
        if (!intersects(area, rect)) continue;
        if (isNode(box.kind)) {
            around(rect, kAroundNode);
            continue;
        }
        around(rect, kAroundFrame);
        if (box.kind == BoxKind::Subnet || box.kind == BoxKind::Zone) around(rect, kInFrame);
        if (m_layout.titles[i].width > 0 && m_open[i] != 0) {
            around(m_layout.titles[i], kAroundNode);
            for (const Rect& badge : m_layout.badges[i]) around(badge, kAroundNode);
        }
    }
}

/// A* over the crossings of the lines that run just outside boxes and through the ports.
///
/// A corner is a crossing and whether it was come to along its horizontal line. Where there are
/// several goals, one search finds the ways to all: each is in the way of the others then, and what
/// is left of a way is known by the rectangle around all.
class Router::Search {
public:
    Search(Router& router, BoxIndex start, std::span<const Goal> goals, bool backwards)
        : m_router(router),
          m_start(start),
          m_goals(goals),
          m_backwards(backwards),
          m_other(goals.size() == 1 ? goals.front().box : kOpenEnd),
          m_ways(goals.size()) {}
    std::vector<Way> run();

private:
    static constexpr std::size_t kNone = std::numeric_limits<std::uint32_t>::max();
    /// A crossing, by its lines.
    struct Crossing {
        std::size_t x;
        std::size_t y;
    };

    [[nodiscard]] bool layLines();
    /// Marks the steps that something in the way is near: all others are free.
    void markNear();
    void markNear(const Rect& area);
    void findEnds();
    void begin();
    /// Ends the ways to goals at a corner that was come to at the least cost.
    void settle(std::size_t corner);
    /// Counts the goals that are left, and what the dearest way to one may cost.
    void count();
    void goOn(std::size_t corner, double cost);
    bool reach(Crossing at, bool horizontal, double cost, std::size_t previous);
    [[nodiscard]] Way wayTo(std::size_t corner, Point end) const;
    /// Returns what a way from a corner to the nearest goal costs at least, stubs left out: its
    /// length and its bends, were nothing in between.
    [[nodiscard]] double guess(Point from, bool horizontal) const;
    /// Returns what it costs to go to the next crossing right or below; below 0 where it is
    /// blocked.
    [[nodiscard]] double stepFrom(Crossing at, bool across);
    [[nodiscard]] auto endsAt(std::size_t corner) const {
        const auto first = std::ranges::lower_bound(m_ends, corner, {}, &PortAt::corner);
        const auto last = std::ranges::upper_bound(m_ends, corner, {}, &PortAt::corner);
        return std::span(first, last);
    }
    [[nodiscard]] std::size_t cornerOf(Crossing at, bool horizontal) const {
        return (at.y * m_xs.size() + at.x) * 2 + (horizontal ? 1 : 0);
    }
    [[nodiscard]] Crossing crossingOf(const LinePort& port) const {
        return {indexOf(m_xs, port.out.x), indexOf(m_ys, port.out.y)};
    }
    [[nodiscard]] Crossing crossingOf(std::size_t corner) const {
        const auto crossing = static_cast<std::uint32_t>(corner / 2);  // Few bits divide fast.
        const auto width = static_cast<std::uint32_t>(m_xs.size());
        return {crossing % width, crossing / width};
    }
    [[nodiscard]] Point pointOf(Crossing at) const { return {m_xs[at.x], m_ys[at.y]}; }
    [[nodiscard]] BoxIndex from(BoxIndex other) const { return m_backwards ? other : m_start; }
    [[nodiscard]] BoxIndex to(BoxIndex other) const { return m_backwards ? m_start : other; }
    [[nodiscard]] const Rect& rectOf(BoxIndex box) const { return m_router.m_layout.rects[box]; }

    Router& m_router;
    BoxIndex m_start;
    std::span<const Goal> m_goals;
    bool m_backwards;
    BoxIndex m_other;  ///< The goal, where there is one alone.
    std::vector<Way> m_ways;
    std::vector<std::uint8_t> m_settled;  ///< By goal.
    std::size_t m_left = 0;               ///< How many goals have no way yet and may have.
    double m_most = 0;                    ///< No way that costs as much is of use to any of these.
    std::vector<double> m_xs;
    std::vector<double> m_ys;
    std::vector<PortAt> m_ends;  ///< By corner.
    Rect m_around;               ///< The corners of all ends.
    std::vector<PortAt> m_begins;
};

bool Router::Search::layLines() {
    Rect area = rectOf(m_start);
    std::vector<LinePort> ports;
    for (const Goal& goal : m_goals) {
        area = united(area, rectOf(goal.box));
        for (const auto& [box, other] : {std::pair(m_start, goal.box), {goal.box, m_start}}) {
            std::ranges::copy(portsOf(rectOf(box), rectOf(other)), std::back_inserter(ports));
        }
    }
    m_router.addLines(m_xs, m_ys, inflated(area, kReach));
    for (const LinePort& port : ports) {
        m_xs.push_back(port.out.x);
        m_ys.push_back(port.out.y);
    }
    keepUnique(m_xs);
    keepUnique(m_ys);
    const std::size_t corners = m_xs.size() * m_ys.size() * 2;
    if (corners > kMostStates) return false;
    if (m_router.m_corners.size() < corners) {
        m_router.m_corners.resize(corners);
        m_router.m_stepCosts.resize(corners);
    }
    m_router.m_marks.assign(corners, 0);
    m_router.m_frontier.clear();
    ++m_router.m_searches;
    return true;
}

void Router::Search::markNear() {
    const Rect all{m_xs.front(), m_ys.front(), m_xs.back() - m_xs.front(),
                   m_ys.back() - m_ys.front()};
    const Rect seen = inflated(all, kNear);
    for (const auto& [rect, id] : m_router.m_obstacles.each()) {
        if (intersects(rect, seen) && m_router.blocks(id)) markNear(inflated(rect, kNear));
    }
    for (const BoxIndex end : {from(m_other), to(m_other)}) {
        if (end != kOpenEnd) markNear(inflated(rectOf(end), kNear));
    }
}

void Router::Search::markNear(const Rect& area) {
    const Crossing first{indexOf(m_xs, area.x), indexOf(m_ys, area.y)};
    const Crossing last{indexOf(m_xs, right(area)), indexOf(m_ys, bottom(area))};
    // A step is known by its left or upper end.
    const std::size_t left = first.x == 0 ? 0 : first.x - 1;
    const std::size_t top = first.y == 0 ? 0 : first.y - 1;
    for (std::size_t y = top; y < last.y; ++y) {
        for (std::size_t x = left; x < last.x; ++x) {
            if (y >= first.y) m_router.m_marks[cornerOf({x, y}, true)] |= kIsNear;
            if (x >= first.x) m_router.m_marks[cornerOf({x, y}, false)] |= kIsNear;
        }
    }
}

void Router::Search::findEnds() {
    m_settled.assign(m_goals.size(), 1);
    Point low{std::numeric_limits<double>::infinity(), std::numeric_limits<double>::infinity()};
    Point high{-low.x, -low.y};
    for (std::size_t i = 0; i < m_goals.size(); ++i) {
        const BoxIndex box = m_goals[i].box;
        for (const LinePort& port : portsOf(rectOf(box), rectOf(m_start))) {
            if (!m_router.isClear(std::array{port.out, port.at}, from(box), to(box))) continue;
            m_ends.push_back({cornerOf(crossingOf(port), !port.vertical), port.out, port.at, i});
            m_router.m_marks[m_ends.back().corner] |= kIsEnd;
            low = {std::min(low.x, port.out.x), std::min(low.y, port.out.y)};
            high = {std::max(high.x, port.out.x), std::max(high.y, port.out.y)};
            m_settled[i] = 0;
        }
    }
    m_around = {low.x, low.y, high.x - low.x, high.y - low.y};
    std::ranges::stable_sort(m_ends, {}, &PortAt::corner);
    count();
}

void Router::Search::count() {
    m_left = 0;
    m_most = 0;
    for (std::size_t i = 0; i < m_goals.size(); ++i) {
        if (m_settled[i] != 0) continue;
        ++m_left;
        m_most = std::max(m_most, m_goals[i].most);
    }
}

void Router::Search::begin() {
    for (const Goal& goal : m_goals) {
        for (const LinePort& port : portsOf(rectOf(m_start), rectOf(goal.box))) {
            const bool clear =
                m_router.isClear(std::array{port.at, port.out}, from(m_other), to(m_other));
            const Crossing at = crossingOf(port);
            if (clear && reach(at, !port.vertical, kStub, kNone)) {
                m_begins.push_back({cornerOf(at, !port.vertical), port.out, port.at});
            }
        }
    }
}

std::vector<Router::Way> Router::Search::run() {
    if (!layLines()) return std::move(m_ways);
    markNear();
    findEnds();
    if (m_left > 0) begin();
    auto& frontier = m_router.m_frontier;
    std::size_t visited = 0;
    while (m_left > 0 && !frontier.empty() && ++visited < kMostStates) {
        const Reached next = frontier.front();
        // No way that is left costs less than this and the bend and the stubs at its ends.
        if (next.estimate >= m_most) break;
        std::pop_heap(frontier.begin(), frontier.end(), std::greater<>());
        frontier.pop_back();
        if (next.cost > m_router.m_corners[next.corner].cost) continue;
        settle(next.corner);
        if (m_left > 0) goOn(next.corner, next.cost);
    }
    return std::move(m_ways);
}

void Router::Search::settle(std::size_t corner) {
    if ((m_router.m_marks[corner] & kIsEnd) == 0) return;
    for (const PortAt& end : endsAt(corner)) {
        if (std::exchange(m_settled[end.goal], std::uint8_t{1}) != 0) continue;
        m_ways[end.goal] = wayTo(corner, end.border);
        count();
    }
}

void Router::Search::goOn(std::size_t corner, double cost) {
    const Crossing at = crossingOf(corner);
    const bool horizontal = corner % 2 == 1;
    // A way may turn where its end's stub begins, as it may where its start's ends.
    if ((m_router.m_marks[corner ^ 1] & kIsEnd) != 0) {
        reach(at, !horizontal, cost + kBendCost, corner);
    }
    const auto step = [&](Crossing to, bool across) {
        const double more = stepFrom({std::min(at.x, to.x), std::min(at.y, to.y)}, across);
        if (more < 0) return;
        const double bend = across == horizontal ? 0 : kBendCost;
        reach(to, across, cost + bend + more, corner);
    };
    if (at.x > 0) step({at.x - 1, at.y}, true);
    if (at.x + 1 < m_xs.size()) step({at.x + 1, at.y}, true);
    if (at.y > 0) step({at.x, at.y - 1}, false);
    if (at.y + 1 < m_ys.size()) step({at.x, at.y + 1}, false);
}

bool Router::Search::reach(Crossing at, bool horizontal, double cost, std::size_t previous) {
    const std::size_t corner = cornerOf(at, horizontal);
    Corner& known = m_router.m_corners[corner];
    if (known.search == m_router.m_searches && known.cost <= cost) return false;
    known = {cost, static_cast<std::uint32_t>(previous), m_router.m_searches};
    m_router.m_frontier.push_back(
        {cost + guess(pointOf(at), horizontal), cost, static_cast<std::uint32_t>(corner)});
    std::push_heap(m_router.m_frontier.begin(), m_router.m_frontier.end(), std::greater<>());
    return true;
}

double Router::Search::stepFrom(Crossing at, bool across) {
    const std::size_t step = cornerOf(at, across);
    StepCost& known = m_router.m_stepCosts[step];
    if (known.search == m_router.m_searches) return known.cost;
    const std::array both{pointOf(at),
                          pointOf(across ? Crossing{at.x + 1, at.y} : Crossing{at.x, at.y + 1})};
    const bool clear = (m_router.m_marks[step] & kIsNear) == 0 ||
                       m_router.isClear(both, from(m_other), to(m_other));
    const Segment segment = Segment::between(both[0], both[1]);
    known = {clear ? m_router.stepCost(segment, from(m_other), to(m_other)) : -1,
             m_router.m_searches};
    return known.cost;
}

double Router::Search::guess(Point from, bool horizontal) const {
    if (m_other == kOpenEnd) {
        const double x = std::max({0.0, m_around.x - from.x, from.x - right(m_around)});
        const double y = std::max({0.0, m_around.y - from.y, from.y - bottom(m_around)});
        return x + y + ((horizontal ? y : x) > 0 ? kBendCost : 0);
    }
    double least = std::numeric_limits<double>::infinity();
    for (const PortAt& end : m_ends) {
        const bool straight = horizontal ? from.y == end.out.y : from.x == end.out.x;
        const double bends = (end.corner % 2 == 1) != horizontal ? 1 : straight ? 0 : 2;
        least = std::min(
            least, std::abs(from.x - end.out.x) + std::abs(from.y - end.out.y) + bends * kBendCost);
    }
    return least;
}

Router::Way Router::Search::wayTo(std::size_t corner, Point end) const {
    Way way{end};
    std::size_t at = corner;
    while (true) {
        way.push_back(pointOf(crossingOf(at)));
        if (m_router.m_corners[at].cameFrom == kNone) break;
        at = m_router.m_corners[at].cameFrom;
    }
    way.push_back(std::ranges::find(m_begins, at, &PortAt::corner)->border);
    if (!m_backwards) std::ranges::reverse(way);
    return way;
}

std::vector<Router::Way> Router::searchWays(BoxIndex start, std::span<const Goal> goals,
                                            bool backwards) {
    return Search(*this, start, goals, backwards).run();
}

}  // namespace archivolt
