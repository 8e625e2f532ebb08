#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/base/diagnostic.h"
#include "model/design/edit.h"

namespace archivolt {

/// A change that does what a finding asks for.
struct QuickFix {
    std::string label;  ///< What it does, as a button says it: "Set StorageEncrypted to true".
    std::vector<Edit> edits;
};

/// Returns the change that does away with a finding, or nothing where people have to decide: where
/// there are several ways, or a function stands in the place of the value.
[[nodiscard]] std::optional<QuickFix> quickFix(const Diagnostic& finding, const Design& design);

}  // namespace archivolt
