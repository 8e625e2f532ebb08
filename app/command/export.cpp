#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "app/command/commands.h"
#include "app/command/report_text.h"
#include "app/command/unusable.h"
#include "app/files/file_access.h"
#include "app/session/open_design.h"
#include "export/cloudformation/write_template.h"
#include "export/describe/clean_template.h"
#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/evaluate/resolved_json.h"

namespace archivolt {

namespace {

/// The stacks that are to be written; empty with a message printed when --stack names none.
std::vector<std::shared_ptr<const Stack>> chosenStacks(const Design& design,
                                                       const ExportOptions& options,
                                                       const CommandContext& context) {
    if (options.stack.empty()) return design.stacks;
    if (auto stack = design.stack(options.stack)) return {stack};
    std::string names;
    for (const auto& stack : design.stacks) names += (names.empty() ? "" : ", ") + stack->name;
    context.err << fmt::format("archivolt: there is no stack named `{}`; the design has {}\n",
                               printable(options.stack), printable(names));
    return {};
}

/// What a stack's text is to be, and the ending of its file.
struct Written {
    std::string text;
    std::string ending;
};

Result<Written> written(const Stack& stack, const EvaluatedStack* evaluated,
                        const ExportOptions& options) {
    if (evaluated != nullptr) {
        return Written{
            resolvedJson(*evaluated).dump(2, ' ', false, nlohmann::json::error_handler_t::replace) +
                '\n',
            ".json"};
    }
    const TemplateFormat own = stack.source ? stack.source->format : TemplateFormat::Yaml;
    const TemplateFormat format = options.yaml   ? TemplateFormat::Yaml
                                  : options.json ? TemplateFormat::Json
                                                 : own;
    const std::string ending = format == TemplateFormat::Json ? ".json" : ".yaml";
    auto text = writeStack(stack, format, options.canonical);
    if (!text) return tl::make_unexpected(text.error());
    return Written{*std::move(text), ending};
}

/// Returns the clean templates of described stacks, and prints what they do not carry over; other
/// stacks stay as they are.
std::vector<std::shared_ptr<const Stack>> cleanedStacks(
    std::vector<std::shared_ptr<const Stack>> stacks, const CommandContext& context) {
    const auto catalog = Catalog::embedded();
    for (auto& stack : stacks) {
        if (stack->kind != StackKind::Observed) continue;
        CleanTemplate clean = cleanTemplate(*stack, *catalog);
        clean.stack.id = stack->id;
        clean.stack.name = stack->name;
        for (const std::string& note : clean.notes) {
            context.err << fmt::format("note: {}\n", printable(note));
        }
        stack = std::make_shared<const Stack>(std::move(clean.stack));
    }
    return stacks;
}

}  // namespace

ExitStatus exportCommand(const ExportOptions& options, const CommandContext& context) {
    const OpenedDesign opened = openDesign(options.file, options.deploy, context.files);
    printDiagnostics(opened.diagnostics, context);
    if (!opened.usable) return statusOfUnusable(opened);
    auto stacks = chosenStacks(opened.design, options, context);
    if (options.to == "clean") stacks = cleanedStacks(std::move(stacks), context);
    if (stacks.empty()) return options.stack.empty() ? ExitStatus::Fine : ExitStatus::Usage;
    const bool resolved = options.to == "resolved";
    const auto evaluated = resolved ? evaluate(opened.design) : nullptr;
    const bool intoFolder = stacks.size() > 1;
    if (intoFolder && options.output.empty()) {
        context.err << fmt::format(
            "archivolt: the design has {} stacks: name a folder with --output, or one with "
            "--stack\n",
            stacks.size());
        return ExitStatus::Usage;
    }
    if (intoFolder) {
        if (const auto made = context.files.makeFolder(options.output); !made) {
            printDiagnostics({made.error()}, context);
            return ExitStatus::Unreadable;
        }
    }
    for (const auto& stack : stacks) {
        const EvaluatedStack* form = nullptr;
        if (evaluated) {
            for (const auto& each : evaluated->stacks) {
                if (each->source->id == stack->id) form = each.get();
            }
        }
        const auto text = written(*stack, form, options);
        if (!text) {
            printDiagnostics({text.error()}, context);
            return ExitStatus::Unreadable;
        }
        const std::string path =
            intoFolder ? options.output + '/' + stack->name + text->ending : options.output;
        const ExitStatus status = writeResult(path, text->text, context);
        if (status != ExitStatus::Fine) return status;
    }
    return ExitStatus::Fine;
}

}  // namespace archivolt
