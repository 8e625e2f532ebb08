#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/command/commands.h"
#include "app/command/rules.h"
#include "app/files/file_access.h"
#include "app/session/open_design.h"
#include "app/session/save_design.h"
#include "model/design/edit_json.h"
#include "model/design/edit_rules.h"
#include "model/design/json_reading.h"

namespace archivolt {

namespace {

constexpr Rule kRepairWithoutAnswer{"APPLY-2",
                                    Severity::Error,
                                    "`--repair` is given with a file that is no answer of `reach`",
                                    "a list of edits has no repairs to choose from",
                                    "leave it out, or give what `reach --format json` printed",
                                    "a rule of this program"};

constexpr Rule kNoSuchRepair{
    "APPLY-1",
    Severity::Error,
    "an answer does not hold the repair that is asked for",
    "the answer lists its repairs, from 1; `cannot_open` in it says why there are none",
    "give --repair a number that the answer has, or ask `reach` again",
    "a rule of this program"};

/// Returns the edits of a repair where `text` is an answer of `reach`, else `text` itself.
///
/// Errors: the answer has no such repair, or the text is no answer and --repair is given.
Result<std::string> editsOf(const std::string& text, std::size_t repair) {
    const auto json = parseJson(text, kBadEdits);
    if (!json) return tl::make_unexpected(json.error());
    const bool isAnswer = json->is_object() && json->contains("repairs");
    if (!isAnswer) {
        if (repair == 0) return text;
        return failure(kRepairWithoutAnswer, "`--repair` is for an answer of `reach --format json`",
                       "leave it out, or give such an answer");
    }
    const auto& repairs = (*json)["repairs"];
    const std::size_t wanted = repair == 0 ? 1 : repair;
    if (!repairs.is_array() || repairs.empty()) {
        return failure(kNoSuchRepair, "the answer proposes no repair",
                       "`cannot_open` in it says why, where it was looked for one");
    }
    if (wanted > repairs.size()) {
        return failure(kNoSuchRepair,
                       fmt::format("the answer has {} repair{}, not {}", repairs.size(),
                                   repairs.size() == 1 ? "" : "s", wanted),
                       "give --repair a smaller number");
    }
    const auto& chosen = repairs[wanted - 1];
    if (!chosen.is_object() || !chosen.contains("edits")) {
        return failure(kNoSuchRepair, fmt::format("repair {} of the answer has no edits", wanted),
                       "ask `reach` again");
    }
    return chosen["edits"].dump();
}

}  // namespace

ExitStatus applyCommand(const ApplyOptions& options, const CommandContext& context) {
    const OpenedDesign opened = openDesign(options.file, {}, context.files);
    printDiagnostics(opened.diagnostics, context);
    if (!opened.usable) return ExitStatus::Unreadable;
    const auto text = context.files.read(options.edits, kMaxFileBytes);
    if (!text) {
        printDiagnostics({text.error()}, context);
        return ExitStatus::Unreadable;
    }
    const auto list = editsOf(*text, options.repair);
    const auto edits = list ? editsFromJson(opened.design, *list)
                            : Result<ReadEdits>(tl::make_unexpected(list.error()));
    if (!edits) {
        Diagnostic diagnostic = edits.error();
        if (diagnostic.where.file.empty()) diagnostic.where.file = options.edits;
        printDiagnostics({std::move(diagnostic)}, context);
        return ExitStatus::Unreadable;
    }
    const auto saved = saveDesign(edits->after, opened.kind, options.output, context.files);
    if (!saved) {
        printDiagnostics({saved.error()}, context);
        return ExitStatus::Unreadable;
    }
    return ExitStatus::Fine;
}

RuleList applyRules() {
    static constexpr const Rule* kRules[] = {&kRepairWithoutAnswer, &kNoSuchRepair};
    return kRules;
}

}  // namespace archivolt
