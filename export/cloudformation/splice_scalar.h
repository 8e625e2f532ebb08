#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "export/cloudformation/splice_layout.h"
#include "export/cloudformation/text_style.h"
#include "model/value/value.h"

namespace archivolt {

/// Where a scalar stands, as far as its new text depends on it.
struct ScalarPlace {
    bool inFlow = false;  ///< Between brackets.
    bool isKey = false;
    std::string ownPad;    ///< Before the key or dash; where a block scalar's depth counts from.
    std::string childPad;  ///< Before the lines of a block scalar that has none yet.
};

/// Returns the text of a scalar's own bytes (tag and anchor left alone) for a new value, in the
/// quotes or the block style that it has where they can hold the value.
///
/// Nothing where the value is better written anew: several lines where there was one plain word.
[[nodiscard]] std::optional<std::string> scalarInPlace(const SpanTree& tree,
                                                       const TextLayout& layout, SpanNodeId id,
                                                       const Value& wanted,
                                                       const ScalarPlace& place,
                                                       const TextStyle& style);

}  // namespace archivolt
