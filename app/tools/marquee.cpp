#include "app/tools/each_tool.h"
#include "app/tools/selecting.h"

namespace archivolt::tools {

Step onEvent(const Marquee& marquee, const Event& event, const View& view) {
    switch (event.kind) {
        case EventKind::Move: {
            Marquee next = marquee;
            next.to = toScene(view.window, event.at);
            DesignSelection now = selectionIn(view.scene, rectOf(next));
            if (marquee.adds) {
                now.resources.insert(marquee.before.resources.begin(),
                                     marquee.before.resources.end());
                now.notes.insert(marquee.before.notes.begin(), marquee.before.notes.end());
                now.frames.insert(marquee.before.frames.begin(), marquee.before.frames.end());
            }
            Step step{next};
            if (now != view.selection) step.effects.emplace_back(Select{std::move(now)});
            return step;
        }
        case EventKind::Key:
            if (event.key != Key::Escape) return {marquee};
            return {Idle{}, {Select{marquee.before}}};
        case EventKind::Interrupt: return {Idle{}, {Select{marquee.before}}};
        case EventKind::Release: return {Idle{}};
        case EventKind::Press:
        case EventKind::DoublePress: return {marquee};
    }
    return {marquee};
}

}  // namespace archivolt::tools
