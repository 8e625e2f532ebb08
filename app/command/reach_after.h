#pragma once

#include <optional>

#include "app/command/commands.h"
#include "model/build/resolve.h"
#include "model/design/design.h"
#include "model/reachability/questions/reach.h"

namespace archivolt {

/// Adds to an answer what the edits of the file `options.after` do to a connection that is open
/// while they are made; returns what is wrong with the file, or nothing.
[[nodiscard]] std::optional<Diagnostic> addEstablished(
    const ReachOptions& options, const Design& design, const ResolvedDesign& resolved,
    const Reachability& reachability, const CommandContext& context, ReachAnswer& answer);

}  // namespace archivolt
