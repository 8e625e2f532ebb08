#include <algorithm>
#include <ostream>

#include "app/command/check_report.h"
#include "app/command/commands.h"
#include "app/command/rejections.h"
#include "app/command/unusable.h"
#include "app/session/finding_places.h"
#include "app/session/judge.h"
#include "app/session/open_design.h"
#include "model/catalog/catalog.h"
#include "model/guardrails/guardrails.h"
#include "model/intents/intents.h"
#include "model/lint/lint.h"

namespace archivolt {

namespace {

void add(ResolvedDesign::Counts& sum, const ResolvedDesign::Counts& more) {
    sum.declared += more.declared;
    sum.typed += more.typed;
    sum.external += more.external;
    sum.unknown += more.unknown;
    sum.removed += more.removed;
}

/// Checks one file into the report; says what is wrong where it can't be used.
ExitStatus checkFile(const std::string& path, const CheckOptions& options, const Catalog& catalog,
                     const CommandContext& context, CheckReport& report) {
    const OpenedDesign opened = openDesign(path, options.deploy, context.files);
    if (!opened.usable) {
        printDiagnostics(opened.diagnostics, context);
        return statusOfUnusable(opened);
    }
    report.files.push_back(path);
    for (const Diagnostic& diagnostic : opened.diagnostics) {
        report.findings.push_back({diagnostic, {}});
    }
    JudgeRequest request;
    request.design = std::make_shared<const Design>(opened.design);
    request.file = path;
    FindingPlaces places(opened);
    request.locate = [&](std::vector<Diagnostic>& diagnostics) { places.locate(diagnostics); };
    const auto judgement = judge(request, nullptr, catalog);
    for (Finding& finding : findingsOf(*judgement)) {
        if (!finding.diagnostic.code.starts_with(options.codes)) continue;
        report.findings.push_back(std::move(finding));
    }
    for (const IntentAnswer& answer : judgement->promises->answers) {
        if (options.codes.empty()) report.intents.push_back(answer);
    }
    if (options.fixPromises) {
        RepairOptions wanted;
        wanted.rejections = rejectionsOf;
        report.fixes.push_back(
            {path, opened.design, judgement->reachability->network().internet(),
             repairPromises({opened.design, *judgement->resolved, *judgement->reachability},
                            wanted)});
    }
    add(report.resources, judgement->resolved->counts);
    report.constructs.merge(constructPaths(opened.design));
    return ExitStatus::Fine;
}

}  // namespace

ExitStatus checkCommand(const CheckOptions& options, const CommandContext& context) {
    const auto catalog = Catalog::embedded();
    CheckReport report;
    ExitStatus read = ExitStatus::Fine;
    for (const std::string& path : options.files) {
        if (std::ranges::find(report.files, path) != report.files.end()) continue;
        read = std::max(read, checkFile(path, options, *catalog, context, report));
    }
    context.out << checkReportIn(options.format, report, {context.colour, options.showSuppressed});
    if (read != ExitStatus::Fine) return read;
    const auto answered = [&](auto... verdicts) {
        return std::ranges::any_of(report.intents, [&](const IntentAnswer& intent) {
            return ((intent.verdict == verdicts) || ...);
        });
    };
    if (hasFailure(report, options.failOn) ||
        answered(IntentVerdict::Broken, IntentVerdict::Partly)) {
        return ExitStatus::Findings;
    }
    return answered(IntentVerdict::Unknown) ? ExitStatus::Unknown : ExitStatus::Fine;
}

}  // namespace archivolt
