#include <ostream>

#include "app/command/check_report.h"
#include "app/command/commands.h"
#include "app/command/policy.h"
#include "app/files/file_access.h"
#include "export/cloudformation/locate.h"
#include "export/cloudformation/read_template.h"
#include "model/policy/advise_on_policy.h"
#include "model/policy/json_text.h"
#include "model/policy/read_document.h"

namespace archivolt {

namespace {

constexpr std::size_t kLargestDocument = std::size_t{16} << 20U;

PolicyKind kindOf(const std::string& word) {
    if (word == "resource") return PolicyKind::Resource;
    if (word == "trust") return PolicyKind::Trust;
    if (word == "session") return PolicyKind::Session;
    if (word == "boundary") return PolicyKind::Boundary;
    if (word == "scp") return PolicyKind::ServiceControl;
    if (word == "rcp") return PolicyKind::ResourceControl;
    return PolicyKind::Identity;
}

/// Returns the document when the text is one by itself, and no template.
std::optional<Value> documentIn(const std::string& text) {
    auto tree = valueFromJsonText(text);
    if (!tree || tree->find("Statement") == nullptr || tree->find("Resources") != nullptr) {
        return std::nullopt;
    }
    return *std::move(tree);
}

/// Returns the findings on one document, by their path in it and their place in its text.
std::vector<Finding> findingsOn(const Value& document, const std::string& text,
                                const PolicyLintOptions& options) {
    std::vector<Finding> findings;
    PolicyReading reading = readPolicyDocument(document, {kindOf(options.kind), {}, {}});
    for (Diagnostic& found : reading.diagnostics) findings.push_back({std::move(found), {}});
    for (PolicyAdvice& one : adviseOnPolicy(reading.document, ActionTable::embedded())) {
        Diagnostic found = diagnosticOf(*one.rule, std::move(one.message), std::move(one.help));
        found.where.path = std::move(one.path);
        findings.push_back({std::move(found), {}});
    }
    std::uint32_t nextId = 1;
    const TemplateReading read = readTemplate(text, {options.file, {}}, nextId);
    const SpanTree& spans = *read.spans;
    const LineIndex lines(text);
    for (Finding& finding : findings) {
        Diagnostic& found = finding.diagnostic;
        found.where.file = options.file;
        if (const auto span = locate(spans, found.where.path, found.where.anchor)) {
            const TextPosition at = lines.position(span->begin);
            found.where.line = at.line;
            found.where.column = at.column;
        }
        if (!found.where.path.empty()) {
            found.message = found.where.path.toString() + ": " + found.message;
        }
    }
    return findings;
}

}  // namespace

ExitStatus policyLintCommand(const PolicyLintOptions& options, const CommandContext& context) {
    if (context.files.isFile(options.file)) {
        const auto text = context.files.read(options.file, kLargestDocument);
        const auto document = text ? documentIn(*text) : std::nullopt;
        if (document) {
            CheckReport report;
            report.files.push_back(options.file);
            report.findings = findingsOn(*document, *text, options);
            context.out << checkReportIn(options.format, report, {context.colour, false});
            return hasFailure(report, options.failOn) ? ExitStatus::Findings : ExitStatus::Fine;
        }
    }
    CheckOptions check;
    check.files = {options.file};
    check.format = options.format;
    check.failOn = options.failOn;
    check.codes = "IAM-";
    check.deploy = options.deploy;
    return checkCommand(check, context);
}

}  // namespace archivolt
