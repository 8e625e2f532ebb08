#include <QClipboard>
#include <QGuiApplication>
#include <map>

#include "app/tools/aligning.h"
#include "app/tools/clipboard.h"
#include "app/tools/selecting.h"
#include "app/tools/walking.h"
#include "app/window/canvas_access.h"
#include "app/window/design_canvas.h"

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
    const std::string text =
        tools::copied(*m_scene->diagram, m_document->selection(), *m_document->session().design());
    if (!text.empty()) QGuiApplication::clipboard()->setText(QString::fromStdString(text));
}

void DesignCanvas::cut() {
    copy();
    if (m_document != nullptr) m_document->removal()->removeSelected();
}

void DesignCanvas::paste() {
    if (!isDrawn()) return;
    const std::string text = QGuiApplication::clipboard()->text().toStdString();
    make(tools::planPaste(*m_scene, text, selectedOne(), view().world));
}

void DesignCanvas::duplicate() {
    if (!isDrawn()) return;
    const std::string text =
        tools::copied(*m_scene->diagram, m_document->selection(), *m_document->session().design());
    if (!text.empty()) make(tools::planPaste(*m_scene, text, kNoBox, view().world));
}

BoxIndex DesignCanvas::selectedOne() const {
    const auto boxes = isDrawn() ? selectedBoxes() : std::vector<BoxIndex>();
    return boxes.size() == 1 ? boxes.front() : kNoBox;
}

void DesignCanvas::make(const tools::DropPlan& plan) {
    if (!plan.legal) {
        m_document->notify(QString::fromStdString(plan.why));
        return;
    }
    carryOut(tools::Commit{plan.edits, plan.label, {}, plan.news});
}

void DesignCanvas::align(const QString& how) {
    static const std::map<QString, tools::Alignment> kWays = {
        {QStringLiteral("left"), tools::Alignment::Left},
        {QStringLiteral("center"), tools::Alignment::Center},
        {QStringLiteral("right"), tools::Alignment::Right},
        {QStringLiteral("top"), tools::Alignment::Top},
        {QStringLiteral("middle"), tools::Alignment::Middle},
        {QStringLiteral("bottom"), tools::Alignment::Bottom},
        {QStringLiteral("across"), tools::Alignment::AcrossEvenly},
        {QStringLiteral("down"), tools::Alignment::DownEvenly}};
    const auto way = kWays.find(how);
    if (!isDrawn() || way == kWays.end()) return;
    make(tools::planAlignment(*m_scene, m_document->selection(), way->second, view().world));
}

// The name.

QRectF DesignCanvas::selectedRect() const {
    if (!isDrawn()) return {};
    const auto boxes = selectedBoxes();
    if (boxes.size() != 1) return {};
    const bool node = isNode(m_scene->diagram->boxes[boxes.front()].kind);
    const Rect& rect =
        node ? m_scene->layout->rects[boxes.front()] : m_scene->layout->titles[boxes.front()];
    const Point corner = toCanvas(m_viewport, {rect.x, rect.y});
    return {corner.x, corner.y, rect.width * m_viewport.scale, rect.height * m_viewport.scale};
}

int DesignCanvas::selectedCount() const {
    return isDrawn() ? static_cast<int>(selectedBoxes().size()) : 0;
}

QString DesignCanvas::selectedTitle() const {
    if (!isDrawn()) return {};
    const auto resource = m_document->selection().single();
    const auto declared = resource ? declaredResource(*m_document->session().design(), *resource)
                                   : DeclaredResource();
    return declared ? QString::fromStdString(declared.resource->logicalId) : QString();
}

bool DesignCanvas::renameTo(const QString& name) {
    const std::string from = selectedTitle().toStdString();
    if (from.empty() || name.toStdString() == from) return true;
    const auto declared = declaredResource(*m_document->session().design(),
                                           m_document->selection().single().value_or(ResourceId{}));
    if (!declared) return true;
    return m_document->commit({RenameResource{declared.stack->id, from, name.toStdString()}},
                              "Rename " + from + " to " + name.toStdString());
}

// For screen readers.

QRectF DesignCanvas::rectOf(BoxIndex box) const {
    const Rect& rect = m_scene->layout->rects[box];
    const Point corner = toCanvas(m_viewport, {rect.x, rect.y});
    return {corner.x, corner.y, rect.width * m_viewport.scale, rect.height * m_viewport.scale};
}

bool DesignCanvas::isSelected(BoxIndex box) const {
    const auto boxes = selectedBoxes();
    return std::ranges::find(boxes, box) != boxes.end();
}

QString DesignCanvas::spokenName(BoxIndex box) const {
    const Diagram& diagram = *m_scene->diagram;
    const Box& shown = diagram.boxes[box];
    QStringList parts = {QString::fromStdString(shown.title)};
    const auto declared =
        declaredResource(*m_document->session().design(), tools::resourceOf(shown));
    if (declared) {
        const SystemFacts* facts = m_document->catalog().system(declared.resource->type());
        parts << QString::fromStdString(facts == nullptr ? declared.resource->type()
                                                         : facts->label);
    }
    BoxIndex around = shown.parent;
    while (around != kNoBox && diagram.boxes[around].title.empty()) {
        around = diagram.boxes[around].parent;
    }
    if (around != kNoBox)
        parts << tr("in %1").arg(QString::fromStdString(diagram.boxes[around].title));
    for (const Badge& badge : m_document->badges()) {
        if (badge.box != box) continue;
        const QString count = QString::fromStdString(badge.text);
        parts << (badge.text == "1" ? tr("one problem") : tr("%1 problems").arg(count));
    }
    return parts.join(QStringLiteral(", "));
}

// From box to box.

void DesignCanvas::goTo(BoxIndex box) {
    if (box == kNoBox) return;
    m_walks = true;
    m_document->select(tools::selectionOf(*m_scene->diagram, {HitPart::Node, box, 0}));
    if (!boundingRect().intersects(rectOf(box))) centreSelected();
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
            if (!m_walks || at == kNoBox) return false;
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
