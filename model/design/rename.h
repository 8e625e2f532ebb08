#pragma once

#include <string>
#include <string_view>

#include "model/design/design.h"

namespace archivolt {

/// Returns the design with a resource renamed, and every reference to it rewritten.
///
/// The stack and the resource must exist and `to` must be free; `apply` checks that. Rewritten are
/// `Ref` (of `from.Version` too), `GetAtt`, `${…}` in `Sub`, DependsOn, what helper scripts and
/// deployment hooks are told and ends of connectors in the same template, and whole texts `from`
/// and `stack/from` (with what a `:` adds) in intents, scenarios and suppressions. The plain form
/// is left alone where another stack has a resource of this name and nothing says which is meant.
[[nodiscard]] Design withResourceRenamed(const Design& design, const Stack& stack,
                                         std::string_view from, std::string_view to);

/// Returns the stack with an entry of a section renamed, and every reference to it rewritten.
///
/// `section` is Parameters, Conditions, Mappings or Outputs (which nothing in a template refers
/// to). The section must hold `from` and not `to`. The entry keeps its place.
[[nodiscard]] Stack withEntryRenamed(const Stack& stack, std::string_view section,
                                     std::string_view from, std::string_view to);

/// Returns the design with a stack renamed: parameter sets, suppressions, `stack/id` texts and
/// `"stack"` members in intents and scenarios follow. `to` must be free.
[[nodiscard]] Design withStackRenamed(const Design& design, const Stack& stack,
                                      std::string_view to);

}  // namespace archivolt
