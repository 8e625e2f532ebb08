#pragma once

#include <string>

#include "app/command/command_line.h"

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

}  // namespace archivolt
