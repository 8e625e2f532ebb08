#include "app/window/reach_mode.h"

#include <QRegularExpression>
#include <utility>

#include "app/modes/reach/drawn_things.h"
#include "app/modes/reach/end_choices.h"
#include "app/modes/reach/reach_overlay.h"
#include "app/window/notice_text.h"
#include "export/describe/describe.h"
#include "model/reachability/questions/answer_json.h"

namespace archivolt {

namespace {

QString text(const std::string& words) { return QString::fromStdString(words); }

const char* resultTone(HopResult result) {
    switch (result) {
        case HopResult::Passed: return "pass";
        case HopResult::Denied: return "stop";
        case HopResult::Unknown: return "warn";
    }
    return "";
}

void addHeading(std::vector<QVariantList>& rows, const QString& words) {
    rows.push_back({QStringLiteral("heading"), words, QString(), QString(), QString(), QString()});
}

void addRows(std::vector<QVariantList>& rows, const std::vector<ReachRow>& list, bool passes) {
    for (const ReachRow& row : list) {
        const char* tone = !row.isSure || row.isPart ? "warn" : passes ? "pass" : "stop";
        rows.push_back({passes ? QStringLiteral("passes") : QStringLiteral("stopped"),
                        text(row.name), text(row.end), text(row.traffic), text(row.why),
                        QString::fromLatin1(tone)});
    }
}

}  // namespace

ReachMode::ReachMode(Document& document, ReachNews& news)
    : QuestionMode(document),
      m_ends({"kind", "name", "end", "traffic", "why", "tone"}),
      m_steps({"onReply", "thing", "step", "rule", "packet", "why", "tone", "decides", "opens"}),
      m_blockers({"title", "detail", "isReply", "opens"}),
      m_repairs(document),
      m_matrix(document),
      m_promises(document),
      m_rules(document),
      m_flows(document),
      m_news(news) {
    connectParts();
}

void ReachMode::connectParts() {
    connect(&m_news, &CanvasMode::marksChanged, this, &CanvasMode::marksChanged);
    connect(&m_repairs, &ReachRepairs::previewChanged, this, &CanvasMode::marksChanged);
    connect(&m_matrix, &MatrixModel::cellOpened, this, &ReachMode::ask);
    connect(&m_promises, &PromisesModel::marksChanged, this, &CanvasMode::marksChanged);
    connect(&m_rules, &RulesModel::marksChanged, this, &CanvasMode::marksChanged);
    connect(&m_flows, &FlowsModel::marksChanged, this, &CanvasMode::marksChanged);
    connect(&m_flows, &FlowsModel::changed, this, [this] { m_rules.layOver(m_flows.view()); });
    connect(&m_flows, &FlowsModel::traceAsked, this,
            [this](const QString& from, const QString& to, const QString& protocol, int port) {
                ask(from, to);
                askOnly(protocol, QString::number(port));
            });
}

void ReachMode::turn(bool on) {
    if (!on) setPromising(false);
    m_rules.want(on);
    QuestionMode::turn(on);
}

void ReachMode::forget() {
    m_from.clear();
    m_to.clear();
    m_protocol.clear();
    m_port.clear();
    m_family.clear();
    m_hasRowsTraffic = false;
    m_picksFrom = false;
    m_isPromising = false;
    m_wasOn = false;
    clear();
    Q_EMIT asked();
}

/// Begins with what is selected, or with the internet.
void ReachMode::startWith(BoxIndex box) {
    QString end = endOfBox(box);
    const Judgement& now = document().judgement();
    const bool isEnd = !end.isEmpty() && now.reachability &&
                       findEndpoint(now.reachability->network(), end.toStdString()).has_value();
    m_from = isEnd ? end : QStringLiteral("internet");
    // Nobody chose the internet: who is clicked first takes its place. Where it is not drawn, it
    // could not be chosen by a click, and keeps it.
    const Drawing* drawing = document().drawing();
    m_picksFrom = !isEnd && drawing != nullptr && drawing->diagram->find(kInternetBox) != kNoBox;
    questionChanged();
}

QString ReachMode::endOfBox(BoxIndex box) const {
    const Drawing* drawing = document().drawing();
    if (drawing == nullptr || box == kNoBox) return {};
    const auto scene = reachSceneOf(document());
    if (scene && scene->diagram == drawing->diagram) return text(shownEnd(*scene, box));
    return text(endText(*document().session().design(), *drawing->diagram, box));
}

void ReachMode::click(BoxIndex box) {
    const QString end = endOfBox(box);
    if (m_picksFrom) {
        if (end.isEmpty()) return;
        m_picksFrom = false;
        ask(end, end == m_to ? QString() : m_to);
        return;
    }
    if (end == m_from) return;
    ask(m_from, end);
}

void ReachMode::ask(const QString& from, const QString& to) {
    const QString sender = from.trimmed();
    const QString receiver = to.trimmed();
    if (sender == m_from && receiver == m_to) {
        setPicksFrom(m_from.isEmpty());  // What stood there unchosen is chosen now.
        return;
    }
    m_from = sender;
    m_to = receiver;
    m_picksFrom = m_from.isEmpty();  // What is empty is what a click fills next.
    if (std::exchange(m_hasRowsTraffic, false)) {
        m_protocol.clear();
        m_port.clear();
    }
    questionChanged();
}

void ReachMode::askAbout(BoxIndex box, bool asReceiver) {
    const QString end = endOfBox(box);
    if (end.isEmpty()) return;
    // What is clicked next is the other end.
    m_wasOn = true;
    ask(asReceiver ? QString() : end, asReceiver ? end : QString());
}

QString ReachMode::named(const QString& typed) const {
    QString end = typed.trimmed();
    const auto scene = reachSceneOf(document());
    if (!scene || end.isEmpty()) return end;
    return text(endNamed(*scene, end.toStdString()));
}

QVariantList ReachMode::endsLike(const QString& typed) const {
    QVariantList list;
    const auto scene = reachSceneOf(document());
    if (!scene) return list;
    for (const EndChoice& end : endsLikeText(*scene, typed.trimmed().toStdString())) {
        list << QVariantMap{{QStringLiteral("text"), text(end.end)},
                            {QStringLiteral("detail"), text(end.detail)},
                            {QStringLiteral("icon"), text(end.icon)}};
    }
    return list;
}

void ReachMode::askEnd(int row) {
    const QString end = m_ends.at(row, 2).toString();
    if (end.isEmpty()) return;
    const QString traffic = m_ends.at(row, 3).toString();
    const bool isOpenEnded = m_protocol.isEmpty() && m_port.isEmpty();
    if (m_from.isEmpty()) {
        ask(end, m_to);
    } else {
        ask(m_from, end);
    }
    // The traffic that the row tells, where a question can ask for it: of one protocol.
    static const QRegularExpression oneProtocol(QStringLiteral("^(tcp|udp) ([0-9, -]+)$"));
    const auto told = oneProtocol.match(traffic);
    if (isOpenEnded && told.hasMatch()) {
        askOnly(told.captured(1), told.captured(2).remove(QLatin1Char(' ')));
    }
}

void ReachMode::askWhether(const QString& from, const QString& to, const QString& port) {
    ask(from, to);
    askOnly(QStringLiteral("tcp"), port);
}

/// Asks about traffic that a row tells, until the ends are others.
void ReachMode::askOnly(const QString& protocol, const QString& port) {
    const bool hasPort = protocol == QLatin1String("tcp") || protocol == QLatin1String("udp");
    m_protocol = protocol;
    m_port = hasPort ? port : QString();
    m_hasRowsTraffic = true;
    questionChanged();
}

void ReachMode::setPicksFrom(bool picks) {
    if (picks == m_picksFrom) return;
    m_picksFrom = picks;
    Q_EMIT asked();
}

void ReachMode::setPromising(bool on) {
    if (on == m_isPromising) return;
    m_isPromising = on;
    m_promises.dismissProblem();
    Q_EMIT asked();
    Q_EMIT marksChanged();
}

void ReachMode::startPromise() {
    setPromising(true);
    ask({}, {});
}

void ReachMode::promiseTheQuestion() { setPromising(true); }

void ReachMode::giveUpPromise() { setPromising(false); }

bool ReachMode::keepPromise(const QString& kind) {
    if (m_from.isEmpty() || m_to.isEmpty() || !portProblem().isEmpty()) return false;
    const bool isKept =
        m_promises.keep({kind.toStdString(), m_from.toStdString(), m_to.toStdString(),
                         m_protocol.toStdString(), m_port.toStdString(), m_family.toStdString()});
    if (isKept) setPromising(false);
    return isKept;
}

void ReachMode::setProtocol(const QString& protocol) {
    if (protocol == m_protocol) return;
    m_hasRowsTraffic = false;
    m_protocol = protocol;
    questionChanged();
}

void ReachMode::setPort(const QString& port) {
    if (port.trimmed() == m_port) return;
    m_hasRowsTraffic = false;
    m_port = port.trimmed();
    questionChanged();
}

void ReachMode::setFamily(const QString& family) {
    if (family == m_family) return;
    m_family = family;
    questionChanged();
}

QString ReachMode::portProblem() const {
    if (m_port.isEmpty() || parsePorts(m_port.toStdString())) return {};
    return tr("Write 443, 8000-8080 or 80,443");
}

std::optional<ReachAsk> ReachMode::readAsk() const {
    if (m_from.isEmpty() && m_to.isEmpty()) return {};
    ReachAsk ask;
    ask.from = m_from.toStdString();
    ask.to = m_to.toStdString();
    if (!m_protocol.isEmpty()) ask.protocol = parseProtocol(m_protocol.toStdString());
    if (!m_port.isEmpty()) {
        const auto ports = parsePorts(m_port.toStdString());
        if (!ports) return {};
        ask.ports = *ports;
    }
    if (m_family == QLatin1String("ipv4")) ask.family = Family::Ipv4;
    if (m_family == QLatin1String("ipv6")) ask.family = Family::Ipv6;
    return ask;
}

void ReachMode::questionChanged() {
    questionIsOther();
    m_pointed = -1;
    if (const auto ask = readAsk()) m_matrix.ask(*ask);
    Q_EMIT asked();
    refresh();
}

void ReachMode::refresh() {
    if (!isOn()) return;
    if (!m_wasOn && reachSceneOf(document())) {
        m_wasOn = true;
        if (m_from.isEmpty() && m_to.isEmpty()) {
            startWith(document().selectedBox());
            return;
        }
    }
    const auto ask = readAsk();
    const auto scene = reachSceneOf(document());
    if (!ask || !scene) {
        if (!ask) clear();
        return;
    }
    if (isAskedOf(scene->reachability, scene->diagram)) return;
    Answer answer;
    answer.scene = *scene;
    const auto work = [ask = *ask](Answer& made) {
        const ReachScene& now = made.scene;
        if (ask.from.empty() || ask.to.empty()) {
            auto list = listReach(now, ask);
            if (list)
                made.list = *std::move(list);
            else
                made.stamp.problem = list.error().message;
        } else {
            auto trace = traceReach(now, ask);
            if (trace)
                made.trace = *std::move(trace);
            else
                made.stamp.problem = trace.error().message;
        }
    };
    workOut<Answer>(std::move(answer), work, &ReachMode::take);
}

void ReachMode::take(Answer answer) {
    m_rules.follow(nullptr);
    m_list = std::move(answer.list);
    m_trace = std::move(answer.trace);
    m_pointed = -1;  // A step of the trace before may be none of this one.
    m_sentence.clear();
    if (m_list) m_sentence = text(m_list->sentence);
    if (m_trace) m_sentence = text(m_trace->sentence);
    marks().diagram = answer.scene.diagram;
    m_scene = std::move(answer.scene);
    showAnswer();
}

void ReachMode::showAnswer() {
    showRows();
    makeMarks();
    m_rules.follow(m_trace ? &*m_trace : nullptr);
    if (m_trace && isCurrent()) {
        m_repairs.look(*m_scene, *m_trace);
    } else {
        m_repairs.clear();
    }
    Q_EMIT answered();
}

void ReachMode::clear() {
    drop();
    m_rules.follow(nullptr);
    m_list.reset();
    m_trace.reset();
    m_pointed = -1;
    m_sentence.clear();
    showAnswer();
}

void ReachMode::showRows() {
    std::vector<QVariantList> ends;
    m_notes.clear();
    std::vector<QVariantList> steps;
    std::vector<QVariantList> blockers;
    if (m_list) {
        const bool isSender = !m_from.isEmpty();
        if (!m_list->passes.empty()) addHeading(ends, isSender ? tr("Reaches") : tr("Reach it"));
        addRows(ends, m_list->passes, true);
        if (!m_list->untold.empty()) addHeading(ends, tr("Can't be told"));
        addRows(ends, m_list->untold, false);
        if (!m_list->stopped.empty()) {
            addHeading(ends, isSender ? tr("Does not reach") : tr("Do not reach it"));
        }
        addRows(ends, m_list->stopped, false);
        for (const std::string& note : m_list->notes) m_notes << shownText(note);
        m_notes << notDescribed();
    }
    if (m_trace) {
        for (const std::string& pass : m_trace->passes) m_notes << text(pass);
        for (const std::string& note : m_trace->answer.notes) {
            m_notes << shownText(note);
        }
        for (const std::string& note : m_trace->standIns) m_notes << text(note) + QLatin1Char('.');
        for (const TraceStep& step : m_trace->steps) {
            steps.push_back({step.onReply, text(step.thing), text(step.step), text(step.rule),
                             text(step.packet), shownText(step.why),
                             QString::fromLatin1(resultTone(step.result)), step.decides,
                             static_cast<bool>(step.opens)});
        }
        for (const TraceBlocker& blocker : m_trace->blockers) {
            blockers.push_back({text(blocker.words.title), text(blocker.words.detail),
                                blocker.onReply, static_cast<bool>(blocker.opens)});
        }
    }
    m_ends.show(std::move(ends));
    m_steps.show(std::move(steps));
    m_blockers.show(std::move(blockers));
}

/// Returns which outputs a described network lacks: what they would tell is unknown here.
QStringList ReachMode::notDescribed() const {
    QStringList missing;
    for (const ListedFinding& each : document().findings()->shown()->rows) {
        if (tellsOfMissingOutput(*each.finding)) missing << sentenceOf(each.finding->message);
    }
    return missing;
}

void ReachMode::makeMarks() {
    marks().overlay = {};
    if (marks().diagram) {
        if (m_list) addList(marks().overlay, *m_list, *marks().diagram);
        if (m_trace) addTrace(marks().overlay, *m_trace, *marks().diagram);
    }
    Q_EMIT marksChanged();
}

void ReachMode::mark(Overlay& overlay, const Drawing& drawing) const {
    if (m_flows.isOn() && m_flows.isThere()) {
        m_flows.mark(overlay, drawing);
        m_news.mark(overlay, drawing);
        return;
    }
    if (m_promises.hasMarks() && !m_isPromising) {
        m_promises.mark(overlay, drawing);
        m_promises.mending()->mark(overlay, drawing);
        m_news.mark(overlay, drawing);
        return;
    }
    if (m_rules.hasMarks() && !m_trace) {
        m_rules.mark(overlay, drawing);
        m_news.mark(overlay, drawing);
        return;
    }
    if (!m_list && !m_trace) {
        m_news.mark(overlay, drawing);
        return;
    }
    Overlay marks = marksOn(drawing);
    const bool hasNetwork = document().judgement().reachability != nullptr;
    if (m_trace && hasNetwork && m_pointed >= 0) {
        const DrawnThings drawn(*drawing.diagram, document().judgement().reachability->network());
        const BoxIndex box = drawn.ofHop(m_trace->steps[static_cast<std::size_t>(m_pointed)].hop);
        if (box != kNoBox) marks.highlights.push_back({box, Tone::Warn, {}});
    }
    addMarks(overlay, std::move(marks));
    m_repairs.mark(overlay, drawing);
    m_news.mark(overlay, drawing);
}

QString ReachMode::verdict() const {
    return m_trace ? QString::fromLatin1(verdictName(m_trace->answer.verdict)) : QString();
}

QString ReachMode::question() const { return m_trace ? text(m_trace->asked) : QString(); }

void ReachMode::openStep(int row) {
    if (!m_trace || row < 0 || row >= m_steps.count()) return;
    const ResourceId resource = m_trace->steps[static_cast<std::size_t>(row)].opens;
    if (resource) document().show(resource);
}

void ReachMode::openBlocker(int row) {
    if (!m_trace || row < 0 || row >= m_blockers.count()) return;
    const ResourceId resource = m_trace->blockers[static_cast<std::size_t>(row)].opens;
    if (resource) document().show(resource);
}

void ReachMode::pointAt(int row) {
    const int pointed = m_trace && row < m_steps.count() ? row : -1;
    if (pointed == m_pointed) return;
    m_pointed = pointed;
    Q_EMIT marksChanged();
}

}  // namespace archivolt
