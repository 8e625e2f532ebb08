#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <queue>
#include <tuple>

#include "render/layout/route.h"

namespace archivolt {

namespace {

constexpr double kAroundNode = 8;    // How far outside a node or title a way around it runs.
constexpr double kAroundFrame = 12;  // In the middle of the gutters between frames.
constexpr double kInFrame = 6;       // Between a subnet and its zone.
constexpr double kReach = 200;       // Boxes this far outside the two ends give lines to run on.
constexpr std::size_t kMostStates = 250000;

void keepUnique(std::vector<double>& lines) {
    std::ranges::sort(lines);
    lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
}

std::size_t indexOf(const std::vector<double>& lines, double value) {
    return static_cast<std::size_t>(std::ranges::lower_bound(lines, value) - lines.begin());
}

/// One corner of the search: a crossing of two lines, and how it was come to.
struct State {
    std::size_t x = 0;
    std::size_t y = 0;
    bool horizontal = false;
};

/// By corner, where lines that begin or end there meet the border of their box; a handful.
using PortsAt = std::vector<std::pair<std::size_t, Point>>;

/// Returns what a way from a point to the nearest of the ports costs at least, stubs left out: its
/// length and its bends, were nothing in between.
template <class PointOf>
double leastCostTo(const PortsAt& ports, Point from, bool horizontal, const PointOf& pointOf) {
    double least = std::numeric_limits<double>::infinity();
    for (const auto& [corner, border] : ports) {
        const Point to = pointOf(corner);
        const bool arrives = corner % 2 == 1;
        const bool straight = horizontal ? from.y == to.y : from.x == to.x;
        const double bends = arrives != horizontal ? 1 : straight ? 0 : 2;
        least =
            std::min(least, std::abs(from.x - to.x) + std::abs(from.y - to.y) + bends * kBendCost);
    }
    return least;
}

const Point* portAt(const PortsAt& ports, std::size_t corner) {
    const auto found = std::ranges::find(ports, corner, &PortsAt::value_type::first);
    return found == ports.end() ? nullptr : &found->second;
}

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

// A* over the crossings of the lines that run just outside boxes and through the ports.
Router::Way Router::searchWay(BoxIndex from, BoxIndex to, double most) {
    const Rect& a = m_layout.rects[from];
    const Rect& b = m_layout.rects[to];
    const auto starts = portsOf(a, b);
    const auto ends = portsOf(b, a);
    std::vector<double> xs;
    std::vector<double> ys;
    addLines(xs, ys, inflated(united(a, b), kReach));
    for (const auto* ports : {&starts, &ends}) {
        for (const Port& port : *ports) {
            xs.push_back(port.out.x);
            ys.push_back(port.out.y);
        }
    }
    keepUnique(xs);
    keepUnique(ys);
    const std::size_t states = xs.size() * ys.size() * 2;
    if (states > kMostStates) return {};
    const auto idOf = [&](const State& s) {
        return (s.y * xs.size() + s.x) * 2 + (s.horizontal ? 1 : 0);
    };
    const auto pointOf = [&](std::size_t id) {
        const std::size_t cell = id / 2;
        return Point{xs[cell % xs.size()], ys[cell / xs.size()]};
    };
    constexpr std::size_t kNone = std::numeric_limits<std::uint32_t>::max();
    if (m_corners.size() < states) {
        m_corners.resize(states);
        m_stepCosts.resize(states);
    }
    const std::uint32_t search = ++m_searches;
    PortsAt startOf;
    PortsAt endAt;
    for (const Port& e : ends) {
        if (!isClear(std::array{e.out, e.at}, from, to)) continue;
        endAt.emplace_back(idOf({indexOf(xs, e.out.x), indexOf(ys, e.out.y), !e.vertical}), e.at);
    }
    if (endAt.empty()) return {};
    const auto guess = [&](std::size_t id) {
        return leastCostTo(endAt, pointOf(id), id % 2 == 1, pointOf);
    };
    using Item = std::tuple<double, double, std::size_t>;  // Estimate, cost, state.
    std::priority_queue<Item, std::vector<Item>, std::greater<>> open;
    const auto reach = [&](std::size_t id, double cost, std::size_t previous) {
        Corner& corner = m_corners[id];
        if (corner.search == search && corner.cost <= cost) return false;
        corner = {cost, static_cast<std::uint32_t>(previous), search};
        open.emplace(cost + guess(id), cost, id);
        return true;
    };
    for (const Port& s : starts) {
        if (!isClear(std::array{s.at, s.out}, from, to)) continue;
        const std::size_t id = idOf({indexOf(xs, s.out.x), indexOf(ys, s.out.y), !s.vertical});
        if (reach(id, kStub, kNone)) startOf.emplace_back(id, s.at);
    }
    std::size_t visited = 0;
    while (!open.empty() && ++visited < kMostStates) {
        const auto [estimate, cost, id] = open.top();
        // No way that is left costs less than this and the bend and the stubs at its ends.
        if (estimate >= most) return {};
        open.pop();
        if (cost > m_corners[id].cost) continue;
        if (const Point* end = portAt(endAt, id)) {
            Way way{*end};
            std::size_t at = id;
            while (true) {
                way.push_back(pointOf(at));
                if (m_corners[at].cameFrom == kNone) break;
                at = m_corners[at].cameFrom;
            }
            way.push_back(*portAt(startOf, at));
            std::ranges::reverse(way);
            Way corners;
            for (const Point& p : way) {
                const std::size_t n = corners.size();
                if (n >= 2 && ((corners[n - 2].x == p.x && corners[n - 1].x == p.x) ||
                               (corners[n - 2].y == p.y && corners[n - 1].y == p.y))) {
                    corners.pop_back();
                }
                if (corners.empty() || !(corners.back() == p)) corners.push_back(p);
            }
            return corners;
        }
        const std::size_t x = id / 2 % xs.size();
        const std::size_t y = id / 2 / xs.size();
        const bool horizontal = id % 2 == 1;
        // A way may turn where its end's stub begins, as it may where its start's ends.
        if (portAt(endAt, id ^ 1) != nullptr) reach(id ^ 1, cost + kBendCost, id);
        const auto step = [&, cost = cost, id = id](std::size_t nx, std::size_t ny, bool across) {
            StepCost& known = m_stepCosts[idOf({std::min(x, nx), std::min(y, ny), across})];
            if (known.search != search) {
                const std::array both{Point{xs[x], ys[y]}, Point{xs[nx], ys[ny]}};
                const Segment segment = Segment::between(both[0], both[1]);
                const bool clear = isClear(both, from, to);
                known = {clear ? stepCost(segment, from, to) : -1, search};
            }
            if (known.cost < 0) return;
            const double bend = across == horizontal ? 0 : kBendCost;
            reach(idOf({nx, ny, across}), cost + bend + known.cost, id);
        };
        if (x > 0) step(x - 1, y, true);
        if (x + 1 < xs.size()) step(x + 1, y, true);
        if (y > 0) step(x, y - 1, false);
        if (y + 1 < ys.size()) step(x, y + 1, false);
    }
    return {};
}

}  // namespace archivolt
