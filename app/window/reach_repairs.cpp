#include "app/window/reach_repairs.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/modes/reach/reach_overlay.h"
#include "app/window/hand_over.h"
#include "app/window/notice_text.h"

namespace archivolt {

ReachRepairs::ReachRepairs(Document& document, QObject* parent)
    : QObject(parent), m_document(document), m_rows({"opens", "steps", "also"}) {}

void ReachRepairs::look(const ReachScene& scene, const TraceView& trace) {
    clear();
    m_isLooking = true;
    m_revision = m_document.session().revision();
    m_way = trace.way;
    m_diagram = scene.diagram;
    m_passesAll = trace.answer.verdict == Verdict::Reachable;
    m_isOpenEnded = !trace.question.protocol && trace.question.ports == PortSet::all();
    m_label = QString::fromStdString(
        fmt::format("{} → {}", trace.question.from.name, trace.question.to.name));
    if (m_made && m_made->label != m_label) m_made.reset();
    m_worker.put(0, [this, scene, question = trace.question, answer = trace.answer,
                     turn = m_turn](const std::stop_token& stop) {
        Repairs repairs =
            proposeRepairs({*scene.design, *scene.resolved, *scene.reachability}, question, answer);
        if (stop.stop_requested()) return;
        const NetworkIndex& network = scene.reachability->network();
        const DrawnThings drawn(*scene.diagram, network);
        std::vector<Found> found;
        for (Repair& repair : repairs.repairs) {
            auto also = newsOf(repair.alsoChanges, drawn, network);
            found.push_back({std::move(repair), std::move(also)});
        }
        deliver(this, [this, turn, found = std::move(found),
                       cannot = std::move(repairs.cannot)]() mutable {
            take(turn, std::move(found), cannot);
        });
    });
    Q_EMIT changed();
}

void ReachRepairs::clear() {
    ++m_turn;
    m_worker.drop(0);
    m_isLooking = false;
    m_isHeld = false;
    m_cannot.clear();
    m_found.clear();
    m_rows.show({});
    preview(-1);
    Q_EMIT changed();
}

void ReachRepairs::take(std::uint64_t turn, std::vector<Found> found,
                        const std::vector<std::string>& cannot) {
    if (turn != m_turn) return;
    m_isLooking = false;
    m_found = std::move(found);
    QStringList why;
    // Of a question that leaves the traffic open nothing is proposed: more is asked of it first.
    if (m_isOpenEnded) why << tr("Choose a protocol and a port to see what would open it.");
    for (const std::string& each : m_isOpenEnded ? std::vector<std::string>() : cannot)
        why << shownText(each);
    m_cannot = why.join(QLatin1Char('\n'));
    if (m_passesAll) m_cannot.clear();
    m_isHeld = m_made && !m_found.empty() && std::ranges::all_of(m_found, [this](const Found& f) {
                   return f.repair.effect != m_made->effect;
               });
    if (!m_isHeld) showRows();
    Q_EMIT changed();
}

void ReachRepairs::showHeld() {
    if (!m_isHeld) return;
    m_isHeld = false;
    showRows();
    Q_EMIT changed();
}

void ReachRepairs::showRows() {
    m_made.reset();
    std::vector<QVariantList> rows;
    for (const Found& each : m_found) {
        rows.push_back({each.repair.effect == RepairEffect::Opens,
                        QString::fromStdString(stepLines(each.repair.steps)),
                        QString::fromStdString(changeLines(each.also, "Also "))});
    }
    m_rows.show(std::move(rows));
}

void ReachRepairs::preview(int row) {
    const int now = row < static_cast<int>(m_found.size()) ? row : -1;
    if (now == m_previewed) return;
    m_previewed = now;
    Q_EMIT previewChanged();
}

bool ReachRepairs::apply(int row) {
    if (row < 0 || row >= static_cast<int>(m_found.size())) return false;
    // Edits of another moment may not fit any more; the next ones are on their way.
    if (m_revision != m_document.session().revision()) return false;
    const Repair repair = m_found[static_cast<std::size_t>(row)].repair;
    const bool opens = repair.effect == RepairEffect::Opens;
    const QString label = (opens ? tr("Open %1") : tr("Close %1")).arg(m_label);
    if (!m_document.commit(repair.edits, label.toStdString())) return false;
    m_made = Made{m_label, repair.effect};
    return true;
}

void ReachRepairs::mark(Overlay& overlay, const Drawing& drawing) const {
    if (m_previewed < 0 || !m_diagram) return;
    const Found& found = m_found[static_cast<std::size_t>(m_previewed)];
    const bool opens = found.repair.effect == RepairEffect::Opens;
    OverlayMarks marks;
    marks.diagram = m_diagram;
    addNews(marks.overlay, found.also, *m_diagram);
    marks.overlay.paths.insert(marks.overlay.paths.begin(),
                               PathOverlay{m_way, opens ? Tone::Pass : Tone::Stop, 3, !opens, {}});
    for (const BoxIndex box : m_way) {
        if (marks.overlay.concerned) marks.overlay.concerned->insert(box);
    }
    overlay.paths.clear();
    Overlay shown = carriedOver(marks, *drawing.diagram);
    if (shown.concerned && overlay.concerned) {
        shown.concerned->insert(overlay.concerned->begin(), overlay.concerned->end());
    }
    addMarks(overlay, std::move(shown));
}

}  // namespace archivolt
