#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "model/base/diagnostic.h"
#include "render/layout/diagram.h"
#include "render/layout/layout_engine.h"
#include "render/layout/metrics.h"
#include "render/layout/text_measure.h"

namespace archivolt {

/// How one link runs.
struct LinkRoute {
    std::vector<Point> points;  ///< Horizontal and vertical steps; from border to border.
    Point label;                ///< Centre of its label, clear of nodes and titles where possible.
    friend bool operator==(const LinkRoute&, const LinkRoute&) = default;
};

/// Where everything is.
struct Layout {
    std::vector<Rect> rects;   ///< By box; the canvas' is the whole drawing's.
    std::vector<Rect> titles;  ///< By box: a container's title with detail; empty for nodes.
    std::vector<std::vector<Rect>> badges;  ///< By box, by badge of it.
    std::vector<std::uint32_t> choices;  ///< By box: which of its possible shapes a container took.
    std::vector<double> contentTops;     ///< By subnet: where its own nodes begin, lanes above.
    std::vector<std::string> labels;     ///< By box: its title, shortened to the room it has.
    std::vector<LinkRoute> routes;       ///< By link.
    std::vector<Diagnostic> diagnostics;  ///< Engines that failed; the rule then placed.
    friend bool operator==(const Layout&, const Layout&) = default;
};

/// A picture that the next one should not depart from without need.
struct PreviousLayout {
    const Diagram& diagram;
    const Layout& layout;
    /// What is placed by the canvas stands where it is to; else only where its container was then.
    bool settled = true;
};

/// Lays a diagram out by rule, and by `engine` inside containers whose members have edges.
///
/// Zones are columns, tiers rows; what stands in several subnets has a lane of its own across them.
/// Siblings never overlap (a Span or Fleet overlaps the subnets it crosses, and nothing in them);
/// children lie inside their parent, below its title. Of all combinations of shapes the one that
/// is drawn largest in 16 : 9 is taken. A node's `placed` position is kept as long as its
/// container's title, lanes and other placed things leave it free; else the nearest free place
/// below. Placed subnets, zones, spans and fleets follow the rule. Same input, same picture.
///
/// With `previous`, boxes are found again by key and keep their place in their parent; what is new
/// takes a free place, and what grew pushes its neighbours right or down, by no more than it grew
/// and never past one another. So what stays the same inside a container does not move in it.
[[nodiscard]] Layout computeLayout(const Diagram& diagram, const TextMeasure& measure,
                                   LayoutEngine& engine, const PreviousLayout* previous = nullptr);

/// Returns how wide a badge is: its icon, and its count where it is of several.
[[nodiscard]] double badgeWidth(const BoxBadge& badge, const TextMeasure& measure);

/// Returns every box's title, shortened in the middle where it has no room.
///
/// Different titles that would be cut to the same text are cut so that they differ, as long as
/// there is room for what tells them apart.
[[nodiscard]] std::vector<std::string> shortenTitles(const Diagram& diagram, const Layout& layout,
                                                     const TextMeasure& measure);

/// Routes links in a finished layout, around nodes and titles; also for overlays such as a trace.
///
/// Above 1,500 links or 3,000 boxes the search for a free way is left out and the simplest path is
/// taken (which may then cross things).
[[nodiscard]] std::vector<LinkRoute> routeLinks(const Diagram& diagram, const Layout& layout,
                                                const std::vector<Link>& links,
                                                const TextMeasure& measure);

}  // namespace archivolt
