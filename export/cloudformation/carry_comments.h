#pragma once

#include <string>
#include <string_view>

namespace archivolt {

/// Returns a YAML text of a template's with the comments of an original of it.
///
/// A comment above an entry goes above that entry, one behind it behind it, whatever line the entry
/// stands on now; one at the top that stands apart stays at the top, one behind all at the end.
/// Comments of what `written` does not hold are left out. Both texts must be whole YAML templates;
/// where the result would not read as `written` does, a first line says that comments were lost.
[[nodiscard]] std::string withCommentsOf(std::string written, std::string_view original);

}  // namespace archivolt
