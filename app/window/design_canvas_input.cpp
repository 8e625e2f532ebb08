#include <QCursor>
#include <QGuiApplication>
#include <QStyleHints>
#include <cmath>

#include "app/tools/connection.h"
#include "app/window/design_canvas.h"
#include "app/window/new_design.h"
#include "app/window/notice_text.h"

namespace archivolt {

namespace {

constexpr double kZoomStep = 1.2;
constexpr double kWheelStep = 120;  // Qt: one notch of a wheel is 120.
constexpr double kWheelPan = 60;
constexpr double kEdgeReach = 5;

tools::Button buttonOf(Qt::MouseButton button) {
    if (button == Qt::LeftButton) return tools::Button::Left;
    return button == Qt::MiddleButton ? tools::Button::Middle : tools::Button::Right;
}

tools::Key keyOf(int key) {
    switch (key) {
        case Qt::Key_Escape: return tools::Key::Escape;
        case Qt::Key_Left: return tools::Key::Left;
        case Qt::Key_Right: return tools::Key::Right;
        case Qt::Key_Up: return tools::Key::Up;
        case Qt::Key_Down: return tools::Key::Down;
        default: return tools::Key::Other;
    }
}

bool isModifier(int key) {
    return key == Qt::Key_Shift || key == Qt::Key_Control || key == Qt::Key_Alt;
}

}  // namespace

// The tools.

tools::View DesignCanvas::view() const {
    return {*m_scene,
            {*m_document->session().design(), m_document->catalog(), m_drawing->resolved.get(),
             &shippedFragments(), m_hands.naming},
            m_document->selection(),
            {m_viewport.origin, m_viewport.scale, m_viewport.size},
            m_drawing->revision == m_document->session().revision(),
            m_hands.holdsSpace,
            static_cast<double>(QGuiApplication::styleHints()->startDragDistance()) / 2,
            {!m_settings || m_settings->snapsToThings(), !m_settings || m_settings->snapsToGrid()}};
}

/// Whatever the hands do is done to what is shown, marks included.
bool DesignCanvas::event(QEvent* event) {
    if (m_marksWait && event->isInputEvent()) showMarks();
    return QQuickItem::event(event);
}

void DesignCanvas::send(tools::EventKind kind, tools::Button button, tools::Key key) {
    if (!isDrawn()) {
        m_state = tools::Idle{};
        return;
    }
    const bool wasDragging = isDragging();
    tools::Step step = tools::step(
        m_state, {kind, {m_hands.pointer.x(), m_hands.pointer.y()}, button, m_hands.mods, key},
        view());
    m_state = std::move(step.next);
    for (const tools::Effect& effect : step.effects) carryOut(effect);
    // What was said of the gesture before is not about this one.
    if (isDragging() && !wasDragging) m_document->dismissNotice();
    if (isIdle()) m_hands.mayScroll = false;
    if (!isIdle() && !m_scroll.isActive()) m_scroll.start();
    setKeepMouseGrab(!isIdle());
    updateCursor();
    if (isIdle() && m_drawingWaits) showDrawing(false);
    showHand();
    if (isDragging() || wasDragging) Q_EMIT dragChanged();
}

void DesignCanvas::carryOut(const tools::Effect& effect) {
    struct Doer {
        DesignCanvas& canvas;
        void operator()(const tools::Select& select) { canvas.m_document->select(select.now); }
        void operator()(const tools::Commit& commit) { canvas.carryOut(commit); }
        void operator()(const tools::Say& say) {
            canvas.m_document->notify(shownText(say.why));
            if (say.way) Q_EMIT canvas.wayWanted(*say.way);
        }
        void operator()(const tools::Offer& offer) { Q_EMIT canvas.offered(offer); }
        void operator()(const tools::Pan& pan) { canvas.panBy({pan.by.x, pan.by.y}); }
        void operator()(const tools::Rename&) { Q_EMIT canvas.renameRequested(); }
        void operator()(const tools::OpenMenu& menu) {
            Q_EMIT canvas.menuRequested({menu.at.x, menu.at.y});
        }
        void operator()(const tools::OpenList& list) {
            Q_EMIT canvas.listAsked(list.box, list.badge);
        }
    };
    std::visit(Doer{*this}, effect);
}

void DesignCanvas::carryOut(const tools::Commit& commit) {
    const std::uint32_t firstNew = m_document->session().design()->nextId;
    if (!m_document->commit(commit.edits, commit.label, commit.coalesce)) return;
    DesignSelection news = tools::marksSince(*m_document->session().design(), firstNew);
    for (const tools::NewName& name : commit.selects) {
        const auto stack = m_document->session().design()->stack(name.stack);
        const auto made = stack ? stack->body.resources.find(name.logicalId) : nullptr;
        if (made) news.resources.insert(made->id);
    }
    if (!news.empty()) m_document->select(news);
    if (commit.way) Q_EMIT wayWanted(*commit.way);
}

// The pointer.

void DesignCanvas::pressed(QMouseEvent* event, tools::EventKind kind) {
    forceActiveFocus(Qt::MouseFocusReason);
    setKeyboardFocus(false);
    m_hands.aim = m_hands.seen.wayFrom(event->position(), event->timestamp(), m_viewport,
                                       mapToScene({}), SeenView::monotonicMilliseconds());
    m_hands.pointer = event->position() + m_hands.aim;
    m_hands.walks = false;
    m_worked = true;  // What the user works on must not move under the pointer.
    setModifiers(event->modifiers());
    setHovered({});
    send(kind, buttonOf(event->button()));
}

void DesignCanvas::mousePressEvent(QMouseEvent* event) { pressed(event, tools::EventKind::Press); }

void DesignCanvas::mouseDoubleClickEvent(QMouseEvent* event) {
    pressed(event, tools::EventKind::DoublePress);
}

void DesignCanvas::mouseMoveEvent(QMouseEvent* event) {
    m_hands.pointer = event->position() + m_hands.aim;
    Q_EMIT pointerChanged();
    setModifiers(event->modifiers());
    send(tools::EventKind::Move);
}

void DesignCanvas::mouseReleaseEvent(QMouseEvent* event) {
    m_hands.pointer = event->position() + m_hands.aim;
    setModifiers(event->modifiers());
    const auto* pointing = std::get_if<tools::Pointing>(&m_state);
    const BoxIndex clicked = pointing == nullptr ? kNoBox : pointing->on.box;
    const bool clicks = pointing != nullptr;
    send(tools::EventKind::Release, buttonOf(event->button()));
    if (clicks && m_mode) m_mode->click(clicked);
}

void DesignCanvas::mouseUngrabEvent() {
    if (!isIdle()) send(tools::EventKind::Interrupt);
}

void DesignCanvas::setModifiers(Qt::KeyboardModifiers modifiers) {
    m_hands.mods = {modifiers.testFlag(Qt::ShiftModifier), modifiers.testFlag(Qt::ControlModifier),
                    modifiers.testFlag(Qt::AltModifier)};
}

void DesignCanvas::hoverMoveEvent(QHoverEvent* event) {
    m_hands.pointer = event->position();
    m_hands.isPointed = true;
    Q_EMIT pointerChanged();
    if (!isIdle()) {
        setModifiers(event->modifiers());
        send(tools::EventKind::Move);
        return;
    }
    const Hit hit = hitAt(m_hands.pointer);
    const bool isThing = hit.part != HitPart::Nothing && hit.part != HitPart::Interior;
    setHovered(isThing ? hit : Hit{});
}

void DesignCanvas::hoverLeaveEvent(QHoverEvent*) {
    m_hands.isPointed = false;
    setHovered({});
}

void DesignCanvas::lookUnderPointer() {
    if (!isIdle() || m_hands.hovered == Hit{}) return;
    const Hit hit = hitAt(m_hands.pointer);
    const bool isThing =
        contains(m_hands.pointer) && hit.part != HitPart::Nothing && hit.part != HitPart::Interior;
    setHovered(isThing ? hit : Hit{});
}

void DesignCanvas::setHovered(const Hit& hit) {
    if (hit == m_hands.hovered) return;
    m_hands.hovered = hit;
    updateCursor();
    showHand();
    Q_EMIT hoveredChanged();
}

void DesignCanvas::updateCursor() {
    if (std::holds_alternative<tools::Panning>(m_state) ||
        std::holds_alternative<tools::Dragging>(m_state)) {
        setCursor(Qt::ClosedHandCursor);
        return;
    }
    if (!isIdle()) return;
    if (m_hands.holdsSpace) {
        setCursor(Qt::OpenHandCursor);
        return;
    }
    tools::Edges edges;
    const Point at = toScene(m_viewport, {m_hands.pointer.x(), m_hands.pointer.y()});
    const double near = kEdgeReach / m_viewport.scale;
    if (isDrawn() && tools::handleUnder(view(), at) != kNoBox) {
        // A line is pulled out of it, whatever is under it.
    } else if (isDrawn() && m_hands.hovered.part == HitPart::Border) {
        edges = tools::edgesAt(*m_scene, m_hands.hovered.box, at, near);
    } else if (isDrawn()) {
        const tools::Mark mark = tools::markOf(*m_scene->diagram, m_hands.hovered);
        const auto place = tools::placeOf(*m_document->session().design(), mark);
        if (place) edges = tools::edgesOf(*place, at, near);
    }
    const bool sideways = edges.left || edges.right;
    if (sideways && (edges.bottom || edges.top)) {
        const bool falls = (edges.right && edges.bottom) || (edges.left && edges.top);
        setCursor(falls ? Qt::SizeFDiagCursor : Qt::SizeBDiagCursor);
    } else if (edges.any()) {
        setCursor(sideways ? Qt::SizeHorCursor : Qt::SizeVerCursor);
    } else {
        setCursor(m_hands.hovered.part == HitPart::Nothing ? Qt::ArrowCursor
                                                           : Qt::PointingHandCursor);
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
    if (!isIdle()) send(tools::EventKind::Move);
}

// The keyboard.

void DesignCanvas::keyPressEvent(QKeyEvent* event) {
    // Where no design is open the canvas is hidden, and may have the focus all the same.
    event->setAccepted(m_document != nullptr && m_document->isOpen());
    if (!event->isAccepted()) return;
    setModifiers(event->modifiers());
    if (isModifier(event->key())) {
        m_hands.mods.shift = m_hands.mods.shift || event->key() == Qt::Key_Shift;
        m_hands.mods.control = m_hands.mods.control || event->key() == Qt::Key_Control;
        m_hands.mods.alt = m_hands.mods.alt || event->key() == Qt::Key_Alt;
        if (!isIdle()) send(tools::EventKind::Move);
        return;
    }
    if (isIdle() && walk(*event)) return;
    if (const tools::Key key = keyOf(event->key()); key != tools::Key::Other) {
        send(tools::EventKind::Key, tools::Button::None, key);
        return;
    }
    if (!command(*event)) event->ignore();
}

bool DesignCanvas::command(const QKeyEvent& event) {
    const bool control = event.modifiers().testFlag(Qt::ControlModifier);
    switch (event.key()) {
        case Qt::Key_Space:
            m_hands.holdsSpace = true;
            updateCursor();
            return true;
        case Qt::Key_Delete:
        case Qt::Key_Backspace:
            if (m_document != nullptr) m_document->removal()->removeSelected();
            return true;
        case Qt::Key_F2:
        case Qt::Key_Return:
        case Qt::Key_Enter: Q_EMIT renameRequested(); return true;
        default: break;
    }
    if (!control) return false;
    switch (event.key()) {
        case Qt::Key_A: selectAll(); return true;
        case Qt::Key_C: copy(); return true;
        case Qt::Key_D: duplicate(); return true;
        case Qt::Key_V: paste(); return true;
        case Qt::Key_X: cut(); return true;
        default: return false;
    }
}

void DesignCanvas::keyReleaseEvent(QKeyEvent* event) {
    if (isModifier(event->key())) {
        m_hands.mods.shift = m_hands.mods.shift && event->key() != Qt::Key_Shift;
        m_hands.mods.control = m_hands.mods.control && event->key() != Qt::Key_Control;
        m_hands.mods.alt = m_hands.mods.alt && event->key() != Qt::Key_Alt;
        if (!isIdle()) send(tools::EventKind::Move);
    }
    if (event->key() != Qt::Key_Space || event->isAutoRepeat()) return;
    m_hands.holdsSpace = false;
    updateCursor();
}

void DesignCanvas::focusInEvent(QFocusEvent* event) {
    const Qt::FocusReason reason = event->reason();
    setKeyboardFocus(reason == Qt::TabFocusReason || reason == Qt::BacktabFocusReason ||
                     reason == Qt::ShortcutFocusReason);
}

void DesignCanvas::focusOutEvent(QFocusEvent*) {
    m_hands.holdsSpace = false;
    if (!isIdle()) send(tools::EventKind::Interrupt);
    setKeyboardFocus(false);
    updateCursor();
}

void DesignCanvas::setKeyboardFocus(bool has) {
    if (has == m_hands.hasKeyboardFocus) return;
    m_hands.hasKeyboardFocus = has;
    Q_EMIT keyboardFocusChanged();
}

}  // namespace archivolt
