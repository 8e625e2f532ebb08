#include "model/catalog/form_pattern.h"

#include <bitset>
#include <cctype>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "model/base/text_case.h"

namespace archivolt {

namespace {

constexpr std::size_t kMostSteps = 20000;
constexpr std::size_t kDeepestGroup = 32;
constexpr std::size_t kNoEnd = std::numeric_limits<std::size_t>::max();

using CharSet = std::bitset<128>;

struct Piece;
using Sequence = std::vector<Piece>;

/// One piece of an expression, with how often it may stand.
struct Piece {
    enum class Kind : std::uint8_t {
        Set,
        Group,
        Ahead,     ///< What follows must be so.
        NotAhead,  ///< What follows must not be so.
        Begin,
        End
    };
    Kind kind = Kind::Set;
    CharSet set;
    std::vector<Sequence> choices;
    std::size_t least = 1;
    std::size_t most = 1;
};

CharSet setOf(char letter) {
    CharSet set;
    for (int c = 0; c < 128; ++c) {
        const bool isDigit = c >= '0' && c <= '9';
        const bool isWord = isDigit || c == '_' || std::isalpha(c) != 0;
        const bool isSpace = c == ' ' || (c >= '\t' && c <= '\r');
        const bool isIn = letter == 'd' ? isDigit : letter == 'w' ? isWord : isSpace;
        set[static_cast<std::size_t>(c)] = isIn;
    }
    return set;
}

/// Reads an expression into its tree; anything that it does not know makes it a bad one.
class PatternReader {
public:
    explicit PatternReader(std::string_view text) : m_text(text) {}

    std::optional<std::vector<Sequence>> read() {
        auto choices = readChoices(0);
        if (!m_isGood || m_at < m_text.size()) return std::nullopt;
        return choices;
    }

private:
    [[nodiscard]] bool has(char c) const { return m_at < m_text.size() && m_text[m_at] == c; }
    bool take(std::string_view word) {
        if (!m_text.substr(m_at).starts_with(word)) return false;
        m_at += word.size();
        return true;
    }
    char next() {
        m_isGood = m_isGood && m_at < m_text.size();
        return m_isGood ? m_text[m_at++] : '\0';
    }

    std::vector<Sequence> readChoices(std::size_t depth) {
        std::vector<Sequence> choices(1);
        if (depth > kDeepestGroup) m_isGood = false;
        while (m_isGood && m_at < m_text.size() && !has(')')) {
            if (take("|")) {
                choices.emplace_back();
            } else {
                choices.back().push_back(readPiece(depth));
            }
        }
        return choices;
    }

    Piece readPiece(std::size_t depth) {
        Piece piece;
        const char c = next();
        if (c == '(') {
            piece.kind = take("?=")   ? Piece::Kind::Ahead
                         : take("?!") ? Piece::Kind::NotAhead
                                      : Piece::Kind::Group;
            take("?:");
            piece.choices = readChoices(depth + 1);
            if (!take(")")) m_isGood = false;
        } else if (c == '^' || c == '$') {
            piece.kind = c == '^' ? Piece::Kind::Begin : Piece::Kind::End;
        } else if (c == '[') {
            piece.set = readClass();
        } else if (c == '\\') {
            piece.set = readEscape();
        } else if (c == '.') {
            piece.set.set().reset('\n').reset('\r');
        } else if (std::string_view("*+?{").find(c) != std::string_view::npos) {
            m_isGood = false;
        } else {
            add(piece.set, c, c);
        }
        readCount(piece);
        return piece;
    }

    void readCount(Piece& piece) {
        if (take("*")) {
            piece.least = 0;
            piece.most = kNoEnd;
        } else if (take("+")) {
            piece.most = kNoEnd;
        } else if (take("?")) {
            piece.least = 0;
        } else if (take("{")) {
            piece.least = piece.most = readNumber();
            if (take(",")) piece.most = has('}') ? kNoEnd : readNumber();
            if (!take("}")) m_isGood = false;
        } else {
            return;
        }
        take("?");  // As few as can be: for whole texts that is all the same.
    }

    std::size_t readNumber() {
        std::size_t number = 0;
        if (!isDigit()) m_isGood = false;
        while (isDigit() && number < kNoEnd / 100) {
            number = number * 10 + static_cast<std::size_t>(m_text[m_at++] - '0');
        }
        return number;
    }
    [[nodiscard]] bool isDigit() const {
        return m_at < m_text.size() && m_text[m_at] >= '0' && m_text[m_at] <= '9';
    }

    void add(CharSet& set, char first, char last) {
        if (first < 0 || last < first) m_isGood = false;
        const auto end = static_cast<unsigned char>(last);
        for (std::size_t c = static_cast<unsigned char>(first); m_isGood && c <= end; ++c)
            set.set(c);
    }

    /// Reads behind a backslash.
    CharSet readEscape() {
        CharSet set;
        const char c = next();
        if (std::string_view("dws").find(c) != std::string_view::npos) return setOf(c);
        if (std::string_view("DWS").find(c) != std::string_view::npos) {
            return ~setOf(lowerAscii(c));
        }
        const char meant = c == 'x' ? readCode() : c;
        if (c != 'x' && std::isalnum(static_cast<unsigned char>(c)) != 0) m_isGood = false;
        add(set, meant, meant);
        return set;
    }

    char readCode() {
        int code = 0;
        for (int i = 0; i < 2; ++i) {
            const char c = next();
            const bool isNumber = c >= '0' && c <= '9';
            if (!isNumber && (c < 'a' || c > 'f')) m_isGood = false;
            code = code * 16 + (isNumber ? c - '0' : c - 'a' + 10);
        }
        m_isGood = m_isGood && code < 128;
        return static_cast<char>(code);
    }

    CharSet readClass() {
        CharSet set;
        const bool isNegated = take("^");
        while (m_isGood && !take("]")) {
            CharSet one;
            const char c = next();
            if (c == '\\') {
                one = readEscape();
            } else {
                add(one, c, c);
            }
            const bool isRange =
                one.count() == 1 && has('-') && !m_text.substr(m_at).starts_with("-]");
            if (isRange) {
                ++m_at;
                const char end = next();
                const CharSet last = end == '\\'
                                         ? readEscape()
                                         : CharSet().set(static_cast<unsigned char>(end) % 128U);
                m_isGood = m_isGood && last.count() == 1;
                add(one, static_cast<char>(one._Find_first()),
                    static_cast<char>(last._Find_first()));
            }
            set |= one;
        }
        return isNegated ? ~set : set;
    }

    std::string_view m_text;
    std::size_t m_at = 0;
    bool m_isGood = true;
};

/// What is to match behind a piece: the rest of its sequence, then that of the one around it.
class Behind {
public:
    virtual ~Behind() = default;
    virtual bool matches(std::size_t at) const = 0;
};

/// Tries an expression on a text, going back where a way leads nowhere.
class Matching {
public:
    explicit Matching(std::string_view text) : m_text(text) {}

    bool whole(const std::vector<Sequence>& choices) {
        return any(choices, 0, Then([this](std::size_t at) { return at == m_text.size(); }));
    }
    [[nodiscard]] bool isTooCostly() const { return m_steps > kMostSteps; }

private:
    template <class Call>
    class Then final : public Behind {
    public:
        explicit Then(Call call) : m_call(std::move(call)) {}
        bool matches(std::size_t at) const override { return m_call(at); }

    private:
        Call m_call;
    };

    bool any(const std::vector<Sequence>& choices, std::size_t at, const Behind& behind) {
        for (const Sequence& choice : choices) {
            if (from(choice, 0, at, behind)) return true;
        }
        return false;
    }

    bool from(const Sequence& sequence, std::size_t piece, std::size_t at, const Behind& behind) {
        if (++m_steps > kMostSteps) return false;
        if (piece == sequence.size()) return behind.matches(at);
        const Piece& one = sequence[piece];
        const auto rest = [&](std::size_t here) { return from(sequence, piece + 1, here, behind); };
        switch (one.kind) {
            case Piece::Kind::Begin: return at == 0 && rest(at);
            case Piece::Kind::End: return at == m_text.size() && rest(at);
            case Piece::Kind::Ahead:
            case Piece::Kind::NotAhead: {
                const bool found = any(one.choices, at, Then([](std::size_t) { return true; }));
                return found == (one.kind == Piece::Kind::Ahead) && rest(at);
            }
            case Piece::Kind::Set: return repeatSet(one, at, rest);
            case Piece::Kind::Group: return repeatGroup(one, 0, at, Then(rest));
        }
        return false;
    }

    /// Takes as many as there are, then fewer.
    template <class Rest>
    bool repeatSet(const Piece& one, std::size_t at, const Rest& rest) {
        std::size_t taken = 0;
        while (taken < one.most && at + taken < m_text.size() &&
               one.set[static_cast<unsigned char>(m_text[at + taken]) % 128U]) {
            ++taken;
        }
        for (; taken + 1 > one.least; --taken) {
            if (rest(at + taken)) return true;
            if (taken == 0 || isTooCostly()) return false;
        }
        return false;
    }

    bool repeatGroup(const Piece& one, std::size_t done, std::size_t at, const Behind& behind) {
        if (++m_steps > kMostSteps) return false;
        if (done < one.most) {
            const Then again([&](std::size_t here) {
                if (here == at)
                    return behind.matches(here);  // Nothing may stand any number of times.
                return repeatGroup(one, done + 1, here, behind);
            });
            if (any(one.choices, at, again)) return true;
        }
        return done >= one.least && behind.matches(at);
    }

    std::string_view m_text;
    std::size_t m_steps = 0;
};

}  // namespace

FormMatch matchesForm(std::string_view pattern, std::string_view text) {
    const auto tree = PatternReader(pattern).read();
    if (!tree) return FormMatch::BadPattern;
    Matching matching(text);
    const bool matches = matching.whole(*tree);
    if (matching.isTooCostly()) return FormMatch::TooCostly;
    return matches ? FormMatch::Yes : FormMatch::No;
}

}  // namespace archivolt
