#include "app/window/review_canvas.h"

#include <QGuiApplication>
#include <QMouseEvent>
#include <QStyleHints>
#include <algorithm>
#include <cmath>

#include "app/window/view_fit.h"
#include "render/paint/text_measure.h"

namespace archivolt {

namespace {

constexpr double kLeastReviewScale = 0.05;
constexpr double kMostReviewScale = 4;
constexpr double kReviewWheelStep = 1.0015;  // Of an eighth of a degree.

}  // namespace

ReviewCanvas::ReviewCanvas(QQuickItem* parent)
    : QQuickItem(parent), m_layer(new CanvasLayer(this)) {
    setAcceptedMouseButtons(Qt::LeftButton | Qt::MiddleButton);
    setClip(true);
}

void ReviewCanvas::setReview(ReviewModel* review) {
    if (review == m_review) return;
    if (m_review != nullptr) disconnect(m_review, nullptr, this, nullptr);
    m_review = review;
    if (m_review != nullptr) {
        connect(m_review, &ReviewModel::changed, this, &ReviewCanvas::remake);
        connect(m_review, &ReviewModel::chosenChanged, this, [this] {
            remake();
            bringIntoView();
        });
    }
    remake();
    Q_EMIT reviewChanged();
}

void ReviewCanvas::setDark(bool dark) {
    if (dark == m_dark) return;
    m_dark = dark;
    remake();
    Q_EMIT darkChanged();
}

void ReviewCanvas::remake() {
    const ReviewModel::Shown* shown = m_review == nullptr ? nullptr : m_review->shown();
    if (shown == nullptr) {
        m_scene.reset();
        m_drawn.reset();
        m_layer->show(nullptr, m_viewport);
        return;
    }
    const TextMeasure measure = qtTextMeasure();
    m_scene = std::make_shared<const Scene>(reviewScene(shown->picture, shown->review,
                                                        m_dark ? darkTheme() : lightTheme(),
                                                        measure, m_review->chosenItem()));
    if (m_drawn != shown->picture.diagram) {
        m_drawn = shown->picture.diagram;
        fit();
        return;
    }
    m_layer->show(m_scene, m_viewport);
}

void ReviewCanvas::fit() {
    if (!m_scene) return;
    m_isFitted = true;
    m_viewport = fitIntoCanvas(*m_scene, {width(), height()});
    m_layer->show(m_scene, m_viewport);
}

/// Moves the view so that what is set off shows, where it does not.
void ReviewCanvas::bringIntoView() {
    const auto item = m_review->chosenItem();
    if (!item || !m_scene) return;
    Rect all;
    for (const BoxIndex box : m_review->shown()->review.items[*item].boxes) {
        all =
            all.width == 0 ? m_scene->layout->rects[box] : united(all, m_scene->layout->rects[box]);
    }
    if (all.width == 0) return;
    const Point by = wayIntoView(m_viewport, all);
    if (by.x == 0 && by.y == 0) return;
    m_viewport.origin.x += by.x / m_viewport.scale;
    m_viewport.origin.y += by.y / m_viewport.scale;
    look();
}

void ReviewCanvas::look() {
    m_isFitted = false;
    m_layer->look(m_viewport);
}

void ReviewCanvas::geometryChange(const QRectF& now, const QRectF& before) {
    QQuickItem::geometryChange(now, before);
    if (now.size() == before.size() || !m_scene) return;
    m_viewport.size = {width(), height()};
    if (m_isFitted) {
        fit();
    } else {
        m_layer->show(m_scene, m_viewport);
    }
}

void ReviewCanvas::mousePressEvent(QMouseEvent* event) {
    m_pressed = event->position();
    m_last = m_pressed;
    m_moves = false;
}

void ReviewCanvas::mouseMoveEvent(QMouseEvent* event) {
    const QPointF way = event->position() - m_pressed;
    const int least = QGuiApplication::styleHints()->startDragDistance();
    m_moves = m_moves || way.manhattanLength() > least;
    if (!m_moves) return;
    const QPointF step = event->position() - m_last;
    m_last = event->position();
    m_viewport.origin.x -= step.x() / m_viewport.scale;
    m_viewport.origin.y -= step.y() / m_viewport.scale;
    look();
}

void ReviewCanvas::mouseReleaseEvent(QMouseEvent* event) {
    if (m_moves || !m_scene) return;
    const Point at = toScene(m_viewport, {event->position().x(), event->position().y()});
    m_review->chooseBox(hitTest(*m_scene, at).box);
}

void ReviewCanvas::wheelEvent(QWheelEvent* event) {
    event->accept();
    if (!m_scene) return;
    if ((event->modifiers() & Qt::ControlModifier) == 0) {
        const QPointF step =
            event->pixelDelta().isNull() ? QPointF(event->angleDelta()) / 2 : event->pixelDelta();
        m_viewport.origin.x -= step.x() / m_viewport.scale;
        m_viewport.origin.y -= step.y() / m_viewport.scale;
        look();
        return;
    }
    const Point under = toScene(m_viewport, {event->position().x(), event->position().y()});
    const double factor = std::pow(kReviewWheelStep, event->angleDelta().y());
    m_viewport.scale = std::clamp(m_viewport.scale * factor, kLeastReviewScale, kMostReviewScale);
    m_viewport.origin = {under.x - event->position().x() / m_viewport.scale,
                         under.y - event->position().y() / m_viewport.scale};
    look();
}

}  // namespace archivolt
