#pragma once

#include <cstdint>
#include <string_view>

namespace archivolt {

enum class PatternMatch : std::uint8_t {
    Yes,
    No,
    BadPattern,
    TooCostly
};

/// Says whether the whole of `text` matches a regular expression as AllowedPattern means it.
///
/// The work is polynomial in the sizes; a pattern over 1,024 or a text over 4,096 bytes, or a
/// back-reference, is too costly to check.
/// NOT MODELLED: Java's possessive quantifiers, look-behind and inline flags are bad patterns here.
[[nodiscard]] PatternMatch matchWholly(std::string_view pattern, std::string_view text);

}  // namespace archivolt
