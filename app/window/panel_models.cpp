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

}  // namespace archivolt
