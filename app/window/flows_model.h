#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <QStringList>
#include <memory>
#include <optional>

#include "app/modes/overlay_marks.h"
#include "app/modes/reach/flow_view.h"
#include "app/window/document.h"
#include "app/window/mode_rows.h"
#include "app/window/mode_worker.h"

namespace archivolt {

/// A VPC flow log laid over the open design: what was used and rejected, by which rule, what
/// nothing used, and where a record contradicts the rules.
///
/// The log is read once, and held against the design anew whenever that changes; both happen off
/// the window's thread.
class FlowsModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Reach has one")
    Q_PROPERTY(bool isThere READ isThere NOTIFY changed)
    Q_PROPERTY(bool isReading READ isReading NOTIFY changed)
    Q_PROPERTY(bool isOn READ isOn WRITE setOn NOTIFY onChanged)
    Q_PROPERTY(QString name READ name NOTIFY changed)
    Q_PROPERTY(QString sentence READ sentence NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(QStringList notes READ notes NOTIFY changed)
    Q_PROPERTY(int contradictions READ contradictions NOTIFY changed)
    Q_PROPERTY(int chosen READ chosen NOTIFY chosenChanged)
    Q_PROPERTY(archivolt::ModeRows* rows READ rows CONSTANT)

public:
    explicit FlowsModel(Document& document, QObject* parent = nullptr);

    /// Reads a log, a path or a file's URL, in place of the one before.
    Q_INVOKABLE void open(const QString& file);
    Q_INVOKABLE void close();
    /// Says whether a file that is dropped is taken for a log, by its name.
    Q_INVOKABLE [[nodiscard]] static bool takes(const QString& file);
    /// Marks one row alone; the row that is marked, or a heading, lets all show again.
    Q_INVOKABLE void choose(int row);
    /// Selects the rule that decides a row.
    Q_INVOKABLE void openRule(int row);
    /// Asks for the trace of a row's flow.
    Q_INVOKABLE void askTrace(int row);
    void mark(Overlay& overlay, const Drawing& drawing) const;

    [[nodiscard]] bool isThere() const { return m_view != nullptr; }
    [[nodiscard]] bool isReading() const { return m_isReading; }
    /// Whether its page shows, and so its marks.
    [[nodiscard]] bool isOn() const { return m_isOn; }
    void setOn(bool on);
    [[nodiscard]] QString name() const { return m_name; }
    [[nodiscard]] QString sentence() const;
    [[nodiscard]] QString problem() const { return m_problem; }
    /// Returns what could not be judged, and which lines are no records.
    [[nodiscard]] QStringList notes() const;
    [[nodiscard]] int contradictions() const;
    [[nodiscard]] int chosen() const { return m_chosen; }
    [[nodiscard]] ModeRows* rows() { return &m_rows; }
    [[nodiscard]] const FlowView* view() const { return m_view.get(); }

Q_SIGNALS:
    void changed();
    void onChanged();
    void chosenChanged();
    void marksChanged();
    void traceAsked(const QString& from, const QString& to, const QString& protocol, int port);

private:
    /// A log as it was read, or why it could not be.
    struct Read {
        std::shared_ptr<const FlowRecords> records;
        QStringList notes;
        QString problem;
    };
    static Read readLogFile(const FileAccess& files, const std::string& path);
    void takeLog(std::uint64_t turn, Read read);
    void refresh();
    void take(std::shared_ptr<const FlowView> view, std::shared_ptr<const Diagram> drawn);
    void showRows();
    [[nodiscard]] const FlowRow* rowAt(int row) const;

    Document& m_document;
    bool m_isOn = false;
    bool m_isReading = false;
    QString m_name;
    QString m_problem;
    QStringList m_lineNotes;
    std::shared_ptr<const FlowRecords> m_records;
    std::shared_ptr<const FlowView> m_view;
    std::shared_ptr<const Diagram> m_drawn;  ///< That the view is of.
    std::shared_ptr<const Reachability> m_heldAgainst;
    std::shared_ptr<const Diagram> m_heldOn;
    std::vector<int> m_items;  ///< By row, its place in the view; -1 for headings.
    int m_chosen = -1;
    std::uint64_t m_turn = 0;
    ModeRows m_rows;
    ModeWorker m_worker;  // Last, so that it ends before what it delivers to.
};

}  // namespace archivolt
