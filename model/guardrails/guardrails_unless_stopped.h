#pragma once

#include <optional>
#include <stop_token>

#include "model/access/escalation_table.h"
#include "model/findings/kept_findings.h"
#include "model/guardrails/guardrails.h"

namespace archivolt {

/// What is at hand from the same design, or from an earlier one of its history; all may be null.
struct AdviceBefore {
    /// Of the present design; made where it is needed and null.
    const EscalationTable* escalations = nullptr;
    /// What was found at single resources, known by their `EvaluatedResource`; it learns.
    KeptFindings* kept = nullptr;
};

/// Returns what `guardrails` does, or nothing once asked to stop, at the next family of rules;
/// what is known of before is the same object again.
[[nodiscard]] std::optional<FindingList> guardrailsUnlessStopped(
    const Design& design, const ResolvedDesign& resolved, const Reachability& reachability,
    const Catalog& catalog, const std::stop_token& stop, const AdviceBefore& before = {});

}  // namespace archivolt
