#include "render/paint/paint_changes.h"

#include <QRegion>
#include <cmath>

#include "model/base/invariant.h"
#include "render/scene/changed_areas.h"

namespace archivolt {

namespace {

constexpr int kTile = 32;               // Pixels; what changed is painted in whole tiles.
constexpr double kWorthTelling = 0.6;   // Of an image; where more changed, all is painted.
constexpr std::size_t kMostParts = 48;  // Each asks for its shapes anew.

/// How the units of a viewport are laid on the pixels of an image.
struct Pixels {
    explicit Pixels(const QImage& image, const Viewport& viewport)
        : x(image.width() / viewport.size.width), y(image.height() / viewport.size.height) {}
    double x;
    double y;
};

/// Returns the tiles that an area of the scene reaches into.
QRect tilesOf(const Rect& area, const Viewport& viewport, const Pixels& pixels) {
    const auto tile = [](double pixel) { return static_cast<int>(std::floor(pixel / kTile)); };
    const double scaleX = viewport.scale * pixels.x;
    const double scaleY = viewport.scale * pixels.y;
    const QPoint from(tile((area.x - viewport.origin.x) * scaleX),
                      tile((area.y - viewport.origin.y) * scaleY));
    const QPoint to(tile((right(area) - viewport.origin.x) * scaleX),
                    tile((bottom(area) - viewport.origin.y) * scaleY));
    return {from * kTile, (to + QPoint(1, 1)) * kTile - QPoint(1, 1)};
}

/// Returns what has to be painted of an image, all of it where that is as good.
QRegion partsOf(const std::vector<Rect>& areas, const QImage& image, const Viewport& viewport) {
    const Pixels pixels(image, viewport);
    const double reach = paintReach(viewport);
    QRegion parts;
    for (const Rect& area : areas) parts += tilesOf(inflated(area, reach), viewport, pixels);
    parts &= image.rect();
    double size = 0;
    for (const QRect& part : parts) size += double(part.width()) * part.height();
    const double all = double(image.width()) * image.height();
    if (size > kWorthTelling * all || parts.rectCount() > int(kMostParts)) return image.rect();
    return parts;
}

}  // namespace

QImage painted(const Scene& scene, const Viewport& viewport, double ratio) {
    const bool opaque = scene.background.alpha == 255;
    QImage image((QSizeF(viewport.size.width, viewport.size.height) * ratio).toSize(),
                 opaque ? QImage::Format_RGB32 : QImage::Format_ARGB32_Premultiplied);
    if (!opaque) image.fill(Qt::transparent);
    QPainter painter(&image);
    const Pixels pixels(image, viewport);
    painter.scale(pixels.x, pixels.y);
    paintScene(painter, scene, viewport);
    return image;
}

void paintChanges(QImage& image, const Scene& before, const Scene& now, const Viewport& viewport) {
    const Rect whole = areaOf(viewport, {0, 0, viewport.size.width, viewport.size.height});
    const auto areas = changedAreas(before, now, whole, viewport.scale * viewport.pixels);
    const Pixels pixels(image, viewport);
    INVARIANT((before.background.alpha == 255) == (now.background.alpha == 255));
    QPainter painter(&image);
    for (const QRect& part : areas ? partsOf(*areas, image, viewport) : QRegion(image.rect())) {
        painter.save();
        painter.setClipRect(part);
        painter.scale(pixels.x, pixels.y);
        paintPart(painter, now, viewport,
                  {part.x() / pixels.x, part.y() / pixels.y, part.width() / pixels.x,
                   part.height() / pixels.y});
        painter.restore();
    }
}

}  // namespace archivolt
