#pragma once

#include <QImage>

#include "render/paint/paint_scene.h"

namespace archivolt {

/// Returns an image of what of a scene shows in a viewport, of so many pixels per device unit;
/// transparent where the scene has no ground.
[[nodiscard]] QImage painted(const Scene& scene, const Viewport& viewport, double ratio);

/// Paints on an image that shows one scene what makes it show another one in the same viewport,
/// and no more than that; to the byte what painting all of it anew gives.
///
/// The image must be one of `painted` with this viewport, or of this function.
void paintChanges(QImage& image, const Scene& before, const Scene& now, const Viewport& viewport);

}  // namespace archivolt
