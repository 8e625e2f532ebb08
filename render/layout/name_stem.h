#pragma once

#include <string>
#include <string_view>

namespace archivolt {

/// Returns a name without the digits, or the last capital A to F, that tell it from its twins.
///
/// `AppA` and `AppB`, or `Public1` and `Public2`, have the same stem: they are meant for two zones.
[[nodiscard]] std::string nameStem(std::string_view name);

}  // namespace archivolt
