#pragma once

#include "app/command/commands.h"

namespace archivolt {

/// Draws a design as SVG, PNG or PDF: the body of `render`, and the one sub-command that makes a
/// GUI application (offscreen).
///
/// Errors: RENDER-1 the name is no picture's, PICTURE-1, and what opening and writing say.
[[nodiscard]] ExitStatus renderPicture(const RenderOptions& options, const CommandContext& context);

}  // namespace archivolt
