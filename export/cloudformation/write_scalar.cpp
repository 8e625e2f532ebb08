#include "export/cloudformation/write_scalar.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "model/base/invariant.h"
#include "model/base/text_case.h"

namespace archivolt {

namespace {

struct CodePoint {
    std::uint32_t value = 0;
    std::size_t size = 1;
};

/// Reads the code point at `at`; a byte that starts none counts as itself.
CodePoint codePointAt(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) {
        return static_cast<std::uint32_t>(static_cast<unsigned char>(text[i]));
    };
    const std::uint32_t lead = byte(at);
    const std::size_t size = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (size == 1 || at + size > text.size()) return {lead, 1};
    std::uint32_t value = lead & (0xFFU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) value = (value << 6U) | (byte(at + i) & 0x3FU);
    return {value, size};
}

/// Says whether only an escape can carry the code point through every YAML and JSON reader.
///
/// U+0085, U+2028 and U+2029 break lines in YAML 1.1; a byte order mark is refused inside a text.
bool needsEscape(std::uint32_t c) {
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF ||
           c == 0xFFFE || c == 0xFFFF;
}

/// Says whether any code point but those in `allowed` needs an escape.
bool anyNeedsEscape(std::string_view text, std::string_view allowed = {}) {
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint point = codePointAt(text, i);
        if (needsEscape(point.value) &&
            (point.value >= 0x80 ||
             allowed.find(static_cast<char>(point.value)) == std::string_view::npos)) {
            return true;
        }
        i += point.size;
    }
    return false;
}

bool isDigit(char c) { return c >= '0' && c <= '9'; }

/// Says whether a reader of YAML 1.1 or 1.2 may take the text for a null, a truth or a number.
bool looksTyped(std::string_view text) {
    static constexpr std::array<std::string_view, 14> kWords = {
        "null", "~", "true", "false", "yes", "no",   "on",
        "off",  "y", "n",    "=",     "<<",  ".nan", ".inf"};
    const std::string lower = lowerAscii(text);
    if (std::find(kWords.begin(), kWords.end(), lower) != kWords.end()) return true;
    std::string_view rest = lower;
    if (rest.starts_with('+') || rest.starts_with('-')) rest.remove_prefix(1);
    if (rest == ".inf") return true;
    if (rest.empty() || (!isDigit(rest[0]) && rest[0] != '.')) return false;
    // Integers, floats, sexagesimals (22:22) and versions that a loose reader takes for a float.
    if (rest.find_first_not_of("0123456789_.:e+-") == std::string_view::npos) return true;
    if (rest.size() > 2 && rest[0] == '0' && (rest[1] == 'x' || rest[1] == 'o' || rest[1] == 'b')) {
        return rest.find_first_not_of("0123456789abcdef_", 2) == std::string_view::npos;
    }
    // Timestamps: 2010-09-09T10:00:00Z and its kin.
    return rest.size() >= 8 &&
           rest.substr(0, 4).find_first_not_of("0123456789") == std::string_view::npos &&
           rest[4] == '-' && isDigit(rest[5]);
}

bool mayStartPlain(std::string_view text) {
    static constexpr std::string_view kIndicators = "?:,[]{}#&*!|>'\"%@`";
    if (kIndicators.find(text[0]) != std::string_view::npos) return false;
    if (text.starts_with("...")) return false;
    return text[0] != '-' || (text.size() > 1 && text[1] != ' ' && text[1] != '-');
}

bool hasBadColonOrHash(std::string_view text, bool inFlow) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char next = i + 1 < text.size() ? text[i + 1] : ' ';
        if (text[i] == ' ' && next == '#') return true;
        if (text[i] != ':') continue;
        if (next == ' ' ||
            (inFlow && std::string_view(",?[]{}").find(next) != std::string_view::npos)) {
            return true;
        }
    }
    return false;
}

}  // namespace

bool canBePlain(std::string_view text, bool inFlow) {
    if (text.empty() || text.front() == ' ' || text.back() == ' ') return false;
    if (anyNeedsEscape(text) || !mayStartPlain(text) || looksTyped(text)) return false;
    if (inFlow && text.find_first_of(",?[]{}") != std::string_view::npos) return false;
    return !hasBadColonOrHash(text, inFlow);
}

std::string doubleQuoted(std::string_view text) {
    std::string result = "\"";
    for (std::size_t i = 0; i < text.size();) {
        const CodePoint point = codePointAt(text, i);
        switch (point.value) {
            case '"': result += "\\\""; break;
            case '\\': result += "\\\\"; break;
            case '\n': result += "\\n"; break;
            case '\r': result += "\\r"; break;
            case '\t': result += "\\t"; break;
            default:
                // A stray byte of broken UTF-8 stays as it is; the reader then refuses it.
                if (needsEscape(point.value) && (point.size > 1 || point.value < 0x80)) {
                    result += fmt::format("\\u{:04X}", point.value);
                } else {
                    result += text.substr(i, point.size);
                }
        }
        i += point.size;
    }
    return result + '"';
}

std::optional<std::string> singleQuoted(std::string_view text) {
    if (anyNeedsEscape(text)) return std::nullopt;
    std::string result = "'";
    for (const char c : text) {
        if (c == '\'') result += '\'';
        result += c;
    }
    return result + '\'';
}

std::string quoted(std::string_view text, char preferred) {
    if (preferred == '\'') {
        if (auto result = singleQuoted(text)) return *std::move(result);
    }
    return doubleQuoted(text);
}

std::string scalarText(const Value& value, char quote, bool inFlow) {
    INVARIANT(value.isScalar() || value.isNull());
    if (value.isNull()) return "null";
    if (!value.isString()) return value.text();
    return canBePlain(value.text(), inFlow) ? value.text() : quoted(value.text(), quote);
}

std::optional<LiteralText> literalText(std::string_view text, std::string_view pad,
                                       std::size_t step) {
    if (anyNeedsEscape(text, "\n\t") || step == 0 || step > 9) return std::nullopt;
    const bool endsLine = text.ends_with('\n');
    std::string_view content = endsLine ? text.substr(0, text.size() - 1) : text;
    if (content.empty() || content.ends_with('\n')) return std::nullopt;
    LiteralText result;
    bool first = true;
    bool shows = false;      // Whether a line with more than white space has been seen.
    bool indicated = false;  // Whether the reader can't find the indentation by itself.
    for (std::size_t begin = 0; begin <= content.size();) {
        const std::size_t end = std::min(content.find('\n', begin), content.size());
        const std::string_view line = content.substr(begin, end - begin);
        const bool blank = line.find_first_not_of(" \t") == std::string_view::npos;
        if (!blank && !shows) {
            indicated = line[0] == ' ' || line[0] == '\t' || !first;
            shows = true;
        } else if (blank && !line.empty() && (!shows || end == content.size())) {
            return std::nullopt;
        }
        if (!first) result.body += '\n';
        if (!line.empty()) result.body.append(pad).append(line);
        first = false;
        begin = end + 1;
    }
    result.header = "|";
    if (indicated) result.header += std::to_string(step);
    if (!endsLine) result.header += '-';
    return result;
}

}  // namespace archivolt
