#include <QBuffer>
#include <QImage>
#include <QPageSize>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <cmath>

#include <fmt/format.h>

#include "render/paint/paint_scene.h"
#include "render/paint/picture_rules.h"

namespace archivolt {

namespace {

constexpr double kMostPixels = 16384;
constexpr int kPdfResolution = 1200;
constexpr double kPointsPerInch = 72;

Viewport wholeOf(const Scene& scene, double scale) {
    return {{scene.bounds.x, scene.bounds.y},
            scale,
            {std::ceil(scene.bounds.width * scale), std::ceil(scene.bounds.height * scale)}};
}

}  // namespace

Result<QByteArray> pngPicture(const Scene& scene, const PictureOptions& options) {
    const Viewport viewport = wholeOf(scene, options.scale);
    if (viewport.size.width > kMostPixels || viewport.size.height > kMostPixels) {
        return failure(kPictureTooLarge,
                       fmt::format("the picture would be {:.0f} by {:.0f} pixels",
                                   viewport.size.width, viewport.size.height),
                       "choose a smaller scale, or SVG or PDF, which have no pixels");
    }
    QImage image(static_cast<int>(viewport.size.width), static_cast<int>(viewport.size.height),
                 QImage::Format_RGB32);
    {
        QPainter painter(&image);
        paintScene(painter, scene, viewport);
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    image.save(&buffer, "PNG");
    return bytes;
}

QByteArray svgPicture(const Scene& scene, const PictureOptions& options) {
    const Viewport viewport = wholeOf(scene, 1);
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QSvgGenerator generator;
    generator.setOutputDevice(&buffer);
    generator.setSize(
        QSize(static_cast<int>(viewport.size.width), static_cast<int>(viewport.size.height)));
    generator.setViewBox(QRectF(0, 0, viewport.size.width, viewport.size.height));
    generator.setResolution(static_cast<int>(kPointsPerInch));
    generator.setTitle(QString::fromStdString(options.title));
    generator.setDescription(QString());
    {
        QPainter painter(&generator);
        paintScene(painter, scene, viewport);
    }
    return bytes;
}

QByteArray pdfPicture(const Scene& scene, const PictureOptions& options) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    const Viewport whole = wholeOf(scene, 1);
    {
        QPdfWriter writer(&buffer);
        writer.setResolution(kPdfResolution);
        writer.setTitle(QString::fromStdString(options.title));
        writer.setPageMargins(QMarginsF(0, 0, 0, 0));
        writer.setPageSize(QPageSize(QSizeF(whole.size.width, whole.size.height), QPageSize::Point,
                                     QString(), QPageSize::ExactMatch));
        QPainter painter(&writer);
        const double unit = kPdfResolution / kPointsPerInch;
        painter.scale(unit, unit);
        paintScene(painter, scene, whole);
    }
    return bytes;
}

}  // namespace archivolt
