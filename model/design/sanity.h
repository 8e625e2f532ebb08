#pragma once

#include <string>
#include <vector>

#include "model/design/design.h"

namespace archivolt {

/// Returns what is broken in a design that `apply` and the readers must keep whole; empty when
/// fine.
///
/// Ids: given, distinct over all stacks, below `nextId`. Names: stacks distinct and not empty.
/// Tables: found by id and by logical id alike; a Resources section wherever there are resources,
/// and once. Placements and places: of resources that are there. Linear; for tests.
[[nodiscard]] std::vector<std::string> checkSanity(const Design& design);

}  // namespace archivolt
