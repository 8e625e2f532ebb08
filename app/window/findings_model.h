#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <memory>

#include "app/window/shown_findings.h"

namespace archivolt {

/// Findings and promises that are not kept as a list for QML: worst first.
class FindingsModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the document has it")
    Q_PROPERTY(int count READ count NOTIFY countChanged)
    Q_PROPERTY(bool hasUrgent READ hasUrgent NOTIFY countChanged)

public:
    enum Role {
        KindRole = Qt::UserRole + 1,  ///< The severity's word, or that it is a promise.
        MessageRole,
        HelpRole,
        SeverityRole,
        CodeRole,
        PlaceRole,
        ResourceRole,
        UrgentRole,
    };

    using QAbstractListModel::QAbstractListModel;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] int count() const { return static_cast<int>(m_shown->rows.size()); }
    /// Says whether any is an error, critical or high: they are shown in red.
    [[nodiscard]] bool hasUrgent() const {
        return !m_shown->rows.empty() && isUrgent(m_shown->rows.front().severity);
    }
    /// Returns the diagnostic in a row; the row must exist.
    [[nodiscard]] const Diagnostic& at(int index) const { return *row(index).finding; }
    [[nodiscard]] const ListedFinding& row(int index) const;
    /// Returns all that is listed; never null.
    [[nodiscard]] const std::shared_ptr<const ShownFindings>& shown() const { return m_shown; }
    /// Returns what a role says of a finding, wherever it is shown.
    [[nodiscard]] static QVariant tell(const Diagnostic& finding, bool isPromise, int role);
    /// Shows other findings, not null, and says so; the same object changes nothing.
    bool show(std::shared_ptr<const ShownFindings> shown);

Q_SIGNALS:
    void countChanged();

private:
    std::shared_ptr<const ShownFindings> m_shown = std::make_shared<const ShownFindings>();
};

}  // namespace archivolt
