#include <algorithm>
#include <sstream>

#include <fmt/format.h>

#include "model/reachability/questions/answer_json.h"
#include "tests/reachability/scenario.h"
#include "tests/support/expand_text.h"
#include "tests/support/test_paths.h"

namespace archivolt::test {

namespace {

std::vector<std::string> wordsOf(const std::string& line) {
    std::istringstream stream(line);
    std::vector<std::string> result;
    for (std::string word; stream >> word;) result.push_back(word);
    return result;
}

bool isNumber(const std::string& text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Reads what a comment cites at its beginning: facts and conventions, parted by commas.
void readFacts(const std::string& line, std::set<std::string>& facts) {
    const auto all = wordsOf(line);
    for (auto word = all.begin() + 1; word < all.end(); ++word) {
        std::string name = *word;
        while (!name.empty() && (name.back() == ',' || name.back() == ':')) name.pop_back();
        const bool cites =
            (name.starts_with('N') || name.starts_with('C')) && isNumber(name.substr(1));
        if (!cites) break;
        facts.insert(name);
        if (word->back() != ',') break;
    }
}

bool readTraffic(const std::string& word, Expectation& expectation) {
    const auto slash = word.find('/');
    const auto protocol = parseProtocol(word.substr(0, slash));
    if (!protocol) return false;
    expectation.protocol = protocol;
    if (slash == std::string::npos) return true;
    const bool icmp = *protocol == kProtocolIcmp || *protocol == kProtocolIcmpv6;
    const std::string rest = word.substr(slash + 1);
    const auto second = rest.find('/');
    const auto ports = parsePorts(rest.substr(0, second));
    if (!ports) return false;
    expectation.ports = *ports;
    if (!icmp) return second == std::string::npos;
    const Port type = ports->ranges().front().first;
    const auto code =
        second == std::string::npos ? PortSet({0, 0}) : parsePorts(rest.substr(second + 1));
    if (!code) return false;
    const Port message = icmpPort(type, code->ranges().front().first);
    expectation.ports = PortSet({message, message});
    return true;
}

Decider readDecider(const std::string& word) {
    const auto bracket = word.find('[');
    if (bracket == std::string::npos || word.back() != ']') return {word, {}};
    return {word.substr(0, bracket), word.substr(bracket + 1, word.size() - bracket - 2)};
}

/// Reads names up to the next keyword; names are parted by commas. Leaves `at` on the last one.
void readNames(const std::vector<std::string>& all, std::size_t& at, std::vector<Decider>& names) {
    while (++at < all.size()) {
        std::string name = all[at];
        const bool more = name.back() == ',';
        if (more) name.pop_back();
        names.push_back(readDecider(name));
        if (!more) break;
    }
}

std::string restOf(const std::vector<std::string>& all, std::size_t from) {
    std::string text;
    for (std::size_t i = from; i < all.size(); ++i) text += (text.empty() ? "" : " ") + all[i];
    return text;
}

/// Reads an edit from a line; empty where the line begins with none of the words for edits.
std::optional<ScenarioEdit> readEdit(const std::string& line) {
    const auto all = wordsOf(line);
    if (all.size() == 2 && all[0] == "without") {
        return ScenarioEdit{ScenarioEdit::Kind::Without, all[1], {}};
    }
    if (all.size() == 2 && all[0] == "unset") {
        return ScenarioEdit{ScenarioEdit::Kind::Unset, all[1], {}};
    }
    if (all.size() >= 3 && all[0] == "set") {
        return ScenarioEdit{ScenarioEdit::Kind::Set, all[1], restOf(all, 2)};
    }
    return std::nullopt;
}

/// Reads what stands behind a line's verdict; returns what is wrong with it.
std::string readDetails(const std::vector<std::string>& all, std::size_t at, Expectation& e) {
    for (; at < all.size(); ++at) {
        const std::string& word = all[at];
        if (word == "only" && at + 1 < all.size() && all[at + 1] == "by") {
            e.byAll = true;
            continue;
        }
        if (word == "by" || word == "via" || word == "back") {
            readNames(all, at, word == "by" ? e.by : word == "via" ? e.via : e.back);
            continue;
        }
        if (e.verdict == "fails") {
            e.code = word;
            continue;
        }
        if (word == "noting") {
            e.noting = restOf(all, at + 1);
            return e.noting.empty() ? "nothing behind noting" : "";
        }
        if (word == "after") {
            e.edit = readEdit(restOf(all, at + 1));
            return e.edit ? "" : "no edit behind after";
        }
        if (++at == all.size()) return "nothing behind " + word;
        if (word == "as")
            e.disposition = all[at];
        else if (word == "from")
            e.passesFrom = all[at];
        else if (word == "ports")
            e.passesPorts = all[at];
        else if (word == "clients")
            e.passesClients = all[at];
        else if (word == "at")
            e.tracked = all[at];
        else
            return "unknown word " + word;
    }
    return {};
}

/// Reads `FROM -> TO [PROTOCOL[/PORTS]] [ipv4|ipv6] VERDICT …` from `all[first]` on.
std::string readFlow(const std::vector<std::string>& all, std::size_t first, Expectation& e) {
    static const std::set<std::string> kVerdicts = {"reachable", "partial",  "blocked",
                                                    "unknown",   "fails",    "tracked",
                                                    "untracked", "survives", "breaks"};
    if (all.size() < first + 4 || all[first + 1] != "->") {
        return "expect FROM -> TO [PROTOCOL[/PORTS]] VERDICT";
    }
    e.from = all[first];
    e.to = all[first + 2];
    std::size_t at = first + 3;
    for (; at < all.size() && !kVerdicts.contains(all[at]); ++at) {
        if (all[at] == "ipv4" || all[at] == "ipv6") {
            e.family = all[at] == "ipv4" ? Family::Ipv4 : Family::Ipv6;
        } else if (!readTraffic(all[at], e)) {
            return "not a protocol, port or verdict: " + all[at];
        }
    }
    if (at == all.size()) return "no verdict";
    e.verdict = all[at];
    const bool tracking = e.verdict == "tracked" || e.verdict == "untracked";
    const bool established = e.verdict == "survives" || e.verdict == "breaks";
    if (established != (e.kind == Expectation::Kind::Established)) {
        return "survives and breaks are for established flows, and no other verdict is";
    }
    if (tracking) e.kind = Expectation::Kind::Tracking;
    std::string problem = readDetails(all, at + 1, e);
    if (problem.empty() && established && !e.edit) problem = "no edit";
    return problem;
}

std::string readExpectation(const std::string& line, Expectation& e) {
    const auto all = wordsOf(line);
    const bool no = all.size() > 1 && all[1] == "no";
    const std::size_t word = no ? 2 : 1;
    if (all.size() > word + 1 && all[word] == "finding") {
        e.kind = Expectation::Kind::Finding;
        e.verdict = no ? "no" : "finding";
        e.code = all[word + 1];
        if (all.size() == word + 2) return no ? "" : "say at which resource";
        if (all.size() != word + 4 || all[word + 2] != "at") return "finding CODE at RESOURCE";
        e.from = all[word + 3];
        return {};
    }
    if (all.size() == 5 && (all[2] == "holds" || all[2] == "lacks")) {
        e.kind = Expectation::Kind::Rule;
        e.from = all[1];
        e.verdict = all[2];
        e.isEgress = all[3] == "egress";
        if (!e.isEgress && all[3] != "ingress") return "ingress or egress, not " + all[3];
        e.to = all[4];
        return Cidr::parse(e.to) ? "" : "no address block: " + e.to;
    }
    if (all.size() > 1 && all[1] == "established") {
        e.kind = Expectation::Kind::Established;
        return readFlow(all, 2, e);
    }
    return readFlow(all, 1, e);
}

/// Reads a file line by line into scenarios.
class Reader {
public:
    explicit Reader(const std::filesystem::path& file) {
        m_head.file = file;
        m_head.name = file.stem();
    }

    std::vector<Scenario> read() {
        std::istringstream text(readFile(m_head.file));
        for (std::string line; std::getline(text, line);) {
            ++m_number;
            const auto all = wordsOf(line);
            if (all.size() == 3 && all[0] == "---") {
                current().observed.push_back({all[1], all[2], {}});
                m_inTemplate = true;
                m_inDescribed = false;
            } else if (line == "--- describe") {
                current().described.emplace_back();
                m_inTemplate = m_inDescribed = true;
            } else if (line.starts_with("=== ")) {
                m_sections.push_back(m_head);
                m_sections.back().name += "/" + line.substr(4);
                m_inTemplate = m_inDescribed = false;
            } else if (m_inDescribed) {
                current().described.back() += line + "\n";
            } else if (m_inTemplate) {
                auto& observed = current().observed;
                std::string& body = observed.empty() ? current().yaml : observed.back().yaml;
                body += expandText(line) + "\n";
            } else {
                readLine(line);
            }
        }
        if (m_sections.empty()) m_sections.push_back(m_head);
        for (Scenario& scenario : m_sections) {
            if (scenario.described.empty()) {
                scenario.yaml = m_base + scenario.yaml;
            } else if (!m_base.empty()) {
                scenario.described.insert(scenario.described.begin(), m_base);
            }
            if (scenario.expectations.empty()) scenario.problems.emplace_back("no expectation");
        }
        return std::move(m_sections);
    }

private:
    Scenario& current() { return m_sections.empty() ? m_head : m_sections.back(); }

    void readLine(const std::string& line) {
        if (line == "---") {
            m_inTemplate = true;
        } else if (line.starts_with("#")) {
            readFacts(line, current().facts);
        } else if (line.starts_with("extends ")) {
            if (!m_sections.empty()) problem("extends stands before the first section");
            m_base = readFile(m_head.file.parent_path() / line.substr(8));
        } else if (line.starts_with("expect ")) {
            Expectation expectation;
            expectation.line = m_number;
            expectation.text = line;
            const std::string wrong = readExpectation(line, expectation);
            if (!wrong.empty()) problem(wrong);
            current().expectations.push_back(std::move(expectation));
        } else if (auto edit = readEdit(line)) {
            current().edits.push_back(*std::move(edit));
        } else if (!line.empty()) {
            problem("neither comment, extends, edit, expect nor ---");
        }
    }

    void problem(const std::string& what) {
        current().problems.push_back(fmt::format("line {}: {}", m_number, what));
    }

    Scenario m_head;  // What every section shares; the only scenario where there is no section.
    std::vector<Scenario> m_sections;
    std::string m_base;
    std::size_t m_number = 0;
    bool m_inTemplate = false;
    bool m_inDescribed = false;
};

}  // namespace

std::vector<Scenario> readScenarios(const std::filesystem::path& file) {
    return Reader(file).read();
}

std::vector<Scenario> allScenarios() {
    std::vector<std::filesystem::path> files;
    const auto root = sourceRoot() / "tests" / "scenarios";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
        if (entry.path().extension() == ".scenario") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    std::vector<Scenario> scenarios;
    for (const auto& file : files) {
        for (Scenario& each : readScenarios(file)) scenarios.push_back(std::move(each));
    }
    return scenarios;
}

}  // namespace archivolt::test
