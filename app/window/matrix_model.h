#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractTableModel>
#include <QStringList>
#include <memory>

#include "app/modes/reach/reach_matrix.h"
#include "app/window/document.h"
#include "app/window/mode_worker.h"

namespace archivolt {

/// Who reaches whom as a table: senders are its rows, receivers its columns.
class MatrixModel : public QAbstractTableModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("Reach has one")
    Q_PROPERTY(int view READ view WRITE setView NOTIFY viewChanged)
    Q_PROPERTY(bool isOn READ isOn WRITE setOn NOTIFY viewChanged)
    Q_PROPERTY(bool isAsking READ isAsking NOTIFY tableChanged)
    Q_PROPERTY(QString problem READ problem NOTIFY tableChanged)
    Q_PROPERTY(QString note READ note NOTIFY tableChanged)
    Q_PROPERTY(QStringList senders READ senders NOTIFY tableChanged)
    Q_PROPERTY(QStringList receivers READ receivers NOTIFY tableChanged)

public:
    enum Role {
        TextRole = Qt::UserRole,
        ToneRole,
        MoreRole
    };
    explicit MatrixModel(Document& document, QObject* parent = nullptr);

    /// Makes the table anew where protocol, ports or family are other ones.
    void ask(const ReachAsk& ask);
    /// Asks for the trace that a cell stands for.
    Q_INVOKABLE void openCell(int row, int column);

    [[nodiscard]] int view() const { return static_cast<int>(m_view); }
    void setView(int view);
    /// Whether somebody looks at it; else nothing is worked out.
    [[nodiscard]] bool isOn() const { return m_isOn; }
    void setOn(bool on);
    [[nodiscard]] bool isAsking() const { return m_isAsking; }
    [[nodiscard]] QString problem() const { return QString::fromStdString(m_table.problem); }
    [[nodiscard]] QString note() const { return QString::fromStdString(m_table.note); }
    [[nodiscard]] QStringList senders() const { return namesOf(m_table.rows); }
    [[nodiscard]] QStringList receivers() const { return namesOf(m_table.columns); }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void viewChanged();
    void tableChanged();
    void cellOpened(const QString& from, const QString& to);

private:
    [[nodiscard]] static QStringList namesOf(const std::vector<MatrixEnd>& ends);
    void refresh();
    void take(std::uint64_t turn, MatrixTable table);

    Document& m_document;
    MatrixView m_view = MatrixView::Tiers;
    bool m_isOn = false;
    bool m_isAsking = false;
    ReachAsk m_ask;
    MatrixTable m_table;
    std::uint64_t m_turn = 0;
    std::shared_ptr<const Reachability> m_askedOf;
    ModeWorker m_worker;  // Last, so that it ends before what it delivers to.
};

}  // namespace archivolt
