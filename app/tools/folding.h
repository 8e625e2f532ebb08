#pragma once

#include <optional>
#include <vector>

#include "app/session/selection.h"
#include "app/tools/drop_plan.h"

namespace archivolt::tools {

/// Finds what closing (or opening) containers does: what stands in them is no longer drawn, and
/// the template stays as it is. Those that can't be folded, or are so already, are left out; it is
/// refused where none remains.
[[nodiscard]] DropPlan planFold(const Scene& scene, const Design& design,
                                const std::vector<BoxIndex>& boxes, bool folds);

/// Finds what the sign of one container does: opens it where it is closed, else closes it.
[[nodiscard]] DropPlan planFoldTurn(const Scene& scene, const Design& design, BoxIndex box);

/// Returns what a command folds: what is selected, else every VPC.
[[nodiscard]] std::vector<BoxIndex> foldable(const Scene& scene, const DesignSelection& selection);

}  // namespace archivolt::tools
