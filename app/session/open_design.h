#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "export/cloudformation/span_tree.h"
#include "model/base/diagnostic.h"
#include "model/base/result.h"
#include "model/base/rule.h"
#include "model/design/design.h"

namespace archivolt {

class FileAccess;

/// What a design was opened from; `Describe` is output of the AWS CLI, a folder or one file.
enum class FileKind : std::uint8_t {
    Template,
    Project,
    Describe
};

/// A design as it was opened, with what its text had to say.
struct OpenedDesign {
    Design design;
    FileKind kind = FileKind::Template;
    std::string path;       ///< As the user named it.
    std::string companion;  ///< The companion project beside a template, where there is one.
    /// The spans of each stack's text, by the stack's name, for positions in findings.
    std::map<std::string, std::shared_ptr<const SpanTree>> spans;
    /// Where each resource of a described network stands, by its stack's and its own name.
    std::map<std::pair<std::string, std::string>, Where> places;
    std::vector<Diagnostic> diagnostics;  ///< What reading found, positions filled in.
    bool usable = false;                  ///< False when nothing could be made of the file.
    bool wrongOptions = false;            ///< The options alone keep it from being usable.
};

/// What the user says of every stack at opening.
struct OpenOptions {
    std::vector<std::string> parameters;  ///< `Name=Value`; the first `=` divides.
    std::string parameterSet;             ///< The name of a set that the design holds.
    std::string region;
    std::string account;
};

/// Opens a template (with its companion, where one stands beside it), a project, or output of the
/// AWS CLI: a folder, whose `.json` files at any depth are read, or one file.
///
/// Told apart by content. Region and account of the options are every stack's; of a described
/// network they hold where its output does not tell. It never fails: what is wrong is in
/// `diagnostics`, and `usable` says whether there is a design at all. Codes: OPEN-1 unreadable,
/// OPEN-2 a bad --parameter, OPEN-3 no such parameter, OPEN-4 no such parameter set, OPEN-5 a bad
/// Region or account.
[[nodiscard]] OpenedDesign openDesign(const std::string& path, const OpenOptions& options,
                                      const FileAccess& files);

/// The text of one file, with that of the companion beside it where there is one.
struct DesignText {
    std::string path;  ///< What findings name; no file needs to be there.
    std::string text;
    std::optional<Result<std::string>> companion = std::nullopt;
};

/// Opens a text as `openDesign` opens the file that holds it; no file is read.
[[nodiscard]] OpenedDesign openText(DesignText source, const OpenOptions& options);

/// Fills in file, line and column of findings about the opened text, by stack and path.
void locateFindings(const OpenedDesign& opened, std::vector<Diagnostic>& diagnostics);

/// Returns the name of the companion file of a template: `web.yaml.archivolt` beside `web.yaml`.
[[nodiscard]] std::string companionOf(const std::string& templatePath);

/// The largest file that is opened; larger ones are refused before they are read.
inline constexpr std::size_t kMaxFileBytes = std::size_t{64} << 20U;

/// Why a design is not opened, or not with these options.
[[nodiscard]] RuleList openRules();

}  // namespace archivolt
