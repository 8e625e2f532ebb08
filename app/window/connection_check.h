#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QPointer>
#include <optional>
#include <utility>

#include "app/modes/reach/connection_way.h"
#include "app/window/design_canvas.h"
#include "app/window/mode_worker.h"

namespace archivolt {

/// Holds every connection that is made on a canvas against the engine: what of groups and ACLs its
/// requests still need becomes part of the same step, and what stops them is said, with the
/// question that Reach answers at length.
///
/// It waits for the judgement of the design with the connection, and asks on a thread of its own.
/// Where the user went on meanwhile nothing is edited behind him: what stops it is said alone.
class ConnectionCheck : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(
        archivolt::DesignCanvas* canvas READ canvas WRITE setCanvas NOTIFY canvasChanged REQUIRED)
    /// The ends and the port of the question that the document's notice is about; empty for none.
    Q_PROPERTY(QString from READ from NOTIFY questionChanged)
    Q_PROPERTY(QString to READ to NOTIFY questionChanged)
    Q_PROPERTY(QString port READ port NOTIFY questionChanged)

public:
    using QObject::QObject;

    [[nodiscard]] DesignCanvas* canvas() const { return m_canvas; }
    void setCanvas(DesignCanvas* canvas);
    [[nodiscard]] QString from() const { return QString::fromStdString(told().from); }
    [[nodiscard]] QString to() const { return QString::fromStdString(told().to); }
    [[nodiscard]] QString port() const;
    /// Says whether a connection still waits for its answer.
    [[nodiscard]] bool isAsking() const { return m_wanted.has_value(); }

Q_SIGNALS:
    void canvasChanged();
    void questionChanged();

private:
    /// A connection whose answer is waited for.
    struct Wanted {
        QPointer<Document> document;
        tools::WantedWay way;
        std::uint64_t revision = 0;  ///< Of the design with the connection.
        bool isRunning = false;
    };
    void want(const tools::WantedWay& way);
    void look();
    void take(std::uint64_t turn, std::uint64_t revision, const ReachAsk& ask,
              const ConnectionWay& way);
    void tell(const ReachAsk& ask, const std::string& says);
    void noticeChanged();
    /// Returns what the notice of the canvas' document is about; no ends for nothing.
    [[nodiscard]] const ReachAsk& told() const;

    QPointer<DesignCanvas> m_canvas;
    std::optional<Wanted> m_wanted;
    std::uint64_t m_turn = 0;
    ReachAsk m_told;  ///< What the notice is about.
    QPointer<Document> m_toldIn;
    QString m_notice;     ///< The notice that is.
    ModeWorker m_worker;  // Last, so that it ends before what it delivers to.
};

}  // namespace archivolt
