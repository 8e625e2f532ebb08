#pragma once

#include <string>
#include <vector>

#include "model/base/diagnostic.h"
#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/design/design.h"

namespace archivolt {

/// A diagnostic and, where the design says so, why the user lives with it.
struct Finding {
    Diagnostic diagnostic;
    std::string suppressed;  ///< The suppression's reason; empty when not suppressed.
    friend bool operator==(const Finding&, const Finding&) = default;
};

/// Returns everything that AWS would reject in the design, ordered by stack, place and code.
///
/// Evaluation's own diagnostics are among them, each thing said once. Positions in the text are
/// not filled in: `where` names stack, resource and path. Suppressed findings are listed, marked.
[[nodiscard]] std::vector<Finding> lint(const Design& design, const ResolvedDesign& resolved,
                                        const Catalog& catalog);

/// What a lint rule states, for documentation and `--format sarif`.
struct RuleFacts {
    std::string code;
    Severity severity = Severity::Error;
    std::string statement;
    std::string source;  ///< The public rule or page that says the same.
};

/// Returns every rule that `check` may report, by code: lint's own, and those of evaluating and
/// reading a template.
[[nodiscard]] const std::vector<RuleFacts>& lintRules();

}  // namespace archivolt
