#include "app/command/reach_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "app/command/change_text.h"
#include "app/command/plain_words.h"
#include "app/command/report_text.h"
#include "model/reachability/questions/answer_json.h"
#include "model/reachability/questions/stand_ins.h"

namespace archivolt {

namespace {

constexpr const char* kGreen = "\033[32;1m";
constexpr const char* kYellow = "\033[33;1m";
constexpr const char* kRed = "\033[31;1m";
constexpr const char* kPurple = "\033[35;1m";
constexpr const char* kBold = "\033[1m";
constexpr const char* kDim = "\033[2m";
constexpr std::size_t kMaxNotes = 12;

/// Returns how many columns a UTF-8 text takes, a code point each.
std::size_t columns(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string padded(const std::string& text, std::size_t width) {
    return text + std::string(width - std::min(width, columns(text)), ' ');
}

/// Returns "tcp/443" as it was asked, "anything" for a question without protocol or ports.
std::string questionText(const ReachQuestion& question) {
    if (!question.protocol) {
        return question.ports == PortSet::all() ? "anything" : "ports " + portText(question.ports);
    }
    std::string protocol = protocolName(*question.protocol);
    if (!hasPorts(*question.protocol) || question.ports == PortSet::all()) return protocol;
    return protocol + '/' + portsText(*question.protocol, question.ports);
}

const char* verdictColour(Verdict verdict) {
    switch (verdict) {
        case Verdict::Reachable: return kGreen;
        case Verdict::Partial: return kYellow;
        case Verdict::Blocked: return kRed;
        case Verdict::Unknown: return kPurple;
    }
    return "";
}

const char* resultWord(HopResult result) {
    switch (result) {
        case HopResult::Passed: return "pass";
        case HopResult::Denied: return "STOP";
        case HopResult::Unknown: return "unknown";
    }
    return "";
}

std::string packetWords(const Packet& packet) {
    std::string text = packetText(packet);
    const auto arrow = text.find("->");
    if (arrow != std::string::npos) text.replace(arrow, 2, "→");
    return text;
}

class Writer {
public:
    Writer(const ReachReport& report, bool colour)
        : m_report(report), m_answer(report.answer), m_text(colour) {}

    std::string write() {
        addVerdict();
        addBlockers();
        addRepairs();
        addTable();
        addOpeners();
        addNotes();
        return m_text.text();
    }

private:
    void heading(const char* words) {
        m_text.add("\n");
        m_text.paint(kBold, "{}", words);
        m_text.add("\n");
    }

    void addVerdict() {
        const ReachQuestion& question = m_report.question;
        m_text.add("{} → {}  {}: ", question.from.name, question.to.name, questionText(question));
        m_text.paint(verdictColour(m_answer.verdict), "{}", verdictName(m_answer.verdict));
        if (m_answer.verdict != Verdict::Reachable) {
            m_text.add(" ({})", dispositionName(m_answer.disposition));
        }
        m_text.add("\n");
        if (const std::string cause = causeSentence(question, m_answer); !cause.empty()) {
            m_text.add("  {}\n", cause);
        }
        if (m_answer.verdict != Verdict::Partial) return;
        for (const Pass& pass : m_answer.passes) {
            const Family family =
                ofFamily(pass.destination, Family::Ipv4).empty() ? Family::Ipv6 : Family::Ipv4;
            m_text.add("  passes: {} from {}{}\n", trafficWords(pass.traffic, family),
                       addressWords(pass.source, m_report.internet), clientPortWords(pass));
        }
    }

    using Row = std::array<std::string, 6>;

    /// Adds the hops there and back as one table; a packet is written where it changes.
    void addTable() {
        if (m_answer.forward.empty()) return;
        std::vector<Row> rows = {{"", "resource", "step", "rule", "result", "packet"}};
        std::vector<const Hop*> hops = {nullptr};
        for (const auto& [list, arrow] :
             {std::pair(&m_answer.forward, "→"), std::pair(&m_answer.reply, "←")}) {
            const Packet* last = nullptr;
            for (const Hop& hop : *list) {
                const bool same = last != nullptr && *last == hop.packet;
                rows.push_back({arrow, printable(hop.resource),
                                printable(fmt::format("{} {}", hopKindName(hop.kind), hop.step)),
                                hop.rule.empty() ? "–" : printable(hop.rule),
                                resultWord(hop.result), same ? "" : packetWords(hop.packet)});
                hops.push_back(&hop);
                last = &hop.packet;
            }
        }
        std::array<std::size_t, 6> widths{};
        for (const Row& row : rows) {
            for (std::size_t i = 0; i < row.size(); ++i) {
                widths[i] = std::max(widths[i], columns(row[i]));
            }
        }
        m_text.add("\n");
        for (std::size_t i = 0; i < rows.size(); ++i) addRow(rows[i], widths, hops[i]);
    }

    void addRow(const Row& row, const std::array<std::size_t, 6>& widths, const Hop* hop) {
        std::string line = " ";
        for (std::size_t i = 0; i < row.size(); ++i) {
            line += (i == 0 ? " " : "  ") + padded(row[i], widths[i]);
        }
        const bool decides = hop != nullptr && m_answer.decidedBy && *hop == *m_answer.decidedBy;
        line.erase(line.find_last_not_of(' ') + 1);
        if (decides) line += "  ◀ decides";
        const char* escape = hop == nullptr                     ? kDim
                             : hop->result == HopResult::Denied ? kRed
                             : decides                          ? kBold
                                                                : "";
        m_text.paint(escape, "{}", line);
        m_text.add("\n");
        if (hop == nullptr || hop->why.empty() || hop->result == HopResult::Passed) return;
        m_text.add("       {}\n", plainWhy(m_report.question, *hop));
    }

    /// Adds lines of two columns: what it is, and where it stands in the text.
    void addPlaced(const std::vector<std::pair<std::string, std::string>>& lines) {
        std::size_t width = 0;
        for (const auto& [what, place] : lines) width = std::max(width, columns(what));
        for (const auto& [what, place] : lines) {
            if (!place.empty()) {
                m_text.add("{}  ", padded(what, width));
                m_text.paint(kDim, "{}", place);
            } else {
                m_text.add("{}", what);
            }
            m_text.add("\n");
        }
    }

    void addBlockers() {
        if (m_answer.blockers.empty()) return;
        heading(m_answer.verdict == Verdict::Partial ? "What stops the rest"
                : m_answer.blockers.size() == 1      ? "What stops it"
                : m_answer.eachBlocks                ? "What stops it, each by itself"
                                                     : "What stops it, on its several ways");
        std::vector<std::pair<std::string, std::string>> lines;
        for (const Blocker& blocker : m_answer.blockers) {
            const Hop& hop = blocker.hop;
            std::string line =
                fmt::format("  ✕ {}{}: {} {}{}", blocker.onReply ? "the reply: " : "", hop.resource,
                            hopKindName(hop.kind), hop.step,
                            hop.rule.empty() ? "" : fmt::format(", rule {}", hop.rule));
            const std::string why = plainWhy(m_report.question, hop);
            if (!why.empty()) line += fmt::format(" — {}", why);
            lines.emplace_back(printable(line), placeText(m_report.places, hop.origin));
        }
        addPlaced(lines);
    }

    /// Names the rules that let it through.
    void addOpeners() {
        if (m_answer.passes.empty()) return;
        std::vector<std::pair<std::string, std::string>> lines;
        for (const auto& [list, back] :
             {std::pair(&m_answer.forward, false), std::pair(&m_answer.reply, true)}) {
            for (const Hop& hop : *list) {
                const bool rule = hop.kind == HopKind::SecurityGroup ||
                                  hop.kind == HopKind::NetworkAcl ||
                                  (hop.kind == HopKind::RouteTable && hop.rule != "local");
                if (!rule || hop.rule.empty() || hop.result != HopResult::Passed) continue;
                if (hop.rule == "connection tracking") continue;
                std::pair line(printable(fmt::format("  ✓ {}{}: {}", back ? "the reply: " : "",
                                                     hop.resource, hop.rule)),
                               placeText(m_report.places, hop.origin));
                // A balancer's node meets its group on either leg.
                if (std::ranges::find(lines, line) == lines.end()) lines.push_back(line);
            }
        }
        if (lines.empty()) return;
        heading("What opens it");
        addPlaced(lines);
    }

    void addRepairs() {
        const auto& repairs = m_report.repairs.repairs;
        for (const RepairEffect effect : {RepairEffect::Opens, RepairEffect::Closes}) {
            const bool opens = effect == RepairEffect::Opens;
            bool first = true;
            for (std::size_t i = 0; i < repairs.size(); ++i) {
                if (repairs[i].effect != effect) continue;
                if (first) heading(opens ? "To open it" : "To close it");
                first = false;
                addRepair(i + 1, repairs[i]);
            }
        }
        if (!m_report.repairs.cannot.empty()) heading("No single edit that is tried here opens it");
        std::size_t shown = 0;
        for (const std::string& why : m_report.repairs.cannot) {
            if (shown++ == kMaxNotes) break;
            m_text.add("  {}\n", why);
        }
        if (repairs.empty()) return;
        m_text.add(
            "\nMake a repair:\n  {} --format json >answer.json\n"
            "  archivolt apply {} --edit answer.json --repair {} --output repaired{}\n",
            m_report.asked, m_report.file, repairs.size() == 1 ? "1" : "N", ending());
    }

    [[nodiscard]] std::string ending() const {
        if (m_report.isDescribed) return ".archivolt";
        const auto dot = m_report.file.rfind('.');
        const auto slash = m_report.file.rfind('/');
        const bool has = dot != std::string::npos && (slash == std::string::npos || dot > slash);
        return has ? m_report.file.substr(dot) : std::string();
    }

    void addRepair(std::size_t number, const Repair& repair) {
        const bool opens = repair.effect == RepairEffect::Opens;
        std::string label = fmt::format("  {}.", number);
        for (const std::string& step : repair.steps) {
            m_text.paint(opens ? kGreen : kYellow, "{}", padded(label, 5));
            m_text.add(" {}\n", step);
            label.clear();
        }
        addChanges(m_text, repair.alsoChanges, m_report.internet);
    }

    void addNotes() {
        const std::vector<std::string> standIns = standInSentences(m_report.question, m_answer);
        if (m_answer.notes.empty() && standIns.empty()) return;
        heading("Notes");
        for (const std::string& note : m_answer.notes) m_text.add("  {}\n", note);
        for (const std::string& note : standIns) m_text.add("  {}\n", note);
    }

    const ReachReport& m_report;
    const ReachAnswer& m_answer;
    ReportText m_text;
};

}  // namespace

std::string reachText(const ReachReport& report, bool colour) {
    return Writer(report, colour).write();
}

}  // namespace archivolt
