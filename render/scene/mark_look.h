#pragma once

#include <string_view>

#include "model/design/design.h"
#include "render/layout/diagram.h"
#include "render/scene/theme.h"

namespace archivolt {

/// Returns what frames are painted in: lines and titles, and the fill of what stands for something.
[[nodiscard]] ToneColors frameColors(const Theme& theme);

/// Returns the icon of a kind of frame.
[[nodiscard]] std::string_view iconOf(FrameKind kind);
/// Returns what a kind of frame is called: "Third party".
[[nodiscard]] std::string_view wordOf(FrameKind kind);

/// How high the line with a frame's title is; there, and at its border, the pointer takes it.
inline constexpr double kFrameTitleLine = 28;

/// Returns where the sign that folds or unfolds a container is: on the middle of its lower border;
/// of a zone just below, clear of that of the subnet above it.
[[nodiscard]] constexpr Rect foldSign(const Rect& box, BoxKind kind) {
    const double up = kind == BoxKind::Zone ? 3 : 9;
    return {box.x + box.width / 2 - 12, box.y + box.height - up, 24, 18};
}

}  // namespace archivolt
