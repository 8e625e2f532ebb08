#include "app/command/check_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "app/command/change_text.h"
#include "app/command/report_text.h"
#include "app/command/rules.h"
#include "export/sarif/write_sarif.h"
#include "model/repair/repair_json.h"

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array kSeverities = {Severity::Error, Severity::Critical, Severity::High,
                                    Severity::Medium, Severity::Low};

/// The escape that a severity is printed in; red stops, amber warns, the rest stays plain.
const char* colourOf(Severity severity) {
    switch (severity) {
        case Severity::Error:
        case Severity::Critical: return "\033[31;1m";
        case Severity::High: return "\033[33;1m";
        case Severity::Medium: return "\033[33m";
        case Severity::Low: return "\033[36m";
    }
    return "";
}

std::size_t countOf(const CheckReport& report, Severity severity) {
    return static_cast<std::size_t>(
        std::ranges::count_if(report.findings, [&](const Finding& finding) {
            return finding.suppressed.empty() && finding.diagnostic.severity == severity;
        }));
}

std::size_t suppressedIn(const CheckReport& report) {
    return static_cast<std::size_t>(std::ranges::count_if(
        report.findings, [](const Finding& finding) { return !finding.suppressed.empty(); }));
}

/// Returns the property's path without `Resources.X`, as a person would name it.
std::string propertyText(const Where& where) {
    const bool inResource = !where.resource.empty() && where.path.size() >= 2;
    return inResource ? where.path.from(2).toString() : where.path.toString();
}

void addFinding(const Finding& finding, const ConstructPaths& constructs, ReportText& text) {
    const Diagnostic& diagnostic = finding.diagnostic;
    const Where& where = diagnostic.where;
    const std::string place =
        where.line > 0 ? fmt::format("{}:{}", where.line, where.column) : std::string("-");
    text.add("  {:>8}  ", place);
    text.paint(colourOf(diagnostic.severity), "{:<8}", toString(diagnostic.severity));
    text.add("  ");
    text.paint("\033[1m", "{:<8}", diagnostic.code);
    text.add("  {}\n", diagnostic.message);
    std::string named = where.resource;
    const auto construct = constructs.find({where.stack, where.resource});
    if (construct != constructs.end()) named += " (" + construct->second + ")";
    const std::string property = propertyText(where);
    if (!property.empty()) named += (named.empty() ? "" : " · ") + property;
    if (!named.empty()) {
        text.add("            ");
        text.paint("\033[2m", "{}", named);
        text.add("\n");
    }
    if (!diagnostic.help.empty()) text.add("            → {}\n", diagnostic.help);
    if (!finding.suppressed.empty()) {
        text.add("            suppressed: {}\n", finding.suppressed);
    }
}

std::string plural(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

void addSummary(const CheckReport& report, ReportText& text) {
    text.add("{}", plural(report.resources.declared, "resource"));
    if (report.resources.removed > 0) {
        text.add(" ({} switched off by conditions)", report.resources.removed);
    }
    if (report.resources.unknown > 0) {
        text.add(", {} of types kept but not judged", report.resources.unknown);
    }
    text.add(": ");
    const std::size_t errors = countOf(report, Severity::Error);
    std::size_t advice = 0;
    for (const Severity severity : kSeverities) {
        if (severity != Severity::Error) advice += countOf(report, severity);
    }
    if (errors + advice == 0) {
        text.paint("\033[32;1m", "nothing wrong found");
    } else {
        text.add("{}", plural(errors, "error"));
        if (advice > 0) text.add(", {} of advice", plural(advice, "piece"));
    }
    const std::size_t suppressed = suppressedIn(report);
    if (suppressed > 0) text.add(", {} suppressed", suppressed);
    text.add("\n");
}

/// Adds the promises with their answers, if there are any.
void addIntents(const CheckReport& report, ReportText& text) {
    if (report.intents.empty()) return;
    text.paint("\033[1m", "promises");
    text.add("\n");
    for (const IntentAnswer& intent : report.intents) {
        const bool kept = intent.verdict == IntentVerdict::Kept;
        const bool unknown = intent.verdict == IntentVerdict::Unknown;
        const char* escape = kept ? "\033[32;1m" : unknown ? "\033[33;1m" : "\033[31;1m";
        const char* word = kept ? "kept" : unknown ? "unknown" : "broken";
        text.add("  ");
        text.paint(escape, "{:>8}", word);
        text.add("  {}\n            {}\n", intent.name, intent.why);
        for (const Where& where : kept ? std::vector<Where>() : intent.evidence) {
            text.add("            {}:{} {}\n", where.line, where.column, where.resource);
        }
    }
    text.add("\n");
}

/// Adds the least change that keeps the broken promises, and what can't be mended.
void addFixes(const CheckReport& report, ReportText& text) {
    for (const PromiseFix& fix : report.fixes) {
        const auto& best = fix.repairs.best;
        if (!best && fix.repairs.cannot.empty()) continue;
        text.paint("\033[1m", "to keep the promises of {}", fix.file);
        text.add("\n");
        for (std::size_t i = 0; best && i < best->repair.steps.size(); ++i) {
            text.paint("\033[32;1m", "  {:>3}.", i + 1);
            text.add(" {}\n", best->repair.steps[i]);
        }
        if (best) addChanges(text, best->repair.alsoChanges, fix.internet);
        if (best && !fix.repairs.isLeast) {
            text.add("      fewer changes may do it: not all could be tried\n");
        }
        for (const std::string& why : fix.repairs.cannot) text.add("  not mended: {}\n", why);
        text.add("\n");
    }
}

Json whereJson(const Where& where) {
    const auto orNull = [](std::uint32_t number) { return number > 0 ? Json(number) : Json(); };
    return {
        {"file", where.file},   {"line", orNull(where.line)}, {"column", orNull(where.column)},
        {"stack", where.stack}, {"resource", where.resource}, {"property", propertyText(where)}};
}

}  // namespace

std::string checkText(const CheckReport& report, const CheckTextOptions& options) {
    ReportText text(options.colour);
    std::vector<std::string> files;  // A project's stacks count as files of their own.
    for (const Finding& finding : report.findings) {
        const std::string& file = finding.diagnostic.where.file;
        if (std::ranges::find(files, file) == files.end()) files.push_back(file);
    }
    for (const std::string& file : files) {
        ReportText body(options.colour);
        for (const Finding& finding : report.findings) {
            if (finding.diagnostic.where.file != file) continue;
            if (!finding.suppressed.empty() && !options.showSuppressed) continue;
            addFinding(finding, report.constructs, body);
        }
        if (body.empty()) continue;
        text.paint("\033[1m", "{}", file);
        text.add("\n");
        text.add(body);
        text.add("\n");
    }
    addIntents(report, text);
    addFixes(report, text);
    addSummary(report, text);
    return text.text();
}

std::string checkJson(const CheckReport& report) {
    Json findings = Json::array();
    for (const Finding& finding : report.findings) {
        const Diagnostic& diagnostic = finding.diagnostic;
        Json related = Json::array();
        for (const Where& where : diagnostic.related) related.push_back(whereJson(where));
        findings.push_back(
            {{"code", diagnostic.code},
             {"severity", toString(diagnostic.severity)},
             {"message", diagnostic.message},
             {"help", diagnostic.help},
             {"source", diagnostic.source},
             {"where", whereJson(diagnostic.where)},
             {"evidence", std::move(related)},
             {"suppressed", finding.suppressed.empty() ? Json() : Json(finding.suppressed)}});
    }
    Json intents = Json::array();
    for (const IntentAnswer& intent : report.intents) {
        Json evidence = Json::array();
        for (const Where& where : intent.evidence) evidence.push_back(whereJson(where));
        intents.push_back({{"name", intent.name},
                           {"kind", intent.kind},
                           {"answer", intentVerdictName(intent.verdict)},
                           {"why", intent.why},
                           {"evidence", std::move(evidence)}});
    }
    Json counts = Json::object();
    for (const Severity severity : kSeverities)
        counts[toString(severity)] = countOf(report, severity);
    counts["suppressed"] = suppressedIn(report);
    counts["resources"] = {{"declared", report.resources.declared},
                           {"typed", report.resources.typed},
                           {"external", report.resources.external},
                           {"unknown", report.resources.unknown},
                           {"removed", report.resources.removed}};
    Json document = {{"format", 1},
                     {"findings", std::move(findings)},
                     {"intents", std::move(intents)},
                     {"counts", std::move(counts)}};
    for (const char* member : {"repairs", "cannot_keep"}) {
        if (!report.fixes.empty()) document[member] = Json::array();
    }
    for (const PromiseFix& fix : report.fixes) {
        if (fix.repairs.best) {
            document["repairs"].push_back(
                repairsJson(fix.design, fix.internet, {fix.repairs.best->repair}).front());
        }
        for (const std::string& why : fix.repairs.cannot) document["cannot_keep"].push_back(why);
    }
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

std::string checkReportIn(const std::string& format, const CheckReport& report,
                          const CheckTextOptions& options) {
    if (format == "json") return checkJson(report);
    if (format == "sarif") return writeSarif(report.findings, allRules(), ARCHIVOLT_VERSION);
    return report.files.empty() ? std::string() : checkText(report, options);
}

bool hasFailure(const CheckReport& report, const std::string& failOn) {
    if (failOn == "never") return false;
    const auto fails = [&](const Finding& finding) {
        if (!finding.suppressed.empty()) return false;
        for (const Severity severity : kSeverities) {
            if (finding.diagnostic.severity == severity) return true;
            if (failOn == toString(severity)) return false;
        }
        return false;
    };
    return std::ranges::any_of(report.findings, fails);
}

}  // namespace archivolt
