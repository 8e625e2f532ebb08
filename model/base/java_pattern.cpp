#include "model/base/java_pattern.h"

#include <algorithm>
#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "model/base/text_case.h"

namespace archivolt {

namespace {

constexpr std::size_t kMostForeign = 120;
constexpr std::size_t kDeepestClass = 16;
constexpr std::size_t kDeepestGroup = 200;
constexpr char32_t kLastLetter = 0x10FFFF;

/// Letters as they are numbered here: ASCII as it is, and from 128 on the others of the text.
using Letters = std::bitset<256>;

/// Reads UTF-8; nothing where it is none.
std::optional<std::u32string> lettersOf(std::string_view bytes) {
    std::u32string letters;
    for (std::size_t i = 0; i < bytes.size();) {
        const auto first = static_cast<unsigned char>(bytes[i]);
        const std::size_t size = first < 0x80U   ? 1
                                 : first < 0xC0U ? 0
                                 : first < 0xE0U ? 2
                                 : first < 0xF0U ? 3
                                                 : 4;
        if (size == 0 || i + size > bytes.size()) return std::nullopt;
        char32_t letter = size == 1 ? first : first & (0xFFU >> (size + 1));
        for (std::size_t k = 1; k < size; ++k) {
            letter = letter << 6U | (static_cast<unsigned char>(bytes[i + k]) & 0x3FU);
        }
        letters += letter;
        i += size;
    }
    return letters;
}

bool isOf(std::string_view letters, char32_t letter) {
    return letter < 0x80 && letters.find(static_cast<char>(letter)) != std::string_view::npos;
}
bool isDigit(char32_t letter) { return letter >= '0' && letter <= '9'; }
bool isLatin(char32_t letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

struct Range {
    char32_t first;
    char32_t last;
};

/// What `\p` names of ASCII. Of the lower rows Unicode has more, which is not known here.
struct NamedLetters {
    std::string_view name;
    bool isAsciiAlone;
    std::array<Range, 6> ranges;
};
constexpr Range kNone{1, 0};
constexpr std::array kNamed{
    NamedLetters{"ASCII", true, {{{0, 127}, kNone, kNone, kNone, kNone, kNone}}},
    NamedLetters{"Alpha", true, {{{'a', 'z'}, {'A', 'Z'}, kNone, kNone, kNone, kNone}}},
    NamedLetters{"Alnum", true, {{{'a', 'z'}, {'A', 'Z'}, {'0', '9'}, kNone, kNone, kNone}}},
    NamedLetters{"Lower", true, {{{'a', 'z'}, kNone, kNone, kNone, kNone, kNone}}},
    NamedLetters{"Upper", true, {{{'A', 'Z'}, kNone, kNone, kNone, kNone, kNone}}},
    NamedLetters{"Digit", true, {{{'0', '9'}, kNone, kNone, kNone, kNone, kNone}}},
    NamedLetters{"XDigit", true, {{{'0', '9'}, {'a', 'f'}, {'A', 'F'}, kNone, kNone, kNone}}},
    NamedLetters{"Punct", true, {{{'!', '/'}, {':', '@'}, {'[', '`'}, {'{', '~'}, kNone, kNone}}},
    NamedLetters{"Graph", true, {{{'!', '~'}, kNone, kNone, kNone, kNone, kNone}}},
    NamedLetters{"Print", true, {{{' ', '~'}, kNone, kNone, kNone, kNone, kNone}}},
    NamedLetters{"Blank", true, {{{' ', ' '}, {'\t', '\t'}, kNone, kNone, kNone, kNone}}},
    NamedLetters{"Space", true, {{{' ', ' '}, {'\t', '\r'}, kNone, kNone, kNone, kNone}}},
    NamedLetters{"Cntrl", true, {{{0, 31}, {127, 127}, kNone, kNone, kNone, kNone}}},
    NamedLetters{"L", false, {{{'a', 'z'}, {'A', 'Z'}, kNone, kNone, kNone, kNone}}},
    NamedLetters{"Ll", false, {{{'a', 'z'}, kNone, kNone, kNone, kNone, kNone}}},
    NamedLetters{"Lu", false, {{{'A', 'Z'}, kNone, kNone, kNone, kNone, kNone}}},
    NamedLetters{"M", false, {{kNone, kNone, kNone, kNone, kNone, kNone}}},
    NamedLetters{"N", false, {{{'0', '9'}, kNone, kNone, kNone, kNone, kNone}}},
    NamedLetters{"Nd", false, {{{'0', '9'}, kNone, kNone, kNone, kNone, kNone}}},
    NamedLetters{
        "S", false, {{{'$', '$'}, {'+', '+'}, {'<', '>'}, {'^', '^'}, {'`', '`'}, {'|', '~'}}}},
    NamedLetters{"Z", false, {{{' ', ' '}, kNone, kNone, kNone, kNone, kNone}}},
    NamedLetters{"Zs", false, {{{' ', ' '}, kNone, kNone, kNone, kNone, kNone}}},
};

/// Reads an expression from its first letter to its last, and writes each piece as it is read.
class JavaReader {
public:
    JavaReader(std::u32string pattern, std::u32string foreign)
        : m_text(std::move(pattern)), m_foreign(std::move(foreign)) {}

    std::optional<std::string> read() {
        if (take(U"(?i)")) m_anyCase = true;
        while (m_isGood && m_at < m_text.size()) readPiece();
        if (!m_isGood || m_depth > 0) return std::nullopt;
        return m_written;
    }

private:
    [[nodiscard]] bool has(char32_t letter) const {
        return m_at < m_text.size() && m_text[m_at] == letter;
    }
    bool take(std::u32string_view word) {
        if (!std::u32string_view(m_text).substr(m_at).starts_with(word)) return false;
        m_at += word.size();
        return true;
    }
    char32_t next() {
        m_isGood = m_isGood && m_at < m_text.size();
        return m_isGood ? m_text[m_at++] : U'\0';
    }

    void readPiece() {
        if (take(U"\\Q")) {
            readQuoted();
            return;
        }
        const char32_t letter = next();
        if (letter == '(') {
            openGroup();
        } else if (letter == ')') {
            m_isGood = m_isGood && m_depth-- > 0;
            m_written += ')';
            readCount();
        } else if (letter == '|') {
            m_written += '|';
        } else if (letter == '^') {
            m_written += '^';
        } else if (letter == '$') {
            writeEnd();
        } else if (letter == '\\') {
            readEscapedPiece();
        } else if (isOf("*+?{", letter)) {
            m_isGood = false;  // Of nothing, of an anchor, or of what has its count already.
        } else {
            Letters set = letter == '['   ? readClass(0)
                          : letter == '.' ? ~lineEnds()
                                          : rangeOf(letter, letter);
            write(set);
            readCount();
        }
    }

    void readQuoted() {
        const std::size_t end = std::min(m_text.find(U"\\E", m_at), m_text.size());
        const bool isEmpty = end == m_at;
        for (; m_at < end; ++m_at) write(rangeOf(m_text[m_at], m_text[m_at]));
        take(U"\\E");
        if (!isEmpty) readCount();
    }

    void openGroup() {
        if (++m_depth > kDeepestGroup) m_isGood = false;
        if (take(U"?=")) {
            m_written += "(?=";
        } else if (take(U"?!")) {
            m_written += "(?!";
        } else {
            m_written += "(?:";
            if (take(U"?<")) {
                readGroupName();
            } else if (!take(U"?:") && has('?')) {
                m_isGood = false;
            }
        }
    }

    void readGroupName() {
        if (m_at >= m_text.size() || !isLatin(m_text[m_at])) m_isGood = false;
        while (m_at < m_text.size() && (isLatin(m_text[m_at]) || isDigit(m_text[m_at]))) ++m_at;
        if (!take(U">")) m_isGood = false;
    }

    /// Before a line's end that is the last of the text is its end too; both of "\r\n" are one.
    void writeEnd() {
        m_written += "(?=";
        write(lineEnds());
        m_written += "?$)";
        m_hasEnd = true;
    }

    void readEscapedPiece() {
        const char32_t letter = next();
        if (letter == 'A') {
            m_written += '^';
        } else if (letter == 'z') {
            m_written += '$';
        } else if (letter == 'Z') {
            writeEnd();
        } else if (isOf("bB", letter)) {
            // Java's releases differ in what a word is beyond ASCII.
            m_isGood = m_isGood && m_foreign.empty() && !has('{');
            m_written += letter == 'b' ? "\\b" : "\\B";
        } else {
            --m_at;
            write(readEscape());
            readCount();
        }
    }

    void readCount() {
        const std::size_t start = m_at;
        if (take(U"{")) {
            readNumber();
            if (take(U",") && !has('}')) readNumber();
            if (!take(U"}")) m_isGood = false;
        } else if (!take(U"*") && !take(U"+") && !take(U"?")) {
            return;
        }
        take(U"?");  // As few as can be: for whole texts that is all the same.
        for (std::size_t i = start; i < m_at; ++i) m_written += static_cast<char>(m_text[i]);
    }

    void readNumber() {
        const std::size_t start = m_at;
        while (m_at < m_text.size() && isDigit(m_text[m_at])) ++m_at;
        m_isGood = m_isGood && m_at > start && m_at - start < 8;
    }

    void add(Letters& set, char32_t first, char32_t last) const {
        for (char32_t c = first; c <= last && c < 128; ++c) set.set(c);
        for (std::size_t i = 0; i < m_foreign.size(); ++i) {
            if (m_foreign[i] >= first && m_foreign[i] <= last) set.set(128 + i);
        }
        if (!m_anyCase) return;
        for (char32_t c = 'a'; c <= 'z'; ++c) {
            const char32_t upper = c - 32;
            if (set[c] || set[upper]) set.set(c).set(upper);
        }
    }
    [[nodiscard]] Letters rangeOf(char32_t first, char32_t last) const {
        Letters set;
        add(set, first, last);
        return set;
    }
    [[nodiscard]] Letters lineEnds() const {
        return rangeOf('\n', '\n') | rangeOf('\r', '\r') | rangeOf(0x85, 0x85) |
               rangeOf(0x2028, 0x2029);
    }

    /// Reads behind a backslash what stands for letters.
    Letters readEscape() {
        const char32_t letter = next();
        if (isOf("dswhvDSWHV", letter)) return letterClass(static_cast<char>(letter));
        if (isOf("pP", letter)) return letter == 'p' ? readNamed() : ~readNamed();
        --m_at;
        const char32_t meant = readEscapedLetter();
        return rangeOf(meant, meant);
    }

    Letters letterClass(char letter) {
        const char lower = lowerAscii(letter);
        Letters set;
        if (lower == 'd' || lower == 'w') add(set, '0', '9');
        if (lower == 'w') set |= rangeOf('a', 'z') | rangeOf('A', 'Z') | rangeOf('_', '_');
        if (lower == 's') set |= rangeOf(' ', ' ') | rangeOf('\t', '\r');
        if (lower == 'v')
            set |= rangeOf('\n', '\r') | rangeOf(0x85, 0x85) | rangeOf(0x2028, 0x2029);
        if (lower == 'h') {
            set |= rangeOf(' ', ' ') | rangeOf('\t', '\t') | rangeOf(0xA0, 0xA0) |
                   rangeOf(0x1680, 0x1680) | rangeOf(0x180E, 0x180E) | rangeOf(0x2000, 0x200A) |
                   rangeOf(0x202F, 0x202F) | rangeOf(0x205F, 0x205F) | rangeOf(0x3000, 0x3000);
        }
        return letter == lower ? set : ~set;
    }

    Letters readNamed() {
        std::string name;
        if (take(U"{")) {
            while (m_isGood && !take(U"}")) name += static_cast<char>(next());
        } else {
            name += static_cast<char>(next());
        }
        Letters set;
        const auto* const named = std::ranges::find(kNamed, name, &NamedLetters::name);
        // Java's releases differ in what a case is to a class that names one.
        if (named == kNamed.end() || m_anyCase || !(named->isAsciiAlone || m_foreign.empty())) {
            m_isGood = false;
            return set;
        }
        for (const Range& range : named->ranges) {
            if (range.first <= range.last) add(set, range.first, range.last);
        }
        return set;
    }

    char32_t readEscapedLetter() {
        const char32_t letter = next();
        constexpr std::string_view kNames = "tnrfae";
        constexpr std::string_view kMeant = "\t\n\r\f\a\x1b";
        if (isOf(kNames, letter)) {
            return static_cast<char32_t>(kMeant[kNames.find(static_cast<char>(letter))]);
        }
        if (letter == 'x' && take(U"{")) {
            const std::size_t end = m_text.find(U'}', m_at);
            if (end == std::u32string::npos || end == m_at || end > m_at + 6) m_isGood = false;
            const char32_t code = m_isGood ? readCode(end - m_at, 16) : 0;
            take(U"}");
            return code;
        }
        if (letter == 'x') return readCode(2, 16);
        if (letter == 'u') {
            const char32_t code = readCode(4, 16);
            if (code >= 0xD800 && code < 0xE000) m_isGood = false;
            return code;
        }
        if (letter == '0') return readCode(octalDigits(), 8);
        if (isLatin(letter) || isDigit(letter)) m_isGood = false;
        return letter;
    }

    [[nodiscard]] std::size_t octalDigits() const {
        std::size_t count = 0;
        const std::size_t most = m_at < m_text.size() && m_text[m_at] < '4' ? 3 : 2;
        while (count < most && m_at + count < m_text.size() && m_text[m_at + count] >= '0' &&
               m_text[m_at + count] <= '7') {
            ++count;
        }
        return count;
    }

    char32_t readCode(std::size_t digits, char32_t base) {
        char32_t code = 0;
        if (digits == 0) m_isGood = false;
        for (std::size_t i = 0; i < digits; ++i) {
            const char32_t letter = next();
            const char32_t value = isDigit(letter)   ? letter - '0'
                                   : isLatin(letter) ? (letter | 0x20U) - 'a' + 10
                                                     : base;
            if (value >= base) m_isGood = false;
            code = code * base + value;
        }
        if (code > kLastLetter) m_isGood = false;
        return code;
    }

    /// Reads behind the bracket. Sets may stand within one another and be met by `&&`; what Java's
    /// releases read differently, such sets within a negated one, is no good.
    Letters readClass(std::size_t depth) {
        const bool isNegated = take(U"^");
        bool isPlain = true;
        bool isInner = false;
        bool isEmpty = true;
        Letters set;
        std::optional<Letters> met;
        if (depth > kDeepestClass) m_isGood = false;
        while (m_isGood && (isEmpty || !has(']'))) {
            if (take(U"&&")) {
                if (isEmpty || has('&') || has(']')) m_isGood = false;
                met = met ? *met & set : set;
                set.reset();
                isPlain = isInner = false;
                isEmpty = true;
                continue;
            }
            if (take(U"[")) {
                set |= readClass(depth + 1);
                isPlain = false;
                isInner = true;
            } else {
                if (met && isInner) m_isGood = false;  // Java forgets the set before it.
                set |= readMember();
            }
            isEmpty = false;
        }
        next();
        if (met) set &= *met;
        if (isNegated && !isPlain) m_isGood = false;
        return isNegated ? ~set : set;
    }

    /// Reads a letter, a range or a class within brackets.
    Letters readMember() {
        const std::size_t start = m_at;
        const char32_t letter = next();
        if (letter == '\\' && (has('Q') || has('E'))) m_isGood = false;
        if (letter == '\\' && m_at < m_text.size() && isOf("dswhvDSWHVpP", m_text[m_at])) {
            return readEscape();
        }
        m_at = start;
        const char32_t first = readMemberLetter();
        const bool isRange = has('-') && m_at + 1 < m_text.size() && m_text[m_at + 1] != ']' &&
                             m_text[m_at + 1] != '[';
        if (!isRange) return rangeOf(first, first);
        ++m_at;
        const char32_t last = readMemberLetter();
        if (last < first) m_isGood = false;
        return rangeOf(first, last);
    }
    char32_t readMemberLetter() {
        const char32_t letter = next();
        return letter == '\\' ? readEscapedLetter() : letter;
    }

    void write(const Letters& set) {
        constexpr std::string_view kDigits = "0123456789abcdef";
        const auto letter = [&](std::size_t c) {
            m_written += "\\x";
            m_written += kDigits[c / 16];
            m_written += kDigits[c % 16];
        };
        m_written += set.none() ? "[\\xff" : "[";  // No text has that byte.
        for (std::size_t c = 0; c < 128 + m_foreign.size(); ++c) {
            if (!set[c]) continue;
            std::size_t last = c;
            while (c < 128 && last < 127 && set[last + 1]) ++last;
            letter(c);
            if (last > c) m_written += '-';
            if (last > c) letter(last);
            c = last;
        }
        m_written += ']';
    }

public:
    [[nodiscard]] bool hasEnd() const { return m_hasEnd; }

private:
    std::u32string m_text;
    std::u32string m_foreign;
    std::string m_written;
    std::size_t m_at = 0;
    std::size_t m_depth = 0;
    bool m_anyCase = false;
    bool m_hasEnd = false;
    bool m_isGood = true;
};

}  // namespace

PlainPattern plainPattern(std::string_view pattern, std::string_view text) {
    PlainPattern plain;
    const auto said = lettersOf(pattern);
    const auto letters = lettersOf(text);
    if (!said || !letters) return plain;
    std::u32string foreign;
    for (const char32_t letter : *letters) {
        std::size_t byte = letter;
        if (letter >= 0x80) {
            const std::size_t known = foreign.find(letter);
            byte = 0x80 + std::min(known, foreign.size());
            if (known == std::u32string::npos) foreign += letter;
        }
        if (foreign.size() > kMostForeign) return plain;
        plain.text += static_cast<char>(static_cast<unsigned char>(byte));
    }
    JavaReader reader(*said, std::move(foreign));
    auto written = reader.read();
    plain.isTold = written && !(reader.hasEnd() && text.ends_with("\r\n"));
    if (plain.isTold) plain.pattern = *std::move(written);
    return plain;
}

}  // namespace archivolt
