#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "app/command/commands.h"
#include "app/command/comparison_text.h"
#include "app/command/report_text.h"
#include "app/session/open_design.h"
#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/compare/compare.h"
#include "model/compare/stack_action.h"
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

/// Says what a change set would do to a resource, where the design before it is known.
struct Actions {
    const Catalog* catalog = nullptr;
    const Design* before = nullptr;

    [[nodiscard]] std::string of(const ResourceChange& change) const {
        if (catalog == nullptr || before == nullptr) return {};
        return std::string(toString(stackActionOf(*catalog, *before, change)));
    }
};

std::string textOf(const Comparison& comparison, const Actions& actions) {
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
        text.add("{} {}{} ({}){}\n", signOf(change.kind),
                 change.previousId.empty() ? "" : change.previousId + " → ", change.logicalId,
                 change.type, action.empty() ? "" : ": " + action);
        addValues(change.values, text);
    }
    for (const SectionChange& change : comparison.sections) {
        text.add("~ {}\n", change.section);
        addValues(change.values, text);
    }
    return text.text();
}

}  // namespace

std::string comparisonText(const Comparison& comparison) { return textOf(comparison, {}); }

namespace {

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

std::string comparisonJson(const Comparison& comparison, const Actions& actions) {
    Json resources = Json::array();
    for (const ResourceChange& change : comparison.resources) {
        resources.push_back(
            {{"change", wordOf(change.kind)},
             {"action", actions.of(change)},
             {"stack", change.stack},
             {"resource", change.logicalId},
             {"previous", change.previousId.empty() ? Json() : Json(change.previousId)},
             {"type", change.type},
             {"values", valuesJson(change.values)}});
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
                           {"sections", std::move(sections)}};
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace

ExitStatus diffCommand(const DiffOptions& options, const CommandContext& context) {
    const OpenOptions deploy{options.deploy.parameters, options.deploy.parameterSet,
                             options.deploy.region, options.deploy.account};
    const OpenedDesign before = openDesign(options.before, deploy, context.files);
    const OpenedDesign after = openDesign(options.after, deploy, context.files);
    for (const OpenedDesign* opened : {&before, &after}) {
        if (!opened->usable) printDiagnostics(opened->diagnostics, context);
    }
    if (!before.usable || !after.usable) return ExitStatus::Unreadable;
    const auto catalog = Catalog::embedded();
    const Comparison comparison =
        compareDesigns(*resolve(before.design, *catalog), *resolve(after.design, *catalog));
    const Actions actions{catalog.get(), &before.design};
    context.out << (options.format == "json" ? comparisonJson(comparison, actions)
                                             : textOf(comparison, actions));
    return comparison.empty() ? ExitStatus::Fine : ExitStatus::Findings;
}

}  // namespace archivolt
