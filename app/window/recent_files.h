#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <string>
#include <vector>

#include "app/files/file_access.h"

namespace archivolt {

/// The files opened last, newest first, kept in a file of the user's state folder.
///
/// A state file that can't be read or written only shortens the list: it is no work of the user's.
class RecentFiles : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the document has it")
    Q_PROPERTY(int count READ count NOTIFY countChanged)

public:
    enum Role {
        NameRole = Qt::UserRole + 1,
        FolderRole,
        PathRole
    };
    static constexpr std::size_t kMost = 8;

    /// Reads the list from `folder`; files that are no longer there are left out.
    RecentFiles(FileAccess& files, std::string folder, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] int count() const { return static_cast<int>(m_paths.size()); }

    /// Puts a file first and writes the list.
    void add(const std::string& path);

Q_SIGNALS:
    void countChanged();

private:
    [[nodiscard]] std::string stateFile() const { return m_folder + "/recent-files"; }

    FileAccess& m_files;
    std::string m_folder;
    std::vector<std::string> m_paths;
};

}  // namespace archivolt
