#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QPointer>
#include <QQuickWindow>
#include <QString>

namespace archivolt {

/// Lets the keys of undo and redo through to the design where the field that has the focus has
/// nothing of its own to take back.
///
/// A field of Qt takes these keys whatever it holds: after Enter, or with nothing typed, they would
/// do nothing at all.
class UndoKeys : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QQuickWindow* window READ window WRITE setWindow NOTIFY windowChanged)

public:
    using QObject::QObject;

    [[nodiscard]] QQuickWindow* window() const { return m_window; }
    void setWindow(QQuickWindow* window);
    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void windowChanged();

private:
    void remember();
    [[nodiscard]] bool isOfTheField(const QKeyEvent& key) const;

    QPointer<QQuickWindow> m_window;
    QPointer<QObject> m_field;  ///< What had the focus when `m_taken` was remembered.
    QString m_taken;            ///< Its text as it got the focus, or as Enter took it up.
};

}  // namespace archivolt
