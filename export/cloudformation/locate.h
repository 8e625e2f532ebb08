#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "export/cloudformation/span_tree.h"
#include "export/cloudformation/text_position.h"
#include "model/base/diagnostic.h"

namespace archivolt {

/// What a path of the value tree leads to in the text.
struct Located {
    SpanNodeId node = kNoSpanNode;     ///< The value's node, where it is written (an alias itself).
    SpanNodeId keyNode = kNoSpanNode;  ///< Its key's; none at the root, in lists and behind tags.
    Span value;  ///< Its bytes, tag included: a part of the scalar inside `!GetAtt A.B`.
    Span key;    ///< Its key's bytes: a short tag's for `Fn::If` in `!If`; `value` where none is.
    std::size_t steps = 0;      ///< How many steps of the path exist; less than all: an ancestor.
    bool throughAlias = false;  ///< Whether the way leads through an alias or a merge key.
};

/// Follows a path as far as it exists; the tree must have a root.
[[nodiscard]] Located locateNode(const SpanTree& tree, const Path& path);

/// Returns the bytes of what stands at a path of the value tree, or of its key, or of the nearest
/// ancestor that is there; nothing for a tree without a root.
///
/// Linear in the sizes of the maps along the way.
[[nodiscard]] std::optional<Span> locate(const SpanTree& tree, const Path& path, Anchor anchor);

/// Returns the path in the value tree of a node; of a key, its value's path.
[[nodiscard]] Path pathOf(const SpanTree& tree, SpanNodeId node);

/// Sets file, line and column where a diagnostic, or a place related to it, has but a path.
void fillPositions(std::vector<Diagnostic>& diagnostics, const SpanTree& tree,
                   const SharedText& file);

}  // namespace archivolt
