#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

namespace archivolt {

enum class PatternMatch : std::uint8_t {
    Yes,
    No,
    BadPattern,
    TooCostly
};

/// A regular expression as AllowedPattern means it, read once to be held against many texts.
///
/// Limits and what is not modelled: as `matchWholly` says. Copies share what was read.
class Pattern {
public:
    explicit Pattern(std::string_view pattern);
    /// Says whether the whole of `text` matches.
    [[nodiscard]] PatternMatch match(std::string_view text) const;

private:
    struct State;
    std::shared_ptr<const State> m_state;
};

/// Says whether the whole of `text` matches a regular expression as AllowedPattern means it.
///
/// The work is polynomial in the sizes; a pattern over 1,024 or a text over 4,096 bytes, or a
/// back-reference, is too costly to check.
/// NOT MODELLED: Java's possessive quantifiers, look-behind and inline flags are bad patterns here.
[[nodiscard]] PatternMatch matchWholly(std::string_view pattern, std::string_view text);

}  // namespace archivolt
