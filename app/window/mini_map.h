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
    /// Says whether it hides less of what is drawn in the upper corner than in the lower one.
    Q_PROPERTY(bool goesUp READ goesUp NOTIFY goesUpChanged)
    /// Says whether it lies over nodes, wherever it goes.
    Q_PROPERTY(bool hides READ hides NOTIFY hidesChanged)
    /// How much there is between its frame and the edges of the canvas.
    Q_PROPERTY(double margin MEMBER m_margin CONSTANT)

public:
    explicit MiniMap(QQuickItem* parent = nullptr);

    void paint(QPainter* painter) override;

    [[nodiscard]] DesignCanvas* canvas() const { return m_canvas; }
    void setCanvas(DesignCanvas* canvas);
    [[nodiscard]] bool needed() const { return m_needed; }
    [[nodiscard]] bool goesUp() const { return m_goesUp; }
    [[nodiscard]] bool hides() const { return m_hides; }

Q_SIGNALS:
    void canvasChanged();
    void neededChanged();
    void goesUpChanged();
    void hidesChanged();

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;

private:
    void look();
    void makeWay();
    /// What lies below a part of the canvas, in its pixels: nodes, and those that are looked at.
    struct Below {
        double lookedAt = 0;
        double nodes = 0;
        friend auto operator<=>(const Below&, const Below&) = default;
    };
    [[nodiscard]] Below hiddenBelow(const QRectF& area) const;
    void goTo(QPointF point);
    /// Returns where the whole drawing is in this item.
    [[nodiscard]] Viewport whole() const;

    QPointer<DesignCanvas> m_canvas;
    std::weak_ptr<const Scene> m_painted;  ///< What the image shows; it keeps none alive.
    QImage m_image;
    bool m_isDue = false;  ///< It is to be painted in the frame that comes.
    bool m_needed = false;
    bool m_goesUp = false;
    bool m_hides = false;
    double m_margin = 16;
};

}  // namespace archivolt
