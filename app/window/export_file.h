#pragma once

#include <string>

#include "app/window/analysis_service.h"
#include "render/scene/theme.h"

namespace archivolt {

/// What is chosen of a template beside its name.
struct ExportChoice {
    StackId stack;             ///< None: the only one there is.
    bool isCanonical = false;  ///< In Archivolt's own layout, and not as the file has it.
    friend bool operator==(const ExportChoice&, const ExportChoice&) = default;
};

/// What an export is made of.
struct ExportSource {
    const Design& design;
    const Drawing& drawing;
    const Theme& theme;
    ExportChoice choice{};
};

/// Returns the bytes of a file of the kind that its ending names: .yaml, .yml, .json, .template
/// (the stack that is chosen as CloudFormation), .svg, .png or .pdf (the drawing).
///
/// Errors: EXPORT-1 another ending, SAVE-1 several stacks of which none is chosen, and the writers'
/// own.
[[nodiscard]] Result<std::string> exportedBytes(const ExportSource& source,
                                                const std::string& path);

}  // namespace archivolt
