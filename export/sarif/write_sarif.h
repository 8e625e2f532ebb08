#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/findings/finding.h"

namespace archivolt {

/// Returns findings as SARIF 2.1.0, with every rule of `rules` that a finding names.
///
/// `error`, `critical` and `high` become SARIF errors, `medium` warnings, `low` notes; suppressed
/// findings carry their reason as an accepted suppression. Files are relative URIs as the user
/// named them. Same input, same bytes.
/// Source: OASIS, Static Analysis Results Interchange Format (SARIF) 2.1.0.
[[nodiscard]] std::string writeSarif(const std::vector<Finding>& findings, RuleList rules,
                                     std::string_view programVersion);

}  // namespace archivolt
