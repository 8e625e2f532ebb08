#include "app/window/canvas_layer.h"

#include <QQuickWindow>
#include <utility>

#include "app/window/view_fit.h"
#include "render/scene/spatial_index.h"

namespace archivolt {

namespace {

constexpr double kMargin = 256;
constexpr int kRestMilliseconds = 80;
constexpr double kLeastCovered = 0.75;  // Of what shows: a few steps of the wheel, no jump.

double areaOf(const QRectF& rect) { return rect.width() * rect.height(); }

}  // namespace

CanvasLayer::CanvasLayer(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setTransformOrigin(TopLeft);
    m_rest.setSingleShot(true);
    m_rest.setInterval(kRestMilliseconds);
    connect(&m_rest, &QTimer::timeout, this, [this] { repaint(); });
}

void CanvasLayer::show(std::shared_ptr<const Scene> scene, const Viewport& viewport) {
    if (scene && scene == m_scene) {
        look(viewport);
        return;
    }
    m_scene = std::move(scene);
    m_viewport = viewport;
    repaint();
}

QRectF CanvasLayer::needed(const Viewport& viewport, double margin) const {
    const QRectF all = QRectF(0, 0, viewport.size.width, viewport.size.height)
                           .adjusted(-margin, -margin, margin, margin);
    if (!m_scene || m_scene->background.alpha > 0) return all;
    if (m_scene->items.empty()) return {};
    const Rect& shapes = m_scene->index->extent();
    const Point corner = toCanvas(viewport, {shapes.x, shapes.y});
    const QRectF bounds(corner.x, corner.y, shapes.width * viewport.scale,
                        shapes.height * viewport.scale);
    return all.intersected(bounds.adjusted(-2, -2, 2, 2)).toAlignedRect();
}

void CanvasLayer::repaint() {
    m_rest.stop();
    const QRectF area = m_scene ? needed(m_viewport, kMargin) : QRectF();
    setVisible(!area.isEmpty());
    if (area.isEmpty()) return;
    m_painted = m_viewport;
    m_painted.origin = toScene(m_viewport, {area.x(), area.y()});
    m_painted.size = {area.width(), area.height()};
    setOpaquePainting(m_scene->background.alpha > 0);
    setPosition(area.topLeft());
    setSize(area.size());
    setScale(1);
    update();
}

void CanvasLayer::look(const Viewport& viewport) {
    m_viewport = viewport;
    if (!m_scene) return;
    if (!isVisible()) {
        repaint();
        return;
    }
    const Point corner = toCanvas(viewport, m_painted.origin);
    const double scale = viewport.scale / m_painted.scale;
    setPosition({corner.x, corner.y});
    setScale(scale);
    const QRectF has(corner.x, corner.y, m_painted.size.width * scale,
                     m_painted.size.height * scale);
    const QRectF shows = needed(viewport, 0);
    if (scale == 1 ? !has.adjusted(-1, -1, 1, 1).contains(shows)
                   : areaOf(has.intersected(shows)) < kLeastCovered * areaOf(shows)) {
        repaint();
    } else if (scale != 1) {
        m_rest.start();
    }
}

void CanvasLayer::paint(QPainter* painter) {
    if (!m_scene) return;
    Viewport viewport = m_painted;
    viewport.pixels = window() == nullptr ? 1 : pixelsSeen(window()->effectiveDevicePixelRatio());
    paintScene(*painter, *m_scene, viewport);
}

}  // namespace archivolt
