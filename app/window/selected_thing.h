#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QPointer>
#include <QString>

#include "app/window/document.h"

namespace archivolt {

/// What is selected in a document, in words: its kind, its type, and what is to be known of it.
class SelectedThing : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(archivolt::Document* document READ document WRITE setDocument NOTIFY documentChanged)
    Q_PROPERTY(QString name READ name NOTIFY changed)
    Q_PROPERTY(QString kind READ kind NOTIFY changed)
    Q_PROPERTY(QString type READ type NOTIFY changed)
    Q_PROPERTY(QString note READ note NOTIFY changed)
    Q_PROPERTY(QString icon READ icon NOTIFY changed)
    Q_PROPERTY(int count READ count NOTIFY changed)
    Q_PROPERTY(QString promises READ promises NOTIFY changed)

public:
    using QObject::QObject;

    [[nodiscard]] Document* document() const { return m_document; }
    void setDocument(Document* document);
    /// Returns the logical id; of several how many they are; of none the design's name.
    [[nodiscard]] QString name() const;
    [[nodiscard]] QString kind() const;
    [[nodiscard]] QString type() const;
    [[nodiscard]] QString note() const;
    [[nodiscard]] QString icon() const;
    /// Returns how many resources are selected.
    [[nodiscard]] int count() const;
    /// Returns how many of the design's promises hold; empty where it makes none.
    [[nodiscard]] QString promises() const;

Q_SIGNALS:
    void documentChanged();
    void changed();

private:
    [[nodiscard]] const Box* box() const;
    [[nodiscard]] DeclaredResource resource() const;

    QPointer<Document> m_document;
};

}  // namespace archivolt
