#include "app/window/recovery_model.h"

#include <algorithm>
#include <filesystem>

namespace archivolt {

int RecoveryModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant RecoveryModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const LeftBehind& left = m_list[static_cast<std::size_t>(index.row())];
    const std::filesystem::path path(left.recovered.path);
    switch (role) {
        case NameRole: return QString::fromStdString(left.name);
        case Qt::DisplayRole:
        case TitleRole:
            return QString::fromStdString(path.empty() ? left.design : path.filename().string());
        case DetailRole: {
            QStringList parts;
            parts << (path.empty() ? tr("never saved to a file")
                                   : QString::fromStdString(path.parent_path().string()));
            if (!left.change.empty()) {
                parts << tr("last change: %1").arg(QString::fromStdString(left.change));
            }
            return parts.join(QStringLiteral(" · "));
        }
        case IsDiscardedRole: return m_discarded.contains(left.name);
        default: return {};
    }
}

QHash<int, QByteArray> RecoveryModel::roleNames() const {
    return {{NameRole, "name"},
            {TitleRole, "title"},
            {DetailRole, "detail"},
            {IsDiscardedRole, "isDiscarded"}};
}

void RecoveryModel::show(std::vector<LeftBehind> list) {
    beginResetModel();
    m_list = std::move(list);
    endResetModel();
    Q_EMIT countChanged();
}

const LeftBehind* RecoveryModel::find(const std::string& name) const {
    const auto found = std::ranges::find(m_list, name, &LeftBehind::name);
    return found == m_list.end() ? nullptr : &*found;
}

void RecoveryModel::remove(const std::string& name) {
    const auto found = std::ranges::find(m_list, name, &LeftBehind::name);
    if (found == m_list.end()) return;
    const int row = static_cast<int>(found - m_list.begin());
    beginRemoveRows({}, row, row);
    m_list.erase(found);
    endRemoveRows();
    Q_EMIT countChanged();
}

void RecoveryModel::setDiscarded(const std::string& name, bool discarded) {
    const auto found = std::ranges::find(m_list, name, &LeftBehind::name);
    if (found == m_list.end()) return;
    if (discarded) {
        m_discarded.insert(name);
    } else {
        m_discarded.erase(name);
    }
    const QModelIndex row = index(static_cast<int>(found - m_list.begin()));
    Q_EMIT dataChanged(row, row, {IsDiscardedRole});
}

}  // namespace archivolt
