#pragma once

#include <QImage>
#include <QQuickItem>
#include <QTimer>
#include <memory>

#include "render/paint/paint_scene.h"

namespace archivolt {

/// One list of shapes on the canvas, painted once and moved with the view.
///
/// It is painted somewhat larger than shows (as far as it has shapes), so that panning only moves
/// it; a zoom scales what was painted, and it is painted anew when the zoom rests, or at once where
/// too little of what shows was painted. Of another list of shapes, what differs is painted.
///
/// It keeps its image itself: Qt's painted item holds each twice, and paints into a copy.
/// Source: Qt, QSGSoftwarePainterNode, whose texture shares the pixmap that is painted.
class CanvasLayer : public QQuickItem {
    Q_OBJECT

public:
    explicit CanvasLayer(QQuickItem* parent);

    /// Shows a scene in a viewport; an opaque one has a ground that covers everything.
    void show(std::shared_ptr<const Scene> scene, const Viewport& viewport);
    /// Moves what is shown.
    void look(const Viewport& viewport);

protected:
    QSGNode* updatePaintNode(QSGNode* before, UpdatePaintNodeData* data) override;
    void itemChange(ItemChange change, const ItemChangeData& value) override;

private:
    void repaint();
    void paintImage();
    /// Returns the part of the canvas, in its units, that has to be painted for a viewport.
    [[nodiscard]] QRectF needed(const Viewport& viewport, double margin) const;
    /// Returns where in the canvas what was painted last lies; empty where not on whole units, or
    /// at another scale.
    [[nodiscard]] QRectF held() const;
    [[nodiscard]] QRectF roomFor(const QRectF& area) const;

    /// What the image shows.
    struct Shown {
        std::shared_ptr<const Scene> scene;
        Viewport viewport;
        double ratio = 0;  ///< Pixels per device-independent one.
    };

    std::shared_ptr<const Scene> m_scene;
    Viewport m_viewport;    ///< As it is now.
    Viewport m_painted;     ///< As it is to be painted, of this item's own area.
    bool m_isEmpty = true;  ///< Nothing is to be painted.
    Shown m_shown;
    QImage m_image;
    QTimer m_rest;
};

}  // namespace archivolt
