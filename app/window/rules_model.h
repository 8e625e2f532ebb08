#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>

#include "app/modes/overlay_marks.h"
#include "app/modes/reach/rule_book.h"
#include "app/modes/reach/rule_texts.h"
#include "app/window/document.h"
#include "app/window/mode_rows.h"

namespace archivolt {

/// The rules of what is selected, with a traced packet walking down them.
class RulesModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Reach has one")
    Q_PROPERTY(archivolt::ModeRows* rows READ rows CONSTANT)
    Q_PROPERTY(QString title READ title NOTIFY changed)
    Q_PROPERTY(bool isOn READ isOn WRITE setOn NOTIFY changed)
    Q_PROPERTY(QString edited READ edited NOTIFY editedChanged)
    Q_PROPERTY(int editedRow READ editedRow NOTIFY editedRowChanged)
    Q_PROPERTY(int selectedRow READ selectedRow NOTIFY selectedRowChanged)
    Q_PROPERTY(bool hasPorts READ hasPorts NOTIFY editedChanged)
    Q_PROPERTY(bool hasBlock READ hasBlock NOTIFY editedChanged)
    Q_PROPERTY(QString ports READ ports NOTIFY editedChanged)
    Q_PROPERTY(QString block READ block NOTIFY editedChanged)
    Q_PROPERTY(QString editProblem READ editProblem NOTIFY editProblemChanged)

public:
    explicit RulesModel(Document& document, QObject* parent = nullptr);

    /// Gives the trace whose packet is shown, or null; it must outlive the next call.
    void follow(const TraceView* trace);
    /// Gives the flow log whose packets are shown beside the rules, or null; it must outlive the
    /// next call.
    void layOver(const FlowView* flows);
    /// Selects the resource that a line is of.
    Q_INVOKABLE void open(int row);
    /// Begins to write a line anew where it stands; false where it says nothing that is plain text.
    Q_INVOKABLE bool edit(int row);
    Q_INVOKABLE void endEdit();
    /// Write the line that is edited, at each key: what fits is made at once, all of it one step.
    Q_INVOKABLE void writePorts(const QString& ports);
    Q_INVOKABLE void writeBlock(const QString& block);
    /// Says whether there is anything to mark, and marks what the selected books rule.
    [[nodiscard]] bool hasMarks() const { return m_isOn && m_drawn != nullptr; }
    void mark(Overlay& overlay, const Drawing& drawing) const;

    [[nodiscard]] ModeRows* rows() { return &m_rows; }
    [[nodiscard]] QString title() const { return m_title; }
    /// Whether its page shows, and so its marks.
    [[nodiscard]] bool isOn() const { return m_isOn; }
    void setOn(bool on);
    /// Says whether anybody sees what it has, its title alone included; at first nobody does.
    void want(bool wanted);
    /// Returns the name of the line that is edited; empty for none.
    [[nodiscard]] QString edited() const { return m_edited; }
    /// Returns where the line that is edited stands now; -1 for none.
    [[nodiscard]] int editedRow() const;
    /// Returns the line that the selected thing is, where it is one of a book; else -1.
    [[nodiscard]] int selectedRow() const { return m_selectedRow; }
    [[nodiscard]] bool hasPorts() const { return m_texts.ports.has_value(); }
    [[nodiscard]] bool hasBlock() const { return m_texts.block.has_value(); }
    [[nodiscard]] QString ports() const;
    [[nodiscard]] QString block() const;
    /// Returns why what was written last does not fit yet.
    [[nodiscard]] QString editProblem() const { return m_editProblem; }

Q_SIGNALS:
    void changed();
    void editedChanged();
    void editedRowChanged();
    void selectedRowChanged();
    void editProblemChanged();
    void marksChanged();

private:
    void refresh();
    void write(const RuleTexts& wanted);
    void setEditProblem(const QString& problem);

    Document& m_document;
    const TraceView* m_trace = nullptr;
    const FlowView* m_flows = nullptr;
    QString m_title;
    std::vector<ResourceId> m_opens;
    std::vector<Origin> m_origins;  ///< By row, where lines stand; none of others.
    bool m_isOn = false;
    bool m_isWanted = false;
    std::vector<RuleBook> m_books;
    std::shared_ptr<const Diagram> m_drawn;  ///< That the books are of; null pointer for none.
    int m_selectedRow = -1;
    QString m_edited;
    Origin m_editedAt;
    RuleTexts m_texts;  ///< What the edited line says.
    QString m_editProblem;
    ModeRows m_rows;
};

}  // namespace archivolt
