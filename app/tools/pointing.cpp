#include <cmath>

#include "app/tools/each_tool.h"
#include "app/tools/folding.h"
#include "app/tools/selecting.h"

namespace archivolt::tools {

namespace {

bool isGround(HitPart part) { return part == HitPart::Nothing || part == HitPart::Interior; }

/// The pointer has left the place of the press: what was pressed decides what begins.
Step begin(const Pointing& pointing, const Event& event, const View& view) {
    const Diagram& diagram = *view.scene.diagram;
    const Point from = toScene(view.window, pointing.from);
    if (isGround(pointing.on.part)) {
        Marquee marquee{from, from, view.selection, event.mods.shift || event.mods.control};
        return onEvent(marquee, event, view);
    }
    if (const Mark mark = markOf(diagram, pointing.on)) {
        const auto place = placeOf(view.world.design, mark);
        if (!place) return {pointing};
        const Edges edges = edgesOf(*place, from, reach(view, view.threshold + 1));
        if (!edges.any()) return beginDragging(mark, from, event, view);
        Resizing resizing;
        resizing.mark = mark;
        resizing.edges = edges;
        resizing.from = from;
        resizing.now = *place;
        return onEvent(resizing, event, view);
    }
    if (pointing.on.box == kNoBox || pointing.on.part == HitPart::Fold) return {pointing};
    if (pointing.on.part == HitPart::Border) {
        const Edges edges =
            edgesAt(view.scene, pointing.on.box, from, reach(view, view.threshold + 1));
        if (edges.any()) {
            Resizing resizing;
            resizing.box = pointing.on.box;
            resizing.edges = edges;
            resizing.from = from;
            resizing.now = view.scene.layout->rects[pointing.on.box];
            return onEvent(resizing, event, view);
        }
    }
    if (!canDrag(diagram.boxes[pointing.on.box])) return {pointing};
    return beginDragging(pointing.on.box, from, event, view);
}

}  // namespace

Step onEvent(const Pointing& pointing, const Event& event, const View& view) {
    switch (event.kind) {
        case EventKind::Move: {
            const double way =
                std::hypot(event.at.x - pointing.from.x, event.at.y - pointing.from.y);
            return way < view.threshold ? Step{pointing} : begin(pointing, event, view);
        }
        case EventKind::Release: {
            Step step{Idle{}};
            const Diagram& diagram = *view.scene.diagram;
            if (pointing.on.part == HitPart::Fold) {
                const DropPlan plan = planFoldTurn(view.scene, view.world.design, pointing.on.box);
                if (plan.legal) step.effects.emplace_back(Commit{plan.edits, plan.label});
            } else if (pointing.toggles) {
                step.effects.emplace_back(Select{toggled(diagram, view.selection, pointing.on)});
            } else if (pointing.narrows) {
                const DesignSelection alone = selectionOf(diagram, pointing.on);
                if (alone != view.selection) step.effects.emplace_back(Select{alone});
                if (pointing.on.part == HitPart::List) {
                    step.effects.emplace_back(OpenList{pointing.on.box, pointing.on.index});
                }
            }
            return step;
        }
        case EventKind::Key: return event.key == Key::Escape ? Step{Idle{}} : Step{pointing};
        case EventKind::Interrupt: return {Idle{}};
        // The second press of two comes by itself first.
        case EventKind::DoublePress: return onEvent(Idle{}, event, view);
        case EventKind::Press: return {pointing};
    }
    return {pointing};
}

}  // namespace archivolt::tools
