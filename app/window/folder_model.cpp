#include "app/window/folder_model.h"

#include <algorithm>
#include <filesystem>

namespace archivolt {

namespace {

/// Says whether a file goes with a template, as `web.yaml.archivolt` does with `web.yaml`.
bool isCompanionName(const std::string& name) {
    const std::filesystem::path path(name);
    return path.extension() == ".archivolt" && path.stem().has_extension();
}

}  // namespace

int FolderModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant FolderModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Entry& entry = m_shown[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
        case NameRole: return QString::fromStdString(entry.name);
        case IsFolderRole: return entry.isFolder;
        default: return {};
    }
}

QHash<int, QByteArray> FolderModel::roleNames() const {
    return {{NameRole, "name"}, {IsFolderRole, "isFolder"}};
}

QString FolderModel::parentFolder() const {
    const std::filesystem::path path(m_folder);
    return path.has_relative_path() ? QString::fromStdString(path.parent_path().string())
                                    : QString();
}

void FolderModel::show(const std::string& folder, const std::vector<std::string>& endings) {
    beginResetModel();
    m_folder = folder;
    m_all.clear();
    const std::string start = folder == "/" ? folder : folder + '/';
    for (const std::string& name : m_files.list(folder)) {
        if (name.empty() || name.front() == '.') continue;
        if (m_files.isFolder(start + name)) {
            m_all.push_back({name, true});
            continue;
        }
        const std::string ending = std::filesystem::path(name).extension().string();
        if (std::ranges::find(endings, ending) == endings.end()) continue;
        if (!isCompanionName(name)) m_all.push_back({name, false});
    }
    std::ranges::stable_sort(m_all, {}, [](const Entry& entry) { return !entry.isFolder; });
    m_shown = m_all;
    endResetModel();
    Q_EMIT changed();
}

void FolderModel::narrow(const QString& text) {
    beginResetModel();
    m_shown.clear();
    for (const Entry& entry : m_all) {
        if (QString::fromStdString(entry.name).contains(text, Qt::CaseInsensitive)) {
            m_shown.push_back(entry);
        }
    }
    endResetModel();
    Q_EMIT changed();
}

}  // namespace archivolt
