#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>
#include <QStringList>

#include "app/window/document.h"

namespace archivolt {

/// The open design as a described network: clean templates made of it.
class DescribedNetwork : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(
        archivolt::Document* document READ document WRITE setDocument NOTIFY changed REQUIRED)
    Q_PROPERTY(bool isDescribed READ isDescribed NOTIFY changed)
    Q_PROPERTY(QStringList notes READ notes NOTIFY changed)
    Q_PROPERTY(QString problem READ problem NOTIFY changed)
    Q_PROPERTY(QString written READ writtenText NOTIFY changed)

public:
    using QObject::QObject;

    [[nodiscard]] Document* document() const { return m_document; }
    void setDocument(Document* document);

    /// Works out what the templates would not carry over.
    Q_INVOKABLE void prepare();
    /// Returns where a template would be written: beside what was opened.
    Q_INVOKABLE [[nodiscard]] QString suggestedPath() const;
    /// Writes a template for each described stack; of several, `-STACK` stands before the ending.
    /// Over files that are there it writes when it is asked again.
    Q_INVOKABLE void write(const QString& path);
    /// Opens the first template that was written.
    Q_INVOKABLE void openWritten();

    [[nodiscard]] bool isDescribed() const;
    [[nodiscard]] QStringList notes() const { return m_notes; }
    [[nodiscard]] QString problem() const { return m_problem; }
    /// Returns the paths of the templates that were written; none before.
    [[nodiscard]] QStringList written() const { return m_written; }
    [[nodiscard]] QString writtenText() const { return m_written.join(QLatin1Char('\n')); }

Q_SIGNALS:
    void changed();

private:
    Document* m_document = nullptr;
    QStringList m_notes;
    QString m_problem;
    QStringList m_written;
    QString m_toReplace;  ///< A path where files were, of which the user was told.
};

}  // namespace archivolt
