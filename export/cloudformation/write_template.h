#pragma once

#include <string>

#include "model/base/result.h"
#include "model/design/stack.h"

namespace archivolt {

/// Returns a template as text of Archivolt's own layout, whatever it was opened from.
///
/// YAML: two spaces, short tags, literals for texts of several lines, a blank line between sections
/// and between resources; JSON: two spaces, long forms. Sections stand in CloudFormation's order.
/// Reading the text gives the template back, its sections sorted.
[[nodiscard]] std::string writeCanonical(const Template& body, TemplateFormat format);

/// Returns a stack's template as text: the text that it was opened from with only what differs
/// changed (see `spliceTemplate`), or canonical YAML for a stack born here.
[[nodiscard]] Result<std::string> writeTemplate(const Stack& stack);

/// Returns a stack's template as text of a format: as `writeTemplate` does where that is the format
/// that it was opened in, unless `canonical` is asked for; else canonical, with the comments of the
/// text that it was opened from where both are YAML.
[[nodiscard]] Result<std::string> writeStack(const Stack& stack, TemplateFormat format,
                                             bool canonical);

/// Returns a template as one map of its sections, resources included, in the order of the text.
[[nodiscard]] Value templateAsMap(const Template& body);

}  // namespace archivolt
