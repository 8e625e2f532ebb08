#include "app/form/text_tokens.h"

#include <algorithm>
#include <cctype>

namespace archivolt {

namespace {

// States: 0 plain, 1 and 2 inside of single and double quotes, from 3 on a block scalar below a
// line that is indented by the state less 3.
constexpr int kPlain = 0;
constexpr int kSingle = 1;
constexpr int kDouble = 2;
constexpr int kBlock = 3;

bool isWordBreak(char c) {
    return c == ' ' || c == '\t' || c == ',' || c == ']' || c == '}' || c == '[' || c == '{';
}

bool isNumberWord(std::string_view word) {
    if (word == "true" || word == "false" || word == "null" || word == "~") return true;
    if (word.empty()) return false;
    const std::size_t from = word.front() == '-' ? 1 : 0;
    bool hasDigit = false;
    for (const char c : word.substr(from)) {
        const bool isDigit = std::isdigit(static_cast<unsigned char>(c)) != 0;
        hasDigit = hasDigit || isDigit;
        if (!isDigit && c != '.' && c != 'e' && c != 'E' && c != '-' && c != '+') return false;
    }
    return hasDigit;
}

/// Goes through one line.
class Line {
public:
    explicit Line(std::string_view text) : m_text(text) {}

    LineTokens read(int state) {
        const std::size_t indent = std::min(m_text.find_first_not_of(' '), m_text.size());
        if (state >= kBlock) {
            const bool isBlank = indent == m_text.size();
            if (isBlank || indent > static_cast<std::size_t>(state - kBlock)) {
                addText(0, m_text.size());
                m_result.state = state;
                return std::move(m_result);
            }
        } else if (state != kPlain) {
            if (!quotedFrom(0, state == kSingle ? '\'' : '"')) return std::move(m_result);
        }
        while (m_at < m_text.size()) step();
        if (m_opensBlock) m_result.state = kBlock + static_cast<int>(std::min(indent, kDeepest));
        return std::move(m_result);
    }

private:
    static constexpr std::size_t kDeepest = 10000;

    void add(std::size_t begin, std::size_t end, TokenKind kind) {
        if (begin < end) m_result.tokens.push_back({begin, end, kind});
    }

    /// A text, with the `${…}` in it.
    void addText(std::size_t begin, std::size_t end) {
        add(begin, end, TokenKind::Text);
        const std::string_view text = m_text.substr(0, end);
        std::size_t at = text.find("${", begin);
        while (at != std::string_view::npos) {
            const std::size_t close = text.find('}', at);
            if (close == std::string_view::npos) return;
            add(at, close + 1, TokenKind::Name);
            at = text.find("${", close);
        }
    }

    /// Reads on in quotes from a byte; says whether they end on this line.
    bool quotedFrom(std::size_t begin, char quote) {
        std::size_t at = begin;
        while (at < m_text.size()) {
            if (quote == '"' && m_text[at] == '\\') {
                at += 2;
                continue;
            }
            if (m_text[at] == quote) break;
            ++at;
        }
        const bool ends = at < m_text.size();
        m_at = ends ? at + 1 : m_text.size();
        if (!ends) m_result.state = quote == '"' ? kDouble : kSingle;
        addText(begin, m_at);
        return ends;
    }

    [[nodiscard]] bool isKeyEnd(std::size_t at) const {
        const std::size_t colon = m_text.find_first_not_of(' ', at);
        if (colon == std::string_view::npos || m_text[colon] != ':') return false;
        return colon + 1 == m_text.size() || isWordBreak(m_text[colon + 1]);
    }

    void step() {
        const char c = m_text[m_at];
        if (c == ' ' || c == '\t' || c == '\r') {
            ++m_at;
        } else if (c == '#' && (m_at == 0 || m_text[m_at - 1] == ' ')) {
            add(m_at, m_text.size(), TokenKind::Comment);
            m_at = m_text.size();
        } else if (c == '"' || c == '\'') {
            const std::size_t begin = m_at;
            const std::size_t first = m_result.tokens.size();
            if (quotedFrom(begin + 1, c) && isKeyEnd(m_at)) {
                m_result.tokens.resize(first);
                add(begin, m_at, TokenKind::Key);
            } else if (first < m_result.tokens.size()) {
                m_result.tokens[first].begin = begin;
            }
        } else if (c == '!') {
            word(TokenKind::Tag);
            m_afterTag = true;
        } else if (c == '[' || c == ']' || c == '{' || c == '}' || c == ',' || c == ':') {
            add(m_at, m_at + 1, TokenKind::Mark);
            ++m_at;
        } else if (c == '-' && (m_at + 1 == m_text.size() || m_text[m_at + 1] == ' ')) {
            add(m_at, m_at + 1, TokenKind::Mark);
            ++m_at;
        } else if ((c == '|' || c == '>') && isBlockHeader()) {
            add(m_at, m_text.size(), TokenKind::Mark);
            m_at = m_text.size();
            m_opensBlock = true;
        } else {
            plain();
        }
    }

    [[nodiscard]] bool isBlockHeader() const {
        const std::string_view rest = m_text.substr(m_at + 1);
        const std::size_t comment = rest.find(" #");
        return std::ranges::all_of(rest.substr(0, comment), [](char c) {
            return c == '+' || c == '-' || c == ' ' || c == '\r' ||
                   std::isdigit(static_cast<unsigned char>(c)) != 0;
        });
    }

    void word(TokenKind kind) {
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && !isWordBreak(m_text[m_at])) ++m_at;
        add(begin, std::max(m_at, begin + 1), kind);
        m_at = std::max(m_at, begin + 1);
    }

    /// A plain scalar up to what ends it, or a key.
    void plain() {
        const std::size_t begin = m_at;
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            const bool isColon =
                c == ':' && (m_at + 1 == m_text.size() || isWordBreak(m_text[m_at + 1]));
            const bool isComment = c == '#' && m_text[m_at - 1] == ' ';
            if (isColon || isComment || c == ',' || c == ']' || c == '}') break;
            ++m_at;
        }
        if (m_at == begin) ++m_at;
        const std::string_view text = m_text.substr(begin, m_at - begin);
        const std::size_t size = text.find_last_not_of(" \r") + 1;
        const std::string_view bare = text.substr(0, size);
        if (isKeyEnd(m_at)) {
            const bool isCall = bare.starts_with("Fn::") || bare == "Ref";
            add(begin, begin + size, isCall ? TokenKind::Tag : TokenKind::Key);
        } else if (m_afterTag) {
            add(begin, begin + size, TokenKind::Name);
        } else if (isNumberWord(bare)) {
            add(begin, begin + size, TokenKind::Number);
        }
        m_afterTag = false;
    }

    std::string_view m_text;
    LineTokens m_result;
    std::size_t m_at = 0;
    bool m_afterTag = false;
    bool m_opensBlock = false;
};

}  // namespace

LineTokens tokensOf(std::string_view line, int state) { return Line(line).read(state); }

}  // namespace archivolt
