#include "app/window/typed_text.h"

#include <QGuiApplication>
#include <QMetaObject>

namespace archivolt {

void takeUpTypedText() {
    QObject* focused = QGuiApplication::focusObject();
    if (focused == nullptr) return;
    if (focused->metaObject()->indexOfSignal("editingFinished()") < 0) return;
    QMetaObject::invokeMethod(focused, "editingFinished", Qt::DirectConnection);
}

}  // namespace archivolt
