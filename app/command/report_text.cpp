#include "app/command/report_text.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

namespace archivolt {

namespace {

/// One code point of a text and how many bytes it takes; a length of 0 is a byte that is no UTF-8.
struct CodePoint {
    std::uint32_t value = 0;
    std::size_t length = 0;
};

/// Decodes the code point that begins at `at`, refusing what Unicode refuses: overlong forms,
/// surrogates, values above U+10FFFF.
CodePoint decoded(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const std::uint32_t lead = byte(at);
    if (lead < 0x80) return {lead, 1};
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + length > text.size()) return {lead, 0};
    std::uint32_t value = lead & (0xFFU >> (length + 1));
    for (std::size_t i = at + 1; i < at + length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) return {lead, 0};
        value = (value << 6U) | (byte(i) & 0x3FU);
    }
    constexpr std::array<std::uint32_t, 5> kLeast = {0, 0, 0x80, 0x800, 0x10000};
    const bool isSurrogate = value >= 0xD800 && value <= 0xDFFF;
    if (value < kLeast.at(length) || isSurrogate || value > 0x10FFFF) return {lead, 0};
    return {value, length};
}

/// Says whether a code point steers a terminal, or what is written after it.
/// Source: Unicode, Cc and the Bidi_Control property; U+2028 and U+2029 break lines.
bool steers(std::uint32_t value) {
    constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 6> kRanges = {{{0x00, 0x1F},
                                                                                 {0x7F, 0x9F},
                                                                                 {0x61C, 0x61C},
                                                                                 {0x200E, 0x200F},
                                                                                 {0x2028, 0x202E},
                                                                                 {0x2066, 0x2069}}};
    for (const auto& [first, last] : kRanges) {
        if (value >= first && value <= last) return true;
    }
    return false;
}

std::string shownAs(std::uint32_t value) {
    switch (value) {
        case '\n': return "\\n";
        case '\r': return "\\r";
        case '\t': return "\\t";
        default:
            return value < 0x100 ? fmt::format("\\x{:02x}", value)
                                 : fmt::format("\\u{:04x}", value);
    }
}

std::string cleaned(std::string_view text, bool keepsLines) {
    std::string clean;
    clean.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = decoded(text, at);
        const bool stays = point.length > 0 && !steers(point.value);
        if (stays || (keepsLines && point.value == '\n')) {
            clean += text.substr(at, point.length);
        } else {
            clean += shownAs(point.value);
        }
        at += std::max<std::size_t>(point.length, 1);
    }
    return clean;
}

}  // namespace

std::string printable(std::string_view text) { return cleaned(text, false); }

std::string printableLines(std::string_view text) { return cleaned(text, true); }

}  // namespace archivolt
