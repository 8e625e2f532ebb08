#pragma once

#include <string_view>
#include <vector>

#include "model/base/rule.h"

namespace archivolt {

/// Rules that belong together, as a reader looks for them.
struct RuleChapter {
    std::string_view title;
    std::vector<const Rule*> rules;  ///< As people count.
};

/// Returns every rule of the program, once, by chapter.
[[nodiscard]] std::vector<RuleChapter> ruleChapters();

/// Returns every rule of the program by code: what `check` may report, and why a command refuses.
[[nodiscard]] std::vector<const Rule*> allRules();

// Why a command refuses its options, in the file of each.
[[nodiscard]] RuleList applyRules();
[[nodiscard]] RuleList reachOptionRules();
[[nodiscard]] RuleList rulesRules();

}  // namespace archivolt
