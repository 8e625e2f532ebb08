#pragma once

#include <string>

#include "export/cloudformation/span_tree.h"

namespace archivolt::test {

/// Returns what is wrong with a tree's spans, or an empty text: bounds, order, parents, pairs.
[[nodiscard]] std::string brokenSpan(const SpanTree& tree);

/// Reads a text as a whole, with the reader of `format` too, and looks things up in it.
///
/// Returns the first broken promise, or an empty text. What is wrong with the text is none.
[[nodiscard]] std::string exerciseReader(const std::string& text, TemplateFormat format);

}  // namespace archivolt::test
