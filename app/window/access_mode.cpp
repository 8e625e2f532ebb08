#include "app/window/access_mode.h"

#include <utility>

#include "app/modes/name_match.h"

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

QVariantMap offer(const QString& name, const QString& detail) {
    return {{QStringLiteral("text"), name},
            {QStringLiteral("detail"), detail},
            {QStringLiteral("icon"), QString()}};
}

}  // namespace

AccessMode::AccessMode(Document& document)
    : QuestionMode(document),
      m_rows({"name", "detail", "tone", "end"}),
      m_reasons({"level", "effect", "policy", "opens"}) {}

void AccessMode::turn(bool on) {
    if (on && m_who.isEmpty() && m_on.isEmpty()) click(document().selectedBox());
    QuestionMode::turn(on);
}

void AccessMode::click(BoxIndex box) {
    const Drawing* drawing = document().drawing();
    if (drawing == nullptr || !m_model) return;
    if (box == kNoBox || box == 0) {
        if (!m_who.isEmpty() && !m_on.isEmpty())
            ask(m_picksWho ? QString() : m_who, m_picksWho ? m_on : QString());
        return;
    }
    const auto declared =
        declaredResource(*document().session().design(), drawing->diagram->boxes[box].resource);
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

QVariantList AccessMode::like(const QString& typed, AccessPart part) const {
    QVariantList list;
    if (!m_model) return list;
    for (const AccessName& one : namesLike(*m_model, part, typed.trimmed().toStdString())) {
        list << offer(text(one.name), text(one.type));
    }
    return list;
}

QVariantList AccessMode::whoLike(const QString& typed) const {
    return like(typed, AccessPart::Who);
}

QVariantList AccessMode::onLike(const QString& typed) const { return like(typed, AccessPart::On); }

QVariantList AccessMode::actionsLike(const QString& typed) const {
    NameMatches<QString> found(typed.trimmed().toStdString(), kMostNames);
    for (const QString& action : m_actions) {
        const std::string name = action.toStdString();
        if (found.wants(name)) found.add(name, action);
    }
    QVariantList list;
    for (const QString& action : found.take()) list << offer(action, {});
    return list;
}

QString AccessMode::named(const QString& typed, AccessPart part) const {
    QString name = typed.trimmed();
    if (!m_model || name.isEmpty()) return name;
    QString found;
    for (const AccessName& one : namesLike(*m_model, part, name.toStdString())) {
        const QString other = text(one.name);
        if (other == name) return name;
        if (other.compare(name, Qt::CaseInsensitive) != 0) continue;
        if (!found.isEmpty()) return name;  // Two differ in their case alone.
        found = other;
    }
    return found.isEmpty() ? name : found;
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
    if (resource) document().show(resource);
}

void AccessMode::questionChanged() {
    questionIsOther();
    Q_EMIT asked();
    refresh();
}

AccessAsk AccessMode::readAsk() const {
    AccessAsk ask{m_who.toStdString(), m_wanted.toStdString(), m_on.toStdString(), {}};
    for (const QString& pair : m_context.split(QLatin1Char(' '), Qt::SkipEmptyParts)) {
        const auto sign = pair.indexOf(QLatin1Char('='));
        if (sign > 0)
            ask.context.emplace_back(pair.left(sign).toStdString(),
                                     pair.mid(sign + 1).toStdString());
    }
    return ask;
}

void AccessMode::refresh() {
    if (!isOn()) return;
    const Judgement& now = document().judgement();
    const Drawing* drawing = document().drawing();
    if (!document().isOpen() || drawing == nullptr || !now.resolved ||
        now.revision != document().session().revision()) {
        return;
    }
    if (isAskedOf(now.resolved, drawing->diagram)) return;
    const auto known = now.resolved == m_modelOf ? m_model : now.access;
    Answer answer;
    answer.scene = {document().session().design(), now.resolved, known, drawing->diagram};
    const auto work = [ask = readAsk(), previous = m_model,
                       before = m_answer ? m_answer->found : WhoCanBefore(),
                       &catalog = document().catalog()](Answer& made) {
        if (!made.scene.model) {
            made.scene.model = accessModelOf(*made.scene.resolved, catalog, previous.get());
        }
        if (ask.who.empty() && ask.on.empty()) return;
        auto found = askAccess(made.scene, ask, &before);
        if (found) {
            made.answer = *std::move(found);
        } else {
            made.stamp.problem = found.error().message;
        }
        made.actions = actionsOn(*made.scene.model, ask.on);
    };
    workOut<Answer>(std::move(answer), work, &AccessMode::take);
}

void AccessMode::take(Answer answer) {
    const bool isFirst = !m_model;
    m_model = answer.scene.model;
    m_modelOf = answer.scene.resolved;
    m_answer = std::move(answer.answer);
    m_action = m_answer ? text(m_answer->action) : QString();
    m_actions.clear();
    for (const std::string& action : answer.actions) m_actions << text(action);
    marks() = {{}, answer.scene.diagram};
    showRows();
    Q_EMIT answered();
    Q_EMIT marksChanged();
    if (isFirst && m_who.isEmpty() && m_on.isEmpty()) click(document().selectedBox());
}

void AccessMode::showRows() {
    std::vector<QVariantList> rows;
    std::vector<QVariantList> reasons;
    if (m_answer) {
        for (const AccessRow& row : m_answer->rows) {
            if (m_answer->isRequest) continue;
            rows.push_back({text(row.name), text(row.detail), toneOf(row.allowed), text(row.end)});
        }
        for (const AccessReason& reason : m_answer->reasons) {
            reasons.push_back({text(reason.layer), text(reason.effect), text(reason.policy),
                               static_cast<bool>(reason.opens)});
        }
        addAccess(marks().overlay, *m_answer, m_who.isEmpty() || m_answer->isRequest,
                  *marks().diagram);
    }
    m_rows.show(std::move(rows));
    m_reasons.show(std::move(reasons));
}

void AccessMode::forget() {
    drop();
    m_model.reset();
    m_modelOf.reset();
    m_who.clear();
    m_on.clear();
    m_wanted.clear();
    m_answer.reset();
    marks() = {};
    showRows();
    Q_EMIT asked();
    Q_EMIT answered();
}

void AccessMode::mark(Overlay& overlay, const Drawing& drawing) const {
    if (m_answer) addMarks(overlay, marksOn(drawing));
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
