#include <QtTest>

#include <map>

#include "export/cloudformation/read_template.h"
#include "model/reachability/questions/matrix.h"
#include "tests/build/build_support.h"
#include "tests/reachability/one_answer.h"
#include "tests/reachability/random_network.h"
#include "tests/reachability/scenario.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

MatrixQuestion allPairs(const Reachability& reachability, MatrixBy by) {
    MatrixQuestion question;
    question.from = matrixEnds(reachability, by);
    question.to = question.from;
    return question;
}

std::vector<std::filesystem::path> allTemplates() {
    auto files = test::corpusTemplates();
    for (const auto& fixture : test::fixtureTemplates()) files.push_back(fixture);
    for (const auto& entry :
         std::filesystem::directory_iterator(test::sourceRoot() / "resources" / "examples")) {
        if (entry.path().extension() == ".yaml") files.push_back(entry.path());
    }
    return files;
}

/// A reason without the names in it, so that the same ones count together.
std::string withoutNames(const std::string& why) {
    std::string text;
    bool inside = false;
    for (const char c : why.substr(why.find(": ") == std::string::npos ? 0 : why.find(": ") + 2)) {
        if (c == '`') inside = !inside;
        if (!inside) text += c;
    }
    return text;
}

}  // namespace

class MatrixTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void cellsSayWhatQuestionsSay() {
        std::size_t cells = 0;
        std::size_t open = 0;
        for (std::uint64_t seed = 0; seed < 6; ++seed) {
            test::RandomNetworkOptions options;
            options.rare = seed % 2 == 1;
            const Reachability reachability(test::randomNetwork(seed, options));
            for (const MatrixBy by : {MatrixBy::Tier, MatrixBy::Subnet}) {
                const MatrixQuestion question = allPairs(reachability, by);
                std::map<std::tuple<std::size_t, std::size_t, Family>, MatrixCell> found;
                forEachCell(reachability, question, [&](const MatrixCell& cell) {
                    found[{cell.from, cell.to, cell.family}] = cell;
                });
                for (std::size_t from = 0; from < question.from.size(); ++from) {
                    for (std::size_t to = 0; to < question.to.size(); ++to) {
                        const Endpoint& one = question.from[from];
                        const Endpoint& other = question.to[to];
                        if (from == 0 && other.interfaces.empty()) continue;
                        const ReachAnswer answer = reach(
                            reachability, {one, other, std::nullopt, PortSet::all(), Family::Ipv4});
                        TrafficSet passes;
                        for (const Pass& pass : answer.passes) passes |= pass.traffic;
                        const MatrixCell& cell = found[{from, to, Family::Ipv4}];
                        const TrafficSet asked =
                            TrafficSet::all() - TrafficSet::of(kProtocolIcmpv6);
                        QCOMPARE(cell.some.sure & asked, passes);
                        QVERIFY(cell.some.sure.containsAll(cell.every));
                        QVERIFY(cell.some.possible.containsAll(cell.some.sure));
                        QCOMPARE(cell.why.empty(), cell.some.sure == cell.some.possible);
                        if (answer.verdict == Verdict::Reachable) {
                            QCOMPARE(cell.every & asked, asked);
                        }
                        if (answer.verdict == Verdict::Blocked) {
                            QVERIFY((cell.some.possible & asked).empty());
                        }
                        ++cells;
                        open += passes.empty() ? 0 : 1;
                    }
                }
            }
        }
        qInfo("%zu cells, %zu open", cells, open);
        QVERIFY(open > 100);
    }

    /// ARCHIVOLT_MATRIX_WORLDS sets how many random networks are asked, and with it that every
    /// scenario and template is.
    void cellsAndPairsSayWhatQuestionsByNameSay() {
        bool given = false;
        const int wanted = qEnvironmentVariableIntValue("ARCHIVOLT_MATRIX_WORLDS", &given);
        const auto worlds = static_cast<std::uint64_t>(given ? wanted : 8);
        const std::size_t step = given ? 1 : 9;
        const std::size_t most = given ? 24 : 7;
        test::OneAnswerCounts counts;
        std::vector<std::string> faults;
        const auto ask = [&](const std::string& world, std::shared_ptr<const Architecture> things) {
            const std::string differ = test::whereAnswersDiffer(
                std::make_shared<const Reachability>(std::move(things)), most, counts);
            if (!differ.empty()) faults.push_back(world + ":\n" + differ);
        };
        for (std::uint64_t seed = 0; seed < worlds; ++seed) {
            test::RandomNetworkOptions options;
            options.rare = seed % 2 == 1;
            options.unknowns = seed % 4 > 1;
            ask("network " + std::to_string(seed), test::randomNetwork(seed, options));
        }
        std::size_t place = 0;
        for (const test::Scenario& scenario : test::allScenarios()) {
            if (place++ % step != 0) continue;
            std::vector<std::string> ignored;
            ask(scenario.name, resolve(test::designOf(scenario, ignored))->architecture);
        }
        for (const auto& file : allTemplates()) {
            if (place++ % (step * 3) != 0) continue;
            const std::string text = test::readFile(file);
            std::uint32_t nextId = 1;
            if (!readTemplate(text, {}, nextId).usable) continue;
            ask(file.filename().string(), resolve(test::readDesign(text))->architecture);
        }
        qInfo("%zu cells (%zu open, %zu without a name of their own), %zu pairs", counts.cells,
              counts.open, counts.unnamed, counts.pairs);
        for (const std::string& fault : faults) qWarning().noquote() << fault.c_str();
        QCOMPARE(faults.size(), std::size_t{0});
        QVERIFY(counts.open > 100 && counts.pairs > 1000);
    }

    void narrowedQuestionsHaveNarrowedCells() {
        const Reachability reachability(test::randomNetwork(3));
        MatrixQuestion question = allPairs(reachability, MatrixBy::Subnet);
        std::map<std::tuple<std::size_t, std::size_t, Family>, TrafficSet> all;
        forEachCell(reachability, question, [&](const MatrixCell& cell) {
            all[{cell.from, cell.to, cell.family}] = cell.some.sure;
        });
        question.protocol = kProtocolTcp;
        question.ports = PortSet({80, 443});
        const TrafficSet asked = TrafficSet::of(kProtocolTcp, question.ports);
        std::size_t cells = 0;
        forEachCell(reachability, question, [&](const MatrixCell& cell) {
            ++cells;
            QCOMPARE(cell.some.sure, (all[{cell.from, cell.to, cell.family}] & asked));
        });
        QVERIFY(cells > 10);
    }

    void interfacesThatNothingTellsApartShareAnEnd() {
        const auto design = test::readDesign(R"(
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties: {CidrBlock: 10.0.0.0/16}
  Subnet:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties: {GroupDescription: all alike, VpcId: !Ref Vpc}
  One:
    Type: AWS::EC2::Instance
    Properties: {SubnetId: !Ref Subnet, SecurityGroupIds: [!Ref Group]}
  Two:
    Type: AWS::EC2::Instance
    Properties: {SubnetId: !Ref Subnet, SecurityGroupIds: [!Ref Group]}
)");
        const auto resolved = resolve(design);
        const Reachability reachability(resolved->architecture);
        const auto ends = matrixEnds(reachability, MatrixBy::Instance);
        QCOMPARE(ends.size(), std::size_t{2});
        QCOMPARE(ends[1].name, std::string("One, Two"));
    }

    void everyTemplateHasAMatrixWhereUnknownsCarryReasons() {
        std::map<std::string, std::size_t> reasons;
        std::size_t templates = 0;
        std::size_t networks = 0;
        std::size_t cells = 0;
        std::size_t unknown = 0;
        for (const auto& file : allTemplates()) {
            const std::string text = test::readFile(file);
            std::uint32_t nextId = 1;
            if (!readTemplate(text, {}, nextId).usable) continue;
            ++templates;
            const auto resolved = resolve(test::readDesign(text));
            const Reachability reachability(resolved->architecture);
            if (reachability.network().vpcs().empty()) continue;
            ++networks;
            forEachCell(reachability, allPairs(reachability, MatrixBy::Instance),
                        [&](const MatrixCell& cell) {
                            ++cells;
                            if (cell.some.sure == cell.some.possible) return;
                            ++unknown;
                            QVERIFY2(!cell.why.empty(), file.c_str());
                            for (const std::string& why : cell.why) {
                                QVERIFY2(!why.empty(), file.c_str());
                                ++reasons[withoutNames(why)];
                            }
                        });
        }
        if (test::corpusRoot().empty()) qInfo("no corpus: fixtures and examples alone");
        qInfo(
            "%zu templates, %zu with a VPC: %zu pairs where something may pass, %zu not fully "
            "known",
            templates, networks, cells, unknown);
        std::vector<std::pair<std::size_t, std::string>> most;
        for (const auto& [why, count] : reasons) most.emplace_back(count, why);
        std::ranges::sort(most, std::greater());
        for (std::size_t i = 0; i < std::min<std::size_t>(8, most.size()); ++i) {
            qInfo("%zu: %s", most[i].first, most[i].second.c_str());
        }
        QVERIFY(networks > 5);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::MatrixTest)
#include "matrix_test.moc"
