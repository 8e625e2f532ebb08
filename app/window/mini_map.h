#pragma once

#include <QImage>
#include <QPointer>
#include <QQuickPaintedItem>

#include "app/window/design_canvas.h"

namespace archivolt {

/// The whole drawing, small, with the part that the canvas shows; a press goes there.
class MiniMap : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(
        archivolt::DesignCanvas* canvas READ canvas WRITE setCanvas NOTIFY canvasChanged REQUIRED)
    /// Says whether there is more than the canvas shows.
    Q_PROPERTY(bool needed READ needed NOTIFY neededChanged)

public:
    explicit MiniMap(QQuickItem* parent = nullptr);

    void paint(QPainter* painter) override;

    [[nodiscard]] DesignCanvas* canvas() const { return m_canvas; }
    void setCanvas(DesignCanvas* canvas);
    [[nodiscard]] bool needed() const { return m_needed; }

Q_SIGNALS:
    void canvasChanged();
    void neededChanged();

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    void look();
    void goTo(QPointF point);
    /// Returns where the whole drawing is in this item.
    [[nodiscard]] Viewport whole() const;

    QPointer<DesignCanvas> m_canvas;
    std::shared_ptr<const Scene> m_painted;  ///< What the image shows.
    QImage m_image;
    bool m_needed = false;
};

}  // namespace archivolt
