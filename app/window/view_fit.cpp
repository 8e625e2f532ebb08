#include "app/window/view_fit.h"

#include <algorithm>

namespace archivolt {

Viewport fitIntoCanvas(const Scene& scene, Size canvas) {
    const Size inner{std::max(1.0, canvas.width - 2 * kFitMargin),
                     std::max(1.0, canvas.height - 2 * kFitMargin)};
    Viewport viewport = fitted(scene, inner, 1);
    viewport.origin.x -= kFitMargin / viewport.scale;
    viewport.origin.y -= kFitMargin / viewport.scale;
    viewport.size = canvas;
    return viewport;
}

}  // namespace archivolt
