#include <fmt/format.h>

#include "app/tools/each_tool.h"
#include "app/tools/selecting.h"

namespace archivolt::tools {

namespace {

/// Returns the rectangle before it is pulled; nothing where what has it is gone.
std::optional<Rect> placeBefore(const Resizing& resizing, const View& view) {
    if (resizing.mark) return placeOf(view.world.design, resizing.mark);
    return view.scene.layout->rects[resizing.box];
}

DropPlan planOfMark(const Resizing& resizing, const Rect& before, const View& view) {
    DropPlan plan;
    plan.moves = true;
    plan.legal = resizing.now != before;
    plan.label = "Resize " + nameOf(view.world.design, {resizing.mark});
    plan.why = fmt::format("{:.0f} × {:.0f}", resizing.now.width, resizing.now.height);
    if (plan.legal) plan.edits.push_back(*placedAt(view.world.design, resizing.mark, resizing.now));
    return plan;
}

Resizing pulled(const Resizing& resizing, const Event& event, const View& view) {
    Resizing next = resizing;
    const auto before = placeBefore(resizing, view);
    if (!before) return next;
    const Point pointer = toScene(view.window, event.at);
    Point by{pointer.x - resizing.from.x, pointer.y - resizing.from.y};
    if (!event.mods.alt && view.snapping.grid) by = {onGrid(by.x), onGrid(by.y)};
    if (resizing.mark) {
        next.now = pulledBy(*before, resizing.edges, by);
        next.plan = planOfMark(next, *before, view);
        return next;
    }
    next.now = resized(view.scene, resizing.box, resizing.edges, by);
    next.plan = planResize(view.scene, resizing.box, next.now, view.world);
    return next;
}

}  // namespace

Step onEvent(const Resizing& resizing, const Event& event, const View& view) {
    switch (event.kind) {
        case EventKind::Move: return {pulled(resizing, event, view)};
        case EventKind::Release: {
            const Resizing last = pulled(resizing, event, view);
            if (last.plan.legal) return {Idle{}, {Commit{last.plan.edits, last.plan.label}}};
            const bool same = last.now == placeBefore(resizing, view);
            return same ? Step{Idle{}} : Step{Idle{}, {Say{last.plan.why}}};
        }
        case EventKind::Key: return event.key == Key::Escape ? Step{Idle{}} : Step{resizing};
        case EventKind::Interrupt: return {Idle{}};
        case EventKind::Press:
        case EventKind::DoublePress: return {resizing};
    }
    return {resizing};
}

}  // namespace archivolt::tools
