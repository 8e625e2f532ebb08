#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/diagnostic.h"
#include "model/base/result.h"
#include "model/base/rule.h"
#include "model/design/design.h"

namespace archivolt {

/// The version of the `.archivolt` file that this program writes.
inline constexpr int kProjectVersion = 1;

/// Gives a stack's present text, in the format of its source (a template born here: YAML).
using TemplateTextOf = std::function<Result<std::string>(const Stack&)>;

/// Reads the text of a template; `stack` is the stack's name, for messages.
using TemplateReader = std::function<Result<std::shared_ptr<const TemplateSource>>(
    std::string text, TemplateFormat format, std::string_view stack)>;

/// A design read from a file, and what was odd about it without stopping the reading.
struct ReadProject {
    Design design;
    std::vector<Diagnostic> diagnostics;
};

/// Says whether a text is an `.archivolt` file: a JSON object whose first member is `archivolt`.
[[nodiscard]] bool looksLikeProject(std::string_view text);
/// Says whether it is a companion, which holds no template; false for what can't be read.
[[nodiscard]] bool isCompanion(std::string_view text);

/// Writes a project of its own, every stack's template text in it to the byte.
///
/// JSON, two spaces a level, a newline at the end; the same design gives the same bytes. Ids are
/// not written. Fails where `textOf` does, and for texts that are no UTF-8.
[[nodiscard]] Result<std::string> writeProject(const Design& design, const TemplateTextOf& textOf);

/// Reads a project of its own; ids are given anew.
///
/// Errors are of `projectRules()`, with line and column where the text is at fault, else the way to
/// the member; diagnostics of the same rules tell what was left out. Members that this version does
/// not know are kept in `Design::unknown`.
[[nodiscard]] Result<ReadProject> readProject(std::string_view text, const TemplateReader& reader);

/// Returns the file name of a template's companion: `web.yaml` has `web.yaml.archivolt`.
[[nodiscard]] std::string companionNameOf(std::string_view templateFile);

/// Writes what belongs to a design and not to its templates: placements, notes, promises, ….
[[nodiscard]] Result<std::string> writeCompanion(const Design& design);

/// Reads a companion onto the design of the templates that it stands beside.
///
/// Stacks are found by name; where both have one stack, that is it, and takes the companion's name.
/// Placements of resources that are no longer there are left out, with a diagnostic.
[[nodiscard]] Result<ReadProject> readCompanion(std::string_view text, const Design& templates);

inline constexpr Rule kCompanionAlone{
    "PROJECT-5",
    Severity::Error,
    "a companion is opened as if it were a design",
    "a companion holds positions, notes and promises for a template, and no template itself",
    "open the template that it stands beside",
    "a rule of this program"};

/// Why a project can't be written.
[[nodiscard]] RuleList projectWritingRules();
/// Returns everything that may be wrong with a project.
[[nodiscard]] std::vector<const Rule*> projectRules();

}  // namespace archivolt
