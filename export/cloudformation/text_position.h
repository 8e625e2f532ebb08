#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace archivolt {

/// Bytes of a text, `[begin, end)`.
struct Span {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    friend bool operator==(const Span&, const Span&) = default;
};

/// A place as editors show it: both count from 1, columns in code points.
struct TextPosition {
    std::uint32_t line = 1;
    std::uint32_t column = 1;
    friend bool operator==(const TextPosition&, const TextPosition&) = default;
};

/// The byte order mark of UTF-8.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

/// Finds line and column of bytes, and bytes of code points, in a UTF-8 text that outlives it.
///
/// Lines end at LF, CR LF and a lone CR, as in editors; a byte order mark has no column. Built in
/// one pass; a look-up costs a binary search and at most 256 bytes, however long the lines.
class LineIndex {
public:
    explicit LineIndex(std::string_view text);

    /// Returns where the byte at `offset` stands; an offset behind the text counts as its end.
    [[nodiscard]] TextPosition position(std::size_t offset) const;
    /// Returns the byte where the code point of this number (from 0) begins; the text's size when
    /// there are fewer.
    [[nodiscard]] std::size_t byteOf(std::size_t codePoint) const;
    /// Returns how many code points begin before the byte at `offset`.
    [[nodiscard]] std::size_t codePointsBefore(std::size_t offset) const;
    [[nodiscard]] std::string_view text() const { return m_text; }
    /// Returns the line of the byte at `offset`, without its line break.
    [[nodiscard]] std::string_view lineAt(std::size_t offset) const;

private:
    static constexpr std::size_t kBlock = 256;
    std::string_view m_text;
    std::vector<std::uint32_t> m_lineStarts;
    std::vector<std::uint32_t> m_codePoints;  // Code points that begin before byte i × kBlock.
    bool m_ascii = true;
};

/// Returns the first byte that is not part of well-formed UTF-8, or nothing.
[[nodiscard]] std::optional<std::size_t> firstInvalidUtf8(std::string_view text);

}  // namespace archivolt
