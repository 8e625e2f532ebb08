#pragma once

#include <QByteArray>
#include <QPainter>

#include "model/base/result.h"
#include "model/base/rule.h"
#include "render/scene/scene.h"

namespace archivolt {

/// Which part of a scene is painted where.
struct Viewport {
    Point origin;       ///< The scene's point at the device's top left corner.
    double scale = 1;   ///< Device units per canvas unit.
    Size size;          ///< Of the device, in its units.
    double pixels = 1;  ///< Pixels per device unit: detail shows by what the eye gets.
};

/// Returns the viewport that shows all of `scene` in `size`, centred, at most at `mostScale`.
[[nodiscard]] Viewport fitted(const Scene& scene, Size size, double mostScale = 1.5);

/// Paints what of the scene shows in the viewport, background and grid included.
///
/// The painter's transformation is the device's own and is given back as it was; so is the rest of
/// its state. Nothing outside the viewport is painted.
void paintScene(QPainter& painter, const Scene& scene, const Viewport& viewport);

/// Paints a part of the viewport, in its units, anew over what is there: all that shows in it.
///
/// The painter's clip has to keep it to the part; what lies across its edge is painted there as
/// `paintScene` would, to the byte.
void paintPart(QPainter& painter, const Scene& scene, const Viewport& viewport, const Rect& part);

/// Returns how far, in canvas units, paint may reach beyond the bounds of a shape: letters hang
/// over, and what is thinner than a pixel is painted as wide as one.
[[nodiscard]] double paintReach(const Viewport& viewport);

/// Returns the area of a scene whose shapes show in a part of the viewport, in its units.
[[nodiscard]] Rect areaOf(const Viewport& viewport, const Rect& part);

/// Paints an icon of the set in `rect`.
void paintIcon(QPainter& painter, std::string_view name, const Rect& rect, Color color);

struct PictureOptions {
    double scale = 1;   ///< Pixels per canvas unit (PNG).
    std::string title;  ///< Written into SVG and PDF.
};

/// Returns the whole scene as a picture file's bytes; PNG and SVG are the same from run to run.
///
/// Errors: PICTURE-1 when a PNG would be larger than 16,384 pixels on a side (use a smaller scale).
[[nodiscard]] Result<QByteArray> pngPicture(const Scene& scene, const PictureOptions& options);
[[nodiscard]] QByteArray svgPicture(const Scene& scene, const PictureOptions& options);
[[nodiscard]] QByteArray pdfPicture(const Scene& scene, const PictureOptions& options);

}  // namespace archivolt
