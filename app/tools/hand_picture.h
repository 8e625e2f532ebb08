#pragma once

#include "app/tools/tool.h"

namespace archivolt::tools {

/// Returns what the hand shows over the drawing: what is carried, where it would fall, guides, the
/// marquee. Without a ground; empty when idle. A pure function.
[[nodiscard]] Scene handPicture(const State& state, const View& view, const Theme& theme);

/// Returns the outline of what the pointer rests on (kNoBox for nothing), and the handles that
/// connections are pulled out of: of that and of `selected` where it is one. What `marks` (null
/// pointer for none) shows of nodes that the outline crosses is shown over them again.
[[nodiscard]] Scene hoverPicture(BoxIndex hovered, const View& view, const Theme& theme,
                                 const Scene* marks);

}  // namespace archivolt::tools
