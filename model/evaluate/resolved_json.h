#pragma once

#include <nlohmann/json_fwd.hpp>

#include "model/evaluate/evaluate.h"

namespace archivolt {

/// Returns an evaluated stack as `export --to resolved` writes it.
///
/// `resources` holds type and properties of each resource that exists (or may), in the text's
/// order. Calls that are left lose their `Fn::`: `{"Ref":ID}`, `{"GetAtt":[ID,attribute]}`,
/// `{"ImportValue":name}`, `{"Join":["",[…]]}`. `removed` holds those whose condition is false.
/// `unknown` lists the path of each unknown value, as text from the template's root; a resource of
/// which it is not known whether it exists is listed at its `Condition`, a loop at itself.
[[nodiscard]] nlohmann::ordered_json resolvedJson(const EvaluatedStack& stack);

}  // namespace archivolt
