#include <QtTest>

#include <fmt/format.h>

#include "tests/reachability/scenario.h"
#include "tests/repair/repair_support.h"
#include "tests/support/test_paths.h"

namespace archivolt {

/// Every repair that is proposed in the worlds of tests/scenarios does what it says, and leaves
/// nothing that AWS would reject and did not before.
///
/// ARCHIVOLT_REPAIR_ANSWERS sets how many questions are asked.
class RepairScenarioTest : public QObject {
    Q_OBJECT
private:
    /// Questions of one world: what its lines ask, then every pair of its ends on usual ports.
    static std::vector<ReachQuestion> questionsOf(const test::Scenario& scenario,
                                                  const test::Subject& subject) {
        std::vector<ReachQuestion> questions;
        const auto add = [&](const std::string& from, const std::string& to, IpProtocol protocol,
                             const PortSet& ports) {
            const auto source = findEndpoint(subject.reachability->network(), from);
            const auto aim = findEndpoint(subject.reachability->network(), to);
            if (!source || !aim) return;
            questions.push_back({*source, *aim, protocol, ports, std::nullopt});
        };
        std::set<std::string> ends = {"internet"};
        for (const test::Expectation& line : scenario.expectations) {
            if (line.kind != test::Expectation::Kind::Reach) continue;
            ends.insert(line.from);
            ends.insert(line.to);
            if (line.protocol) add(line.from, line.to, *line.protocol, line.ports);
        }
        for (const auto& [id, instance] : subject.resolved->architecture->instances) {
            ends.insert(instance->name);
        }
        for (const auto& [id, balancer] : subject.resolved->architecture->loadBalancers) {
            ends.insert(balancer->name);
        }
        for (const std::string& from : ends) {
            for (const std::string& to : ends) {
                if (from == to) continue;
                for (const Port port : {Port{80}, Port{22}, Port{5432}}) {
                    add(from, to, kProtocolTcp, PortSet({port, port}));
                }
            }
        }
        return questions;
    }

private Q_SLOTS:
    void noRepairIsRejected() {
        bool given = false;
        const int wanted = qEnvironmentVariableIntValue("ARCHIVOLT_REPAIR_ANSWERS", &given);
        const std::size_t most = given ? static_cast<std::size_t>(wanted) : 250;
        std::vector<test::Scenario> scenarios;
        const auto folder = test::sourceRoot() / "tests" / "scenarios";
        std::vector<std::filesystem::path> files;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            if (entry.path().extension() == ".scenario") files.push_back(entry.path());
        }
        std::ranges::sort(files);
        for (const auto& file : files) {
            for (auto& one : test::readScenarios(file)) scenarios.push_back(std::move(one));
        }
        std::size_t answers = 0;
        std::size_t repairs = 0;
        // A little of each world when few are wanted, and more of it when many are.
        const std::size_t each = std::max<std::size_t>(1, most / scenarios.size());
        const std::size_t step = std::max<std::size_t>(1, scenarios.size() / most);
        for (std::size_t i = 0; i < scenarios.size(); i += step) {
            std::vector<std::string> problems;
            const Design design = test::designOf(scenarios[i], problems);
            // What a scenario breaks on purpose is no design to be repaired.
            if (!problems.empty()) continue;
            const test::Subject subject(design);
            const auto questions = questionsOf(scenarios[i], subject);
            for (std::size_t q = 0; q < std::min(each, questions.size()); ++q) {
                const Repairs made = subject.repairs(questions[q]);
                const std::string faults = test::rejectionsOf(subject, questions[q], made);
                QVERIFY2(faults.empty(), fmt::format("{}: {} -> {} {}\n{}", scenarios[i].name,
                                                     questions[q].from.name, questions[q].to.name,
                                                     portText(questions[q].ports), faults)
                                             .c_str());
                ++answers;
                repairs += made.repairs.size();
            }
        }
        qInfo() << answers << "answers," << repairs << "repairs";
        QVERIFY(answers > most / 3 && repairs > answers / 4);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::RepairScenarioTest)
#include "repair_scenario_test.moc"
