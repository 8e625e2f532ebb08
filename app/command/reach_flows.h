#pragma once

#include "app/command/commands.h"
#include "app/session/open_design.h"
#include "model/build/resolve.h"
#include "model/reachability/sets/reachability.h"

namespace archivolt {

/// Lays a VPC flow log over a network and says what is used, what is rejected and by which rule,
/// what nothing uses, and where a record contradicts the rules: `Findings` where one does,
/// `Unknown` where some can't be judged.
[[nodiscard]] ExitStatus reachFlowsCommand(const ReachOptions& options, const OpenedDesign& opened,
                                           const ResolvedDesign& resolved,
                                           const Reachability& reachability,
                                           const CommandContext& context);

}  // namespace archivolt
