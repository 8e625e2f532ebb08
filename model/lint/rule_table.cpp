#include "model/lint/rule_table.h"

#include <algorithm>

#include "model/base/invariant.h"

namespace archivolt {

const std::vector<RuleFacts>& lintRules() {
    static const std::vector<RuleFacts> kRules = [] {
        std::vector<RuleFacts> rules = templateRuleFacts();
        std::ranges::sort(rules, {}, &RuleFacts::code);
        return rules;
    }();
    return kRules;
}

const RuleFacts& lintRule(std::string_view code) {
    const auto& rules = lintRules();
    const auto found = std::ranges::lower_bound(
        rules, code, {}, [](const RuleFacts& rule) { return std::string_view(rule.code); });
    INVARIANT(found != rules.end() && found->code == code);
    return *found;
}

std::vector<RuleFacts> templateRuleFacts() {
    constexpr auto kError = Severity::Error;
    constexpr auto kAnatomy = "CloudFormation User Guide, Template anatomy";
    constexpr auto kTypes = "CloudFormation Template Reference, resource and property types";
    constexpr auto kFunctions = "CloudFormation Template Reference, intrinsic functions";
    return {
        {"CFN-E1", kError, "resources depend on one another in a circle", "cfn-lint E3004"},
        {"CFN-E2", kError, "the template is over a limit of CloudFormation",
         "CloudFormation User Guide, quotas; cfn-lint E3010, E1002"},
        {"CFN-E3", kError, "the resource type does not exist", kTypes},
        {"CFN-E4", kError, "the type has no such property", kTypes},
        {"CFN-E5", kError, "a required property is missing", kTypes},
        {"CFN-E6", kError, "a value is of the wrong type", kTypes},
        {"CFN-E7", kError, "a value is not one of those that the property takes", kTypes},
        {"CFN-E8", kError, "a value is outside the bounds or the pattern of its property", kTypes},
        {"CFN-E9", kError, "a reference names nothing that the template declares", kFunctions},
        {"CFN-E10", kError, "the resource has no such attribute", kFunctions},
        {"CFN-E11", kError, "a reference leads to a thing of the wrong kind", kTypes},
        {"CFN-E12", kError, "a condition is not declared", kFunctions},
        {"CFN-E13", kError, "a mapping is not declared", kFunctions},
        {"CFN-E14", kError, "a section or resource has the wrong shape", kAnatomy},
        {"CFN-E15", kError, "a logical id is not alphanumeric, or taken twice", kAnatomy},
        {"CFN-E16", kError, "a resource has an attribute that CloudFormation does not know",
         "CloudFormation Template Reference, resource attributes"},
        {"CFN-N1", Severity::Low, "a macro rewrites the template, so some names are not judged",
         "CloudFormation User Guide, macros"},
    };
}

}  // namespace archivolt
