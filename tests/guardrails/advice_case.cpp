#include "tests/guardrails/advice_case.h"

#include <algorithm>
#include <map>
#include <memory>

#include "export/cloudformation/locate.h"
#include "export/cloudformation/read_template.h"
#include "model/base/invariant.h"
#include "model/design/edit.h"

namespace archivolt::test {

AdvisedTemplate adviseOn(const std::string& text, const Catalog& catalog,
                         std::vector<Suppression> suppressions, StackKind kind) {
    std::uint32_t nextId = 1;
    TemplateReading reading = readTemplate(text, {}, nextId);
    INVARIANT(reading.usable);
    Stack stack;
    stack.name = "web";
    stack.kind = kind;
    stack.source = sourceOf(reading, "template.yaml");
    stack.body = std::move(reading.body);
    const auto design = apply(Design{}, AddStack{std::move(stack)});
    INVARIANT(design.has_value());
    AdvisedTemplate advised;
    advised.design = *design;
    advised.design.suppressions = std::move(suppressions);
    const auto resolved = resolve(advised.design, catalog);
    const Reachability reachability(resolved->architecture);
    advised.findings = guardrails(advised.design, *resolved, reachability, catalog);
    std::vector<Diagnostic> diagnostics;
    for (const Finding& finding : advised.findings) diagnostics.push_back(finding.diagnostic);
    fillPositions(diagnostics, *reading.spans, "template.yaml");
    for (std::size_t i = 0; i < diagnostics.size(); ++i) {
        advised.findings[i].diagnostic = std::move(diagnostics[i]);
    }
    return advised;
}

namespace {

std::vector<std::string> linesOfText(std::string_view text) {
    std::vector<std::string> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        lines.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
    }
    return lines;
}

/// Finishes a case: puts the shared resources before its own, and finds the marked lines.
AdviceCase finished(AdviceCase made, const std::string& shared,
                    const std::vector<std::string>& body) {
    std::vector<std::string> own = body;
    while (!own.empty() && own.back().empty()) own.pop_back();
    INVARIANT(!own.empty());
    if (own.front() == "observed") {
        made.kind = StackKind::Observed;
        own.erase(own.begin());
    }
    const bool whole = own.front().front() != ' ';
    if (!whole) made.text = "Resources:\n";
    for (const std::string& line : own) {
        made.text += line + '\n';
        if (line == "Resources:") made.text += shared;
    }
    if (!whole) made.text += shared;
    const auto lines = linesOfText(made.text);
    const std::string mark = "# " + made.code;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        if (lines[i].ends_with(mark)) made.lines.push_back(static_cast<std::uint32_t>(i + 1));
    }
    return made;
}

}  // namespace

std::vector<AdviceCase> readCases(std::string_view text) {
    std::vector<AdviceCase> cases;
    std::map<std::string, std::string> shared;
    const auto lines = linesOfText(text);
    for (std::size_t i = 0; i < lines.size();) {
        const std::string& head = lines[i++];
        if (head.empty() || head.front() == '#') continue;
        std::vector<std::string> body;
        while (i < lines.size() && !lines[i].starts_with("===") && !lines[i].starts_with("---")) {
            body.push_back(lines[i++]);
        }
        if (head.starts_with("--- ")) {
            for (const std::string& line : body) shared[head.substr(4)] += line + '\n';
            continue;
        }
        INVARIANT(head.starts_with("=== "));
        const std::size_t colon = head.find(": ");
        INVARIANT(colon != std::string::npos);
        AdviceCase made;
        made.code = head.substr(4, colon - 4);
        made.name = head.substr(colon + 2);
        std::string with;
        const std::size_t bracket = made.name.find(" [with ");
        if (bracket != std::string::npos) {
            const std::string base = made.name.substr(bracket + 7, made.name.size() - bracket - 8);
            INVARIANT(shared.contains(base));
            with = shared[base];
            made.name.resize(bracket);
        }
        cases.push_back(finished(std::move(made), with, body));
    }
    return cases;
}

std::vector<std::uint32_t> linesOf(const AdvisedTemplate& advised, std::string_view code) {
    std::vector<std::uint32_t> lines;
    for (const Finding& finding : advised.findings) {
        if (finding.diagnostic.code == code) lines.push_back(finding.diagnostic.where.line);
    }
    std::ranges::sort(lines);
    return lines;
}

}  // namespace archivolt::test
