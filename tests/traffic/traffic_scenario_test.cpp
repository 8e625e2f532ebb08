#include <QtTest>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <vector>

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

/// The rows of a table of text, by their bars.
std::vector<std::vector<std::string>> rowsOf(const std::filesystem::path& path) {
    std::vector<std::vector<std::string>> rows;
    std::istringstream lines(archivolt::test::readFile(path));
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line.front() == '#') continue;
        std::vector<std::string>& row = rows.emplace_back();
        for (std::size_t at = 0; at != std::string::npos;) {
            const std::size_t bar = line.find(" | ", at);
            row.push_back(line.substr(at, bar == std::string::npos ? bar : bar - at));
            at = bar == std::string::npos ? bar : bar + 3;
        }
    }
    return rows;
}

/// What a run counts at its clients and components.
std::map<std::string, double> countsOf(const Run& run) {
    std::map<std::string, double> counts;
    for (const ClientResult& one : run.clients) {
        counts[one.name + " completed"] = static_cast<double>(one.completed);
        counts[one.name + " failed"] = static_cast<double>(one.failed);
        counts[one.name + " latency"] = one.latency.meanNs();
    }
    for (const ComponentResult& one : run.components) {
        counts[one.name + " arrivals"] = static_cast<double>(one.meter.arrivals);
        counts[one.name + " failures"] = static_cast<double>(one.meter.failed);
    }
    return counts;
}

/// Says whether all values of one side are below all of the other, by more than their spread.
bool liesApart(const std::array<std::vector<std::map<std::string, double>>, 2>& counted,
               const std::string& key) {
    std::array<double, 2> least{1e300, 1e300};
    std::array<double, 2> most{-1e300, -1e300};
    for (std::size_t side = 0; side < 2; ++side) {
        for (const auto& one : counted[side]) {
            const auto found = one.find(key);
            if (found == one.end()) return false;
            least[side] = std::min(least[side], found->second);
            most[side] = std::max(most[side], found->second);
        }
    }
    const double spread = (most[0] - least[0]) + (most[1] - least[1]);
    return least[1] - most[0] > spread || least[0] - most[1] > spread;
}

/// Says what is wrong with where the time of a run's requests went: each is somewhere at every
/// moment, so that what is booked adds up to what they took, to the nanosecond.
std::string whatDoesNotAddUp(const Run& run) {
    std::uint64_t requests = 0;
    for (const WayCell& cell : run.ways) {
        std::uint64_t parts = 0;
        for (const auto& [words, time] : cell.parts) parts += time;
        if (parts != cell.took) return "the parts of cell " + std::to_string(cell.cell);
        const auto mean = static_cast<Time>(cell.took / cell.requests);
        if (WayCell::of(mean) != cell.cell) return "the mean of cell " + std::to_string(cell.cell);
        requests += cell.requests;
    }
    return requests == run.latency().count() ? std::string() : "the number of requests";
}

Run runOf(const test::PlantScenario& scenario, QueueKind queue, std::uint64_t seed = 1,
          bool followWays = false) {
    RunOptions options;
    options.seed = seed;
    options.followWays = followWays;
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
            Run followed = runOf(scenario, QueueKind::Heap, 1, true);
            const std::string odd = whatDoesNotAddUp(followed);
            QVERIFY2(odd.empty(), (scenario.name + ": " + odd).c_str());
            followed.ways.clear();
            QVERIFY(run == followed);
            for (const auto& one : scenario.expectations) {
                const std::string fails = test::whatFails(scenario, run, one);
                if (!fails.empty())
                    problems += scenario.name + ": " + one.text + ": " + fails + '\n';
            }
        }
        QVERIFY2(problems.empty(), problems.c_str());
    }

    void everySystemHasAScenario() {
        const auto folder = archivolt::test::sourceRoot() / "tests";
        std::set<std::string> shown;
        for (const auto& row : rowsOf(folder / "scenarios/traffic/systems.txt")) {
            QCOMPARE(row.size(), 4U);
            shown.insert(row[0]);
        }
        for (const auto& row : rowsOf(folder / "traffic/systems_core.txt")) {
            if (row[0] == "--") continue;
            const bool excused = row.size() > 1;
            QVERIFY2(shown.contains(row[0]) != excused, row[0].c_str());
        }
    }

    // With a system and without it, on three seeds each: something that is counted must lie apart.
    void switchingASystemOffChangesTheResult_data() {
        QTest::addColumn<QStringList>("row");
        const auto path = archivolt::test::sourceRoot() / "tests/scenarios/traffic/systems.txt";
        for (const auto& row : rowsOf(path)) {
            QStringList list;
            for (const std::string& one : row) list << QString::fromStdString(one);
            QTest::newRow((row[0] + ", " + row[1] + ", " + row[2]).c_str()) << list;
        }
    }
    void switchingASystemOffChangesTheResult() {
        QFETCH(QStringList, row);
        const auto path =
            archivolt::test::sourceRoot() / "tests/scenarios/traffic" / row[1].toStdString();
        const auto scenarios = test::readScenarios(archivolt::test::readFile(path));
        std::array<std::vector<std::map<std::string, double>>, 2> counted;
        for (int i = 0; i < 2; ++i) {
            const auto found =
                std::ranges::find(scenarios, row[2 + i].toStdString(), &test::PlantScenario::name);
            QVERIFY2(found != scenarios.end(), qPrintable(row[2 + i]));
            for (std::uint64_t seed = 1; seed <= 3; ++seed) {
                counted[static_cast<std::size_t>(i)].push_back(
                    countsOf(runOf(*found, QueueKind::Calendar, seed)));
            }
        }
        std::string apart;
        for (const auto& [key, value] : counted[0].front()) {
            if (liesApart(counted, key)) apart += key + ' ';
        }
        QVERIFY2(!apart.empty(), qPrintable(row[0]));
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
