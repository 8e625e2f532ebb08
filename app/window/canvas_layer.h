#pragma once

#include <QQuickPaintedItem>
#include <QTimer>
#include <memory>

#include "render/paint/paint_scene.h"

namespace archivolt {

/// One list of shapes on the canvas, painted once and moved with the view.
///
/// It is painted somewhat larger than shows (as far as it has shapes), so that panning only moves
/// it; a zoom scales what was painted, and it is painted anew when the zoom rests, or at once where
/// too little of what shows was painted.
class CanvasLayer : public QQuickPaintedItem {
    Q_OBJECT

public:
    explicit CanvasLayer(QQuickItem* parent);

    /// Shows a scene in a viewport; an opaque one has a ground that covers everything.
    void show(std::shared_ptr<const Scene> scene, const Viewport& viewport);
    /// Moves what is shown.
    void look(const Viewport& viewport);

    void paint(QPainter* painter) override;

private:
    void repaint();
    /// Returns the part of the canvas, in its units, that has to be painted for a viewport.
    [[nodiscard]] QRectF needed(const Viewport& viewport, double margin) const;

    std::shared_ptr<const Scene> m_scene;
    Viewport m_viewport;  ///< As it is now.
    Viewport m_painted;   ///< As it was painted, of this item's own area.
    QTimer m_rest;
};

}  // namespace archivolt
