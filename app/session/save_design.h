#pragma once

#include <string>
#include <vector>

#include "app/session/open_design.h"
#include "model/base/result.h"
#include "model/base/rule.h"

namespace archivolt {

inline constexpr Rule kManyStacks{"SAVE-1",
                                  Severity::Error,
                                  "a design of several stacks is saved as one template",
                                  "a template is one stack",
                                  "save it as a project (.archivolt)",
                                  "a rule of this program"};

inline constexpr Rule kNoExportName{"EXPORT-1",
                                    Severity::Error,
                                    "the name of an export has an ending that tells no format",
                                    "the ending tells what is written",
                                    "end it with .yaml, .json, .svg, .png or .pdf",
                                    "a rule of this program"};

inline constexpr Rule kNotDrawnYet{"EXPORT-2",
                                   Severity::Error,
                                   "the last change is not drawn yet",
                                   "an export shows the design as it is, not as it was",
                                   "export it again in a moment",
                                   "a rule of this program"};

/// Writes a design to a file, atomically, in the form that it was opened in.
///
/// A template is written as its own text with only the edits changed; what does not belong in it
/// (placements, notes, promises, suppressions, parameter values) goes into the companion beside it,
/// which comes to be only when there is something to keep. A project is written whole. A described
/// network can be written as a project only: SAVE-2 for a path that does not end in `.archivolt`.
[[nodiscard]] Result<void> saveDesign(const Design& design, FileKind kind, const std::string& path,
                                      FileAccess& files);

/// A file that is to be written, with all that it will hold.
struct FileToWrite {
    std::string path;
    std::string bytes;
};

/// Returns the files that `saveDesign` would write, in the order in which they are safe to write;
/// `files` is asked only whether there is a companion already.
[[nodiscard]] Result<std::vector<FileToWrite>> filesToSave(const Design& design, FileKind kind,
                                                           const std::string& path,
                                                           const FileAccess& files);

/// Returns the bytes that `saveDesign` would write to `path` itself.
[[nodiscard]] Result<std::string> savedText(const Design& design, FileKind kind);

/// Why a design is not saved so.
[[nodiscard]] RuleList saveRules();

}  // namespace archivolt
