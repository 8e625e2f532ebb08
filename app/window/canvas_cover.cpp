#include "app/window/canvas_cover.h"

namespace archivolt {

void CanvasCover::setCanvas(DesignCanvas* canvas) {
    if (canvas == m_canvas) return;
    if (m_canvas) disconnect(m_canvas, nullptr, this, nullptr);
    m_canvas = canvas;
    if (m_canvas) {
        connect(m_canvas, &DesignCanvas::viewportChanged, this, &CanvasCover::look);
        connect(m_canvas, &DesignCanvas::selectedChanged, this, &CanvasCover::look);
    }
    look();
    Q_EMIT canvasChanged();
}

void CanvasCover::setArea(const QRectF& area) {
    if (area == m_area) return;
    m_area = area;
    look();
    Q_EMIT areaChanged();
}

void CanvasCover::look() {
    const Rect area{m_area.x(), m_area.y(), m_area.width(), m_area.height()};
    const bool hides = m_canvas && m_canvas->scene() &&
                       nodesBelow(*m_canvas->scene(), m_canvas->viewport(), area) > 0;
    if (hides == m_hides) return;
    m_hides = hides;
    Q_EMIT hidesChanged();
}

}  // namespace archivolt
