#include <fmt/format.h>

#include <map>
#include <set>

#include "model/lint/evaluated_reading.h"
#include "model/policy/json_text.h"

namespace archivolt {

namespace {

constexpr Rule kNoSuchState{
    "SFN-E1",
    Severity::Error,
    "a state machine names a state that it does not have, or has one that nothing leads to",
    "Step Functions refuses a definition in which a step leads nowhere, or a state is never "
    "reached",
    "name a state of the same States, or take away the one that is not reached",
    "AWS Step Functions API, CreateStateMachine, ValidateStateMachineDefinition "
    "(MISSING_TRANSITION_TARGET); Amazon States Language, states-language.net/spec.html"};

/// Stands in a definition's text for what is known at deployment only.
constexpr std::string_view kSubstituted = "${substituted}";

/// Returns a name as it will be; nothing where a substitution makes it at deployment.
std::optional<std::string> stateName(const Value* value) {
    auto name = knownText(value);
    if (name && name->find("${") != std::string::npos) return std::nullopt;
    return name;
}

/// Returns the text of a definition, with a mark for each part that AWS fills in.
std::optional<std::string> definitionText(const Value& value) {
    if (value.isString()) return knownText(&value);
    if (!value.isCall(Function::Join) || value.argument().items().size() != 2) return std::nullopt;
    const Value& delimiter = value.argument().items()[0];
    if (!delimiter.isString() || !delimiter.text().empty()) return std::nullopt;
    std::string text;
    for (const Value& part : value.argument().items()[1].items()) {
        text += part.isScalar() ? std::string_view(part.text()) : kSubstituted;
    }
    return text;
}

/// Looks at the states of one level of a machine, then at those within them.
class MachineCheck {
public:
    /// `at` is the way from Properties to the definition; in a text all is reported there.
    MachineCheck(StackLint& lint, const EvaluatedResource& machine, Path at, bool isText)
        : m_lint(lint), m_machine(machine), m_at(std::move(at)), m_isText(isText) {}

    void check(const Value& level, const Path& path) {
        const Value* states = level.find("States");
        if (!level.isMap() || states == nullptr || !states->isMap()) return;
        Level known;
        for (const MapEntry& state : states->entries()) {
            if (isMade(state.key)) known.isOpen = true;
            known.names.insert(state.key);
        }
        const auto start = lead(known, level, path, "StartAt");
        for (const MapEntry& state : states->entries()) {
            known.from = state.key;
            checkState(known, state.value, path / "States" / state.key);
        }
        if (start && !known.isOpen && !known.isWrong) reportUnreached(known, *start, path);
    }

private:
    /// The states of a level, and where they lead.
    struct Level {
        std::set<std::string> names;
        std::map<std::string, std::set<std::string>> leads;
        std::string from;
        bool isOpen = false;   ///< Not all of it can be told.
        bool isWrong = false;  ///< A step that leads nowhere is said already.
    };

    /// Says whether a key is made at deployment, or stands for what a macro makes.
    static bool isMade(std::string_view key) {
        return key.find("${") != std::string_view::npos || key.starts_with("Fn::");
    }

    void checkState(Level& level, const Value& state, const Path& path) {
        if (!state.isMap()) {
            level.isOpen = true;
            return;
        }
        for (const MapEntry& entry : state.entries()) {
            if (isMade(entry.key)) level.isOpen = true;
        }
        lead(level, state, path, "Next");
        lead(level, state, path, "Default");
        for (const char* list : {"Catch", "Choices"}) {
            const Value* items = state.find(list);
            if (items == nullptr) continue;
            if (!items->isList()) level.isOpen = true;
            for (std::size_t i = 0; i < items->items().size(); ++i) {
                if (!items->items()[i].isMap()) level.isOpen = true;
                lead(level, items->items()[i], path / list / i, "Next");
            }
        }
        for (const char* inner : {"Iterator", "ItemProcessor"}) {
            if (const Value* within = state.find(inner)) check(*within, path / inner);
        }
        const Value* branches = state.find("Branches");
        if (branches == nullptr) return;
        for (std::size_t i = 0; i < branches->items().size(); ++i) {
            check(branches->items()[i], path / "Branches" / i);
        }
    }

    /// Reads where something leads, and reports a name that the level does not have.
    std::optional<std::string> lead(Level& level, const Value& from, const Path& path,
                                    const char* key) {
        const Value* value = from.find(key);
        if (value == nullptr || value->isNull()) return std::nullopt;
        auto name = stateName(value);
        if (!name) {
            level.isOpen = true;
            return std::nullopt;
        }
        level.leads[level.from].insert(*name);
        if (level.isOpen || level.names.contains(*name)) return name;
        level.isWrong = true;
        report(path / key, Anchor::Value,
               fmt::format("{} has no state `{}`, which {} names", m_machine.source->logicalId,
                           *name, (path / key).toString()),
               fmt::format("name one of {}", fmt::join(level.names, ", ")));
        return std::nullopt;
    }

    void reportUnreached(const Level& level, const std::string& start, const Path& path) {
        std::set<std::string> reached;
        std::vector<std::string> waiting = {start};
        while (!waiting.empty()) {
            const std::string name = std::move(waiting.back());
            waiting.pop_back();
            if (!reached.insert(name).second) continue;
            const auto next = level.leads.find(name);
            if (next == level.leads.end()) continue;
            waiting.insert(waiting.end(), next->second.begin(), next->second.end());
        }
        for (const std::string& name : level.names) {
            if (reached.contains(name)) continue;
            report(path / "States" / name, Anchor::Key,
                   fmt::format("nothing in {} leads to its state `{}`", m_machine.source->logicalId,
                               name),
                   "name it where a state goes on, or take it away");
        }
    }

    void report(const Path& path, Anchor anchor, std::string message, const std::string& help) {
        const Origin origin = originIn(m_lint, m_machine, m_isText ? m_at : m_at / path);
        m_lint.report(kNoSuchState, {std::move(message),
                                     help,
                                     sourcePath(m_lint, origin),
                                     m_isText ? Anchor::Value : anchor,
                                     {}});
    }

    StackLint& m_lint;
    const EvaluatedResource& m_machine;
    Path m_at;
    bool m_isText;
};

}  // namespace

void lintMachines(StackLint& lint, const EvaluatedResource& resource) {
    const std::string& type = resource.source->type();
    const bool isMachine =
        type == "AWS::StepFunctions::StateMachine" || type == "AWS::Serverless::StateMachine";
    if (!isMachine || resource.exists == Truth::No || lint.hasForeignMacros()) return;
    if (const Value* definition = propertyOf(resource, {"Definition"})) {
        MachineCheck(lint, resource, {"Definition"}, false).check(*definition, {});
    }
    const Value* written = propertyOf(resource, {"DefinitionString"});
    const auto text = written != nullptr ? definitionText(*written) : std::nullopt;
    if (!text) return;
    // NOT MODELLED: a definition's text that is JSON only once its substitutions are made.
    const auto definition = valueFromJsonText(*text);
    if (definition) {
        MachineCheck(lint, resource, {"DefinitionString"}, true).check(*definition, {});
    }
}

RuleList stateMachineRules() {
    static constexpr const Rule* kRules[] = {&kNoSuchState};
    return kRules;
}

}  // namespace archivolt
