#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QUrl>

#include "app/window/find_model.h"
#include "app/window/outline_model.h"
#include "app/window/palette_model.h"
#include "app/window/problems_model.h"

namespace archivolt {

/// What the panels beside the drawing show of a document.
class PanelModels : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(archivolt::Document* document READ document WRITE setDocument NOTIFY documentChanged
                   REQUIRED)
    Q_PROPERTY(archivolt::PaletteModel* palette READ palette CONSTANT)
    Q_PROPERTY(archivolt::FindModel* find READ find CONSTANT)
    Q_PROPERTY(archivolt::ProblemsModel* problems READ problems CONSTANT)
    Q_PROPERTY(archivolt::OutlineModel* outline READ outline CONSTANT)

public:
    using QObject::QObject;

    [[nodiscard]] Document* document() const { return m_document; }
    void setDocument(Document* document);
    /// Opens a file that was dropped onto the window.
    Q_INVOKABLE bool openUrl(const QUrl& url);
    [[nodiscard]] PaletteModel* palette() { return &m_palette; }
    [[nodiscard]] FindModel* find() { return &m_find; }
    [[nodiscard]] ProblemsModel* problems() { return &m_problems; }
    [[nodiscard]] OutlineModel* outline() { return &m_outline; }

Q_SIGNALS:
    void documentChanged();

private:
    Document* m_document = nullptr;
    PaletteModel m_palette;
    OutlineModel m_outline;
    FindModel m_find;
    ProblemsModel m_problems;
};

}  // namespace archivolt
