#include "export/cloudformation/span_tree.h"

namespace archivolt {

namespace {

/// Returns what a scalar says where nothing in it is escaped or folded: what stands there, without
/// its quotes; nothing for a block scalar.
std::optional<std::string_view> bytesOf(const SpanTree& tree, const SpanNode& node) {
    const std::uint32_t begin = node.contentBegin();
    const std::uint32_t length = node.end - begin;
    const std::string_view bytes = std::string_view(tree.text).substr(begin, length);
    switch (node.style) {
        case SpanStyle::Plain: return bytes;
        case SpanStyle::SingleQuoted:
        case SpanStyle::DoubleQuoted:
            if (length < 2) return std::nullopt;
            return bytes.substr(1, length - 2);
        case SpanStyle::Literal:
        case SpanStyle::Folded:
        case SpanStyle::Block:
        case SpanStyle::Flow: return std::nullopt;
    }
    return std::nullopt;
}

}  // namespace

std::string_view SpanTree::value(const SpanNode& node) const {
    if (node.kind != SpanKind::Scalar) return {};
    const SpanExtra* extra = node.extra.get();
    if (extra != nullptr && extra->value) return *extra->value;
    return bytesOf(*this, node).value_or(std::string_view());
}

SpanNodeId SpanTree::lastChild(SpanNodeId id) const {
    SpanNodeId at = id + nodes[id].size - 1;
    if (at == id) return kNoSpanNode;
    while (nodes[at].parent != id) at = nodes[at].parent;
    return at;
}

std::size_t SpanTree::childCount(SpanNodeId id) const {
    const SpanNodeId last = lastChild(id);
    return last == kNoSpanNode ? 0 : nodes[last].place + std::size_t{1};
}

SpanNodeId SpanTree::child(SpanNodeId id, std::size_t place) const {
    SpanNodeId low = id + 1;
    SpanNodeId end = id + nodes[id].size;
    while (low < end) {
        // The child that the middle is in.
        SpanNodeId at = low + (end - low) / 2;
        while (nodes[at].parent != id) at = nodes[at].parent;
        if (nodes[at].place == place) return at;
        if (nodes[at].place < place) {
            low = at + nodes[at].size;
        } else {
            end = at;
        }
    }
    return kNoSpanNode;
}

SpanNodeId SpanTree::previous(SpanNodeId id) const {
    SpanNodeId at = id - 1;
    while (nodes[at].parent != nodes[id].parent) at = nodes[at].parent;
    return at;
}

void setValue(const SpanTree& tree, SpanNode& node, std::string_view value) {
    if (bytesOf(tree, node) != value) node.extra.edit().value = std::string(value);
}

void numberNodes(SpanTree& tree) {
    std::vector<std::uint32_t> children(tree.nodes.size(), 0);
    for (SpanNode& node : tree.nodes) {
        if (node.parent != kNoSpanNode) node.place = children[node.parent]++;
    }
    for (std::size_t i = tree.nodes.size(); i-- > 0;) {
        const SpanNode& node = tree.nodes[i];
        if (node.parent != kNoSpanNode) tree.nodes[node.parent].size += node.size;
    }
}

}  // namespace archivolt
