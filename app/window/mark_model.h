#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QPointer>
#include <QVariantList>
#include <functional>

#include "app/window/design_canvas.h"

namespace archivolt {

/// The notes, frames and outside boxes that are selected on a canvas: what they say, what
/// they stand for, and where they are.
class MarkModel : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(
        archivolt::DesignCanvas* canvas READ canvas WRITE setCanvas NOTIFY canvasChanged REQUIRED)
    Q_PROPERTY(int count READ count NOTIFY changed)
    /// `note`, `frame`, or empty where none or several are selected.
    Q_PROPERTY(QString kind READ kind NOTIFY changed)
    Q_PROPERTY(QString word READ word NOTIFY changed)
    Q_PROPERTY(QString text READ text WRITE setText NOTIFY changed)
    Q_PROPERTY(bool hasNotes READ hasNotes NOTIFY changed)
    Q_PROPERTY(QString tone READ tone WRITE setTone NOTIFY changed)
    Q_PROPERTY(QString frameKind READ frameKind WRITE setFrameKind NOTIFY changed)
    /// Where it is in the canvas, in pixels.
    Q_PROPERTY(QRectF place READ place NOTIFY placeChanged)
    Q_PROPERTY(double scale READ scale NOTIFY placeChanged)
    /// `name`, `word` and `icon` of each kind of frame.
    Q_PROPERTY(QVariantList frameKinds READ frameKinds CONSTANT)
    /// What notes can mean, in words.
    Q_PROPERTY(QStringList tones READ tones CONSTANT)

public:
    using QObject::QObject;

    /// Ends the writing of a note: one that says nothing is taken away.
    Q_INVOKABLE void finish(const QString& text);
    Q_INVOKABLE void remove();

    [[nodiscard]] DesignCanvas* canvas() const { return m_canvas; }
    void setCanvas(DesignCanvas* canvas);
    [[nodiscard]] int count() const { return static_cast<int>(marks().size()); }
    [[nodiscard]] QString kind() const;
    [[nodiscard]] QString word() const;
    [[nodiscard]] QString text() const;
    /// Changes the text; a note grows until it shows all of it.
    void setText(const QString& text);
    /// Says whether notes are among what is selected, one or several.
    [[nodiscard]] bool hasNotes() const;
    /// Returns what the notes that are selected mean, a word of `tones`; empty where none is
    /// selected, or they differ.
    [[nodiscard]] QString tone() const;
    void setTone(const QString& word);
    [[nodiscard]] static QStringList tones();
    [[nodiscard]] QString frameKind() const;
    void setFrameKind(const QString& name);
    [[nodiscard]] QRectF place() const;
    [[nodiscard]] double scale() const;
    [[nodiscard]] static QVariantList frameKinds();

Q_SIGNALS:
    void canvasChanged();
    void changed();
    void placeChanged();

private:
    [[nodiscard]] const Design* design() const;
    [[nodiscard]] std::vector<tools::Mark> marks() const;
    /// Returns the only one that is selected, or none.
    [[nodiscard]] tools::Mark one() const;
    void listen();
    /// Changes all that are selected as one step.
    void change(const std::string& label, const std::function<void(Note&)>& note,
                const std::function<void(Frame&)>& frame);

    QPointer<DesignCanvas> m_canvas;
    QPointer<Document> m_document;
};

}  // namespace archivolt
