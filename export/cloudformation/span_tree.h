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

/// One node of a document with the bytes that it stands in.
///
/// `[begin, end)` holds tag and anchor; `contentBegin` is behind them. A block collection and an
/// implicit pair end where their last child ends; a block scalar where its text ends. Comments lie
/// in the gaps between nodes.
struct SpanNode {
    SpanKind kind = SpanKind::Scalar;
    SpanStyle style = SpanStyle::Plain;
    std::string tag;     ///< As written: `!Ref`; empty when there is none.
    std::string anchor;  ///< The anchor's name, or an alias's target.
    std::string value;   ///< A scalar's value, unescaped.
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
    /// Returns the bytes of a node.
    [[nodiscard]] std::string_view slice(const SpanNode& node) const {
        return std::string_view(text).substr(node.begin, node.end - node.begin);
    }
};

}  // namespace archivolt
