#include "app/window/canvas_access.h"

#include <QAccessible>
#include <QAccessibleObject>
#include <QQuickWindow>
#include <algorithm>
#include <map>
#include <memory>
#include <vector>

#include "app/tools/drop_plan.h"
#include "app/window/design_canvas.h"

namespace archivolt {

namespace {

QRect onScreen(const DesignCanvas& canvas, const QRectF& rect) {
    if (canvas.window() == nullptr) return {};
    const QRectF scene = canvas.mapRectToScene(rect);
    return QRect(canvas.window()->mapToGlobal(scene.topLeft().toPoint()), scene.size().toSize());
}

/// Returns name, kind, place and problems of a box in one line.
QString spokenName(const DesignCanvas& canvas, BoxIndex box) {
    const Document& document = *canvas.document();
    const Diagram& diagram = *canvas.scene()->diagram;
    const Box& shown = diagram.boxes[box];
    QStringList parts = {QString::fromStdString(shown.title)};
    const auto declared = declaredResource(*document.session().design(), tools::resourceOf(shown));
    if (declared) {
        const SystemFacts* facts = document.catalog().system(declared.resource->type());
        parts << QString::fromStdString(facts == nullptr ? declared.resource->type()
                                                         : facts->label);
    }
    BoxIndex around = shown.parent;
    while (around != kNoBox && diagram.boxes[around].title.empty()) {
        around = diagram.boxes[around].parent;
    }
    if (around != kNoBox)
        parts << DesignCanvas::tr("in %1").arg(QString::fromStdString(diagram.boxes[around].title));
    for (const Badge& badge : document.badges()) {
        if (badge.box != box) continue;
        const QString count = QString::fromStdString(badge.text);
        parts << (badge.text == "1" ? DesignCanvas::tr("one problem")
                                    : DesignCanvas::tr("%1 problems").arg(count));
    }
    return parts.join(QStringLiteral(", "));
}

/// One thing of the drawing.
class BoxAccess final : public QAccessibleInterface {
public:
    BoxAccess(DesignCanvas& canvas, std::shared_ptr<const Scene> scene, BoxIndex box)
        : m_canvas(canvas), m_scene(std::move(scene)), m_box(box) {}

    [[nodiscard]] bool isValid() const override { return m_canvas.scene() == m_scene; }
    [[nodiscard]] QObject* object() const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* parent() const override {
        return QAccessible::queryAccessibleInterface(&m_canvas);
    }
    [[nodiscard]] QAccessibleInterface* child(int) const override { return nullptr; }
    [[nodiscard]] QAccessibleInterface* childAt(int, int) const override { return nullptr; }
    [[nodiscard]] int childCount() const override { return 0; }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface*) const override { return -1; }
    [[nodiscard]] QRect rect() const override {
        return isValid() ? onScreen(m_canvas, m_canvas.rectOf(m_box)) : QRect();
    }
    [[nodiscard]] QAccessible::Role role() const override {
        return isNode(box().kind) ? QAccessible::ListItem : QAccessible::Grouping;
    }
    [[nodiscard]] QAccessible::State state() const override {
        QAccessible::State state;
        state.selectable = true;
        state.focusable = true;
        state.selected = isValid() && isSelected();
        state.focused = state.selected && m_canvas.hasActiveFocus();
        state.invalid = !isValid();
        return state;
    }
    [[nodiscard]] QString text(QAccessible::Text kind) const override {
        if (kind == QAccessible::Name) return isValid() ? spokenName(m_canvas, m_box) : QString();
        if (kind == QAccessible::Description) return QString::fromStdString(box().detail);
        return {};
    }
    void setText(QAccessible::Text, const QString&) override {}

private:
    [[nodiscard]] bool isSelected() const {
        const auto boxes = m_canvas.selectedBoxes();
        return std::ranges::find(boxes, m_box) != boxes.end();
    }
    [[nodiscard]] const Box& box() const { return m_scene->diagram->boxes[m_box]; }

    DesignCanvas& m_canvas;
    std::shared_ptr<const Scene> m_scene;
    BoxIndex m_box;
};

/// The drawing; its children come to be when they are asked for.
class CanvasAccess final : public QAccessibleObject {
public:
    explicit CanvasAccess(DesignCanvas& canvas) : QAccessibleObject(&canvas), m_canvas(canvas) {}
    CanvasAccess(const CanvasAccess&) = delete;
    CanvasAccess& operator=(const CanvasAccess&) = delete;
    ~CanvasAccess() override { forget(); }

    [[nodiscard]] QAccessibleInterface* parent() const override {
        return QAccessible::queryAccessibleInterface(m_canvas.parentItem());
    }
    [[nodiscard]] QAccessibleInterface* child(int index) const override {
        look();
        const bool isThere = index >= 0 && index < childCount();
        return isThere ? ofBox(m_boxes[static_cast<std::size_t>(index)]) : nullptr;
    }
    [[nodiscard]] QAccessibleInterface* childAt(int x, int y) const override {
        look();
        // The last one is the innermost.
        for (std::size_t i = m_boxes.size(); i-- > 0;) {
            if (onScreen(m_canvas, m_canvas.rectOf(m_boxes[i])).contains(x, y)) {
                return ofBox(m_boxes[i]);
            }
        }
        return nullptr;
    }
    [[nodiscard]] int childCount() const override {
        look();
        return static_cast<int>(m_boxes.size());
    }
    [[nodiscard]] int indexOfChild(const QAccessibleInterface* child) const override {
        for (std::size_t i = 0; i < m_boxes.size(); ++i) {
            const auto known = m_children.find(m_boxes[i]);
            if (known != m_children.end() &&
                QAccessible::accessibleInterface(known->second) == child) {
                return static_cast<int>(i);
            }
        }
        return -1;
    }
    [[nodiscard]] QAccessibleInterface* focusChild() const override {
        look();
        if (!m_canvas.hasActiveFocus()) return nullptr;
        const auto selected = m_canvas.selectedBoxes();
        const auto first = std::ranges::find_first_of(m_boxes, selected);
        return first == m_boxes.end() ? nullptr : ofBox(*first);
    }
    [[nodiscard]] QRect rect() const override {
        return onScreen(m_canvas, m_canvas.boundingRect());
    }
    [[nodiscard]] QAccessible::Role role() const override { return QAccessible::Canvas; }
    [[nodiscard]] QAccessible::State state() const override {
        QAccessible::State state;
        state.focusable = true;
        state.focused = m_canvas.hasActiveFocus();
        return state;
    }
    [[nodiscard]] QString text(QAccessible::Text kind) const override {
        if (kind != QAccessible::Name || m_canvas.document() == nullptr) return {};
        return QObject::tr("Drawing of %1").arg(m_canvas.document()->name());
    }

    [[nodiscard]] QAccessibleInterface* ofBox(BoxIndex box) const {
        look();
        const auto known = m_children.find(box);
        if (known != m_children.end()) return QAccessible::accessibleInterface(known->second);
        auto* child = new BoxAccess(m_canvas, m_seen, box);  // Owned by QAccessible's cache.
        m_children[box] = QAccessible::registerAccessibleInterface(child);
        return child;
    }

private:
    /// Forgets what belongs to another drawing than the present one.
    void look() const {
        const auto scene = m_canvas.scene();
        if (scene == m_seen) return;
        forget();
        m_seen = scene;
        if (!scene) return;
        for (BoxIndex i = 1; i < scene->diagram->boxes.size(); ++i) {
            const Box& box = scene->diagram->boxes[i];
            const bool stands = box.resource || box.kind == BoxKind::Zone || isNode(box.kind);
            if (stands && box.kind != BoxKind::Span) m_boxes.push_back(i);
        }
    }
    void forget() const {
        for (const auto& [box, id] : m_children) QAccessible::deleteAccessibleInterface(id);
        m_children.clear();
        m_boxes.clear();
    }

    DesignCanvas& m_canvas;
    mutable std::shared_ptr<const Scene> m_seen;
    mutable std::vector<BoxIndex> m_boxes;
    mutable std::map<BoxIndex, QAccessible::Id> m_children;
};

}  // namespace

QAccessibleInterface* canvasAccess(const QString& className, QObject* object) {
    auto* canvas = qobject_cast<DesignCanvas*>(object);
    if (canvas == nullptr || !className.endsWith(QStringLiteral("DesignCanvas"))) return nullptr;
    return new CanvasAccess(*canvas);
}

void tellFocus(DesignCanvas& canvas, BoxIndex box) {
    if (!QAccessible::isActive()) return;
    auto* access = dynamic_cast<CanvasAccess*>(QAccessible::queryAccessibleInterface(&canvas));
    if (access == nullptr) return;
    QAccessibleEvent event(access->ofBox(box), QAccessible::Focus);
    QAccessible::updateAccessibility(&event);
}

}  // namespace archivolt
