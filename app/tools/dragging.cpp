#include <algorithm>

#include "app/tools/each_tool.h"
#include "app/tools/selecting.h"

namespace archivolt::tools {

namespace {

constexpr double kSnapPixels = 8;
constexpr double kKeepPixels = 8;  // A drop keeps its container that far past the border.

Dragging moved(const Dragging& dragging, const Event& event, const View& view) {
    Dragging next = dragging;
    const Point pointer = toScene(view.window, event.at);
    const Point by{pointer.x - dragging.from.x, pointer.y - dragging.from.y};
    const Rect& rect = view.scene.layout->rects[dragging.grabbed];
    Snapped fine{by, {}};
    if (!event.mods.alt) {
        fine = snapped(dragging.lines, rect, by, std::min(reach(view, kSnapPixels), kSnapPixels));
    }
    next.by = fine.by;
    Drop drop{dragging.boxes, dragging.grabbed,   dragging.from,   pointer,
              fine.by,        event.mods.control, event.mods.shift};
    next.plan = planDrop(view.scene, drop, view.world);
    // The pointer that only just left a container is still meant to be in it.
    const BoxIndex before = dragging.plan.target;
    const bool left =
        before != kNoBox && before != 0 && next.plan.target != before &&
        contains(inflated(view.scene.layout->rects[before], reach(view, kKeepPixels)), pointer) &&
        !contains(view.scene.layout->rects[before], pointer);
    if (left) {
        const Rect& kept = view.scene.layout->rects[before];
        drop.pointer.x = std::clamp(pointer.x, kept.x, right(kept));
        drop.pointer.y = std::clamp(pointer.y, kept.y, bottom(kept));
        next.plan = planDrop(view.scene, drop, view.world);
    }
    next.guides = next.plan.moves ? std::move(fine.guides) : std::vector<Guide>{};
    return next;
}

}  // namespace

Step beginDragging(BoxIndex grabbed, Point from, const Event& event, const View& view) {
    const Diagram& diagram = *view.scene.diagram;
    const ResourceId resource = resourceOf(diagram.boxes[grabbed]);
    DesignSelection selection = view.selection;
    Step step{Idle{}};
    if (resource && !selection.resources.contains(resource)) {
        if (!event.mods.shift && !event.mods.control) selection = {};
        selection.resources.insert(resource);
        step.effects.emplace_back(Select{selection});
    }
    Dragging dragging;
    if (resource) {
        dragging.boxes = boxesOf(diagram, selection, true);
        std::erase_if(dragging.boxes, [&](BoxIndex box) { return !canDrag(diagram.boxes[box]); });
        // What holds the grabbed thing and is selected, too, is what is carried.
        const auto top = std::ranges::find_if(
            dragging.boxes, [&](BoxIndex box) { return diagram.isWithin(grabbed, box); });
        const auto own = std::ranges::find_if(dragging.boxes, [&](BoxIndex box) {
            return resourceOf(diagram.boxes[box]) == resource;
        });
        if (top != dragging.boxes.end()) {
            grabbed = *top;
        } else if (own != dragging.boxes.end()) {
            *own = grabbed;
        }
    } else {
        dragging.boxes = {grabbed};
    }
    dragging.grabbed = grabbed;
    dragging.from = from;
    dragging.lines = snapLines(view.scene, grabbed, dragging.boxes);
    step.next = moved(dragging, event, view);
    return step;
}

Step onEvent(const Dragging& dragging, const Event& event, const View& view) {
    switch (event.kind) {
        case EventKind::Move: return {moved(dragging, event, view)};
        case EventKind::Release: {
            const Dragging last = moved(dragging, event, view);
            if (last.plan.legal) return {Idle{}, {Commit{last.plan.edits, last.plan.label}}};
            return {Idle{}, {Say{last.plan.why}}};
        }
        case EventKind::Key: return event.key == Key::Escape ? Step{Idle{}} : Step{dragging};
        case EventKind::Interrupt: return {Idle{}};
        case EventKind::Press:
        case EventKind::DoublePress: return {dragging};
    }
    return {dragging};
}

}  // namespace archivolt::tools
