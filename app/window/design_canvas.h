#pragma once

#include <QtQml/qqmlregistration.h>
#include <QPointer>
#include <QQuickPaintedItem>
#include <optional>

#include "app/window/canvas_mode.h"
#include "app/window/document.h"
#include "app/window/drop_plan.h"
#include "app/window/view_fit.h"

namespace archivolt {

/// The drawing of a document: pans, zooms, selects, drags.
class DesignCanvas : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(archivolt::Document* document READ document WRITE setDocument NOTIFY documentChanged
                   REQUIRED)
    Q_PROPERTY(archivolt::CanvasMode* mode READ mode WRITE setMode NOTIFY modeChanged)
    Q_PROPERTY(bool dark READ dark WRITE setDark NOTIFY darkChanged)
    Q_PROPERTY(bool hasKeyboardFocus READ hasKeyboardFocus NOTIFY keyboardFocusChanged)
    Q_PROPERTY(int zoomPercent READ zoomPercent NOTIFY viewportChanged)
    Q_PROPERTY(bool isDragging READ isDragging NOTIFY dragChanged)
    Q_PROPERTY(bool isDropLegal READ isDropLegal NOTIFY dragChanged)
    Q_PROPERTY(QString dropNote READ dropNote NOTIFY dragChanged)
    Q_PROPERTY(QPointF pointer READ pointer NOTIFY pointerChanged)
    Q_PROPERTY(QString hoveredName READ hoveredName NOTIFY hoveredChanged)

public:
    explicit DesignCanvas(QQuickItem* parent = nullptr);

    void paint(QPainter* painter) override;

    Q_INVOKABLE void zoomIn();
    Q_INVOKABLE void zoomOut();
    Q_INVOKABLE void zoomToWhole();
    /// Shows everything.
    Q_INVOKABLE void fit();
    /// Moves the selected box into the middle.
    Q_INVOKABLE void centreSelected();

    [[nodiscard]] Document* document() const { return m_document; }
    void setDocument(Document* document);
    /// What marks the drawing and takes clicks besides; null pointer for none.
    [[nodiscard]] CanvasMode* mode() const { return m_mode; }
    void setMode(CanvasMode* mode);
    [[nodiscard]] bool dark() const { return m_dark; }
    void setDark(bool dark);
    [[nodiscard]] int zoomPercent() const;
    /// Says whether the focus came by a key, so that it has to be shown.
    [[nodiscard]] bool hasKeyboardFocus() const { return m_hasKeyboardFocus; }
    [[nodiscard]] bool isDragging() const { return m_gesture == Gesture::Drag; }
    [[nodiscard]] bool isDropLegal() const { return m_plan.legal; }
    [[nodiscard]] QString dropNote() const { return QString::fromStdString(m_plan.why); }
    [[nodiscard]] QPointF pointer() const { return m_pointer; }
    /// Returns the whole name of what the pointer is over, where the drawing shortens it.
    [[nodiscard]] QString hoveredName() const;

    /// Returns where the middle of a box is in this item; for tests that use the mouse.
    [[nodiscard]] std::optional<QPointF> centreOf(const std::string& key) const;

Q_SIGNALS:
    void documentChanged();
    void modeChanged();
    void darkChanged();
    void viewportChanged();
    void dragChanged();
    void pointerChanged();
    void hoveredChanged();
    void keyboardFocusChanged();
    void renameRequested();

protected:
    void geometryChange(const QRectF& now, const QRectF& before) override;
    void updatePolish() override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void mouseUngrabEvent() override;
    void hoverMoveEvent(QHoverEvent* event) override;
    void hoverLeaveEvent(QHoverEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusInEvent(QFocusEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    enum class Gesture : std::uint8_t {
        None,
        Press,
        Pan,
        Drag
    };

    void showDrawing(bool another);
    void makeScene();
    [[nodiscard]] bool isDrawn() const { return m_document && m_document->drawing() && m_hasScene; }
    [[nodiscard]] Point sceneAt(QPointF point) const;
    [[nodiscard]] Hit hitAt(QPointF point) const;
    void setViewport(const Viewport& viewport);
    void zoomAt(QPointF point, double factor);
    void panBy(QPointF delta);
    void beginDrag();
    void dragTo(QPointF point);
    void endGesture();
    void nudge(int key, double step);
    void setHovered(BoxIndex box);
    void updateCursor();
    void setKeyboardFocus(bool has);
    [[nodiscard]] Rect draggedPlace() const;

    Document* m_document = nullptr;
    QPointer<CanvasMode> m_mode;
    bool m_dark = false;
    TextMeasure m_measure;
    Scene m_scene;
    bool m_hasScene = false;
    bool m_fitted = true;  ///< Shows everything, and goes on to when the canvas' size changes.
    Viewport m_viewport;
    Gesture m_gesture = Gesture::None;
    bool m_spaceHeld = false;
    bool m_hasKeyboardFocus = false;
    QPointF m_pressed;
    QPointF m_pointer;
    BoxIndex m_pressedBox = kNoBox;
    BoxIndex m_hovered = kNoBox;
    Rect m_draggedFrom;
    DropPlan m_plan;
};

}  // namespace archivolt
