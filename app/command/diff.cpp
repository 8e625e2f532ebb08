#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>

#include "app/command/commands.h"
#include "app/command/comparison_text.h"
#include "app/command/diff_policy.h"
#include "app/command/drift_report.h"
#include "app/command/report_text.h"
#include "app/command/unusable.h"
#include "app/files/file_access.h"
#include "app/session/open_design.h"
#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/compare/align.h"
#include "model/compare/compare.h"
#include "model/compare/drift.h"
#include "model/compare/following.h"
#include "model/compare/stack_action.h"
#include "model/compare/stack_policy.h"
#include "model/evaluate/evaluate.h"
#include "model/value/value_json.h"

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

const char* wordOf(ChangeKind kind) {
    switch (kind) {
        case ChangeKind::Added: return "added";
        case ChangeKind::Removed: return "removed";
        case ChangeKind::Changed: return "changed";
        case ChangeKind::Renamed: return "renamed";
    }
    return "";
}

const char* signOf(ChangeKind kind) {
    switch (kind) {
        case ChangeKind::Added: return "+";
        case ChangeKind::Removed: return "-";
        case ChangeKind::Changed: return "~";
        case ChangeKind::Renamed: return ">";
    }
    return "";
}

/// Returns a value on one line, cut in the middle of long ones with their length told.
std::string shortText(const std::optional<Value>& value) {
    if (!value) return "nothing";
    constexpr std::size_t kLongest = 72;
    std::string text = toJson(*value).dump(-1, ' ', false, Json::error_handler_t::replace);
    if (text.size() <= kLongest) return text;
    std::size_t cut = kLongest;
    while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
    return fmt::format("{}… ({} bytes)", text.substr(0, cut), text.size());
}

void addValues(const std::vector<ValueChange>& values, ReportText& text) {
    for (const ValueChange& change : values) {
        const std::string path = change.path.empty() ? "(all)" : change.path.toString();
        text.add("      {}: {} → {}\n", path, shortText(change.before), shortText(change.after));
    }
}

/// What a stack policy says of a change, in words.
struct PolicyWords {
    const char* verdict = "";
    std::string text;  // For people; empty where nothing is denied.
    std::optional<std::size_t> statement;
};

PolicyWords wordsOf(const StackPolicyAnswer& answer) {
    const std::string by = answer.statement
                               ? fmt::format("statement {} of the stack policy", *answer.statement)
                               : std::string("no statement of the stack policy allows it");
    switch (answer.verdict) {
        case PolicyVerdict::NotAsked: return {"not asked", {}, {}};
        case PolicyVerdict::Allowed: return {"allowed", {}, {}};
        case PolicyVerdict::Denied: return {"denied", "denied: " + by, answer.statement};
        case PolicyVerdict::DeniedWhereReplaced:
            return {"denied where it replaces", "denied where it replaces: " + by,
                    answer.statement};
        case PolicyVerdict::DeniedUnlessReplaced:
            return {"denied unless it replaces", "denied unless it replaces: " + by,
                    answer.statement};
    }
    return {};
}

/// Says what a change set would do to a resource, where the design before it is known, and whether
/// a stack policy lets it.
struct Actions {
    const StackPolicy* policy = nullptr;
    /// What happens to what changes, and to what names it, by stack and logical id.
    std::map<std::string, std::map<std::string, StackAct>> acts{};

    [[nodiscard]] const StackAct* find(const std::string& stack, const std::string& id) const {
        const auto found = acts.find(stack);
        if (found == acts.end()) return nullptr;
        const auto act = found->second.find(id);
        return act != found->second.end() ? &act->second : nullptr;
    }
    [[nodiscard]] std::string of(const ResourceChange& change) const {
        const StackAct* act = find(change.stack, change.logicalId);
        return act != nullptr ? std::string(toString(act->action)) : std::string();
    }
    [[nodiscard]] PolicyWords policyOn(const ResourceChange& change) const {
        const StackAct* act = find(change.stack, change.logicalId);
        if (policy == nullptr || act == nullptr) return {};
        const std::string& id =
            change.kind == ChangeKind::Renamed ? change.previousId : change.logicalId;
        // Under another name a resource is made, and that of the old name is deleted.
        const StackAction action =
            change.kind == ChangeKind::Renamed ? StackAction::Delete : act->action;
        return wordsOf(askStackPolicy(*policy, id, change.type, action));
    }
};

Actions actionsOf(const Catalog& catalog, const Design& before, const EvaluatedDesign& now,
                  const Comparison& comparison, const StackPolicy* policy) {
    Actions actions{policy};
    for (const ResourceChange& change : comparison.resources) {
        actions.acts[change.stack][change.logicalId] = {stackActionOf(catalog, before, change)};
    }
    for (const auto& stack : now.stacks) {
        const std::string& name = stack->source->name;
        std::vector<const ResourceChange*> changes;
        for (const ResourceChange& change : comparison.resources) {
            if (change.stack == name) changes.push_back(&change);
        }
        if (!changes.empty()) actions.acts[name] = actionsWithin(catalog, before, *stack, changes);
    }
    return actions;
}

/// A resource that changes because what it refers to is replaced.
struct ChangedWith {
    std::string stack;
    std::string logicalId;
    StackAct act;
    PolicyWords words;
};

/// Returns what changes with what is replaced or may be, and what the policy says of it.
std::vector<ChangedWith> changedWithOthers(const Actions& actions, const EvaluatedDesign& now) {
    std::vector<ChangedWith> all;
    for (const auto& stack : now.stacks) {
        for (const auto& resource : stack->resources) {
            const std::string& id = resource->source->logicalId;
            const StackAct* act = actions.find(stack->source->name, id);
            if (act == nullptr || act->isOwn) continue;
            PolicyWords words;
            if (actions.policy != nullptr) {
                words = wordsOf(
                    askStackPolicy(*actions.policy, id, resource->source->type(), act->action));
            }
            all.push_back({stack->source->name, id, *act, std::move(words)});
        }
    }
    return all;
}

/// Says why a resource is replaced where it is for another one's sake; empty for the rest.
std::string causeOf(const StackAct& act) {
    if (act.cause.empty() || act.action == StackAction::Update) return {};
    return fmt::format(", as its {} names {}", act.property, act.cause);
}

const char* wordWithOthers(StackAction action) {
    switch (action) {
        case StackAction::Replace: return "replaced";
        case StackAction::MayReplace:
        case StackAction::Unknown: return "updated, perhaps replaced,";
        case StackAction::Refused: return "refused, which fails the update,";
        default: return "updated";
    }
}

std::string textOf(const Comparison& comparison, const Actions& actions,
                   const std::vector<ChangedWith>& others) {
    if (comparison.empty()) return "The designs say the same.\n";
    ReportText text(false);
    if (!comparison.sentences.empty()) {
        text.add("In words\n");
        for (const std::string& sentence : comparison.sentences) text.add("  {}\n", sentence);
        text.add("\n");
    }
    for (const std::string& stack : comparison.addedStacks) text.add("+ stack {}\n", stack);
    for (const std::string& stack : comparison.removedStacks) text.add("- stack {}\n", stack);
    for (const ResourceChange& change : comparison.resources) {
        const std::string action = actions.of(change);
        const std::string denied = actions.policyOn(change).text;
        const StackAct* act = actions.find(change.stack, change.logicalId);
        text.add("{} {}{} ({}){}{}{}{}\n", signOf(change.kind),
                 change.previousId.empty() ? "" : change.previousId + " → ", change.logicalId,
                 change.type, action.empty() ? "" : ": " + action,
                 act != nullptr ? causeOf(*act) : "",
                 change.byValue ? ", by what a parameter, mapping or condition comes to" : "",
                 denied.empty() ? "" : ", " + denied);
        addValues(change.values, text);
        if (act != nullptr && !act->kept.empty()) {
            text.add(
                "      CloudFormation refuses the update: it has to be replaced, and a replacement "
                "can't take the same {}; give it another, or leave it out\n",
                act->kept);
        } else if (action == toString(StackAction::Refused)) {
            text.add(
                "      CloudFormation refuses the update: this can't be changed; give the new "
                "resource another logical id\n");
        }
    }
    for (const ChangedWith& one : others) {
        text.add("* {}: {} with what it refers to{}{}\n", one.logicalId,
                 wordWithOthers(one.act.action), causeOf(one.act),
                 one.words.text.empty() ? "" : ", " + one.words.text);
    }
    for (const SectionChange& change : comparison.sections) {
        text.add("~ {}\n", change.section);
        addValues(change.values, text);
        const bool hasDefault = std::ranges::any_of(change.values, [](const ValueChange& value) {
            return value.path.size() > 1 && value.path[1] == PathStep("Default");
        });
        if (change.section == "Parameters" && hasDefault) {
            text.add(
                "      a stack that was given a value keeps it; its new default counts only "
                "where it is taken\n");
        }
    }
    return text.text();
}

}  // namespace

std::string comparisonText(const Comparison& comparison) { return textOf(comparison, {}, {}); }

namespace {

/// Returns what a stack policy says, for programs; null where none is asked.
Json policyJson(const PolicyWords& words) {
    if (*words.verdict == '\0') return {};
    return {{"verdict", words.verdict},
            {"statement", words.statement ? Json(*words.statement) : Json()}};
}

Json valuesJson(const std::vector<ValueChange>& values) {
    Json list = Json::array();
    const auto side = [](const std::optional<Value>& value) {
        return value ? toJson(*value) : Json();
    };
    for (const ValueChange& change : values) {
        list.push_back({{"path", change.path.toString()},
                        {"before", side(change.before)},
                        {"after", side(change.after)},
                        {"added", !change.before.has_value()},
                        {"removed", !change.after.has_value()}});
    }
    return list;
}

std::string comparisonJson(const Comparison& comparison, const Actions& actions,
                           const std::vector<ChangedWith>& others) {
    Json resources = Json::array();
    for (const ResourceChange& change : comparison.resources) {
        resources.push_back(
            {{"change", wordOf(change.kind)},
             {"action", actions.of(change)},
             {"by_value", change.byValue},
             {"stack", change.stack},
             {"resource", change.logicalId},
             {"previous", change.previousId.empty() ? Json() : Json(change.previousId)},
             {"type", change.type},
             {"stack_policy", policyJson(actions.policyOn(change))},
             {"values", valuesJson(change.values)}});
    }
    Json updated = Json::array();
    for (const ChangedWith& one : others) {
        updated.push_back({{"stack", one.stack},
                           {"resource", one.logicalId},
                           {"action", toString(one.act.action)},
                           {"cause", one.act.cause},
                           {"property", one.act.property},
                           {"stack_policy", policyJson(one.words)}});
    }
    Json sections = Json::array();
    for (const SectionChange& change : comparison.sections) {
        sections.push_back({{"stack", change.stack},
                            {"section", change.section},
                            {"values", valuesJson(change.values)}});
    }
    const Json document = {{"format", 1},
                           {"words", comparison.sentences},
                           {"added_stacks", comparison.addedStacks},
                           {"removed_stacks", comparison.removedStacks},
                           {"resources", std::move(resources)},
                           {"updated_with_others", std::move(updated)},
                           {"sections", std::move(sections)}};
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

/// Prints how what is described differs from what a template says; `Unknown` where nothing is
/// seen to differ and not all could be compared.
ExitStatus printDrift(const Drift& drift, const DiffOptions& options,
                      const CommandContext& context) {
    context.out << (options.format == "json" ? driftJson(drift) : driftText(drift));
    if (drift.isDrifted()) return ExitStatus::Findings;
    return drift.isComplete() ? ExitStatus::Fine : ExitStatus::Unknown;
}

ExitStatus diffBy(const DiffOptions& options, const StackPolicy* policy,
                  const CommandContext& context) {
    const OpenOptions& deploy = options.deploy;
    const OpenedDesign before = openDesign(options.before, deploy, context.files);
    const OpenedDesign after = openDesign(options.after, deploy, context.files);
    for (const OpenedDesign* opened : {&before, &after}) {
        if (!opened->usable) printDiagnostics(opened->diagnostics, context);
    }
    if (!before.usable) return statusOfUnusable(before);
    if (!after.usable) return statusOfUnusable(after);
    const auto catalog = Catalog::embedded();
    if (before.kind != FileKind::Describe && after.kind == FileKind::Describe) {
        const auto expected = evaluate(before.design);
        return printDrift(driftBetween(*expected, *evaluate(after.design), *catalog), options,
                          context);
    }
    const Design earlier = namedAs(before.design, after.design);
    const auto was = resolve(earlier, *catalog);
    const auto now = resolve(after.design, *catalog);
    const Comparison comparison = compareDesigns(*was, *now);
    const Actions actions = actionsOf(*catalog, earlier, *now->evaluated, comparison, policy);
    const std::vector<ChangedWith> others = changedWithOthers(actions, *now->evaluated);
    context.out << (options.format == "json" ? comparisonJson(comparison, actions, others)
                                             : textOf(comparison, actions, others));
    return comparison.empty() ? ExitStatus::Fine : ExitStatus::Findings;
}

}  // namespace

ExitStatus diffCommand(const DiffOptions& options, const CommandContext& context) {
    return diffBy(options, nullptr, context);
}

ExitStatus diffUnderPolicy(const DiffOptions& options, const std::string& policyFile,
                           const CommandContext& context) {
    constexpr std::size_t kLongestPolicy = 1U << 20;
    const auto text = context.files.read(policyFile, kLongestPolicy);
    if (!text) {
        printDiagnostics(std::vector<Diagnostic>{text.error()}, context);
        return ExitStatus::Unreadable;
    }
    auto policy = readStackPolicy(*text);
    if (!policy) {
        policy.error().where.file = policyFile;
        printDiagnostics(std::vector<Diagnostic>{policy.error()}, context);
        return ExitStatus::Unreadable;
    }
    return diffBy(options, &*policy, context);
}

}  // namespace archivolt
