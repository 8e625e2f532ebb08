#include "app/window/connection_check.h"

#include "app/tools/connection.h"
#include "app/window/hand_over.h"
#include "app/window/notice_text.h"

namespace archivolt {

namespace {

ReachAsk askOf(const tools::WantedWay& way, const Design& design) {
    return {way.from ? endText(design, way.from) : kInternetBox, endText(design, way.to),
            kProtocolTcp, PortSet(PortRange{way.port, way.port}), std::nullopt};
}

}  // namespace

void ConnectionCheck::setCanvas(DesignCanvas* canvas) {
    if (canvas == m_canvas) return;
    if (m_canvas) disconnect(m_canvas, nullptr, this, nullptr);
    m_canvas = canvas;
    if (m_canvas) {
        connect(m_canvas, &DesignCanvas::wayWanted, this, &ConnectionCheck::want);
        connect(m_canvas, &DesignCanvas::documentChanged, this, &ConnectionCheck::questionChanged);
    }
    Q_EMIT canvasChanged();
}

const ReachAsk& ConnectionCheck::told() const {
    static const ReachAsk kNothing;
    const bool isShown = m_canvas && m_toldIn && m_canvas->document() == m_toldIn;
    return isShown ? m_told : kNothing;
}

QString ConnectionCheck::port() const {
    const bool isNone = told().to.empty();
    return isNone ? QString() : QString::fromStdString(portText(told().ports));
}

void ConnectionCheck::want(const tools::WantedWay& way) {
    Document* document = m_canvas->document();
    ++m_turn;
    m_worker.drop(0);
    m_wanted = Wanted{document, way, document->session().revision()};
    connect(document, &Document::checked, this, &ConnectionCheck::look, Qt::UniqueConnection);
    connect(document, &Document::noticeChanged, this, &ConnectionCheck::noticeChanged,
            Qt::UniqueConnection);
    look();
}

void ConnectionCheck::look() {
    if (!m_wanted || m_wanted->isRunning) return;
    Document* document = m_wanted->document;
    if (document == nullptr || !document->isOpen()) {
        m_wanted.reset();
        return;
    }
    const Session& session = document->session();
    const Judgement& judged = document->judgement();
    if (!judged.reachability || judged.revision != session.revision()) return;
    const auto design = session.design();
    const tools::WantedWay& way = m_wanted->way;
    const bool isThere =
        declaredResource(*design, way.to) && (!way.from || declaredResource(*design, way.from));
    // What was taken back, or is gone, is no question any more.
    const bool wentOn = session.revision() != m_wanted->revision;
    if (!isThere || (wentOn && session.history().canRedo())) {
        m_wanted.reset();
        return;
    }
    m_wanted->isRunning = true;
    const WayOpening opening = wentOn ? WayOpening::Left : WayOpening::Sought;
    m_worker.put(0, [this, design, resolved = judged.resolved, network = judged.reachability,
                     ask = askOf(way, *design), opening, revision = session.revision(),
                     turn = m_turn](const std::stop_token& stop) {
        const ConnectionWay found = wayOfConnection({*design, *resolved, *network}, ask, opening);
        if (stop.stop_requested()) return;
        deliver(this, [this, turn, revision, ask, found] { take(turn, revision, ask, found); });
    });
}

void ConnectionCheck::take(std::uint64_t turn, std::uint64_t revision, const ReachAsk& ask,
                           const ConnectionWay& way) {
    if (turn != m_turn || !m_wanted) return;
    m_wanted->isRunning = false;
    Document* document = m_wanted->document;
    if (document == nullptr || !document->isOpen()) {
        m_wanted.reset();
        return;
    }
    if (revision != document->session().revision()) {
        look();  // The user went on: of the design as it is now.
        return;
    }
    if (!way.edits.empty()) {
        const auto step = tools::stepOf(m_wanted->way, *document->session().design());
        if (!document->commit(way.edits, step.label, step.key)) {
            m_wanted.reset();
            return;
        }
    }
    tell(ask, way.says);
    m_wanted.reset();
}

void ConnectionCheck::tell(const ReachAsk& ask, const std::string& says) {
    if (says.empty()) return;
    m_notice = shownText(says);
    m_told = ask;
    m_toldIn = m_wanted->document;
    m_wanted->document->notify(m_notice);
    Q_EMIT questionChanged();
}

void ConnectionCheck::noticeChanged() {
    if (m_told.to.empty() || (m_toldIn && m_toldIn->notice() == m_notice)) return;
    m_told = {};
    Q_EMIT questionChanged();
}

}  // namespace archivolt
