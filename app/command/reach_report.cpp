#include "app/command/reach_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "model/reachability/answer_json.h"

namespace archivolt {

namespace {

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
    const std::string protocol = protocolName(*question.protocol);
    if (!hasPorts(*question.protocol) || question.ports == PortSet::all()) return protocol;
    return protocol + '/' + portsText(*question.protocol, question.ports);
}

const char* verdictColour(Verdict verdict) {
    switch (verdict) {
        case Verdict::Reachable: return "\033[32;1m";
        case Verdict::Partial: return "\033[33;1m";
        case Verdict::Blocked: return "\033[31;1m";
        case Verdict::Unknown: return "\033[35;1m";
    }
    return "";
}

class Report {
public:
    Report(bool colour, const std::optional<Hop>& decidedBy)
        : m_colour(colour), m_decidedBy(decidedBy) {}

    [[nodiscard]] std::string paint(const char* escape, const std::string& text) const {
        return m_colour ? fmt::format("{}{}\033[0m", escape, text) : text;
    }

    /// Returns the hops of one direction as rows of a table with aligned columns.
    [[nodiscard]] std::string table(const std::vector<Hop>& hops, const char* arrow) const {
        std::vector<std::array<std::string, 4>> rows;
        std::array<std::size_t, 4> widths{};
        for (const Hop& hop : hops) {
            rows.push_back({hop.resource, fmt::format("{} {}", hopKindName(hop.kind), hop.step),
                            hop.rule, packetText(hop.packet)});
            for (std::size_t i = 0; i < widths.size(); ++i) {
                widths[i] = std::max(widths[i], columns(rows.back()[i]));
            }
        }
        std::string text;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const Hop& hop = hops[i];
            const bool decides = m_decidedBy && hop == *m_decidedBy;
            std::string row =
                fmt::format("  {} {}  {}  {}  {}  ", arrow, padded(rows[i][0], widths[0]),
                            padded(rows[i][1], widths[1]), padded(rows[i][2], widths[2]),
                            padded(rows[i][3], widths[3]));
            row += hop.result == HopResult::Passed   ? "pass"
                   : hop.result == HopResult::Denied ? "STOP"
                                                     : "unknown";
            if (decides) row += "  ← decides";
            const char* escape = hop.result == HopResult::Denied ? "\033[31;1m"
                                 : decides                       ? "\033[1m"
                                                                 : "";
            text += (*escape != '\0' ? paint(escape, row) : row) + '\n';
            if (!hop.why.empty() && hop.result != HopResult::Passed) {
                text += fmt::format("      {}\n", hop.why);
            }
        }
        return text;
    }

private:
    bool m_colour;
    const std::optional<Hop>& m_decidedBy;
};

std::string passText(const Pass& pass) {
    return fmt::format("  passes: {} from {}\n", trafficText(pass.traffic),
                       addressText(pass.source));
}

std::string blockerText(const Blocker& blocker) {
    const Hop& hop = blocker.hop;
    std::string text = fmt::format("  ✕ {}{}: {} {}{}", blocker.onReply ? "the reply: " : "",
                                   hop.resource, hopKindName(hop.kind), hop.step,
                                   hop.rule.empty() ? "" : fmt::format(", rule {}", hop.rule));
    if (!hop.why.empty()) text += fmt::format(" — {}", hop.why);
    return text + '\n';
}

}  // namespace

std::string reachText(const ReachQuestion& question, const ReachAnswer& answer, bool colour) {
    const Report report(colour, answer.decidedBy);
    std::string text =
        fmt::format("{} → {}  {}: {}", question.from.name, question.to.name, questionText(question),
                    report.paint(verdictColour(answer.verdict), verdictName(answer.verdict)));
    if (answer.verdict != Verdict::Reachable) {
        text += fmt::format(" ({})", dispositionName(answer.disposition));
    }
    text += '\n';
    if (answer.verdict == Verdict::Partial) {
        for (const Pass& pass : answer.passes) text += passText(pass);
    }
    if (!answer.forward.empty()) text += '\n' + report.table(answer.forward, "→");
    if (!answer.reply.empty()) text += report.table(answer.reply, "←");
    if (!answer.blockers.empty()) {
        text += "\nWhat stops it, each by itself\n";
        for (const Blocker& blocker : answer.blockers) text += blockerText(blocker);
    }
    if (!answer.notes.empty()) {
        text += "\nNotes\n";
        for (const std::string& note : answer.notes) text += "  " + note + '\n';
    }
    return text;
}

}  // namespace archivolt
