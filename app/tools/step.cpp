#include <algorithm>
#include <cmath>

#include "app/tools/connection.h"
#include "app/tools/each_tool.h"
#include "app/tools/selecting.h"

namespace archivolt::tools {

namespace {

constexpr double kHandlePixels = 7;

/// Says whether a point is on the handle of a box, its outer half included.
bool isOnHandle(const Scene& scene, BoxIndex box, Point at, double scale) {
    if (!hasHandle(scene.diagram->boxes[box])) return false;
    const Point handle = handleOf(scene.layout->rects[box]);
    return std::hypot(at.x - handle.x, at.y - handle.y) <= kHandlePixels / scale;
}

Step press(const Event& event, const View& view) {
    if (event.button == Button::Middle || event.button == Button::Right || view.pans) {
        return {Panning{event.at, event.at, event.button == Button::Right}};
    }
    if (event.button != Button::Left) return {Idle{}};
    const Point at = toScene(view.window, event.at);
    if (const BoxIndex from = handleUnder(view, at); from != kNoBox) {
        return {Connecting{from, at, {}}};
    }
    const Hit hit = hitTest(view.scene, at, reach(view, view.threshold));
    const Diagram& diagram = *view.scene.diagram;
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

Hit pointedAt(const Scene& scene, Point at, double scale, double tolerance) {
    const Hit hit = hitTest(scene, at, tolerance);
    if (hit.part == HitPart::Node || hit.part == HitPart::Badge) return hit;
    // Half of a handle lies outside of its thing.
    const Hit inner = hitTest(scene, {at.x - kHandlePixels / scale, at.y}, tolerance);
    if (inner.box == kNoBox || !isOnHandle(scene, inner.box, at, scale)) return hit;
    const bool node = isNode(scene.diagram->boxes[inner.box].kind);
    return {node ? HitPart::Node : HitPart::Border, inner.box, 0};
}

std::vector<BoxIndex> handlesShown(const View& view, BoxIndex pointed) {
    const Diagram& diagram = *view.scene.diagram;
    std::vector<BoxIndex> shown = boxesOf(diagram, view.selection);
    const auto thing = [&](BoxIndex box) { return resourceOf(diagram.boxes[box]); };
    const bool isOne = std::ranges::all_of(shown, [&](BoxIndex box) {
        return thing(box) == thing(shown.front()) && (shown.size() == 1 || thing(box));
    });
    if (!isOne) shown.clear();
    const bool spans = !shown.empty() && diagram.boxes[shown.front()].kind == BoxKind::Span;
    if (spans) {
        const ResourceId whole = thing(shown.front());
        for (BoxIndex i = 1; i < diagram.boxes.size(); ++i) {
            if (whole && isNode(diagram.boxes[i].kind) && thing(i) == whole) shown.push_back(i);
        }
    }
    if (pointed != kNoBox) shown.push_back(pointed);
    std::erase_if(shown, [&](BoxIndex box) { return !hasHandle(diagram.boxes[box]); });
    return shown;
}

BoxIndex handleUnder(const View& view, Point at) {
    const double scale = view.window.scale;
    const Hit hit = pointedAt(view.scene, at, scale, reach(view, view.threshold));
    const std::vector<BoxIndex> shown = handlesShown(view, hit.box);
    const auto found = std::ranges::find_if(
        shown, [&](BoxIndex box) { return isOnHandle(view.scene, box, at, scale); });
    return found == shown.end() ? kNoBox : *found;
}

Point toScene(const Window& window, Point at) {
    return {window.origin.x + at.x / window.scale, window.origin.y + at.y / window.scale};
}

const DropPlan* planOf(const State& state) {
    if (const auto* dragging = std::get_if<Dragging>(&state)) return &dragging->plan;
    if (const auto* resizing = std::get_if<Resizing>(&state)) return &resizing->plan;
    if (const auto* placing = std::get_if<Placing>(&state)) return &placing->plan;
    if (const auto* connecting = std::get_if<Connecting>(&state)) return &connecting->plan;
    return nullptr;
}

}  // namespace archivolt::tools
