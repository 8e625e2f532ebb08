#pragma once

#include <algorithm>
#include <string_view>

namespace archivolt {

/// Says whether a text is written as AWS names Regions, `us-gov-east-1`, whether or not there is
/// one: three words or more of lower-case letters and digits, parted by hyphens.
[[nodiscard]] constexpr bool isRegionName(std::string_view text) {
    return std::ranges::count(text, '-') >= 2 && std::ranges::all_of(text, [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
           });
}

}  // namespace archivolt
