#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "render/layout/drawn_lines.h"
#include "render/layout/layout.h"
#include "render/layout/rect_index.h"
#include "render/layout/short_way.h"

namespace archivolt {

inline constexpr double kBendCost = 40;

/// Finds orthogonal ways between boxes of a finished layout, one after the other.
///
/// Nodes, titles and badges are never crossed, nor are containers that hold neither end, as long
/// as there is a way around them; no line runs along a frame's border where another way is left.
class Router {
public:
    Router(const Diagram& diagram, const Layout& layout, const TextMeasure& measure);
    /// Routes links that share an end, whose others stand in one container, and remembers their
    /// ways; `search` also looks for ways with many bends.
    void route(std::span<const Link> bundle, bool search, std::vector<LinkRoute>& routes);

private:
    using Way = std::vector<Point>;
    /// The best way that was found so far, and what it costs.
    struct Candidate {
        Way way;
        double cost = std::numeric_limits<double>::infinity();
        std::optional<Way> found = std::nullopt;  ///< What a search for several found, if any.
    };
    /// A box that a way is looked for to, or from; one that costs `most` or more is of no use.
    struct Goal {
        BoxIndex box = kNoBox;
        double most = 0;
    };
    class Search;
    /// The canvas is no link's end: it stands for one that is not said.
    static constexpr BoxIndex kOpenEnd = 0;
    /// Marks what a link may cross: what is around its ends, and subnets that these stand across.
    void openFor(const Link& link);
    /// Says whether containers that hold neither end are not crossed.
    void setOpaque(bool opaque);
    /// Says whether an obstacle is in the way of all links that `openFor` knows no difference of;
    /// a node that is a link's end is not in the way of that link.
    [[nodiscard]] bool blocks(std::uint32_t id) const;
    [[nodiscard]] bool isClear(std::span<const Point> way, BoxIndex from, BoxIndex to);
    [[nodiscard]] double costOf(std::span<const Point> way, BoxIndex from, BoxIndex to) const;
    /// Returns the length that a segment runs inside containers that hold neither end.
    [[nodiscard]] double throughOthers(const Segment& segment) const;
    [[nodiscard]] double stepCost(const Segment& segment, BoxIndex from, BoxIndex to) const;
    [[nodiscard]] bool isNested(const Link& link) const;
    [[nodiscard]] LinkRoute route(const Link& link, Candidate known, bool search);
    /// Returns the best of the ways of a few bends.
    [[nodiscard]] Candidate simpleWay(BoxIndex from, BoxIndex to, bool search);
    [[nodiscard]] bool isWorthASearch(const Link& link, const Candidate& known) const;
    /// Looks for a better way than is known, where there may be one.
    [[nodiscard]] Way bestWay(const Link& link, Candidate known, bool search);
    /// Looks for the ways of those links of a bundle for which a search is worthwhile, at once.
    void searchBundle(std::span<const Link> bundle, std::vector<Candidate>& known);
    /// Looks for the ways that cost least from a box to others (`backwards`: from these to the
    /// box), by goal; none where one would cost its `most` or more for sure.
    [[nodiscard]] std::vector<Way> searchWays(BoxIndex start, std::span<const Goal> goals,
                                              bool backwards);
    void addLines(std::vector<double>& xs, std::vector<double>& ys, const Rect& area) const;
    /// Has a way begin and end where a step aside near its end would have led it.
    void straighten(Way& way, BoxIndex from, BoxIndex to);
    /// Moves the inner pieces of a way off other lines, a few units to either side.
    void nudge(Way& way, BoxIndex from, BoxIndex to);
    [[nodiscard]] Point labelPlace(const Way& way, const std::string& text);
    /// Returns where a label of a width has room beside a way that is too short to carry it.
    [[nodiscard]] std::optional<Point> labelBeside(const Way& way, double width) const;

    /// What a search knows of a crossing and of how it was come to; of another search, nothing.
    struct Corner {
        double cost = 0;
        std::uint32_t cameFrom = 0;
        std::uint32_t search = 0;
    };
    /// A corner that was come to, to go on from; the least first.
    struct Reached {
        double estimate = 0;  ///< What a way through it costs at least.
        double cost = 0;
        std::uint32_t corner = 0;
        friend bool operator>(const Reached& a, const Reached& b) {
            const bool isLater = (a.cost > b.cost) | ((a.cost == b.cost) & (a.corner > b.corner));
            return (a.estimate > b.estimate) | ((a.estimate == b.estimate) & isLater);
        }
    };
    /// What it costs to go from a crossing to the next one, which is asked from both of its ends;
    /// below 0 where it is blocked.
    struct StepCost {
        double cost = 0;
        std::uint32_t search = 0;
    };

    const Diagram& m_diagram;
    const Layout& m_layout;
    const TextMeasure& m_measure;
    std::vector<std::uint8_t> m_nodes;  // By box: it is drawn as a node.
    std::vector<std::uint8_t> m_open;   // By box: the present links may cross it.
    std::pair<BoxIndex, BoxIndex> m_homes{kNoBox, kNoBox};  // What it is open for.
    Rect m_common;         // The innermost container that holds both ends.
    bool m_opaque = true;  // Containers that hold neither end are not crossed.
    std::vector<BoxIndex> m_frames;
    Obstacles m_obstacles;
    RectIndex m_labels;
    RectIndex m_borderRects;
    DrawnLines m_borders;
    DrawnLines m_lines;
    std::vector<std::uint8_t> m_begins;  // By box: a line that is drawn begins there.
    std::vector<std::uint8_t> m_ends;
    std::vector<Corner> m_corners;  // Kept from search to search: most have as many.
    std::vector<StepCost> m_stepCosts;
    std::vector<std::uint8_t> m_marks;
    std::vector<Reached> m_frontier;  // A heap.
    std::uint32_t m_searches = 0;
};

}  // namespace archivolt
