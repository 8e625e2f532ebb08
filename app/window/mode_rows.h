#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QByteArray>
#include <QVariantList>
#include <vector>

namespace archivolt {

/// A list for QML whose roles are told when it is made, and whose rows change by their differences,
/// so that what stays keeps its place and its focus.
class ModeRows : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("a mode has its own")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    explicit ModeRows(std::vector<QByteArray> roles, QObject* parent = nullptr);

    /// Shows rows in place of those before; each has a value for every role, in their order.
    void show(std::vector<QVariantList> rows);

    [[nodiscard]] int count() const { return static_cast<int>(m_rows.size()); }
    /// Returns a value of a row; an invalid one where there is no such row.
    [[nodiscard]] QVariant at(int row, int role) const;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

Q_SIGNALS:
    void countChanged();

private:
    std::vector<QByteArray> m_roles;
    std::vector<QVariantList> m_rows;
};

}  // namespace archivolt
