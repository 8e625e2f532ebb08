#pragma once

#include <string>

#include "export/cloudformation/read_limits.h"
#include "model/base/rule.h"

namespace archivolt {

/// Reads a JSON text into a tree of spans.
///
/// Never fails: what is wrong is in the diagnostics (codes in read_template.h). Comments and
/// trailing commas are errors that do not end the reading; other syntax errors do. Numbers,
/// `true`, `false` and `null` are plain scalars with the text as it stands.
[[nodiscard]] SpanReading readJson(std::string text, const ReadLimits& limits, std::string file);

/// What only JSON may have.
[[nodiscard]] RuleList jsonRules();

}  // namespace archivolt
