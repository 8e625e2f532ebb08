#pragma once

#include <fmt/format.h>

#include <string>
#include <string_view>
#include <type_traits>

namespace archivolt {

/// Returns text of a user's file as it may be printed: nothing in it steers a terminal.
///
/// Control characters (line breaks among them), those that turn the direction of writing, and bytes
/// that are no UTF-8 are written as `\n`, `\x1b`, `\u202e`; all else stays. Linear in its length.
[[nodiscard]] std::string printable(std::string_view text);

/// Returns several lines as they may be printed: as `printable`, but line breaks stay.
[[nodiscard]] std::string printableLines(std::string_view text);

/// A report for people, put together so that only its own words can steer the terminal: every field
/// of text goes through `printable`, and escapes come from `paint` alone.
class ReportText {
public:
    explicit ReportText(bool colour) : m_colour(colour) {}

    /// What a field of a type is shown as.
    template <class Field>
    using Shown = std::conditional_t<std::is_convertible_v<const Field&, std::string_view>,
                                     std::string, const Field&>;

    template <class... Fields>
    void add(fmt::format_string<Shown<Fields>...> pattern, const Fields&... fields) {
        m_text += fmt::format(pattern, shown(fields)...);
    }

    /// Adds in the colour of an ANSI escape, which may be empty.
    template <class... Fields>
    void paint(const char* escape, fmt::format_string<Shown<Fields>...> pattern,
               const Fields&... fields) {
        const bool painted = m_colour && *escape != '\0';
        if (painted) m_text += escape;
        m_text += fmt::format(pattern, shown(fields)...);
        if (painted) m_text += "\033[0m";
    }

    /// Adds what another report says.
    void add(const ReportText& other) { m_text += other.m_text; }

    [[nodiscard]] bool empty() const { return m_text.empty(); }
    [[nodiscard]] const std::string& text() const { return m_text; }

private:
    template <class Field>
    static Shown<Field> shown(const Field& field) {
        if constexpr (std::is_convertible_v<const Field&, std::string_view>) {
            return printable(field);
        } else {
            return field;
        }
    }

    bool m_colour;
    std::string m_text;
};

}  // namespace archivolt
