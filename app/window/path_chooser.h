#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <QStringList>
#include <memory>

#include "app/window/document.h"

namespace archivolt {

/// Chooses a file that is read beside the open design: a folder to look into, and a name to type.
class PathChooser : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(
        archivolt::Document* document READ document WRITE setDocument NOTIFY changed REQUIRED)
    Q_PROPERTY(QStringList endings MEMBER m_endings NOTIFY changed)
    Q_PROPERTY(archivolt::FolderModel* folder READ folder NOTIFY changed)

public:
    using QObject::QObject;

    [[nodiscard]] Document* document() const { return m_document; }
    void setDocument(Document* document);
    [[nodiscard]] FolderModel* folder() const { return m_folder.get(); }

    /// Shows the folder that was looked into last, else that of the open design.
    Q_INVOKABLE void begin();
    Q_INVOKABLE void showFolder(const QString& path);
    /// Returns the whole path of a name that is typed or picked.
    Q_INVOKABLE [[nodiscard]] QString whole(const QString& typed) const;

Q_SIGNALS:
    void changed();

private:
    Document* m_document = nullptr;
    QStringList m_endings;
    QString m_last;
    std::unique_ptr<FolderModel> m_folder;
};

}  // namespace archivolt
