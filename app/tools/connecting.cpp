#include "app/tools/connection.h"
#include "app/tools/each_tool.h"

namespace archivolt::tools {

namespace {

/// Returns the node or VPC under a point; its part is the container when it is a title or border.
BoxIndex otherEnd(const View& view, Point at) {
    const Hit hit = hitTest(view.scene, at, reach(view, view.threshold));
    if (hit.box == kNoBox) return kNoBox;
    const Box& box = view.scene.diagram->boxes[hit.box];
    return isNode(box.kind) || resourceOf(box) ? hit.box : kNoBox;
}

Connecting pulled(const Connecting& connecting, const Event& event, const View& view) {
    Connecting next{connecting.from, toScene(view.window, event.at), {}};
    const BoxIndex other = otherEnd(view, next.to);
    if (other != kNoBox) {
        next.plan = planConnection(view.scene, connecting.from, other, view.world);
    } else {
        next.plan.why = "Pull to what it is to be connected with";
    }
    return next;
}

}  // namespace

Step onEvent(const Connecting& connecting, const Event& event, const View& view) {
    switch (event.kind) {
        case EventKind::Move: return {pulled(connecting, event, view)};
        case EventKind::Release: {
            const Connecting last = pulled(connecting, event, view);
            // Let go over nothing, it was not meant.
            if (last.plan.target == kNoBox) return {Idle{}};
            return {Idle{}, effectsOf(last.plan, view.world.design)};
        }
        case EventKind::Key: return event.key == Key::Escape ? Step{Idle{}} : Step{connecting};
        case EventKind::Interrupt: return {Idle{}};
        case EventKind::Press:
        case EventKind::DoublePress: return {connecting};
    }
    return {connecting};
}

}  // namespace archivolt::tools
