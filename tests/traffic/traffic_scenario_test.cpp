#include <QtTest>

#include <algorithm>

#include "model/traffic/run/simulation.h"
#include "tests/support/test_paths.h"
#include "tests/traffic/read_plant.h"

namespace archivolt::traffic {

namespace {

std::vector<std::filesystem::path> scenarioFiles() {
    std::vector<std::filesystem::path> files;
    const auto folder = archivolt::test::sourceRoot() / "tests/scenarios/traffic";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".traffic") files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

Run runOf(const test::PlantScenario& scenario, QueueKind queue) {
    RunOptions options;
    options.duration = fromSeconds(scenario.seconds);
    options.queue = queue;
    Simulation simulation(scenario.plant, options);
    simulation.advance(options.duration);
    // Conservation and Little's law at every component are asserted in here.
    return simulation.result();
}

}  // namespace

/// Runs every small world of tests/scenarios/traffic.
class TrafficScenarioTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyExpectationHolds_data() {
        QTest::addColumn<QString>("file");
        for (const auto& path : scenarioFiles()) {
            QTest::newRow(path.filename().string().c_str())
                << QString::fromStdString(path.string());
        }
    }
    void everyExpectationHolds() {
        QFETCH(QString, file);
        const auto scenarios = test::readScenarios(archivolt::test::readFile(file.toStdString()));
        QVERIFY(!scenarios.empty());
        std::string problems;
        for (const test::PlantScenario& scenario : scenarios) {
            QVERIFY2(scenario.problem.empty(), scenario.problem.c_str());
            QVERIFY2(!scenario.expectations.empty(), scenario.name.c_str());
            const std::string wrong = whatIsWrong(scenario.plant);
            QVERIFY2(wrong.empty(), wrong.c_str());
            const Run run = runOf(scenario, QueueKind::Calendar);
            QVERIFY(run == runOf(scenario, QueueKind::Heap));
            for (const auto& one : scenario.expectations) {
                const std::string fails = test::whatFails(scenario, run, one);
                if (!fails.empty())
                    problems += scenario.name + ": " + one.text + ": " + fails + '\n';
            }
        }
        QVERIFY2(problems.empty(), problems.c_str());
    }

    void everyScenarioCitesAFact() {
        for (const auto& path : scenarioFiles()) {
            const auto scenarios = test::readScenarios(archivolt::test::readFile(path));
            QVERIFY2(!scenarios.front().facts.empty(), path.string().c_str());
        }
    }
};

}  // namespace archivolt::traffic

QTEST_APPLESS_MAIN(archivolt::traffic::TrafficScenarioTest)
#include "traffic_scenario_test.moc"
