#include <QtTest>

#include <fmt/format.h>

#include "tests/reachability/random_network.h"
#include "tests/reachability/scenario.h"
#include "tests/repair/blocker_checks.h"
#include "tests/repair/repair_support.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

/// Ports that templates speak of.
constexpr Port kAsked[] = {80, 22, 5432};

void addQuestion(const NetworkIndex& network, const std::string& from, const std::string& to,
                 Port port, std::vector<ReachQuestion>& questions) {
    const auto source = findEndpoint(network, from);
    const auto aim = findEndpoint(network, to);
    if (!source || !aim) return;
    questions.push_back({*source, *aim, kProtocolTcp, PortSet({port, port}), std::nullopt});
}

/// Every pair of ends on the usual ports; the pairs of one port after those of the other.
void addPairs(const NetworkIndex& network, const std::set<std::string>& ends,
              std::vector<ReachQuestion>& questions) {
    for (const Port port : kAsked) {
        for (const std::string& from : ends) {
            for (const std::string& to : ends) {
                if (from != to) addQuestion(network, from, to, port, questions);
            }
        }
    }
}

std::set<std::string> endsOf(const Architecture& things) {
    std::set<std::string> ends = {"internet"};
    for (const auto& [id, instance] : things.instances) ends.insert(instance->name);
    for (const auto& [id, balancer] : things.loadBalancers) ends.insert(balancer->name);
    for (const auto& [id, database] : things.databases) ends.insert(database->name);
    return ends;
}

/// What its lines ask, then every pair of its ends.
std::vector<ReachQuestion> questionsOf(const test::Scenario& scenario,
                                       const test::Subject& subject) {
    const NetworkIndex& network = subject.reachability->network();
    std::vector<ReachQuestion> questions;
    std::set<std::string> ends = endsOf(*subject.resolved->architecture);
    for (const test::Expectation& line : scenario.expectations) {
        if (line.kind != test::Expectation::Kind::Reach) continue;
        ends.insert(line.from);
        ends.insert(line.to);
        if (!line.protocol) continue;
        const auto source = findEndpoint(network, line.from);
        const auto aim = findEndpoint(network, line.to);
        if (!source || !aim) continue;
        questions.push_back({*source, *aim, *line.protocol, line.ports, std::nullopt});
    }
    addPairs(network, ends, questions);
    return questions;
}

std::vector<std::filesystem::path> filesIn(const char* folder, const char* ending) {
    std::vector<std::filesystem::path> files;
    for (const auto& entry : std::filesystem::directory_iterator(test::sourceRoot() / folder)) {
        if (entry.path().extension() == ending) files.push_back(entry.path());
    }
    std::ranges::sort(files);
    return files;
}

}  // namespace

/// Over many answers: no repair leaves anything that AWS would reject and did not before, each does
/// what it says, and whatever is named as blocking blocks by itself.
///
/// ARCHIVOLT_REPAIR_ANSWERS sets how many questions are asked in all.
class RepairScenarioTest : public QObject {
    Q_OBJECT
private:
    static std::size_t wanted() {
        bool given = false;
        const int number = qEnvironmentVariableIntValue("ARCHIVOLT_REPAIR_ANSWERS", &given);
        return given ? static_cast<std::size_t>(number) : 500;
    }

    /// What has been asked of the worlds of one kind.
    struct Asked {
        std::size_t answers = 0;
        std::size_t repairs = 0;
        test::BlockerCounts blockers;
        test::BlockerCounts putBack;
        std::vector<std::string> faults;
    };

    /// Says what is wrong, as far as anybody reads; a message of a test ends after some lines.
    static void complain(const std::vector<std::string>& faults) {
        static constexpr std::size_t kMostTold = 100;
        for (std::size_t i = 0; i < std::min(faults.size(), kMostTold); ++i) {
            qWarning().noquote() << QString::fromStdString(faults[i]);
        }
    }

    static void ask(const std::string& world, const test::Subject& subject,
                    const ReachQuestion& question, Asked& asked) {
        const ReachAnswer answer = reach(*subject.reachability, question);
        const Repairs made = subject.repairs(question);
        std::string faults = test::rejectionsOf(subject, question, made);
        faults += test::faultsOfBlockers(*subject.reachability, question, answer, asked.blockers);
        const bool opens =
            !made.repairs.empty() && made.repairs.front().effect == RepairEffect::Opens;
        const auto opened =
            opens ? test::repaired(subject, made.repairs.front()) : std::optional<test::Subject>();
        if (opened) {
            faults +=
                test::faultsWhenPutBack(*subject.resolved->architecture, *opened->reachability,
                                        question, answer, asked.putBack);
        }
        ++asked.answers;
        asked.repairs += made.repairs.size();
        if (faults.empty()) return;
        asked.faults.push_back(fmt::format("{}: {} -> {} {}\n{}", world, question.from.name,
                                           question.to.name, portText(question.ports), faults));
    }

    static void tell(const char* what, const Asked& asked) {
        qInfo().noquote() << QString::fromStdString(fmt::format(
            "{}: {} answers, {} repairs; {} blockers alone in the way ({} beside what no filter "
            "opens), {} put back into what a repair opened",
            what, asked.answers, asked.repairs, asked.blockers.alone, asked.blockers.left,
            asked.putBack.alone));
        complain(asked.faults);
        QCOMPARE(asked.faults.size(), std::size_t{0});
    }

private Q_SLOTS:
    void scenarios() {
        const std::size_t most = wanted() / 2;
        const std::vector<test::Scenario> scenarios = test::allScenarios();
        // A little of each world when few are wanted, and more of it when many are.
        const std::size_t each = std::max<std::size_t>(1, most / scenarios.size());
        const std::size_t step = std::max<std::size_t>(1, scenarios.size() / most);
        Asked asked;
        for (std::size_t i = 0; i < scenarios.size(); i += step) {
            std::vector<std::string> problems;
            const Design design = test::designOf(scenarios[i], problems);
            // What a scenario breaks on purpose is no design to be repaired.
            if (!problems.empty()) continue;
            const test::Subject subject(design);
            const auto questions = questionsOf(scenarios[i], subject);
            for (std::size_t q = 0; q < std::min(each, questions.size()); ++q) {
                ask(scenarios[i].name, subject, questions[q], asked);
            }
        }
        tell("scenarios", asked);
        QVERIFY(asked.answers > most / 3 && asked.repairs > asked.answers / 4);
    }

    void realTemplates() {
        const std::size_t most = std::max<std::size_t>(8, wanted() / 4);
        auto files = filesIn("resources/examples", ".yaml");
        for (const auto& file : test::fixtureTemplates()) files.push_back(file);
        for (const auto& file : test::corpusTemplates()) files.push_back(file);
        const std::size_t step = std::max<std::size_t>(1, files.size() / most);
        Asked asked;
        for (std::size_t i = 0; i < files.size(); i += step) {
            const test::Subject subject(test::readDesign(test::readFile(files[i])));
            std::vector<ReachQuestion> questions;
            addPairs(subject.reachability->network(), endsOf(*subject.resolved->architecture),
                     questions);
            const std::size_t each = std::max<std::size_t>(2, most / files.size());
            const std::size_t stride = std::max<std::size_t>(1, questions.size() / each);
            for (std::size_t q = 0; q < questions.size(); q += stride) {
                ask(files[i].filename().string(), subject, questions[q], asked);
            }
        }
        tell("real templates", asked);
    }

    void randomDesigns() {
        const std::size_t most = wanted() / 4;
        Asked asked;
        for (std::uint64_t seed = 0; asked.answers < most; ++seed) {
            const test::Subject subject(test::readDesign(test::randomTemplate(seed)));
            std::vector<ReachQuestion> questions;
            addPairs(subject.reachability->network(), endsOf(*subject.resolved->architecture),
                     questions);
            for (std::size_t q = seed % 7; q < questions.size(); q += 7) {
                ask(fmt::format("seed {}", seed), subject, questions[q], asked);
            }
        }
        tell("random designs", asked);
    }

    void blockersOfRandomNetworks() {
        const std::size_t most = wanted();
        test::BlockerCounts counts;
        std::vector<std::string> faults;
        for (std::uint64_t seed = 0; counts.answers < most; ++seed) {
            test::RandomNetworkOptions options;
            options.rare = seed % 2 == 1;
            options.unknowns = seed % 4 > 1;
            const Reachability reachability(test::randomNetwork(seed, options));
            const Architecture& things = reachability.network().architecture();
            std::set<std::string> ends = {"internet"};
            for (const auto& [id, interface] : things.interfaces) ends.insert(interface->name);
            for (const auto& [id, balancer] : things.loadBalancers) ends.insert(balancer->name);
            std::vector<ReachQuestion> questions;
            addPairs(reachability.network(), ends, questions);
            for (std::size_t q = seed % 41; q < questions.size(); q += 41) {
                const ReachAnswer answer = reach(reachability, questions[q]);
                const std::string one =
                    test::faultsOfBlockers(reachability, questions[q], answer, counts);
                if (!one.empty()) faults.push_back(fmt::format("network {}: {}", seed, one));
            }
        }
        qInfo() << counts.answers << "blocked answers," << counts.alone
                << "blockers alone in the way," << counts.left << "beside what no filter opens";
        complain(faults);
        QCOMPARE(faults.size(), std::size_t{0});
        QVERIFY(counts.alone > counts.answers / 4);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::RepairScenarioTest)
#include "repair_scenario_test.moc"
