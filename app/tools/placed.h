#pragma once

#include <optional>
#include <vector>

#include "app/session/selection.h"
#include "app/tools/drop_plan.h"

namespace archivolt::tools {

/// Says whether a box stands where the user puts it: nodes that stand by themselves, VPCs and
/// Regions. Zones, subnets and what crosses them follow the layout's rule.
[[nodiscard]] bool isPlacedFreely(const Diagram& diagram, BoxIndex box);

/// Returns where a box stands in the one around it, from its top left corner, as the design says or
/// else as it is drawn. What stands on a shelf leaves it when it is put somewhere.
[[nodiscard]] Rect placeIn(const Scene& scene, BoxIndex box, BoxIndex container);

/// Returns the edit that puts a box where it is drawn, moved by some way, in its own container or
/// (unless kNoBox) another; nothing where it does not stand where it is put.
[[nodiscard]] std::optional<Edit> placeAfter(const Scene& scene, const Design& design, BoxIndex box,
                                             BoxIndex container, Point by);

/// Returns the edits that let go of what was placed by hand or given a size: of what is selected
/// and stands inside it, or of everything where nothing is. What is folded stays so.
[[nodiscard]] std::vector<Edit> lettingGo(const Scene& scene, const Design& design,
                                          const DesignSelection& selection);

}  // namespace archivolt::tools
