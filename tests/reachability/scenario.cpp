#include "tests/reachability/scenario.h"

#include <algorithm>
#include <sstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "model/reachability/answer_json.h"
#include "tests/resolve/build_support.h"
#include "tests/support/test_paths.h"

namespace archivolt::test {

namespace {

std::vector<std::string> words(const std::string& line) {
    std::istringstream stream(line);
    std::vector<std::string> result;
    for (std::string word; stream >> word;) result.push_back(word);
    return result;
}

void readFacts(const std::string& line, std::set<int>& facts) {
    const auto all = words(line);
    const auto at = std::ranges::find_if(
        all, [](const std::string& word) { return word == "fact" || word == "facts"; });
    if (at == all.end()) return;
    for (auto word = at + 1; word != all.end(); ++word) {
        const int number = std::atoi(word->c_str());
        if (number == 0) break;
        facts.insert(number);
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
    const auto ports = parsePorts(word.substr(slash + 1));
    if (!ports) return false;
    expectation.ports = *ports;
    if (icmp) {
        const Port type = ports->ranges().front().first;
        expectation.ports = PortSet({icmpPort(type, 0), icmpPort(type, 0)});
    }
    return true;
}

/// Reads names up to the next keyword; names are parted by commas.
void readNames(const std::vector<std::string>& all, std::size_t& at,
               std::vector<std::string>& names) {
    while (++at < all.size()) {
        std::string name = all[at];
        const bool more = name.back() == ',';
        if (more) name.pop_back();
        names.push_back(name);
        if (!more) break;
    }
}

std::string readExpectation(const std::string& line, Expectation& e) {
    static const std::set<std::string> kVerdicts = {"reachable", "partial", "blocked", "unknown",
                                                    "fails"};
    const auto all = words(line);
    if (all.size() < 5 || all[2] != "->") return "expect FROM -> TO [PROTOCOL[/PORTS]] VERDICT";
    e.from = all[1];
    e.to = all[3];
    std::size_t at = 4;
    for (; at < all.size() && !kVerdicts.contains(all[at]); ++at) {
        if (all[at] == "ipv4" || all[at] == "ipv6") {
            e.family = all[at] == "ipv4" ? Family::Ipv4 : Family::Ipv6;
        } else if (!readTraffic(all[at], e)) {
            return "not a protocol, port or verdict: " + all[at];
        }
    }
    if (at == all.size()) return "no verdict";
    e.verdict = all[at];
    for (++at; at < all.size(); ++at) {
        const std::string& word = all[at];
        if (word == "by" || word == "via") {
            readNames(all, at, word == "by" ? e.by : e.via);
            continue;
        }
        if (e.verdict == "fails") {
            e.code = word;
            continue;
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
        else
            return "unknown word " + word;
    }
    return {};
}

std::string joined(const std::vector<std::string>& parts) {
    std::string text;
    for (const auto& part : parts) text += (text.empty() ? "" : ",") + part;
    return text;
}

/// What passes, as the JSON answer says it, one kind of value joined.
std::string passesText(const ReachAnswer& answer, const NetworkIndex& network, const char* key) {
    const auto json = answerJson(network, answer);
    std::vector<std::string> parts;
    for (const auto& pass : json["passes"]) {
        std::vector<std::string> own;
        if (pass[key].is_array()) {
            for (const auto& one : pass[key]) own.push_back(one.get<std::string>());
        } else {
            own.push_back(pass[key].get<std::string>());
        }
        for (const auto& one : own) {
            if (std::ranges::find(parts, one) == parts.end()) parts.push_back(one);
        }
    }
    return joined(parts);
}

class Checker {
public:
    Checker(const Reachability& reachability, const Expectation& expectation)
        : m_reachability(reachability), m_expected(expectation) {}

    std::vector<std::string> check() {
        const auto from = findEndpoint(m_reachability.network(), m_expected.from);
        const auto to = findEndpoint(m_reachability.network(), m_expected.to);
        if (!from || !to) {
            const Diagnostic& error = !from ? from.error() : to.error();
            if (m_expected.verdict != "fails" || error.code != m_expected.code) {
                problem("no such end: " + error.message);
            }
            return m_problems;
        }
        if (m_expected.verdict == "fails") problem("both ends were found");
        ReachQuestion question{*from, *to, m_expected.protocol, m_expected.ports,
                               m_expected.family};
        m_answer = m_reachability.reach(question);
        checkAnswer();
        if (!m_problems.empty()) m_problems.back() += explainAnswer(m_answer);
        return m_problems;
    }

private:
    void problem(const std::string& what) {
        m_problems.push_back(
            fmt::format("line {}: {}\n    {}", m_expected.line, m_expected.text, what));
    }

    void compare(const char* what, const std::optional<std::string>& expected, const char* key) {
        if (!expected) return;
        const std::string actual = passesText(m_answer, m_reachability.network(), key);
        if (actual != *expected) problem(fmt::format("{}: {}", what, actual));
    }

    void checkAnswer() {
        if (verdictName(m_answer.verdict) != m_expected.verdict) {
            problem(fmt::format("verdict: {}", verdictName(m_answer.verdict)));
        }
        if (!m_expected.disposition.empty() &&
            dispositionName(m_answer.disposition) != m_expected.disposition) {
            problem(fmt::format("disposition: {}", dispositionName(m_answer.disposition)));
        }
        for (const std::string& name : m_expected.by) {
            const bool blocks = std::ranges::any_of(
                m_answer.blockers, [&](const Blocker& b) { return b.hop.resource == name; });
            const bool decides = m_answer.decidedBy && m_answer.decidedBy->resource == name;
            if (!blocks && !decides) problem("not by " + name);
        }
        auto hop = m_answer.forward.begin();
        for (const std::string& name : m_expected.via) {
            hop = std::find_if(hop, m_answer.forward.end(),
                               [&](const Hop& h) { return h.resource == name; });
            if (hop == m_answer.forward.end()) {
                problem("not via " + name);
                break;
            }
        }
        compare("passes from", m_expected.passesFrom, "source");
        compare("passes ports", m_expected.passesPorts, "ports");
        compare("passes clients", m_expected.passesClients, "client_ports");
    }

    const Reachability& m_reachability;
    const Expectation& m_expected;
    ReachAnswer m_answer;
    std::vector<std::string> m_problems;
};

}  // namespace

std::string explainAnswer(const ReachAnswer& answer) {
    std::string text = fmt::format("\n    {} {}", verdictName(answer.verdict),
                                   dispositionName(answer.disposition));
    const auto add = [&](const char* title, const Hop& hop) {
        text += fmt::format("\n    {:8} {} {} {} [{}] {} | {} {}", title, hopKindName(hop.kind),
                            hop.resource, hop.step, hop.rule, hopResultName(hop.result),
                            packetText(hop.packet), hop.why);
    };
    for (const Hop& hop : answer.forward) add("->", hop);
    for (const Hop& hop : answer.reply) add("<-", hop);
    for (const Blocker& blocker : answer.blockers) add("blocker", blocker.hop);
    for (const std::string& note : answer.notes) text += "\n    note     " + note;
    for (const Pass& pass : answer.passes) {
        text += fmt::format("\n    passes   {} from {} clients {}", trafficText(pass.traffic),
                            addressText(pass.source), portText(pass.clientPorts));
    }
    return text;
}

Scenario readScenario(const std::filesystem::path& file) {
    Scenario scenario;
    scenario.file = file;
    std::istringstream text(readFile(file));
    std::string base;
    std::size_t number = 0;
    bool inTemplate = false;
    for (std::string line; std::getline(text, line);) {
        ++number;
        if (inTemplate) {
            scenario.yaml += line + "\n";
        } else if (line == "---") {
            inTemplate = true;
        } else if (line.starts_with("#")) {
            readFacts(line, scenario.facts);
        } else if (line.starts_with("extends ")) {
            base = readFile(file.parent_path() / line.substr(8));
        } else if (line.starts_with("without ")) {
            scenario.without.push_back(line.substr(8));
        } else if (line.starts_with("expect ")) {
            Expectation expectation;
            expectation.line = number;
            expectation.text = line;
            const std::string problem = readExpectation(line, expectation);
            if (!problem.empty()) {
                scenario.problems.push_back(fmt::format("line {}: {}", number, problem));
            }
            scenario.expectations.push_back(std::move(expectation));
        } else if (!line.empty()) {
            scenario.problems.push_back(
                fmt::format("line {}: neither comment, extends, expect "
                            "nor ---",
                            number));
        }
    }
    scenario.yaml = base + scenario.yaml;
    if (scenario.expectations.empty()) scenario.problems.emplace_back("no expectation");
    return scenario;
}

std::vector<std::string> runScenario(const Scenario& scenario) {
    std::vector<std::string> problems = scenario.problems;
    if (!problems.empty()) return problems;
    Design design = readDesign(scenario.yaml);
    for (const std::string& name : scenario.without) {
        const auto changed =
            archivolt::apply(design, RemoveResource{design.stacks.front()->id, name});
        if (!changed) return {"cannot take away " + name + ": " + changed.error().message};
        design = *changed;
    }
    const auto resolved = resolve(design);
    const Reachability reachability(resolved->architecture);
    for (const Expectation& expectation : scenario.expectations) {
        for (std::string& problem : Checker(reachability, expectation).check()) {
            problems.push_back(std::move(problem));
        }
    }
    return problems;
}

}  // namespace archivolt::test
