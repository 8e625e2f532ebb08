#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "app/command/commands.h"
#include "app/command/open_access.h"
#include "app/command/report_text.h"
#include "model/access/minimize.h"
#include "model/findings/finding_place.h"
#include "model/intents/access_promise.h"
#include "model/repair/repair_json.h"

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

Where placeOf(const OpenedDesign& opened, const Origin& origin) {
    const auto stack = opened.design.stack(origin.stack);
    if (!stack || stack->body.resources.find(origin.resource) == nullptr) return {};
    std::vector<Diagnostic> one(1);
    one.front().where = whereOf(*stack, sourcePath(*stack, origin), Anchor::Key);
    locateFindings(opened, one);
    return one.front().where;
}

Json documentOf(const OpenedDesign& opened, const Minimized& result) {
    Json needs = Json::array();
    for (const NeededCall& need : result.needs) {
        needs.push_back({{"action", need.action.empty() ? Json() : Json(need.action)},
                         {"resource", need.arn},
                         {"why", need.why}});
    }
    Json excess = Json::array();
    for (const PolicyExcess& one : result.excess) {
        const Where where = placeOf(opened, one.origin);
        excess.push_back({{"policy", one.policy},
                          {"text", one.text},
                          {"where",
                           {{"file", where.file},
                            {"line", where.line},
                            {"column", where.column},
                            {"resource", where.resource},
                            {"property", where.path.toString()}}}});
    }
    Json beyond = Json::array();
    for (const HeldBeyond& one : result.beyond) {
        beyond.push_back({{"resource", one.resource.empty() ? Json() : Json(one.resource)},
                          {"actions", one.actions}});
    }
    Json repairs = Json::array();
    if (!result.edits.empty()) {
        repairs.push_back({{"effect", "narrows"},
                           {"text", "make the policies smaller"},
                           {"edits", editsJson(opened.design, result.edits)}});
    }
    return {{"format", 1},
            {"principal", result.who.shown},
            {"arn", result.who.caller.name},
            {"needed_by", result.exact ? "promises" : "names"},
            {"needs", std::move(needs)},
            {"excess", std::move(excess)},
            {"beyond", std::move(beyond)},
            {"repairs", std::move(repairs)},
            {"cannot", result.cannot}};
}

std::string firstOf(const std::vector<std::string>& actions) {
    constexpr std::size_t kMost = 6;
    std::string text;
    for (std::size_t i = 0; i < actions.size() && i < kMost; ++i) {
        text += (i == 0 ? "" : ", ") + actions[i];
    }
    if (actions.size() > kMost) text += fmt::format(" and {} more", actions.size() - kMost);
    return text;
}

std::string textOf(const OpenedDesign& opened, const Minimized& result, bool colour) {
    ReportText text(colour);
    text.add("What {} needs, by {}\n", result.who.shown,
             result.exact ? "the promises about it" : "what its code is given the names of");
    for (const NeededCall& need : result.needs) {
        text.add("  {} on {}: {}\n", need.action.empty() ? "use" : need.action, need.arn, need.why);
    }
    if (!result.excess.empty()) text.add("\nWhat it holds beyond\n");
    for (const PolicyExcess& one : result.excess) {
        const Where where = placeOf(opened, one.origin);
        text.add("  {} ({}:{})\n    {}\n", one.policy, where.file, where.line, one.text);
    }
    for (const HeldBeyond& one : result.beyond) {
        text.add("  {:<3} on {}: {}\n", one.actions.size(),
                 one.resource.empty() ? "no resource" : one.resource, firstOf(one.actions));
    }
    for (const std::string& why : result.cannot) text.add("\n  left as it is: {}\n", why);
    if (!result.edits.empty()) {
        text.add(
            "\nThe smaller policies were tried: all that is needed stays allowed, nothing else "
            "becomes so.\nMake them with --format json >answer.json, and archivolt apply --edit "
            "answer.json --repair 1\n");
    } else if (result.excess.empty() && result.cannot.empty()) {
        text.add("\nIt holds nothing beyond that\n");
    }
    return text.text();
}

}  // namespace

ExitStatus policyMinimizeCommand(const PolicyQuestionOptions& options,
                                 const CommandContext& context) {
    const auto access = openAccess(options, context);
    if (!access) return access.error();
    const ResolvedDesign& resolved = *access->resolved;
    const ActionTable table = ActionTable::embedded();
    const auto principal = principalNamed(access->model, options.principal);
    if (!principal) {
        printDiagnostics({principal.error()}, context);
        return ExitStatus::Usage;
    }
    const Reachability reachability(resolved.architecture);
    const Asking asking(access->model, table);
    const auto promised = promisedCalls(
        {access->opened.design, *resolved.evaluated, reachability, asking, RoleTaking(asking)},
        *principal);
    const auto result = minimizePolicies({access->opened.design, *resolved.evaluated, access->model,
                                          *resolved.catalog, table, access->given},
                                         options.principal, promised);
    if (!result) {
        printDiagnostics({result.error()}, context);
        return ExitStatus::Usage;
    }
    if (options.format == "json") {
        context.out << documentOf(access->opened, *result)
                           .dump(2, ' ', false, Json::error_handler_t::replace)
                    << '\n';
    } else {
        context.out << textOf(access->opened, *result, context.colour);
    }
    if (!result->excess.empty()) return ExitStatus::Findings;
    return result->cannot.empty() ? ExitStatus::Fine : ExitStatus::Unknown;
}

}  // namespace archivolt
