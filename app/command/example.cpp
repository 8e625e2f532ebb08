#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "app/command/commands.h"
#include "app/command/examples.h"
#include "app/command/report_text.h"
#include "export/cloudformation/read_template.h"
#include "export/project/project.h"
#include "model/base/invariant.h"

namespace archivolt {

namespace {

/// Returns a template's Description on one line.
std::string descriptionOf(const Template& body) {
    const Value* description = body.section("Description");
    std::string text = description != nullptr ? description->text() : std::string();
    std::ranges::replace(text, '\n', ' ');
    while (text.ends_with(' ')) text.pop_back();
    return text;
}

/// Returns what a project's first stack says of itself, behind the names of all.
std::string descriptionOf(const Design& design) {
    std::string names;
    for (const auto& stack : design.stacks) names += (names.empty() ? "" : ", ") + stack->name;
    INVARIANT(!design.stacks.empty());
    return fmt::format("{} stacks ({}). {}", design.stacks.size(), names,
                       descriptionOf(design.stacks.front()->body));
}

/// Returns what an example is about. The examples are ours: that they read is tested.
std::string descriptionOf(const Example& example) {
    std::uint32_t nextId = 1;
    if (!looksLikeProject(example.text)) {
        return descriptionOf(readTemplate(std::string(example.text), {}, nextId).body);
    }
    const auto project =
        readProject(example.text,
                    [&](std::string text, TemplateFormat,
                        std::string_view) -> Result<std::shared_ptr<const TemplateSource>> {
                        return sourceOf(readTemplate(std::move(text), {}, nextId), {});
                    });
    INVARIANT(project.has_value());
    return descriptionOf(project->design);
}

/// Returns `text` in lines of at most `width` bytes, broken at spaces, each behind `indent` spaces.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent) {
    std::string result;
    std::size_t column = width + 1;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        if (column + word.size() + 1 > width) {
            if (!result.empty()) result += '\n';
            result += std::string(indent, ' ');
            column = 0;
        } else {
            result += ' ';
            ++column;
        }
        result += word;
        column += word.size();
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return result;
}

}  // namespace

const Example* findExample(std::string_view name) {
    for (const Example& example : shippedExamples()) {
        if (example.name == name) return &example;
    }
    return nullptr;
}

ExitStatus exampleCommand(const ExampleOptions& options, const CommandContext& context) {
    if (options.name.empty()) {
        if (!options.output.empty()) {
            context.err << "archivolt: --output needs the name of an example\n";
            return ExitStatus::Usage;
        }
        for (const Example& example : shippedExamples()) {
            context.out << fmt::format("{}\n{}\n", example.name,
                                       wrapped(descriptionOf(example), 76, 4));
        }
        return ExitStatus::Fine;
    }
    const Example* example = findExample(options.name);
    if (example == nullptr) {
        context.err << fmt::format(
            "archivolt: there is no example named `{}`; `archivolt example` lists them\n",
            printable(options.name));
        return ExitStatus::Usage;
    }
    return writeResult(options.output, example->text, context);
}

}  // namespace archivolt
