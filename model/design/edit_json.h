#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/base/result.h"
#include "model/design/edit.h"

namespace archivolt {

/// Edits read from JSON, and the design after them.
struct ReadEdits {
    std::vector<Edit> edits;
    Design after;
};

/// Reads a list of edits, `[…]` or `{"format": 1, "edits": […]}`, and applies them in order, since
/// a later one may name what an earlier one added. None counts when one fails.
///
/// Each is `{"edit": KIND, …}`. Stacks go by name (`"stack"`, needless where the design has one),
/// resources by logical id, paths as text from the template's root, values in CloudFormation's JSON
/// form, places as [x, y, width, height]:
/// - `set-value` path value · `remove-value` path
/// - `add-resource` resource body [before] · `remove-resource` resource
/// - `rename-resource` from to · `rename-entry` section from to
/// - `set-parameter` parameter value (null: back to the default)
/// - `move-resource` resource place (null: back to the layout)
/// - `set-note` [id] place text · `set-frame` [id] place title [kind]; both `"remove": true` with
/// id
/// - `add-stack` name template [kind account region parameters] · `remove-stack`
/// - `set-stack-identity` [name account region]; what is missing stays
/// - `set-suppressions`, `set-parameter-sets`, `set-intents`, `set-scenarios`: a list of that name
/// in
///   camel case (`parameterSets`), as in the project file
/// Errors: `kBadEdits` for the form, with the way to what is wrong (`edits[2].path`); else those of
/// `apply`. resources/edits.md shows each kind to users.
[[nodiscard]] Result<ReadEdits> editsFromJson(const Design& design, std::string_view text);

/// Writes edits as `{"format": 1, "edits": […]}` so that reading them on `design` gives them again.
///
/// `edits` must apply to `design`; the first that does not is the error.
[[nodiscard]] Result<std::string> editsToJson(const Design& design, const std::vector<Edit>& edits);

}  // namespace archivolt
