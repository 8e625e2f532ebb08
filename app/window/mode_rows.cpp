#include "app/window/mode_rows.h"

#include <algorithm>

#include "model/base/invariant.h"

namespace archivolt {

ModeRows::ModeRows(std::vector<QByteArray> roles, QObject* parent)
    : QAbstractListModel(parent), m_roles(std::move(roles)) {}

void ModeRows::show(std::vector<QVariantList> rows) {
    for (const QVariantList& row : rows) {
        INVARIANT(static_cast<std::size_t>(row.size()) == m_roles.size());
    }
    const auto sizeBefore = static_cast<int>(m_rows.size());
    const auto sizeNow = static_cast<int>(rows.size());
    const int least = std::min(sizeBefore, sizeNow);
    int head = 0;
    while (head < least &&
           m_rows[static_cast<std::size_t>(head)] == rows[static_cast<std::size_t>(head)]) {
        ++head;
    }
    int tail = 0;
    while (tail < least - head && m_rows[static_cast<std::size_t>(sizeBefore - 1 - tail)] ==
                                      rows[static_cast<std::size_t>(sizeNow - 1 - tail)]) {
        ++tail;
    }
    const int both = least - head - tail;  // Changed in place.
    if (sizeBefore > sizeNow) {
        beginRemoveRows({}, head + both, sizeBefore - tail - 1);
        m_rows.erase(m_rows.begin() + head + both, m_rows.end() - tail);
        endRemoveRows();
    } else if (sizeNow > sizeBefore) {
        beginInsertRows({}, head + both, sizeNow - tail - 1);
        m_rows.insert(m_rows.begin() + head + both, rows.begin() + head + both, rows.end() - tail);
        endInsertRows();
    }
    if (both > 0) {
        std::copy_n(rows.begin() + head, both, m_rows.begin() + head);
        Q_EMIT dataChanged(index(head), index(head + both - 1));
    }
    if (sizeBefore != sizeNow) Q_EMIT countChanged();
}

QVariant ModeRows::at(int row, int role) const {
    if (row < 0 || row >= count() || role < 0 || static_cast<std::size_t>(role) >= m_roles.size()) {
        return {};
    }
    return m_rows[static_cast<std::size_t>(row)][role];
}

int ModeRows::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : count(); }

QVariant ModeRows::data(const QModelIndex& index, int role) const {
    return index.isValid() ? at(index.row(), role - Qt::UserRole) : QVariant();
}

QHash<int, QByteArray> ModeRows::roleNames() const {
    QHash<int, QByteArray> names;
    for (std::size_t i = 0; i < m_roles.size(); ++i) {
        names.insert(Qt::UserRole + static_cast<int>(i), m_roles[i]);
    }
    return names;
}

}  // namespace archivolt
