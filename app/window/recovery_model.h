#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <optional>
#include <set>
#include <vector>

#include "app/session/recovery.h"

namespace archivolt {

/// What sessions left behind that ended without being asked to, for QML.
class RecoveryModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the file desk has it")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Role {
        NameRole = Qt::UserRole + 1,
        TitleRole,
        DetailRole,
        IsDiscardedRole
    };

    using QAbstractListModel::QAbstractListModel;
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] int count() const { return static_cast<int>(m_list.size()); }

    void show(std::vector<LeftBehind> list);
    /// Returns what is offered under a name, or null pointer.
    [[nodiscard]] const LeftBehind* find(const std::string& name) const;
    /// Offers it no longer.
    void remove(const std::string& name);
    /// Says that it is not wanted, or wanted after all; it is offered as before.
    void setDiscarded(const std::string& name, bool discarded);
    /// Returns what is not wanted, also of what is offered no longer.
    [[nodiscard]] const std::set<std::string>& discarded() const { return m_discarded; }

Q_SIGNALS:
    void countChanged();

private:
    std::vector<LeftBehind> m_list;
    std::set<std::string> m_discarded;
};

}  // namespace archivolt
