#pragma once

#include "app/tools/tool.h"

namespace archivolt::tools {

// One function for each state; `step` calls that of the state it is given.

[[nodiscard]] Step onEvent(const Idle& idle, const Event& event, const View& view);
[[nodiscard]] Step onEvent(const Pointing& pointing, const Event& event, const View& view);
[[nodiscard]] Step onEvent(const Panning& panning, const Event& event, const View& view);
[[nodiscard]] Step onEvent(const Marquee& marquee, const Event& event, const View& view);
[[nodiscard]] Step onEvent(const Dragging& dragging, const Event& event, const View& view);
[[nodiscard]] Step onEvent(const Resizing& resizing, const Event& event, const View& view);
[[nodiscard]] Step onEvent(const Placing& placing, const Event& event, const View& view);
[[nodiscard]] Step onEvent(const Connecting& connecting, const Event& event, const View& view);

/// Moves what is selected by a step of the arrow keys.
[[nodiscard]] Step nudge(const Event& event, const View& view);

/// Begins to carry what is selected, or the thing of a box that is not.
[[nodiscard]] Step beginDragging(BoxIndex grabbed, Point from, const Event& event,
                                 const View& view);

/// Begins to carry a note or frame, with all that is selected where it is.
[[nodiscard]] Step beginDragging(Mark grabbed, Point from, const Event& event, const View& view);

/// Returns the rectangle that a marquee draws.
[[nodiscard]] inline Rect rectOf(const Marquee& marquee) {
    const auto [left, right] = std::minmax(marquee.from.x, marquee.to.x);
    const auto [top, bottom] = std::minmax(marquee.from.y, marquee.to.y);
    return {left, top, right - left, bottom - top};
}

/// Returns how near (in canvas units) is near enough for `pixels`.
[[nodiscard]] inline double reach(const View& view, double pixels) {
    return pixels / view.window.scale;
}

}  // namespace archivolt::tools
