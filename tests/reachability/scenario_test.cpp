#include <QtTest>

#include <algorithm>
#include <map>
#include <regex>
#include <sstream>

#include "tests/reachability/scenario.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

/// The page of facts: its rows of the network, and those that need no scenario.
struct FactsPage {
    std::set<std::string> rows;     ///< `N1`, `N2`, …
    std::set<std::string> without;  ///< Under "To be encoded" and "Without a scenario".
    std::vector<std::string> problems;
};

FactsPage readFactsPage() {
    static const std::regex kRow("^\\| (N[0-9]+) \\| ([^|]+) \\| ([^|]+) \\|$");
    static const std::regex kName("N[0-9]+");
    FactsPage page;
    std::string section;
    std::istringstream text(
        test::readFile(test::sourceRoot() / "tests" / "scenarios" / "FACTS.md"));
    for (std::string line; std::getline(text, line);) {
        if (line.starts_with("## ")) section = line.substr(3);
        std::smatch match;
        if (std::regex_match(line, match, kRow)) {
            if (!page.rows.insert(match[1]).second) page.problems.push_back(match[1]);
        } else if (section == "To be encoded" || section == "Without a scenario") {
            for (std::sregex_iterator at(line.begin(), line.end(), kName), end; at != end; ++at) {
                if (!page.without.insert(at->str()).second) page.problems.push_back(at->str());
            }
        }
    }
    return page;
}

/// What the answers agree on where AWS has no name for it; cited as C1, C2 and on.
constexpr std::array kConventions = {
    "what a question leaves open is answered for the whole set, with its scope",             // C1
    "a balancer passes on to what its health checks reach; no listener is denied-in",        // C2
    "what a template does not name is called after its VPC",                                 // C3
    "a public address in a subnet without an internet gateway route is reply-blocked",       // C4
    "a zone without an attachment is no-route at the source, reply-blocked at the far end",  // C5
    "a peering or attachment whose far VPC does not hold the destination is no-route",       // C6
    "routes before the egress ACL, the ACL before no-such-host; what loops, and where",      // C7
    "a standalone egress rule adds to the default one",                                      // C8
};

/// Returns the types of the core's systems that are part of reachability, each once.
std::set<std::string> typesOfTheCore() {
    std::set<std::string> types;
    std::istringstream text(
        test::readFile(test::sourceRoot() / "tests" / "command" / "core_systems.txt"));
    for (std::string line; std::getline(text, line);) {
        const std::size_t first = line.find(" | ");
        const std::size_t second = line.find(" | ", first + 3);
        if (line.empty() || line.front() == '#') continue;
        if (line.substr(first, second - first).find('R') == std::string::npos) continue;
        std::istringstream words(line.substr(second + 3));
        for (std::string type; words >> type;) types.insert(type);
    }
    return types;
}

/// Takes every resource of a type out of a scenario; returns whether there was one.
bool takeOut(const std::string& type, test::Scenario& scenario) {
    std::vector<std::string> problems;
    const Design design = test::designOf(scenario, problems);
    bool any = false;
    for (const auto& stack : design.stacks) {
        if (stack->kind != StackKind::Template) continue;
        for (const auto& resource : stack->body.resources) {
            if (resource->type() != type) continue;
            scenario.edits.push_back({test::ScenarioEdit::Kind::Without, resource->logicalId, {}});
            any = true;
        }
    }
    return any;
}

/// Types of the core that no answer turns on: the far end's address, since what is behind a VPN is
/// asked by addresses; where a host stands in its rack; what a distribution runs; and a name's
/// health, since every record that may answer does.
const std::set<std::string> kBearingOnNothing = {
    "AWS::CloudFront::Function", "AWS::EC2::CustomerGateway", "AWS::EC2::PlacementGroup",
    "AWS::Route53::HealthCheck"};

}  // namespace

class ScenarioTest : public QObject {
    Q_OBJECT
private:
    std::vector<test::Scenario> m_scenarios = test::allScenarios();

private Q_SLOTS:
    void everyScenarioHolds_data() {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < m_scenarios.size(); ++i) {
            QTest::newRow(m_scenarios[i].name.c_str()) << static_cast<int>(i);
        }
    }

    void everyScenarioHolds() {
        QFETCH(int, index);
        std::string text;
        for (const std::string& problem :
             test::runScenario(m_scenarios[static_cast<std::size_t>(index)])) {
            text += "\n" + problem;
        }
        QVERIFY2(text.empty(), text.c_str());
    }

    /// Turns every line's word into its opposite: each line must then be told.
    void expectationsThatDoNotHoldAreReported() {
        static const std::map<std::string, std::string> kOpposite = {
            {"reachable", "blocked"}, {"blocked", "reachable"}, {"partial", "blocked"},
            {"unknown", "reachable"}, {"tracked", "untracked"}, {"untracked", "tracked"},
            {"survives", "breaks"},   {"breaks", "survives"},   {"finding", "no"},
            {"no", "finding"},        {"holds", "lacks"},       {"lacks", "holds"},
            {"fails", "reachable"}};
        for (test::Scenario& scenario : test::allScenarios()) {
            for (test::Expectation& each : scenario.expectations) {
                each.verdict = kOpposite.at(each.verdict);
            }
            const auto problems = test::runScenario(scenario);
            for (const test::Expectation& each : scenario.expectations) {
                const std::string line = "line " + std::to_string(each.line) + ":";
                QVERIFY2(std::ranges::any_of(
                             problems,
                             [&](const std::string& problem) { return problem.starts_with(line); }),
                         (scenario.name + ", " + each.text).c_str());
            }
        }
    }

    /// A type that only stands beside would be shown by no scenario.
    void everyTypeOfTheCoreTurnsAnAnswer() {
        std::string missing;
        std::size_t tried = 0;
        const auto types = typesOfTheCore();
        QVERIFY(types.size() >= 40);
        for (const std::string& type : types) {
            bool turns = false;
            for (std::size_t i = 0; i < m_scenarios.size() && !turns; ++i) {
                test::Scenario scenario = m_scenarios[i];
                const std::regex written(type + "\\b(?!:)");
                if (!std::regex_search(scenario.yaml, written) || !takeOut(type, scenario))
                    continue;
                ++tried;
                turns = !test::runScenario(scenario).empty();
            }
            if (turns == kBearingOnNothing.contains(type)) missing += ' ' + type;
        }
        qInfo("%zu types, %zu scenarios tried", types.size(), tried);
        QVERIFY2(missing.empty(), missing.c_str());
    }

    void namesTellScenariosApart() {
        std::set<std::string> names;
        for (const test::Scenario& scenario : m_scenarios) {
            QVERIFY2(names.insert(scenario.name).second, scenario.name.c_str());
        }
    }

    void everyFactAndConventionIsCited() {
        const FactsPage page = readFactsPage();
        std::set<std::string> wanted = page.rows;
        QVERIFY(wanted.size() >= 109);
        QCOMPARE(page.problems, std::vector<std::string>());  // No row and no exception twice.
        for (std::size_t i = 1; i <= kConventions.size(); ++i) {
            wanted.insert("C" + std::to_string(i));
        }
        std::size_t expectations = 0;
        std::string strange;
        for (const test::Scenario& scenario : m_scenarios) {
            expectations += scenario.expectations.size();
            for (const std::string& fact : scenario.facts) {
                if (!wanted.contains(fact)) strange += " " + scenario.name + ":" + fact;
            }
        }
        QCOMPARE(strange, std::string());
        std::string missing;
        for (const std::string& fact : wanted) {
            const bool cited = std::ranges::any_of(
                m_scenarios,
                [&](const test::Scenario& scenario) { return scenario.facts.contains(fact); });
            // A row that is shown leaves the lists of those that are not.
            if (cited == page.without.contains(fact)) missing += " " + fact;
        }
        for (const std::string& fact : page.without) {
            if (!wanted.contains(fact)) missing += " " + fact;
        }
        qInfo("%zu facts, %zu of them without a scenario", page.rows.size(), page.without.size());
        qInfo("%zu scenarios, %zu expectations", m_scenarios.size(), expectations);
        QCOMPARE(missing, std::string());
        QVERIFY(m_scenarios.size() >= 200);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ScenarioTest)
#include "scenario_test.moc"
