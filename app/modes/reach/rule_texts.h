#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/design/edit.h"
#include "model/value/origin.h"

namespace archivolt {

/// What of a rule, an ACL's entry or a route stands there as plain text, and can be written anew.
struct RuleTexts {
    std::optional<std::string> ports;  ///< `443`, `8000-8080`.
    std::optional<std::string> block;  ///< `10.0.0.0/16`, of its peer or its destination.
    friend bool operator==(const RuleTexts&, const RuleTexts&) = default;
};

/// Returns what can be written of the rule that stands at a place; nothing of what parameters and
/// functions say.
[[nodiscard]] RuleTexts ruleTextsOf(const Design& design, const Origin& origin);

/// Returns the edits that make a rule say what is wanted, of what differs; fails where a
/// text is no range of ports or no block of the family that stands there.
[[nodiscard]] Result<std::vector<Edit>> rewriteRule(const Design& design, const Origin& origin,
                                                    const RuleTexts& wanted);

}  // namespace archivolt
