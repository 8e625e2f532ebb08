#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <QStringList>
#include <memory>
#include <optional>

#include "app/modes/overlay_marks.h"
#include "app/modes/reach/path_news.h"
#include "app/window/document.h"
#include "app/window/mode_worker.h"
#include "model/repair/promise_repair.h"

namespace archivolt {

/// The least change that keeps all broken promises together: looked for when it is asked for, seen
/// on the drawing beforehand, made as one step.
class PromisesMending : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the promises have one")
    Q_PROPERTY(bool isLooking READ isLooking NOTIFY changed)
    Q_PROPERTY(bool isThere READ isThere NOTIFY changed)
    Q_PROPERTY(QString heading READ heading NOTIFY changed)
    Q_PROPERTY(QString steps READ steps NOTIFY changed)
    Q_PROPERTY(QString also READ also NOTIFY changed)
    Q_PROPERTY(QString cannot READ cannot NOTIFY changed)

public:
    explicit PromisesMending(Document& document, QObject* parent = nullptr);

    Q_INVOKABLE void look();
    Q_INVOKABLE void clear();
    /// Marks what it would open and close, or no longer does.
    Q_INVOKABLE void preview(bool on);
    /// Makes the edits as one step; says whether that could be done.
    Q_INVOKABLE bool apply();
    void mark(Overlay& overlay, const Drawing& drawing) const;

    [[nodiscard]] bool isLooking() const { return m_isLooking; }
    [[nodiscard]] bool isThere() const { return m_found.best.has_value(); }
    /// Returns what it is, in one line: `2 changes mend 3 promises`.
    [[nodiscard]] QString heading() const;
    [[nodiscard]] QString steps() const;
    /// Returns what else opens and closes, a line each.
    [[nodiscard]] QString also() const;
    /// Returns what is not mended, and why.
    [[nodiscard]] QString cannot() const;

Q_SIGNALS:
    void changed();
    void marksChanged();

private:
    void take(std::uint64_t turn, PromiseRepairs found, std::vector<PathNews> news,
              std::shared_ptr<const Diagram> drawn);

    Document& m_document;
    std::uint64_t m_turn = 0;
    std::uint64_t m_revision = 0;  ///< The design that the edits are of.
    bool m_isLooking = false;
    bool m_isPreviewed = false;
    PromiseRepairs m_found;
    std::vector<PathNews> m_news;
    std::shared_ptr<const Diagram> m_drawn;
    ModeWorker m_worker;  // Last, so that it ends before what it delivers to.
};

}  // namespace archivolt
