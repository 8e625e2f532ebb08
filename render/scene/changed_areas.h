#pragma once

#include <optional>
#include <vector>

#include "render/scene/scene.h"

namespace archivolt {

/// Returns where in `area` two scenes look different at a scale (pixels per canvas unit).
///
/// The rectangles are in canvas units, may overlap, and surround the shapes that differ as
/// `SceneItem::bounds` do; where they do not reach, the same shapes stand in the same order.
/// Nothing where the ground differs, or so much that it would not pay to tell it apart. Linear in
/// the shapes that show.
[[nodiscard]] std::optional<std::vector<Rect>> changedAreas(const Scene& before, const Scene& now,
                                                            const Rect& area, double scale);

}  // namespace archivolt
