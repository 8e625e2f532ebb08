#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/command/rules.h"

namespace archivolt {

/// Returns every rule for people, a line each, by chapter.
[[nodiscard]] std::string rulesText(const std::vector<RuleChapter>& chapters, bool colour);

/// Returns all that a rule says, for people.
[[nodiscard]] std::string ruleText(const Rule& rule, bool colour);

/// Returns rules as JSON: `{"format":1,"rules":[{"code","severity","statement","why","help",
/// "source"}]}`, format 1.
[[nodiscard]] std::string rulesJson(RuleList rules);

/// Returns the page of all rules, resources/rules.md.
[[nodiscard]] std::string rulesPage(const std::vector<RuleChapter>& chapters);

}  // namespace archivolt
