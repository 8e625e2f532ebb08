#include "app/command/check_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

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

class Paint {
public:
    explicit Paint(bool on) : m_on(on) {}
    [[nodiscard]] std::string operator()(const char* escape, std::string_view text) const {
        return m_on ? fmt::format("{}{}\033[0m", escape, text) : std::string(text);
    }

private:
    bool m_on;
};

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

std::string findingText(const Finding& finding, const Paint& paint) {
    const Diagnostic& diagnostic = finding.diagnostic;
    const Where& where = diagnostic.where;
    const std::string place =
        where.line > 0 ? fmt::format("{}:{}", where.line, where.column) : std::string("-");
    std::string text = fmt::format(
        "  {:>8}  {}  {}  {}\n", place,
        paint(colourOf(diagnostic.severity), fmt::format("{:<8}", toString(diagnostic.severity))),
        paint("\033[1m", fmt::format("{:<8}", diagnostic.code)), diagnostic.message);
    std::string named = where.resource;
    const std::string property = propertyText(where);
    if (!property.empty()) named += (named.empty() ? "" : " · ") + property;
    if (!named.empty()) text += fmt::format("            {}\n", paint("\033[2m", named));
    if (!diagnostic.help.empty()) text += fmt::format("            → {}\n", diagnostic.help);
    if (!finding.suppressed.empty()) {
        text += fmt::format("            suppressed: {}\n", finding.suppressed);
    }
    return text;
}

std::string plural(std::size_t count, std::string_view noun) {
    return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string summary(const CheckReport& report, const Paint& paint) {
    std::string text = plural(report.resources.declared, "resource");
    if (report.resources.removed > 0) {
        text += fmt::format(" ({} switched off by conditions)", report.resources.removed);
    }
    if (report.resources.unknown > 0) {
        text += fmt::format(", {} of types kept but not judged", report.resources.unknown);
    }
    text += ": ";
    const std::size_t errors = countOf(report, Severity::Error);
    std::size_t advice = 0;
    for (const Severity severity : kSeverities) {
        if (severity != Severity::Error) advice += countOf(report, severity);
    }
    if (errors + advice == 0) {
        text += paint("\033[32;1m", "nothing wrong found");
    } else {
        text += plural(errors, "error");
        if (advice > 0) text += fmt::format(", {} of advice", plural(advice, "piece"));
    }
    const std::size_t suppressed = suppressedIn(report);
    if (suppressed > 0) text += fmt::format(", {} suppressed", suppressed);
    return text + '\n';
}

/// Returns the promises with their answers; an empty text when there are none.
std::string intentsText(const CheckReport& report, const Paint& paint) {
    if (report.intents.empty()) return {};
    std::string text = paint("\033[1m", "promises") + '\n';
    for (const IntentAnswer& intent : report.intents) {
        const bool kept = intent.verdict == IntentVerdict::Kept;
        const bool unknown = intent.verdict == IntentVerdict::Unknown;
        const char* escape = kept ? "\033[32;1m" : unknown ? "\033[33;1m" : "\033[31;1m";
        const char* word = kept ? "kept" : unknown ? "unknown" : "broken";
        text += fmt::format("  {}  {}\n            {}\n", paint(escape, fmt::format("{:>8}", word)),
                            intent.name, intent.why);
        for (const Where& where : kept ? std::vector<Where>() : intent.evidence) {
            text += fmt::format("            {}:{} {}\n", where.line, where.column, where.resource);
        }
    }
    return text + '\n';
}

Json whereJson(const Where& where) {
    const auto orNull = [](std::uint32_t number) { return number > 0 ? Json(number) : Json(); };
    return {
        {"file", where.file},   {"line", orNull(where.line)}, {"column", orNull(where.column)},
        {"stack", where.stack}, {"resource", where.resource}, {"property", propertyText(where)}};
}

}  // namespace

std::string checkText(const CheckReport& report, const CheckTextOptions& options) {
    const Paint paint(options.colour);
    std::string text;
    std::vector<std::string> files;  // A project's stacks count as files of their own.
    for (const Finding& finding : report.findings) {
        const std::string& file = finding.diagnostic.where.file;
        if (std::ranges::find(files, file) == files.end()) files.push_back(file);
    }
    for (const std::string& file : files) {
        std::string body;
        for (const Finding& finding : report.findings) {
            if (finding.diagnostic.where.file != file) continue;
            if (!finding.suppressed.empty() && !options.showSuppressed) continue;
            body += findingText(finding, paint);
        }
        if (!body.empty()) text += fmt::format("{}\n{}\n", paint("\033[1m", file), body);
    }
    return text + intentsText(report, paint) + summary(report, paint);
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
    const Json document = {{"format", 1},
                           {"findings", std::move(findings)},
                           {"intents", std::move(intents)},
                           {"counts", std::move(counts)}};
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace archivolt
