#pragma once

#include "model/base/rule.h"

namespace archivolt {

/// Why a value can't be changed as asked.
[[nodiscard]] RuleList valueRules();

}  // namespace archivolt
