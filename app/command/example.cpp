#include <fmt/format.h>

#include <ostream>

#include "app/command/commands.h"
#include "app/command/examples.h"
#include "export/cloudformation/read_template.h"

namespace archivolt {

namespace {

/// Returns the template's Description on one line.
std::string descriptionOf(const Example& example) {
    std::uint32_t nextId = 1;
    const TemplateReading reading = readTemplate(std::string(example.text), {}, nextId);
    const Value* description = reading.body.section("Description");
    std::string text = description != nullptr ? description->text() : std::string();
    for (char& c : text) {
        if (c == '\n') c = ' ';
    }
    while (text.ends_with(' ')) text.pop_back();
    return text;
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
            options.name);
        return ExitStatus::Usage;
    }
    return writeResult(options.output, example->text, context);
}

}  // namespace archivolt
