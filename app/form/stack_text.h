#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "export/cloudformation/span_tree.h"
#include "model/base/diagnostic.h"
#include "model/design/design.h"

namespace archivolt {

/// What came of reading a stack's text that was edited.
struct StackTextReading {
    std::optional<Design> design;    ///< Nothing where the text can't be read as a template.
    std::vector<Diagnostic> errors;  ///< What is wrong with the text itself, with line and column.
};

/// Returns the design whose stack has this text, to the byte.
///
/// A resource keeps its id where its logical id is still there; else one that is new takes the id
/// of a missing one of the same type: of the one that is equal, or of the only one. So places,
/// selection and history stay with what was renamed. Positions by hand of what is gone go with it.
[[nodiscard]] StackTextReading withStackText(const Design& design, StackId stack, std::string text);

/// Returns the way to what stands at a byte of a text; empty where the tree has nothing there.
[[nodiscard]] Path pathAt(const SpanTree& tree, std::size_t offset);

/// How a line differs from the text before.
enum class LineChange : std::uint8_t {
    Added,
    Changed,
    RemovedBehind  ///< What stood behind this line is gone.
};

struct LineMark {
    std::size_t line = 0;  ///< From 0.
    LineChange change = LineChange::Changed;
    friend bool operator==(const LineMark&, const LineMark&) = default;
};

/// Returns the lines of a text that differ from those of an earlier one, in order.
///
/// Of very different texts (more than 4,000,000 pairs of lines to compare) all lines between the
/// first and the last difference count as changed.
[[nodiscard]] std::vector<LineMark> changedLines(std::string_view before, std::string_view after);

}  // namespace archivolt
