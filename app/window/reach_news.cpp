#include "app/window/reach_news.h"

#include <utility>

#include "app/modes/reach/reach_overlay.h"

namespace archivolt {

std::optional<ReachScene> reachSceneOf(const Document& document) {
    if (!document.isOpen() || document.drawing() == nullptr) return {};
    const Judgement& now = document.judgement();
    if (!now.reachability || now.revision != document.session().revision()) return {};
    return ReachScene{document.session().design(), now.resolved, now.reachability,
                      document.drawing()->diagram};
}

ReachNews::ReachNews(Document& document, QObject* parent)
    : CanvasMode(parent), m_document(document), m_rows({"opened", "who", "traffic"}) {
    connect(&document, &Document::checked, this, &ReachNews::look);
    connect(&document, &Document::stateChanged, this, [this] {
        if (m_document.judgement().reachability) return;  // Else another design, or none.
        m_last.reset();
        take(++m_turn, {}, nullptr);
    });
}

void ReachNews::click(BoxIndex /*box*/) {}
void ReachNews::turn(bool /*on*/) {}

void ReachNews::look() {
    auto now = reachSceneOf(m_document);
    if (!now || (m_last && now->reachability == m_last->reachability)) return;
    const auto before = std::exchange(m_last, *now);
    if (!before || before->reachability->network().architecture() ==
                       now->reachability->network().architecture()) {
        take(++m_turn, {}, nullptr);
        return;
    }
    m_worker.put(0, [this, before = *before, now = *std::move(now),
                     turn = ++m_turn](const std::stop_token&) {
        auto news = whatChanged(before, now);
        QMetaObject::invokeMethod(
            this,
            [this, turn, news = std::move(news), drawn = now.diagram]() mutable {
                take(turn, std::move(news), std::move(drawn));
            },
            Qt::QueuedConnection);
    });
}

void ReachNews::take(std::uint64_t turn, std::vector<PathNews> news,
                     std::shared_ptr<const Diagram> drawn) {
    if (turn != m_turn) return;
    m_news = std::move(news);
    m_line = QString::fromStdString(newsLine(m_news));
    std::vector<QVariantList> rows;
    for (const PathNews& each : m_news) {
        rows.push_back(
            {each.opened, QString::fromStdString(each.who), QString::fromStdString(each.traffic)});
    }
    m_rows.show(std::move(rows));
    m_marks = {};
    m_marks.diagram = std::move(drawn);
    if (m_marks.diagram) addNews(m_marks.overlay, m_news, *m_marks.diagram);
    if (m_news.empty()) setShows(false);
    Q_EMIT newsChanged();
    if (m_shows) Q_EMIT marksChanged();
}

void ReachNews::dismiss() { take(++m_turn, {}, nullptr); }

bool ReachNews::hasOpened() const { return std::ranges::any_of(m_news, &PathNews::opened); }

void ReachNews::setShows(bool shows) {
    if (shows == m_shows) return;
    m_shows = shows;
    Q_EMIT showsChanged();
    Q_EMIT marksChanged();
}

void ReachNews::mark(Overlay& overlay, const Drawing& drawing) const {
    if (!m_shows || m_news.empty()) return;
    overlay.paths.clear();
    overlay.highlights.clear();
    addMarks(overlay, carriedOver(m_marks, *drawing.diagram));
}

}  // namespace archivolt
