#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "export/cloudformation/read_limits.h"
#include "export/cloudformation/span_tree.h"
#include "export/cloudformation/span_value.h"
#include "model/base/rule.h"
#include "model/design/stack.h"

namespace archivolt {

/// What a template was read as.
struct TemplateReading {
    Template body;
    TemplateFormat format = TemplateFormat::Yaml;
    std::shared_ptr<const SpanTree> spans;  ///< Never null; holds the text.
    std::vector<Diagnostic> diagnostics;    ///< In the order of the text.
    bool usable = false;  ///< Whether the text was read to its end and is a map at the top.
};

struct ReadOptions {
    std::string file{};  ///< As the user named it, for diagnostics.
    ReadLimits limits{};
};

/// Reads a CloudFormation template, YAML or JSON told apart by content; ids come from `nextId`.
///
/// Never fails: what is wrong is in the diagnostics, as many as there are; `body` is empty unless
/// `usable`. They are of `readingRules()`. What can be kept is kept: unknown sections and tags; of
/// a key that stands twice the first; aliases and merge keys are expanded, JSON's comments and
/// trailing commas read over. A second document is not read.
[[nodiscard]] TemplateReading readTemplate(std::string text, const ReadOptions& options,
                                           std::uint32_t& nextId);

/// Reads the text's tree of spans alone, for the places of things; what it is read as is `format`
/// of the tree.
[[nodiscard]] SpanReading readSpans(std::string text, const ReadOptions& options);

/// Returns what a stack keeps of the text that it was opened from.
[[nodiscard]] std::shared_ptr<const TemplateSource> sourceOf(const TemplateReading& reading,
                                                             std::string file);

/// Tells JSON from YAML by the first two tokens: `{` and a quotation mark, `}`, a comment or the
/// end is JSON, a list likewise.
[[nodiscard]] TemplateFormat formatOf(std::string_view text);

/// Returns what may be wrong with a template's text, and why an edit can't be written into it.
[[nodiscard]] std::vector<const Rule*> readingRules();

}  // namespace archivolt
