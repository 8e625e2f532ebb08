#pragma once

#include <optional>
#include <vector>

#include "app/tools/tool.h"

namespace archivolt::tools {

/// Returns the selection of what was hit alone; empty where nothing was.
[[nodiscard]] DesignSelection selectionOf(const Diagram& diagram, const Hit& hit);
/// Returns a selection with what was hit added, or taken away where it was in it.
[[nodiscard]] DesignSelection toggled(const Diagram& diagram, DesignSelection selection,
                                      const Hit& hit);
/// Says whether what was hit is selected.
[[nodiscard]] bool isSelected(const Diagram& diagram, const DesignSelection& selection,
                              const Hit& hit);
/// Returns what a rectangle selects: nodes, notes that it touches, containers that it encloses.
[[nodiscard]] DesignSelection selectionIn(const Scene& scene, const Rect& area);
/// Returns all that a design declares, with or without a box, and all notes and frames.
[[nodiscard]] DesignSelection everything(const Diagram& diagram, const Design& design);

/// Returns the line of a drawing that is selected, or nothing.
[[nodiscard]] std::optional<std::uint32_t> linkOf(const Diagram& diagram,
                                                  const DesignSelection& selection);

/// Returns the boxes of a selection, one for each resource, ascending; with `topsOnly` without
/// those that stand inside another one of them.
[[nodiscard]] std::vector<BoxIndex> boxesOf(const Diagram& diagram,
                                            const DesignSelection& selection,
                                            bool topsOnly = false);

}  // namespace archivolt::tools
