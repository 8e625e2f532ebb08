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
