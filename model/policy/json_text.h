#pragma once

#include <cstddef>
#include <string_view>

#include "model/base/result.h"
#include "model/value/value.h"

namespace archivolt {

struct JsonTextLimits {
    std::size_t depth = 64;         ///< Levels of lists and maps.
    std::size_t nodes = 1'000'000;  ///< Values in all.
};

/// Reads JSON as a tree of plain values: nothing in it is taken for an intrinsic function.
///
/// Refuses what is no JSON, a key that stands twice in one map and what is beyond the limits, with
/// `JSON-1` and the line and column (`where`) of the place. Numbers keep their text.
[[nodiscard]] Result<Value> valueFromJsonText(std::string_view text,
                                              const JsonTextLimits& limits = {});

}  // namespace archivolt
