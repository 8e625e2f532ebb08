#include "app/command/reach_action.h"

#include <nlohmann/json.hpp>
#include <ostream>
#include <set>

#include "app/command/report_text.h"
#include "model/findings/finding_place.h"
#include "model/intents/access_promise.h"

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kGreenWord = "\033[32m";
constexpr const char* kRedWord = "\033[31m";
constexpr const char* kYellowWord = "\033[33m";

const char* verdictWord(IntentVerdict verdict) {
    switch (verdict) {
        case IntentVerdict::Kept: return "reachable";
        case IntentVerdict::Partly: return "partial";
        case IntentVerdict::Broken: return "blocked";
        case IntentVerdict::Unknown: return "unknown";
    }
    return "";
}

const char* resultWord(Truth holds) {
    switch (holds) {
        case Truth::Yes: return "yes";
        case Truth::No: return "no";
        case Truth::Unknown: return "unknown";
    }
    return "";
}

const char* sideWord(AccessSide side) {
    switch (side) {
        case AccessSide::None: return "";
        case AccessSide::Iam: return "iam";
        case AccessSide::Network: return "network";
    }
    return "";
}

/// Returns where statements and rules stand in the text, each place once.
std::vector<Where> placesOf(const OpenedDesign& opened, const std::vector<Origin>& origins) {
    std::vector<Diagnostic> found;
    std::set<Origin> seen;
    for (const Origin& origin : origins) {
        const auto stack = opened.design.stack(origin.stack);
        const bool known = stack && stack->body.resources.find(origin.resource) != nullptr;
        if (!known || !seen.insert(origin).second) continue;
        found.emplace_back();
        found.back().where = whereOf(*stack, sourcePath(*stack, origin),
                                     origin.property.empty() ? Anchor::Key : Anchor::Value);
    }
    locateFindings(opened, found);
    std::vector<Where> places;
    places.reserve(found.size());
    for (Diagnostic& one : found) places.push_back(std::move(one.where));
    return places;
}

Json documentOf(const OpenedDesign& opened, const AccessFinding& finding) {
    Json calls = Json::array();
    for (const AccessOutcome& one : finding.outcomes) {
        Json places = Json::array();
        for (const Where& where : placesOf(opened, one.places)) {
            places.push_back({{"file", where.file},
                              {"line", where.line},
                              {"column", where.column},
                              {"resource", where.resource},
                              {"property", where.path.toString()}});
        }
        calls.push_back({{"caller", one.caller},
                         {"action", one.action},
                         {"resource", one.arn},
                         {"result", resultWord(one.holds)},
                         {"side", sideWord(one.side)},
                         {"why", one.why},
                         {"where", std::move(places)}});
    }
    return {{"format", 1},
            {"verdict", verdictWord(finding.verdict)},
            {"why", finding.why},
            {"calls", std::move(calls)}};
}

std::string textOf(const OpenedDesign& opened, const AccessFinding& finding, bool colour) {
    ReportText text(colour);
    const bool kept = finding.verdict == IntentVerdict::Kept;
    const bool open = finding.verdict == IntentVerdict::Unknown;
    text.paint(kept   ? kGreenWord
               : open ? kYellowWord
                      : kRedWord,
               "{}", verdictWord(finding.verdict));
    text.add("  {}\n", finding.why);
    for (const AccessOutcome& one : finding.outcomes) {
        text.add("\n  {:<8} {}\n", resultWord(one.holds), saidOf(one));
        for (const Where& where : placesOf(opened, one.places)) {
            text.add("           {}:{} {}\n", where.file, where.line, where.path.toString());
        }
    }
    return text.text();
}

}  // namespace

ExitStatus reachActionCommand(const ReachOptions& options, const OpenedDesign& opened,
                              const ResolvedDesign& resolved, const Reachability& reachability,
                              const CommandContext& context) {
    Intent intent;
    intent.kind = IntentKind::Can;
    intent.from = Value::string(options.from);
    intent.to = Value::string(options.to);
    intent.actions = {options.action};
    const AccessModel access = buildAccessModel(*resolved.evaluated, *resolved.catalog);
    const ActionTable table = ActionTable::embedded();
    const Asking asking(access, table);
    const auto finding = judgeAccess(
        {opened.design, *resolved.evaluated, reachability, asking, RoleTaking(asking)}, intent);
    if (!finding) {
        printDiagnostics({finding.error()}, context);
        return ExitStatus::Usage;
    }
    if (options.format == "json") {
        context.out
            << documentOf(opened, *finding).dump(2, ' ', false, Json::error_handler_t::replace)
            << '\n';
    } else {
        context.out << textOf(opened, *finding, context.colour);
    }
    switch (finding->verdict) {
        case IntentVerdict::Kept: return ExitStatus::Fine;
        case IntentVerdict::Partly:
        case IntentVerdict::Broken: return ExitStatus::Findings;
        case IntentVerdict::Unknown: break;
    }
    return ExitStatus::Unknown;
}

}  // namespace archivolt
