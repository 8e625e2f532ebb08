#include "export/cloudformation/splice_scalar.h"

#include <algorithm>
#include <vector>

#include "export/cloudformation/write_scalar.h"
#include "export/cloudformation/write_value.h"
#include "model/base/invariant.h"

namespace archivolt {

namespace {

constexpr std::string_view kSpaces = " \t\r\n";

/// A text cut into words and the white space between them.
struct Words {
    std::vector<std::string_view> words;
    std::vector<std::string_view> gaps;  ///< One more than words; the outer ones may be empty.
};

Words wordsOf(std::string_view text) {
    Words result;
    std::size_t at = 0;
    while (true) {
        const std::size_t begin = std::min(text.find_first_not_of(kSpaces, at), text.size());
        result.gaps.push_back(text.substr(at, begin - at));
        if (begin == text.size()) return result;
        at = std::min(text.find_first_of(kSpaces, begin), text.size());
        result.words.push_back(text.substr(begin, at - begin));
    }
}

/// Changes words inside a text folded over several lines, so that its lines stay as they are.
///
/// Nothing where more than words differ, or where the text has escapes.
std::optional<std::string> changedWords(std::string_view raw, std::string_view before,
                                        std::string_view after, std::string_view forbidden) {
    const Words was = wordsOf(before);
    const Words is = wordsOf(after);
    const Words written = wordsOf(raw);
    if (was.gaps != is.gaps || was.words.size() != is.words.size() || was.words != written.words) {
        return std::nullopt;
    }
    std::string result;
    for (std::size_t i = 0; i < written.words.size(); ++i) {
        if (is.words[i] != was.words[i] &&
            is.words[i].find_first_of(forbidden) != std::string_view::npos) {
            return std::nullopt;
        }
        result += written.gaps[i];
        result += is.words[i];
    }
    result += written.gaps.back();
    return result;
}

/// Returns a text as folded lines, one a paragraph; nothing where folding can't hold it.
std::optional<LiteralText> foldedText(std::string_view text, std::string_view pad) {
    auto literal = literalText(text, pad, 1);
    if (!literal || literal->header.find('1') != std::string::npos) return std::nullopt;
    std::string body;
    std::size_t begin = 0;
    while (begin <= literal->body.size()) {
        const std::size_t end = std::min(literal->body.find('\n', begin), literal->body.size());
        const std::string_view line = std::string_view(literal->body).substr(begin, end - begin);
        // Blank lines and lines that start deeper fold by other rules.
        if (line.size() <= pad.size() || line[pad.size()] == ' ' || line[pad.size()] == '\t') {
            return std::nullopt;
        }
        if (!body.empty()) body += "\n\n";
        body += line;
        begin = end + 1;
    }
    literal->header[0] = '>';
    return LiteralText{std::move(literal->header), std::move(body)};
}

/// Returns the white space before the first line of a block scalar that has any text.
std::optional<std::string> padOfBody(std::string_view body, std::string_view header,
                                     const ScalarPlace& place) {
    const auto digit =
        std::find_if(header.begin(), header.end(), [](char c) { return c >= '1' && c <= '9'; });
    if (digit != header.end()) {
        return std::string(place.ownPad.size() + static_cast<std::size_t>(*digit - '0'), ' ');
    }
    const auto first = body.find_first_not_of(" \r\n");
    if (first == std::string_view::npos) return std::nullopt;
    const auto line = body.rfind('\n', first);
    return std::string(first - (line == std::string_view::npos ? 0 : line + 1), ' ');
}

/// Returns a block scalar with a new text at the indentation that it has.
std::optional<std::string> blockInPlace(const SpanTree& tree, const TextLayout& layout,
                                        SpanNodeId id, const std::string& wanted,
                                        const ScalarPlace& place) {
    const SpanNode& node = tree.node(id);
    const std::size_t begin = layout.contentBegin(id);
    const std::size_t end = layout.contentEnd(id);
    const std::string_view header = layout.blockHeader(id);
    const std::size_t bodyBegin = std::min(layout.nextLine(begin), end);
    const std::string_view text = tree.text;
    const std::string_view body = text.substr(bodyBegin, end - bodyBegin);
    const std::string_view firstLine = text.substr(begin, bodyBegin - begin);
    if (auto words = changedWords(body, tree.value(node), wanted, {})) {
        return std::string(firstLine) + *words;
    }
    const std::string pad = padOfBody(body, header, place).value_or(place.childPad);
    if (pad.size() <= place.ownPad.size() && !place.ownPad.empty()) return std::nullopt;
    const std::size_t step = pad.size() - std::min(place.ownPad.size(), pad.size());
    std::optional<LiteralText> block;
    if (node.style == SpanStyle::Folded) block = foldedText(wanted, pad);
    if (!block) block = literalText(wanted, pad, step);
    if (!block) return std::nullopt;
    const std::size_t comment = layout.lineEnd(begin);
    std::string result = block->header;
    result += text.substr(begin + header.size(), comment - begin - header.size());
    result += "\n" + block->body;
    // Without the line break the reader would not count the last line's end.
    if (end == text.size() && wanted.ends_with('\n')) result += '\n';
    return result;
}

/// Returns the new text of a quoted scalar, its lines kept where it has several.
std::string quotedInPlace(std::string_view raw, std::string_view before, std::string_view wanted,
                          char quote) {
    if (raw.find('\n') != std::string_view::npos && raw.size() >= 2) {
        const std::string_view inner = raw.substr(1, raw.size() - 2);
        if (inner.find_first_of("\\'\"") == std::string_view::npos) {
            if (auto words = changedWords(inner, before, wanted, "\\'\"")) {
                return quote + *words + quote;
            }
        }
    }
    return quoted(wanted, quote);
}

}  // namespace

std::optional<std::string> scalarInPlace(const SpanTree& tree, const TextLayout& layout,
                                         SpanNodeId id, const Value& wanted,
                                         const ScalarPlace& place, const TextStyle& style) {
    if (tree.format == TemplateFormat::Json) return jsonText(wanted, {}, style);
    if (!wanted.isString()) return scalarText(wanted, style.quote, place.inFlow);
    const SpanNode& node = tree.node(id);
    const std::string& text = wanted.text();
    const std::size_t begin = layout.contentBegin(id);
    const std::string_view raw =
        std::string_view(tree.text).substr(begin, layout.contentEnd(id) - begin);
    switch (node.style) {
        case SpanStyle::Literal:
        case SpanStyle::Folded:
            if (auto block = blockInPlace(tree, layout, id, text, place)) return block;
            if (!text.empty() && text.find('\n') == std::string::npos) {
                return scalarText(wanted, style.quote, place.inFlow);
            }
            return quoted(text, style.quote);
        case SpanStyle::SingleQuoted: return quotedInPlace(raw, tree.value(node), text, '\'');
        case SpanStyle::DoubleQuoted: return quotedInPlace(raw, tree.value(node), text, '"');
        case SpanStyle::Plain:
        case SpanStyle::Block:
        case SpanStyle::Flow: break;
    }
    if (raw.find('\n') != std::string_view::npos) {
        if (auto words = changedWords(raw, tree.value(node), text, "#:,[]{}")) return words;
    }
    const bool severalLines = text.find('\n') != std::string::npos;
    if (severalLines && !place.inFlow && !place.isKey) return std::nullopt;
    return scalarText(wanted, style.quote, place.inFlow);
}

}  // namespace archivolt
