#include "render/layout/short_way.h"

namespace archivolt {

namespace {

constexpr double kFromCorner = 14;    // Lines leave a side so far from its corners, where they can.
constexpr double kLeastWide = 60;     // Of narrower boxes, above and below two are too near.
constexpr double kBesideAcross = 16;  // From the middle of a side above or below,
constexpr double kBesideDown = 10;    // or left or right.

}  // namespace

LinePorts portsOf(const Rect& rect, const Rect& other) {
    LinePorts ports;
    const Point c = center(rect);
    const Point wanted = center(other);
    const double x = std::clamp(wanted.x, rect.x + kFromCorner,
                                std::max(rect.x + kFromCorner, right(rect) - kFromCorner));
    const double y = std::clamp(wanted.y, rect.y + kFromCorner,
                                std::max(rect.y + kFromCorner, bottom(rect) - kFromCorner));
    const auto vertical = [&](double px) {
        ports.add({{px, bottom(rect)}, {px, bottom(rect) + kStub}, true});
        ports.add({{px, rect.y}, {px, rect.y - kStub}, true});
    };
    const auto horizontal = [&](double py) {
        ports.add({{right(rect), py}, {right(rect) + kStub, py}, false});
        ports.add({{rect.x, py}, {rect.x - kStub, py}, false});
    };
    vertical(c.x);
    horizontal(c.y);
    if (x != c.x) vertical(x);
    if (y != c.y) horizontal(y);
    for (const double shift : {-kBesideAcross, kBesideAcross}) {
        if (rect.width > kLeastWide) vertical(c.x + shift);
    }
    for (const double shift : {-kBesideDown, kBesideDown}) horizontal(c.y + shift);
    return ports;
}

Turns::Turns(double from, double to) {
    const bool forward = to >= from;
    const double room = forward ? to - from : from - to;
    if (room < 2 * kStub) return;
    for (const double part : {0.5, 0.25, 0.75}) add(std::round(from + (to - from) * part));
    for (const double step : {kStub, 16.0, 24.0, 32.0}) {
        if (room < step + kStub) break;
        add(from + (forward ? step : -step));
        add(to + (forward ? -step : step));
    }
}

ShortWays::ShortWays(const Rect& from, const Rect& to)
    : m_starts(portsOf(from, to)),
      m_ends(portsOf(to, from)),
      m_turns{Turns(from.x, right(to)), Turns(right(from), to.x), Turns(from.y, bottom(to)),
              Turns(bottom(from), to.y)} {}

}  // namespace archivolt
