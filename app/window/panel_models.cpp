#include "app/window/panel_models.h"

namespace archivolt {

void PanelModels::setDocument(Document* document) {
    if (document == m_document) return;
    m_document = document;
    m_palette.setDocument(document);
    m_outline.setDocument(document);
    m_find.setDocument(document);
    m_problems.setDocument(document);
    Q_EMIT documentChanged();
}

bool PanelModels::openUrl(const QUrl& url) {
    return m_document != nullptr && url.isLocalFile() && m_document->openPath(url.toLocalFile());
}

}  // namespace archivolt
