#include "app/window/recent_files.h"

#include <algorithm>
#include <filesystem>
#include <sstream>

namespace archivolt {

namespace {
constexpr std::size_t kLargestState = std::size_t{64} << 10U;
}

RecentFiles::RecentFiles(FileAccess& files, std::string folder, QObject* parent)
    : QAbstractListModel(parent), m_files(files), m_folder(std::move(folder)) {
    const auto text = m_files.read(stateFile(), kLargestState);
    if (!text) return;
    std::istringstream lines(*text);
    for (std::string line; std::getline(lines, line) && m_paths.size() < kMost;) {
        if (m_files.isFile(line)) m_paths.push_back(line);
    }
}

int RecentFiles::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant RecentFiles::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const std::filesystem::path path(m_paths[static_cast<std::size_t>(index.row())]);
    switch (role) {
        case Qt::DisplayRole:
        case NameRole: return QString::fromStdString(path.filename().string());
        case FolderRole: return QString::fromStdString(path.parent_path().string());
        case PathRole: return QString::fromStdString(path.string());
        default: return {};
    }
}

QHash<int, QByteArray> RecentFiles::roleNames() const {
    return {{NameRole, "name"}, {FolderRole, "folder"}, {PathRole, "path"}};
}

void RecentFiles::add(const std::string& path) {
    std::error_code failed;
    const auto absolute = std::filesystem::absolute(path, failed);
    const std::string whole = failed ? path : absolute.lexically_normal().string();
    // A name with a line break would read back as two.
    if (whole.find('\n') != std::string::npos) return;
    beginResetModel();
    std::erase(m_paths, whole);
    m_paths.insert(m_paths.begin(), whole);
    if (m_paths.size() > kMost) m_paths.resize(kMost);
    endResetModel();
    Q_EMIT countChanged();
    std::string text;
    for (const std::string& each : m_paths) text += each + '\n';
    if (m_files.makeFolder(m_folder)) static_cast<void>(m_files.writeAtomically(stateFile(), text));
}

}  // namespace archivolt
