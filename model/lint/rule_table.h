#pragma once

#include <string_view>
#include <vector>

#include "model/lint/lint.h"

namespace archivolt {

/// Returns a rule's facts by code; the rule must exist.
[[nodiscard]] const RuleFacts& lintRule(std::string_view code);

// Each family's part of the table, in its own file.
[[nodiscard]] std::vector<RuleFacts> templateRuleFacts();
[[nodiscard]] std::vector<RuleFacts> networkRuleFacts();
[[nodiscard]] std::vector<RuleFacts> serviceRuleFacts();
[[nodiscard]] std::vector<RuleFacts> evaluationRuleFacts();  ///< Codes of model/evaluate.
[[nodiscard]] std::vector<RuleFacts> readingRuleFacts();     ///< Codes of export/cloudformation.

}  // namespace archivolt
