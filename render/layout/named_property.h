#pragma once

#include "model/base/path.h"

namespace archivolt {

/// Returns the property that a reference stands in: its path without the branches of `!If`, up to
/// the first other function. `A["Fn::If"][1].B["Fn::Join"][1][0]` is in `A.B`.
[[nodiscard]] Path namedProperty(const Path& path);

}  // namespace archivolt
