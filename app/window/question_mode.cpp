#include "app/window/question_mode.h"
#include "app/window/notice_text.h"

namespace archivolt {

QuestionMode::QuestionMode(Document& document) : m_document(document) {
    connect(&document, &Document::checked, this, [this] { refresh(); });
    connect(&document, &Document::drawingChanged, this, [this] { refresh(); });
    connect(&document, &Document::stateChanged, this, [this] {
        if (!m_document.judgement().resolved) forget();
        Q_EMIT marksChanged();
    });
}

void QuestionMode::turn(bool on) {
    m_isOn = on;
    refresh();
    Q_EMIT marksChanged();
}

bool QuestionMode::isAskedOf(std::shared_ptr<const void> subject,
                             std::shared_ptr<const Diagram> diagram) {
    if (subject == m_askedOf && diagram == m_drawnOn) return true;
    m_askedOf = std::move(subject);
    m_drawnOn = std::move(diagram);
    return false;
}

Overlay QuestionMode::marksOn(const Drawing& drawing) const {
    Overlay marks = carriedOver(m_marks, *drawing.diagram);
    if (!isCurrent()) makeStale(marks);
    return marks;
}

void QuestionMode::drop() {
    ++m_turn;
    m_worker.drop(0);
    m_askedOf.reset();
    m_isAsking = false;
    m_problem.clear();
}

void QuestionMode::arrived(const Stamp& stamp) {
    m_isAsking = false;
    m_revision = stamp.revision;
    m_problem = shownText(stamp.problem);
}

}  // namespace archivolt
