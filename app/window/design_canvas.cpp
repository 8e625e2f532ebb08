#include "app/window/design_canvas.h"

#include <QCursor>
#include <QGuiApplication>
#include <QHoverEvent>
#include <QStyleHints>
#include <algorithm>
#include <cmath>

#include "render/paint/paint_scene.h"
#include "render/paint/text_measure.h"
#include "render/scene/spatial_index.h"

namespace archivolt {

namespace {

constexpr double kLeastScale = 0.05;
constexpr double kMostScale = 4;
constexpr double kZoomStep = 1.2;
constexpr double kWheelStep = 120;  // Qt: one notch of a wheel is 120.
constexpr double kWheelPan = 60;
constexpr double kTolerance = 4;
constexpr int kPercent = 100;
constexpr double kGrid = 4;

/// Returns the shapes of one box alone, to be painted above everything else.
Scene onlyBox(const Scene& scene, BoxIndex box) {
    Scene top;
    top.bounds = scene.bounds;
    top.background = {0, 0, 0, 0};
    top.gridDots = {0, 0, 0, 0};
    std::vector<Rect> bounds;
    for (const SceneItem& item : scene.items) {
        if (item.box != box || !contains(inflated(scene.layout->rects[box], 4), item.bounds)) {
            continue;
        }
        top.items.push_back(item);
        bounds.push_back(item.bounds);
    }
    top.index = std::make_shared<const SpatialIndex>(bounds, top.bounds);
    return top;
}

double snapped(double value) { return std::round(value / kGrid) * kGrid; }

}  // namespace

DesignCanvas::DesignCanvas(QQuickItem* parent)
    : QQuickPaintedItem(parent), m_measure(qtTextMeasure()) {
    setAcceptedMouseButtons(Qt::LeftButton | Qt::MiddleButton | Qt::RightButton);
    setAcceptHoverEvents(true);
    setOpaquePainting(true);
    setFlag(ItemAcceptsInputMethod, false);
    setActiveFocusOnTab(true);
}

void DesignCanvas::setDocument(Document* document) {
    if (document == m_document) return;
    if (m_document != nullptr) disconnect(m_document, nullptr, this, nullptr);
    m_document = document;
    if (m_document != nullptr) {
        connect(m_document, &Document::drawingChanged, this, &DesignCanvas::showDrawing);
        connect(m_document, &Document::badgesChanged, this, [this] { polish(); });
        connect(m_document, &Document::selectionChanged, this, [this] { polish(); });
        connect(m_document, &Document::centreRequested, this, &DesignCanvas::centreSelected);
        showDrawing(true);
    }
    Q_EMIT documentChanged();
}

void DesignCanvas::setMode(CanvasMode* mode) {
    if (mode == m_mode) return;
    if (m_mode) disconnect(m_mode, nullptr, this, nullptr);
    m_mode = mode;
    if (m_mode) connect(m_mode, &CanvasMode::marksChanged, this, [this] { polish(); });
    polish();
    Q_EMIT modeChanged();
}

void DesignCanvas::setDark(bool dark) {
    if (dark == m_dark) return;
    m_dark = dark;
    polish();
    Q_EMIT darkChanged();
}

void DesignCanvas::showDrawing(bool another) {
    endGesture();
    setHovered(kNoBox);
    if (another) m_fitted = true;
    makeScene();
    if (m_fitted) fit();
    polish();
}

void DesignCanvas::makeScene() {
    const Drawing* result = m_document == nullptr ? nullptr : m_document->drawing();
    m_hasScene = result != nullptr;
    if (!m_hasScene) return;
    SceneInput input;
    input.diagram = result->diagram;
    input.layout = result->layout;
    input.theme = m_dark ? &darkTheme() : &lightTheme();
    input.grid = true;
    input.overlay.hovered = m_hovered;
    input.overlay.badges = m_document->badges();
    if (m_mode) m_mode->mark(input.overlay, *result);
    if (const BoxIndex box = m_document->selectedBox(); box != kNoBox) {
        input.overlay.selected.push_back(box);
    }
    if (m_gesture == Gesture::Drag) {
        auto moved = std::make_shared<Layout>(*result->layout);
        moved->rects[m_pressedBox] = draggedPlace();
        for (std::size_t i = 0; i < result->diagram->links.size(); ++i) {
            const Link& link = result->diagram->links[i];
            const bool isMoved = link.from == m_pressedBox || link.to == m_pressedBox;
            if (isMoved) moved->routes[i].points.clear();
        }
        input.layout = std::move(moved);
        input.overlay.selected = {m_pressedBox};
        if (m_plan.target != kNoBox && m_plan.target != 0) {
            const Tone tone = m_plan.legal ? Tone::Pass : Tone::Stop;
            input.overlay.highlights.push_back({m_plan.target, tone, {}});
        }
    }
    m_scene = buildScene(input, m_measure);
}

void DesignCanvas::updatePolish() {
    makeScene();
    update();
}

void DesignCanvas::paint(QPainter* painter) {
    if (isDrawn()) {
        paintScene(*painter, m_scene, m_viewport);
        if (m_gesture == Gesture::Drag) {
            paintScene(*painter, onlyBox(m_scene, m_pressedBox), m_viewport);
        }
        return;
    }
    const Color ground = (m_dark ? darkTheme() : lightTheme()).canvas;
    painter->fillRect(boundingRect(), QColor(ground.red, ground.green, ground.blue));
}

void DesignCanvas::geometryChange(const QRectF& now, const QRectF& before) {
    QQuickPaintedItem::geometryChange(now, before);
    if (m_fitted) {
        fit();
    } else {
        m_viewport.size = {now.width(), now.height()};
    }
}

// The viewport.

Point DesignCanvas::sceneAt(QPointF point) const {
    return toScene(m_viewport, {point.x(), point.y()});
}

Hit DesignCanvas::hitAt(QPointF point) const {
    return isDrawn() ? hitTest(m_scene, sceneAt(point), kTolerance / m_viewport.scale) : Hit{};
}

std::optional<QPointF> DesignCanvas::centreOf(const std::string& key) const {
    if (!isDrawn()) return {};
    const BoxIndex box = m_scene.diagram->find(key);
    if (box == kNoBox) return {};
    const Point point = toCanvas(m_viewport, center(m_scene.layout->rects[box]));
    return QPointF(point.x, point.y);
}

void DesignCanvas::setViewport(const Viewport& viewport) {
    m_viewport = viewport;
    m_viewport.size = {width(), height()};
    update();
    Q_EMIT viewportChanged();
}

int DesignCanvas::zoomPercent() const {
    return static_cast<int>(std::lround(m_viewport.scale * kPercent));
}

void DesignCanvas::fit() {
    m_fitted = true;
    if (isDrawn() && width() > 0 && height() > 0) {
        setViewport(fitIntoCanvas(m_scene, {width(), height()}));
    }
}

void DesignCanvas::zoomAt(QPointF point, double factor) {
    Viewport viewport = m_viewport;
    const Point kept = sceneAt(point);
    viewport.scale = std::clamp(viewport.scale * factor, kLeastScale, kMostScale);
    viewport.origin = {kept.x - point.x() / viewport.scale, kept.y - point.y() / viewport.scale};
    m_fitted = false;
    setViewport(viewport);
}

void DesignCanvas::zoomIn() { zoomAt({width() / 2, height() / 2}, kZoomStep); }
void DesignCanvas::zoomOut() { zoomAt({width() / 2, height() / 2}, 1 / kZoomStep); }
void DesignCanvas::zoomToWhole() { zoomAt({width() / 2, height() / 2}, 1 / m_viewport.scale); }

void DesignCanvas::panBy(QPointF delta) {
    Viewport viewport = m_viewport;
    viewport.origin.x -= delta.x() / viewport.scale;
    viewport.origin.y -= delta.y() / viewport.scale;
    m_fitted = false;
    setViewport(viewport);
}

void DesignCanvas::centreSelected() {
    if (!isDrawn()) return;
    const BoxIndex box = m_document->selectedBox();
    if (box == kNoBox) return;
    const Point middle = center(m_scene.layout->rects[box]);
    const Point shown = toCanvas(m_viewport, middle);
    panBy({width() / 2 - shown.x, height() / 2 - shown.y});
}

// The pointer.

void DesignCanvas::mousePressEvent(QMouseEvent* event) {
    forceActiveFocus(Qt::MouseFocusReason);
    setKeyboardFocus(false);
    m_pressed = m_pointer = event->position();
    if (m_gesture != Gesture::None) return;
    const Hit hit = hitAt(m_pressed);
    m_pressedBox = hit.box;
    m_fitted = false;  // What the user works on must not move under the pointer.
    const bool pans = event->button() != Qt::LeftButton || m_spaceHeld;
    m_gesture = pans ? Gesture::Pan : Gesture::Press;
    if (!pans && m_document != nullptr) m_document->select(hit.box);
    setKeepMouseGrab(true);
    updateCursor();
}

void DesignCanvas::mouseMoveEvent(QMouseEvent* event) {
    const QPointF before = m_pointer;
    m_pointer = event->position();
    Q_EMIT pointerChanged();
    if (m_gesture == Gesture::Press) {
        const int threshold = QGuiApplication::styleHints()->startDragDistance();
        if ((m_pointer - m_pressed).manhattanLength() < threshold) return;
        const bool drags =
            isDrawn() && m_pressedBox != kNoBox && canDrag(m_scene.diagram->boxes[m_pressedBox]);
        if (drags) {
            beginDrag();
        } else {
            m_gesture = Gesture::Pan;
            updateCursor();
        }
    }
    if (m_gesture == Gesture::Drag) dragTo(m_pointer);
    if (m_gesture == Gesture::Pan) panBy(m_pointer - before);
}

void DesignCanvas::mouseReleaseEvent(QMouseEvent* event) {
    m_pointer = event->position();
    if (m_gesture != Gesture::Drag) {
        if (m_gesture == Gesture::Press && m_mode) m_mode->click(m_pressedBox);
        endGesture();
        return;
    }
    dragTo(m_pointer);
    const DropPlan plan = m_plan;
    endGesture();
    if (m_document != nullptr && plan.legal) m_document->commit(plan.edits, plan.label);
}

void DesignCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    mousePressEvent(event);
    if (hitAt(event->position()).part == HitPart::Node) Q_EMIT renameRequested();
}

void DesignCanvas::mouseUngrabEvent() { endGesture(); }

void DesignCanvas::beginDrag() {
    m_gesture = Gesture::Drag;
    m_draggedFrom = m_scene.layout->rects[m_pressedBox];
    setHovered(kNoBox);
    updateCursor();
}

Rect DesignCanvas::draggedPlace() const {
    Rect place = m_draggedFrom;
    place.x = snapped(place.x + (m_pointer.x() - m_pressed.x()) / m_viewport.scale);
    place.y = snapped(place.y + (m_pointer.y() - m_pressed.y()) / m_viewport.scale);
    return place;
}

void DesignCanvas::dragTo(QPointF point) {
    const Drawing* result = m_document == nullptr ? nullptr : m_document->drawing();
    const bool isCurrent =
        result != nullptr && result->revision == m_document->session().revision();
    if (!isCurrent) {
        m_plan = {};
        m_plan.why = tr("Still drawing the last change").toStdString();
    } else {
        m_plan = planDrop(m_scene, {m_pressedBox, sceneAt(point), draggedPlace()},
                          *m_document->session().design(), m_document->catalog());
    }
    polish();
    Q_EMIT dragChanged();
}

void DesignCanvas::endGesture() {
    const bool wasDrag = m_gesture == Gesture::Drag;
    m_gesture = Gesture::None;
    m_pressedBox = kNoBox;
    m_plan = {};
    setKeepMouseGrab(false);
    updateCursor();
    if (!wasDrag) return;
    polish();
    Q_EMIT dragChanged();
}

void DesignCanvas::hoverMoveEvent(QHoverEvent* event) {
    m_pointer = event->position();
    Q_EMIT pointerChanged();
    if (m_gesture != Gesture::None) return;
    const Hit hit = hitAt(m_pointer);
    const bool isThing = hit.part == HitPart::Node || hit.part == HitPart::Title ||
                         hit.part == HitPart::Border || hit.part == HitPart::Badge ||
                         hit.part == HitPart::List;
    setHovered(isThing ? hit.box : kNoBox);
}

void DesignCanvas::hoverLeaveEvent(QHoverEvent*) { setHovered(kNoBox); }

void DesignCanvas::setHovered(BoxIndex box) {
    if (box == m_hovered) return;
    m_hovered = box;
    updateCursor();
    polish();
    Q_EMIT hoveredChanged();
}

QString DesignCanvas::hoveredName() const {
    if (!isDrawn() || m_hovered == kNoBox) return {};
    const Box& box = m_scene.diagram->boxes[m_hovered];
    QString name = QString::fromStdString(box.title);
    if (!box.detail.empty()) name += QStringLiteral("\n") + QString::fromStdString(box.detail);
    return name;
}

void DesignCanvas::updateCursor() {
    if (m_gesture == Gesture::Pan || m_gesture == Gesture::Drag) {
        setCursor(Qt::ClosedHandCursor);
    } else if (m_spaceHeld) {
        setCursor(Qt::OpenHandCursor);
    } else {
        setCursor(m_hovered == kNoBox ? Qt::ArrowCursor : Qt::PointingHandCursor);
    }
}

void DesignCanvas::wheelEvent(QWheelEvent* event) {
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        zoomAt(event->position(), std::pow(kZoomStep, event->angleDelta().y() / kWheelStep));
        return;
    }
    QPointF delta = event->pixelDelta();
    if (delta.isNull()) delta = QPointF(event->angleDelta()) / kWheelStep * kWheelPan;
    if (event->modifiers().testFlag(Qt::ShiftModifier)) delta = {delta.y(), delta.x()};
    panBy(delta);
}

// The keyboard.

void DesignCanvas::keyPressEvent(QKeyEvent* event) {
    event->accept();
    const bool shifted = event->modifiers().testFlag(Qt::ShiftModifier);
    const double step = shifted ? m_scene.gridStep : kGrid;
    switch (event->key()) {
        case Qt::Key_Escape:
            if (m_gesture != Gesture::None) {
                endGesture();
            } else if (m_document != nullptr) {
                m_document->select(kNoBox);
            }
            return;
        case Qt::Key_Space:
            m_spaceHeld = true;
            updateCursor();
            return;
        case Qt::Key_Delete:
        case Qt::Key_Backspace:
            if (m_document != nullptr) m_document->removal()->removeSelected();
            return;
        case Qt::Key_F2:
        case Qt::Key_Return:
        case Qt::Key_Enter: Q_EMIT renameRequested(); return;
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Up:
        case Qt::Key_Down: nudge(event->key(), step); return;
        default: event->ignore();
    }
}

void DesignCanvas::nudge(int key, double step) {
    if (!isDrawn() || m_gesture != Gesture::None) return;
    const BoxIndex box = m_document->selectedBox();
    if (box == kNoBox || !canDrag(m_scene.diagram->boxes[box])) return;
    const Rect drawn = m_scene.layout->rects[box];
    const ResourceId resource = m_scene.diagram->boxes[box].resource;
    // What is selected may only be shown by the box, which then stays where it is.
    if (m_document->selection().single().value_or(resource) != resource) return;
    const Design& design = *m_document->session().design();
    Rect place = drawn;
    // Keys come faster than drawings: one that was not drawn yet counts from where it put the box.
    const bool isDrawnNow = m_document->drawing()->revision == m_document->session().revision();
    if (const Rect* placed = design.placements.find(resource); placed != nullptr && !isDrawnNow) {
        place = *placed;
    }
    if (key == Qt::Key_Left) place.x -= step;
    if (key == Qt::Key_Right) place.x += step;
    if (key == Qt::Key_Up) place.y -= step;
    if (key == Qt::Key_Down) place.y += step;
    const DropPlan plan =
        planDrop(m_scene, {box, center(drawn), place}, design, m_document->catalog());
    if (plan.moves) {
        m_document->commit(plan.edits, plan.label, "nudge:" + m_scene.diagram->boxes[box].key);
    }
}

void DesignCanvas::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() != Qt::Key_Space || event->isAutoRepeat()) return;
    m_spaceHeld = false;
    updateCursor();
}

void DesignCanvas::focusInEvent(QFocusEvent* event) {
    const Qt::FocusReason reason = event->reason();
    setKeyboardFocus(reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
                     reason == Qt::ShortcutFocusReason);
}

void DesignCanvas::focusOutEvent(QFocusEvent*) {
    m_spaceHeld = false;
    setKeyboardFocus(false);
    updateCursor();
}

void DesignCanvas::setKeyboardFocus(bool has) {
    if (has == m_hasKeyboardFocus) return;
    m_hasKeyboardFocus = has;
    Q_EMIT keyboardFocusChanged();
}

}  // namespace archivolt
