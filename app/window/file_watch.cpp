#include "app/window/file_watch.h"

#include <QFileInfo>
#include <chrono>

#include "app/session/open_design.h"

namespace archivolt {

FileWatch::FileWatch(QObject* parent) : QObject(parent) {
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(std::chrono::milliseconds(150));
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, &m_quiet, qOverload<>(&QTimer::start));
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, &m_quiet,
            qOverload<>(&QTimer::start));
    connect(&m_quiet, &QTimer::timeout, this, [this] {
        attach();
        Q_EMIT stirred();
    });
}

void FileWatch::watch(const std::string& path) {
    m_path = QString::fromStdString(path);
    attach();
}

// A file that is replaced while somebody holds the old one open stays watched and dead, and can't
// be added again: so all is taken off first, and the folder is watched too. Seen with Qt 6.4.2.
void FileWatch::attach() {
    if (!m_watcher.files().isEmpty()) m_watcher.removePaths(m_watcher.files());
    if (!m_watcher.directories().isEmpty()) m_watcher.removePaths(m_watcher.directories());
    if (m_path.isEmpty()) return;
    const QString companion = QString::fromStdString(companionOf(m_path.toStdString()));
    for (const QString& path : {m_path, companion}) {
        if (QFileInfo::exists(path)) m_watcher.addPath(path);
    }
    m_watcher.addPath(QFileInfo(m_path).absolutePath());
}

}  // namespace archivolt
