#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace archivolt {

enum class PatternMatch : std::uint8_t {
    Yes,
    No,
    BadPattern,
    TooCostly
};

/// A text in which what a pattern matched was replaced.
struct Replaced {
    PatternMatch match = PatternMatch::No;
    std::string text;  ///< As it was, where nothing matched.
};

/// A regular expression of ECMAScript, read once to be held against many texts, byte by byte.
///
/// The work is polynomial in the sizes; a pattern over 1,024 or a text over 4,096 bytes, or a
/// back-reference, is too costly to check. Copies share what was read.
class Pattern {
public:
    explicit Pattern(std::string_view pattern);
    /// Returns the expression as it is written.
    [[nodiscard]] const std::string& written() const;
    /// Says whether the whole of `text` matches.
    [[nodiscard]] PatternMatch match(std::string_view text) const;
    /// Says whether some part of `text` matches.
    [[nodiscard]] PatternMatch find(std::string_view text) const;
    /// Replaces the first part of `text` that matches. In `by`, `$1` to `$9` stand for what the
    /// groups matched and `$0` for all of it; of a group that is not there, for nothing.
    [[nodiscard]] Replaced replaceFirst(std::string_view text, std::string_view by) const;

    friend bool operator==(const Pattern& a, const Pattern& b) {
        return a.written() == b.written();
    }

private:
    [[nodiscard]] PatternMatch unusable(std::string_view text) const;

    struct State;
    std::shared_ptr<const State> m_state;
};

/// Says whether the whole of `text` matches a regular expression as AllowedPattern means it: one of
/// Java. What Java itself would refuse is a bad pattern too. The sizes are limited as `Pattern`'s.
///
/// NOT MODELLED: Possessive quantifiers, atomic groups, look-behind, back-references, flags but a
/// leading `(?i)`, and Unicode's classes for letters beyond ASCII in an AllowedPattern.
/// Source: CloudFormation User Guide, parameters section; Java SE API, java.util.regex.Pattern.
[[nodiscard]] PatternMatch matchWholly(std::string_view pattern, std::string_view text);

}  // namespace archivolt
