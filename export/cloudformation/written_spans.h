#pragma once

#include <map>
#include <memory>
#include <string>

#include "export/cloudformation/span_tree.h"
#include "export/cloudformation/splice_template.h"
#include "model/design/design.h"

namespace archivolt {

/// Makes the tree of spans of one text that of another, by reading the entries of Resources alone
/// that differ, some in a row; says whether it could, else the tree is as it was.
///
/// It can where both are YAML in blocks without anchors and the texts differ behind the key of some
/// resource and before the section behind Resources. What is read so is what `readSpans` reads of
/// the whole text, node by node. The text is moved from where it could.
[[nodiscard]] bool updateSpans(SpanTree& tree, std::string& text);

/// Where things stand in the texts of a design's stacks as they would be written now; what did not
/// change since it was last asked is not read again.
class WrittenSpans {
public:
    using Spans = std::map<std::string, std::shared_ptr<const SpanTree>>;
    /// Returns the spans of each stack's text by the stack's name, good until the next call; a
    /// stack that can't be written has none.
    [[nodiscard]] Spans of(const Design& design);

private:
    struct Kept {
        std::shared_ptr<const Stack> stack;
        std::shared_ptr<SpanTree> spans;  ///< Null: the stack's text is as it was opened.
        /// Of the stack's source; null before anything is to be written into that.
        std::shared_ptr<const TemplateSplicer> splicer;
    };
    /// Reads the text of a stack, after that of an earlier state of it.
    static void read(const Stack& stack, Kept& kept);

    std::map<StackId, Kept> m_kept;
};

}  // namespace archivolt
