#pragma once

#include <string>
#include <vector>

#include "model/design/design.h"
#include "render/layout/diagram.h"

namespace archivolt::tools {

/// Returns what a sign lists, in words: "Route table", "3 security groups", "Refers to 2 things".
[[nodiscard]] std::string badgeHeading(const BoxBadge& badge);

/// Returns what a sign says where the pointer rests on it: its heading and what it lists, a line
/// each; of more than eight the rest is counted.
[[nodiscard]] std::string badgeWords(const BoxBadge& badge, const Design& design);

}  // namespace archivolt::tools
