#include "model/base/arn.h"

#include <algorithm>
#include <array>

namespace archivolt {

std::optional<ArnParts> partsOfArn(std::string_view text) {
    // arn:partition:service:region:account:resource
    std::array<std::string_view, 5> parts;
    for (std::string_view& part : parts) {
        const auto colon = text.find(':');
        if (colon == std::string_view::npos) return std::nullopt;
        part = text.substr(0, colon);
        text.remove_prefix(colon + 1);
    }
    if (parts[0] != "arn") return std::nullopt;
    return ArnParts{parts[2], parts[3], parts[4], text};
}

bool isAccountNumber(std::string_view text) {
    return text.size() == 12 &&
           std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace archivolt
