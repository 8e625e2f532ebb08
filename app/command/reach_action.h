#pragma once

#include "app/command/commands.h"
#include "app/session/open_design.h"
#include "model/build/resolve.h"
#include "model/reachability/sets/reachability.h"

namespace archivolt {

/// Answers `reach --action`: whether IAM allows one end an action on the other, and whether the
/// call gets to the service; each call with the side that refuses it, and its statement or hop.
[[nodiscard]] ExitStatus reachActionCommand(const ReachOptions& options, const OpenedDesign& opened,
                                            const ResolvedDesign& resolved,
                                            const Reachability& reachability,
                                            const CommandContext& context);

}  // namespace archivolt
