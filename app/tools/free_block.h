#pragma once

#include <optional>
#include <string>

#include "app/tools/drop_plan.h"

namespace archivolt::tools {

/// Returns a block for a subnet that comes into a VPC: empty where its own fits and is free there,
/// else a free one of the same size; nothing where there is none.
[[nodiscard]] std::optional<std::string> blockFor(const World& world, const Stack& stack,
                                                  const std::string& vpc, const Resource& subnet);

}  // namespace archivolt::tools
