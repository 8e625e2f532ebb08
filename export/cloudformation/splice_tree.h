#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "export/cloudformation/splice_align.h"
#include "export/cloudformation/splice_edits.h"
#include "export/cloudformation/splice_layout.h"
#include "export/cloudformation/splice_scalar.h"
#include "export/cloudformation/text_style.h"
#include "model/value/value.h"

namespace archivolt {

/// How fine a splice works.
struct SpliceOptions {
    std::size_t maxDepth = 1000;   ///< Values deeper than this are written anew whole.
    bool tidyBlankLines = true;    ///< Whether a removed entry takes a blank line along.
    std::set<std::string> expand;  ///< Anchors whose aliases are written out.
};

/// Finds the text edits that turn one tree into another, over the spans of its text.
///
/// One splice makes one set of edits. Nothing here is checked against a reader: the caller does.
/// `layout` and `style` must outlive it.
class TreeSplice {
public:
    TreeSplice(const TextLayout& layout, const TextStyle& style, SpliceOptions options);

    /// Finds the edits from `before`, which the text was read as, to `after`, both maps of
    /// sections. `origins` names for each resource of `after` the key that it has in `before`, or
    /// a text that is no key there. Returns false when the root's shape is not understood.
    [[nodiscard]] bool run(const Value& before, const Value& after,
                           const std::vector<std::string>& origins);

    [[nodiscard]] const TextEdits& edits() const { return m_edits; }
    /// Returns the anchors whose text the edits touch, while aliases elsewhere stand for it.
    [[nodiscard]] std::set<std::string> touchedAnchors() const;

private:
    /// A value where it stands: a node, and the entry of a container that holds it.
    struct Slot {
        SpanNodeId node = kNoSpanNode;
        const LaidContainer* in = nullptr;  // Null for the root.
        const LaidEntry* entry = nullptr;
        std::size_t depth = 0;
        bool isResources = false;
    };
    /// A new entry, and the old one (by index) behind which it goes; none for the front.
    struct Insertion {
        std::optional<std::size_t> after;
        const std::string* key = nullptr;
        const Value* value = nullptr;
    };
    /// Whole lines, as bytes of the text.
    struct Lines {
        std::size_t from = 0;
        std::size_t to = 0;
    };
    /// What becomes of a container's entries.
    struct Change {
        std::vector<bool> kept;
        std::vector<Insertion> added;
        bool endsWithAdded = false;
    };

    void diff(const Slot& slot, const Value& before, const Value& after);
    /// Compares what stands behind a tag; `whole` is the value with its function.
    void diffContent(const Slot& slot, const Value& before, const Value& after, const Value& whole);
    [[nodiscard]] bool diffCall(const Slot& slot, const Value& before, const Value& after);
    /// The same where the function is the one key of a map.
    [[nodiscard]] bool diffLongCall(const Slot& slot, const Value& before, const Value& after);
    /// Returns for each entry of a container which entry of the map it is, duplicates included;
    /// nothing where the map has others.
    [[nodiscard]] std::optional<std::vector<std::size_t>> ownersOf(const LaidContainer& container,
                                                                   const Value& map) const;
    [[nodiscard]] bool diffMap(const Slot& slot, const Value& before, const Value& after);
    [[nodiscard]] bool diffList(const Slot& slot, const Value& before, const Value& after);
    [[nodiscard]] bool setScalar(const Slot& slot, const Value& after);
    void renameKey(const LaidContainer& container, const LaidEntry& entry, const std::string& to);
    void rewrite(const Slot& slot, const Value& after);
    void rewriteInFlow(const Slot& slot, const Value& after);
    void rewriteInBlock(const Slot& slot, const Value& after);
    [[nodiscard]] bool hasExpandedAlias(SpanNodeId id) const;

    [[nodiscard]] bool canRestructure(const LaidContainer& container, const Change& change) const;
    void restructure(const Slot& slot, const LaidContainer& container, const Change& change);
    void restructureBlock(const LaidContainer& container, const Change& change, bool isOuter);
    void insertLines(const LaidContainer& container, const Insertion& added, bool blankBetween);
    void removeLines(const LaidContainer& container, const std::vector<bool>& kept,
                     std::size_t index);
    void restructureFlow(const LaidContainer& container, const Change& change);
    [[nodiscard]] Lines tidied(const LaidContainer& container, std::size_t index,
                               Lines lines) const;
    void removeFromFlow(const LaidContainer& container, std::size_t index);
    void endLiteralAtEndOfText();
    [[nodiscard]] bool separatesByBlankLines(const LaidContainer& container, bool isOuter) const;

    /// Returns the style for lines that end before `at`: without literals where one would take in
    /// a comment that follows, deeper than `pad`.
    [[nodiscard]] TextStyle styleBefore(std::size_t at, const std::string& pad) const;
    [[nodiscard]] std::string newBlockLines(const LaidContainer& container, const Insertion& added,
                                            const TextStyle& style) const;
    [[nodiscard]] std::string newFlowEntry(const LaidContainer& container,
                                           const Insertion& added) const;
    [[nodiscard]] std::string flowValue(const LaidContainer& container, const Value& value,
                                        bool oneLine) const;
    [[nodiscard]] bool isJsonLike(const LaidContainer& container) const;
    [[nodiscard]] bool isOneLineCollection(SpanNodeId id) const;

    const SpanTree& m_tree;
    const TextStyle& m_style;
    SpliceOptions m_options;
    const TextLayout& m_layout;
    TextEdits m_edits;
    const std::vector<std::string>* m_origins = nullptr;
    std::vector<bool> m_hasExpandedAlias;  // By node; empty when no alias is written out.
};

}  // namespace archivolt
