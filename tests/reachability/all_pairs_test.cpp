#include <QtTest>

#include "export/cloudformation/read_template.h"
#include "model/reachability/questions/reach.h"
#include "model/reachability/sets/all_pairs.h"
#include "model/reachability/sets/client_ports.h"
#include "tests/build/build_support.h"
#include "tests/reachability/random_network.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

TrafficBounds direct(const Reachability& reachability, InterfaceIndex from, InterfaceIndex to,
                     Family family) {
    const auto& interfaces = reachability.network().interfaces();
    const FlowEnd origin{FlowEnd::Kind::Interface, from, {}};
    const WalkQuestion flow{origin,
                            {*interfaces[from].address(family), *interfaces[to].address(family)},
                            {FlowEnd::Kind::Interface, to, {}},
                            kNone};
    return roundTripBetween(reachability.network(), reachability.filters(), flow,
                            clientPortsOf(reachability.network(), origin));
}

}  // namespace

class AllPairsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyMemberOfAClassHasTheClassesTraffic() {
        std::size_t pairs = 0;
        std::size_t shared = 0;
        for (std::uint64_t seed = 0; seed < 12; ++seed) {
            const Reachability reachability(
                test::randomNetwork(seed, {.hostsPerSubnet = 6, .rare = seed % 2 == 1}));
            const auto classes = interfaceClasses(reachability);
            shared += reachability.network().interfaces().size() - classes.size();
            forEachPair(reachability, classes, {}, [&](const ClassPair& pair) {
                for (const InterfaceIndex from : classes[pair.from].members) {
                    for (const InterfaceIndex to : classes[pair.to].members) {
                        if (from == to) continue;
                        ++pairs;
                        QCOMPARE(direct(reachability, from, to, pair.family), pair.traffic);
                    }
                }
            });
        }
        qInfo("%zu pairs; %zu interfaces shared a class", pairs, shared);
        QVERIFY(pairs > 5000);
        QVERIFY(shared > 20);
    }

    void allPairsTogetherAreThoseOfEachSender() {
        std::size_t pairs = 0;
        for (std::uint64_t seed = 0; seed < 60; ++seed) {
            const Reachability reachability(
                test::randomNetwork(seed, {.hostsPerSubnet = 5, .rare = seed % 2 == 1}));
            const auto classes = interfaceClasses(reachability);
            std::vector<TrafficBounds> together;
            forEachPair(reachability, classes, {},
                        [&](const ClassPair& pair) { together.push_back(pair.traffic); });
            std::size_t at = 0;
            for (std::size_t from = 0; from < classes.size(); ++from) {
                forEachPairFrom(reachability, classes, from, [&](const ClassPair& pair) {
                    QVERIFY(at < together.size());
                    QCOMPARE(pair.traffic, together[at++]);
                });
            }
            QCOMPARE(at, together.size());
            pairs += at;
        }
        QVERIFY(pairs > 10000);
    }

    void everyTemplateHasAMatrixAndUnknownsCarryReasons() {
        auto files = test::corpusTemplates();
        const std::size_t corpus = files.size();
        for (const auto& fixture : test::fixtureTemplates()) files.push_back(fixture);
        for (const auto& entry :
             std::filesystem::directory_iterator(test::sourceRoot() / "resources" / "examples")) {
            if (entry.path().extension() == ".yaml") files.push_back(entry.path());
        }
        std::size_t pairs = 0;
        std::size_t open = 0;
        std::size_t unknown = 0;
        std::size_t networks = 0;
        std::size_t unreadable = 0;
        for (const auto& file : files) {
            const std::string text = test::readFile(file);
            std::uint32_t nextId = 1;
            if (!readTemplate(text, {}, nextId).usable) {
                ++unreadable;
                continue;
            }
            const auto resolved = resolve(test::readDesign(text));
            const Reachability reachability(resolved->architecture);
            networks += reachability.network().vpcs().empty() ? 0 : 1;
            const auto classes = interfaceClasses(reachability);
            forEachPair(reachability, classes, {}, [&](const ClassPair& pair) {
                ++pairs;
                open += pair.traffic.sure.empty() ? 0 : 1;
                unknown += pair.traffic.sure == pair.traffic.possible ? 0 : 1;
            });
            for (const auto& one : classes) {
                ReachQuestion question;
                question.from.name = "internet";
                question.from.outside = reachability.network().internet();
                question.to.name = "class";
                question.to.interfaces = {one.members.front()};
                const ReachAnswer answer = reach(reachability, question);
                if (answer.verdict == Verdict::Unknown) {
                    QVERIFY2(!answer.notes.empty(), file.c_str());
                }
                if (answer.verdict == Verdict::Blocked) {
                    QVERIFY2(!answer.blockers.empty() || !answer.notes.empty(), file.c_str());
                }
            }
        }
        qInfo(
            "%zu templates (%zu of the corpus, %zu unreadable), %zu with a VPC: %zu pairs of "
            "classes, %zu open, "
            "%zu not fully known",
            files.size(), corpus, unreadable, networks, pairs, open, unknown);
    }

    void askedToStopItStops() {
        const Reachability reachability(test::randomNetwork(1));
        std::stop_source stop;
        std::size_t rows = 0;
        forEachPair(reachability, interfaceClasses(reachability), stop.get_token(),
                    [&](const ClassPair& pair) {
                        rows = std::max(rows, pair.from + 1);
                        stop.request_stop();
                    });
        QCOMPARE(rows, 1U);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::AllPairsTest)
#include "all_pairs_test.moc"
