#include "render/layout/drawn_lines.h"

#include <algorithm>
#include <cmath>
#include <utility>

namespace archivolt {

namespace {

constexpr double kBucket = 16;

std::int64_t bucketOf(double value) {
    const double bucket = value / kBucket;
    const auto whole = static_cast<std::int64_t>(bucket);
    return static_cast<double>(whole) > bucket ? whole - 1 : whole;  // `floor` is a call.
}

}  // namespace

Segment Segment::between(Point a, Point b) {
    if (a.y == b.y) return {true, a.y, std::min(a.x, b.x), std::max(a.x, b.x)};
    return {false, a.x, std::min(a.y, b.y), std::max(a.y, b.y)};
}

Rect Segment::bounds() const {
    return horizontal ? Rect{low, at, high - low, 0} : Rect{at, low, 0, high - low};
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
    const auto count = static_cast<std::int64_t>(all.lines.size());
    const double reach = spacing + 1;  // A little more, whatever is rounded.
    const std::int64_t last = std::min(bucketOf(segment.at + reach) - all.first, count - 1);
    for (auto bucket = std::max<std::int64_t>(bucketOf(segment.at - reach) - all.first, 0);
         bucket <= last; ++bucket) {
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

}  // namespace archivolt
