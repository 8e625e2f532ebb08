#pragma once

#include <cstddef>
#include <string>

#include "model/design/design.h"
#include "model/design/edit.h"

namespace archivolt::test {

/// Returns a YAML template of so many roles, with what they use, the same for the same number.
///
/// Each role has an inline policy of five statements; every fifth runs a function, every fiftieth
/// deploys and may pass roles on, every twentieth trusts another role. To ten roles come two
/// buckets with a policy, a queue, a table, a topic, a secret and a key.
[[nodiscard]] std::string madeAccessTemplate(std::size_t principals);

/// Reads that template, with promises about every twenty-fifth role: it can, and it can't.
[[nodiscard]] Design madeAccessDesign(std::size_t principals);

/// Returns the edit that makes one statement of one role's policy say otherwise.
[[nodiscard]] Edit statementEdit(const Design& design, std::size_t role);

}  // namespace archivolt::test
