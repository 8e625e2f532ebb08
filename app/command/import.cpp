#include <fmt/format.h>

#include <filesystem>
#include <ostream>
#include <set>

#include "app/command/collect_script.h"
#include "app/command/commands.h"
#include "app/command/report_text.h"
#include "app/files/file_access.h"
#include "app/session/open_design.h"
#include "app/session/save_design.h"
#include "model/design/edit.h"

namespace archivolt {

namespace {

/// Adds the stacks of `opened` to the project, under names that are not taken yet.
Result<Design> withStacksOf(Design project, const OpenedDesign& opened) {
    for (const auto& stack : opened.design.stacks) {
        Stack added = *stack;
        for (int suffix = 2; project.stack(added.name) != nullptr; ++suffix) {
            added.name = fmt::format("{}-{}", stack->name, suffix);
        }
        auto after = apply(project, AddStack{std::move(added)});
        if (!after) return after;
        project = *std::move(after);
    }
    return project;
}

}  // namespace

ExitStatus importCommand(const ImportOptions& options, const CommandContext& context) {
    if (options.script) {
        context.out << collectScript();
        return ExitStatus::Fine;
    }
    if (options.inputs.empty() || options.output.empty()) {
        context.err << "archivolt: name what to import, and the project to write with --output\n";
        return ExitStatus::Usage;
    }
    const bool overInput =
        std::ranges::find(options.inputs, options.output) != options.inputs.end();
    if (overInput) {
        context.err << fmt::format("archivolt: `{}` is an input: name another --output\n",
                                   printable(options.output));
        return ExitStatus::Usage;
    }
    Design project;
    for (const std::string& input : options.inputs) {
        const OpenedDesign opened =
            openDesign(input,
                       {options.deploy.parameters, options.deploy.parameterSet,
                        options.deploy.region, options.deploy.account},
                       context.files);
        printDiagnostics(opened.diagnostics, context);
        if (!opened.usable) return ExitStatus::Unreadable;
        // The first design brings everything along; of the others, what is not in their templates
        // (places, notes, promises) would have to be merged name by name.
        if (project.stacks.empty()) {
            project = opened.design;
            continue;
        }
        auto joined = withStacksOf(std::move(project), opened);
        if (!joined) {
            printDiagnostics({joined.error()}, context);
            return ExitStatus::Unreadable;
        }
        project = *std::move(joined);
        if (!opened.companion.empty() || opened.kind == FileKind::Project) {
            context.err << fmt::format(
                "archivolt: of `{}` only the templates are taken: places, notes and promises come "
                "from the first input\n",
                printable(input));
        }
    }
    project.name =
        options.name.empty() ? std::filesystem::path(options.output).stem().string() : options.name;
    const auto saved = saveDesign(project, FileKind::Project, options.output, context.files);
    if (!saved) {
        printDiagnostics({saved.error()}, context);
        return ExitStatus::Unreadable;
    }
    return ExitStatus::Fine;
}

}  // namespace archivolt
