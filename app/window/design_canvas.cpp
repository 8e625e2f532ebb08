#include "app/window/design_canvas.h"

#include <QCoreApplication>
#include <QCursor>
#include <QEvent>
#include <QGuiApplication>
#include <QQuickWindow>
#include <cmath>
#include <functional>
#include <utility>

#include "app/tools/badge_words.h"
#include "app/tools/connection.h"
#include "app/tools/hand_picture.h"
#include "app/tools/references.h"
#include "app/tools/selecting.h"
#include "app/window/let_go.h"
#include "app/window/view_move.h"
#include "render/paint/text_measure.h"
#include "render/scene/same_overlay.h"
#include "render/scene/spatial_index.h"
#include "render/scene/wrap_text.h"

namespace archivolt {

namespace {

constexpr double kLeastScale = 0.05;
constexpr double kMostScale = 4;
constexpr double kZoomStep = 1.2;
constexpr double kTolerance = 4;
constexpr int kPercent = 100;
constexpr double kSelectionMargin = 48;
constexpr double kMostSelectionScale = 1.5;
constexpr double kScrollZone = 28;  // So near to an edge, the drawing scrolls under the hand.
constexpr double kScrollStep = 14;
constexpr int kScrollMilliseconds = 16;
constexpr double kReadableScale = 0.8;

bool isSeenFromAfar(const Viewport& viewport, const QQuickWindow* window) {
    const double pixels = window == nullptr ? 1 : pixelsSeen(window->effectiveDevicePixelRatio());
    const double scale = viewport.scale * pixels;
    return scale >= detail_levels::kRegions && scale < detail_levels::kLabels;
}

/// Returns what a list of shapes (null for none) was made of, if that was of the same drawing.
const SceneInput* sameDrawing(const std::shared_ptr<const Scene>& made, const SceneInput& input) {
    if (!made) return nullptr;
    const SceneInput& was = static_cast<const MadeScene&>(*made).madeOf;
    const bool same = was.diagram == input.diagram && was.layout == input.layout &&
                      was.theme == input.theme && was.grid == input.grid &&
                      (was.fromAfar || !input.fromAfar);
    return same ? &was : nullptr;
}

/// Puts the next frame of a window off once, by the milliseconds that it idles after a request, if
/// something is awaited by then. It goes with its owner, or after that frame.
class FramePutOff : public QObject {
public:
    FramePutOff(QObject* owner, QQuickWindow& window, std::function<bool()> isAwaited)
        : QObject(owner), m_window(window), m_isAwaited(std::move(isAwaited)) {
        window.installEventFilter(this);
    }
    bool eventFilter(QObject* /*watched*/, QEvent* event) override {
        if (event->type() != QEvent::UpdateRequest) return false;
        m_window.removeEventFilter(this);
        deleteLater();
        if (!m_isAwaited()) return false;
        m_window.requestUpdate();
        return true;
    }

private:
    QQuickWindow& m_window;
    std::function<bool()> m_isAwaited;
};

/// Returns the rectangle of a size at the lower left of a canvas.
Rect lowerLeft(QSizeF canvas, QSizeF corner) {
    return {0, canvas.height() - corner.height(), corner.width(), corner.height()};
}

/// Returns by how much most of what shows lies elsewhere in another drawing; what comes at an edge
/// has all the rest make room for it.
Point wayOfMost(const Drawing& before, const Drawing& now, const Viewport& viewport) {
    const Rect shown{viewport.origin.x, viewport.origin.y, viewport.size.width / viewport.scale,
                     viewport.size.height / viewport.scale};
    std::vector<double> right;
    std::vector<double> down;
    for (BoxIndex box = 1; box < before.diagram->boxes.size(); ++box) {
        const Rect& was = before.layout->rects[box];
        if (!intersects(shown, was)) continue;
        const BoxIndex same = now.diagram->find(before.diagram->boxes[box].key);
        if (same == kNoBox) continue;
        right.push_back(now.layout->rects[same].x - was.x);
        down.push_back(now.layout->rects[same].y - was.y);
    }
    if (right.empty()) return {};
    const auto median = [](std::vector<double>& ways) {
        const auto middle = ways.begin() + static_cast<std::ptrdiff_t>(ways.size() / 2);
        std::nth_element(ways.begin(), middle, ways.end());
        return *middle;
    };
    return {median(right), median(down)};
}

/// Paints what a hand waits for now: after a request a window idles for some milliseconds first.
/// Source: Qt, QPlatformWindow::requestUpdate.
void paintAtOnce(QQuickWindow* window) {
    if (window == nullptr) return;
    QCoreApplication::postEvent(window, new QEvent(QEvent::UpdateRequest), Qt::HighEventPriority);
}

}  // namespace

DesignCanvas::DesignCanvas(QQuickItem* parent)
    : QQuickItem(parent),
      m_base(new CanvasLayer(this)),
      m_marks(new CanvasLayer(this)),
      m_hand(new CanvasLayer(this)) {
    setAcceptedMouseButtons(Qt::LeftButton | Qt::MiddleButton | Qt::RightButton);
    setAcceptHoverEvents(true);
    setClip(true);
    setFlag(ItemAcceptsInputMethod, false);
    setActiveFocusOnTab(true);
    m_scroll.setInterval(kScrollMilliseconds);
    connect(&m_scroll, &QTimer::timeout, this, &DesignCanvas::scrollAtEdge);
    connect(this, &QQuickItem::windowChanged, this, [this](QQuickWindow* window) {
        if (window == nullptr) return;
        connect(window, &QQuickWindow::frameSwapped, this, [this] {
            m_hands.seen.shown(m_viewport, mapToScene({}), SeenView::monotonicMilliseconds());
        });
    });
}

void DesignCanvas::setDocument(Document* document) {
    if (document == m_document) return;
    if (m_document != nullptr) {
        send(tools::EventKind::Interrupt);  // What is in the hand is the last document's.
        disconnect(m_document, nullptr, this, nullptr);
        m_seen.erase(m_document);
        if (!m_fitted) m_seen.emplace(m_document, m_viewport);
        connect(m_document, &QObject::destroyed, this,
                [this](QObject* gone) { m_seen.erase(gone); });
    }
    m_document = document;
    if (m_document != nullptr) {
        m_measure = qtTextMeasure(m_document->sceneAhead().widths());
        connect(m_document, &Document::drawingChanged, this, &DesignCanvas::showDrawing);
        connect(m_document, &Document::badgesChanged, this, &DesignCanvas::showMarks);
        connect(m_document, &Document::selectionChanged, this, &DesignCanvas::showMarks);
        connect(m_document, &Document::centreRequested, this, &DesignCanvas::bringSelectedIntoView);
        showDrawing(true);
        if (const auto seen = m_seen.find(document); seen != m_seen.end() && isDrawn()) {
            m_fitted = false;
            setViewport(seen->second);
        }
    }
    Q_EMIT documentChanged();
}

void DesignCanvas::setMode(CanvasMode* mode) {
    if (mode == m_mode) return;
    if (m_mode) disconnect(m_mode, nullptr, this, nullptr);
    m_mode = mode;
    const auto remake = [this] {
        const bool wereAwaited = std::exchange(m_marksAwaited, false);
        if (!isIdle()) {
            showMarks();
        } else if (m_drawingWaits) {
            takeUpDrawing();
        } else {
            makeBase();
        }
        if (wereAwaited) paintAtOnce(window());
    };
    if (m_mode) connect(m_mode, &CanvasMode::marksChanged, this, remake);
    remake();
    Q_EMIT modeChanged();
}

void DesignCanvas::setSettings(Settings* settings) {
    if (settings == m_settings) return;
    if (m_settings) disconnect(m_settings, nullptr, this, nullptr);
    m_settings = settings;
    if (m_settings) {
        connect(m_settings, &Settings::changed, this, [this] {
            const bool shows = m_scene && m_scene->gridDots.alpha > 0;
            if (m_scene && shows != m_settings->gridShown()) makeBase();
        });
    }
    makeBase();
}

void DesignCanvas::setDark(bool dark) {
    if (dark == m_dark) return;
    m_dark = dark;
    makeBase();
    Q_EMIT darkChanged();
}

// The scenes.

void DesignCanvas::showDrawing(bool another) {
    // What is in the hand was taken out of the drawing that shows.
    if (!another && !isIdle()) {
        m_drawingWaits = true;
        return;
    }
    if (another) {
        m_hands.seen.clear();
        m_fitted = true;
        m_worked = false;
    }
    const Drawing* drawing = m_document->drawing();
    m_marksAwaited = drawing != nullptr && m_mode && m_mode->isAboutToMark(*drawing);
    if (another || !m_marksAwaited) {
        takeUpDrawing();
        if (another && m_scene) paintAtOnce(window());
        return;
    }
    // Once they are asked for: while another thread works them out, all else is made. It is painted
    // when they come, or a little later: to paint all twice takes longer.
    m_drawingWaits = true;
    if (window() != nullptr) new FramePutOff(this, *window(), [this] { return m_marksAwaited; });
    const auto takeUp = [this] {
        if (m_drawingWaits && isIdle()) takeUpDrawing();
    };
    QMetaObject::invokeMethod(this, takeUp, Qt::QueuedConnection);
}

void DesignCanvas::takeUpDrawing() {
    m_drawingWaits = false;
    send(tools::EventKind::Interrupt);
    setHovered({});
    makeBase();
    if (m_fitted && !m_worked) showWhole();
}

Overlay DesignCanvas::overlay() const {
    Overlay overlay;
    if (m_mode && m_drawing) m_mode->mark(overlay, *m_drawing);
    return overlay;
}

SceneAhead::Look DesignCanvas::look() const {
    return {&theme(), !m_settings || m_settings->gridShown(), isSeenFromAfar(m_viewport, window())};
}

void DesignCanvas::makeBase() {
    const Drawing* drawing = m_document == nullptr ? nullptr : m_document->drawing();
    const std::optional<Drawing> before =
        std::exchange(m_drawing, drawing == nullptr ? std::nullopt : std::optional(*drawing));
    if (!m_drawing) {
        if (m_document != nullptr) m_document->sceneAhead().expect(look());
        m_scene.reset();
        m_marked.reset();
        for (CanvasLayer* layer : {m_base, m_marks, m_hand}) layer->show(nullptr, m_viewport);
        return;
    }
    SceneInput input;
    input.diagram = m_drawing->diagram;
    input.layout = m_drawing->layout;
    const SceneAhead::Look shown = look();
    input.theme = shown.theme;
    input.grid = shown.grid;
    input.fromAfar = shown.fromAfar;
    // What a mode draws over the drawing is among the marks; what it changes in it is here.
    Overlay mode = overlay();
    input.overlay.concerned = std::move(mode.concerned);
    input.overlay.cells = std::move(mode.cells);
    input.overlay.details = std::move(mode.details);
    std::vector<std::shared_ptr<const void>> gone;
    const bool stays = before && before->diagram != m_drawing->diagram && (!m_fitted || m_worked);
    const Point way = stays ? wayOfMost(*before, *m_drawing, m_viewport) : Point{};
    if (way != Point{}) m_hands.seen.clear();  // It is where it was seen.
    m_viewport.origin.x += way.x;
    m_viewport.origin.y += way.y;
    const auto shows = [&input](const std::shared_ptr<const Scene>& scene) {
        const SceneInput* was = sameDrawing(scene, input);
        return was != nullptr && sameBelowMarks(was->overlay, input.overlay, *input.diagram);
    };
    if (auto ahead = m_document->sceneAhead().take(); shows(ahead)) {
        gone.push_back(std::exchange(m_scene, std::move(ahead)));
    } else if (!shows(m_scene)) {
        auto scene = std::make_shared<MadeScene>(MadeScene{buildScene(input, m_measure), {}});
        scene->madeOf = std::move(input);
        gone.push_back(std::exchange(m_scene, std::move(scene)));
    }
    m_base->show(m_scene, m_viewport);
    if (m_marksAwaited) {
        m_marksWait = true;
        polish();
    } else {
        showMarks();
    }
    if (way != Point{}) Q_EMIT viewportChanged();
    letGo(std::move(gone));
}

/// Makes the marks for a frame that comes before those that are awaited.
void DesignCanvas::updatePolish() {
    if (m_marksWait) showMarks();
}

std::vector<BoxIndex> DesignCanvas::selectedBoxes() const {
    const DesignSelection& selection = m_document->selection();
    const Diagram& diagram = *m_scene->diagram;
    std::vector<BoxIndex> boxes = tools::boxesOf(diagram, selection);
    if (!selection.box.empty()) boxes.push_back(diagram.find(selection.box));
    // What has no box of its own is shown by another one.
    if (boxes.size() < selection.resources.size()) {
        const auto shownBy = diagram.representatives();
        for (const ResourceId resource : selection.resources) {
            const auto box = shownBy.find(resource);
            if (box != shownBy.end()) boxes.push_back(box->second);
        }
    }
    std::ranges::sort(boxes);
    boxes.erase(std::unique(boxes.begin(), boxes.end()), boxes.end());
    std::erase(boxes, kNoBox);
    return boxes;
}

void DesignCanvas::showMarks() {
    m_marksWait = false;
    if (!isDrawn()) return;
    SceneInput input;
    input.diagram = m_scene->diagram;
    input.layout = m_scene->layout;
    input.theme = &theme();
    if (m_document->drawing() != nullptr && m_document->drawing()->diagram == m_scene->diagram) {
        input.overlay.badges = m_document->badges();
    }
    Overlay mode = overlay();
    m_lookedAt = mode.concerned.value_or(std::set<BoxIndex>());
    input.overlay.paths = std::move(mode.paths);
    input.overlay.highlights = std::move(mode.highlights);
    input.overlay.concerned = std::move(mode.concerned);
    input.overlay.details = std::move(mode.details);
    input.overlay.selected = selectedBoxes();
    m_lookedAt.insert(input.overlay.selected.begin(), input.overlay.selected.end());
    const Design& design = *m_document->session().design();
    for (const tools::Mark mark : tools::marksOf(design, m_document->selection())) {
        input.overlay.selectedPlaces.push_back(*tools::placeOf(design, mark));
    }
    if (const auto link = tools::linkOf(*m_scene->diagram, m_document->selection())) {
        input.overlay.selectedLinks.push_back(*link);
    }
    std::vector<std::shared_ptr<const void>> gone;
    const SceneInput* was = sameDrawing(m_marked, input);
    if (was == nullptr || !sameOverlay(was->overlay, input.overlay)) {
        const auto& routes = m_routed.of(input, m_measure, m_mode ? m_mode->routes() : nullptr);
        auto marks =
            std::make_shared<MadeScene>(MadeScene{buildMarks(input, routes, m_measure), {}});
        marks->madeOf = std::move(input);
        gone.push_back(std::exchange(m_marked, std::move(marks)));
    }
    m_scene->badges = m_marked->badges;
    m_marks->show(m_marked, m_viewport);
    letGo(std::move(gone));
    showHand();
    Q_EMIT selectedChanged();
}

void DesignCanvas::showHand() {
    if (!isDrawn()) return;
    const Scene picture =
        isIdle() ? tools::hoverPicture(m_hands.hovered.box, view(), theme(), marked().get())
                 : tools::handPicture(m_state, view(), theme());
    m_hand->show(std::make_shared<const Scene>(picture), m_viewport);
}

void DesignCanvas::geometryChange(const QRectF& now, const QRectF& before) {
    QQuickItem::geometryChange(now, before);
    // A panel that opens takes room: who asked for no other view goes on seeing everything. Once
    // something was done, nothing moves further than that takes, nor under what is in the hand.
    if (!m_fitted || !isIdle() || (m_worked && stillFits())) {
        setViewport(m_viewport);
    } else if (const auto moved = m_worked && isDrawn()
                                      ? movedToShowAll(*m_scene, m_viewport, {width(), height()},
                                                       lowerLeft(size(), m_corner))
                                      : std::nullopt) {
        setViewport(*moved);
    } else {
        showWhole();
    }
}

// The viewport.

Hit DesignCanvas::hitAt(QPointF point) const {
    if (!isDrawn()) return {};
    return tools::pointedAt(*m_scene, toScene(m_viewport, {point.x(), point.y()}), m_viewport.scale,
                            kTolerance / m_viewport.scale);
}

std::optional<QPointF> DesignCanvas::centreOf(const std::string& key) const {
    if (!isDrawn()) return {};
    const BoxIndex box = m_scene->diagram->find(key);
    if (box == kNoBox) return {};
    const Point point = toCanvas(m_viewport, center(m_scene->layout->rects[box]));
    return QPointF(point.x, point.y);
}

void DesignCanvas::setViewport(const Viewport& viewport) {
    const bool resized = m_viewport.size != Size{width(), height()};
    m_viewport = viewport;
    m_viewport.size = {width(), height()};
    for (CanvasLayer* layer : {m_base, m_marks, m_hand}) layer->look(m_viewport);
    if (isDrawn() && !m_drawingWaits && !m_scene->fromAfar &&
        isSeenFromAfar(m_viewport, window())) {
        makeBase();
    } else if (resized && isDrawn()) {
        m_base->show(m_scene, m_viewport);
        showMarks();
    }
    lookUnderPointer();
    Q_EMIT viewportChanged();
}

int DesignCanvas::zoomPercent() const {
    return static_cast<int>(std::lround(m_viewport.scale * kPercent));
}

void DesignCanvas::fit() {
    m_fitted = true;
    m_worked = false;
    showWhole();
}

bool DesignCanvas::stillFits() const {
    if (!isDrawn()) return false;
    const auto moved =
        movedToShowAll(*m_scene, m_viewport, {width(), height()}, lowerLeft(size(), m_corner));
    return moved && moved->origin == m_viewport.origin;
}

void DesignCanvas::showWhole() {
    if (isDrawn() && width() > 0 && height() > 0) {
        setViewport(fitIntoCanvas(*m_scene, {width(), height()}, lowerLeft(size(), m_corner)));
    }
}

void DesignCanvas::fitSelection() {
    if (!isDrawn()) return;
    Rect area;
    for (const BoxIndex box : selectedBoxes()) area = united(area, m_scene->layout->rects[box]);
    const Design& design = *m_document->session().design();
    for (const tools::Mark mark : tools::marksOf(design, m_document->selection())) {
        area = united(area, *tools::placeOf(design, mark));
    }
    if (area.width <= 0 || area.height <= 0) return;
    area = inflated(area, kSelectionMargin);
    Viewport viewport = m_viewport;
    viewport.scale = std::clamp(std::min(width() / area.width, height() / area.height), kLeastScale,
                                kMostSelectionScale);
    const Point middle = center(area);
    viewport.origin = {middle.x - width() / viewport.scale / 2,
                       middle.y - height() / viewport.scale / 2};
    m_fitted = false;
    setViewport(viewport);
}

void DesignCanvas::zoomAt(QPointF point, double factor) {
    Viewport viewport = m_viewport;
    const Point kept = toScene(m_viewport, {point.x(), point.y()});
    viewport.scale = std::clamp(viewport.scale * factor, kLeastScale, kMostScale);
    viewport.origin = {kept.x - point.x() / viewport.scale, kept.y - point.y() / viewport.scale};
    m_fitted = false;
    setViewport(viewport);
}

void DesignCanvas::zoomIn() { zoomAt({width() / 2, height() / 2}, kZoomStep); }
void DesignCanvas::zoomOut() { zoomAt({width() / 2, height() / 2}, 1 / kZoomStep); }
void DesignCanvas::zoomToWhole() { zoomAt({width() / 2, height() / 2}, 1 / m_viewport.scale); }

void DesignCanvas::panBy(QPointF delta) {
    Viewport viewport = m_viewport;
    viewport.origin.x -= delta.x() / viewport.scale;
    viewport.origin.y -= delta.y() / viewport.scale;
    m_fitted = false;
    setViewport(viewport);
}

void DesignCanvas::bringSelectedIntoView() {
    if (!isDrawn()) return;
    const auto boxes = selectedBoxes();
    if (boxes.empty()) return;
    const Rect& rect = m_scene->layout->rects[boxes.front()];
    const Point by = wayIntoView(m_viewport, rect);
    if (by.x != 0 || by.y != 0) panBy({-by.x, -by.y});
}

void DesignCanvas::centreOn(Point point) {
    const Point shown = toCanvas(m_viewport, point);
    panBy({width() / 2 - shown.x, height() / 2 - shown.y});
}

void DesignCanvas::scrollAtEdge() {
    const auto pull = [](double at, double size) {
        if (at < kScrollZone) return kScrollStep;
        return at > size - kScrollZone ? -kScrollStep : 0.0;
    };
    const QPointF by(pull(m_hands.pointer.x(), width()), pull(m_hands.pointer.y(), height()));
    const bool carries = !isIdle() && !std::holds_alternative<tools::Panning>(m_state) &&
                         !std::holds_alternative<tools::Pointing>(m_state);
    // What comes from the palette comes over the edge: that is no wish to scroll.
    m_hands.mayScroll = carries && (m_hands.mayScroll || by.isNull());
    if (!m_hands.mayScroll || by.isNull()) {
        m_scroll.stop();
        return;
    }
    panBy(by);
    send(tools::EventKind::Move);
}

void DesignCanvas::beginPlacing(const QString& part) {
    if (!isDrawn()) return;
    forceActiveFocus(Qt::MouseFocusReason);
    setHovered({});
    const bool pressed = QGuiApplication::mouseButtons() != Qt::NoButton;
    m_state = tools::Placing{part.toStdString(), {}, pressed, {}};
    if (pressed) grabMouse();
    setKeepMouseGrab(pressed);
    const QPoint at = window() == nullptr ? QPoint() : window()->mapFromGlobal(QCursor::pos());
    m_hands.pointer = mapFromScene(at);
    send(tools::EventKind::Move);
}

void DesignCanvas::placeAtSelection(const QString& part) {
    if (!isDrawn()) return;
    if (tools::markSize(part.toStdString())) {
        const tools::View seen = view();
        // Where the pointer is, if it is on the drawing; else in the middle of what shows.
        const QPointF at = m_hands.isPointed ? m_hands.pointer : QPointF(width() / 2, height() / 2);
        const Point middle = toScene(m_viewport, {at.x(), at.y()});
        const Rect place = tools::placeFor(part.toStdString(), seen.scene, seen.world.design,
                                           seen.selection, middle);
        make(tools::planMark(part.toStdString(), place));
        Q_EMIT renameRequested();
        return;
    }
    const auto boxes = selectedBoxes();
    BoxIndex box = boxes.empty() ? 0 : boxes.front();
    // Beside a subnet the next one stands in the other zone: one by one, they stand by turns.
    if (part == QLatin1String("AWS::EC2::Subnet")) {
        const BoxIndex vpc = tools::around(*m_scene->diagram, box, BoxKind::Vpc);
        const bool isBeside = m_scene->diagram->boxes[box].kind == BoxKind::Subnet;
        if (isBeside && vpc != kNoBox) box = vpc;
    }
    placePart(*m_document, part.toStdString(), box, [this, box](tools::Offer offer) {
        const Point middle = box == 0 ? Point{width() / 2, height() / 2}
                                      : toCanvas(m_viewport, center(m_scene->layout->rects[box]));
        offer.at = {std::clamp(middle.x, 0.0, width()), std::clamp(middle.y, 0.0, height())};
        Q_EMIT offered(offer);
    });
}

void DesignCanvas::selectAll() {
    if (!isDrawn()) return;
    m_document->select(tools::everything(*m_scene->diagram, *m_document->session().design()));
}

bool DesignCanvas::isDropLegal() const {
    const tools::DropPlan* plan = tools::planOf(m_state);
    return plan != nullptr && plan->legal;
}

QString DesignCanvas::dropNote() const {
    const tools::DropPlan* plan = tools::planOf(m_state);
    return plan == nullptr ? QString() : QString::fromStdString(plan->why);
}

QString DesignCanvas::hoveredName() const {
    if (!isDrawn()) return {};
    const Diagram& diagram = *m_scene->diagram;
    if (m_hands.hovered.part == HitPart::Link) {
        const Link& link = diagram.links[m_hands.hovered.index];
        return tr("%1 to %2%3")
            .arg(QString::fromStdString(diagram.boxes[link.from].title),
                 QString::fromStdString(diagram.boxes[link.to].title),
                 link.label.empty() ? QString()
                                    : QStringLiteral("\n") + QString::fromStdString(link.label));
    }
    if (m_hands.hovered.part == HitPart::Note) {
        const Note& note = diagram.notes[m_hands.hovered.index];
        const bool cut = noteHeight(note.text, note.place.width, m_measure) > note.place.height;
        return cut ? QString::fromStdString(note.text) : QString();
    }
    if (m_hands.hovered.part == HitPart::Frame) {
        return QString::fromStdString(diagram.frames[m_hands.hovered.index].title);
    }
    if (m_hands.hovered.box == kNoBox) return {};
    const Box& box = diagram.boxes[m_hands.hovered.box];
    if (m_hands.hovered.part == HitPart::List) {
        return QString::fromStdString(
            tools::badgeWords(box.badges[m_hands.hovered.index], *m_document->session().design()));
    }
    if (m_hands.hovered.part == HitPart::Fold) {
        const QString title = QString::fromStdString(box.title);
        return box.folded ? tr("Unfold %1").arg(title) : tr("Fold %1").arg(title);
    }
    if (m_viewport.scale >= kReadableScale && isWholeAt(*m_scene, m_hands.hovered.box, m_measure)) {
        return {};
    }
    QString name = QString::fromStdString(box.title);
    if (!box.detail.empty()) name += QStringLiteral("\n") + QString::fromStdString(box.detail);
    return name;
}

}  // namespace archivolt
