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

/// Returns the Region of a zone by its name (`us-east-1a`, `us-west-2-lax-1a`); empty for another
/// text, a zone's id (`use1-az1`) among them.
[[nodiscard]] constexpr std::string_view regionOfZone(std::string_view zone) {
    constexpr std::string_view kDigits = "0123456789";
    constexpr std::size_t kShortestBefore = 3;  // `us-`
    std::size_t at = 0;
    while (at < zone.size()) {
        if (kDigits.find(zone[at]) != std::string_view::npos) {
            return at > kShortestBefore ? zone.substr(0, zone.find_first_not_of(kDigits, at))
                                        : std::string_view();
        }
        at = std::min(zone.find('-', at), zone.size()) + 1;
    }
    return {};
}

}  // namespace archivolt
