#pragma once

#include "app/tools/drop_plan.h"

namespace archivolt::tools {

/// Finds what connecting one thing with another makes, or why the two can't be.
///
/// By what they are: a rule that lets the one's security group into the other's, on the port that
/// it answers on; a target of a load balancer (with listener and target group where there is none);
/// a record's alias, a distribution's origin; a gateway's attachment, a peering; else the first
/// property of one that, by the catalogue, refers to the other. `plan.target` is the other end.
[[nodiscard]] DropPlan planConnection(const Scene& scene, BoxIndex from, BoxIndex to,
                                      const World& world);

/// Says whether a box has a handle that connections are pulled out of.
[[nodiscard]] bool hasHandle(const Box& box);
/// Returns where a connection is pulled out of a box: the middle of its right side.
[[nodiscard]] Point handleOf(const Rect& rect);

}  // namespace archivolt::tools
