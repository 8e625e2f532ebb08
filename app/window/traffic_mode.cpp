#include "app/window/traffic_mode.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "app/modes/reach/flow_view.h"
#include "app/window/hand_over.h"
#include "app/window/notice_text.h"
#include "model/traffic/engine/time.h"
#include "model/traffic/report/report.h"

namespace archivolt {

namespace {

constexpr int kStepMilliseconds = 100;
constexpr double kStep = 1.0 / static_cast<double>(kTrafficFrames);

QString clockAt(double seconds) {
    return QString::fromStdString(traffic::clockText(traffic::fromSeconds(seconds)));
}

QString number(double value, int digits) { return QString::number(value, 'f', digits); }

/// Returns `65 ms`, or `3.3 s` from a second on.
QString durationText(double milliseconds) {
    return milliseconds < 999.5 ? number(milliseconds, 0) + QStringLiteral(" ms")
                                : number(milliseconds / 1000, 1) + QStringLiteral(" s");
}

}  // namespace

TrafficMode::TrafficMode(Document& document)
    : m_document(document),
      m_wishes(document),
      m_limit([this] { return scene(); }, [this] { return m_wishes.wish(); }),
      m_events({"at", "component", "what", "why"}),
      m_compared({"of", "what", "before", "after", "change"}) {
    m_timer.setInterval(kStepMilliseconds);
    connect(&m_timer, &QTimer::timeout, this, &TrafficMode::step);
    connect(&m_wishes, &TrafficWishModel::changed, this, &TrafficMode::aged);
    connect(this, &TrafficMode::ran, this, &TrafficMode::aged);
    connect(&document, &Document::stateChanged, this, [this] {
        if (!m_document.judgement().reachability) {  // Another design, or none.
            clear();
            forgetCompared();
            m_limit.clear();
        }
        Q_EMIT ran();
    });
}

void TrafficMode::turn(bool on) {
    if (!on) setPlaying(false);
    Q_EMIT marksChanged();
}

void TrafficMode::click(BoxIndex /*box*/) {}

std::optional<TrafficScene> TrafficMode::scene() const {
    const Judgement& now = m_document.judgement();
    const Drawing* drawing = m_document.drawing();
    const bool isReady = m_document.isOpen() && drawing != nullptr && now.reachability &&
                         now.revision == m_document.session().revision();
    if (!isReady) return std::nullopt;
    return TrafficScene{now.resolved, now.reachability, drawing->diagram};
}

void TrafficMode::askTargets() {
    const auto ground = scene();
    if (!ground) return;
    m_worker.put(1, [this, ground = *ground](const std::stop_token& /*stop*/) {
        auto targets = faultTargets(ground);
        if (!targets) return;
        deliver(this, [this, names = *std::move(targets)] { m_wishes.setTargets(names); });
    });
}

void TrafficMode::run() {
    clear();
    const auto ground = scene();
    if (!ground) {
        m_problem = tr("The last change is still being checked; run it in a moment.");
        Q_EMIT ran();
        return;
    }
    m_isRunning = true;
    m_revision = m_document.judgement().revision;
    m_ranWish = m_wishes.wish();
    const int scenario = m_wishes.scenario();
    m_runName = scenario >= 0 ? m_wishes.scenarios().at(scenario)
                              : QString::fromStdString(wishWords(m_ranWish));
    m_worker.put(
        0, [this, ground = *ground, wish = m_ranWish, turn = m_turn](const std::stop_token& stop) {
            const auto tell = [&](TrafficFrame frame, std::vector<TrafficEvent> events) {
                deliver(this, [this, turn, frame = std::move(frame),
                               events = std::move(events)]() mutable {
                    take(turn, std::move(frame), std::move(events));
                });
            };
            const auto story = runTraffic(
                ground, wish, [&] { return stop.stop_requested(); }, tell);
            deliver(this, [this, turn, told = story ? *story : TrafficStory(),
                           problem = story ? std::string() : story.error().message] {
                finish(turn, told, problem);
            });
        });
    setPlaying(true);
    Q_EMIT ran();
}

void TrafficMode::stop() {
    ++m_turn;
    m_worker.drop(0);
    m_isRunning = false;
    m_isStopped = true;
    setPlaying(false);
    Q_EMIT ran();
}

void TrafficMode::clear() {
    ++m_turn;
    m_worker.drop(0);
    m_isRunning = false;
    m_isStopped = false;
    m_problem.clear();
    m_story.clear();
    m_notSimulated.clear();
    m_taken.clear();
    m_frames.clear();
    m_told.clear();
    m_report = nullptr;
    m_compared.show({});
    m_position = 0;
    m_events.show({});
    m_timer.stop();
    Q_EMIT ran();
    Q_EMIT played();
    Q_EMIT marksChanged();
}

void TrafficMode::take(std::uint64_t turn, TrafficFrame frame, std::vector<TrafficEvent> events) {
    if (turn != m_turn) return;
    m_frames.push_back(std::move(frame));
    if (!events.empty()) {
        std::ranges::move(events, std::back_inserter(m_told));
        std::vector<QVariantList> rows;
        for (const TrafficEvent& event : m_told) {
            rows.push_back({clockAt(event.at), QString::fromStdString(event.component),
                            withWholeFigures(event.what), withWholeFigures(event.why)});
        }
        m_events.show(std::move(rows));
    }
    Q_EMIT ran();
}

void TrafficMode::finish(std::uint64_t turn, const TrafficStory& story,
                         const std::string& problem) {
    if (turn != m_turn) return;
    m_isRunning = false;
    m_problem = shownText(problem);
    for (const std::string& sentence : story.sentences) {
        m_story << withWholeFigures(sentence);
    }
    for (const std::string& one : story.notSimulated) m_notSimulated << QString::fromStdString(one);
    for (const std::string& one : story.taken) m_taken << QString::fromStdString(one);
    if (!problem.empty()) setPlaying(false);
    m_report = story.report;
    compare();
    Q_EMIT ran();
}

void TrafficMode::keepToCompare() {
    m_kept = m_report;
    m_keptName = m_runName;
    compare();
    Q_EMIT ran();
}

void TrafficMode::forgetCompared() {
    m_kept = nullptr;
    m_keptName.clear();
    compare();
    Q_EMIT ran();
}

void TrafficMode::compare() {
    std::vector<QVariantList> rows;
    if (m_kept.is_object() && m_report.is_object()) {
        for (const ComparedFigure& one : comparedFigures(m_kept, m_report)) {
            QVariantList& row = rows.emplace_back();
            for (const std::string* text :
                 {&one.of, &one.what, &one.before, &one.after, &one.change}) {
                row << QString::fromStdString(*text);
            }
        }
    }
    m_isSame = rows.empty();
    m_compared.show(std::move(rows));
}

double TrafficMode::reached() const {
    return std::min(1.0, static_cast<double>(m_frames.size()) * kStep);
}

QString TrafficMode::revisionNote() const {
    if (m_frames.empty() || m_isRunning) return {};
    if (m_revision != m_document.session().revision()) {
        return tr("The design was changed since this run.");
    }
    if (m_isStopped) {
        return tr("Stopped at %1: what is shown ends there.")
            .arg(clockAt(reached() * m_ranWish.seconds));
    }
    return m_wishes.wish() == m_ranWish ? QString()
                                        : tr("What is chosen now has not been run yet.");
}

bool TrafficMode::hasFleet() const {
    return std::ranges::any_of(m_frames,
                               [](const TrafficFrame& one) { return !one.machines.empty(); });
}

QVariantList TrafficMode::series(double TrafficFrame::*member) const {
    QVariantList values;
    for (const TrafficFrame& one : m_frames) values << one.*member;
    return values;
}

int TrafficMode::presentEvent() const {
    const double now = m_position * m_ranWish.seconds;
    const auto later = std::ranges::upper_bound(m_told, now, {}, &TrafficEvent::at);
    return static_cast<int>(later - m_told.begin()) - 1;
}

const TrafficFrame* TrafficMode::frame() const {
    if (m_frames.empty()) return nullptr;
    const auto at = static_cast<std::size_t>(m_position * static_cast<double>(kTrafficFrames));
    return &m_frames[std::min(at, m_frames.size() - 1)];
}

void TrafficMode::setPlaying(bool plays) {
    if (plays == isPlaying()) return;
    if (plays && m_position >= 1) m_position = 0;
    if (plays) {
        m_timer.start();
    } else {
        m_timer.stop();
    }
    Q_EMIT played();
}

/// Goes on by one stretch, where there is one already.
void TrafficMode::step() {
    if (m_position + kStep > reached() + 1e-9) {
        if (!m_isRunning) setPlaying(false);
        return;
    }
    setPosition(m_position + kStep);
}

void TrafficMode::setPosition(double position) {
    const double now = std::clamp(position, 0.0, reached());
    if (now == m_position) return;
    m_position = now;
    Q_EMIT played();
    Q_EMIT marksChanged();
}

void TrafficMode::goTo(int event) {
    if (event < 0 || static_cast<std::size_t>(event) >= m_told.size()) return;
    setPlaying(false);
    setPosition(m_told[static_cast<std::size_t>(event)].at / m_ranWish.seconds);
}

QString TrafficMode::clock() const {
    return tr("%1 of %2").arg(clockAt(m_position * m_ranWish.seconds), clockAt(m_ranWish.seconds));
}

QStringList TrafficMode::now() const {
    const TrafficFrame* shown = frame();
    if (shown == nullptr) return {QString(), QString(), QString(), QString()};
    const double share = shown->failed * 100;
    const auto rate = static_cast<std::uint64_t>(std::llround(std::max(0.0, shown->offered)));
    return {tr("%1/s").arg(QString::fromStdString(groupedNumber(rate))),
            tr("%1, worst %2").arg(durationText(shown->latencyMs), durationText(shown->worstMs)),
            tr("%1 %").arg(number(share, share < 10 ? 1 : 0)), number(shown->members, 0)};
}

void TrafficMode::mark(Overlay& overlay, const Drawing& drawing) const {
    const TrafficFrame* shown = frame();
    if (shown == nullptr || m_revision != m_document.session().revision()) return;
    addTraffic(overlay, *shown, m_ranWish, *drawing.diagram);
}

}  // namespace archivolt
