#pragma once

#include <optional>
#include <stop_token>

#include "model/guardrails/guardrails.h"

namespace archivolt {

/// Returns what `guardrails` does, or nothing once asked to stop, at the next family of rules.
[[nodiscard]] std::optional<std::vector<Finding>> guardrailsUnlessStopped(
    const Design& design, const ResolvedDesign& resolved, const Reachability& reachability,
    const Catalog& catalog, const std::stop_token& stop);

}  // namespace archivolt
