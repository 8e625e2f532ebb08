#pragma once

#include <string>

#include "app/command/command_line.h"
#include "app/command/commands.h"

namespace archivolt {

struct PolicyEvaluateOptions {
    std::string file;  ///< Cases as JSON lines; empty: standard input.
};

/// Decides the cases of JSON lines, one decision a line, as they come.
///
/// A line that can't be read gives an `error` line in its place and the status `Unreadable`; a
/// decision that differs from the case's `expected`, `Findings`; one that is Unknown and was not
/// expected to be, `Unknown`.
[[nodiscard]] ExitStatus policyEvaluateCommand(const PolicyEvaluateOptions& options,
                                               const CommandContext& context);

struct PolicyLintOptions {
    std::string file;               ///< A design, or one policy document as JSON.
    std::string kind = "identity";  ///< What a document is: identity, resource, trust, …
    std::string format = "text";
    std::string failOn = "error";
    OpenOptions deploy;
};

/// Checks the policies of a design, or one document by itself.
[[nodiscard]] ExitStatus policyLintCommand(const PolicyLintOptions& options,
                                           const CommandContext& context);

struct PolicyQuestionOptions {
    std::string file;
    std::string action;           ///< Of who-can.
    std::string resource;         ///< Of who-can.
    std::string principal;        ///< Of what-can and minimize.
    std::string format = "text";  ///< text or json.
    std::string policies;         ///< Collected policies: a file of the AWS CLI's, or a folder.
    OpenOptions deploy;
};

/// Says who may take an action on a resource of a design, and by which statements. The status is
/// `Unknown` where somebody's answer is.
[[nodiscard]] ExitStatus policyWhoCanCommand(const PolicyQuestionOptions& options,
                                             const CommandContext& context);

/// Says what a principal of a design may do on which resources.
[[nodiscard]] ExitStatus policyWhatCanCommand(const PolicyQuestionOptions& options,
                                              const CommandContext& context);

/// Says what a principal holds beyond what the design needs, and proposes smaller policies. The
/// status is `Findings` where it holds more, `Unknown` where that can't be told.
[[nodiscard]] ExitStatus policyMinimizeCommand(const PolicyQuestionOptions& options,
                                               const CommandContext& context);

}  // namespace archivolt
