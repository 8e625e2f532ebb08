#include "app/window/undo_keys.h"

#include <QKeyEvent>
#include <QQuickItem>

namespace archivolt {

void UndoKeys::setWindow(QQuickWindow* window) {
    if (window == m_window) return;
    if (m_window != nullptr) {
        m_window->removeEventFilter(this);
        m_window->disconnect(this);
    }
    m_window = window;
    if (window != nullptr) {
        window->installEventFilter(this);
        connect(window, &QQuickWindow::activeFocusItemChanged, this, &UndoKeys::remember);
        remember();
    }
    Q_EMIT windowChanged();
}

void UndoKeys::remember() {
    m_field = m_window == nullptr ? nullptr : m_window->activeFocusItem();
    m_taken = m_field == nullptr ? QString() : m_field->property("text").toString();
}

bool UndoKeys::isOfTheField(const QKeyEvent& key) const {
    QObject* const field = m_window->activeFocusItem();
    if (field == nullptr) return true;
    if (key.matches(QKeySequence::Redo)) {
        // A text of many lines that is a draft of the design tells its own redo.
        return !field->inherits("QQuickTextInput") || field->property("canRedo").toBool();
    }
    const QVariant canUndo = field->property("canUndo");
    if (!canUndo.isValid()) return true;
    if (field->inherits("QQuickTextInput") && field == m_field &&
        field->property("text").toString() == m_taken) {
        return false;
    }
    return canUndo.toBool();
}

bool UndoKeys::eventFilter(QObject* /*watched*/, QEvent* event) {
    if (event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent*>(event)->key();
        if (key == Qt::Key_Return || key == Qt::Key_Enter) remember();
        return false;
    }
    if (event->type() != QEvent::ShortcutOverride) return false;
    const auto& key = *static_cast<QKeyEvent*>(event);
    if (!key.matches(QKeySequence::Undo) && !key.matches(QKeySequence::Redo)) return false;
    if (isOfTheField(key)) return false;
    event->ignore();
    return true;
}

}  // namespace archivolt
