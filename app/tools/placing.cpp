#include <algorithm>

#include "app/tools/each_tool.h"
#include "app/tools/marks.h"
#include "app/tools/parents.h"
#include "app/tools/references.h"

namespace archivolt::tools {

namespace {

/// Returns the container that a new part at a point is placed into: what crosses subnets and
/// shelves are looked through.
BoxIndex containerAt(const Scene& scene, Point point) {
    BoxIndex found = 0;
    for (BoxIndex i = 1; i < scene.diagram->boxes.size(); ++i) {
        const BoxKind kind = scene.diagram->boxes[i].kind;
        const bool through = isNode(kind) || kind == BoxKind::Span || kind == BoxKind::Fleet ||
                             kind == BoxKind::Shelf || kind == BoxKind::Outside;
        if (!through && contains(scene.layout->rects[i], point)) found = i;
    }
    return found;
}

/// Returns where a new part is put in its container, or nothing where the layout decides.
std::optional<Rect> placeOf(const Scene& scene, std::string_view type, BoxIndex container, Point at,
                            const Catalog& catalog) {
    const SystemFacts* facts = catalog.system(type);
    if (facts == nullptr || facts->appearance != Appearance::Node) return {};
    const bool inSubnet = std::ranges::any_of(facts->containments, [](const Containment& each) {
        return each.place == HomeKind::Subnet && !each.path.isPlural();
    });
    const BoxKind kind = scene.diagram->boxes[container].kind;
    const bool free =
        (kind == BoxKind::Subnet && inSubnet) ||
        (kind == BoxKind::Region && facts->containments.empty() && facts->home == HomeKind::Region);
    if (!free) return {};
    const Rect& outer = scene.layout->rects[container];
    return Rect{std::max(0.0, onGrid(at.x - outer.x - kNodeMinWidth / 2)),
                std::max(0.0, onGrid(at.y - outer.y - kNodeHeight / 2)), 0, 0};
}

PartSite siteOf(const Scene& scene, const World& world, BoxIndex container) {
    return {world.design,  *world.resolved,  *scene.diagram,
            world.catalog, *world.fragments, container};
}

/// Puts what a plan adds first, and selects, somewhere in its container.
void placeFirst(DropPlan& plan, const Design& design, const Rect& place) {
    // `apply` gives ids in the order of the edits.
    std::uint32_t id = design.nextId;
    for (const Edit& edit : plan.edits) {
        const auto* add = std::get_if<AddResource>(&edit);
        if (add == nullptr) continue;
        if (add->logicalId == plan.news.front().logicalId) {
            plan.edits.emplace_back(PlaceBox{{ResourceId{id}, {}}, BoxPlace{place}});
            return;
        }
        ++id;
    }
}

/// Returns the offer to make what a part lacks where it was dropped, or why it can't be there.
Effect offered(const Placing& placing, const DropPlan& refused, const Event& event,
               const View& view) {
    const World& world = view.world;
    if (world.resolved == nullptr || world.fragments == nullptr) return Say{refused.why};
    const BoxIndex target = containerAt(view.scene, placing.at);
    const auto parents = planWithParents(placing.part, siteOf(view.scene, world, target));
    if (!parents) return Say{refused.why};
    return Offer{refused.why, parents->makes, asDropPlan(parents->plan, placing.part, target),
                 event.at};
}

Placing carried(const Placing& placing, const Event& event, const View& view) {
    Placing next = placing;
    next.at = toScene(view.window, event.at);
    next.plan = planPlacement(view.scene, placing.part, next.at, view.world);
    return next;
}

}  // namespace

DropPlan asDropPlan(PartPlan made, std::string_view part, BoxIndex target) {
    DropPlan plan;
    plan.target = target;
    plan.legal = made.legal;
    plan.why = std::move(made.why);
    if (!plan.legal) return plan;
    plan.label = std::move(made.label);
    plan.edits = std::move(made.edits);
    for (const std::string& each : made.added) plan.news.push_back({made.stack, each});
    // Of a pattern all is selected; of a part, which stands first, not what it brings along.
    if (!part.starts_with("pattern:")) plan.news.resize(std::min<std::size_t>(plan.news.size(), 1));
    return plan;
}

DropPlan planPlacement(const Scene& scene, std::string_view part, Point at, const World& world) {
    DropPlan plan;
    if (const auto size = markSize(part)) {
        return planMark(part, {onGrid(at.x - size->width / 2), onGrid(at.y - size->height / 2),
                               size->width, size->height});
    }
    if (world.resolved == nullptr || world.fragments == nullptr) {
        plan.why = "Nothing is known of the design yet";
        return plan;
    }
    const BoxIndex target = containerAt(scene, at);
    plan = asDropPlan(planPart(part, siteOf(scene, world, target)), part, target);
    if (!plan.legal) return plan;
    const auto place = placeOf(scene, part, plan.target, at, world.catalog);
    if (!place) return plan;
    placeFirst(plan, world.design, *place);
    return plan;
}

Step onEvent(const Placing& placing, const Event& event, const View& view) {
    const auto drop = [&]() -> Step {
        const Placing last = carried(placing, event, view);
        if (!last.plan.legal) return {Idle{}, {offered(last, last.plan, event, view)}};
        Step step{Idle{}, {Commit{last.plan.edits, last.plan.label, {}, last.plan.news}}};
        // What has nothing but a text is given one.
        if (markSize(placing.part)) step.effects.emplace_back(Rename{});
        return step;
    };
    switch (event.kind) {
        case EventKind::Move: return {carried(placing, event, view)};
        case EventKind::Release: return placing.held ? drop() : Step{placing};
        case EventKind::Press:
        case EventKind::DoublePress:
            if (placing.held) return {placing};
            return event.button == Button::Left ? drop() : Step{Idle{}};
        case EventKind::Key: return event.key == Key::Escape ? Step{Idle{}} : Step{placing};
        case EventKind::Interrupt: return {Idle{}};
    }
    return {placing};
}

}  // namespace archivolt::tools
