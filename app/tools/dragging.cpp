#include <algorithm>

#include "app/tools/each_tool.h"
#include "app/tools/selecting.h"

namespace archivolt::tools {

namespace {

constexpr double kSnapPixels = 8;
constexpr double kKeepPixels = 8;  // A drop keeps its container that far past the border.

/// Returns the place of what was grabbed before it was moved.
Rect grabbedPlace(const Dragging& dragging, const View& view) {
    if (dragging.grabbed != kNoBox) return view.scene.layout->rects[dragging.grabbed];
    return placeOf(view.world.design, dragging.grabbedMark).value_or(Rect{});
}

/// Returns what dropping boxes would do; what only just left a container is still meant for it.
DropPlan planBoxes(const Dragging& dragging, Point pointer, Point by, const Event& event,
                   const View& view) {
    Drop drop{dragging.boxes,     dragging.grabbed, dragging.from, pointer, by,
              event.mods.control, event.mods.shift};
    DropPlan plan = planDrop(view.scene, drop, view.world);
    const BoxIndex before = dragging.plan.target;
    const bool left =
        before != kNoBox && before != 0 && plan.target != before &&
        contains(inflated(view.scene.layout->rects[before], reach(view, kKeepPixels)), pointer) &&
        !contains(view.scene.layout->rects[before], pointer);
    if (!left) return plan;
    const Rect& kept = view.scene.layout->rects[before];
    drop.pointer.x = std::clamp(pointer.x, kept.x, right(kept));
    drop.pointer.y = std::clamp(pointer.y, kept.y, bottom(kept));
    return planDrop(view.scene, drop, view.world);
}

/// Returns what moving notes and frames does, boxes that go along left out.
DropPlan planMarks(const Dragging& dragging, Point by, const View& view) {
    DropPlan plan;
    plan.moves = true;
    plan.edits = movedBy(view.world.design, dragging.marks, by);
    plan.legal = !plan.edits.empty();
    plan.label = "Move " + nameOf(view.world.design, dragging.marks);
    plan.why = plan.label + "; the template stays as it is";
    return plan;
}

Dragging moved(const Dragging& dragging, const Event& event, const View& view) {
    Dragging next = dragging;
    const Point pointer = toScene(view.window, event.at);
    const Point by{pointer.x - dragging.from.x, pointer.y - dragging.from.y};
    Snapped fine{by, {}};
    if (!event.mods.alt) {
        fine = snapped(dragging.lines, grabbedPlace(dragging, view), by,
                       std::min(reach(view, kSnapPixels), kSnapPixels), view.snapping);
    }
    next.by = fine.by;
    next.plan = dragging.boxes.empty() ? planMarks(dragging, fine.by, view)
                                       : planBoxes(dragging, pointer, fine.by, event, view);
    if (!dragging.boxes.empty() && next.plan.legal) {
        for (Edit& edit : movedBy(view.world.design, dragging.marks, fine.by)) {
            next.plan.edits.push_back(std::move(edit));
        }
    }
    next.guides = next.plan.moves ? std::move(fine.guides) : std::vector<Guide>{};
    return next;
}

/// Returns the boxes of a selection that can be carried, tops only.
std::vector<BoxIndex> carriedOf(const Diagram& diagram, const DesignSelection& selection) {
    std::vector<BoxIndex> boxes = boxesOf(diagram, selection, true);
    std::erase_if(boxes, [&](BoxIndex box) { return !canDrag(diagram.boxes[box]); });
    return boxes;
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
        dragging.boxes = carriedOf(diagram, selection);
        dragging.marks = marksOf(view.world.design, selection);
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

Step beginDragging(Mark grabbed, Point from, const Event& event, const View& view) {
    const Diagram& diagram = *view.scene.diagram;
    DesignSelection selection = view.selection;
    Step step{Idle{}};
    const bool selected =
        selection.notes.contains(grabbed.note) || selection.frames.contains(grabbed.frame);
    if (!selected) {
        if (!event.mods.shift && !event.mods.control) selection = {};
        if (grabbed.note) selection.notes.insert(grabbed.note);
        if (grabbed.frame) selection.frames.insert(grabbed.frame);
        step.effects.emplace_back(Select{selection});
    }
    Dragging dragging;
    dragging.boxes = carriedOf(diagram, selection);
    dragging.marks = marksOf(view.world.design, selection);
    dragging.grabbedMark = grabbed;
    dragging.from = from;
    std::vector<Rect> others;
    for (const Note& note : diagram.notes) {
        if (!selection.notes.contains(note.id)) others.push_back(note.place);
    }
    for (const Frame& frame : diagram.frames) {
        if (!selection.frames.contains(frame.id)) others.push_back(frame.place);
    }
    dragging.lines = snapLinesOfAll(view.scene, others);
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
