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
    m_entries = written();
}

std::vector<RecentFiles::Entry> RecentFiles::written() const {
    std::vector<Entry> entries;
    const auto text = m_files.read(stateFile(), kLargestState);
    if (!text) return entries;
    std::istringstream lines(*text);
    for (std::string line; std::getline(lines, line) && entries.size() < kMost;) {
        const bool isThere = m_files.isFile(line) || m_files.isFolder(line);
        entries.push_back({line, !isThere});
    }
    return entries;
}

void RecentFiles::show(std::vector<Entry> entries) {
    if (entries == m_entries) return;
    beginResetModel();
    m_entries = std::move(entries);
    endResetModel();
    Q_EMIT countChanged();
}

void RecentFiles::readAgain() { show(written()); }

void RecentFiles::write() const {
    std::string text;
    for (const Entry& each : m_entries) text += each.path + '\n';
    if (m_files.makeFolder(m_folder)) static_cast<void>(m_files.writeAtomically(stateFile(), text));
}

void RecentFiles::forget(const QString& path) {
    std::vector<Entry> entries = written();
    std::erase_if(entries, [&](const Entry& each) { return each.path == path.toStdString(); });
    show(std::move(entries));
    write();
}

int RecentFiles::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : count();
}

QVariant RecentFiles::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Entry& entry = m_entries[static_cast<std::size_t>(index.row())];
    const std::filesystem::path path(entry.path);
    switch (role) {
        case Qt::DisplayRole:
        case NameRole: return QString::fromStdString(path.filename().string());
        case FolderRole: return QString::fromStdString(path.parent_path().string());
        case PathRole: return QString::fromStdString(path.string());
        case IsGoneRole: return entry.isGone;
        default: return {};
    }
}

QHash<int, QByteArray> RecentFiles::roleNames() const {
    return {{NameRole, "name"}, {FolderRole, "folder"}, {PathRole, "path"}, {IsGoneRole, "isGone"}};
}

void RecentFiles::add(const std::string& path) {
    std::error_code failed;
    const auto absolute = std::filesystem::absolute(path, failed);
    const std::string whole = failed ? path : absolute.lexically_normal().string();
    // A name with a line break would read back as two.
    if (whole.find('\n') != std::string::npos) return;
    std::vector<Entry> entries = written();
    if (entries.empty()) entries = m_entries;  // Where nothing can be written.
    std::erase_if(entries, [&](const Entry& each) { return each.path == whole; });
    entries.insert(entries.begin(), {whole, false});
    if (entries.size() > kMost) entries.resize(kMost);
    show(std::move(entries));
    write();
}

}  // namespace archivolt
