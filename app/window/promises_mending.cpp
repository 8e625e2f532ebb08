#include "app/window/promises_mending.h"

#include <utility>

#include "app/command/rejections.h"
#include "app/modes/reach/reach_overlay.h"
#include "app/modes/reach/reach_words.h"
#include "app/window/hand_over.h"
#include "app/window/notice_text.h"
#include "app/window/reach_news.h"

namespace archivolt {

PromisesMending::PromisesMending(Document& document, QObject* parent)
    : QObject(parent), m_document(document) {
    // What was found is of the design as it was.
    connect(&document, &Document::stateChanged, this, [this] {
        const bool isOther = !m_document.isOpen() || m_document.session().revision() != m_revision;
        if (isOther && (m_isLooking || isThere() || !m_found.cannot.empty())) clear();
    });
}

void PromisesMending::look() {
    const auto scene = reachSceneOf(m_document);
    if (!scene) return;
    clear();
    m_isLooking = true;
    m_revision = m_document.session().revision();
    m_worker.put(0, [this, scene = *scene, turn = m_turn](const std::stop_token& stop) {
        RepairOptions wanted;
        wanted.rejections = rejectionsOf;
        PromiseRepairs found =
            repairPromises({*scene.design, *scene.resolved, *scene.reachability}, wanted, stop);
        if (stop.stop_requested()) return;
        std::vector<PathNews> news;
        if (found.best) {
            const NetworkIndex& network = scene.reachability->network();
            const DrawnThings drawn(*scene.diagram, network);
            news = newsOf(found.best->repair.alsoChanges, drawn, network);
        }
        deliver(this, [this, turn, found = std::move(found), news = std::move(news),
                       drawn = scene.diagram]() mutable {
            take(turn, std::move(found), std::move(news), std::move(drawn));
        });
    });
    Q_EMIT changed();
}

void PromisesMending::take(std::uint64_t turn, PromiseRepairs found, std::vector<PathNews> news,
                           std::shared_ptr<const Diagram> drawn) {
    if (turn != m_turn) return;
    m_isLooking = false;
    m_found = std::move(found);
    m_news = std::move(news);
    m_drawn = std::move(drawn);
    Q_EMIT changed();
}

void PromisesMending::clear() {
    ++m_turn;
    m_worker.drop(0);
    m_isLooking = false;
    m_found = {};
    m_news.clear();
    m_drawn.reset();
    preview(false);
    Q_EMIT changed();
}

void PromisesMending::preview(bool on) {
    if (on == m_isPreviewed) return;
    m_isPreviewed = on;
    Q_EMIT marksChanged();
}

bool PromisesMending::apply() {
    if (!isThere() || m_revision != m_document.session().revision()) return false;
    const Repair repair = m_found.best->repair;
    return m_document.commit(repair.edits, "Mend the promises");
}

void PromisesMending::mark(Overlay& overlay, const Drawing& drawing) const {
    if (!m_isPreviewed || !isThere() || m_drawn == nullptr) return;
    OverlayMarks marks;
    marks.diagram = m_drawn;
    addNews(marks.overlay, m_news, *m_drawn);
    overlay.paths.clear();
    overlay.highlights.clear();
    addMarks(overlay, carriedOver(marks, *drawing.diagram));
}

QString PromisesMending::heading() const {
    if (!isThere()) return {};
    const auto changes = static_cast<int>(m_found.best->repair.steps.size());
    const auto mended = static_cast<int>(m_found.best->mended.size());
    const QString made = changes == 1 ? tr("One change keeps") : tr("%1 changes keep").arg(changes);
    const QString kept =
        mended == 1 ? tr("the promise that is broken") : tr("%1 broken promises").arg(mended);
    const QString rest =
        m_found.isLeast ? tr("; fewer do not") : tr("; fewer may, of which not all could be tried");
    return changes == 1 ? QStringLiteral("%1 %2").arg(made, kept)
                        : QStringLiteral("%1 %2%3").arg(made, kept, rest);
}

QString PromisesMending::steps() const {
    return isThere() ? QString::fromStdString(stepLines(m_found.best->repair.steps)) : QString();
}

QString PromisesMending::also() const { return QString::fromStdString(changeLines(m_news)); }

QString PromisesMending::cannot() const {
    QStringList lines;
    for (const std::string& why : m_found.cannot) {
        lines << sentenceOf(why);
    }
    return lines.join(QLatin1Char('\n'));
}

}  // namespace archivolt
