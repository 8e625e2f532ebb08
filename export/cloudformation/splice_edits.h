#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace archivolt {

/// Replacements of bytes of one text, collected in any order and made at once.
///
/// Positions count in the text as it was. What is put at one position stands there in the order in
/// which it came. Deletions may overlap each other, but nothing that also puts text.
class TextEdits {
public:
    /// Makes no edits of `text`, which must outlive them; line breaks put in become `newline`.
    TextEdits(std::string_view text, std::string newline)
        : m_text(text), m_newline(std::move(newline)) {}

    /// Puts `text`, with `\n` for line breaks, in the place of the bytes `[begin, end)`.
    ///
    /// What both have in common at their ends is left alone.
    void replace(std::size_t begin, std::size_t end, std::string_view text);
    void insert(std::size_t at, std::string_view text) { replace(at, at, text); }
    void remove(std::size_t begin, std::size_t end) { replace(begin, end, {}); }

    [[nodiscard]] bool empty() const { return m_edits.empty(); }
    /// Says whether any edit lies inside or at an end of the bytes `[begin, end)`.
    [[nodiscard]] bool touches(std::size_t begin, std::size_t end) const;
    /// Says whether any edit deletes or surrounds the bytes `[begin, end)` whole.
    [[nodiscard]] bool covers(std::size_t begin, std::size_t end) const;
    /// Returns the text with all edits made; nothing when two of them clash.
    [[nodiscard]] std::optional<std::string> applied() const { return applied({}); }
    /// The same; `marks`, ascending places outside of all edits, become their places in the result.
    [[nodiscard]] std::optional<std::string> applied(std::span<std::size_t> marks) const;

private:
    struct One {
        std::size_t begin = 0;
        std::size_t end = 0;
        std::string text;
    };
    std::string_view m_text;
    std::string m_newline;
    std::vector<One> m_edits;
};

}  // namespace archivolt
