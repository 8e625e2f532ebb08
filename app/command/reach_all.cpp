#include "app/command/reach_all.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <set>

#include "app/command/matrix_table.h"
#include "app/command/report_text.h"

namespace archivolt {

namespace {

using Json = nlohmann::ordered_json;

/// More ends than this are listed; a table of them would be mostly empty.
constexpr std::size_t kMaxTableEnds = 40;
constexpr std::size_t kListNameWidth = 40;

const char* familyName(Family family) { return family == Family::Ipv4 ? "ipv4" : "ipv6"; }

std::string dumped(const Json& json) {
    return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Returns the traffic between all members as JSON and CSV say it: nothing where it is the same.
std::optional<std::string> everywhere(const MatrixCell& cell) {
    if (cell.every == cell.some.sure) return std::nullopt;
    return trafficText(cell.every);
}

/// Says in CSV what passes between all members: `none` where nothing does.
std::string csvEverywhere(const MatrixCell& cell) {
    const auto text = everywhere(cell);
    return !text ? "" : text->empty() ? "none" : *text;
}

std::optional<std::string> possible(const MatrixCell& cell) {
    if (cell.some.possible == cell.some.sure) return std::nullopt;
    return trafficText(cell.some.possible);
}

std::optional<std::string> answeredInPart(const MatrixCell& cell) {
    if (cell.answeredInPart.empty()) return std::nullopt;
    return trafficText(cell.answeredInPart);
}

Json orNull(const std::optional<std::string>& text) { return text ? Json(*text) : Json(); }

void writeJson(const Reachability& reachability, const MatrixQuestion& question,
               const MatrixHead& head, std::ostream& out) {
    out << "{\n  \"format\": 1,\n  \"by\": " << dumped(head.by)
        << ",\n  \"notes\": " << dumped(head.notes) << ",\n  \"outside\": " << dumped(head.outside)
        << ",\n  \"pairs\": [";
    const char* before = "\n";
    forEachCell(reachability, question, [&](const MatrixCell& cell) {
        const Json pair = {{"from", question.from[cell.from].name},
                           {"to", question.to[cell.to].name},
                           {"family", familyName(cell.family)},
                           {"traffic", trafficText(cell.some.sure)},
                           {"everywhere", orNull(everywhere(cell))},
                           {"possible", orNull(possible(cell))},
                           {"answered_in_part", orNull(answeredInPart(cell))},
                           {"why", cell.why}};
        out << before << "    " << dumped(pair);
        before = ",\n";
    });
    out << (*before == ',' ? "\n  ]\n}\n" : "]\n}\n");
}

/// Returns a field of a CSV line, quoted where it has to be; CSV has no escapes of its own for what
/// would steer a terminal.
std::string csvField(const std::string& field) {
    std::string text = printable(field);
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"') quoted += '"';
        quoted += c;
    }
    return quoted + '"';
}

void writeCsv(const Reachability& reachability, const MatrixQuestion& question, std::ostream& out) {
    out << "from,to,family,traffic,everywhere,possible,why,answered_in_part\r\n";
    forEachCell(reachability, question, [&](const MatrixCell& cell) {
        const std::vector<std::string> fields = {question.from[cell.from].name,
                                                 question.to[cell.to].name,
                                                 familyName(cell.family),
                                                 trafficText(cell.some.sure),
                                                 csvEverywhere(cell),
                                                 possible(cell).value_or(""),
                                                 fmt::format("{}", fmt::join(cell.why, "; ")),
                                                 answeredInPart(cell).value_or("")};
        std::string line;
        for (const std::string& field : fields) line += (line.empty() ? "" : ",") + csvField(field);
        out << line << "\r\n";
    });
}

const char* nothingReached(const MatrixHead& head) {
    if (!head.notes.empty()) return "Nothing that is known reaches anything.\n";
    return head.outside.empty() ? "Nothing reaches anything.\n"
                                : "Nothing in a network reaches anything.\n";
}

/// What is said once, below the cells.
class Legend {
public:
    void add(const MatrixCell& cell) {
        m_some = m_some || cell.every != cell.some.sure;
        m_isInPart = m_isInPart || !cell.answeredInPart.empty();
        m_why.insert(cell.why.begin(), cell.why.end());
    }
    void write(const MatrixHead& head, std::ostream& out) const {
        if (m_some) out << "\n(some): between some members or addresses; (all: …): between all\n";
        if (m_isInPart) {
            out << "\n(in part): answers come back to some of the ports alone that clients use\n";
        }
        if (!m_why.empty()) out << "\n?: can't be told\n";
        for (const std::string& why : m_why) out << "  " << printable(why) << '\n';
        if (!head.notes.empty()) out << "\nThere may be more\n";
        for (const std::string& note : head.notes) out << "  " << printable(note) << '\n';
        if (head.outside.empty()) return;
        out << "\nIn no network: whether the internet may call them, settings and policies "
               "decide\n";
        for (const std::string& name : head.outside) out << "  " << printable(name) << '\n';
    }

private:
    bool m_some = false;
    bool m_isInPart = false;
    std::set<std::string> m_why;
};

/// Writes a sender's name, and below it what it reaches.
void writeList(const Reachability& reachability, const MatrixQuestion& question,
               const MatrixHead& head, std::ostream& out) {
    std::size_t width = 0;
    for (const Endpoint& to : question.to) {
        width = std::max(width, std::min(kListNameWidth, to.name.size()));
    }
    Legend legend;
    std::optional<std::size_t> sender;
    forEachCell(reachability, question, [&](const MatrixCell& cell) {
        if (sender != cell.from) {
            out << (sender ? "\n" : "") << shortName(question.from[cell.from].name, 100) << '\n';
        }
        sender = cell.from;
        out << fmt::format("  → {:<{}}  {}  {}\n",
                           shortName(question.to[cell.to].name, kListNameWidth), width,
                           familyName(cell.family), cellText(cell));
        legend.add(cell);
    });
    if (!sender) out << nothingReached(head);
    legend.write(head, out);
}

void writeTable(const Reachability& reachability, const MatrixQuestion& question,
                const MatrixHead& head, std::ostream& out) {
    std::vector<MatrixCell> cells;
    Legend legend;
    std::map<Family, bool> families;
    forEachCell(reachability, question, [&](const MatrixCell& cell) {
        legend.add(cell);
        families[cell.family] = true;
        cells.push_back(cell);
    });
    if (cells.empty()) out << nothingReached(head);
    for (const auto& [family, isThere] : families) {
        if (family != families.begin()->first) out << '\n';
        out << (family == Family::Ipv4 ? "IPv4" : "IPv6") << ", row → column\n"
            << matrixTable(question, cells, family);
    }
    const auto listIdle = [&](const char* title, const std::vector<Endpoint>& ends, auto member) {
        std::string names;
        for (std::size_t i = 0; i < ends.size(); ++i) {
            const auto speaks = [&](const MatrixCell& cell) { return cell.*member == i; };
            if (std::ranges::any_of(cells, speaks)) continue;
            names += (names.empty() ? "" : ", ") + ends[i].name;
        }
        if (!names.empty() && !cells.empty()) out << '\n' << title << ": " << names << '\n';
    };
    listIdle("Reach nothing", question.from, &MatrixCell::from);
    listIdle("Reached by nothing", question.to, &MatrixCell::to);
    legend.write(head, out);
}

/// Returns a question whose names may be printed.
MatrixQuestion withPrintableNames(MatrixQuestion question) {
    for (auto* ends : {&question.from, &question.to}) {
        for (Endpoint& end : *ends) end.name = printable(end.name);
    }
    return question;
}

}  // namespace

void writeMatrix(const Reachability& reachability, const MatrixQuestion& question,
                 const MatrixHead& head, MatrixFormat format, std::ostream& out) {
    const std::size_t ends = std::max(question.from.size(), question.to.size());
    const bool isSquare = question.from.size() > 1 && question.to.size() > 1;
    switch (format) {
        case MatrixFormat::Json: writeJson(reachability, question, head, out); return;
        case MatrixFormat::Csv: writeCsv(reachability, question, out); return;
        case MatrixFormat::Text: {
            const MatrixQuestion named = withPrintableNames(question);
            if (isSquare && ends <= kMaxTableEnds) {
                writeTable(reachability, named, head, out);
            } else {
                writeList(reachability, named, head, out);
            }
            return;
        }
    }
}

}  // namespace archivolt
