#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "export/cloudformation/read_limits.h"
#include "export/cloudformation/span_tree.h"
#include "export/cloudformation/span_value.h"
#include "model/base/diagnostic.h"
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
/// `usable`. The codes, all errors but YAML-ANCHOR:
///
/// | code | what is wrong |
/// |---|---|
/// | READ-TOO-LARGE, READ-DEPTH, READ-NODES | more bytes, nesting or values than the limits |
/// | READ-ENCODING, READ-NUL | not UTF-8 (UTF-16, UTF-32, a wrong byte); a NUL byte |
/// | READ-EMPTY, READ-TOP-LEVEL | nothing but space and comments; no map at the top |
/// | READ-SECTION | a top-level section that CloudFormation does not know (kept) |
/// | READ-RESOURCES, READ-RESOURCE | Resources is missing or no map; a resource is no map |
/// | READ-DUPLICATE-KEY | a key for a second time (the first one counts) |
/// | READ-MORE | further problems that are not listed |
/// | YAML-SYNTAX, YAML-TAB, YAML-UNTERMINATED, YAML-CHARACTER | the text is no YAML |
/// | YAML-DOCUMENTS | a second document (not read) |
/// | YAML-TAG | a tag that CloudFormation does not know (kept as a call `Fn::…`) |
/// | YAML-ALIAS, YAML-MERGE, YAML-ANCHOR | alias, merge key (both expanded), unused anchor |
/// | YAML-EXPANSION | aliases expand to more than the limits |
/// | YAML-KEY | a key that is no text |
/// | JSON-SYNTAX, JSON-UNTERMINATED | the text is no JSON |
/// | JSON-COMMENT, JSON-TRAILING-COMMA | what JSON does not have, read nevertheless |
[[nodiscard]] TemplateReading readTemplate(std::string text, const ReadOptions& options,
                                           std::uint32_t& nextId);

/// Returns what a stack keeps of the text that it was opened from.
[[nodiscard]] std::shared_ptr<const TemplateSource> sourceOf(const TemplateReading& reading,
                                                             std::string file);

/// Tells JSON from YAML by the first two tokens: `{` and a quotation mark, `}`, a comment or the
/// end is JSON, a list likewise.
[[nodiscard]] TemplateFormat formatOf(std::string_view text);

}  // namespace archivolt
