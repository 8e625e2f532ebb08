#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace archivolt {

/// Says in a few words why a text is no JSON at a place where a reader stopped (a byte of it, from
/// 0): that it ends too early, a text that is not closed, or what stands there instead.
[[nodiscard]] std::string jsonFault(std::string_view text, std::size_t stopped);

}  // namespace archivolt
