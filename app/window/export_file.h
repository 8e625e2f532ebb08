#pragma once

#include <string>

#include "app/window/analysis_service.h"
#include "render/scene/theme.h"

namespace archivolt {

/// What an export is made of.
struct ExportSource {
    const Design& design;
    const Drawing& drawing;
    const Theme& theme;
};

/// Returns the bytes of a file of the kind that its ending names: .yaml, .yml, .json, .template
/// (the design's one stack as CloudFormation), .svg, .png or .pdf (the drawing).
///
/// Errors: EXPORT-1 another ending, SAVE-1 several stacks, and the writers' own.
[[nodiscard]] Result<std::string> exportedBytes(const ExportSource& source,
                                                const std::string& path);

}  // namespace archivolt
