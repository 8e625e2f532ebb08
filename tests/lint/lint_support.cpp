#include "tests/lint/lint_support.h"

#include <fmt/format.h>

#include <algorithm>

#include "export/cloudformation/locate.h"
#include "export/cloudformation/read_template.h"
#include "model/base/invariant.h"
#include "model/design/edit.h"

namespace archivolt::test {

CheckedTemplate checkTemplate(const std::string& text, const Catalog& catalog,
                              const CheckOptions& options) {
    std::uint32_t nextId = 1;
    ReadOptions readOptions;
    readOptions.file = options.file;
    TemplateReading reading = readTemplate(text, readOptions, nextId);
    INVARIANT(reading.usable);
    CheckedTemplate checked;
    Stack stack;
    stack.name = "web";
    stack.region = options.region;
    stack.kind = options.kind;
    for (const auto& [name, value] : options.parameters) {
        stack.parameters[name] = Value::string(value);
    }
    stack.source = sourceOf(reading, options.file);
    stack.body = std::move(reading.body);
    const auto design = apply(Design{}, AddStack{std::move(stack)});
    INVARIANT(design.has_value());
    checked.design = *design;
    checked.design.suppressions = options.suppressions;
    checked.resolved = resolve(checked.design, catalog);
    checked.reading = std::move(reading.diagnostics);
    checked.findings = lint(checked.design, *checked.resolved, catalog);
    std::vector<Diagnostic> diagnostics;
    for (const Finding& finding : checked.findings) diagnostics.push_back(finding.diagnostic);
    fillPositions(diagnostics, *reading.spans, options.file);
    for (std::size_t i = 0; i < diagnostics.size(); ++i) {
        checked.findings[i].diagnostic = std::move(diagnostics[i]);
    }
    return checked;
}

std::vector<std::string> errorsOf(const CheckedTemplate& checked) {
    std::vector<std::string> errors;
    const auto add = [&](const Diagnostic& diagnostic) {
        if (diagnostic.severity != Severity::Error) return;
        errors.push_back(fmt::format("{}:{}", diagnostic.code, diagnostic.where.line));
    };
    for (const Diagnostic& diagnostic : checked.reading) add(diagnostic);
    for (const Finding& finding : checked.findings) {
        if (finding.suppressed.empty()) add(finding.diagnostic);
    }
    std::ranges::sort(errors);
    return errors;
}

}  // namespace archivolt::test
