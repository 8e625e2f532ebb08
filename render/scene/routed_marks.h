#pragma once

#include <vector>

#include "render/scene/build_scene.h"

namespace archivolt {

/// Returns what is to be routed for paths: a line for each step of each, in order.
[[nodiscard]] std::vector<Link> stepsOf(const std::vector<PathOverlay>& paths);

/// Makes the display list of the overlay alone, whose paths run as is known: `routes` has a route
/// (`routeLinks`) for each of their steps (`stepsOf`). A pure function.
[[nodiscard]] Scene buildMarks(const SceneInput& input, const std::vector<LinkRoute>& routes,
                               const TextMeasure& measure);

}  // namespace archivolt
