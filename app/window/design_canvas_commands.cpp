#include <QClipboard>
#include <QGuiApplication>

#include "app/tools/clipboard.h"
#include "app/tools/connection.h"
#include "app/tools/selecting.h"
#include "app/tools/walking.h"
#include "app/window/canvas_access.h"
#include "app/window/design_canvas.h"
#include "app/window/notice_text.h"
#include "render/scene/mark_look.h"

namespace archivolt {

namespace {

tools::Key arrowOf(int key) {
    if (key == Qt::Key_Left) return tools::Key::Left;
    if (key == Qt::Key_Right) return tools::Key::Right;
    return key == Qt::Key_Up ? tools::Key::Up : tools::Key::Down;
}

}  // namespace

// The clipboard.

void DesignCanvas::copy() {
    if (!isDrawn()) return;
    const Design& design = *m_document->session().design();
    std::string text = tools::copied(*m_scene->diagram, m_document->selection(), design);
    // Notes and frames are no part of a template; alone, they are copied as what they say.
    if (text.empty()) text = tools::textOf(design, tools::marksOf(design, m_document->selection()));
    if (!text.empty()) QGuiApplication::clipboard()->setText(QString::fromStdString(text));
}

void DesignCanvas::cut() {
    copy();
    if (m_document != nullptr) m_document->removal()->removeSelected();
}

void DesignCanvas::paste() {
    if (!isDrawn()) return;
    const std::string text = QGuiApplication::clipboard()->text().toStdString();
    const auto boxes = selectedBoxes();
    const BoxIndex container = boxes.size() == 1 ? boxes.front() : kNoBox;
    make(tools::planPaste(*m_scene, text, container, view().world));
}

void DesignCanvas::duplicate() {
    if (!isDrawn()) return;
    const Design& design = *m_document->session().design();
    const auto marks = tools::marksOf(design, m_document->selection());
    const std::string text = tools::copied(*m_scene->diagram, m_document->selection(), design);
    tools::DropPlan plan;
    if (!text.empty()) plan = tools::planPaste(*m_scene, text, kNoBox, view().world);
    if (text.empty() && marks.empty()) return;
    if (text.empty()) {
        plan.legal = true;
        plan.label = "Duplicate " + tools::nameOf(design, marks);
    }
    for (Edit& edit : tools::copiesOf(design, marks)) plan.edits.push_back(std::move(edit));
    make(plan);
}

void DesignCanvas::make(const tools::DropPlan& plan) {
    for (const tools::Effect& effect : tools::effectsOf(plan, *m_document->session().design())) {
        carryOut(effect);
    }
}

// The name.

QRectF DesignCanvas::selectedRect() const {
    if (!isDrawn()) return {};
    const Design& design = *m_document->session().design();
    if (const auto marks = tools::marksOf(design, m_document->selection()); marks.size() == 1) {
        Rect place = *tools::placeOf(design, marks.front());
        place.height = kFrameTitleLine;
        return shown(place);
    }
    const auto boxes = selectedBoxes();
    // What stands in several subnets may have a standby besides the box of its name.
    const auto resource = m_document->selection().single();
    const BoxIndex named = resource ? m_scene->diagram->representedBy(*resource) : kNoBox;
    const BoxIndex box = boxes.size() == 1 ? boxes.front() : named;
    if (box == kNoBox) return {};
    const bool node = isNode(m_scene->diagram->boxes[box].kind);
    const Rect& whole = m_scene->layout->rects[box];
    const Rect& title = m_scene->layout->titles[box];
    if (node || title.width > 0) return shown(node ? whole : title);
    // What spans subnets has its name in the first line of its frame.
    return shown({whole.x, whole.y, whole.width, std::min(whole.height, kFrameTitleLine)});
}

int DesignCanvas::selectedCount() const {
    return isDrawn() ? static_cast<int>(selectedBoxes().size()) : 0;
}

QString DesignCanvas::selectedTitle() const {
    if (!isDrawn()) return {};
    const Design& design = *m_document->session().design();
    if (const auto marks = tools::marksOf(design, m_document->selection()); marks.size() == 1) {
        return QString::fromStdString(tools::textOf(design, marks));
    }
    const auto resource = m_document->selection().single();
    const auto declared = resource ? declaredResource(*m_document->session().design(), *resource)
                                   : DeclaredResource();
    return declared ? QString::fromStdString(declared.resource->logicalId) : QString();
}

bool DesignCanvas::renameTo(const QString& name) {
    const std::string from = selectedTitle().toStdString();
    if (from.empty() || name.toStdString() == from) return true;
    const Design& design = *m_document->session().design();
    const auto marks = tools::marksOf(design, m_document->selection());
    if (marks.size() == 1 && marks.front().frame) {
        Frame frame = *tools::frameOf(design, marks.front());
        frame.title = name.toStdString();
        return m_document->commit({SetFrame{frame.id, frame}}, "Rename " + from);
    }
    const auto declared = declaredResource(*m_document->session().design(),
                                           m_document->selection().single().value_or(ResourceId{}));
    if (!declared) return true;
    return m_document->commit({RenameResource{declared.stack->id, from, name.toStdString()}},
                              "Rename " + from + " to " + name.toStdString());
}

// For screen readers.

QRectF DesignCanvas::rectOf(BoxIndex box) const { return shown(m_scene->layout->rects[box]); }

QRectF DesignCanvas::shown(const Rect& place) const {
    const Point corner = toCanvas(m_viewport, {place.x, place.y});
    return {corner.x, corner.y, place.width * m_viewport.scale, place.height * m_viewport.scale};
}

// From box to box.

void DesignCanvas::goTo(BoxIndex box) {
    if (box == kNoBox) return;
    m_hands.walks = true;
    m_document->select(tools::selectionOf(*m_scene->diagram, {HitPart::Node, box, 0}));
    bringSelectedIntoView();
    tellFocus(*this, box);
}

bool DesignCanvas::walk(const QKeyEvent& event) {
    if (!isDrawn()) return false;
    const auto boxes = selectedBoxes();
    const BoxIndex at = boxes.size() == 1 ? boxes.front() : kNoBox;
    const bool alt = event.modifiers().testFlag(Qt::AltModifier);
    BoxIndex next = kNoBox;
    switch (event.key()) {
        case Qt::Key_Tab:
        case Qt::Key_Backtab:
            next = tools::siblingOf(*m_scene, at, event.key() == Qt::Key_Backtab);
            goTo(next);
            return next != kNoBox;  // Behind the last one, the key leaves the drawing.
        case Qt::Key_Return:
        case Qt::Key_Enter:
            if (at != kNoBox) next = tools::firstInside(*m_scene, at);
            goTo(next);
            return next != kNoBox;
        case Qt::Key_Escape:
            if (!m_hands.walks || at == kNoBox) return false;
            next = tools::containerOf(*m_scene, at);
            goTo(next);
            return next != kNoBox;
        case Qt::Key_Left:
        case Qt::Key_Right:
        case Qt::Key_Up:
        case Qt::Key_Down:
            if (!alt) return false;
            if (at != kNoBox) next = tools::nearestTo(*m_scene, at, arrowOf(event.key()));
            goTo(next);
            return true;
        default: return false;
    }
}

}  // namespace archivolt
