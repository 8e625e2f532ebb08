#pragma once

#include <string>
#include <vector>

#include "model/design/edit.h"
#include "model/design/stack.h"

namespace archivolt::tools {

// What resources that are copied name besides resources: it is carried along, so that a copy means
// the same in another design.

/// Returns a template of resources of `source`, with the parameters, mappings and conditions that
/// they name, and those that these name.
[[nodiscard]] Template withNamedEntries(const Template& source, ResourceTable resources);

/// Returns `carried` with the entries that are called as something else is in `stack` renamed,
/// resources that name them too. Resources' own names must be free.
[[nodiscard]] Stack withFreeEntryNames(const Stack& carried, const Stack& stack);

/// Returns the edits that add to `stack` those entries of `carried` that it does not have.
[[nodiscard]] std::vector<Edit> addedEntries(const Stack& carried, const Stack& stack);

}  // namespace archivolt::tools
