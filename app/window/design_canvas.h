#pragma once

#include <QtQml/qqmlregistration.h>
#include <QPointer>
#include <QQuickItem>
#include <QTimer>
#include <map>
#include <optional>
#include <set>

#include "app/tools/tool.h"
#include "app/window/canvas_hands.h"
#include "app/window/canvas_layer.h"
#include "app/window/canvas_mode.h"
#include "app/window/document.h"
#include "app/window/palette_model.h"
#include "app/window/routed_paths.h"
#include "app/window/settings.h"
#include "app/window/view_fit.h"

namespace archivolt {

/// The drawing of a document: shows it, and hands what the user does to the tools (app/tools).
///
/// Three lists of shapes lie over one another: the drawing, the marks (selection, findings), and
/// what is in the hand. So a hover, a drag or another selection leaves the drawing as it is.
class DesignCanvas : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(archivolt::Document* document READ document WRITE setDocument NOTIFY documentChanged
                   REQUIRED)
    Q_PROPERTY(archivolt::CanvasMode* mode READ mode WRITE setMode NOTIFY modeChanged)
    Q_PROPERTY(bool dark READ dark WRITE setDark NOTIFY darkChanged)
    Q_PROPERTY(archivolt::Settings* settings READ settings WRITE setSettings)
    Q_PROPERTY(bool hasKeyboardFocus READ hasKeyboardFocus NOTIFY keyboardFocusChanged)
    Q_PROPERTY(int zoomPercent READ zoomPercent NOTIFY viewportChanged)
    Q_PROPERTY(bool isDragging READ isDragging NOTIFY dragChanged)
    Q_PROPERTY(bool isDropLegal READ isDropLegal NOTIFY dragChanged)
    Q_PROPERTY(QString dropNote READ dropNote NOTIFY dragChanged)
    Q_PROPERTY(QPointF pointer READ pointer NOTIFY pointerChanged)
    Q_PROPERTY(int selectedCount READ selectedCount NOTIFY selectedChanged)
    Q_PROPERTY(bool canRename READ canRename NOTIFY selectedChanged)
    Q_PROPERTY(QString hoveredName READ hoveredName NOTIFY hoveredChanged)
    Q_PROPERTY(QSizeF corner MEMBER m_corner)  ///< What is covered at the lower left.

public:
    explicit DesignCanvas(QQuickItem* parent = nullptr);
    Q_INVOKABLE void zoomIn();
    Q_INVOKABLE void zoomOut();
    Q_INVOKABLE void zoomToWhole();
    Q_INVOKABLE void fit();  ///< Shows everything; what is selected, as large as it goes.
    Q_INVOKABLE void fitSelection();
    /// Moves the view no further than it takes to see what is selected.
    Q_INVOKABLE void bringSelectedIntoView();
    Q_INVOKABLE void selectAll();
    // As text of a template on the clipboard, and back.
    Q_INVOKABLE void copy();
    Q_INVOKABLE void cut();
    Q_INVOKABLE void paste();
    Q_INVOKABLE void duplicate();
    /// Returns where the one thing is that is selected, and what it is called; empty for none.
    Q_INVOKABLE QRectF selectedRect() const;
    Q_INVOKABLE QString selectedTitle() const;
    Q_INVOKABLE bool renameTo(const QString& name);  ///< Says whether that could be.
    /// Takes a part (`AWS::EC2::Subnet`, `pattern:bastion`) into the hand; it falls where a button
    /// is let go, or at the next click.
    Q_INVOKABLE void beginPlacing(const QString& part);
    Q_INVOKABLE void placeAtSelection(const QString& part);

    [[nodiscard]] Document* document() const { return m_document; }
    void setDocument(Document* document);
    /// What marks the drawing and takes clicks besides; null pointer for none.
    [[nodiscard]] CanvasMode* mode() const { return m_mode; }
    void setMode(CanvasMode* mode);
    [[nodiscard]] bool dark() const { return m_dark; }
    void setDark(bool dark);
    /// What says whether things snap and a grid shows; without it, both.
    [[nodiscard]] Settings* settings() const { return m_settings; }
    void setSettings(Settings* settings);
    [[nodiscard]] int zoomPercent() const;
    [[nodiscard]] bool hasKeyboardFocus() const { return m_hands.hasKeyboardFocus; }
    [[nodiscard]] bool isDragging() const { return tools::planOf(m_state) != nullptr; }
    [[nodiscard]] bool isDropLegal() const;
    [[nodiscard]] QString dropNote() const;
    [[nodiscard]] QPointF pointer() const { return m_hands.pointer; }
    [[nodiscard]] int selectedCount() const;
    [[nodiscard]] bool canRename() const { return !selectedTitle().isEmpty(); }
    /// Returns the whole name of what is under the pointer, where the drawing does not show it.
    [[nodiscard]] QString hoveredName() const;
    [[nodiscard]] const Viewport& viewport() const { return m_viewport; }  ///< What shows.
    /// Moves a point of the drawing into the middle.
    void centreOn(Point point);
    /// Returns what the tools see; something must be drawn.
    [[nodiscard]] tools::View view() const;
    /// Does what a plan says, as one step, or tells why not.
    void make(const tools::DropPlan& plan);
    /// Returns the boxes that are or show what is selected, ascending.
    [[nodiscard]] std::vector<BoxIndex> selectedBoxes() const;
    /// Returns the drawing that shows; null pointer for none.
    [[nodiscard]] std::shared_ptr<const Scene> scene() const { return m_scene; }
    [[nodiscard]] std::shared_ptr<const Scene> marked() const { return m_marked; }
    /// Says whether a box is selected, or concerned by what a mode tells.
    [[nodiscard]] bool isLookedAt(BoxIndex box) const { return m_lookedAt.contains(box); }
    /// Returns where a box, or a place, of the drawing is in this item.
    [[nodiscard]] QRectF rectOf(BoxIndex box) const;
    [[nodiscard]] QRectF shown(const Rect& place) const;
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
    void selectedChanged();
    void keyboardFocusChanged();
    void renameRequested();
    void menuRequested(QPointF at);
    void listAsked(archivolt::BoxIndex box, std::size_t badge);
    void offered(const archivolt::tools::Offer& offer);  ///< What a drop lacks could be made, too.
    void wayWanted(const archivolt::tools::WantedWay& way);  ///< Of two things just connected.

protected:
    bool event(QEvent* event) override;
    void updatePolish() override;
    void geometryChange(const QRectF& now, const QRectF& before) override;
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
    void showDrawing(bool another);
    void takeUpDrawing();
    void makeBase();
    [[nodiscard]] SceneAhead::Look look() const;
    void showWhole();
    [[nodiscard]] bool stillFits() const;  ///< All shows, about as large as it could.
    [[nodiscard]] Overlay overlay() const;
    void showMarks();
    void showHand();
    [[nodiscard]] const Theme& theme() const { return m_dark ? darkTheme() : lightTheme(); }
    [[nodiscard]] bool isDrawn() const { return m_document && m_scene && m_document->isOpen(); }
    void setViewport(const Viewport& viewport);
    void zoomAt(QPointF point, double factor);
    void panBy(QPointF delta);
    [[nodiscard]] Hit hitAt(QPointF point) const;
    void scrollAtEdge();
    [[nodiscard]] bool isIdle() const { return std::holds_alternative<tools::Idle>(m_state); }
    void send(tools::EventKind kind, tools::Button button = tools::Button::None,
              tools::Key key = tools::Key::Other);
    void carryOut(const tools::Effect& effect);
    void carryOut(const tools::Commit& commit);
    void pressed(QMouseEvent* event, tools::EventKind kind);
    void setModifiers(Qt::KeyboardModifiers modifiers);
    void setHovered(const Hit& hit);
    void lookUnderPointer();  ///< For a pointer that rests, once the drawing moved under it.
    void updateCursor();
    void setKeyboardFocus(bool has);
    [[nodiscard]] bool command(const QKeyEvent& event);
    [[nodiscard]] bool walk(const QKeyEvent& event);
    void goTo(BoxIndex box);
    Document* m_document = nullptr;
    std::map<const QObject*, Viewport> m_seen;  ///< Of documents that are not in front, if not all.
    QPointer<CanvasMode> m_mode;
    QPointer<Settings> m_settings;
    bool m_dark = false;
    TextMeasure m_measure;
    std::shared_ptr<Scene> m_scene;         ///< The drawing, with the badges that the marks show.
    std::shared_ptr<const Scene> m_marked;  ///< What is marked over it.
    std::optional<Drawing> m_drawing;       ///< What it was made of.
    std::set<BoxIndex> m_lookedAt;
    RoutedPaths m_routed;
    bool m_drawingWaits = false;  ///< A newer one is there, for an empty hand or the next turn.
    bool m_marksAwaited = false;  ///< Those of what shows are about to come.
    bool m_marksWait = false;     ///< They are of the drawing before, until the next frame.
    bool m_fitted = true;         ///< Shows everything, until the user zooms or moves the view.
    bool m_worked = false;  ///< The user worked in it: another size fits it anew, an edit does not.
    Viewport m_viewport;
    QSizeF m_corner;
    CanvasLayer* m_base;
    CanvasLayer* m_marks;
    CanvasLayer* m_hand;
    tools::State m_state;
    CanvasHands m_hands;
    QTimer m_scroll;
};

}  // namespace archivolt
