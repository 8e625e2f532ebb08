#pragma once

#include <algorithm>
#include <string_view>

namespace archivolt {

/// Says whether a text is written as AWS names Regions, `us-gov-east-1`, whether or not there is
/// one: two words or more of lower-case letters and a number, parted by hyphens.
[[nodiscard]] constexpr bool isRegionName(std::string_view text) {
    std::size_t words = 0;
    for (std::size_t dash = text.find('-'); dash != std::string_view::npos; dash = text.find('-')) {
        const bool isWord = dash > 1 && std::ranges::all_of(text.substr(0, dash), [](char c) {
                                return c >= 'a' && c <= 'z';
                            });
        if (!isWord) return false;
        ++words;
        text.remove_prefix(dash + 1);
    }
    return words >= 2 && !text.empty() &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
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
