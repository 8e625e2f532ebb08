#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace archivolt {

/// What a piece of a template's text is, for its colour.
enum class TokenKind : std::uint8_t {
    Key,
    Tag,     ///< `!Ref`, `Fn::Sub`.
    Name,    ///< What a `!Ref` or `!GetAtt` names, and `${…}` in a text.
    Number,  ///< Numbers, true, false, null.
    Text,    ///< In quotes, or of a block of text.
    Comment,
    Mark  ///< Braces, brackets, dashes.
};

/// Bytes of one line.
struct TextToken {
    std::size_t begin = 0;
    std::size_t end = 0;
    TokenKind kind = TokenKind::Text;
    friend bool operator==(const TextToken&, const TextToken&) = default;
};

/// The tokens of one line, and what the next line begins in.
struct LineTokens {
    std::vector<TextToken> tokens;  ///< In order, none overlapping but `Name` within `Text`.
    int state = 0;
};

/// Reads one line of a template, YAML or JSON, without its line break, as `state` (0 at the first)
/// left it.
///
/// It knows block scalars, quotes that run over lines, comments and tags; what it does not know
/// has no colour. Linear in the line. A state is small and the same for the same lines above.
[[nodiscard]] LineTokens tokensOf(std::string_view line, int state);

}  // namespace archivolt
