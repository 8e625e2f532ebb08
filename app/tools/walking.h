#pragma once

#include "app/tools/tool.h"

namespace archivolt::tools {

// How the keyboard goes from box to box; kNoBox where there is none that way.

/// Returns the next or the one before among the boxes of the same container, in reading order;
/// without a present one the first of all. The last has no next.
[[nodiscard]] BoxIndex siblingOf(const Scene& scene, BoxIndex box, bool backwards);
/// Returns the first box inside, in reading order.
[[nodiscard]] BoxIndex firstInside(const Scene& scene, BoxIndex box);
/// Returns the container around that can be selected.
[[nodiscard]] BoxIndex containerOf(const Scene& scene, BoxIndex box);
/// Returns the node (or, from a container, the container of its kind) that is nearest in a
/// direction.
[[nodiscard]] BoxIndex nearestTo(const Scene& scene, BoxIndex box, Key direction);

}  // namespace archivolt::tools
