#include <fmt/format.h>

#include <algorithm>

#include "model/evaluate/evaluation_rules.h"
#include "model/evaluate/evaluator.h"

namespace archivolt {

namespace {

ConditionTruth known(bool value) { return {value ? Truth::Yes : Truth::No, {}}; }

/// Returns the members of a rule function's argument: a list's items, or one text.
std::vector<Value> membersOf(const Value& value) {
    if (value.isList()) return value.items();
    return {value};
}

/// Says whether `member` is among `others`, three-valued.
ConditionTruth isAmong(const Value& member, const std::vector<Value>& others) {
    if (member.isUnknown()) return {Truth::Unknown, member.text()};
    const Value* unknown = nullptr;
    for (const Value& other : others) {
        if (other.isUnknown()) {
            unknown = &other;
        } else if (sameMeaning(member, other)) {
            return known(true);
        }
    }
    if (unknown != nullptr) return {Truth::Unknown, unknown->text()};
    return known(false);
}

}  // namespace

ConditionTruth Evaluator::membership(Function function, const Value& argument) {
    if (argument.items().size() != 2) {
        return unknownTruth(wrongShape(function, "a list of texts and what to compare them with"));
    }
    std::vector<std::vector<Value>> sides;
    for (std::size_t i = 0; i < 2; ++i) {
        const Step down(*this, i);
        const Value side = needed(argument.items()[i], "an argument of a rule function");
        if (side.isUnknown()) return unknownTruth(side);
        sides.push_back(membersOf(side));
    }
    if (function == Function::Contains) {
        if (sides[1].size() != 1) return unknownTruth(wrongShape(function, "one text to find"));
        return isAmong(sides[1][0], sides[0]);
    }
    if (function == Function::EachMemberEquals && sides[1].size() != 1) {
        return unknownTruth(wrongShape(function, "one text to compare with"));
    }
    ConditionTruth result = known(true);
    for (const Value& member : sides[0]) {
        ConditionTruth one = isAmong(member, sides[1]);
        if (one.truth == Truth::No) return one;
        if (one.truth == Truth::Unknown && result.truth == Truth::Yes) result = std::move(one);
    }
    return result;
}

Value Evaluator::ruleValues(Function function, const Value& argument) {
    if (m_input.place != FunctionPlace::Rule) {
        return complain(kFunctionNotHere,
                        fmt::format("`{}` is not allowed here", longName(function)),
                        "use it in the assertions of Rules only");
    }
    if (function == Function::RefAll) {
        if (!argument.isString()) return wrongShape(function, "a parameter type");
        std::vector<Value> values;
        for (const MapEntry& entry : m_input.scope.parameterSection.entries()) {
            const Value* type = entry.value.find("Type");
            if (type == nullptr || type->text() != argument.text()) continue;
            const auto value = m_input.scope.parameters.find(entry.key);
            for (Value& one : membersOf(value->second)) values.push_back(std::move(one));
        }
        return Value::list(std::move(values));
    }
    const auto& items = argument.items();
    if (items.size() != 2 || !items[0].isString() || !items[1].isString()) {
        return wrongShape(function, function == Function::ValueOf
                                        ? "a parameter's name and an attribute"
                                        : "a parameter type and an attribute");
    }
    return Value::unknown(fmt::format("attribute `{}` of `{}` is known only to AWS",
                                      items[1].text(), items[0].text()));
}

namespace {

/// Checks one assertion of a rule that applies.
void checkAssertion(Scope& scope, const std::string& rule, std::size_t index,
                    const Value& assertion) {
    const Path path{"Rules", rule, "Assertions", index, "Assert"};
    const Value* expression = assertion.find("Assert");
    if (expression == nullptr) {
        scope.diagnostics.push_back(diagnosticAt(
            scope, kBadDeclaration, fmt::format("an assertion of rule `{}` has no Assert", rule),
            "give it an Assert", path.parent()));
        return;
    }
    Evaluator evaluator({scope, nullptr, FunctionPlace::Rule, {}, {}, {}}, path);
    const ConditionTruth result = evaluator.truth(*expression);
    for (Diagnostic& found : evaluator.takeDiagnostics()) {
        scope.diagnostics.push_back(std::move(found));
    }
    if (result.truth != Truth::No) return;
    const Value* description = assertion.find("AssertDescription");
    const std::string reason = description != nullptr && !description->text().empty()
                                   ? ": " + description->text()
                                   : std::string();
    for (const auto& [kind, parameter] : evaluator.takeReads()) {
        if (kind != ReadKind::Parameter || !hasEmptyDefaultOnly(scope, parameter)) continue;
        scope.diagnostics.push_back(
            diagnosticAt(scope, kEmptyDefault,
                         fmt::format("the empty default of parameter `{}` violates rule `{}`{}",
                                     parameter, rule, reason),
                         "give the parameter a value", path));
        return;
    }
    scope.diagnostics.push_back(diagnosticAt(
        scope, kRuleViolated, fmt::format("the parameters violate rule `{}`{}", rule, reason),
        "give parameters that fulfil the rule", path));
}

}  // namespace

void checkRules(Scope& scope) {
    for (const MapEntry& rule : scope.rules.entries()) {
        if (const Value* condition = rule.value.find("RuleCondition")) {
            Evaluator evaluator({scope, nullptr, FunctionPlace::Rule, {}, {}, {}},
                                Path{"Rules", rule.key, "RuleCondition"});
            const ConditionTruth applies = evaluator.truth(*condition);
            for (Diagnostic& found : evaluator.takeDiagnostics()) {
                scope.diagnostics.push_back(std::move(found));
            }
            if (applies.truth != Truth::Yes) continue;
        }
        const Value* assertions = rule.value.find("Assertions");
        if (assertions == nullptr) continue;
        for (std::size_t i = 0; i < assertions->items().size(); ++i) {
            checkAssertion(scope, rule.key, i, assertions->items()[i]);
        }
    }
}

}  // namespace archivolt
