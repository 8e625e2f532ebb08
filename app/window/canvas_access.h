#pragma once

#include <QAccessibleInterface>

#include "render/scene/scene.h"

namespace archivolt {

class DesignCanvas;

/// Makes the drawing known to screen readers: every thing that is drawn is a child of the canvas.
/// Install it with `QAccessible::installFactory`.
[[nodiscard]] QAccessibleInterface* canvasAccess(const QString& className, QObject* object);

/// Tells screen readers that the keyboard went to a box.
void tellFocus(DesignCanvas& canvas, BoxIndex box);

}  // namespace archivolt
