#include <algorithm>
#include <ostream>

#include "app/command/check_report.h"
#include "app/command/commands.h"
#include "app/command/rules.h"
#include "app/session/open_design.h"
#include "export/sarif/write_sarif.h"
#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/guardrails/guardrails.h"
#include "model/intents/intents.h"
#include "model/lint/lint.h"
#include "model/reachability/questions/reach.h"

namespace archivolt {

namespace {

void add(ResolvedDesign::Counts& sum, const ResolvedDesign::Counts& more) {
    sum.declared += more.declared;
    sum.typed += more.typed;
    sum.external += more.external;
    sum.unknown += more.unknown;
    sum.removed += more.removed;
}

/// Fills in file, line and column of places in the design.
void locatePlaces(const OpenedDesign& opened, std::vector<Where>& places) {
    std::vector<Diagnostic> diagnostics;
    for (Where& place : places) {
        Diagnostic diagnostic;
        diagnostic.where = std::move(place);
        diagnostics.push_back(std::move(diagnostic));
    }
    locateFindings(opened, diagnostics);
    for (std::size_t i = 0; i < places.size(); ++i) places[i] = std::move(diagnostics[i].where);
}

/// Checks one file into the report; false when it can't be read.
bool checkFile(const std::string& path, const CheckOptions& options, const Catalog& catalog,
               const CommandContext& context, CheckReport& report) {
    const OpenedDesign opened = openDesign(path,
                                           {options.deploy.parameters, options.deploy.parameterSet,
                                            options.deploy.region, options.deploy.account},
                                           context.files);
    if (!opened.usable) {
        printDiagnostics(opened.diagnostics, context);
        return false;
    }
    report.files.push_back(path);
    for (const Diagnostic& diagnostic : opened.diagnostics) {
        report.findings.push_back({diagnostic, {}});
    }
    const auto resolved = resolve(opened.design, catalog);
    std::vector<Finding> findings = lint(opened.design, *resolved, catalog);
    const Reachability reachability(resolved->architecture);
    for (Finding& advice : guardrails(opened.design, *resolved, reachability, catalog)) {
        findings.push_back(std::move(advice));
    }
    IntentReport promises = checkIntents(opened.design, reachability);
    for (Diagnostic& diagnostic : promises.diagnostics) {
        diagnostic.where.file = path;
        findings.push_back({std::move(diagnostic), {}});
    }
    if (!options.codes.empty()) promises.answers.clear();
    for (IntentAnswer& answer : promises.answers) {
        locatePlaces(opened, answer.evidence);
        report.intents.push_back(std::move(answer));
    }
    std::erase_if(findings, [&](const Finding& finding) {
        return !finding.diagnostic.code.starts_with(options.codes);
    });
    std::vector<Diagnostic> diagnostics;
    for (Finding& finding : findings) diagnostics.push_back(std::move(finding.diagnostic));
    locateFindings(opened, diagnostics);
    for (std::size_t i = 0; i < findings.size(); ++i) {
        findings[i].diagnostic = std::move(diagnostics[i]);
        report.findings.push_back(std::move(findings[i]));
    }
    add(report.resources, resolved->counts);
    return true;
}

/// Says whether a finding is at or above what --fail-on names.
bool fails(const Finding& finding, const std::string& failOn) {
    if (!finding.suppressed.empty() || failOn == "never") return false;
    for (const Severity severity :
         {Severity::Error, Severity::Critical, Severity::High, Severity::Medium, Severity::Low}) {
        if (finding.diagnostic.severity == severity) return true;
        if (failOn == toString(severity)) return false;
    }
    return false;
}

}  // namespace

ExitStatus checkCommand(const CheckOptions& options, const CommandContext& context) {
    const auto catalog = Catalog::embedded();
    CheckReport report;
    bool readable = true;
    for (const std::string& path : options.files) {
        if (std::ranges::find(report.files, path) != report.files.end()) continue;
        readable = checkFile(path, options, *catalog, context, report) && readable;
    }
    if (options.format == "json") {
        context.out << checkJson(report);
    } else if (options.format == "sarif") {
        context.out << writeSarif(report.findings, allRules(), ARCHIVOLT_VERSION);
    } else if (!report.files.empty()) {
        context.out << checkText(report, {context.colour, options.showSuppressed});
    }
    if (!readable) return ExitStatus::Unreadable;
    const bool failed = std::ranges::any_of(
        report.findings, [&](const Finding& finding) { return fails(finding, options.failOn); });
    const auto answered = [&](auto... verdicts) {
        return std::ranges::any_of(report.intents, [&](const IntentAnswer& intent) {
            return ((intent.verdict == verdicts) || ...);
        });
    };
    if (failed || answered(IntentVerdict::Broken, IntentVerdict::Partly)) {
        return ExitStatus::Findings;
    }
    return answered(IntentVerdict::Unknown) ? ExitStatus::Unknown : ExitStatus::Fine;
}

}  // namespace archivolt
