#include "model/evaluate/evaluator.h"

#include <fmt/format.h>

#include "model/base/invariant.h"
#include "model/design/names.h"
#include "model/evaluate/evaluation_rules.h"
#include "model/evaluate/loops.h"

namespace archivolt {

namespace {

/// Says whether a map's key is a function that ought to stand alone in its map.
bool isFunctionKey(std::string_view key) { return key.starts_with("Fn::"); }

std::string loopReason(std::string_view key) {
    return fmt::format("the loop `{}` is not expanded", key);
}

}  // namespace

Evaluator::Evaluator(EvaluatorInput input, Path root, std::string resource)
    : m_input(std::move(input)), m_root(std::move(root)), m_resource(std::move(resource)) {}

Evaluator::Outcome Evaluator::evaluateAt(PathStep step, const Value& value) {
    if (const auto* key = std::get_if<std::string>(&step)) {
        const Step down(*this, std::string_view(*key));
        return evaluate(value);
    }
    const Step down(*this, std::get<std::size_t>(step));
    return evaluate(value);
}

Evaluator::Outcome Evaluator::evaluate(const Value& value) {
    if (++m_nodes > kMostNodes) return overLimit("1,000,000 values");
    if (m_steps.size() > kMostDepth) return overLimit("400 levels");
    switch (value.kind()) {
        case Value::Kind::Null:
        case Value::Kind::Bool:
        case Value::Kind::Number:
        case Value::Kind::Unknown: return value;
        case Value::Kind::String: return evaluateLiteral(value);
        case Value::Kind::List: return evaluateList(value);
        case Value::Kind::Map: return evaluateMap(value);
        case Value::Kind::Call: return evaluateCall(value);
    }
    INVARIANT(false);
}

Value Evaluator::evaluateLiteral(const Value& text) {
    const auto reason = dynamicReferenceReason(text.text());
    return reason ? Value::unknown(*reason) : text;
}

Evaluator::Outcome Evaluator::evaluateList(const Value& list) {
    std::vector<Value> items;
    items.reserve(list.items().size());
    bool changed = false;
    for (std::size_t i = 0; i < list.items().size(); ++i) {
        const Step down(*this, i);
        Outcome item = evaluate(list.items()[i]);
        changed = changed || !item || !item->identical(list.items()[i]);
        if (item) items.push_back(*std::move(item));
    }
    return changed ? Value::list(std::move(items)) : list;
}

Evaluator::Outcome Evaluator::evaluateMap(const Value& map) {
    if (hasLoop(map)) {
        for (const std::string& name : parametersOfLoops(map)) read(ReadKind::Parameter, name);
        if (const auto written = withLoopsExpanded(map, m_input.scope.parameters)) {
            return evaluateMap(*written);
        }
    }
    std::vector<MapEntry> entries;
    entries.reserve(map.entries().size());
    bool changed = false;
    for (const MapEntry& entry : map.entries()) {
        const Step down(*this, std::string_view(entry.key));
        Outcome value;
        if (isLoopKey(entry.key)) {
            value = Value::unknown(loopReason(entry.key));
        } else if (entry.key == "Fn::Transform") {
            value = Value::unknown("the macro of `Fn::Transform` runs only in AWS");
        } else if (isFunctionKey(entry.key) && m_input.place == FunctionPlace::Body) {
            value = complain(kBadArgument,
                             fmt::format("`{}` stands beside other keys of its map", entry.key),
                             "a function must be the only key of its map");
        } else {
            value = evaluate(entry.value);
        }
        changed = changed || !value || !value->identical(entry.value);
        if (value) entries.push_back({entry.key, *std::move(value)});
    }
    return changed ? Value::map(std::move(entries)) : map;
}

Evaluator::Outcome Evaluator::evaluateCall(const Value& call) {
    const Step down(*this, call.functionName());
    Outcome outcome = dispatch(call);
    // A reference that stays is the one that is written, so that what holds it is shared, too.
    return outcome && *outcome == call ? call : std::move(outcome);
}

Evaluator::Outcome Evaluator::dispatch(const Value& call) {
    const Value& argument = call.argument();
    switch (call.function()) {
        case Function::Ref: return ref(argument);
        case Function::GetAtt: return getAtt(argument);
        case Function::Sub: return sub(argument);
        case Function::Join: return join(argument);
        case Function::Select: return select(argument);
        case Function::Split: return split(argument);
        case Function::FindInMap: return findInMap(argument);
        case Function::If: return chooseBranch(argument);
        case Function::GetAZs: return getAZs(argument);
        case Function::Cidr: return cidr(argument);
        case Function::Base64: return base64(argument);
        case Function::ImportValue: return importValue(argument);
        case Function::Length: return length(argument);
        case Function::ToJsonString: return toJsonString(argument);
        case Function::Transform:
            return Value::unknown("the macro of `Fn::Transform` runs only in AWS");
        case Function::Equals:
        case Function::And:
        case Function::Or:
        case Function::Not:
        case Function::Condition:
        case Function::Contains:
        case Function::EachMemberEquals:
        case Function::EachMemberIn: {
            m_steps.pop_back();
            const ConditionTruth result = truth(call);
            m_steps.push_back(call.functionName());
            if (result.truth == Truth::Unknown) return Value::unknown(result.why);
            return Value::boolean(result.truth == Truth::Yes);
        }
        case Function::RefAll:
        case Function::ValueOf:
        case Function::ValueOfAll: return ruleValues(call.function(), argument);
        case Function::Other:
            if (call.functionName() == "Fn::GetStackOutput") return stackOutput(argument);
            if (call.functionName().starts_with(kLoopPrefix)) {
                return Value::unknown(loopReason(call.functionName()));
            }
            return complain(kNoSuchFunction,
                            fmt::format("CloudFormation has no function `{}`", call.functionName()),
                            "use one of CloudFormation's intrinsic functions");
    }
    INVARIANT(false);
}

Value Evaluator::needed(const Value& value, std::string_view what) {
    Outcome outcome = evaluate(value);
    if (outcome) return *std::move(outcome);
    return complain(kNoValue, fmt::format("{} is AWS::NoValue", what),
                    "give a value here; AWS::NoValue removes only properties and list items");
}

Value Evaluator::complain(const Rule& rule, std::string message, SharedText help) {
    Diagnostic diagnostic = diagnosticAt(m_input.scope, rule, message, std::move(help), here());
    diagnostic.where.resource = m_resource;
    m_diagnostics.push_back(std::move(diagnostic));
    return Value::unknown(std::move(message));
}

Value Evaluator::wrongShape(Function function, std::string_view expected) {
    return complain(kBadArgument, fmt::format("`{}` is not {}", longName(function), expected),
                    fmt::format("write `{}` with {}", longName(function), expected));
}

Value Evaluator::overLimit(std::string_view what) {
    std::string message = fmt::format("this comes to more than {}", what);
    if (m_limitTold) return Value::unknown(std::move(message));
    m_limitTold = true;
    return complain(kTooLarge, std::move(message), "make the value smaller");
}

bool Evaluator::spendText(std::size_t bytes) {
    m_text += bytes;
    return bytes <= kMostText && m_text <= kMostTextInAll;
}

Path Evaluator::here() const {
    std::vector<PathStep> steps = m_root.steps();
    for (const auto& step : m_steps) {
        if (const auto* key = std::get_if<std::string_view>(&step)) {
            steps.emplace_back(std::string(*key));
        } else {
            steps.emplace_back(std::get<std::size_t>(step));
        }
    }
    return Path(std::move(steps));
}

void Evaluator::read(ReadKind kind, std::string_view name) {
    m_reads.insert({kind, std::string(name)});
}

std::vector<ReadKey> Evaluator::takeReads() { return {m_reads.begin(), m_reads.end()}; }

bool holdsCall(const Value& value) {
    if (value.isCall()) return true;
    for (const Value& item : value.items()) {
        if (holdsCall(item)) return true;
    }
    for (const MapEntry& entry : value.entries()) {
        if (holdsCall(entry.value)) return true;
    }
    return false;
}

const std::string* firstUnknown(const Value& value) {
    if (value.isUnknown()) return &value.text();
    if (value.isCall()) return firstUnknown(value.argument());
    for (const Value& item : value.items()) {
        if (const std::string* why = firstUnknown(item)) return why;
    }
    for (const MapEntry& entry : value.entries()) {
        if (const std::string* why = firstUnknown(entry.value)) return why;
    }
    return nullptr;
}

std::string describeCall(const Value& call) {
    INVARIANT(call.isCall());
    const Value& argument = call.argument();
    if (call.isCall(Function::Ref)) return "!Ref " + argument.text();
    if (call.isCall(Function::ImportValue)) return "!ImportValue " + argument.text();
    if (call.isCall(Function::GetAtt) && argument.items().size() == 2) {
        return fmt::format("!GetAtt {}.{}", argument.items()[0].text(), argument.items()[1].text());
    }
    for (const Value& item : argument.items()) {
        if (item.isCall()) return describeCall(item);
        for (const Value& inner : item.items()) {
            if (inner.isCall()) return describeCall(inner);
        }
    }
    if (argument.isCall()) return describeCall(argument);
    return std::string(call.functionName());
}

std::optional<std::size_t> sourceIndex(Evaluator& evaluator, const Value& list,
                                       std::size_t evaluatedIndex) {
    std::size_t index = 0;
    for (std::size_t i = 0; i < list.items().size(); ++i) {
        if (!evaluator.evaluateAt(i, list.items()[i])) continue;
        if (index == evaluatedIndex) return i;
        ++index;
    }
    return std::nullopt;
}

}  // namespace archivolt
