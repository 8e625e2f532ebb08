#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <QStringList>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "app/modes/traffic/traffic_search.h"
#include "app/window/mode_worker.h"

namespace archivolt {

/// The highest rate at which a promise on performance is kept, searched for off the window's
/// thread, with its progress; it can be stopped.
class TrafficLimit : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Traffic has one")
    Q_PROPERTY(bool isLooking READ isLooking NOTIFY changed)
    Q_PROPERTY(QString progress READ progress NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(QStringList sentences READ sentences NOTIFY changed)

public:
    /// What is searched in; nothing where the design is not ready.
    using Ground = std::function<std::optional<TrafficScene>()>;
    TrafficLimit(Ground ground, std::function<TrafficWish()> wish, QObject* parent = nullptr);

    /// Looks for the rate at which a promise, as `p99<300ms`, is kept no more.
    Q_INVOKABLE void look(const QString& promise);
    Q_INVOKABLE void stop();
    /// Forgets what was found: it was of another design.
    void clear();

    [[nodiscard]] bool isLooking() const { return m_isLooking; }
    [[nodiscard]] QString progress() const { return m_progress; }
    [[nodiscard]] QString problem() const { return m_problem; }
    [[nodiscard]] QStringList sentences() const { return m_sentences; }

Q_SIGNALS:
    void changed();

private:
    Ground m_ground;
    std::function<TrafficWish()> m_wish;
    std::uint64_t m_turn = 0;
    bool m_isLooking = false;
    QString m_progress;
    QString m_problem;
    QStringList m_sentences;
    ModeWorker m_worker;  // Last, so that it ends before what it delivers to.
};

}  // namespace archivolt
