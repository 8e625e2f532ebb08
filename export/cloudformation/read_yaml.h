#pragma once

#include <string>

#include "export/cloudformation/read_limits.h"
#include "model/base/rule.h"

namespace archivolt {

/// Reads the first document of a YAML text into a tree of spans.
///
/// Never fails: what is wrong is in the diagnostics (codes in read_template.h). The first syntax
/// error ends the reading. Spans: an empty scalar has `begin == end` behind its `:`, `-` or tag. A
/// block scalar ends behind the last character of its text, without the line break that ends that
/// line (`|+`: of its last blank line), so `slice + "\n"` reads back as the value.
[[nodiscard]] SpanReading readYaml(std::string text, const ReadLimits& limits, std::string file);

/// What only YAML may have.
[[nodiscard]] RuleList yamlRules();

}  // namespace archivolt
