#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/tools/fragment.h"
#include "model/catalog/catalog.h"

namespace archivolt {

/// The name by which an empty design is asked for, as an example is by its own.
inline constexpr std::string_view kNewDesign = "new";

/// Returns the text of a new template: an empty one for `new`, one that holds a pattern for
/// `pattern:NAME`; nothing for other names, and where the pattern needs more than an empty design.
[[nodiscard]] std::optional<std::string> newDesignText(std::string_view name,
                                                       const Catalog& catalog);

/// Returns the fragments that are shipped, read once.
[[nodiscard]] const FragmentLibrary& shippedFragments();

}  // namespace archivolt
