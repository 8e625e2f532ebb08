// How TreeSplice writes one value anew where it stands.

#include <algorithm>

#include "export/cloudformation/splice_tree.h"
#include "export/cloudformation/write_value.h"

namespace archivolt {

namespace {

/// Says whether any key is so long that YAML does not take the value as JSON.
bool hasLongKey(const Value& value) {
    if (value.isCall()) return hasLongKey(value.argument());
    return std::ranges::any_of(value.items(), hasLongKey) ||
           std::ranges::any_of(value.entries(), [](const MapEntry& entry) {
               return needsQuestionMark(entry.key) || hasLongKey(entry.value);
           });
}

}  // namespace

bool TreeSplice::isOneLineCollection(SpanNodeId id) const {
    const SpanNode& node = m_tree.node(id);
    return node.style == SpanStyle::Flow && !m_tree.children(id).empty() &&
           m_tree.slice(node).find('\n') == std::string_view::npos;
}

bool TreeSplice::isJsonLike(const LaidContainer& container) const {
    if (m_tree.format == TemplateFormat::Json) return true;
    if (!container.flow) return false;
    // JSON pasted into YAML shows by the quotes of its keys, here or further out.
    for (const LaidEntry& entry : container.entries) {
        if (entry.key == kNoSpanNode) continue;
        return m_tree.node(entry.key).style == SpanStyle::DoubleQuoted;
    }
    if (container.entries.empty()) return false;
    SpanNodeId id = m_tree.node(container.entries[0].value).parent;
    for (; id != kNoSpanNode && m_tree.node(id).style == SpanStyle::Flow;
         id = m_tree.node(id).parent) {
        const SpanNode& node = m_tree.node(id);
        if (node.kind != SpanKind::Mapping) continue;
        return m_tree.node(m_tree.child(id, 0)).style == SpanStyle::DoubleQuoted;
    }
    return false;
}

std::string TreeSplice::flowValue(const LaidContainer& container, const Value& value,
                                  bool oneLine) const {
    const bool isYaml = m_tree.format == TemplateFormat::Yaml;
    if (!isJsonLike(container) || (isYaml && hasLongKey(value))) return flowText(value, m_style);
    TextStyle style = m_style;
    style.singleLine = style.singleLine || !container.ownLines || oneLine;
    return jsonText(value, container.pad, style);
}

void TreeSplice::rewrite(const Slot& slot, const Value& after) {
    if (slot.in == nullptr) return;  // The whole text: the reparse shows that it did not change.
    if (slot.in->flow) {
        rewriteInFlow(slot, after);
    } else {
        rewriteInBlock(slot, after);
    }
}

void TreeSplice::rewriteInFlow(const Slot& slot, const Value& after) {
    const SpanNode& node = m_tree.node(slot.node);
    if (m_layout.isEmpty(slot.node)) {
        const bool isItem = slot.entry->key == kNoSpanNode;
        m_edits.insert(slot.entry->valueFrom,
                       (isItem ? "" : " ") + flowValue(*slot.in, after, true));
        return;
    }
    const std::string text = flowValue(*slot.in, after, isOneLineCollection(slot.node));
    m_edits.replace(node.begin, std::max<std::size_t>(node.begin, slot.entry->end), text);
}

void TreeSplice::rewriteInBlock(const Slot& slot, const Value& after) {
    const LaidContainer& in = *slot.in;
    const LaidEntry& entry = *slot.entry;
    BlockPads pads = in.sequence ? padsBelowDash(in.pad) : padsBelowKey(in.pad, m_style);
    if (const auto old = m_layout.container(slot.node); old && !old->flow && !old->pad.empty()) {
        (old->sequence ? pads.list : pads.child) = old->pad;
        if (in.sequence && old->pad.size() > in.pad.size()) pads.child = pads.list = old->pad;
    }
    const bool fitsFlow = isOneLineCollection(slot.node) &&
                          (!after.items().empty() || !after.entries().empty()) &&
                          m_tree.node(slot.node).tag().empty();
    const std::string_view source = m_tree.text;
    const std::size_t from = entry.valueFrom;
    const std::size_t line = m_layout.lineEnd(from);
    const std::size_t end = std::max(entry.end, from);
    const std::size_t regionEnd = std::max(line, m_layout.lineEnd(end));
    const TextStyle style = styleBefore(m_layout.nextLine(regionEnd), in.pad);
    const BlockText text =
        fitsFlow ? BlockText{flowText(after, style), {}} : blockText(after, pads, style);
    const bool isEmpty = m_layout.isEmpty(slot.node);
    const std::size_t nodeBegin = isEmpty ? from : m_tree.node(slot.node).begin;
    const bool onLine = !isEmpty && nodeBegin <= line;
    // The comment behind the key or the value stays on the first line; one behind the last of
    // several lines goes with them.
    std::string comment(source.substr(end, regionEnd - end));
    if (!onLine) comment = source.substr(from, line - from);
    if (const auto header = m_layout.blockHeader(slot.node); !header.empty()) {
        const std::size_t behind = m_layout.contentBegin(slot.node) + header.size();
        comment = source.substr(behind, line - behind);
    }
    while (!comment.empty() && comment.back() == ' ') comment.pop_back();
    std::string result;
    const std::string gap(onLine ? source.substr(from, nodeBegin - from) : " ");
    if (!text.head.empty()) {
        result = gap + text.head + comment;
        if (!text.body.empty()) result += "\n" + text.body;
    } else if (in.sequence && comment.empty()) {
        result = std::string(pads.child.size() - in.pad.size() - 1, ' ') +
                 text.body.substr(pads.child.size());
    } else {
        result = comment + "\n" + text.body;
    }
    // A literal that ends with its line break needs one, even at the end of the text.
    if (regionEnd == source.size() && !text.body.empty()) result += '\n';
    m_edits.replace(from, regionEnd, result);
}

}  // namespace archivolt
