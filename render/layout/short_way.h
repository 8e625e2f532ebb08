#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>

#include "render/layout/geometry.h"

namespace archivolt {

inline constexpr double kStub = 8;  ///< A line leaves a box straight for this far.

/// Where a line may leave a box, or come to it.
struct LinePort {
    Point at;   ///< On the border.
    Point out;  ///< A step outside.
    bool vertical = false;
};

/// The places where a line may leave a box; each is known by its number.
class LinePorts {
public:
    static constexpr std::size_t kMost = 16;
    void add(const LinePort& port) { m_ports[m_count++] = port; }
    [[nodiscard]] auto begin() const { return m_ports.begin(); }
    [[nodiscard]] auto end() const { return begin() + static_cast<std::ptrdiff_t>(m_count); }
    [[nodiscard]] std::size_t numberOf(const LinePort& port) const {
        return static_cast<std::size_t>(&port - m_ports.data());
    }

private:
    std::array<LinePort, kMost> m_ports;
    std::size_t m_count = 0;
};

/// Returns where a line may leave a box to another one.
[[nodiscard]] LinePorts portsOf(const Rect& rect, const Rect& other);

/// Where ways between two sides that face one another may turn, in the order in which to try them.
class Turns {
public:
    static constexpr std::size_t kMost = 11;
    /// Of sides whose coordinates these are; none where there is no room.
    Turns(double from, double to);
    [[nodiscard]] std::span<const double> places() const {
        return std::span(m_places).first(m_count);
    }

private:
    void add(double place) { m_places[m_count++] = place; }
    std::array<double, kMost> m_places{};
    std::size_t m_count = 0;
};

/// A way of a few bends, held in place: most that are thought of are not taken.
class ShortWay {
public:
    /// Tells the pieces at a way's ends from those of other ways between the same boxes.
    struct Legs {
        std::size_t first = 0;
        std::size_t last = 0;
        static constexpr std::size_t kCount = 2 * LinePorts::kMost * Turns::kMost;
    };
    ShortWay(std::initializer_list<Point> points) : m_count(points.size()) {
        std::ranges::copy(points, m_points.begin());
    }
    void tellBy(const Legs& legs) { m_legs = legs; }
    [[nodiscard]] std::span<Point> points() { return std::span(m_points).first(m_count); }
    /// Leaves the first points, so many.
    void keep(std::size_t count) { m_count = count; }
    /// Returns its first and its last piece, where it has one between and others may share them.
    [[nodiscard]] const std::optional<Legs>& legs() const { return m_legs; }

private:
    std::array<Point, 4> m_points;
    std::size_t m_count;
    std::optional<Legs> m_legs;
};

/// The ways of a few bends between two boxes.
class ShortWays {
public:
    ShortWays(const Rect& from, const Rect& to);
    /// Calls `take` with each in the order of preference among those that are alike, as long as it
    /// returns true; where a way is told by its ends (`Legs`), only if `wants` these.
    template <class Wants, class Take>
    void each(Wants wants, Take take) const {
        for (const LinePort& start : m_starts) {
            for (const LinePort& end : m_ends) {
                const bool goesOn = start.vertical == end.vertical
                                        ? eachFacing(start, end, wants, take)
                                        : eachCorner(start, end, take);
                if (!goesOn) return;
            }
        }
    }

private:
    /// Says whether a line leaves at a port to the right, or down.
    [[nodiscard]] static bool isForward(const LinePort& port) {
        return port.vertical ? port.out.y > port.at.y : port.out.x > port.at.x;
    }
    [[nodiscard]] const Turns& turns(const LinePort& start) const {
        return m_turns[(start.vertical ? 2 : 0) + (isForward(start) ? 1 : 0)];
    }
    template <class Wants, class Take>
    bool eachFacing(const LinePort& start, const LinePort& end, Wants& wants, Take& take) const {
        double Point::*along = start.vertical ? &Point::y : &Point::x;
        const double Point::*across = start.vertical ? &Point::x : &Point::y;
        const bool forward = isForward(start);
        if (forward == isForward(end)) return true;  // Same side: a U-turn, left to the search.
        const Point& s = start.at;
        const Point& e = end.at;
        if ((forward ? e.*along - s.*along : s.*along - e.*along) < kStub) return true;
        const bool isStraight = s.*across == e.*across;
        if (isStraight) {
            ShortWay way({s, e});
            if (!take(way)) return false;
        }
        const auto places = turns(start).places();
        for (std::size_t i = 0; i < places.size(); ++i) {
            const ShortWay::Legs legs{m_starts.numberOf(start) * Turns::kMost + i,
                                      (LinePorts::kMost + m_ends.numberOf(end)) * Turns::kMost + i};
            if (!isStraight && !wants(legs)) continue;
            Point turn = s;
            Point back = e;
            turn.*along = back.*along = places[i];
            ShortWay way({s, turn, back, e});
            if (!isStraight) way.tellBy(legs);
            if (!take(way)) return false;
        }
        return true;
    }
    template <class Take>
    bool eachCorner(const LinePort& start, const LinePort& end, Take& take) const {
        const Point corner =
            start.vertical ? Point{start.at.x, end.at.y} : Point{end.at.x, start.at.y};
        const double Point::*first = start.vertical ? &Point::y : &Point::x;
        const double Point::*last = start.vertical ? &Point::x : &Point::y;
        const double there = end.at.*first - start.at.*first;
        const double back = start.at.*last - end.at.*last;
        const bool reachable = (isForward(start) ? there : -there) >= kStub &&
                               (isForward(end) ? back : -back) >= kStub;
        if (!reachable) return true;
        ShortWay way({start.at, corner, end.at});
        return take(way);
    }

    LinePorts m_starts;
    LinePorts m_ends;
    std::array<Turns, 4> m_turns;  ///< By direction: left, right, up, down.
};

}  // namespace archivolt
