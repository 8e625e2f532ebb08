#pragma once

#include "app/session/selection.h"
#include "app/tools/drop_plan.h"

namespace archivolt::tools {

/// How things are brought into line.
enum class Alignment : std::uint8_t {
    Left,
    Center,  ///< On one vertical line through their middles.
    Right,
    Top,
    Middle,  ///< On one horizontal line through their middles.
    Bottom,
    AcrossEvenly,  ///< With even gaps from left to right.
    DownEvenly,
};

/// Finds what aligning what is selected does; only what stands by itself in one container can be.
/// Two at least, three where gaps are made even.
[[nodiscard]] DropPlan planAlignment(const Scene& scene, const DesignSelection& selection,
                                     Alignment alignment, const World& world);

}  // namespace archivolt::tools
