#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
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

/// What few nodes of a document have.
struct SpanExtra {
    SpanPart tag;                      ///< As written: `!Ref`.
    SpanPart anchor;                   ///< The anchor's name, or an alias's target.
    std::uint32_t content = 0;         ///< Where the content begins, counted as parts are.
    std::optional<std::string> value;  ///< A scalar's value, where its bytes do not say it.
    friend bool operator==(const SpanExtra&, const SpanExtra&) = default;
};

/// The extra of a node as a value: one pointer, null for most nodes.
class SpanExtraHolder {
public:
    SpanExtraHolder() = default;
    SpanExtraHolder(const SpanExtraHolder& other) : m_extra(copyOf(other)) {}
    SpanExtraHolder(SpanExtraHolder&&) noexcept = default;
    SpanExtraHolder& operator=(const SpanExtraHolder& other) {
        if (this != &other) m_extra = copyOf(other);
        return *this;
    }
    SpanExtraHolder& operator=(SpanExtraHolder&&) noexcept = default;
    ~SpanExtraHolder() = default;

    [[nodiscard]] const SpanExtra* get() const { return m_extra.get(); }
    [[nodiscard]] SpanExtra& edit() {
        if (!m_extra) m_extra = std::make_unique<SpanExtra>();
        return *m_extra;
    }
    friend bool operator==(const SpanExtraHolder& a, const SpanExtraHolder& b) {
        if (!a.m_extra || !b.m_extra) return a.m_extra == b.m_extra;
        return *a.m_extra == *b.m_extra;
    }

private:
    static std::unique_ptr<SpanExtra> copyOf(const SpanExtraHolder& other) {
        return other.m_extra ? std::make_unique<SpanExtra>(*other.m_extra) : nullptr;
    }
    std::unique_ptr<SpanExtra> m_extra;
};

/// One node of a document with the bytes that it stands in.
///
/// `[begin, end)` holds tag and anchor; `contentBegin` is behind them. A block collection and an
/// implicit pair end where their last child ends; a block scalar where its text ends. Comments lie
/// in the gaps between nodes. Large templates have hundreds of thousands of nodes, and two trees
/// of them: a node has no more than it needs.
struct SpanNode {
    SpanKind kind = SpanKind::Scalar;
    SpanStyle style = SpanStyle::Plain;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    SpanNodeId parent = kNoSpanNode;
    std::uint32_t place = 0;  ///< Among its parent's children.
    std::uint32_t size = 1;   ///< Nodes from this one on that it and what is in it are.
    SpanExtraHolder extra;

    [[nodiscard]] SpanPart tag() const { return extra.get() ? extra.get()->tag : SpanPart(); }
    [[nodiscard]] SpanPart anchor() const { return extra.get() ? extra.get()->anchor : SpanPart(); }
    [[nodiscard]] std::uint32_t contentBegin() const {
        return extra.get() ? begin + extra.get()->content : begin;
    }
    friend bool operator==(const SpanNode&, const SpanNode&) = default;
};

/// The children of a node, in order; of a mapping key, value, key, value, …
class SpanChildren {
public:
    class Iterator {
    public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = SpanNodeId;
        using difference_type = std::ptrdiff_t;
        using pointer = const SpanNodeId*;
        using reference = SpanNodeId;

        Iterator() = default;
        Iterator(const SpanNode* nodes, SpanNodeId at) : m_nodes(nodes), m_at(at) {}
        SpanNodeId operator*() const { return m_at; }
        Iterator& operator++() {
            m_at += m_nodes[m_at].size;
            return *this;
        }
        Iterator operator++(int) {
            const Iterator before = *this;
            ++*this;
            return before;
        }
        friend bool operator==(const Iterator& a, const Iterator& b) { return a.m_at == b.m_at; }

    private:
        const SpanNode* m_nodes = nullptr;
        SpanNodeId m_at = 0;
    };

    SpanChildren(const SpanNode* nodes, SpanNodeId parent) : m_nodes(nodes), m_parent(parent) {}
    [[nodiscard]] Iterator begin() const { return {m_nodes, m_parent + 1}; }
    [[nodiscard]] Iterator end() const { return {m_nodes, m_parent + m_nodes[m_parent].size}; }
    [[nodiscard]] bool empty() const { return m_nodes[m_parent].size == 1; }

private:
    const SpanNode* m_nodes;
    SpanNodeId m_parent;
};

/// A document as text and a flat tree of spans, one shape for YAML and JSON.
struct SpanTree {
    std::string text;  ///< To the byte, byte order mark included; spans count from its start.
    TemplateFormat format = TemplateFormat::Yaml;
    /// In document order: behind a parent all that is in it, child by child.
    std::vector<SpanNode> nodes;
    SpanNodeId root = kNoSpanNode;
    bool anchored = false;  ///< Some node has an anchor, or is an alias.

    [[nodiscard]] const SpanNode& node(SpanNodeId id) const { return nodes[id]; }
    [[nodiscard]] std::string_view tag(const SpanNode& node) const {
        return part(node, node.tag());
    }
    [[nodiscard]] std::string_view anchor(const SpanNode& node) const {
        return part(node, node.anchor());
    }
    [[nodiscard]] std::string_view part(const SpanNode& node, const SpanPart& part) const {
        return std::string_view(text).substr(node.begin + part.from, part.size);
    }
    /// Returns a scalar's value, unescaped; empty for the rest. Good while the tree is as it is.
    [[nodiscard]] std::string_view value(const SpanNode& node) const;
    [[nodiscard]] std::string_view value(SpanNodeId id) const { return value(nodes[id]); }

    [[nodiscard]] SpanChildren children(SpanNodeId id) const { return {nodes.data(), id}; }
    [[nodiscard]] std::size_t childCount(SpanNodeId id) const;
    /// Returns a child by its place; kNoSpanNode where there is none. O(log n) times the depth.
    [[nodiscard]] SpanNodeId child(SpanNodeId id, std::size_t place) const;
    [[nodiscard]] SpanNodeId lastChild(SpanNodeId id) const;
    /// Returns the sibling before a node, which must have one.
    [[nodiscard]] SpanNodeId previous(SpanNodeId id) const;
    /// Returns the bytes of a node.
    [[nodiscard]] std::string_view slice(const SpanNode& node) const {
        return std::string_view(text).substr(node.begin, node.end - node.begin);
    }
};

/// Gives a scalar its value, once its bytes and its content's begin are known.
void setValue(const SpanTree& tree, SpanNode& node, std::string_view value);

/// Gives the nodes their places and sizes, once all have their parents.
void numberNodes(SpanTree& tree);

}  // namespace archivolt
