#include <fmt/format.h>

#include <ostream>

#include "app/command/commands.h"
#include "app/command/report_text.h"
#include "app/files/file_access.h"
#include "model/base/diagnostic.h"

namespace archivolt {

void printDiagnostics(const std::vector<Diagnostic>& diagnostics, const CommandContext& context) {
    for (const Diagnostic& diagnostic : diagnostics) {
        context.err << printable(toString(diagnostic)) << '\n';
        if (!diagnostic.help.empty()) {
            context.err << "    → " << printable(diagnostic.help) << '\n';
        }
    }
}

ExitStatus writeResult(const std::string& path, std::string_view text,
                       const CommandContext& context) {
    if (path.empty()) {
        context.out << text;
        return ExitStatus::Fine;
    }
    const auto written = context.files.writeAtomically(path, text);
    if (!written) {
        printDiagnostics({written.error()}, context);
        return ExitStatus::Unreadable;
    }
    return ExitStatus::Fine;
}

}  // namespace archivolt
