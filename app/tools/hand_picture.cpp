#include "app/tools/hand_picture.h"

#include "app/tools/connection.h"
#include "app/tools/each_tool.h"
#include "app/tools/selecting.h"
#include "render/layout/fold.h"
#include "render/scene/mark_look.h"
#include "render/scene/spatial_index.h"

namespace archivolt::tools {

namespace {

constexpr Color kNoColor{0, 0, 0, 0};
constexpr std::size_t kMostCarried = 400;  // Of more shapes, the frames alone are carried.
constexpr std::uint8_t kFaded = 150;
constexpr double kHandleRadius = 4.5;

/// Collects shapes of one picture.
class Picture {
public:
    Picture(const View& view, const Theme& theme) : m_view(view), m_theme(theme) {
        m_scene.background = kNoColor;
        m_scene.gridDots = kNoColor;
    }

    void add(const RectShape& shape) {
        m_scene.items.push_back({shape, inflated(shape.rect, shape.strokeWidth + 1)});
    }
    void add(const LineShape& line) {
        Rect bounds{line.points.front().x, line.points.front().y, 0, 0};
        for (const Point& p : line.points) {
            bounds = united(inflated(bounds, 0.5), {p.x - 0.5, p.y - 0.5, 1, 1});
        }
        m_scene.items.push_back({line, inflated(bounds, line.width + 8)});
    }

    /// Sets off the container or the other end that is meant.
    void target(const DropPlan& plan) {
        if (plan.target == kNoBox || plan.target == 0) return;
        const ToneColors tone = m_theme.tone(plan.legal ? Tone::Pass : Tone::Stop);
        add(RectShape{m_view.scene.layout->rects[plan.target], 10, tone.ink.withAlpha(22), tone.ink,
                      1.5, Dash::Solid});
    }

    /// Shows boxes with all that is in them moved by some way, and where they come from faded.
    void carry(const std::vector<BoxIndex>& boxes, Point by) {
        const Diagram& diagram = *m_view.scene.diagram;
        std::vector<bool> carried(diagram.boxes.size());
        for (const BoxIndex box : boxes) carried[box] = true;
        for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
            carried[i] = carried[i] || carried[diagram.boxes[i].parent];
        }
        for (const BoxIndex box : boxes) {
            add(RectShape{m_view.scene.layout->rects[box], 9, m_theme.canvas.withAlpha(kFaded),
                          kNoColor, 0, Dash::Solid});
        }
        std::vector<const SceneItem*> items;
        for (const SceneItem& item : m_view.scene.items) {
            if (item.box != kNoBox && carried[item.box]) items.push_back(&item);
        }
        if (items.size() > kMostCarried) {
            for (const BoxIndex box : boxes) outline(moved(m_view.scene.layout->rects[box], by));
            return;
        }
        for (const SceneItem* item : items) {
            SceneItem copy = *item;
            std::visit([&](auto& shape) { move(shape, by); }, copy.shape);
            copy.bounds = moved(copy.bounds, by);
            copy.box = kNoBox;
            m_scene.items.push_back(std::move(copy));
        }
        for (const BoxIndex box : boxes) outline(moved(m_view.scene.layout->rects[box], by));
    }

    void outline(const Rect& rect) {
        add(RectShape{inflated(rect, 3), 11, m_theme.accent.ink.withAlpha(12), m_theme.accent.ink,
                      2, Dash::Solid});
    }

    /// Outlines a box, under the nodes that cross its border.
    void hover(BoxIndex box, const Scene* marks) {
        const Diagram& diagram = *m_view.scene.diagram;
        const Rect& rect = m_view.scene.layout->rects[box];
        const bool node = isNode(diagram.boxes[box].kind);
        add(RectShape{rect, node ? 8.0 : 10.0, kNoColor, m_theme.muted, 1.25, Dash::Solid});
        if (node) return;
        // What marks the nodes that cross it stands over them, as it did.
        addAcross(rect, m_view.scene);
        if (marks != nullptr) addAcross(rect, *marks);
    }

    /// Adds what a scene shows of the nodes that a frame's border runs through.
    void addAcross(const Rect& frame, const Scene& scene) {
        const Diagram& diagram = *m_view.scene.diagram;
        for (const SceneItem& item : scene.items) {
            if (item.box == kNoBox || !isNode(diagram.boxes[item.box].kind)) continue;
            const Rect& node = m_view.scene.layout->rects[item.box];
            const bool crosses =
                intersects(inflated(frame, 2), node) && !contains(inflated(frame, -2), node);
            if (crosses) m_scene.items.push_back(item);
        }
    }

    void handle(BoxIndex box) {
        const Point at = handleOf(m_view.scene.layout->rects[box]);
        const double r = kHandleRadius / m_view.window.scale;
        add(RectShape{{at.x - r, at.y - r, 2 * r, 2 * r},
                      r,
                      m_theme.surface,
                      m_theme.accent.ink,
                      1.5 / m_view.window.scale,
                      Dash::Solid});
    }

    void wire(BoxIndex from, Point to, bool legal) {
        const Color ink = legal ? m_theme.pass.ink : m_theme.accent.ink;
        add(LineShape{
            {handleOf(m_view.scene.layout->rects[from]), to}, ink, 2, Dash::Solid, true, 0});
    }

    void guide(const Guide& guide) {
        const double fine = 1 / m_view.window.scale;
        add(LineShape{{guide.from, guide.to}, m_theme.accent.ink, fine, Dash::Solid, false, 0});
        if (!guide.gap) return;
        // A gap has ends, so that it is not taken for a line that things stand on.
        const double arm = 4 / m_view.window.scale;
        const bool across = guide.from.y == guide.to.y;
        for (const Point& end : {guide.from, guide.to}) {
            const Point by = across ? Point{0, arm} : Point{arm, 0};
            add(LineShape{{{end.x - by.x, end.y - by.y}, {end.x + by.x, end.y + by.y}},
                          m_theme.accent.ink,
                          fine,
                          Dash::Solid,
                          false,
                          0});
        }
    }

    /// Shows where a note or a frame would be.
    void mark(const Rect& place) { outline(inflated(place, -3)); }

    /// Shows the sign that folds a container.
    void foldSignOf(BoxIndex box) {
        const Box& shown = m_view.scene.diagram->boxes[box];
        if (!offersFold(*m_view.scene.diagram, box)) return;
        const Rect sign = foldSign(m_view.scene.layout->rects[box], shown.kind);
        add(RectShape{sign, sign.height / 2, m_theme.surface, m_theme.accent.ink, 1.25,
                      Dash::Solid});
        const Rect icon{center(sign).x - 7, center(sign).y - 7, 14, 14};
        m_scene.items.push_back(
            {IconShape{icon, shown.folded ? "plus" : "minus", m_theme.accent.ink}, icon});
    }

    void area(const Rect& rect) {
        add(RectShape{rect, 0, m_theme.accent.ink.withAlpha(22), m_theme.accent.ink,
                      1 / m_view.window.scale, Dash::Solid});
    }

    Scene finish() && {
        std::vector<Rect> bounds;
        for (const SceneItem& item : m_scene.items) {
            bounds.push_back(item.bounds);
            m_scene.bounds = united(m_scene.bounds, item.bounds);
        }
        m_scene.index = std::make_shared<const SpatialIndex>(bounds, m_scene.bounds);
        return std::move(m_scene);
    }

private:
    static Rect moved(const Rect& r, Point by) {
        return {r.x + by.x, r.y + by.y, r.width, r.height};
    }
    static void move(RectShape& shape, Point by) { shape.rect = moved(shape.rect, by); }
    static void move(IconShape& shape, Point by) { shape.rect = moved(shape.rect, by); }
    static void move(TextShape& shape, Point by) {
        shape.baseline.x += by.x;
        shape.baseline.y += by.y;
    }
    static void move(LineShape& shape, Point by) {
        for (Point& p : shape.points) p = {p.x + by.x, p.y + by.y};
    }

    const View& m_view;
    const Theme& m_theme;
    Scene m_scene;
};

}  // namespace

Scene handPicture(const State& state, const View& view, const Theme& theme) {
    Picture picture(view, theme);
    if (const auto* dragging = std::get_if<Dragging>(&state)) {
        picture.target(dragging->plan);
        picture.carry(dragging->boxes, dragging->by);
        for (const Mark mark : dragging->marks) {
            const auto place = placeOf(view.world.design, mark);
            if (place)
                picture.mark({place->x + dragging->by.x, place->y + dragging->by.y, place->width,
                              place->height});
        }
        for (const Guide& guide : dragging->guides) picture.guide(guide);
    }
    if (const auto* placing = std::get_if<Placing>(&state)) {
        picture.target(placing->plan);
        const Size size = markSize(placing->part).value_or(Size{kNodeMinWidth, kNodeHeight});
        picture.outline({placing->at.x - size.width / 2, placing->at.y - size.height / 2,
                         size.width, size.height});
    }
    if (const auto* connecting = std::get_if<Connecting>(&state)) {
        picture.target(connecting->plan);
        picture.wire(connecting->from, connecting->to, connecting->plan.legal);
    }
    if (const auto* marquee = std::get_if<Marquee>(&state)) picture.area(rectOf(*marquee));
    if (const auto* resizing = std::get_if<Resizing>(&state)) picture.outline(resizing->now);
    return std::move(picture).finish();
}

Scene hoverPicture(BoxIndex hovered, const View& view, const Theme& theme, const Scene* marks) {
    Picture picture(view, theme);
    if (hovered != kNoBox) {
        picture.hover(hovered, marks);
        picture.foldSignOf(hovered);
    }
    for (const BoxIndex box : handlesShown(view, hovered)) picture.handle(box);
    return std::move(picture).finish();
}

}  // namespace archivolt::tools
