#include <fmt/format.h>

#include <filesystem>
#include <ostream>
#include <set>

#include "app/command/collect_script.h"
#include "app/command/commands.h"
#include "app/command/report_text.h"
#include "app/command/unusable.h"
#include "app/files/file_access.h"
#include "app/session/nested_templates.h"
#include "app/session/open_design.h"
#include "app/session/save_design.h"
#include "model/design/edit.h"

namespace archivolt {

namespace {

/// Adds stacks to the project, under names that are not taken yet.
Result<Design> withStacks(Design project, const std::vector<Stack>& stacks) {
    for (const Stack& stack : stacks) {
        Stack added = stack;
        for (int suffix = 2; project.stack(added.name) != nullptr; ++suffix) {
            added.name = fmt::format("{}-{}", stack.name, suffix);
        }
        auto after = apply(project, AddStack{std::move(added)});
        if (!after) return after;
        project = *std::move(after);
    }
    return project;
}

/// An input with the templates that it nests.
struct Input {
    OpenedDesign opened;
    NestedTemplates nested;
};

/// Opens every input, and what each nests; a status where one can't be used.
tl::expected<std::vector<Input>, ExitStatus> openInputs(const ImportOptions& options,
                                                        const CommandContext& context) {
    const OpenOptions& how = options.deploy;
    std::vector<Input> inputs;
    for (const std::string& name : options.inputs) {
        Input input{openDesign(name, how, context.files), {}};
        printDiagnostics(input.opened.diagnostics, context);
        if (!input.opened.usable) return tl::make_unexpected(statusOfUnusable(input.opened));
        input.nested = nestedTemplatesOf(input.opened, how, context.files);
        printDiagnostics(input.nested.diagnostics, context);
        inputs.push_back(std::move(input));
    }
    return inputs;
}

/// Says whether a template is named as an input, and nested by another as well: it then comes with
/// that, under its parent's parameters.
bool isNestedByAnother(const std::vector<Input>& inputs, const Input& input,
                       const FileAccess& files) {
    const std::string path = files.wholePath(input.opened.path);
    return input.opened.kind == FileKind::Template &&
           std::ranges::any_of(inputs, [&](const Input& other) {
               return &other != &input && other.nested.paths.contains(path);
           });
}

std::vector<Stack> stacksOf(const Design& design) {
    std::vector<Stack> stacks;
    for (const auto& stack : design.stacks) stacks.push_back(*stack);
    return stacks;
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
    const auto inputs = openInputs(options, context);
    if (!inputs) return inputs.error();
    Design project;
    const auto add = [&](const std::vector<Stack>& stacks) {
        auto joined = withStacks(project, stacks);
        if (!joined) {
            printDiagnostics({joined.error()}, context);
            return false;
        }
        project = *std::move(joined);
        return true;
    };
    for (const Input& input : *inputs) {
        if (isNestedByAnother(*inputs, input, context.files)) continue;
        // The first design brings everything along; of the others, what is not in their templates
        // (places, notes, promises) would have to be merged name by name.
        const bool first = project.stacks.empty();
        if (first) project = input.opened.design;
        if (!first && !add(stacksOf(input.opened.design))) return ExitStatus::Unreadable;
        if (!add(input.nested.stacks)) return ExitStatus::Unreadable;
        if (!first && (!input.opened.companion.empty() || input.opened.kind == FileKind::Project)) {
            context.err << fmt::format(
                "archivolt: of `{}` only the templates are taken: places, notes and promises come "
                "from the first input\n",
                printable(input.opened.path));
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
