#include "tests/tidy/scan_cpp.h"

#include <algorithm>
#include <cctype>
#include <utility>

namespace archivolt::test {

namespace {

/// A word, a punctuation mark, or nothing but a place where a literal stood.
struct Token {
    std::string text;
    std::size_t line = 1;
};

bool isWordStart(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_'; }
bool isWordPart(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_'; }

/// Cuts a text into words and marks; comments, literals and directives go.
class Lexer {
public:
    Lexer(std::string_view text, std::set<std::string>& used) : m_text(text), m_used(used) {}

    std::vector<Token> tokens() {
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (c == '\n') m_lineIsNew = true;
            if (c == '#' && m_lineIsNew) {
                skipDirective();
            } else if (starts("//")) {
                skipTo("\n");
            } else if (starts("/*")) {
                skipTo("*/");
            } else if (starts("R\"")) {
                skipRaw();
            } else if (c == '"' || c == '\'') {
                skipLiteral(c);
            } else if (isWordStart(c)) {
                takeWord();
            } else if (std::isdigit(static_cast<unsigned char>(c)) != 0) {
                takeNumber();
            } else {
                if (std::isspace(static_cast<unsigned char>(c)) == 0) takeMark();
                step(1);
            }
        }
        return std::move(m_tokens);
    }

private:
    [[nodiscard]] bool starts(std::string_view with) const {
        return m_text.substr(m_at, with.size()) == with;
    }
    void step(std::size_t count) {
        for (; count > 0 && m_at < m_text.size(); --count, ++m_at) {
            if (m_text[m_at] == '\n') ++m_line;
        }
    }
    void skipTo(std::string_view end) {
        const auto found = m_text.find(end, m_at + 2);
        const auto stop = found == std::string_view::npos ? m_text.size() : found;
        step(stop - m_at + (end == "\n" ? 0 : end.size()));
    }
    /// What a macro calls is used.
    void skipDirective() {
        std::string word;
        while (m_at < m_text.size() && m_text[m_at] != '\n') {
            const char c = m_text[m_at];
            if (isWordPart(c)) word += c;
            if (!isWordPart(c)) m_used.insert(std::exchange(word, {}));
            step(c == '\\' ? 2 : 1);
        }
        m_used.insert(word);
    }
    void skipRaw() {
        const auto open = m_text.find('(', m_at);
        const std::string end = ")" + std::string(m_text.substr(m_at + 2, open - m_at - 2)) + "\"";
        const auto close = m_text.find(end, open);
        m_tokens.push_back({"\"", m_line});
        step((close == std::string_view::npos ? m_text.size() : close + end.size()) - m_at);
    }
    void skipLiteral(char quote) {
        m_tokens.push_back({"\"", m_line});
        step(1);
        while (m_at < m_text.size() && m_text[m_at] != quote) step(m_text[m_at] == '\\' ? 2 : 1);
        step(1);
    }
    void takeWord() {
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && isWordPart(m_text[m_at])) ++m_at;
        m_tokens.push_back({std::string(m_text.substr(begin, m_at - begin)), m_line});
        m_lineIsNew = false;
    }
    void takeNumber() {
        while (m_at < m_text.size() &&
               (isWordPart(m_text[m_at]) || m_text[m_at] == '\'' || m_text[m_at] == '.')) {
            ++m_at;
        }
        m_tokens.push_back({"0", m_line});
    }
    void takeMark() {
        m_tokens.push_back({std::string(1, m_text[m_at]), m_line});
        m_lineIsNew = false;
    }

    std::string_view m_text;
    std::set<std::string>& m_used;
    std::size_t m_at = 0;
    std::size_t m_line = 1;
    bool m_lineIsNew = true;
    std::vector<Token> m_tokens;
};

/// Says whether a word is written as Qt's macros are: QML_ELEMENT, Q_PROPERTY.
bool isMacro(std::string_view word) {
    return word.starts_with("Q_") || word.starts_with("QML_") || word == "INVARIANT";
}

bool isWord(const Token& token) { return isWordStart(token.text.front()); }

/// Goes through the declarations of a file, scope by scope.
class Scanner {
public:
    ScannedFile scan(std::string_view text) {
        m_tokens = Lexer(text, m_file.used).tokens();
        scope("", false);
        return std::move(m_file);
    }

private:
    [[nodiscard]] bool done() const { return m_at >= m_tokens.size(); }
    [[nodiscard]] const std::string& now() const { return m_tokens[m_at].text; }

    /// Goes past the bracket that `m_at` stands on; with `uses`, what is inside is used, and
    /// otherwise what a parameter is without an argument.
    void skipBracket(bool uses) {
        int depth = 0;
        bool isDefault = false;
        for (; !done(); ++m_at) {
            const std::string& text = now();
            if (text == "(" || text == "{" || text == "[") ++depth;
            if (text == ")" || text == "}" || text == "]") --depth;
            if (text == "=") isDefault = true;
            if (text == "," && depth == 1) isDefault = false;
            if ((uses || isDefault) && isWord(m_tokens[m_at])) m_file.used.insert(text);
            if (depth == 0) break;
        }
        if (!done()) ++m_at;
    }

    /// Reads the declarations of a namespace or a type, up to its closing brace.
    void scope(const std::string& around, bool isHidden) {
        while (!done() && now() != "}") declaration(around, isHidden);
        if (!done()) ++m_at;
    }

    [[nodiscard]] bool has(std::size_t begin, std::string_view word) const {
        return std::any_of(m_tokens.begin() + static_cast<long>(begin),
                           m_tokens.begin() + static_cast<long>(m_at),
                           [&](const Token& token) { return token.text == word; });
    }

    /// Goes past `template <…>`.
    void skipTemplate() {
        ++m_at;
        int depth = 0;
        for (; !done(); ++m_at) {
            if (now() == "<") ++depth;
            if (now() == ">" && --depth == 0) break;
        }
        if (!done()) ++m_at;
    }

    void declaration(const std::string& around, bool isHidden) {
        while (!done() && now() == "template") skipTemplate();
        if (done()) return;
        if (now() == ";" || now() == ":") {
            ++m_at;
            return;
        }
        const std::size_t begin = m_at;
        if (now() == "namespace") return nameSpace(around, isHidden);
        if (now() == "friend" || now() == "using" || now() == "typedef") {
            while (!done() && now() != ";" && now() != "{") ++m_at;
            if (!done() && now() == "{") skipBracket(true);
            return;
        }
        if (now() == "class" || now() == "struct" || now() == "enum" || now() == "union") {
            if (type(around, isHidden)) return;
            m_at = begin;
        }
        functionOrVariable(begin);
    }

    void nameSpace(const std::string& around, bool isHidden) {
        ++m_at;
        std::string name = around;
        bool isNamed = false;
        for (; !done() && now() != "{" && now() != ";"; ++m_at) {
            if (!isWord(m_tokens[m_at])) continue;
            name += (name.empty() ? "" : "::") + now();
            isNamed = true;
        }
        if (done() || now() == ";") return;
        ++m_at;
        scope(name, isHidden || !isNamed);
    }

    /// Reads a type's definition; false for anything else that begins like one.
    bool type(const std::string& around, bool isHidden) {
        const bool isEnum = now() == "enum";
        std::string name;
        std::size_t line = 0;
        bool isSpecial = false;  // A specialisation of a template defines no new name.
        for (++m_at; !done(); ++m_at) {
            if (now() == "class" || now() == "struct" || now() == "final" || now() == "[") {
                if (now() == "[") {
                    skipBracket(false);
                    --m_at;
                }
                continue;
            }
            if (now() == ":" && m_at + 2 < m_tokens.size() && m_tokens[m_at + 1].text == ":") {
                name += "::" + m_tokens[m_at + 2].text;
                m_at += 2;
                continue;
            }
            if (now() == ":" || now() == "{") break;
            if (now() == "<") {
                isSpecial = true;
                break;
            }
            if (!isWord(m_tokens[m_at]) || !name.empty()) return false;
            name = now();
            line = m_tokens[m_at].line;
        }
        while (!done() && now() != "{" && now() != ";" && now() != "(") ++m_at;
        if (done() || now() != "{") return false;
        if (!isHidden && !isSpecial && !name.empty()) {
            m_file.types.push_back({around + (around.empty() ? "" : "::") + name, line});
        }
        if (isEnum) {
            skipBracket(false);
        } else {
            ++m_at;
            scope(around + (around.empty() ? "" : "::") + name, isHidden);
        }
        while (!done() && now() != ";") ++m_at;
        return true;
    }

    /// Reads up to the end of a declaration that is no type and no namespace.
    void functionOrVariable(std::size_t begin) {
        std::size_t name = 0;  // Of a function: where it stands.
        bool isList = false;   // Of a constructor's initialisers.
        for (; !done();) {
            const std::string& text = now();
            if (text == ";" || text == "}") {
                finish(begin, name);
                if (text == ";") ++m_at;
                return;
            }
            if (text == "=" && m_tokens[m_at - 1].text != "operator" && name == 0) {
                return initialiser();
            }
            if (text == "[") {
                skipBracket(true);
            } else if (text == "(") {
                const bool parameters = name == 0 && isWord(m_tokens[m_at - 1]);
                if (parameters) name = m_at - 1;
                if (!parameters && name == 0 && has(begin, "operator")) name = m_at;
                const bool macro = parameters && isMacro(m_tokens[name].text);
                skipBracket(macro || isList || !parameters);
                if (macro) return;
            } else if (text == "{") {
                if (isList && isWord(m_tokens[m_at - 1])) {
                    skipBracket(true);  // A member that is initialised.
                    continue;
                }
                const std::size_t first = m_at;
                skipBracket(true);
                if (name == 0) continue;  // A variable's initialiser.
                finish(begin, name);
                addBody(name, first);
                return;
            } else {
                if (text == ":" && name != 0) isList = true;
                if (isList && isWord(m_tokens[m_at])) m_file.used.insert(text);
                ++m_at;
            }
        }
    }

    /// Goes past `= …;`, all of which is used.
    void initialiser() {
        for (; !done() && now() != ";";) {
            if (now() == "(" || now() == "{" || now() == "[") {
                skipBracket(true);
            } else {
                if (isWord(m_tokens[m_at])) m_file.used.insert(now());
                ++m_at;
            }
        }
    }

    void finish(std::size_t begin, std::size_t name) {
        if (name == 0 || !isWord(m_tokens[name]) || has(begin, "operator")) return;
        // `X::X(`, `X(` and `~X(` are made, not called; a name alone at the front is a constructor.
        const bool made = name == begin || m_tokens[name - 1].text == "~" ||
                          (name >= 3 && m_tokens[name - 3].text == m_tokens[name].text) ||
                          m_tokens[name - 1].text == "explicit";
        if (made) return;
        const bool isOverride = has(name, "override");
        m_file.declared.push_back({m_tokens[name].text, m_tokens[name].line, isOverride});
    }

    void addBody(std::size_t name, std::size_t first) {
        const std::size_t last = m_tokens[m_at - 1].line;
        const std::size_t line = m_tokens[std::min(name, first)].line;
        m_file.functions.push_back({m_tokens[name].text, line, last - line + 1});
    }

    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    ScannedFile m_file;
};

}  // namespace

ScannedFile scanCpp(std::string_view text) { return Scanner().scan(text); }

}  // namespace archivolt::test
