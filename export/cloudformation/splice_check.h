#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "export/cloudformation/splice_edits.h"
#include "export/cloudformation/splice_layout.h"
#include "model/design/stack.h"

namespace archivolt {

/// Returns the map under Resources of a text without anchors; `kNoSpanNode` where there is none.
[[nodiscard]] SpanNodeId resourcesOf(const SpanTree& tree);

/// Says whether a text with edits made reads as a template, and reads only what the edits may bear
/// on.
///
/// A resource is left out of the reading where it is the same before and after, no edit touches its
/// lines or the gap behind it, and the same resource follows it. What is left has to read as what
/// is wanted of it, with the key of that follower in the place of what was left out: there the
/// reader is where it was when it met the resource in the old text, so it would read it as it did
/// then. Where that can't be said, and of a document with anchors or with a key that stands twice,
/// everything is read.
class SpliceCheck {
public:
    /// The text of `layout` was read as `opened`; all must outlive the check.
    SpliceCheck(const TextLayout& layout, const Template& opened, const Template& wanted);

    /// Says whether `edits` of the tree's text give a text that reads as the wanted template.
    [[nodiscard]] bool readsAsWanted(const TextEdits& edits, const std::string& file) const;

private:
    /// A resource of the text that may be left out: its bytes up to the key of the next one.
    struct Removable {
        std::size_t line = 0;
        std::size_t begin = 0;
        std::size_t end = 0;
        std::size_t place = 0;  ///< In the wanted template.
    };
    [[nodiscard]] bool readsPartAsWanted(const TextEdits& edits, const std::string& file) const;
    [[nodiscard]] bool readsWholeAsWanted(const TextEdits& edits, const std::string& file) const;
    void findRemovable(const LaidContainer& resources, const Template& opened);

    const TextLayout& m_layout;
    const SpanTree& m_tree;
    const Template& m_wanted;
    std::vector<Removable> m_removable;  // INVARIANT: ascending.
};

}  // namespace archivolt
