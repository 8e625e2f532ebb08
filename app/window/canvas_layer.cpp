#include "app/window/canvas_layer.h"

#include <QQuickWindow>
#include <QSGImageNode>
#include <cmath>
#include <utility>

#include "app/window/let_go.h"
#include "app/window/view_fit.h"
#include "render/paint/paint_changes.h"
#include "render/scene/spatial_index.h"

namespace archivolt {

namespace {

constexpr double kMargin = 128;
constexpr int kRestMilliseconds = 80;
constexpr double kLeastCovered = 0.75;  // Of what shows: a few steps of the wheel, no jump.
constexpr double kMostRoom = 4;         // Of an image, to what is needed of it.
constexpr double kSameUnit = 1e-6;
constexpr std::size_t kMany = 1000;

double areaOf(const QRectF& rect) { return rect.width() * rect.height(); }

bool isWhole(double units) { return std::abs(units - std::round(units)) < kSameUnit; }

/// Lets go of a scene, a large one on another thread.
void forget(std::shared_ptr<const Scene> scene) {
    if (scene && scene->items.size() > kMany) letGo({std::move(scene)});
}

bool isSame(const Viewport& a, const Viewport& b) {
    return a.origin == b.origin && a.scale == b.scale && a.size == b.size && a.pixels == b.pixels;
}

}  // namespace

CanvasLayer::CanvasLayer(QQuickItem* parent) : QQuickItem(parent) {
    setFlag(ItemHasContents);
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

QRectF CanvasLayer::held() const {
    if (m_isEmpty || m_painted.scale != m_viewport.scale) return {};
    const Point corner = toCanvas(m_viewport, m_painted.origin);
    if (!isWhole(corner.x) || !isWhole(corner.y)) return {};
    return {corner.x, corner.y, m_painted.size.width, m_painted.size.height};
}

/// Marks that come and go by turns keep one image that has room for both.
QRectF CanvasLayer::roomFor(const QRectF& area) const {
    const QRectF room(area.topLeft(), QSizeF(std::ceil(area.width()), std::ceil(area.height())));
    if (m_scene->background.alpha > 0) return room;
    const QRectF both = room.united(held());
    return areaOf(both) <= kMostRoom * areaOf(room) ? both : room;
}

void CanvasLayer::repaint() {
    m_rest.stop();
    update();
    const QRectF area = m_scene ? needed(m_viewport, kMargin) : QRectF();
    if (area.isEmpty()) {
        m_isEmpty = true;
        return;
    }
    const QRectF has = held();
    if (areaOf(has) > kMostRoom * areaOf(area) ||
        !has.adjusted(-1, -1, 1, 1).contains(needed(m_viewport, 0))) {
        const QRectF room = roomFor(area);
        m_painted = m_viewport;
        m_painted.origin = toScene(m_viewport, {room.x(), room.y()});
        m_painted.size = {room.width(), room.height()};
    }
    m_isEmpty = false;
    const Point corner = toCanvas(m_viewport, m_painted.origin);
    setPosition({corner.x, corner.y});
    setSize({m_painted.size.width, m_painted.size.height});
    setScale(1);
}

void CanvasLayer::look(const Viewport& viewport) {
    m_viewport = viewport;
    if (!m_scene) return;
    if (m_isEmpty) {
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

void CanvasLayer::itemChange(ItemChange change, const ItemChangeData& value) {
    if (change == ItemDevicePixelRatioHasChanged || change == ItemSceneChange) update();
    QQuickItem::itemChange(change, value);
}

/// Makes the image show what is to be painted.
void CanvasLayer::paintImage() {
    const double ratio = window()->effectiveDevicePixelRatio();
    Viewport viewport = m_painted;
    viewport.pixels = pixelsSeen(ratio);
    const bool isOpaque = m_scene->background.alpha == 255;
    if (m_shown.scene && ratio == m_shown.ratio && isSame(viewport, m_shown.viewport) &&
        isOpaque == (m_shown.scene->background.alpha == 255)) {
        if (m_shown.scene != m_scene) paintChanges(m_image, *m_shown.scene, *m_scene, viewport);
    } else {
        m_image = {};
        m_image = painted(*m_scene, viewport, ratio);
    }
    forget(std::exchange(m_shown.scene, m_scene));
    m_shown.viewport = viewport;
    m_shown.ratio = ratio;
}

// The texture shares the image, so the last one has to go before that is painted: else it would be
// copied. The window's thread waits meanwhile.
QSGNode* CanvasLayer::updatePaintNode(QSGNode* before, UpdatePaintNodeData* /*data*/) {
    delete before;
    if (m_isEmpty || !m_scene) {
        forget(std::exchange(m_shown.scene, nullptr));
        m_image = {};
        return nullptr;
    }
    paintImage();
    QSGImageNode* node = window()->createImageNode();
    node->setOwnsTexture(true);
    node->setTexture(window()->createTextureFromImage(m_image));
    node->setFiltering(QSGTexture::Linear);
    node->setRect(0, 0, m_painted.size.width, m_painted.size.height);
    node->setSourceRect(QRectF(m_image.rect()));
    return node;
}

}  // namespace archivolt
