#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "export/cloudformation/span_tree.h"

namespace archivolt {

/// One entry of a map or item of a list, as bytes of the text.
struct LaidEntry {
    SpanNodeId key = kNoSpanNode;  ///< None for an item.
    SpanNodeId value = kNoSpanNode;
    std::size_t begin = 0;             ///< Where the key, its `?`, the dash, or a flow item begins.
    std::size_t valueFrom = 0;         ///< Behind the colon or the dash; `begin` for a flow item.
    std::size_t end = 0;               ///< Behind the last byte that is not white space or comment.
    std::optional<std::size_t> comma;  ///< The comma behind the entry, in flow style.
};

/// A map or list, as bytes of the text.
struct LaidContainer {
    bool flow = false;  ///< With brackets; JSON always.
    bool sequence = false;
    bool implicit = false;  ///< `[a: b]`: a pair without braces of its own.
    bool ownLines = false;  ///< The first entry is the first thing on its line.
    std::string pad;        ///< What stands before an entry on a line of its own.
    std::size_t open = 0;   ///< Behind the opening bracket; flow only.
    std::vector<LaidEntry> entries;
};

/// Finds lines, comments and separators between the nodes of a document that outlives it.
class TextLayout {
public:
    explicit TextLayout(const SpanTree& tree) : m_tree(tree), m_text(tree.text) {}

    [[nodiscard]] const SpanTree& tree() const { return m_tree; }
    /// Remembers how a map or list lies, which is asked for again and again.
    void remember(SpanNodeId id) { m_known.insert_or_assign(id, container(id)); }

    /// Returns where the line of `at` begins (behind a byte order mark).
    [[nodiscard]] std::size_t lineBegin(std::size_t at) const;
    /// Returns where the line of `at` ends, before its line break.
    [[nodiscard]] std::size_t lineEnd(std::size_t at) const;
    /// Returns where the line after that of `at` begins; the text's size when there is none.
    [[nodiscard]] std::size_t nextLine(std::size_t at) const;
    /// Says whether nothing but white space stands on the line that begins at `begin`.
    [[nodiscard]] bool isBlankLine(std::size_t begin) const;
    /// Says whether nothing but white space stands before `at` on its line.
    [[nodiscard]] bool isFirstOnLine(std::size_t at) const;
    /// Says whether nothing but white space or a comment stands behind `at` on its line.
    [[nodiscard]] bool isLastOnLine(std::size_t at) const;
    /// Returns the white space at the start of the line of `at`.
    [[nodiscard]] std::string padOfLine(std::size_t at) const;
    /// Returns the first byte from `at` on that is not white space or a comment.
    [[nodiscard]] std::size_t skipGap(std::size_t at) const;

    /// Returns where a node's own bytes begin, behind its tag and anchor.
    [[nodiscard]] std::size_t contentBegin(SpanNodeId id) const;
    /// Returns the end of a node's last byte that is not white space.
    [[nodiscard]] std::size_t contentEnd(SpanNodeId id) const;
    /// Says whether a node is a null that has no bytes of its own.
    [[nodiscard]] bool isEmpty(SpanNodeId id) const;
    /// Returns the last leaf of a node.
    [[nodiscard]] SpanNodeId lastLeaf(SpanNodeId id) const;
    /// Returns the header of a block scalar (`|-`); empty for other nodes.
    [[nodiscard]] std::string_view blockHeader(SpanNodeId id) const;

    /// Returns where a line behind the entry may be put: after its comment, and after the blank
    /// lines that a `|+` scalar at its end counts as its own.
    [[nodiscard]] std::size_t lineAfter(const LaidEntry& entry) const;
    /// Returns where the comment lines begin that stand directly above `begin` at its indentation,
    /// but not before `bound`; the start of the line of `begin` when there are none.
    [[nodiscard]] std::size_t attachedBegin(std::size_t begin, std::size_t bound) const;

    /// Returns how a map or list lies in the text; nothing where its shape is not understood.
    [[nodiscard]] std::optional<LaidContainer> container(SpanNodeId id) const;

private:
    [[nodiscard]] bool isComment(std::size_t at) const;
    [[nodiscard]] std::size_t commentEnd(std::size_t at) const;
    [[nodiscard]] bool layEntry(LaidContainer& container, LaidEntry& entry) const;
    [[nodiscard]] std::optional<LaidContainer> lay(SpanNodeId id) const;

    const SpanTree& m_tree;
    std::string_view m_text;
    std::map<SpanNodeId, std::optional<LaidContainer>> m_known;
};

}  // namespace archivolt
