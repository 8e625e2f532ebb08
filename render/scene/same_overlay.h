#pragma once

#include "render/scene/build_scene.h"

namespace archivolt {

/// Says whether two overlays tell the same, in every part: what is made of one is then what would
/// be made of the other. Linear in what they hold, and far quicker than to make it.
[[nodiscard]] bool sameOverlay(const Overlay& a, const Overlay& b);

/// Says whether two overlays leave the drawing below the marks alike: containers do not fade, so
/// whether they are concerned matters only where lines end at them.
[[nodiscard]] bool sameBelowMarks(const Overlay& a, const Overlay& b, const Diagram& diagram);

}  // namespace archivolt
