#pragma once

#include <vector>

#include "model/base/rule.h"

namespace archivolt {

inline constexpr Rule kBadEdits{"EDIT-9",
                                Severity::Error,
                                "a file of edits is not of the form that is read",
                                "an edit that is half understood is not made at all",
                                "write the edits as resources/edits.md shows",
                                "a rule of this program"};

/// Returns why an edit, or a file of edits, is refused.
[[nodiscard]] std::vector<const Rule*> editRules();

}  // namespace archivolt
