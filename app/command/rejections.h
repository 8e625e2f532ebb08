#pragma once

#include <string>
#include <vector>

#include "model/build/resolve.h"
#include "model/design/design.h"

namespace archivolt {

/// Returns what AWS would reject of a design, ascending, as `RepairOptions` asks for it.
[[nodiscard]] std::vector<std::string> rejectionsOf(const Design& design,
                                                    const ResolvedDesign& resolved);

}  // namespace archivolt
