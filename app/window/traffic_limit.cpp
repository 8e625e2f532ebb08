#include "app/window/traffic_limit.h"

#include <utility>

#include "app/window/hand_over.h"
#include "app/window/notice_text.h"

namespace archivolt {

TrafficLimit::TrafficLimit(Ground ground, std::function<TrafficWish()> wish, QObject* parent)
    : QObject(parent), m_ground(std::move(ground)), m_wish(std::move(wish)) {}

void TrafficLimit::look(const QString& promise) {
    clear();
    const std::optional<TrafficScene> scene = m_ground();
    if (!scene) {
        m_problem = tr("The last change is still being checked; look again in a moment.");
        Q_EMIT changed();
        return;
    }
    m_isLooking = true;
    m_progress = tr("Looking…");
    m_worker.put(0, [this, scene = *scene, wish = m_wish(), asked = promise.toStdString(),
                     turn = m_turn](const std::stop_token& stop) {
        const auto tell = [&](const TrafficProgress& progress) {
            const QString text = tr("%1 runs, the last at %2 a second")
                                     .arg(progress.runs)
                                     .arg(progress.rps, 0, 'f', 0);
            deliver(this, [this, turn, text] {
                if (turn != m_turn) return;
                m_progress = text;
                Q_EMIT changed();
            });
        };
        auto found = findTrafficLimit(
            scene, wish, asked, [&] { return stop.stop_requested(); }, tell);
        deliver(this, [this, turn, found = std::move(found)] {
            if (turn != m_turn) return;
            m_isLooking = false;
            m_progress.clear();
            if (!found) m_problem = shownText(found.error().message);
            if (found) {
                for (const std::string& one : *found) {
                    m_sentences << QString::fromStdString(one);
                }
            }
            Q_EMIT changed();
        });
    });
    Q_EMIT changed();
}

void TrafficLimit::stop() {
    if (!m_isLooking) return;
    clear();
    m_problem = tr("Stopped before an answer was found.");
    Q_EMIT changed();
}

void TrafficLimit::clear() {
    ++m_turn;
    m_worker.drop(0);
    m_isLooking = false;
    m_progress.clear();
    m_problem.clear();
    m_sentences.clear();
    Q_EMIT changed();
}

}  // namespace archivolt
