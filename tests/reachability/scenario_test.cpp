#include <QtTest>

#include <algorithm>
#include <map>

#include "tests/reachability/scenario.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

std::vector<std::filesystem::path> scenarioFiles() {
    std::vector<std::filesystem::path> files;
    const auto root = test::sourceRoot() / "tests" / "scenarios";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
        if (entry.path().extension() == ".scenario") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

constexpr int kFacts = 70;

/// Rows of the network facts that no scenario can show, and why.
const std::map<int, const char*>& factsWithoutScenario() {
    static const std::map<int, const char*> kRows = {
        {26, "a quota, checked by lint"},
        {31, "about rule changes in time"},
        {32, "a quota, checked by lint"},
        {33, "a quota, checked by lint"},
        {34, "a quota, checked by lint"},
        {35, "a quota, checked by lint"},
        {36, "a quota, checked by lint"},
        {37, "a quota, checked by lint"},
        {38, "a quota, checked by lint"},
        {39, "checked by lint"},
        {40, "checked by lint"},
        {42, "checked by lint"},
        {28, "no effect on a verdict"},
        {29, "no effect on a verdict"},
        {30, "a time, no effect on a verdict"},
        {56, "a capacity"},
        {60, "checked by lint"},
    };
    return kRows;
}

}  // namespace

class ScenarioTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyScenarioHolds_data() {
        QTest::addColumn<QString>("file");
        for (const auto& file : scenarioFiles()) {
            QTest::newRow(file.filename().c_str()) << QString::fromStdString(file.string());
        }
    }

    void everyScenarioHolds() {
        QFETCH(QString, file);
        const auto scenario = test::readScenario(file.toStdString());
        std::string text;
        for (const std::string& problem : test::runScenario(scenario)) text += "\n" + problem;
        QVERIFY2(text.empty(), text.c_str());
    }

    void expectationsThatDoNotHoldAreReported() {
        const auto file = test::sourceRoot() / "tests" / "scenarios" / "group_allow_only.scenario";
        auto scenario = test::readScenario(file);
        const std::size_t count = scenario.expectations.size();
        for (auto& expectation : scenario.expectations) {
            expectation.verdict = expectation.verdict == "reachable" ? "blocked" : "reachable";
        }
        QVERIFY(test::runScenario(scenario).size() >= count);
    }

    void everyFactIsCitedByAScenarioOrExplained() {
        std::set<int> cited;
        std::size_t expectations = 0;
        for (const auto& file : scenarioFiles()) {
            const auto scenario = test::readScenario(file);
            cited.insert(scenario.facts.begin(), scenario.facts.end());
            expectations += scenario.expectations.size();
        }
        std::string missing;
        for (int fact = 1; fact <= kFacts; ++fact) {
            const bool excused = factsWithoutScenario().contains(fact);
            if (!cited.contains(fact) && !excused) missing += " " + std::to_string(fact);
        }
        qInfo("%zu scenarios, %zu expectations", scenarioFiles().size(), expectations);
        QCOMPARE(missing, std::string());
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ScenarioTest)
#include "scenario_test.moc"
