#include "app/tools/drop_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/session/selection.h"
#include "app/tools/home_change.h"
#include "app/tools/placed.h"
#include "app/tools/references.h"

namespace archivolt::tools {

namespace {

bool isFrame(BoxKind kind) { return !isNode(kind) && kind != BoxKind::Canvas; }

/// Returns the containers under a point, the innermost first and the canvas last, without those
/// that are dragged and what is within them.
std::vector<BoxIndex> containersAt(const Scene& scene, Point point,
                                   const std::vector<BoxIndex>& dragged) {
    const Diagram& diagram = *scene.diagram;
    std::vector<BoxIndex> found;
    for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
        if (!isFrame(diagram.boxes[i].kind) || !contains(scene.layout->rects[i], point)) continue;
        const bool moves =
            std::ranges::any_of(dragged, [&](BoxIndex each) { return diagram.isWithin(i, each); });
        if (!moves) found.push_back(i);
    }
    const auto crosses = [&](BoxIndex box) {
        return diagram.boxes[box].kind == BoxKind::Fleet ||
               diagram.boxes[box].kind == BoxKind::Span;
    };
    // What crosses subnets lies over them; else the inner one stands after the outer.
    std::ranges::sort(found, [&](BoxIndex a, BoxIndex b) {
        return crosses(a) != crosses(b) ? crosses(a) : a > b;
    });
    found.push_back(0);
    return found;
}

std::string titleOf(const Scene& scene, const World& world, BoxIndex box) {
    const Box& shown = scene.diagram->boxes[box];
    const auto declared = declaredResource(world.design, resourceOf(shown)).resource;
    return declared ? declared->logicalId : shown.title;
}

/// One drop, being worked out.
class DropMaker {
public:
    DropMaker(const Scene& scene, const Drop& drop, const World& world)
        : m_scene(scene), m_drop(drop), m_world(world) {}

    DropPlan plan() {
        if (m_drop.boxes.empty()) return refuse(0, "Nothing here can be moved");
        const auto under = m_drop.staysHome ? std::vector<BoxIndex>{}
                                            : containersAt(m_scene, m_drop.pointer, m_drop.boxes);
        for (const BoxIndex box : m_drop.boxes) {
            if (!add(box, under)) return m_plan;
        }
        if (m_plan.edits.empty()) {
            const BoxIndex first = m_drop.boxes.front();
            return refuse(m_scene.diagram->boxes[first].parent,
                          fmt::format("{} stands where the layout puts it; drop it elsewhere",
                                      titleOf(m_scene, m_world, first)));
        }
        describe();
        return m_plan;
    }

private:
    bool add(BoxIndex box, const std::vector<BoxIndex>& under) {
        const Box& shown = m_scene.diagram->boxes[box];
        BoxIndex container = shown.parent;
        for (const BoxIndex each : under) {
            HomeChange change = homeChange(m_scene, m_drop, m_world, box, each);
            if (change.answer == HomeAnswer::LookThrough) continue;
            container = each;
            if (change.answer == HomeAnswer::No) {
                refuse(each, change.why);
                return false;
            }
            if (change.answer == HomeAnswer::Stays) break;
            return enter(box, each, std::move(change));
        }
        if (m_plan.target == kNoBox || box == m_drop.grabbed) m_plan.target = container;
        if (const auto place = placeAfter(m_scene, m_world.design, box, kNoBox, m_drop.by)) {
            m_plan.edits.push_back(*place);
            ++m_placed;
        }
        return true;
    }

    bool enter(BoxIndex box, BoxIndex container, HomeChange change) {
        m_plan.target = container;
        for (Edit& edit : change.edits) {
            // Two of a set may share what decides where they stand.
            const bool known = std::ranges::find(m_plan.edits, edit) != m_plan.edits.end();
            if (!known) m_plan.edits.push_back(std::move(edit));
        }
        if (!m_why.empty()) m_why += "; ";
        m_why += change.why;
        ++m_entered;
        const Box& shown = m_scene.diagram->boxes[box];
        if (const auto place = placeAfter(m_scene, m_world.design, box, container, m_drop.by)) {
            m_plan.edits.push_back(*place);
        } else {
            if (m_world.design.placements.contains(shown.resource)) {
                m_plan.edits.emplace_back(MoveResource{shown.resource, std::nullopt});
            }
            if (m_world.design.places.contains(shown.place)) {
                m_plan.edits.emplace_back(PlaceBox{shown.place, std::nullopt});
            }
        }
        return true;
    }

    void describe() {
        m_plan.legal = true;
        m_plan.moves = m_entered == 0;
        const std::string what = m_drop.boxes.size() == 1
                                     ? titleOf(m_scene, m_world, m_drop.boxes.front())
                                     : fmt::format("{} things", m_drop.boxes.size());
        if (m_plan.moves) {
            m_plan.why = fmt::format("Moves {}; the template stays as it is", what);
            m_plan.label = "Place " + what;
            return;
        }
        const std::string where = titleOf(m_scene, m_world, m_plan.target);
        m_plan.label = fmt::format("Move {} to {}", what, where);
        m_plan.why = m_entered == 1 ? m_why : fmt::format("{} go to {}", what, where);
    }

    DropPlan refuse(BoxIndex target, std::string why) {
        m_plan = {};
        m_plan.target = target;
        m_plan.why = std::move(why);
        return m_plan;
    }

    const Scene& m_scene;
    const Drop& m_drop;
    const World& m_world;
    DropPlan m_plan;
    std::string m_why;
    std::size_t m_entered = 0;
    std::size_t m_placed = 0;
};

/// Returns the row of subnets that a frame across them stands in, from left to right.
std::vector<BoxIndex> rowOf(const Scene& scene, BoxIndex span) {
    const Diagram& diagram = *scene.diagram;
    const BoxIndex vpc = around(diagram, span, BoxKind::Vpc);
    const Rect& first = scene.layout->rects[diagram.boxes[span].spans.front()];
    std::vector<BoxIndex> row;
    for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
        const Rect& rect = scene.layout->rects[i];
        const bool level = diagram.boxes[i].kind == BoxKind::Subnet && rect.y < bottom(first) &&
                           first.y < bottom(rect);
        if (level && diagram.isWithin(i, vpc)) row.push_back(i);
    }
    std::ranges::sort(row, {}, [&](BoxIndex box) { return scene.layout->rects[box].x; });
    return row;
}

bool hasSpans(const Diagram& diagram, BoxIndex box) {
    const BoxKind kind = diagram.boxes[box].kind;
    return (kind == BoxKind::Span || kind == BoxKind::Fleet) && !diagram.boxes[box].spans.empty();
}

bool hasSize(BoxKind kind) {
    return kind == BoxKind::Region || kind == BoxKind::Vpc || kind == BoxKind::Subnet;
}

}  // namespace

ResourceId resourceOf(const Box& box) {
    if (box.resource) return box.resource;
    const bool stands = isNode(box.kind) || box.kind == BoxKind::Span || box.kind == BoxKind::Fleet;
    return stands && box.place.part.starts_with('#') ? box.place.resource : ResourceId{};
}

bool canDrag(const Box& box) {
    if (box.external) return false;
    if (box.kind == BoxKind::Region) return true;
    return box.kind != BoxKind::Zone && box.kind != BoxKind::Shelf && resourceOf(box);
}

DropPlan planDrop(const Scene& scene, const Drop& drop, const World& world) {
    return DropMaker(scene, drop, world).plan();
}

Edges edgesAt(const Scene& scene, BoxIndex box, Point point, double tolerance) {
    const Diagram& diagram = *scene.diagram;
    const bool spans = hasSpans(diagram, box);
    const Box& shown = diagram.boxes[box];
    if (shown.external || shown.folded || (!spans && !hasSize(shown.kind))) return {};
    const Rect& rect = scene.layout->rects[box];
    if (!contains(inflated(rect, tolerance), point)) return {};
    Edges edges;
    edges.right = std::abs(point.x - right(rect)) <= tolerance;
    edges.left = spans && !edges.right && std::abs(point.x - rect.x) <= tolerance;
    edges.bottom = !spans && std::abs(point.y - bottom(rect)) <= tolerance;
    return edges;
}

Rect resized(const Scene& scene, BoxIndex box, const Edges& edges, Point by) {
    const Diagram& diagram = *scene.diagram;
    Rect rect = scene.layout->rects[box];
    Point least{rect.x, rect.y};
    for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
        if (diagram.boxes[i].parent != box || hasSpans(diagram, box)) continue;
        least.x = std::max(least.x, right(scene.layout->rects[i]) + kPadding);
        least.y = std::max(least.y, bottom(scene.layout->rects[i]) + kPadding);
    }
    if (edges.right) rect.width = std::max({rect.width + by.x, least.x - rect.x, kNodeMinWidth});
    if (edges.bottom) rect.height = std::max({rect.height + by.y, least.y - rect.y, kNodeHeight});
    if (edges.left) {
        const double moved = std::min(by.x, rect.width - kNodeMinWidth);
        rect.x += moved;
        rect.width -= moved;
    }
    return rect;
}

DropPlan planResize(const Scene& scene, BoxIndex box, const Rect& rect, const World& world) {
    const Diagram& diagram = *scene.diagram;
    const std::string title = titleOf(scene, world, box);
    DropPlan plan;
    plan.target = box;
    if (!hasSpans(diagram, box)) {
        const Rect& parent = scene.layout->rects[diagram.boxes[box].parent];
        const Rect place{rect.x - parent.x, rect.y - parent.y, rect.width, rect.height};
        plan.legal = rect != scene.layout->rects[box];
        plan.moves = true;
        plan.label = "Resize " + title;
        plan.why = fmt::format("{:.0f} × {:.0f}", rect.width, rect.height);
        if (plan.legal)
            plan.edits.emplace_back(PlaceBox{diagram.boxes[box].place, BoxPlace{place}});
        return plan;
    }
    const auto& present = diagram.boxes[box].spans;
    std::vector<BoxIndex> covered;
    for (const BoxIndex subnet : rowOf(scene, box)) {
        const bool stands = std::ranges::find(present, subnet) != present.end();
        const Rect& each = scene.layout->rects[subnet];
        // It stays where the frame still reaches in, and gains where it comes past the middle.
        const double past = stands ? std::min(kPadding, each.width / 2) : each.width / 2;
        if (rect.x <= right(each) - past && right(rect) >= each.x + past) covered.push_back(subnet);
    }
    // What stands apart from the frame is not reached by its edges, and stays.
    for (const BoxIndex subnet : allSubnetsOf(diagram, box)) {
        if (std::ranges::find(present, subnet) == present.end()) covered.push_back(subnet);
    }
    HomeChange change = membershipChange(scene, world, box, covered);
    plan.legal = change.answer == HomeAnswer::Yes;
    plan.why =
        change.answer == HomeAnswer::Stays
            ? fmt::format("{} keeps its subnets; pull the edge past the middle of another one",
                          title)
            : change.why;
    if (!plan.legal) return plan;
    plan.label = fmt::format("Change the subnets of {}", title);
    plan.edits = std::move(change.edits);
    return plan;
}

}  // namespace archivolt::tools
