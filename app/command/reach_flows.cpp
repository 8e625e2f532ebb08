#include "app/command/reach_flows.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "app/command/report_text.h"
#include "app/command/rule_places.h"
#include "app/files/file_access.h"
#include "app/session/flow_records.h"

namespace archivolt {

namespace {

/// Finds the places of all rules of a report.
RulePlaces placesOfFlows(const OpenedDesign& opened, const ResolvedDesign& resolved,
                         const FlowReport& report) {
    ReachAnswer answer;
    const auto add = [&](const Origin& origin) {
        Hop hop;
        hop.origin = origin;
        answer.forward.push_back(std::move(hop));
    };
    for (const auto* flows :
         {&report.used, &report.rejected, &report.contradicted, &report.unknown}) {
        for (const SeenFlow& flow : *flows) add(flow.origin);
    }
    for (const UnusedRule& rule : report.unused) add(rule.origin);
    return placesOf(opened, resolved, answer);
}

std::string protocolWord(IpProtocol protocol) {
    if (protocol == kProtocolTcp) return "tcp";
    if (protocol == kProtocolUdp) return "udp";
    return fmt::format("protocol {}", static_cast<unsigned>(protocol));
}

std::string flowWords(const SeenFlow& flow) {
    const std::string ends = fmt::format("{} → {}", flow.from, flow.to);
    const std::string traffic = hasPorts(flow.protocol)
                                    ? fmt::format("{}/{}", protocolWord(flow.protocol), flow.port)
                                    : protocolWord(flow.protocol);
    return fmt::format("{}  {}{}", ends, traffic, flow.isAnswer ? ", the answer" : "");
}

std::string ruleWords(const SeenFlow& flow) {
    if (flow.filter.empty()) return "no filter";
    if (flow.rule.empty()) return "no rule of " + flow.filter;
    return flow.rule.starts_with(flow.filter) ? flow.rule : flow.filter + ", " + flow.rule;
}

void addFlows(ReportText& text, const char* heading, const char* escape,
              const std::vector<SeenFlow>& flows, const RulePlaces& places) {
    constexpr std::size_t kMost = 40;
    if (flows.empty()) return;
    text.add("\n{}\n", heading);
    for (std::size_t i = 0; i < flows.size() && i < kMost; ++i) {
        const SeenFlow& flow = flows[i];
        text.paint(escape, "  {}", flowWords(flow));
        text.add("   {} packets, seen at {}: {}   {}\n", flow.packets, flow.at, ruleWords(flow),
                 placeText(places, flow.origin));
        if (!flow.why.empty()) text.add("      line {}: {}\n", flow.line, flow.why);
    }
    if (flows.size() > kMost) {
        text.add("  and {} more; --format json has all\n", flows.size() - kMost);
    }
}

std::string flowsText(const FlowReport& report, const FlowRecords& records,
                      const RulePlaces& places, const CommandContext& context) {
    ReportText text(context.colour);
    text.add("{} records: {} flows pass, {} are rejected, {} contradict the rules, {} unknown\n",
             report.records + records.untold(), report.used.size(), report.rejected.size(),
             report.contradicted.size(), report.unknown.size());
    for (const std::string& words : unjudgedWords(records, report)) {
        text.add("can't be judged: {}\n", words);
    }
    addFlows(text, "Against the rules", "\033[31m", report.contradicted, places);
    addFlows(text, "Can't be told", "\033[33m", report.unknown, places);
    addFlows(text, "Rejected", "\033[31m", report.rejected, places);
    addFlows(text, "Used", "\033[32m", report.used, places);
    if (!report.unused.empty()) text.add("\nRules that no record used\n");
    for (const UnusedRule& rule : report.unused) {
        text.add("  {}, {} ({})   {}\n", rule.filter, rule.rule, rule.what,
                 placeText(places, rule.origin));
    }
    return text.text();
}

std::string flowsJson(const FlowReport& report, std::uint64_t untold, const RulePlaces& places) {
    const auto flows = [&](const std::vector<SeenFlow>& list) {
        auto array = nlohmann::ordered_json::array();
        for (const SeenFlow& flow : list) {
            array.push_back({{"from", flow.from},
                             {"to", flow.to},
                             {"at", flow.at},
                             {"protocol", static_cast<unsigned>(flow.protocol)},
                             {"port", flow.port},
                             {"answer", flow.isAnswer},
                             {"filter", flow.filter},
                             {"rule", flow.rule},
                             {"why", flow.why},
                             {"packets", flow.packets},
                             {"records", flow.records},
                             {"line", flow.line},
                             {"where", placeJson(places, flow.origin)}});
        }
        return array;
    };
    auto unused = nlohmann::ordered_json::array();
    for (const UnusedRule& rule : report.unused) {
        unused.push_back({{"filter", rule.filter},
                          {"rule", rule.rule},
                          {"direction", rule.what},
                          {"where", placeJson(places, rule.origin)}});
    }
    const nlohmann::ordered_json document = {{"format", 1},
                                             {"records", report.records + untold},
                                             {"elsewhere", report.elsewhere},
                                             {"ambiguous", report.ambiguous},
                                             {"not_judged", untold},
                                             {"contradicted", flows(report.contradicted)},
                                             {"unknown", flows(report.unknown)},
                                             {"rejected", flows(report.rejected)},
                                             {"used", flows(report.used)},
                                             {"unused_rules", std::move(unused)}};
    return document.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

}  // namespace

ExitStatus reachFlowsCommand(const ReachOptions& options, const OpenedDesign& opened,
                             const ResolvedDesign& resolved, const Reachability& reachability,
                             const CommandContext& context) {
    const auto bytes = context.files.read(options.flowLog, kMaxFlowLogBytes);
    if (!bytes) {
        printDiagnostics({bytes.error()}, context);
        return ExitStatus::Unreadable;
    }
    auto log = readFlowLog(*bytes, {}, {});
    if (!log) {
        Diagnostic problem = log.error();
        problem.where.file = options.flowLog;
        printDiagnostics({problem}, context);
        return ExitStatus::Unreadable;
    }
    for (Diagnostic& problem : log->problems.told) problem.where.file = options.flowLog;
    printDiagnostics(log->problems.told, context);
    if (log->problems.lines > log->problems.told.size()) {
        context.err << fmt::format("archivolt: {} lines of the log were left out in all\n",
                                   log->problems.lines);
    }
    const FlowRecords records = flowRecordsOf(*log);
    const FlowReport report = reportFlows(reachability.network(), records.flows);
    const RulePlaces places = placesOfFlows(opened, resolved, report);
    context.out << (options.format == "json" ? flowsJson(report, records.untold(), places)
                                             : flowsText(report, records, places, context));
    if (!report.contradicted.empty()) return ExitStatus::Findings;
    const bool isOfOthers = report.records > 0 && report.elsewhere == report.records;
    const bool isWhole =
        report.unknown.empty() && report.ambiguous == 0 && records.untold() == 0 && !isOfOthers;
    return isWhole ? ExitStatus::Fine : ExitStatus::Unknown;
}

}  // namespace archivolt
