#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "model/architecture/thing.h"

namespace archivolt {

/// Returns the id by which logs that this program writes name an interface: like `eni-` and 17
/// digits of AWS's, the same each time for an interface of the same stack and name.
///
/// A template's interfaces have no ids yet; readers of such logs know them by this one.
[[nodiscard]] std::string madeInterfaceId(const Thing& interface);

/// Returns so many hexadecimal digits, at most 17, that are the same for a text each time.
[[nodiscard]] std::string madeDigits(std::string_view text, std::size_t digits);

}  // namespace archivolt
