#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "model/design/stack.h"

namespace archivolt {

using SpanNodeId = std::uint32_t;
inline constexpr SpanNodeId kNoSpanNode = 0xFFFFFFFF;

enum class SpanKind : std::uint8_t {
    Scalar,
    Sequence,
    Mapping,
    Alias
};
enum class SpanStyle : std::uint8_t {
    Plain,
    SingleQuoted,
    DoubleQuoted,
    Literal,
    Folded,  ///< Scalars; JSON strings are DoubleQuoted.
    Block,
    Flow,  ///< Collections; JSON ones are Flow.
};

/// Part of a node's text, counted from where the node begins; of no bytes where there is none.
struct SpanPart {
    std::uint32_t from = 0;
    std::uint32_t size = 0;
    [[nodiscard]] bool empty() const { return size == 0; }
    friend bool operator==(const SpanPart&, const SpanPart&) = default;
};

/// One node of a document with the bytes that it stands in.
///
/// `[begin, end)` holds tag and anchor; `contentBegin` is behind them. A block collection and an
/// implicit pair end where their last child ends; a block scalar where its text ends. Comments lie
/// in the gaps between nodes. Large templates have hundreds of thousands of nodes: what few have is
/// no text of its own.
struct SpanNode {
    SpanKind kind = SpanKind::Scalar;
    SpanStyle style = SpanStyle::Plain;
    SpanPart tag;       ///< As written: `!Ref`.
    SpanPart anchor;    ///< The anchor's name, or an alias's target.
    std::string value;  ///< A scalar's value, unescaped.
    std::uint32_t begin = 0;
    std::uint32_t contentBegin = 0;
    std::uint32_t end = 0;
    SpanNodeId parent = kNoSpanNode;
    std::vector<SpanNodeId> children;  ///< Items; of a mapping key, value, key, value, …
};

/// A document as text and a flat tree of spans, one shape for YAML and JSON.
struct SpanTree {
    std::string text;  ///< To the byte, byte order mark included; spans count from its start.
    TemplateFormat format = TemplateFormat::Yaml;
    std::vector<SpanNode> nodes;  ///< In document order; a parent stands before its children.
    SpanNodeId root = kNoSpanNode;
    bool anchored = false;  ///< Some node has an anchor, or is an alias.

    [[nodiscard]] const SpanNode& node(SpanNodeId id) const { return nodes[id]; }
    [[nodiscard]] std::string_view tag(const SpanNode& node) const { return part(node, node.tag); }
    [[nodiscard]] std::string_view anchor(const SpanNode& node) const {
        return part(node, node.anchor);
    }
    [[nodiscard]] std::string_view part(const SpanNode& node, const SpanPart& part) const {
        return std::string_view(text).substr(node.begin + part.from, part.size);
    }
    /// Returns the bytes of a node.
    [[nodiscard]] std::string_view slice(const SpanNode& node) const {
        return std::string_view(text).substr(node.begin, node.end - node.begin);
    }
};

}  // namespace archivolt
