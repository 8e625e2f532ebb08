#include <cmath>

#include "app/tools/each_tool.h"
#include "app/tools/selecting.h"

namespace archivolt::tools {

Step onEvent(const Panning& panning, const Event& event, const View& view) {
    switch (event.kind) {
        case EventKind::Move: {
            const double way = std::hypot(event.at.x - panning.from.x, event.at.y - panning.from.y);
            if (panning.opensMenu && way < view.threshold) return {panning};
            Step step{Panning{panning.from, event.at, false}};
            step.effects.emplace_back(
                Pan{{event.at.x - panning.last.x, event.at.y - panning.last.y}});
            return step;
        }
        case EventKind::Release: {
            Step step{Idle{}};
            if (!panning.opensMenu) return step;
            // The menu is about what is under the pointer, or about the set that this is one of.
            const Diagram& diagram = *view.scene.diagram;
            const Hit hit =
                hitTest(view.scene, toScene(view.window, event.at), reach(view, view.threshold));
            if (!isSelected(diagram, view.selection, hit)) {
                const DesignSelection alone = selectionOf(diagram, hit);
                if (alone != view.selection) step.effects.emplace_back(Select{alone});
            }
            step.effects.emplace_back(OpenMenu{event.at});
            return step;
        }
        case EventKind::Key: return event.key == Key::Escape ? Step{Idle{}} : Step{panning};
        case EventKind::Interrupt: return {Idle{}};
        case EventKind::Press:
        case EventKind::DoublePress: return {panning};
    }
    return {panning};
}

}  // namespace archivolt::tools
