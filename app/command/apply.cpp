#include "app/command/commands.h"
#include "app/files/file_access.h"
#include "app/session/open_design.h"
#include "app/session/save_design.h"
#include "model/design/edit_json.h"

namespace archivolt {

ExitStatus applyCommand(const ApplyOptions& options, const CommandContext& context) {
    const OpenedDesign opened = openDesign(options.file, {}, context.files);
    printDiagnostics(opened.diagnostics, context);
    if (!opened.usable) return ExitStatus::Unreadable;
    const auto text = context.files.read(options.edits, kMaxFileBytes);
    if (!text) {
        printDiagnostics({text.error()}, context);
        return ExitStatus::Unreadable;
    }
    const auto edits = editsFromJson(opened.design, *text);
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
