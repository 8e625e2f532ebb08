#pragma once

#include <string_view>

namespace archivolt {

/// Returns the script that collects what is read of a running network, resources/collect.sh.
[[nodiscard]] std::string_view collectScript();

}  // namespace archivolt
