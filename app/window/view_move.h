#pragma once

#include <optional>

#include "app/window/view_fit.h"

namespace archivolt {

/// Returns a viewport, now of a canvas of another size, moved no further than it takes for all of a
/// scene to show; nothing where it does not at that scale, or where it could show much larger.
///
/// Where nodes would then lie below `corner`, a rectangle at the canvas' lower left, they go aside
/// or above it, whichever is the shorter way, as far as everything still shows.
[[nodiscard]] std::optional<Viewport> movedToShowAll(const Scene& scene, Viewport viewport,
                                                     Size canvas, const Rect& corner = {});

}  // namespace archivolt
