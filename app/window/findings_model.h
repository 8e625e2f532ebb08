#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <vector>

#include "model/lint/lint.h"

namespace archivolt {

/// Findings as a list for QML: worst first, suppressed ones left out.
class FindingsModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the document has it")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Role {
        MessageRole = Qt::UserRole + 1,
        HelpRole,
        SeverityRole,
        CodeRole,
        PlaceRole,
        ResourceRole,
    };

    using QAbstractListModel::QAbstractListModel;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] int count() const { return static_cast<int>(m_findings.size()); }
    /// Returns the diagnostic in a row; the row must exist.
    [[nodiscard]] const Diagnostic& at(int row) const;
    /// Shows other findings and says so; the same ones change nothing, so that a list keeps its
    /// place.
    bool show(const std::vector<Finding>& findings);

Q_SIGNALS:
    void countChanged();

private:
    std::vector<Diagnostic> m_findings;
};

}  // namespace archivolt
