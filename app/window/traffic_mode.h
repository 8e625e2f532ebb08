#pragma once

#include <QString>
#include <QStringList>
#include <QTimer>
#include <QVariantList>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <vector>

#include "app/modes/traffic/traffic_run.h"
#include "app/window/canvas_mode.h"
#include "app/window/document.h"
#include "app/window/mode_rows.h"
#include "app/window/mode_worker.h"
#include "app/window/traffic_limit.h"
#include "app/window/traffic_wish_model.h"

namespace archivolt {

/// Traffic: requests run through the design; the run is played, paused and scrubbed while it is
/// still being worked out. It belongs to the revision that it was started for, and says so.
class TrafficMode : public archivolt::CanvasMode {  // Whole, for moc.
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the window has one for each document")
    Q_PROPERTY(archivolt::TrafficWishModel* wish READ wish CONSTANT)
    Q_PROPERTY(archivolt::TrafficLimit* limit READ limit CONSTANT)
    Q_PROPERTY(bool isRunning READ isRunning NOTIFY ran)
    Q_PROPERTY(bool hasRun READ hasRun NOTIFY ran)
    Q_PROPERTY(bool hasFleet READ hasFleet NOTIFY ran)
    Q_PROPERTY(double reached READ reached NOTIFY ran)
    Q_PROPERTY(QString problem READ problem NOTIFY ran)
    Q_PROPERTY(QString revisionNote READ revisionNote NOTIFY aged)
    Q_PROPERTY(QStringList story READ story NOTIFY ran)
    Q_PROPERTY(QStringList notSimulated READ notSimulated NOTIFY ran)
    Q_PROPERTY(QStringList taken READ taken NOTIFY ran)
    Q_PROPERTY(QVariantList rates READ rates NOTIFY ran)
    Q_PROPERTY(QVariantList latencies READ latencies NOTIFY ran)
    Q_PROPERTY(QVariantList errors READ errors NOTIFY ran)
    Q_PROPERTY(QVariantList members READ members NOTIFY ran)
    Q_PROPERTY(bool isPlaying READ isPlaying WRITE setPlaying NOTIFY played)
    Q_PROPERTY(double position READ position WRITE setPosition NOTIFY played)
    Q_PROPERTY(QString clock READ clock NOTIFY played)
    Q_PROPERTY(QStringList now READ now NOTIFY played)
    Q_PROPERTY(int presentEvent READ presentEvent NOTIFY played)
    Q_PROPERTY(archivolt::ModeRows* events READ events CONSTANT)
    Q_PROPERTY(archivolt::ModeRows* compared READ compared CONSTANT)
    Q_PROPERTY(QString runName READ runName NOTIFY ran)
    Q_PROPERTY(QString otherRun READ otherRun NOTIFY ran)
    Q_PROPERTY(bool canCompare READ canCompare NOTIFY ran)
    Q_PROPERTY(bool isSame READ isSame NOTIFY ran)

public:
    explicit TrafficMode(Document& document);

    void mark(Overlay& overlay, const Drawing& drawing) const override;
    void click(BoxIndex box) override;
    void turn(bool on) override;

    /// Runs the scenario for the design as it is now, from the beginning.
    Q_INVOKABLE void run();
    Q_INVOKABLE void stop();
    /// Goes to where an event happened.
    Q_INVOKABLE void goTo(int event);
    /// Finds out what faults may strike, for those who choose it.
    Q_INVOKABLE void askTargets();
    /// Keeps the run that is over, so that the next ones stand beside it.
    Q_INVOKABLE void keepToCompare();
    Q_INVOKABLE void forgetCompared();

    [[nodiscard]] TrafficWishModel* wish() { return &m_wishes; }
    [[nodiscard]] TrafficLimit* limit() { return &m_limit; }
    /// Returns what was run, by name: a scenario's, or `own figures`.
    [[nodiscard]] QString runName() const { return m_runName; }
    /// Returns the name of the run that this one stands beside; empty for none.
    [[nodiscard]] QString otherRun() const { return m_keptName; }
    /// Says whether a run is over that could be kept.
    [[nodiscard]] bool canCompare() const { return !m_report.is_null(); }
    /// Says whether the two runs differ in nothing.
    [[nodiscard]] bool isSame() const { return m_isSame; }
    [[nodiscard]] ModeRows* compared() { return &m_compared; }
    [[nodiscard]] bool isRunning() const { return m_isRunning; }
    [[nodiscard]] bool hasRun() const { return !m_frames.empty(); }
    /// Says whether there are machines to count.
    [[nodiscard]] bool hasFleet() const;
    /// Returns how much of the run is worked out, 0 to 1.
    [[nodiscard]] double reached() const;
    [[nodiscard]] QString problem() const { return m_problem; }
    /// Says that the design, or what is asked for, was changed since; empty where it was not.
    [[nodiscard]] QString revisionNote() const;
    [[nodiscard]] QStringList story() const { return m_story; }
    [[nodiscard]] QStringList notSimulated() const { return m_notSimulated; }
    /// Returns what the run took for granted.
    [[nodiscard]] QStringList taken() const { return m_taken; }
    [[nodiscard]] QVariantList rates() const { return series(&TrafficFrame::offered); }
    [[nodiscard]] QVariantList latencies() const { return series(&TrafficFrame::latencyMs); }
    [[nodiscard]] QVariantList errors() const { return series(&TrafficFrame::failed); }
    [[nodiscard]] QVariantList members() const { return series(&TrafficFrame::members); }
    [[nodiscard]] bool isPlaying() const { return m_timer.isActive(); }
    void setPlaying(bool plays);
    /// Where in the run the drawing is, 0 to 1.
    [[nodiscard]] double position() const { return m_position; }
    void setPosition(double position);
    [[nodiscard]] QString clock() const;
    /// Returns the figures of the present stretch: rate, latency, errors, members.
    [[nodiscard]] QStringList now() const;
    /// Returns the last event that has happened where the run is shown; −1 before the first.
    [[nodiscard]] int presentEvent() const;
    [[nodiscard]] ModeRows* events() { return &m_events; }

Q_SIGNALS:
    void ran();
    void played();
    void aged();  ///< What the run shown was asked for may be another thing now.

private:
    /// Returns the design as it is now; nothing while its last change is being checked.
    [[nodiscard]] std::optional<TrafficScene> scene() const;
    void compare();
    [[nodiscard]] QVariantList series(double TrafficFrame::*member) const;
    [[nodiscard]] const TrafficFrame* frame() const;
    void take(std::uint64_t turn, TrafficFrame frame, std::vector<TrafficEvent> events);
    void finish(std::uint64_t turn, const TrafficStory& story, const std::string& problem);
    void clear();
    void step();

    Document& m_document;
    TrafficWishModel m_wishes;
    TrafficLimit m_limit;
    TrafficWish m_ranWish;  ///< What the run shown was asked for.
    std::uint64_t m_turn = 0;
    std::uint64_t m_revision = 0;
    bool m_isRunning = false;
    bool m_isStopped = false;  ///< By the user, before its end.
    QString m_problem;
    QStringList m_story;
    QStringList m_notSimulated;
    QStringList m_taken;
    std::vector<TrafficFrame> m_frames;
    std::vector<TrafficEvent> m_told;
    double m_position = 0;
    QTimer m_timer;
    ModeRows m_events;
    QString m_runName;
    nlohmann::ordered_json m_report;  ///< Of the run that is over; null before.
    QString m_keptName;
    nlohmann::ordered_json m_kept;
    bool m_isSame = false;
    ModeRows m_compared;
    ModeWorker m_worker;  // Last, so that it ends before what it delivers to.
};

}  // namespace archivolt
