#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <memory>
#include <optional>
#include <vector>

#include "app/modes/overlay_marks.h"
#include "app/modes/reach/path_news.h"
#include "app/window/document.h"
#include "app/window/mode_rows.h"
#include "app/window/mode_worker.h"

namespace archivolt {

/// The edits that would give a question another answer, as buttons: each was tried on a copy, can
/// be seen on the drawing beforehand with whatever else it opens or closes, and is one step.
class ReachRepairs : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Reach has one")
    Q_PROPERTY(bool isLooking READ isLooking NOTIFY changed)
    Q_PROPERTY(QString cannot READ cannot NOTIFY changed)
    /// What would take the repair back that was just made waits to be asked for: under the pointer
    /// that made it, it would be taken for the same.
    Q_PROPERTY(bool isHeld READ isHeld NOTIFY changed)
    Q_PROPERTY(int previewed READ previewed NOTIFY previewChanged)
    Q_PROPERTY(archivolt::ModeRows* rows READ rows CONSTANT)

public:
    explicit ReachRepairs(Document& document, QObject* parent = nullptr);

    /// Looks for repairs of a trace that is of the present design.
    void look(const ReachScene& scene, const TraceView& trace);
    void clear();
    /// Marks what a repair would do; -1 for none.
    Q_INVOKABLE void preview(int row);
    /// Makes a repair's edits as one step; says whether that could be done.
    Q_INVOKABLE bool apply(int row);
    /// Shows what waits to be asked for.
    Q_INVOKABLE void showHeld();
    void mark(Overlay& overlay, const Drawing& drawing) const;

    [[nodiscard]] bool isLooking() const { return m_isLooking; }
    /// Returns why no edit would open it, where none would.
    [[nodiscard]] QString cannot() const { return m_cannot; }
    [[nodiscard]] bool isHeld() const { return m_isHeld; }
    [[nodiscard]] int previewed() const { return m_previewed; }
    [[nodiscard]] ModeRows* rows() { return &m_rows; }

Q_SIGNALS:
    void changed();
    void previewChanged();

private:
    struct Found {
        Repair repair;
        std::vector<PathNews> also;
    };
    /// A repair that was made, of a question.
    struct Made {
        QString label;
        RepairEffect effect;
    };
    void take(std::uint64_t turn, std::vector<Found> found, const std::vector<std::string>& cannot);
    void showRows();

    Document& m_document;
    std::uint64_t m_turn = 0;
    std::uint64_t m_revision = 0;  ///< The design that the repairs are of.
    bool m_isLooking = false;
    bool m_isOpenEnded = false;  ///< The question names no traffic.
    bool m_passesAll = false;
    bool m_isHeld = false;
    std::optional<Made> m_made;
    QString m_cannot;
    QString m_label;
    std::vector<BoxIndex> m_way;
    std::shared_ptr<const Diagram> m_diagram;
    std::vector<Found> m_found;
    int m_previewed = -1;
    ModeRows m_rows;
    ModeWorker m_worker;  // Last, so that it ends before what it delivers to.
};

}  // namespace archivolt
