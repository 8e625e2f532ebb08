#include "app/tools/each_tool.h"

namespace archivolt::tools {

namespace {

Resizing pulled(const Resizing& resizing, const Event& event, const View& view) {
    Resizing next = resizing;
    const Point pointer = toScene(view.window, event.at);
    Point by{pointer.x - resizing.from.x, pointer.y - resizing.from.y};
    if (!event.mods.alt) by = {onGrid(by.x), onGrid(by.y)};
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
            const bool same = last.now == view.scene.layout->rects[resizing.box];
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
