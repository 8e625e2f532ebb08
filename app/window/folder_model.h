#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QStringList>
#include <string>
#include <vector>

#include "app/files/file_access.h"

namespace archivolt {

/// What stands in a folder, for the dialogs of files: folders first, then files that can be opened.
///
/// Hidden things and companions of templates are left out.
class FolderModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("the file desk has it")
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(QString folder READ folder NOTIFY changed)
    Q_PROPERTY(QString parentFolder READ parentFolder NOTIFY changed)

public:
    enum Role {
        NameRole = Qt::UserRole + 1,
        IsFolderRole
    };

    explicit FolderModel(FileAccess& files, QObject* parent = nullptr)
        : QAbstractListModel(parent), m_files(files) {}

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;
    [[nodiscard]] int count() const { return static_cast<int>(m_shown.size()); }
    [[nodiscard]] QString folder() const { return QString::fromStdString(m_folder); }
    /// Returns the folder above; empty for the root.
    [[nodiscard]] QString parentFolder() const;

    /// Shows a folder; files are those with one of `endings`.
    void show(const std::string& folder, const std::vector<std::string>& endings);
    /// Shows only what holds `text` in its name, whatever the case; empty shows all.
    Q_INVOKABLE void narrow(const QString& text);

Q_SIGNALS:
    void changed();

private:
    struct Entry {
        std::string name;
        bool isFolder = false;
    };
    FileAccess& m_files;
    std::string m_folder;
    std::vector<Entry> m_all;
    std::vector<Entry> m_shown;
};

}  // namespace archivolt
