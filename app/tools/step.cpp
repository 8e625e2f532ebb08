#include <cmath>

#include "app/tools/connection.h"
#include "app/tools/each_tool.h"
#include "app/tools/selecting.h"

namespace archivolt::tools {

namespace {

constexpr double kHandlePixels = 7;

/// Returns the box out of whose handle a connection is pulled: of what is hovered or selected.
BoxIndex handleAt(Point at, const Hit& hit, const View& view) {
    std::vector<BoxIndex> shown = boxesOf(*view.scene.diagram, view.selection);
    if (shown.size() != 1) shown.clear();
    if (hit.box != kNoBox) shown.push_back(hit.box);
    for (const BoxIndex box : shown) {
        if (!hasHandle(view.scene.diagram->boxes[box])) continue;
        const Point handle = handleOf(view.scene.layout->rects[box]);
        const double way = std::hypot(at.x - handle.x, at.y - handle.y);
        if (way <= reach(view, kHandlePixels)) return box;
    }
    return kNoBox;
}

Step press(const Event& event, const View& view) {
    if (event.button == Button::Middle || event.button == Button::Right || view.pans) {
        return {Panning{event.at, event.at, event.button == Button::Right}};
    }
    if (event.button != Button::Left) return {Idle{}};
    const Point at = toScene(view.window, event.at);
    const Hit hit = hitTest(view.scene, at, reach(view, view.threshold));
    const Diagram& diagram = *view.scene.diagram;
    if (const BoxIndex from = handleAt(at, hit, view); from != kNoBox) {
        return {Connecting{from, at, {}}};
    }
    Pointing pointing{event.at, hit};
    const bool ground = hit.part == HitPart::Nothing || hit.part == HitPart::Interior;
    const bool selected = isSelected(diagram, view.selection, hit);
    pointing.toggles = (event.mods.shift || event.mods.control) && !ground;
    pointing.narrows = !pointing.toggles && !(event.mods.shift || event.mods.control);
    Step step{pointing};
    // What is not selected yet is so at once; of a set, only letting go makes it the only one.
    if (!ground && !selected && !pointing.toggles) {
        step.effects.emplace_back(Select{selectionOf(diagram, hit)});
    }
    return step;
}

}  // namespace

Step onEvent(const Idle&, const Event& event, const View& view) {
    switch (event.kind) {
        case EventKind::Press: return press(event, view);
        case EventKind::DoublePress: {
            Step next = press(event, view);
            const auto* pointing = std::get_if<Pointing>(&next.next);
            const bool named = pointing != nullptr && (pointing->on.part == HitPart::Node ||
                                                       pointing->on.part == HitPart::Title ||
                                                       markOf(*view.scene.diagram, pointing->on));
            if (named) {
                next.effects.emplace_back(Select{selectionOf(*view.scene.diagram, pointing->on)});
                next.effects.emplace_back(Rename{});
                next.next = Idle{};
            }
            return next;
        }
        case EventKind::Key:
            if (event.key == Key::Escape) {
                Step step{Idle{}};
                if (!view.selection.empty()) step.effects.emplace_back(Select{});
                return step;
            }
            return event.key == Key::Other ? Step{Idle{}} : nudge(event, view);
        case EventKind::Move:
        case EventKind::Release:
        case EventKind::Interrupt: return {Idle{}};
    }
    return {Idle{}};
}

Step step(const State& state, const Event& event, const View& view) {
    return std::visit([&](const auto& each) { return onEvent(each, event, view); }, state);
}

const DropPlan* planOf(const State& state) {
    if (const auto* dragging = std::get_if<Dragging>(&state)) return &dragging->plan;
    if (const auto* resizing = std::get_if<Resizing>(&state)) return &resizing->plan;
    if (const auto* placing = std::get_if<Placing>(&state)) return &placing->plan;
    if (const auto* connecting = std::get_if<Connecting>(&state)) return &connecting->plan;
    return nullptr;
}

}  // namespace archivolt::tools
