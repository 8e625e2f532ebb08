#pragma once

#include <optional>
#include <stop_token>

#include "model/findings/kept_findings.h"
#include "model/lint/lint.h"

namespace archivolt {

/// Returns what `lint` does, or nothing once asked to stop, at the next family of rules.
///
/// `kept` (or null) knows what was found at resources of an earlier design, and learns what is
/// found now; things are known by their `EvaluatedResource`, and the catalogue must be the same.
/// What is known is the same object again.
[[nodiscard]] std::optional<FindingList> lintUnlessStopped(const Design& design,
                                                           const ResolvedDesign& resolved,
                                                           const Catalog& catalog,
                                                           const std::stop_token& stop,
                                                           KeptFindings* kept = nullptr);

}  // namespace archivolt
