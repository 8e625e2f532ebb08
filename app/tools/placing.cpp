#include <algorithm>

#include "app/tools/each_tool.h"
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

Placing carried(const Placing& placing, const Event& event, const View& view) {
    Placing next = placing;
    next.at = toScene(view.window, event.at);
    next.plan = planPlacement(view.scene, placing.part, next.at, view.world);
    return next;
}

}  // namespace

DropPlan planPlacement(const Scene& scene, std::string_view part, Point at, const World& world) {
    DropPlan plan;
    if (world.resolved == nullptr || world.fragments == nullptr) {
        plan.why = "Nothing is known of the design yet";
        return plan;
    }
    plan.target = containerAt(scene, at);
    PartPlan made = planPart(part, {world.design, *world.resolved, *scene.diagram, world.catalog,
                                    *world.fragments, plan.target});
    plan.legal = made.legal;
    plan.why = std::move(made.why);
    plan.label = std::move(made.label);
    plan.edits = std::move(made.edits);
    if (!plan.legal) return plan;
    for (const std::string& each : made.added) plan.news.push_back({made.stack, each});
    // Of a pattern all is selected; of a part, which stands first, not what it brings along.
    if (!part.starts_with("pattern:")) plan.news.resize(std::min<std::size_t>(plan.news.size(), 1));
    const auto place = placeOf(scene, part, plan.target, at, world.catalog);
    if (!place) return plan;
    // `apply` gives ids in the order of the edits.
    std::uint32_t id = world.design.nextId;
    for (const Edit& edit : plan.edits) {
        const auto* add = std::get_if<AddResource>(&edit);
        if (add == nullptr) continue;
        if (add->logicalId == made.added.front()) {
            plan.edits.emplace_back(PlaceBox{{ResourceId{id}, {}}, BoxPlace{*place}});
            break;
        }
        ++id;
    }
    return plan;
}

Step onEvent(const Placing& placing, const Event& event, const View& view) {
    const auto drop = [&]() -> Step {
        const Placing last = carried(placing, event, view);
        if (!last.plan.legal) return {Idle{}, {Say{last.plan.why}}};
        return {Idle{}, {Commit{last.plan.edits, last.plan.label, {}, last.plan.news}}};
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
