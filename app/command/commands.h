#pragma once

#include <string>
#include <vector>

#include "app/command/command_line.h"
#include "app/session/open_design.h"
#include "model/base/diagnostic.h"

namespace archivolt {

struct CheckOptions {
    std::vector<std::string> files;
    std::string format = "text";  ///< text, json or sarif.
    std::string failOn = "error";
    bool showSuppressed = false;
    std::string codes;         ///< Only findings whose code starts so; empty: all.
    bool fixPromises = false;  ///< Looks for the least change that keeps the broken promises.
    OpenOptions deploy;
};

/// Lints designs and reports the findings. Unreadable input gives `Unreadable` whatever --fail-on.
[[nodiscard]] ExitStatus checkCommand(const CheckOptions& options, const CommandContext& context);

struct ExportOptions {
    std::string file;
    std::string to = "cloudformation";  ///< cloudformation or resolved.
    std::string stack;
    std::string output;  ///< A file, or a folder for several stacks; empty: standard output.
    bool canonical = false;
    bool yaml = false;
    bool json = false;
    OpenOptions deploy;
};

/// Writes a design's templates, or its evaluated form.
[[nodiscard]] ExitStatus exportCommand(const ExportOptions& options, const CommandContext& context);

struct ImportOptions {
    std::vector<std::string> inputs;
    std::string output;
    std::string name;
    bool script = false;  ///< Prints what collects a running network, and reads nothing.
    OpenOptions deploy;
};

/// Puts templates into one project, a stack each; or prints the script that collects a network.
[[nodiscard]] ExitStatus importCommand(const ImportOptions& options, const CommandContext& context);

struct ApplyOptions {
    std::string file;
    std::string edits;       ///< A list of edits, or what `reach --format json` printed.
    std::size_t repair = 0;  ///< Of the latter, which of its repairs, from 1; 0: the first.
    std::string output;
};

/// Makes the edits of a JSON file and writes the result in the input's own form.
[[nodiscard]] ExitStatus applyCommand(const ApplyOptions& options, const CommandContext& context);

struct DiffOptions {
    std::string before;
    std::string after;
    std::string format = "text";  ///< text or json.
    OpenOptions deploy;
};

/// Tells two designs apart, by resource and property and in words; `Findings` when they differ.
[[nodiscard]] ExitStatus diffCommand(const DiffOptions& options, const CommandContext& context);

struct ReachOptions {
    std::string file;
    std::string from;
    std::string to;
    std::string protocol;
    std::string port;
    std::string family;
    std::string action;           ///< An action of IAM: may `from` take it on `to`, and get there?
    std::string after;            ///< A file of edits: what becomes of connections then?
    std::string flowLog;          ///< A VPC flow log to hold against the rules.
    bool all = false;             ///< The matrix of all pairs, instead of one question.
    std::string by = "instance";  ///< What a matrix' ends are: instance, subnet or tier.
    bool repairs = true;          ///< Whether to look for edits that open or close it.
    std::string format = "text";  ///< text or json; of a matrix csv too.
    OpenOptions deploy;
};

/// Answers whether one end reaches another; `Findings` when it does not, or only partly. With one
/// end alone it says what that reaches, or what reaches it; with --all, what reaches what; with
/// --action, which calls are allowed and get to the service; with --flow-log, what a log says of
/// it.
[[nodiscard]] ExitStatus reachCommand(const ReachOptions& options, const CommandContext& context);

struct RenderOptions {
    std::string file;
    std::string output;
    std::string theme = "light";  ///< light or dark.
    double scale = 2;             ///< Pixels per canvas unit, of PNG.
    OpenOptions deploy;
};

/// Draws a design by the context's painter; says that this program has none where it has none.
[[nodiscard]] ExitStatus renderCommand(const RenderOptions& options, const CommandContext& context);

struct ExampleOptions {
    std::string name;
    std::string output;
};

/// Lists the shipped examples, or writes one.
[[nodiscard]] ExitStatus exampleCommand(const ExampleOptions& options,
                                        const CommandContext& context);

struct RulesOptions {
    std::string code;             ///< Letters of either case; empty: all rules.
    std::string format = "text";  ///< text or json.
};

/// Says what a code means, why, what to do and who says so; `Usage` for a code that nothing has.
[[nodiscard]] ExitStatus rulesCommand(const RulesOptions& options, const CommandContext& context);

/// Prints diagnostics to the context's `err`, one a line with its help below.
void printDiagnostics(const std::vector<Diagnostic>& diagnostics, const CommandContext& context);

/// Writes `text` to a file, or to `out` when `path` is empty; says what went wrong.
[[nodiscard]] ExitStatus writeResult(const std::string& path, std::string_view text,
                                     const CommandContext& context);

}  // namespace archivolt
