#include "app/window/canvas_edits.h"

#include <algorithm>
#include <map>

#include "app/tools/aligning.h"
#include "app/tools/folding.h"
#include "app/tools/marks.h"
#include "app/tools/placed.h"

namespace archivolt {

namespace {

/// Returns what bringing the selection of a canvas into line does; nothing for a word that names no
/// way, and while nothing is drawn.
std::optional<tools::DropPlan> alignment(const DesignCanvas* canvas, const QString& how) {
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
    if (way == kWays.end() || canvas == nullptr || canvas->scene() == nullptr) return {};
    const tools::View view = canvas->view();
    return tools::planAlignment(view.scene, view.selection, way->second, view.world);
}

}  // namespace

void CanvasEdits::setCanvas(DesignCanvas* canvas) {
    if (canvas == m_canvas) return;
    if (m_canvas) disconnect(m_canvas, nullptr, this, nullptr);
    m_canvas = canvas;
    if (m_canvas) {
        connect(m_canvas, &DesignCanvas::selectedChanged, this, &CanvasEdits::changed);
        connect(m_canvas, &DesignCanvas::documentChanged, this, &CanvasEdits::dropOffer);
        connect(m_canvas, &DesignCanvas::offered, this, [this](const tools::Offer& offer) {
            m_offer = offer;
            Q_EMIT offerChanged();
        });
    }
    Q_EMIT canvasChanged();
    Q_EMIT changed();
}

bool CanvasEdits::isDrawn() const {
    return m_canvas && m_canvas->document() != nullptr && m_canvas->document()->isOpen() &&
           m_canvas->scene() != nullptr;
}

void CanvasEdits::align(const QString& how) {
    if (const auto plan = alignment(m_canvas, how)) m_canvas->make(*plan);
}

QString CanvasEdits::whyNot(const char* how) const {
    const auto plan = isDrawn() ? alignment(m_canvas, QLatin1String(how)) : std::nullopt;
    if (!plan) return tr("Nothing is drawn yet");
    return plan->legal ? QString() : QString::fromStdString(plan->why);
}

bool CanvasEdits::canCopy() const {
    if (!isDrawn()) return false;
    const Document& document = *m_canvas->document();
    return !document.selectedResources().empty() ||
           !tools::marksOf(*document.session().design(), document.selection()).empty();
}

void CanvasEdits::layOut() {
    if (isDrawn()) m_canvas->document()->layOut({});
}

void CanvasEdits::layOutPlaced() {
    if (!isDrawn()) return;
    Document& document = *m_canvas->document();
    document.layOut(
        tools::lettingGo(*m_canvas->scene(), *document.session().design(), document.selection()));
}

std::vector<BoxIndex> CanvasEdits::boxes() const {
    if (!isDrawn()) return {};
    return tools::foldable(*m_canvas->scene(), m_canvas->document()->selection());
}

bool CanvasEdits::any(bool folded) const {
    const auto all = boxes();
    return std::ranges::any_of(
        all, [&](BoxIndex box) { return m_canvas->scene()->diagram->boxes[box].folded == folded; });
}

void CanvasEdits::fold() {
    if (!isDrawn()) return;
    const tools::View view = m_canvas->view();
    m_canvas->make(tools::planFold(view.scene, view.world.design, boxes(), true));
}

void CanvasEdits::unfold() {
    if (!isDrawn()) return;
    const tools::View view = m_canvas->view();
    m_canvas->make(tools::planFold(view.scene, view.world.design, boxes(), false));
}

void CanvasEdits::turnFold() {
    if (canFold() || !canUnfold()) {
        fold();
    } else {
        unfold();
    }
}

void CanvasEdits::takeOffer() {
    const tools::DropPlan plan = m_offer.plan;
    dropOffer();
    if (isDrawn() && !plan.edits.empty()) m_canvas->make(plan);
}

void CanvasEdits::dropOffer() {
    if (m_offer.why.empty()) return;
    m_offer = {};
    Q_EMIT offerChanged();
}

}  // namespace archivolt
