#pragma once

#include <vector>

#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/design/design.h"
#include "model/findings/finding.h"
#include "model/reachability/questions/reach.h"

namespace archivolt {

/// Returns the advice for a design, ordered by stack, place and code; suppressed ones marked.
///
/// An exposure is reported only where the engine proves it, with the rules, routes and entries of
/// the way as related places; what can't be known gives no finding. `reachability` must be of the
/// same resolved design. Positions in the text are not filled in, as with `lint`.
[[nodiscard]] std::vector<Finding> guardrails(const Design& design, const ResolvedDesign& resolved,
                                              const Reachability& reachability,
                                              const Catalog& catalog);

/// Returns the resources that a finding says to be exposed by what stands at its place, among its
/// related places: a rule of a group lets the world reach an instance. Each is pointed at as a
/// whole, by its value; evidence is pointed at by a key, or within a resource.
[[nodiscard]] std::vector<Where> exposedBy(const Diagnostic& finding);

/// Returns every rule that `guardrails` may report, by code.
[[nodiscard]] std::vector<const Rule*> guardrailRules();

}  // namespace archivolt
