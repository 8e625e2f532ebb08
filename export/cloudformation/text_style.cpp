#include "export/cloudformation/text_style.h"

#include <algorithm>
#include <map>

#include "export/cloudformation/text_position.h"
#include "model/value/value.h"

namespace archivolt {

namespace {

/// Returns the white space before `at` when nothing else stands there on its line.
std::optional<std::string_view> leadingSpace(std::string_view text, std::size_t at) {
    const std::size_t first = text.starts_with(kByteOrderMark) ? kByteOrderMark.size() : 0;
    if (at < first) return std::nullopt;
    std::size_t start = at;
    while (start > first && (text[start - 1] == ' ' || text[start - 1] == '\t')) --start;
    if (start > first && text[start - 1] != '\n') return std::nullopt;
    return text.substr(start, at - start);
}

/// Votes on what a style should be, over all nodes of a document.
struct Votes {
    std::map<std::string, int, std::less<>> units;
    int indented = 0;
    int flush = 0;
    int shortTags = 0;
    int longForms = 0;
    int single = 0;
    int doubled = 0;
};

bool isCollection(const SpanNode& node) {
    return node.kind == SpanKind::Mapping || node.kind == SpanKind::Sequence;
}

/// Votes on the indentation of a collection whose key stands first on its line.
void voteIndent(const SpanTree& tree, SpanNodeId keyId, SpanNodeId valueId, Votes& votes) {
    if (tree.children(valueId).empty()) return;
    const SpanNode& key = tree.node(keyId);
    const SpanNode& value = tree.node(valueId);
    const SpanNode& first = tree.node(tree.child(valueId, 0));
    const auto outer = leadingSpace(tree.text, key.begin);
    if (!outer) return;
    if (value.kind == SpanKind::Sequence && value.style == SpanStyle::Block) {
        const auto dash = tree.text.rfind('-', first.begin);
        const auto inner = dash == std::string::npos ? std::nullopt : leadingSpace(tree.text, dash);
        if (inner && inner->size() >= outer->size()) {
            ++(inner->size() > outer->size() ? votes.indented : votes.flush);
        }
        return;
    }
    const auto inner = leadingSpace(tree.text, first.begin);
    if (inner && inner->size() > outer->size() && inner->starts_with(*outer)) {
        const std::string_view unit = inner->substr(outer->size());
        const auto known = votes.units.find(unit);
        ++(known == votes.units.end() ? votes.units[std::string(unit)] : known->second);
    }
}

void voteMapping(const SpanTree& tree, SpanNodeId mapping, Votes& votes) {
    for (const SpanNodeId value : tree.children(mapping)) {
        const SpanNode& node = tree.node(value);
        if (node.place % 2 == 0 || !isCollection(node)) continue;
        voteIndent(tree, tree.previous(value), value, votes);
    }
    if (tree.childCount(mapping) == 2) {
        const std::string_view key = tree.value(tree.child(mapping, 0));
        if (key == "Ref" || key.starts_with("Fn::")) ++votes.longForms;
    }
}

void voteScalar(const SpanTree& tree, const SpanNode& node, Votes& votes) {
    // A text with an escape says nothing of which quotes its writer likes.
    if (node.style == SpanStyle::SingleQuoted) ++votes.single;
    if (node.style == SpanStyle::DoubleQuoted &&
        tree.slice(node).find('\\') == std::string_view::npos) {
        ++votes.doubled;
    }
}

/// Returns what stands between the first JSON key and its value, when that is on one line.
std::string colonOf(const SpanTree& tree) {
    for (SpanNodeId id = 0; id < tree.nodes.size(); ++id) {
        if (tree.node(id).kind != SpanKind::Mapping || tree.childCount(id) < 2) continue;
        const std::size_t begin = tree.node(tree.child(id, 0)).end;
        const std::size_t end = tree.node(tree.child(id, 1)).begin;
        if (end < begin) continue;
        std::string between = tree.text.substr(begin, end - begin);
        if (between.find_first_of("\r\n") == std::string::npos) return between;
    }
    return ": ";
}

}  // namespace

TextStyle canonicalStyle(TemplateFormat format) {
    TextStyle style;
    style.format = format;
    style.shortTags = format == TemplateFormat::Yaml;
    return style;
}

TextStyle styleOf(const SpanTree& tree) {
    Votes votes;
    for (SpanNodeId id = 0; id < tree.nodes.size(); ++id) {
        const SpanNode& node = tree.node(id);
        const std::string_view tag = tree.tag(node);
        if (tag.size() > 1 && tag[0] == '!' && tag[1] != '!') ++votes.shortTags;
        if (node.kind == SpanKind::Mapping) voteMapping(tree, id, votes);
        if (node.kind == SpanKind::Scalar) voteScalar(tree, node, votes);
    }
    TextStyle style = canonicalStyle(tree.format);
    const auto newline = tree.text.find('\n');
    if (newline != std::string::npos && newline > 0 && tree.text[newline - 1] == '\r') {
        style.newline = "\r\n";
    }
    const auto most =
        std::max_element(votes.units.begin(), votes.units.end(),
                         [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most != votes.units.end()) style.unit = most->first;
    if (tree.format == TemplateFormat::Json) {
        style.colon = colonOf(tree);
        style.singleLine = newline == std::string::npos || newline + 1 == tree.text.size();
        return style;
    }
    style.sequencesIndented = votes.indented >= votes.flush;
    style.shortTags = votes.shortTags >= votes.longForms;
    style.quote = votes.single > votes.doubled ? '\'' : '"';
    return style;
}

}  // namespace archivolt
