#pragma once

#include <algorithm>
#include <compare>
#include <concepts>
#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>

#include <fmt/core.h>

namespace archivolt {

/// A text that stands in many places and never changes: it is there but once, whoever copies it.
///
/// Findings are made of such: tens of thousands say the code, the advice and the file of one rule.
/// A literal is not copied at all, and neither is a text that is said to last.
class SharedText {
public:
    SharedText() = default;
    template <std::size_t N>
    SharedText(const char (&literal)[N])  // NOLINT: a literal is a text, and lasts.
        : SharedText(ofLasting(std::string_view(static_cast<const char*>(literal)))) {}
    template <std::size_t N>
    SharedText(char (&)[N]) = delete;  // What may change is no literal.
    template <class Text>
    requires(std::is_pointer_v<Text>&& std::convertible_to<Text, std::string_view>)
        SharedText(const Text& text)
        : SharedText(std::string_view(text)) {}                                  // NOLINT
    SharedText(const std::string& text) : SharedText(std::string_view(text)) {}  // NOLINT
    SharedText(std::string_view text) : m_size(text.size()) {                    // NOLINT
        if (text.empty()) return;
        const std::shared_ptr<char[]> own(new char[text.size()]);
        std::ranges::copy(text, own.get());
        m_begin = std::shared_ptr<const char>(own, own.get());
    }
    /// Returns a text that lasts for the whole run, as those of rules do, without copying it.
    [[nodiscard]] static SharedText ofLasting(std::string_view text) { return within({}, text); }
    /// Returns a text that lasts as long as what it stands in, without copying it.
    [[nodiscard]] static SharedText within(const std::shared_ptr<const void>& whole,
                                           std::string_view text) {
        SharedText part;
        part.m_begin = std::shared_ptr<const char>(whole, text.data());
        part.m_size = text.size();
        return part;
    }

    [[nodiscard]] bool empty() const { return m_size == 0; }
    [[nodiscard]] std::string_view view() const { return {m_begin.get(), m_size}; }
    [[nodiscard]] std::string str() const { return std::string(view()); }
    operator std::string_view() const { return view(); }  // NOLINT: it is read as texts are.
    operator std::string() const { return str(); }        // NOLINT: as texts are.

    [[nodiscard]] bool starts_with(std::string_view begin) const {
        return view().starts_with(begin);
    }
    template <std::convertible_to<std::string_view> Text>
    friend std::string operator+(const SharedText& a, const Text& b) {
        return a.str().append(std::string_view(b));
    }
    friend std::string operator+(const SharedText& a, char b) { return a.str() + b; }
    friend std::string operator+(std::string a, const SharedText& b) { return a.append(b.view()); }

    friend bool operator==(const SharedText& a, const SharedText& b) {
        return a.m_size == b.m_size && (a.m_begin == b.m_begin || a.view() == b.view());
    }
    template <std::convertible_to<std::string_view> Text>
    friend bool operator==(const SharedText& a, const Text& b) {
        return a.view() == std::string_view(b);
    }
    friend std::strong_ordering operator<=>(const SharedText& a, const SharedText& b) {
        return a.view() <=> b.view();
    }

private:
    std::shared_ptr<const char> m_begin;  // Owns nothing where the text lasts anyway.
    std::size_t m_size = 0;
};

}  // namespace archivolt

template <>
struct fmt::formatter<archivolt::SharedText> : fmt::formatter<std::string_view> {
    template <class Context>
    auto format(const archivolt::SharedText& text, Context& context) const {
        return fmt::formatter<std::string_view>::format(text.view(), context);
    }
};
