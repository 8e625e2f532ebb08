#pragma once

#include "render/scene/build_scene.h"

namespace archivolt {

/// Marks made for one drawing, kept for the ones after it.
struct OverlayMarks {
    Overlay overlay;
    std::shared_ptr<const Diagram> diagram;  ///< Whose boxes the marks are on.
};

/// Returns the marks on the boxes of another drawing, found again by their keys; marks on boxes
/// that are gone fall away.
[[nodiscard]] Overlay carriedOver(const OverlayMarks& marks, const Diagram& now);

/// Adds marks to an overlay that has the selection and the findings already.
void addMarks(Overlay& overlay, Overlay marks);

/// Takes the colours of verdicts off marks that may not hold any more.
void makeStale(Overlay& marks);

}  // namespace archivolt
