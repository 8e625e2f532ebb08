#pragma once

#include <string>

#include "export/cloudformation/span_tree.h"
#include "model/design/stack.h"

namespace archivolt {

/// How new text of a template is laid out, so that it looks like the text around it.
struct TextStyle {
    TemplateFormat format = TemplateFormat::Yaml;
    std::string unit = "  ";        ///< One step of indentation.
    std::string newline = "\n";     ///< `\n` or `\r\n`.
    std::string colon = ": ";       ///< Between a JSON key and its value.
    char quote = '"';               ///< Which quotes a YAML string gets where it needs some.
    bool shortTags = true;          ///< `!Ref X`, not `Ref: X`.
    bool sequencesIndented = true;  ///< A list's dashes stand deeper than the key that holds it.
    bool literals = true;           ///< Whether texts of several lines are written as `|`.
    bool singleLine = false;        ///< JSON without line breaks.
};

/// Returns the style of text born here: two spaces, short tags in YAML, one entry a line.
[[nodiscard]] TextStyle canonicalStyle(TemplateFormat format);

/// Returns the style that a document mostly uses; canonical where it shows none.
[[nodiscard]] TextStyle styleOf(const SpanTree& tree);

}  // namespace archivolt
