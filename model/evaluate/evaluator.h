#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "model/evaluate/read_key.h"
#include "model/evaluate/scope.h"

namespace archivolt {

/// What an import of a name comes to.
struct ImportedValue {
    bool found = false;  ///< A stack of the design exports it.
    Value value;         ///< Evaluated in the exporting stack; may hold references.
    std::string stack;   ///< The exporting stack's name.
    /// The reference in it that may stand for any text (`freeTextIn`); empty where none does.
    std::string freeText;
    friend bool operator==(const ImportedValue&, const ImportedValue&) = default;
};

/// Where functions stand: it decides which of them, and which references, are allowed.
enum class FunctionPlace : std::uint8_t {
    Body,
    Condition,
    Rule,
    ExportName
};

/// What the evaluation of one value reads from outside it.
struct EvaluatorInput {
    const Scope& scope;
    const ResourceTable* resources = nullptr;  ///< Null where resources can't be named.
    FunctionPlace place = FunctionPlace::Body;
    /// Looks up an export of the stack's account and Region; empty where imports are not allowed.
    std::function<ImportedValue(const std::string& name)> import = {};
    /// Gives a condition's truth; empty: the scope's.
    std::function<ConditionTruth(const std::string& name)> condition = {};
    std::string loop = {};  ///< The first `Fn::ForEach::…` among the resources; empty: none.
};

/// Evaluates the intrinsic functions of one value, noting what it read and what is wrong.
///
/// A result without a value is `AWS::NoValue`. Reads are keys of one letter and a name: `P` a
/// parameter, `C` a condition, `M` a mapping, `I` an import, `R` a resource's being there, `V` a
/// resource's own properties, `L` the loops and macros that may add names.
class Evaluator {
public:
    using Outcome = std::optional<Value>;

    /// `root` is the path of the values to evaluate, from the template's root.
    Evaluator(EvaluatorInput input, Path root, std::string resource = {});

    /// Returns the value with its functions evaluated.
    [[nodiscard]] Outcome evaluate(const Value& value);
    /// Returns the value below the map key or list index `step` of the root, evaluated.
    [[nodiscard]] Outcome evaluateAt(PathStep step, const Value& value);
    /// Returns a condition expression's truth: And, Or, Not, Equals, Condition and rule functions.
    [[nodiscard]] ConditionTruth truth(const Value& expression);
    /// Returns the truth of the condition that an `If` names.
    [[nodiscard]] ConditionTruth namedCondition(const Value& name);

    [[nodiscard]] std::vector<Diagnostic> takeDiagnostics() { return std::move(m_diagnostics); }
    /// Returns what was read, sorted, each once.
    [[nodiscard]] std::vector<ReadKey> takeReads();

private:
    class Step;
    friend class Step;

    // evaluator.cpp
    Outcome evaluateCall(const Value& call);
    Outcome dispatch(const Value& call);
    Outcome evaluateList(const Value& list);
    Outcome evaluateMap(const Value& map);
    Value evaluateLiteral(const Value& text);
    Value needed(const Value& value, std::string_view what);
    std::vector<Value> arguments(const Value& call);
    Value complain(const Rule& rule, std::string message, SharedText help);
    Value wrongShape(Function function, std::string_view expected);
    Value overLimit(std::string_view what);
    bool spendText(std::size_t bytes);
    Path here() const;
    void read(ReadKind kind, std::string_view name);

    // references.cpp
    Outcome ref(const Value& argument);
    Outcome refName(const std::string& name);
    Value getAtt(const Value& argument);
    Value attribute(const std::string& resource, const std::string& name);
    Value resourceReference(const std::string& name, const Value& call);
    Value undefined(const std::string& name);
    Value importValue(const Value& argument);
    Value handedList(const Value& handed);
    Value concreteAttribute(const Value& value);
    Value stackOutput(const Value& argument);

    // text_functions.cpp
    Value sub(const Value& argument);
    Value subVariable(const std::string& name, const Value* variables);
    Value join(const Value& argument);
    Value split(const Value& argument);
    /// Returns the list of a text's items, or why they can't be told.
    Value itemsOf(const Value& text, const std::string& delimiter);
    /// Adds the items of a text of the stack that exports it as `from` (empty: this stack).
    std::optional<Value> addItems(std::vector<Value>& items, const Value& text,
                                  const std::string& delimiter, const std::string& from, int depth);
    std::optional<Value> addImported(std::vector<Value>& items, const std::string& name,
                                     const std::string& delimiter, int depth);
    bool isOneItem(const Value& part, const std::string& delimiter, int depth);
    Value base64(const Value& argument);
    Value toJsonString(const Value& argument);
    Value composed(const std::vector<Value>& pieces);

    // list_functions.cpp
    Outcome select(const Value& argument);
    Value findInMap(const Value& argument);
    Value mappingDefault(const Value& argument, Value otherwise);
    Value getAZs(const Value& argument);
    Value cidr(const Value& argument);
    Value length(const Value& argument);

    // conditions.cpp
    Outcome chooseBranch(const Value& argument);
    ConditionTruth junction(const Value& argument, bool isAnd);
    ConditionTruth equals(const Value& argument);
    ConditionTruth negation(const Value& argument);
    ConditionTruth unknownTruth(const Value& why);

    // rules.cpp
    ConditionTruth membership(Function function, const Value& argument);
    Value ruleValues(Function function, const Value& argument);

    EvaluatorInput m_input;
    Path m_root;
    std::string m_resource;
    std::vector<std::variant<std::string_view, std::size_t>> m_steps;
    std::vector<Diagnostic> m_diagnostics;
    std::set<ReadKey> m_reads;
    std::size_t m_nodes = 0;
    std::size_t m_text = 0;
    bool m_limitTold = false;
};

/// Enters a child of the value being evaluated, for the paths of diagnostics.
class Evaluator::Step {
public:
    Step(Evaluator& evaluator, std::variant<std::string_view, std::size_t> step)
        : m_evaluator(evaluator) {
        m_evaluator.m_steps.push_back(step);
    }
    ~Step() { m_evaluator.m_steps.pop_back(); }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

private:
    Evaluator& m_evaluator;
};

inline constexpr std::size_t kMostNodes = 1'000'000;
inline constexpr std::size_t kMostText = std::size_t{1} << 20;
inline constexpr std::size_t kMostTextInAll = std::size_t{64} << 20;
inline constexpr std::size_t kMostItems = 10'000;
inline constexpr std::size_t kMostDepth = 400;

/// Says whether a value holds a reference that is left for deployment, at any depth.
[[nodiscard]] bool holdsCall(const Value& value);

/// Returns the first unknown's reason at any depth, or null pointer when all is known.
[[nodiscard]] const std::string* firstUnknown(const Value& value);

/// Returns why a text can't be known because of a dynamic reference in it; nothing without one.
/// Source: the CloudFormation user guide, "Get values stored in other services using dynamic
/// references".
[[nodiscard]] std::optional<std::string> dynamicReferenceReason(std::string_view text);

/// Returns a reference as people write it: `!Ref Web`, `!GetAtt Web.Arn`, `!ImportValue name`.
[[nodiscard]] std::string describeCall(const Value& call);

/// Returns the zero-based index among a list's evaluated items as one of its source items, which
/// may be `AWS::NoValue`; nothing when there are not so many.
[[nodiscard]] std::optional<std::size_t> sourceIndex(Evaluator& evaluator, const Value& list,
                                                     std::size_t evaluatedIndex);

}  // namespace archivolt
