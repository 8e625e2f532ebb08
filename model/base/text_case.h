#pragma once

#include <string>
#include <string_view>

namespace archivolt {

/// Returns an ASCII letter in lower case, any other byte as it is.
[[nodiscard]] constexpr char lowerAscii(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

/// Says whether two texts are equal but for the case of ASCII letters, as AWS compares names.
[[nodiscard]] constexpr bool equalIgnoringCase(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (lowerAscii(a[i]) != lowerAscii(b[i])) return false;
    }
    return true;
}

/// Returns the text with its ASCII letters in lower case.
[[nodiscard]] inline std::string lowerAscii(std::string_view text) {
    std::string result(text);
    for (char& c : result) c = lowerAscii(c);
    return result;
}

}  // namespace archivolt
