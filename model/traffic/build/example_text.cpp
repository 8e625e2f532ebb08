#include "model/traffic/build/example_text.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace archivolt::traffic {

namespace {

/// Spells out one text of an expression, as far as its commonest forms go.
class Speller {
public:
    explicit Speller(std::string_view pattern) : m_rest(pattern) {}

    /// Spells out alternatives up to the end, or to the parenthesis that closes them.
    std::string alternatives() {
        std::string first = sequence();
        while (takes('|')) (void)sequence();
        return first;
    }

private:
    bool takes(char c) {
        if (!m_rest.starts_with(c)) return false;
        m_rest.remove_prefix(1);
        return true;
    }

    std::string sequence() {
        std::string text;
        while (!m_rest.empty() && m_rest.front() != '|' && m_rest.front() != ')') {
            const std::string one = atom();
            for (std::size_t i = fewest(); i > 0; --i) text += one;
        }
        return text;
    }

    std::string atom() {
        const char c = m_rest.front();
        m_rest.remove_prefix(1);
        if (c == '^' || c == '$') return {};
        if (c == '.') return "x";
        if (c == '[') return set();
        if (c == '\\') return escaped();
        if (c != '(') return {c};
        if (m_rest.starts_with("?:")) m_rest.remove_prefix(2);
        std::string inner = alternatives();
        takes(')');
        return inner;
    }

    std::string escaped() {
        if (m_rest.empty()) return {};
        const char c = m_rest.front();
        m_rest.remove_prefix(1);
        if (c == 'd') return "1";
        if (c == 'w' || c == 'S' || c == 'D') return "x";
        if (c == 's' || c == 'W') return " ";
        return c == 'b' || c == 'B' ? std::string() : std::string{c};
    }

    std::string set() {
        const bool isOther = takes('^');
        std::string first;
        if (!m_rest.empty() && m_rest.front() != ']') {
            if (takes('\\')) {
                first = escaped();
            } else {
                first = m_rest.front();
                m_rest.remove_prefix(1);
            }
        }
        const std::size_t close = m_rest.find(']');
        m_rest.remove_prefix(close == std::string_view::npos ? m_rest.size() : close + 1);
        return isOther ? "x" : first;
    }

    /// Returns the fewest times that what stood before is repeated.
    std::size_t fewest() {
        std::size_t least = 1;
        if (takes('*') || takes('?')) {
            least = 0;
        } else if (takes('{')) {
            const auto read = std::from_chars(m_rest.data(), m_rest.data() + m_rest.size(), least);
            if (read.ec != std::errc()) least = 1;
            const std::size_t close = m_rest.find('}');
            m_rest.remove_prefix(close == std::string_view::npos ? m_rest.size() : close + 1);
        } else {
            takes('+');
        }
        takes('?');
        constexpr std::size_t kMost = 64;
        return std::min(least, kMost);
    }

    std::string_view m_rest;
};

}  // namespace

std::string exampleOf(const std::string& wildcards) {
    std::string text;
    for (std::size_t i = 0; i < wildcards.size(); ++i) {
        if (wildcards[i] == '?') text += 'x';
        if (wildcards[i] == '*' && i == 0) text += 'x';
        if (wildcards[i] != '?' && wildcards[i] != '*') text += wildcards[i];
    }
    return text;
}

std::optional<std::string> exampleOf(const Pattern& pattern) {
    constexpr std::size_t kLongest = 512;
    std::string text = Speller(pattern.written()).alternatives();
    if (text.size() > kLongest || pattern.find(text) != PatternMatch::Yes) return std::nullopt;
    return text;
}

}  // namespace archivolt::traffic
