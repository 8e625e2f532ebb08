#include "app/window/mini_map.h"

#include <QMouseEvent>
#include <QPainter>
#include <QQuickWindow>
#include <utility>

#include "app/window/hand_over.h"

namespace archivolt {

namespace {

constexpr double kMargin = 4;

QColor qt(Color c) { return {c.red, c.green, c.blue, c.alpha}; }

}  // namespace

MiniMap::MiniMap(QQuickItem* parent) : QQuickPaintedItem(parent) {
    setAcceptedMouseButtons(Qt::LeftButton);
}

void MiniMap::setCanvas(DesignCanvas* canvas) {
    if (canvas == m_canvas) return;
    if (m_canvas) disconnect(m_canvas, nullptr, this, nullptr);
    m_canvas = canvas;
    if (m_canvas) {
        connect(m_canvas, &DesignCanvas::viewportChanged, this, &MiniMap::look);
        connect(m_canvas, &DesignCanvas::selectedChanged, this, &MiniMap::look);
    }
    look();
    Q_EMIT canvasChanged();
}

Viewport MiniMap::whole() const {
    return fitted(*m_canvas->scene(), {width() - 2 * kMargin, height() - 2 * kMargin});
}

void MiniMap::look() {
    bool needed = false;
    if (m_canvas && m_canvas->scene()) {
        const Viewport& view = m_canvas->viewport();
        const Rect shown{view.origin.x, view.origin.y, view.size.width / view.scale,
                         view.size.height / view.scale};
        needed = !archivolt::contains(shown, inflated(m_canvas->scene()->bounds, -kMargin));
    }
    if (needed != m_needed) {
        m_needed = needed;
        Q_EMIT neededChanged();
    }
    if (!m_needed) return;
    makeWay();
    update();
}

MiniMap::Below MiniMap::hiddenBelow(const QRectF& area) const {
    Below hidden;
    const Diagram& diagram = *m_canvas->scene()->diagram;
    for (BoxIndex box = 1; box < diagram.boxes.size(); ++box) {
        if (!isNode(diagram.boxes[box].kind)) continue;
        const QRectF below = m_canvas->rectOf(box) & area;
        if (below.isEmpty()) continue;
        const double size = below.width() * below.height();
        hidden.nodes += size;
        if (m_canvas->isLookedAt(box)) hidden.lookedAt += size;
    }
    return hidden;
}

/// Goes to the other corner where that hides nothing, or much less; else it stays, so that it does
/// not jump to and fro under a hand that pans. What is looked at counts before all else.
void MiniMap::makeWay() {
    const QQuickItem* frame = parentItem();
    if (frame == nullptr) return;
    const double left = m_canvas->width() - m_margin - frame->width();
    const QRectF upper(left, m_margin, frame->width(), frame->height());
    const QRectF lower = upper.translated(0, m_canvas->height() - 2 * m_margin - frame->height());
    Below here = hiddenBelow(m_goesUp ? upper : lower);
    const Below there = hiddenBelow(m_goesUp ? lower : upper);
    const bool isBetter = here.lookedAt != there.lookedAt
                              ? there.lookedAt < here.lookedAt
                              : here.nodes > 0 && there.nodes <= here.nodes / 2;
    if (isBetter) {
        here = there;
        m_goesUp = !m_goesUp;
        Q_EMIT goesUpChanged();
    }
    if (m_hides == (here.nodes > 0)) return;
    m_hides = here.nodes > 0;
    Q_EMIT hidesChanged();
}

void MiniMap::paint(QPainter* painter) {
    if (!m_canvas || !m_canvas->scene() || width() <= 0) return;
    const auto scene = m_canvas->scene();
    Viewport view = whole();
    const double pixels = window() == nullptr ? 1 : window()->effectiveDevicePixelRatio();
    const QSize size = (QSizeF(view.size.width, view.size.height) * pixels).toSize();
    const bool isStale = scene != m_painted.lock() || m_image.size() != size;
    if (isStale && !std::exchange(m_isDue, !m_isDue)) {
        // The drawing goes before: another frame follows at once, in which the map is painted.
        deliver(this, [this] { update(); });
    } else if (isStale) {
        m_painted = scene;
        m_image = QImage(size, QImage::Format_ARGB32_Premultiplied);
        m_image.setDevicePixelRatio(pixels);
        m_image.fill(Qt::transparent);
        QPainter small(&m_image);
        view.pixels = pixels;
        paintScene(small, *scene, view);
    }
    painter->drawImage(QPointF(kMargin, kMargin), m_image);
    const Viewport& shown = m_canvas->viewport();
    const Point corner = toCanvas(view, shown.origin);
    const double ratio = view.scale / shown.scale;
    const QRectF part(corner.x + kMargin, corner.y + kMargin, shown.size.width * ratio,
                      shown.size.height * ratio);
    const Theme& theme = m_canvas->dark() ? darkTheme() : lightTheme();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(qt(theme.accent.ink), 1.5));
    painter->setBrush(qt(theme.accent.ink.withAlpha(20)));
    painter->drawRoundedRect(part.intersected(boundingRect().adjusted(1, 1, -1, -1)), 3, 3);
}

void MiniMap::mousePressEvent(QMouseEvent* event) { goTo(event->position()); }
void MiniMap::mouseMoveEvent(QMouseEvent* event) { goTo(event->position()); }

void MiniMap::goTo(QPointF point) {
    if (!m_canvas || !m_canvas->scene()) return;
    m_canvas->centreOn(toScene(whole(), {point.x() - kMargin, point.y() - kMargin}));
}

}  // namespace archivolt
