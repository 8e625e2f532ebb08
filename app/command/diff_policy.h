#pragma once

#include <string>

#include "app/command/commands.h"

namespace archivolt {

/// Tells two designs apart as `diffCommand` does, and says of each change whether the stack policy
/// in a file lets it be, by which statement not, and what else is updated with what is replaced.
/// `Unreadable` where the file is no stack policy.
/// Source: CloudFormation User Guide, protect-stack-resources.
[[nodiscard]] ExitStatus diffUnderPolicy(const DiffOptions& options, const std::string& policyFile,
                                         const CommandContext& context);

}  // namespace archivolt
