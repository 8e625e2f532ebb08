#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ostream>

#include "app/command/commands.h"
#include "app/command/reach_action.h"
#include "app/command/reach_after.h"
#include "app/command/reach_all.h"
#include "app/command/reach_flows.h"
#include "app/command/reach_report.h"
#include "app/command/rejections.h"
#include "app/command/report_text.h"
#include "app/command/rule_places.h"
#include "app/command/rules.h"
#include "app/command/unusable.h"
#include "app/session/construct_paths.h"
#include "app/session/open_design.h"
#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/reachability/questions/answer_json.h"
#include "model/reachability/questions/outside_services.h"
#include "model/reachability/questions/reach.h"
#include "model/repair/repair.h"
#include "model/repair/repair_json.h"

namespace archivolt {

namespace {

constexpr Rule kNoProtocol{"REACH-5",
                           Severity::Error,
                           "a text is no protocol",
                           "protocols are told by name or by number",
                           "write tcp, udp, icmp, any or a number",
                           "IANA, protocol numbers"};

constexpr Rule kNoPort{"REACH-6",
                       Severity::Error,
                       "a text is no port or range of ports",
                       "ports run from 0 to 65535",
                       "write 443, 8000-8080 or 80,443",
                       "a rule of this program"};

/// Reads the question's protocol, ports and family; a text says what is wrong with them.
template <class Question>
Result<Question> readTraffic(const ReachOptions& options, Question question) {
    if (!options.protocol.empty() && options.protocol != "any") {
        question.protocol = parseProtocol(options.protocol);
        if (!question.protocol) {
            return failure(kNoProtocol, fmt::format("`{}` is no protocol", options.protocol),
                           "write tcp, udp, icmp, any or a number");
        }
    }
    const bool isPortless = question.protocol && *question.protocol != kProtocolTcp &&
                            *question.protocol != kProtocolUdp;
    if (!options.port.empty() && isPortless) {
        return failure(kNoPort,
                       fmt::format("`--port {}` is asked of `{}`, which has no ports", options.port,
                                   options.protocol),
                       "leave --port out, or ask of tcp or udp");
    }
    if (!options.port.empty()) {
        const auto ports = parsePorts(options.port);
        if (!ports) {
            return failure(kNoPort, fmt::format("`{}` is no port or range", options.port),
                           "write 443, 8000-8080 or 80,443");
        }
        question.ports = *ports;
    }
    if (options.family == "ipv4") question.family = Family::Ipv4;
    if (options.family == "ipv6") question.family = Family::Ipv6;
    return question;
}

/// Finds an end by its name, or the construct path of the CDK; what is near where it is none.
Result<Endpoint> endNamed(const Design& design, const NetworkIndex& network,
                          const std::string& text) {
    auto end = findEndpoint(network, text);
    if (end) return end;
    const std::string other = namedByConstruct(design, text);
    if (other != text) return findEndpoint(network, other);
    return tl::make_unexpected(withNameMeant(design, text, std::move(end.error())));
}

Result<ReachQuestion> questionOf(const ReachOptions& options, const Design& design,
                                 const NetworkIndex& network) {
    ReachQuestion question;
    auto from = endNamed(design, network, options.from);
    if (!from) return tl::make_unexpected(from.error());
    auto to = endNamed(design, network, options.to);
    if (!to) return tl::make_unexpected(to.error());
    question.from = *std::move(from);
    question.to = *std::move(to);
    return readTraffic(options, std::move(question));
}

/// Reads which pairs are asked for; a named end stands alone against all the others.
Result<MatrixQuestion> matrixOf(const ReachOptions& options, const Design& design,
                                const Reachability& reachability, std::vector<std::string>& notes) {
    const MatrixBy by = options.by == "tier"     ? MatrixBy::Tier
                        : options.by == "subnet" ? MatrixBy::Subnet
                                                 : MatrixBy::Instance;
    MatrixQuestion question;
    question.from = matrixEnds(reachability, by);
    question.to = question.from;
    notes = leftOutOfMatrix(reachability);
    for (const auto& [text, ends] :
         {std::pair(&options.from, &question.from), std::pair(&options.to, &question.to)}) {
        if (text->empty()) continue;
        auto end = endNamed(design, reachability.network(), *text);
        if (!end) return tl::make_unexpected(end.error());
        std::string note = fmt::format("`{}`: {}", *text, end->why);
        if (!end->why.empty() && std::ranges::count(notes, note) == 0) {
            notes.push_back(std::move(note));
        }
        // A name may lead several ways, of which each is an end of its own here.
        if (end->ways.empty()) {
            *ends = {*std::move(end)};
        } else {
            *ends = std::move(end->ways);
        }
    }
    return readTraffic(options, std::move(question));
}

ExitStatus matrixCommand(const ReachOptions& options, const Design& design,
                         const Reachability& reachability, const CommandContext& context) {
    MatrixHead head;
    head.by = options.by;
    const auto question = matrixOf(options, design, reachability, head.notes);
    // Only the internet calls what stands in no network.
    if (options.from.empty() || options.from == "internet") {
        head.outside = outsideServices(reachability.network().architecture());
    }
    if (!question) {
        printDiagnostics({question.error()}, context);
        return ExitStatus::Usage;
    }
    const MatrixFormat format = options.format == "json"  ? MatrixFormat::Json
                                : options.format == "csv" ? MatrixFormat::Csv
                                                          : MatrixFormat::Text;
    writeMatrix(reachability, *question, head, format, context.out);
    if (format == MatrixFormat::Csv) {
        for (const std::string& note : head.notes) {
            context.err << "archivolt: " << printable(note) << '\n';
        }
    }
    return head.notes.empty() ? ExitStatus::Fine : ExitStatus::Unknown;
}

ExitStatus statusOf(Verdict verdict) {
    switch (verdict) {
        case Verdict::Reachable: return ExitStatus::Fine;
        case Verdict::Partial:
        case Verdict::Blocked: return ExitStatus::Findings;
        case Verdict::Unknown: return ExitStatus::Unknown;
    }
    return ExitStatus::Unknown;
}

/// Returns a word as a shell takes it.
std::string quoted(const std::string& word) {
    constexpr std::string_view kPlain =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./:,=@%+";
    if (!word.empty() && word.find_first_not_of(kPlain) == std::string::npos) return word;
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + '\'';
}

/// Returns the command that asks this question again, without its format.
std::string commandOf(const ReachOptions& options) {
    std::string text = "archivolt reach " + quoted(options.file);
    const auto add = [&](const char* name, const std::string& value) {
        if (!value.empty()) text += fmt::format(" {} {}", name, quoted(value));
    };
    add("--from", options.from);
    add("--to", options.to);
    add("--protocol", options.protocol);
    add("--port", options.port);
    add("--family", options.family);
    for (const std::string& parameter : options.deploy.parameters) add("--parameter", parameter);
    add("--parameter-set", options.deploy.parameterSet);
    add("--region", options.deploy.region);
    add("--account", options.deploy.account);
    return text;
}

std::string documentOf(const NetworkIndex& network, const ReachAnswer& answer,
                       const Repairs& repairs, const RulePlaces& places, const Design& design) {
    nlohmann::ordered_json json = answerJson(network, answer);
    for (std::size_t i = 0; i < answer.blockers.size(); ++i) {
        json["blockers"][i]["where"] = placeJson(places, answer.blockers[i].hop.origin);
    }
    if (answer.decidedBy) {
        json["decided_by"]["where"] = placeJson(places, answer.decidedBy->origin);
    }
    nlohmann::ordered_json notes = std::move(json["notes"]);
    json.erase("notes");
    json["repairs"] = repairsJson(design, network.internet(), repairs.repairs);
    json["cannot_open"] = repairs.cannot;
    json["notes"] = std::move(notes);
    return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + '\n';
}

/// Returns what is wrong with options that don't go together; null where nothing is.
const char* wrongUse(const ReachOptions& options, bool one) {
    const bool isLog = !options.flowLog.empty();
    const bool ofTraffic =
        !options.protocol.empty() || !options.port.empty() || !options.family.empty();
    if (isLog && (!options.from.empty() || !options.to.empty() || ofTraffic ||
                  !options.action.empty() || !options.after.empty() || options.format == "csv")) {
        return "--flow-log asks of a whole log, and of nothing else; as text or JSON";
    }
    if (!options.all && !isLog && options.from.empty() && options.to.empty()) {
        return "name an end with --from or --to, or both, or ask for --all";
    }
    if (!options.action.empty() && (!one || ofTraffic || !options.after.empty())) {
        return "--action asks of --from and --to, and of nothing else";
    }
    if (options.format == "csv" && one) return "csv is for --all, or for one end alone";
    return nullptr;
}

}  // namespace

ExitStatus reachCommand(const ReachOptions& options, const CommandContext& context) {
    const bool one = !options.from.empty() && !options.to.empty();
    if (const char* wrong = wrongUse(options, one); wrong != nullptr) {
        context.err << "archivolt: " << wrong << '\n';
        return ExitStatus::Usage;
    }
    const OpenedDesign opened = openDesign(options.file, options.deploy, context.files);
    printDiagnostics(opened.diagnostics, context);
    if (!opened.usable) return statusOfUnusable(opened);
    const auto catalog = Catalog::embedded();
    const auto resolved = resolve(opened.design, *catalog);
    const Reachability reachability(resolved->architecture);
    if (!options.action.empty()) {
        return reachActionCommand(options, opened, *resolved, reachability, context);
    }
    if (!options.flowLog.empty()) {
        return reachFlowsCommand(options, opened, *resolved, reachability, context);
    }
    if (!one) return matrixCommand(options, opened.design, reachability, context);
    const auto question = questionOf(options, opened.design, reachability.network());
    if (!question) {
        printDiagnostics({question.error()}, context);
        return ExitStatus::Usage;
    }
    ReachAnswer answer = reach(reachability, *question);
    if (!options.after.empty()) {
        if (auto wrong =
                addEstablished(options, opened.design, *resolved, reachability, context, answer)) {
            printDiagnostics({*std::move(wrong)}, context);
            return ExitStatus::Unreadable;
        }
    }
    Repairs repairs;
    if (options.repairs) {
        RepairOptions wanted;
        wanted.rejections = rejectionsOf;
        repairs =
            proposeRepairs({opened.design, *resolved, reachability}, *question, answer, wanted);
    }
    const RulePlaces places = placesOf(opened, *resolved, answer);
    if (options.format == "json") {
        context.out << documentOf(reachability.network(), answer, repairs, places, opened.design);
    } else {
        const ReachReport report{*question,
                                 answer,
                                 repairs,
                                 places,
                                 reachability.network().internet(),
                                 options.file,
                                 commandOf(options),
                                 opened.kind == FileKind::Describe};
        context.out << reachText(report, context.colour);
    }
    return statusOf(answer.verdict);
}

RuleList reachOptionRules() {
    static constexpr const Rule* kRules[] = {&kNoProtocol, &kNoPort};
    return kRules;
}

}  // namespace archivolt
