#include "app/window/path_chooser.h"

#include <QDir>
#include <QFileInfo>

#include "app/session/chosen_path.h"

namespace archivolt {

void PathChooser::setDocument(Document* document) {
    if (document == m_document) return;
    m_document = document;
    m_last.clear();
    m_folder =
        document == nullptr ? nullptr : std::make_unique<FolderModel>(document->fileAccess());
    Q_EMIT changed();
}

void PathChooser::begin() {
    if (m_document == nullptr) return;
    const QString own = QString::fromStdString(m_document->session().path());
    if (m_last.isEmpty()) m_last = own.isEmpty() ? QDir::homePath() : QFileInfo(own).absolutePath();
    showFolder(m_last);
}

void PathChooser::showFolder(const QString& path) {
    if (m_folder == nullptr) return;
    m_last = whole(path);
    std::vector<std::string> endings;
    for (const QString& ending : m_endings) endings.push_back(ending.toStdString());
    m_folder->show(m_last.toStdString(), endings);
    Q_EMIT changed();
}

QString PathChooser::whole(const QString& typed) const {
    return QString::fromStdString(
        chosenPath(typed.trimmed().toStdString(),
                   {m_last.toStdString(), QDir::homePath().toStdString(), std::string(), {}}));
}

}  // namespace archivolt
