#pragma once

#include <string>

#include "model/design/stack.h"

namespace archivolt {

/// Returns the macros that rewrite a template at AWS and that nothing here stands in for, for
/// people: `A and B`; empty where none does. SAM's transform and the language extensions are known.
[[nodiscard]] std::string foreignMacrosOf(const Stack& stack);

}  // namespace archivolt
