#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/base/diagnostic.h"
#include "model/base/doubt.h"
#include "model/base/known.h"
#include "model/base/rule.h"
#include "model/design/stack.h"
#include "model/evaluate/zone_table.h"

namespace archivolt {

/// A condition's truth, with the reason where it is unknown.
struct ConditionTruth {
    Truth truth = Truth::Unknown;
    Doubt why;
    friend bool operator==(const ConditionTruth&, const ConditionTruth&) = default;
};

/// What a stack's sections other than Resources and Outputs came to; functions read it.
///
/// It holds copies, so that it outlives the stack that it was made from.
struct Scope {
    std::string stackName;
    std::string account;
    std::string region;
    std::map<std::string, Value> given;  ///< Values given to parameters by the stack.
    Value parameterSection;
    Value mappings;
    Value conditionSection;
    Value rules;
    Value transform;
    std::map<std::string, Value> parameters;  ///< Evaluated, pseudo parameters included.
    std::set<std::string> hidden;             ///< Parameters with NoEcho.
    /// The Conditions with their loops written out, as far as they can be.
    Value conditionsWritten;
    bool hasConditionLoop = false;  ///< A loop among them can't be written out.
    std::map<std::string, ConditionTruth> conditions;
    bool languageExtensions = false;  ///< The template has that transform.
    std::string macro;                ///< Another transform, which may add names; empty: none.
    bool embedded = false;            ///< A section is itself a call, such as `Fn::Transform`.
    ZoneTable zones;
    std::vector<Diagnostic> diagnostics;  ///< Of parameters, conditions and rules.
};

/// Evaluates the sections of a stack that do not speak of resources.
[[nodiscard]] std::shared_ptr<const Scope> makeScope(const Stack& stack, const ZoneTable& zones);

/// Says whether `scope` is what `makeScope` would give for `stack`, judged by identity alone.
[[nodiscard]] bool scopeFits(const Scope& scope, const Stack& stack, const ZoneTable& zones);

/// Fills `scope.parameters`, pseudo parameters included, and checks constraints.
/// Source: the CloudFormation user guide's pages on parameters and pseudo parameters.
void evaluateParameters(Scope& scope);

/// Says whether a parameter is declared as a list.
[[nodiscard]] bool isListParameter(const Scope& scope, const std::string& name);

/// Returns a list parameter's items without the blanks around them, as CloudFormation takes them.
[[nodiscard]] Value trimmedItems(const Value& list);

/// Fills `scope.conditions`.
void evaluateConditions(Scope& scope);

/// Checks the assertions of `scope.rules`; a violated one becomes a diagnostic.
void checkRules(Scope& scope);

/// Says whether a parameter has an empty text for its default, and nothing else is given for it.
[[nodiscard]] bool hasEmptyDefaultOnly(const Scope& scope, const std::string& parameter);

/// Returns a condition's truth; one that is not declared is unknown.
[[nodiscard]] ConditionTruth truthOf(const Scope& scope, const std::string& condition);

/// Returns whether a resource exists, by its Condition attribute.
[[nodiscard]] ConditionTruth existenceOf(const Scope& scope, const Resource& resource);

/// Returns a diagnostic about a place in a stack's template.
[[nodiscard]] Diagnostic diagnosticAt(const Scope& scope, const Rule& rule, std::string message,
                                      SharedText help, Path path);

}  // namespace archivolt
