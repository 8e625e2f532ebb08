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
        PathRole,
        IsGoneRole
    };
    static constexpr std::size_t kMost = 8;

    /// Reads the list from `folder`; what is no longer there is marked.
    RecentFiles(FileAccess& files, std::string folder, QObject* parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] int count() const { return static_cast<int>(m_entries.size()); }

    /// Reads the list again: another document or window may have added to it.
    void readAgain();
    /// Puts a file (or the folder of a described network) first and writes the list.
    void add(const std::string& path);
    /// Takes a path off the list.
    Q_INVOKABLE void forget(const QString& path);

Q_SIGNALS:
    void countChanged();

private:
    [[nodiscard]] std::string stateFile() const { return m_folder + "/recent-files"; }

    struct Entry {
        std::string path;
        bool isGone = false;
        friend bool operator==(const Entry&, const Entry&) = default;
    };
    [[nodiscard]] std::vector<Entry> written() const;
    void show(std::vector<Entry> entries);
    void write() const;

    FileAccess& m_files;
    std::string m_folder;
    std::vector<Entry> m_entries;
};

}  // namespace archivolt
