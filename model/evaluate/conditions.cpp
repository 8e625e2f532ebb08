#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "model/evaluate/evaluation_rules.h"
#include "model/evaluate/evaluator.h"
#include "model/evaluate/loops.h"
#include "model/value/value_json.h"

namespace archivolt {

namespace {

constexpr std::size_t kBranchText = 60;

/// Returns a branch as short JSON, cut at a whole character.
std::string shortText(const Value& branch) {
    std::string text =
        toJson(branch).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    if (text.size() <= kBranchText) return text;
    std::size_t end = kBranchText;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    return text.substr(0, end) + "…";
}

ConditionTruth known(bool value) { return {value ? Truth::Yes : Truth::No, {}}; }

/// Returns the name of a `{"Condition": name}`, which stays a map in the tree, or null pointer.
const Value* conditionName(const Value& expression) {
    if (expression.isCall(Function::Condition)) return &expression.argument();
    if (!expression.isMap() || expression.entries().size() != 1) return nullptr;
    return expression.find("Condition");
}

}  // namespace

ConditionTruth Evaluator::unknownTruth(const Value& why) { return {Truth::Unknown, why.text()}; }

ConditionTruth Evaluator::namedCondition(const Value& name) {
    if (!name.isString()) {
        return unknownTruth(complain(kBadArgument, "a condition is named by a text",
                                     "name a condition of the Conditions section"));
    }
    read(ReadKind::Condition, name.text());
    if (m_input.condition) return m_input.condition(name.text());
    const auto& conditions = m_input.scope.conditions;
    const auto found = conditions.find(name.text());
    if (found != conditions.end()) return found->second;
    if (m_input.scope.conditionSection.isCall() || !m_input.scope.macro.empty()) {
        return {Truth::Unknown, fmt::format("condition `{}` may come from a macro", name.text())};
    }
    if (m_input.scope.hasConditionLoop) {
        return {Truth::Unknown,
                fmt::format("condition `{}` may come from a loop that only AWS can write out",
                            name.text())};
    }
    return unknownTruth(complain(kUndefinedCondition,
                                 fmt::format("there is no condition `{}`", name.text()),
                                 "name a condition of the Conditions section"));
}

ConditionTruth Evaluator::truth(const Value& expression) {
    if (++m_nodes > kMostNodes) return unknownTruth(overLimit("1,000,000 values"));
    if (m_steps.size() > kMostDepth) return unknownTruth(overLimit("400 levels"));
    if (const Value* name = conditionName(expression)) {
        const Step down(*this, std::string_view("Condition"));
        return namedCondition(*name);
    }
    if (!expression.isCall()) {
        if (const auto literal = expression.asBool()) return known(*literal);
        return unknownTruth(complain(kBadArgument, "this is no condition",
                                     "use Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition"));
    }
    const Step down(*this, expression.functionName());
    const Function function = expression.function();
    const bool isRuleFunction = function == Function::Contains ||
                                function == Function::EachMemberEquals ||
                                function == Function::EachMemberIn;
    if (m_input.place == FunctionPlace::Body || m_input.place == FunctionPlace::ExportName ||
        (isRuleFunction && m_input.place != FunctionPlace::Rule)) {
        return unknownTruth(complain(
            kFunctionNotHere, fmt::format("`{}` is not allowed here", expression.functionName()),
            isRuleFunction ? "use it in the assertions of Rules only"
                           : "declare a condition in Conditions and use `Fn::If`"));
    }
    if (isRuleFunction) return membership(function, expression.argument());
    if (function == Function::And) return junction(expression.argument(), true);
    if (function == Function::Or) return junction(expression.argument(), false);
    if (function == Function::Not) return negation(expression.argument());
    if (function == Function::Equals) return equals(expression.argument());
    const Outcome value = dispatch(expression);
    if (value && value->isUnknown()) return unknownTruth(*value);
    if (const auto literal = value ? value->asBool() : std::nullopt) return known(*literal);
    return unknownTruth(complain(kBadArgument, "this is no condition",
                                 "use Fn::Equals, Fn::And, Fn::Or, Fn::Not or Condition"));
}

ConditionTruth Evaluator::junction(const Value& argument, bool isAnd) {
    const std::size_t count = argument.items().size();
    if (!argument.isList() || count < 2 || count > 10) {
        return unknownTruth(
            wrongShape(isAnd ? Function::And : Function::Or, "a list of 2 to 10 conditions"));
    }
    ConditionTruth result = known(isAnd);
    const Truth deciding = isAnd ? Truth::No : Truth::Yes;
    for (std::size_t i = 0; i < count; ++i) {
        const Step down(*this, i);
        ConditionTruth item = truth(argument.items()[i]);
        if (result.truth == deciding) continue;
        if (item.truth == deciding) {
            result = std::move(item);
        } else if (item.truth == Truth::Unknown && result.truth != Truth::Unknown) {
            result = std::move(item);
        }
    }
    return result;
}

ConditionTruth Evaluator::negation(const Value& argument) {
    if (argument.items().size() != 1) {
        return unknownTruth(wrongShape(Function::Not, "a list of one condition"));
    }
    const Step down(*this, std::size_t{0});
    ConditionTruth result = truth(argument.items()[0]);
    if (result.truth == Truth::Unknown) return result;
    return known(result.truth == Truth::No);
}

ConditionTruth Evaluator::equals(const Value& argument) {
    if (argument.items().size() != 2) {
        return unknownTruth(wrongShape(Function::Equals, "a list of two values"));
    }
    std::vector<Value> sides;
    for (std::size_t i = 0; i < 2; ++i) {
        const Step down(*this, i);
        sides.push_back(needed(argument.items()[i], "a side of `Fn::Equals`"));
    }
    for (const Value& side : sides) {
        if (const std::string* why = firstUnknown(side)) return {Truth::Unknown, *why};
        if (holdsCall(side)) return {Truth::Unknown, "it compares what only AWS knows"};
    }
    return known(sameMeaning(sides[0], sides[1]));
}

Evaluator::Outcome Evaluator::chooseBranch(const Value& argument) {
    if (argument.items().size() != 3) {
        return wrongShape(Function::If, "a condition's name and two values");
    }
    ConditionTruth decided;
    {
        const Step down(*this, std::size_t{0});
        decided = namedCondition(argument.items()[0]);
    }
    if (decided.truth == Truth::Unknown) {
        return Value::unknown(fmt::format(
            "condition `{}` is not known ({}): {} or {}", argument.items()[0].text(), decided.why,
            shortText(argument.items()[1]), shortText(argument.items()[2])));
    }
    const std::size_t branch = decided.truth == Truth::Yes ? 1 : 2;
    const Step down(*this, branch);
    return evaluate(argument.items()[branch]);
}

namespace {

/// Evaluates each condition once, by name, whatever order they are written in.
class ConditionWalk {
public:
    explicit ConditionWalk(Scope& scope) : m_scope(scope) {}

    ConditionTruth truth(const std::string& name) {
        const auto done = m_scope.conditions.find(name);
        if (done != m_scope.conditions.end()) return done->second;
        const Value* expression = m_scope.conditionsWritten.find(name);
        if (expression == nullptr) return undeclared(name);
        if (!m_open.insert(name).second || m_open.size() > kMostChained) return circular(name);
        EvaluatorInput input{
            m_scope, nullptr, FunctionPlace::Condition, {}, [this](const std::string& other) {
                return truth(other);
            }};
        Evaluator evaluator(std::move(input), Path{"Conditions", name});
        ConditionTruth result = evaluator.truth(*expression);
        for (Diagnostic& found : evaluator.takeDiagnostics()) {
            m_scope.diagnostics.push_back(std::move(found));
        }
        m_open.erase(name);
        m_scope.conditions.insert_or_assign(name, result);
        return result;
    }

private:
    static constexpr std::size_t kMostChained = 200;

    ConditionTruth undeclared(const std::string& name) {
        if (m_scope.hasConditionLoop) return truthOf(m_scope, name);
        const std::string message = fmt::format("there is no condition `{}`", name);
        m_scope.diagnostics.push_back(diagnosticAt(m_scope, kUndefinedCondition, message,
                                                   "name a condition of the Conditions section",
                                                   Path{"Conditions"}));
        return {Truth::Unknown, message};
    }
    ConditionTruth circular(const std::string& name) {
        const std::string message = fmt::format("condition `{}` depends on itself", name);
        m_scope.diagnostics.push_back(diagnosticAt(m_scope, kConditionCircle, message,
                                                   "break the circle of conditions",
                                                   Path{"Conditions", name}));
        return {Truth::Unknown, message};
    }

    Scope& m_scope;
    std::set<std::string> m_open;
};

}  // namespace

void evaluateConditions(Scope& scope) {
    const auto written = withLoopsExpanded(scope.conditionSection, scope.parameters);
    scope.hasConditionLoop = !written;
    scope.conditionsWritten = written ? *written : scope.conditionSection;
    ConditionWalk walk(scope);
    for (const MapEntry& entry : scope.conditionsWritten.entries()) {
        if (!isLoopKey(entry.key)) (void)walk.truth(entry.key);
    }
}

ConditionTruth truthOf(const Scope& scope, const std::string& condition) {
    const auto found = scope.conditions.find(condition);
    if (found != scope.conditions.end()) return found->second;
    if (scope.hasConditionLoop) {
        return {Truth::Unknown,
                fmt::format("condition `{}` may come from a loop that only AWS can write out",
                            condition)};
    }
    return {Truth::Unknown, fmt::format("there is no condition `{}`", condition)};
}

ConditionTruth existenceOf(const Scope& scope, const Resource& resource) {
    const Value* condition = resource.attribute("Condition");
    if (condition == nullptr) return {Truth::Yes, {}};
    if (!condition->isString()) return {Truth::Unknown, "its Condition is no name"};
    return truthOf(scope, condition->text());
}

}  // namespace archivolt
