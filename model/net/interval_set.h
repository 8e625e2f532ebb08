#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace archivolt {

/// The points from `first` to `last`, both included.
template <class Point>
struct Interval {
    Point first{};
    Point last{};
    friend bool operator==(const Interval&, const Interval&) = default;
};

/// A set of points of an ordered, discrete domain, held as the fewest intervals that make it up.
///
/// `Traits` gives the domain: `next(p)` and `previous(p)` step by one point, `follows(a, b)` says
/// whether b is the point right behind a (false across a seam of the domain, such as the one
/// between address families), `whole()` lists the domain's intervals. All operations are linear in
/// the number of intervals, `contains` is logarithmic.
template <class Point, class Traits>
class IntervalSet {
public:
    using Range = Interval<Point>;

    /// Makes the empty set.
    IntervalSet() = default;
    /// Makes the set of the points from `range.first` to `range.last`, which lie on one side of
    /// every seam.
    explicit IntervalSet(Range range) : m_ranges{range} {}
    /// Makes the union of ranges in any order, which may overlap.
    [[nodiscard]] static IntervalSet ofRanges(std::vector<Range> ranges) {
        std::sort(ranges.begin(), ranges.end(),
                  [](const Range& a, const Range& b) { return a.first < b.first; });
        IntervalSet set;
        for (const Range& range : ranges) set.append(range);
        return set;
    }
    /// Returns every point of the domain.
    [[nodiscard]] static IntervalSet all() { return ofRanges(Traits::whole()); }

    [[nodiscard]] bool empty() const { return m_ranges.empty(); }
    /// Returns the intervals, ascending, disjoint and not adjacent.
    [[nodiscard]] const std::vector<Range>& ranges() const { return m_ranges; }
    [[nodiscard]] bool contains(const Point& point) const {
        const auto at = std::partition_point(m_ranges.begin(), m_ranges.end(),
                                             [&](const Range& r) { return r.last < point; });
        return at != m_ranges.end() && !(point < at->first);
    }
    /// Says whether every point of `other` is in this set.
    [[nodiscard]] bool containsAll(const IntervalSet& other) const {
        auto mine = m_ranges.begin();
        for (const Range& range : other.m_ranges) {
            while (mine != m_ranges.end() && mine->last < range.first) ++mine;
            if (mine == m_ranges.end() || range.first < mine->first || mine->last < range.last) {
                return false;
            }
        }
        return true;
    }
    /// Says whether the sets have a point in common.
    [[nodiscard]] bool overlaps(const IntervalSet& other) const {
        auto a = m_ranges.begin();
        auto b = other.m_ranges.begin();
        while (a != m_ranges.end() && b != other.m_ranges.end()) {
            if (a->last < b->first) {
                ++a;
            } else if (b->last < a->first) {
                ++b;
            } else {
                return true;
            }
        }
        return false;
    }
    /// Returns the points that are not in this set.
    [[nodiscard]] IntervalSet complement() const { return all() - *this; }

    friend IntervalSet operator|(const IntervalSet& a, const IntervalSet& b) {
        if (a.empty()) return b;
        if (b.empty()) return a;
        IntervalSet result;
        result.m_ranges.reserve(a.m_ranges.size() + b.m_ranges.size());
        auto i = a.m_ranges.begin();
        auto j = b.m_ranges.begin();
        while (i != a.m_ranges.end() || j != b.m_ranges.end()) {
            const bool takeA =
                j == b.m_ranges.end() || (i != a.m_ranges.end() && i->first < j->first);
            result.append(takeA ? *i++ : *j++);
        }
        return result;
    }
    friend IntervalSet operator&(const IntervalSet& a, const IntervalSet& b) {
        IntervalSet result;
        auto i = a.m_ranges.begin();
        auto j = b.m_ranges.begin();
        while (i != a.m_ranges.end() && j != b.m_ranges.end()) {
            const Point first = std::max(i->first, j->first);
            const Point last = std::min(i->last, j->last);
            if (!(last < first)) result.m_ranges.push_back({first, last});
            i->last < j->last ? static_cast<void>(++i) : static_cast<void>(++j);
        }
        return result;
    }
    friend IntervalSet operator-(const IntervalSet& a, const IntervalSet& b) {
        IntervalSet result;
        auto j = b.m_ranges.begin();
        for (Range rest : a.m_ranges) {
            while (j != b.m_ranges.end() && j->last < rest.first) ++j;
            bool some = true;
            for (auto k = j; some && k != b.m_ranges.end() && !(rest.last < k->first); ++k) {
                if (rest.first < k->first) {
                    result.m_ranges.push_back({rest.first, Traits::previous(k->first)});
                }
                some = k->last < rest.last;
                if (some) rest.first = Traits::next(k->last);
            }
            if (some) result.m_ranges.push_back(rest);
        }
        return result;
    }
    IntervalSet& operator|=(const IntervalSet& other) { return *this = *this | other; }
    IntervalSet& operator&=(const IntervalSet& other) { return *this = *this & other; }
    IntervalSet& operator-=(const IntervalSet& other) { return *this = *this - other; }
    friend bool operator==(const IntervalSet&, const IntervalSet&) = default;

private:
    /// Adds a range that does not begin before the last one does.
    void append(const Range& range) {
        if (!m_ranges.empty()) {
            Range& last = m_ranges.back();
            if (!(last.last < range.first) || Traits::follows(last.last, range.first)) {
                last.last = std::max(last.last, range.last);
                return;
            }
        }
        m_ranges.push_back(range);
    }

    std::vector<Range> m_ranges;  // INVARIANT: ascending, disjoint, no two adjacent.
};

}  // namespace archivolt
