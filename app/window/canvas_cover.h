#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QPointer>
#include <QRectF>

#include "app/window/design_canvas.h"

namespace archivolt {

/// Says whether something that lies over a canvas hides nodes of the drawing.
class CanvasCover : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(
        archivolt::DesignCanvas* canvas READ canvas WRITE setCanvas NOTIFY canvasChanged REQUIRED)
    /// Where it lies, in the canvas' pixels.
    Q_PROPERTY(QRectF area READ area WRITE setArea NOTIFY areaChanged)
    Q_PROPERTY(bool hides READ hides NOTIFY hidesChanged)

public:
    using QObject::QObject;

    [[nodiscard]] DesignCanvas* canvas() const { return m_canvas; }
    void setCanvas(DesignCanvas* canvas);
    [[nodiscard]] QRectF area() const { return m_area; }
    void setArea(const QRectF& area);
    [[nodiscard]] bool hides() const { return m_hides; }

Q_SIGNALS:
    void canvasChanged();
    void areaChanged();
    void hidesChanged();

private:
    void look();

    QPointer<DesignCanvas> m_canvas;
    QRectF m_area;
    bool m_hides = false;
};

}  // namespace archivolt
