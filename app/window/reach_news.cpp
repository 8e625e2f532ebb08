#include "app/window/reach_news.h"
#include "app/window/hand_over.h"

#include <utility>

#include "app/modes/reach/reach_overlay.h"
#include "render/paint/text_measure.h"

namespace archivolt {

namespace {

// What the worker is asked for, in its order.
constexpr int kCompare = 0;
constexpr int kTell = 1;

bool isSameNetwork(const ReachScene& one, const ReachScene& other) {
    return one.reachability->network().architecture() ==
           other.reachability->network().architecture();
}

}  // namespace

std::optional<ReachScene> reachSceneOf(const Document& document) {
    if (!document.isOpen() || document.drawing() == nullptr) return {};
    const Judgement& now = document.judgement();
    if (!now.reachability || now.revision != document.session().revision()) return {};
    return ReachScene{document.session().design(), now.resolved, now.reachability,
                      document.drawing()->diagram, now.pairs};
}

ReachNews::ReachNews(Document& document, QObject* parent)
    : CanvasMode(parent),
      m_document(document),
      m_measure(qtTextMeasure()),
      m_rows({"opened", "who", "traffic"}) {
    connect(&document, &Document::checked, this, &ReachNews::look);
    connect(&document, &Document::stateChanged, this, [this] {
        if (m_document.judgement().reachability) return;  // Else another design, or none.
        m_last.reset();
        m_compared = nullptr;
        m_worker.drop(kTell);
        m_worker.put(kCompare, [this](const std::stop_token&) { m_difference.reset(); });
        m_base.reset();
        m_undone.reset();
        take(++m_turn, {});
    });
}

void ReachNews::click(BoxIndex /*box*/) {}
void ReachNews::turn(bool /*on*/) {}

/// Returns what the present moment is compared with. A step that goes on, as a rule that is typed
/// letter by letter, is news as a whole: else only its last letter would be, which changed nothing.
std::optional<ReachScene> ReachNews::beforeTheStep() const {
    const auto undone = m_document.session().history().before();
    return m_base && undone == m_undone ? m_base : m_last;
}

/// Looks at what the newest revision changed, once its network is read and it is drawn.
void ReachNews::look() {
    auto now = reachSceneOf(m_document);
    if (!now || (m_last && now->reachability == m_last->reachability)) return;
    const Drawing& drawing = *m_document.drawing();
    if (drawing.revision != m_document.session().revision()) {
        compareBeforehand(*now);
        return;
    }
    m_compared = nullptr;
    const auto before = beforeTheStep();
    m_last = now;
    m_undone = m_document.session().history().before();
    m_base = m_document.session().history().isStepOpen() ? before : std::nullopt;
    if (!before || isSameNetwork(*before, *now)) {
        take(++m_turn, {drawing.revision});
        return;
    }
    m_worker.put(kTell, [this, before = *before, now = *std::move(now), drawing, turn = ++m_turn,
                         urgent = m_document.urgent()](const std::stop_token&) {
        deliver(this, [this, turn, news = between(before, now, drawing)]() mutable {
            take(turn, std::move(news));
        });
    });
}

/// Has the networks compared while the drawing is still made.
void ReachNews::compareBeforehand(const ReachScene& now) {
    const auto last = beforeTheStep();
    if (!last || m_compared == now.reachability || isSameNetwork(*last, now)) return;
    m_compared = now.reachability;
    m_worker.put(kCompare, [this, before = *last, now, urgent = m_document.urgent()](
                               const std::stop_token&) { compare(before, now); });
}

void ReachNews::compare(const ReachScene& before, const ReachScene& now) {
    m_difference = {before.reachability, now.reachability, networkChanges(before, now)};
}

ReachNews::News ReachNews::between(const ReachScene& before, const ReachScene& now,
                                   const Drawing& drawing) {
    const bool isCompared = m_difference && m_difference->before == before.reachability &&
                            m_difference->now == now.reachability;
    if (!isCompared) compare(before, now);
    News news{drawing.revision,
              whatChanged(before, now, std::exchange(m_difference, std::nullopt)->changes)};
    addNews(news.marks, news.list, *now.diagram);
    news.routes = std::make_shared<const PathRoutes>(
        routePaths(drawing.diagram, drawing.layout, news.marks.paths, m_measure));
    return news;
}

void ReachNews::take(std::uint64_t turn, News news) {
    if (turn != m_turn) return;
    m_told = news.revision;
    m_news = std::move(news.list);
    m_marks = std::move(news.marks);
    m_routes = std::move(news.routes);
    m_line = QString::fromStdString(newsLine(m_news));
    std::vector<QVariantList> rows;
    for (const PathNews& each : m_news) {
        rows.push_back(
            {each.opened, QString::fromStdString(each.who), QString::fromStdString(each.traffic)});
    }
    m_rows.show(std::move(rows));
    const bool showed = m_shows;
    if (m_news.empty()) setShows(false);
    Q_EMIT newsChanged();
    if (showed) Q_EMIT marksChanged();
}

void ReachNews::dismiss() { take(++m_turn, {m_document.session().revision()}); }

bool ReachNews::hasOpened() const { return std::ranges::any_of(m_news, &PathNews::opened); }

void ReachNews::setShows(bool shows) {
    if (shows == m_shows) return;
    m_shows = shows;
    Q_EMIT showsChanged();
    Q_EMIT marksChanged();
}

bool ReachNews::isAboutToMark(const Drawing& drawing) const {
    const std::uint64_t revision = m_document.session().revision();
    return m_shows && drawing.revision == revision && m_told != revision;
}

void ReachNews::mark(Overlay& overlay, const Drawing& drawing) const {
    if (!m_shows || m_news.empty()) return;
    if (drawing.layout != m_routes->layout) {
        // On another drawing they are news no more; what they set off stays so until its own come,
        // so that nothing fades in and out again between.
        if (!m_marks.concerned || !isAboutToMark(drawing)) return;
        OverlayMarks kept{{}, m_routes->diagram};
        kept.overlay.concerned = m_marks.concerned;
        overlay.concerned = carriedOver(kept, *drawing.diagram).concerned;
        return;
    }
    overlay.paths.clear();
    overlay.highlights.clear();
    addMarks(overlay, m_marks);
}

}  // namespace archivolt
