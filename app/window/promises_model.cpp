#include "app/window/promises_model.h"

#include <algorithm>
#include <utility>

#include "app/modes/reach/reach_words.h"
#include "app/modes/reach/shown_names.h"
#include "app/window/hand_over.h"
#include "app/window/notice_text.h"
#include "app/window/reach_news.h"

namespace archivolt {

namespace {

const char* toneOf(IntentVerdict verdict) {
    switch (verdict) {
        case IntentVerdict::Kept: return "pass";
        case IntentVerdict::Partly:
        case IntentVerdict::Broken: return "stop";
        case IntentVerdict::Unknown: return "warn";
    }
    return "";
}

QString wordOf(IntentVerdict verdict) {
    switch (verdict) {
        case IntentVerdict::Kept: return PromisesModel::tr("kept");
        case IntentVerdict::Partly: return PromisesModel::tr("kept in part");
        case IntentVerdict::Broken: return PromisesModel::tr("broken");
        case IntentVerdict::Unknown: return PromisesModel::tr("can't be told");
    }
    return {};
}

}  // namespace

PromisesModel::PromisesModel(Document& document, QObject* parent)
    : QObject(parent),
      m_document(document),
      m_mending(document),
      m_rows({"sentence", "word", "why", "tone", "answer"}),
      m_suggestions({"sentence"}) {
    connect(&m_mending, &PromisesMending::marksChanged, this, &PromisesModel::marksChanged);
    connect(&document, &Document::checked, this, &PromisesModel::refresh);
    connect(&document, &Document::drawingChanged, this, &PromisesModel::suggest);
    connect(&document, &Document::stateChanged, this, &PromisesModel::refresh);
    refresh();
}

std::vector<Value> PromisesModel::intents() const {
    return m_document.isOpen() ? m_document.session().design()->intents.items()
                               : std::vector<Value>();
}

void PromisesModel::refresh() {
    // Answers stand in the promises' order; those that can't be read have none.
    const auto all = intents();
    const auto& report = m_document.judgement().promises;
    std::vector<QVariantList> rows;
    std::size_t kept = 0;
    std::size_t answered = 0;
    std::size_t unread = 0;
    m_broken = 0;
    std::vector<const Design*> named;
    if (!all.empty()) named.push_back(m_document.session().design().get());
    const ShownNames names(named);
    const bool isCurrent = m_document.isOpen() && report &&
                           report->answers.size() + report->diagnostics.size() == all.size();
    for (const Value& promise : all) {
        std::string words = promiseSentence(promise);
        names.put(words);
        const QString sentence = QString::fromStdString(words);
        const Value* name = promise.find("name");
        const bool has = isCurrent && answered < report->answers.size() &&
                         (name == nullptr || !name->isString() ||
                          report->answers[answered].name == name->text());
        if (!has) {
            const bool isBad = isCurrent && unread < report->diagnostics.size();
            rows.push_back({sentence, isBad ? tr("can't be read") : tr("asking…"),
                            isBad ? shownText(report->diagnostics[unread++].message) : QString(),
                            QStringLiteral("warn"), -1});
            continue;
        }
        const IntentAnswer& answer = report->answers[answered];
        if (answer.verdict == IntentVerdict::Kept) ++kept;
        if (toneOf(answer.verdict) == std::string_view("stop")) ++m_broken;
        std::string why = stepLines({answer.why});
        names.put(why);
        rows.push_back({sentence, wordOf(answer.verdict), QString::fromStdString(why),
                        QString::fromLatin1(toneOf(answer.verdict)),
                        answer.evidence.empty() ? -1 : static_cast<int>(answered)});
        ++answered;
    }
    m_rows.show(std::move(rows));
    m_summary = answered == 0 ? QString() : tr("%1 of %2 kept").arg(kept).arg(all.size());
    Q_EMIT changed();
    suggest();
}

void PromisesModel::setOn(bool on) {
    if (on == m_isOn) return;
    m_isOn = on;
    Q_EMIT changed();
    Q_EMIT marksChanged();
    suggest();
}

void PromisesModel::suggest() {
    if (!m_isOn) return;
    const auto scene = reachSceneOf(m_document);
    if (!scene) return;
    const Value promises = scene->design->intents;
    if (scene->reachability == m_suggestedFor && scene->diagram == m_suggestedOn &&
        promises == m_suggestedBeside) {
        return;
    }
    m_suggestedFor = scene->reachability;
    m_suggestedOn = scene->diagram;
    m_suggestedBeside = promises;
    m_isSuggesting = true;
    Q_EMIT changed();
    m_worker.put(0, [this, scene = *scene, turn = ++m_turn](const std::stop_token&) {
        auto suggested = suggestedPromises(scene);
        auto marks = promiseMarks(scene);
        deliver(this, [this, turn, suggested = std::move(suggested), marks = std::move(marks),
                       drawn = scene.diagram]() mutable {
            if (turn != m_turn) return;
            m_marks = std::move(marks);
            m_drawn = std::move(drawn);
            Q_EMIT marksChanged();
            m_suggested = std::move(suggested);
            std::vector<QVariantList> rows;
            for (const Value& promise : m_suggested) {
                rows.push_back({QString::fromStdString(promiseSentence(promise))});
            }
            m_suggestions.show(std::move(rows));
            m_isSuggesting = false;
            Q_EMIT changed();
        });
    });
}

void PromisesModel::pointAt(int row) {
    const int now = row < m_rows.count() ? row : -1;
    if (now == m_pointed) return;
    m_pointed = now;
    Q_EMIT marksChanged();
}

bool PromisesModel::hasMarks() const { return m_isOn && m_drawn != nullptr && !m_marks.empty(); }

void PromisesModel::mark(Overlay& overlay, const Drawing& drawing) const {
    if (m_drawn == nullptr) return;
    OverlayMarks marks;
    marks.diagram = m_drawn;
    const bool isAlone =
        m_pointed >= 0 && std::ranges::any_of(m_marks, [&](const PromiseMark& mark) {
            return mark.promise == static_cast<std::size_t>(m_pointed);
        });
    addPromises(marks.overlay, m_marks, *m_drawn,
                isAlone ? std::optional(static_cast<std::size_t>(m_pointed)) : std::nullopt);
    addMarks(overlay, carriedOver(marks, *drawing.diagram));
}

void PromisesModel::setProblem(const QString& problem) {
    if (problem == m_problem) return;
    m_problem = problem;
    Q_EMIT problemChanged();
}

bool PromisesModel::add(const QString& sentence) {
    auto promise = readPromise(sentence.toStdString());
    if (!promise) {
        const Diagnostic& why = promise.error();
        setProblem(shownText(why.message + "; " + why.help));
        return false;
    }
    return keep(*std::move(promise), sentence.toStdString());
}

bool PromisesModel::keep(const PromiseParts& parts) {
    Value promise = promiseOf(parts);
    const std::string sentence = promiseSentence(promise);
    return keep(std::move(promise), sentence);
}

bool PromisesModel::keep(Value promise, const std::string& sentence) {
    const auto& judged = m_document.judgement().reachability;
    const Value* action = promise.find("action");  // Its ends are no ends of packets.
    for (const char* member : {"from", "to", "through"}) {
        if (action != nullptr) break;
        const Value* end = promise.find(member);
        if (end == nullptr || !end->isString() || !judged) continue;
        if (auto found = findEndpoint(judged->network(), end->text()); !found) {
            setProblem(shownText(found.error().message));
            return false;
        }
    }
    setProblem({});
    auto all = intents();
    all.push_back(std::move(promise));
    return m_document.commit({SetIntents{Value::list(std::move(all))}}, "Promise: " + sentence);
}

void PromisesModel::remove(int row) {
    auto all = intents();
    if (row < 0 || static_cast<std::size_t>(row) >= all.size()) return;
    all.erase(all.begin() + row);
    m_document.commit({SetIntents{Value::list(std::move(all))}}, "Remove a promise");
}

void PromisesModel::keepSuggested(int row) {
    if (row < 0 || static_cast<std::size_t>(row) >= m_suggested.size()) return;
    auto all = intents();
    all.push_back(m_suggested[static_cast<std::size_t>(row)]);
    m_document.commit({SetIntents{Value::list(std::move(all))}}, "Make a promise");
}

void PromisesModel::show(int row) {
    const auto& report = m_document.judgement().promises;
    const int answer = m_rows.at(row, 4).isValid() ? m_rows.at(row, 4).toInt() : -1;
    if (!report || answer < 0 || static_cast<std::size_t>(answer) >= report->answers.size()) return;
    const auto& evidence = report->answers[static_cast<std::size_t>(answer)].evidence;
    if (evidence.empty()) return;
    const auto stack =
        m_document.session().design()->stack(std::string_view(evidence.front().stack));
    const auto resource = stack ? stack->body.resources.find(evidence.front().resource) : nullptr;
    if (resource) m_document.show(resource->id);
}

}  // namespace archivolt
