#pragma once

#include <string_view>

#include "model/guardrails/guardrails.h"

namespace archivolt {

/// Returns a rule's facts by code; the rule must exist.
[[nodiscard]] const RuleFacts& guardrailRule(std::string_view code);

}  // namespace archivolt
