#include "app/window/access_mode.h"

#include <utility>

namespace archivolt {

namespace {

QString text(const std::string& words) { return QString::fromStdString(words); }

QString toneOf(Truth allowed) {
    switch (allowed) {
        case Truth::Yes: return QStringLiteral("pass");
        case Truth::No: return QStringLiteral("stop");
        case Truth::Unknown: return QStringLiteral("warn");
    }
    return {};
}

}  // namespace

AccessMode::AccessMode(Document& document)
    : m_document(document),
      m_rows({"name", "detail", "tone", "end"}),
      m_reasons({"level", "effect", "policy", "opens"}) {
    connect(&document, &Document::checked, this, &AccessMode::refresh);
    connect(&document, &Document::drawingChanged, this, &AccessMode::refresh);
    connect(&document, &Document::stateChanged, this, [this] {
        if (!m_document.judgement().resolved) clear();  // Another design, or none.
        Q_EMIT marksChanged();
    });
}

void AccessMode::turn(bool on) {
    m_isOn = on;
    if (on && m_who.isEmpty() && m_on.isEmpty()) click(m_document.selectedBox());
    refresh();
    Q_EMIT marksChanged();
}

void AccessMode::click(BoxIndex box) {
    const Drawing* drawing = m_document.drawing();
    if (drawing == nullptr || !m_model) return;
    if (box == kNoBox || box == 0) {
        if (!m_who.isEmpty() && !m_on.isEmpty())
            ask(m_picksWho ? QString() : m_who, m_picksWho ? m_on : QString());
        return;
    }
    const auto declared =
        declaredResource(*m_document.session().design(), drawing->diagram->boxes[box].resource);
    if (!declared) return;
    const AccessPick pick = pickOf(*m_model, declared.stack->name, declared.resource->logicalId);
    const bool asWho = !pick.who.empty() && (m_picksWho || pick.on.empty());
    if (asWho) {
        m_picksWho = false;
        ask(text(pick.who), m_on);
    } else if (!pick.on.empty()) {
        ask(m_who, text(pick.on));
    }
}

void AccessMode::ask(const QString& who, const QString& on) {
    const QString caller = who.trimmed();
    const QString resource = on.trimmed();
    if (caller == m_who && resource == m_on) return;
    if (resource != m_on) m_wanted.clear();
    m_who = caller;
    m_on = resource;
    questionChanged();
}

void AccessMode::setAction(const QString& action) {
    if (action.trimmed() == m_wanted) return;
    m_wanted = action.trimmed();
    questionChanged();
}

void AccessMode::setPicksWho(bool picks) {
    if (picks == m_picksWho) return;
    m_picksWho = picks;
    Q_EMIT asked();
}

void AccessMode::setContext(const QString& context) {
    if (context == m_context) return;
    m_context = context;
    questionChanged();
}

void AccessMode::askRow(int row) {
    const QString end = m_rows.at(row, 3).toString();
    if (end.isEmpty()) return;
    if (m_who.isEmpty()) {
        ask(end, m_on);
    } else {
        ask(m_who, end);
    }
}

void AccessMode::openReason(int row) {
    if (!m_answer || row < 0 || row >= m_reasons.count()) return;
    const ResourceId resource = m_answer->reasons[static_cast<std::size_t>(row)].opens;
    if (resource) m_document.show(resource);
}

void AccessMode::questionChanged() {
    m_askedOf.reset();
    Q_EMIT asked();
    refresh();
}

/// Asks again where what is shown is of another question, design or drawing.
void AccessMode::refresh() {
    if (!m_isOn) return;
    const Judgement& now = m_document.judgement();
    const Drawing* drawing = m_document.drawing();
    if (!m_document.isOpen() || drawing == nullptr || !now.resolved ||
        now.revision != m_document.session().revision()) {
        return;
    }
    if (now.resolved == m_askedOf && drawing->diagram == m_drawnOn) return;
    const auto known = now.resolved == m_modelOf ? m_model : now.access;
    m_askedOf = now.resolved;
    m_drawnOn = drawing->diagram;
    m_isAsking = true;
    Answer answer;
    answer.turn = ++m_turn;
    answer.revision = now.revision;
    answer.scene = {m_document.session().design(), now.resolved, known, drawing->diagram};
    AccessAsk ask{m_who.toStdString(), m_wanted.toStdString(), m_on.toStdString(), {}};
    for (const QString& pair : m_context.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const auto sign = pair.indexOf(QLatin1Char('='));
        if (sign > 0)
            ask.context.emplace_back(pair.left(sign).toStdString(),
                                     pair.mid(sign + 1).toStdString());
    }
    m_worker.put(0, [this, ask, answer, previous = m_model,
                     &catalog = m_document.catalog()](const std::stop_token&) mutable {
        if (!answer.scene.model) {
            answer.scene.model = accessModelOf(*answer.scene.resolved, catalog, previous.get());
        }
        if (!ask.who.empty() || !ask.on.empty()) {
            auto found = askAccess(answer.scene, ask);
            if (found) {
                answer.answer = *std::move(found);
            } else {
                answer.problem = found.error().message;
            }
            answer.actions = actionsOn(*answer.scene.model, ask.on);
        }
        QMetaObject::invokeMethod(
            this, [this, answer = std::move(answer)]() mutable { take(std::move(answer)); },
            Qt::QueuedConnection);
    });
    Q_EMIT answered();
}

void AccessMode::take(Answer answer) {
    if (answer.turn != m_turn) return;
    m_isAsking = false;
    m_revision = answer.revision;
    const bool isFirst = !m_model;
    m_model = answer.scene.model;
    m_modelOf = answer.scene.resolved;
    m_answer = std::move(answer.answer);
    m_problem = text(answer.problem).remove(QLatin1Char('`'));
    m_action = m_answer ? text(m_answer->action) : QString();
    m_actions.clear();
    for (const std::string& action : answer.actions) m_actions << text(action);
    std::vector<QVariantList> rows;
    std::vector<QVariantList> reasons;
    m_marks = {};
    m_marks.diagram = answer.scene.diagram;
    if (m_answer) {
        for (const AccessRow& row : m_answer->rows) {
            if (m_answer->isRequest) continue;
            rows.push_back({text(row.name), text(row.detail), toneOf(row.allowed), text(row.end)});
        }
        for (const AccessReason& reason : m_answer->reasons) {
            reasons.push_back({text(reason.layer), text(reason.effect), text(reason.policy),
                               static_cast<bool>(reason.opens)});
        }
        addAccess(m_marks.overlay, *m_answer, m_who.isEmpty() || m_answer->isRequest,
                  *m_marks.diagram);
    }
    m_rows.show(std::move(rows));
    m_reasons.show(std::move(reasons));
    Q_EMIT answered();
    Q_EMIT marksChanged();
    if (isFirst && m_who.isEmpty() && m_on.isEmpty()) click(m_document.selectedBox());
}

void AccessMode::clear() {
    ++m_turn;
    m_worker.drop(0);
    m_askedOf.reset();
    m_model.reset();
    m_modelOf.reset();
    m_who.clear();
    m_on.clear();
    m_wanted.clear();
    m_isAsking = false;
    m_answer.reset();
    m_problem.clear();
    m_marks = {};
    m_rows.show({});
    m_reasons.show({});
    Q_EMIT asked();
    Q_EMIT answered();
}

void AccessMode::mark(Overlay& overlay, const Drawing& drawing) const {
    if (!m_answer) return;
    Overlay marks = carriedOver(m_marks, *drawing.diagram);
    if (m_revision != m_document.session().revision()) makeStale(marks);
    addMarks(overlay, std::move(marks));
}

QString AccessMode::sentence() const { return m_answer ? text(m_answer->sentence) : QString(); }

QString AccessMode::tone() const { return isRequest() ? toneOf(m_answer->allowed) : QString(); }

QStringList AccessMode::notes() const {
    QStringList notes;
    if (!m_answer) return notes;
    for (const std::string& note : m_answer->notes) notes << text(note);
    return notes;
}

}  // namespace archivolt
