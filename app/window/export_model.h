#pragma once

#include <QtQml/qqmlregistration.h>

#include <QObject>
#include <QPointer>
#include <QStringList>

#include "app/window/document.h"

namespace archivolt {

/// What can be chosen of an exported template beside its name, and what to know before it goes out.
class ExportModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(
        archivolt::Document* document READ document WRITE setDocument NOTIFY changed REQUIRED)
    /// The stacks of the design by name; a template holds one.
    Q_PROPERTY(QStringList stacks READ stacks NOTIFY changed)
    Q_PROPERTY(int stack READ stack WRITE setStack NOTIFY changed)
    /// Written anew in Archivolt's own layout, and not as the file has it.
    Q_PROPERTY(bool isCanonical READ isCanonical WRITE setCanonical NOTIFY changed)
    /// What is wrong with the design, in words; "No problems" where nothing is.
    Q_PROPERTY(QString findings READ findings NOTIFY changed)
    Q_PROPERTY(bool hasErrors READ hasErrors NOTIFY changed)
    /// What came of the last copying, in a sentence; empty before.
    Q_PROPERTY(QString copied READ copied NOTIFY changed)

public:
    using QObject::QObject;

    /// Puts the template that a file of this ending would hold into the clipboard.
    Q_INVOKABLE void copy(const QString& ending);

    [[nodiscard]] Document* document() const { return m_document; }
    void setDocument(Document* document);
    [[nodiscard]] QStringList stacks() const;
    [[nodiscard]] int stack() const;
    void setStack(int stack);
    [[nodiscard]] bool isCanonical() const;
    void setCanonical(bool canonical);
    [[nodiscard]] QString findings() const;
    [[nodiscard]] bool hasErrors() const;
    [[nodiscard]] QString copied() const { return m_copied; }

Q_SIGNALS:
    void changed();

private:
    void choose(const ExportChoice& choice);

    QPointer<Document> m_document;
    QString m_copied;
};

}  // namespace archivolt
