#pragma once

#include <string>
#include <vector>

#include "app/form/form.h"
#include "model/base/result.h"
#include "model/design/edit.h"

namespace archivolt {

/// Returns the form of a design's stacks: of each its parameters, where it is deployed, and what
/// its conditions and outputs come to.
///
/// A parameter's field holds the value that is given for it; without one its default holds, which
/// is the field's `fallback`.
[[nodiscard]] Form stackForm(const FormInput& input);

/// Returns the edits that give a parameter a value in a stack, or (an empty text) take it back to
/// its default; none where that changes nothing.
[[nodiscard]] std::vector<Edit> parameterEdits(const Stack& stack, const std::string& name,
                                               const std::string& text);

/// Returns the edits that a field of `stackForm` makes of a text.
[[nodiscard]] Result<std::vector<Edit>> stackEdits(const Design& design, const FormField& field,
                                                   const std::string& text);

/// Returns the edit that adds another resource of a section's kind: with the catalogue's defaults,
/// and belonging to the resource that the section is of.
[[nodiscard]] Result<std::vector<Edit>> newPart(const FormInput& input, const FormField& section);

}  // namespace archivolt
