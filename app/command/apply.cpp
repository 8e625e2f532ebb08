#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/command/commands.h"
#include "app/files/file_access.h"
#include "app/session/open_design.h"
#include "app/session/save_design.h"
#include "model/design/edit_json.h"
#include "model/design/json_reading.h"

namespace archivolt {

namespace {

/// Returns the edits of a repair where `text` is an answer of `reach`, else `text` itself.
///
/// Errors: APPLY-1, the answer has no such repair, or the text is no answer and --repair is given.
Result<std::string> editsOf(const std::string& text, std::size_t repair) {
    const auto json = parseJson(text, "EDIT-9");
    if (!json) return tl::make_unexpected(json.error());
    const bool isAnswer = json->is_object() && json->contains("repairs");
    if (!isAnswer) {
        if (repair == 0) return text;
        return failure("APPLY-1", "`--repair` is for an answer of `reach --format json`",
                       "leave it out, or give such an answer");
    }
    const auto& repairs = (*json)["repairs"];
    const std::size_t wanted = repair == 0 ? 1 : repair;
    if (!repairs.is_array() || repairs.empty()) {
        return failure("APPLY-1", "the answer proposes no repair",
                       "`cannot_open` in it says why, where it was looked for one");
    }
    if (wanted > repairs.size()) {
        return failure("APPLY-1",
                       fmt::format("the answer has {} repair{}, not {}", repairs.size(),
                                   repairs.size() == 1 ? "" : "s", wanted),
                       "give --repair a smaller number");
    }
    const auto& chosen = repairs[wanted - 1];
    if (!chosen.is_object() || !chosen.contains("edits")) {
        return failure("APPLY-1", fmt::format("repair {} of the answer has no edits", wanted),
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

}  // namespace archivolt
