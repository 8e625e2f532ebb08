#pragma once

#include <vector>

#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/design/design.h"
#include "model/findings/finding.h"

namespace archivolt {

/// Returns everything that AWS would reject in the design, ordered by stack, place and code.
///
/// Evaluation's own diagnostics are among them, each thing said once. Positions in the text are
/// not filled in: `where` names stack, resource and path. Suppressed findings are listed, marked.
[[nodiscard]] std::vector<Finding> lint(const Design& design, const ResolvedDesign& resolved,
                                        const Catalog& catalog);

/// Returns lint's rules by code. Those of evaluation, which it reports as well, are
/// `kEvaluationRules`.
[[nodiscard]] std::vector<const Rule*> lintRules();

}  // namespace archivolt
