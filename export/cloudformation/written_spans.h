#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "export/cloudformation/span_tree.h"
#include "export/cloudformation/splice_template.h"
#include "model/design/design.h"

namespace archivolt {

/// The lines of a text that stand and say what they did in the text before, and what is read of
/// them with them.
struct StayingLines {
    static constexpr std::uint32_t kAll = ~std::uint32_t{0};
    std::uint32_t before = 0;   ///< Lines below this number, from 1.
    std::uint32_t from = kAll;  ///< And from this one on.
    [[nodiscard]] bool contain(std::uint32_t line) const { return line < before || line >= from; }
};

/// Makes the tree of spans of one text that of another, by reading the entries of Resources alone
/// that differ, some in a row; says whether it could, else the tree is as it was.
///
/// It can where both are YAML in blocks without anchors and the texts differ behind the key of some
/// resource and before the section behind Resources. What is read so is what `readSpans` reads of
/// the whole text, node by node. The text is moved from where it could. `staying` (or null) learns
/// which lines stay, those of entries alone that were not read again.
[[nodiscard]] bool updateSpans(SpanTree& tree, std::string& text, StayingLines* staying = nullptr);

/// Where things stand in the texts of a design's stacks as they would be written now; what did not
/// change since it was last asked is not read again.
class WrittenSpans {
public:
    using Spans = std::map<std::string, std::shared_ptr<const SpanTree>>;
    /// Returns the spans of each stack's text by the stack's name, good until the next call; a
    /// stack that can't be written has none.
    [[nodiscard]] Spans of(const Design& design);
    /// Returns a number that tells the texts of the last call from those of any other.
    [[nodiscard]] std::uint64_t turn() const { return m_turn; }
    /// Returns the lines of a stack's text that stay since the call before the last one.
    [[nodiscard]] StayingLines staying(const std::string& stack) const;

private:
    struct Kept {
        std::shared_ptr<const Stack> stack;
        std::shared_ptr<SpanTree> spans;  ///< Null: the stack's text is as it was opened.
        /// Of the stack's source; null before anything is to be written into that.
        std::shared_ptr<const TemplateSplicer> splicer;
        StayingLines staying;
    };
    /// Reads the text of a stack, after that of an earlier state of it.
    static void read(const Stack& stack, Kept& kept);

    std::map<StackId, Kept> m_kept;
    std::map<std::string, StayingLines> m_staying;  ///< By the stack's name.
    std::uint64_t m_turn = 0;
};

}  // namespace archivolt
