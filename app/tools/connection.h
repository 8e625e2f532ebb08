#pragma once

#include "app/tools/tool.h"

namespace archivolt::tools {

/// Finds what connecting one thing with another makes, or why the two can't be.
///
/// By what they are: a rule that lets the one's security group into the other's, on the port that
/// it answers on; a target of a load balancer (with listener and target group where there is none);
/// a record's alias, a distribution's origin; a gateway's attachment, a peering; else the first
/// property of one that, by the catalogue, refers to the other. `plan.target` is the other end.
[[nodiscard]] DropPlan planConnection(const Scene& scene, BoxIndex from, BoxIndex to,
                                      const World& world);

/// Returns what making a plan does: its edits as one step, or why there are none.
[[nodiscard]] std::vector<Effect> effectsOf(const DropPlan& plan, const Design& design);

/// What a connection is called in the history, and the key by which what its way needs besides
/// becomes part of the same step.
struct ConnectionStep {
    std::string label;
    std::string key;
};
[[nodiscard]] ConnectionStep stepOf(const WantedWay& way, const Design& design);

/// Says whether a box has a handle that connections are pulled out of.
[[nodiscard]] bool hasHandle(const Box& box);
/// Returns where a connection is pulled out of a box: the middle of its right side.
[[nodiscard]] Point handleOf(const Rect& rect);
/// Returns what the pointer is on, as `hitTest` does; the handle of a thing belongs to it, with the
/// half that lies outside. `scale` is in pixels per canvas unit.
[[nodiscard]] Hit pointedAt(const Scene& scene, Point at, double scale, double tolerance);
/// Returns the boxes whose handles show: of the one thing that is selected, which may have a node
/// in each of its subnets, and the one that is pointed at (or kNoBox).
[[nodiscard]] std::vector<BoxIndex> handlesShown(const View& view, BoxIndex pointed);
/// Returns the box whose handle is under a point of the canvas, of what is selected or pointed at;
/// kNoBox where none is.
[[nodiscard]] BoxIndex handleUnder(const View& view, Point at);

}  // namespace archivolt::tools
