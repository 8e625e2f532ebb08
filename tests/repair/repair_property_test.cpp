#include <QtTest>

#include <random>

#include <fmt/format.h>

#include "tests/repair/repair_support.h"

namespace archivolt {

/// On random designs every proposal does what it says; ARCHIVOLT_REPAIR_SEEDS sets how many.
class RepairPropertyTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyRepairDoesWhatItSaysAndNothingElse() {
        bool given = false;
        const int wanted = qEnvironmentVariableIntValue("ARCHIVOLT_REPAIR_SEEDS", &given);
        const int seeds = given ? wanted : 40;
        std::size_t opened = 0;
        std::size_t closed = 0;
        std::size_t questions = 0;
        std::size_t blocked = 0;
        for (int seed = 0; seed < seeds; ++seed) {
            const test::Subject subject(
                test::readDesign(test::randomTemplate(static_cast<std::uint64_t>(seed))));
            std::vector<std::string> ends = {"internet", "internet:203.0.113.7"};
            for (const auto& [id, instance] : subject.resolved->architecture->instances) {
                ends.push_back(instance->name);
            }
            std::mt19937_64 random(static_cast<std::uint64_t>(seed));
            for (int i = 0; i < 4; ++i) {
                const std::string from = ends[random() % ends.size()];
                const std::string to = ends[random() % ends.size()];
                if (from == to || (from.starts_with("internet") && to.starts_with("internet"))) {
                    continue;
                }
                const Port port = random() % 2 == 0 ? 22 : 80;
                const ReachQuestion question = subject.tcp(from, to, port);
                const Repairs repairs = subject.repairs(question);
                const std::string faults = test::faultsOf(subject, question, repairs);
                QVERIFY2(faults.empty(),
                         fmt::format("seed {}: {} -> {} tcp/{}\n{}", seed, from, to, port, faults)
                             .c_str());
                ++questions;
                const Verdict verdict = reach(*subject.reachability, question).verdict;
                blocked += verdict == Verdict::Blocked ? 1 : 0;
                bool some = false;
                for (const Repair& repair : repairs.repairs) {
                    const bool opens = repair.effect == RepairEffect::Opens;
                    some = some || opens;
                    (opens ? opened : closed) += 1;
                    QVERIFY(!repair.edits.empty() && !repair.steps.empty());
                }
                // What is blocked is opened, or it is said why not.
                QVERIFY2(verdict != Verdict::Blocked || some || !repairs.cannot.empty(),
                         fmt::format("seed {}: {} -> {}", seed, from, to).c_str());
            }
        }
        qInfo() << questions << "questions," << blocked << "blocked," << opened
                << "repairs open and" << closed << "close";
        QVERIFY(opened > static_cast<std::size_t>(seeds) / 2);
        QVERIFY(closed > static_cast<std::size_t>(seeds) / 4);
    }

    void proposalsAreTheSameEachTime() {
        const test::Subject subject(test::readDesign(test::randomTemplate(3)));
        const test::Subject again(test::readDesign(test::randomTemplate(3)));
        const auto texts = [](const test::Subject& one) {
            std::string all;
            for (const Repair& repair : one.repairs(one.tcp("internet", "A1Host0", 22)).repairs) {
                all += repairText(repair) + '\n';
            }
            return all;
        };
        QCOMPARE(texts(again), texts(subject));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::RepairPropertyTest)
#include "repair_property_test.moc"
