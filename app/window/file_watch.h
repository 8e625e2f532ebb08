#pragma once

#include <QFileSystemWatcher>
#include <QTimer>
#include <string>

namespace archivolt {

/// Tells when a file, or the companion beside it, may have changed; who listens looks what it
/// holds.
class FileWatch : public QObject {
    Q_OBJECT

public:
    explicit FileWatch(QObject* parent = nullptr);
    /// Watches another file from now on; an empty path watches nothing.
    void watch(const std::string& path);

Q_SIGNALS:
    void stirred();

private:
    void attach();

    QFileSystemWatcher m_watcher;
    QTimer m_quiet;  ///< Whoever writes a file stirs it several times.
    QString m_path;
};

}  // namespace archivolt
