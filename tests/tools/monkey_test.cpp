#include <QElapsedTimer>
#include <QTest>

#include "tests/support/test_paths.h"
#include "tests/tools/monkey.h"

namespace archivolt {

/// Whatever hands may do in any order, nothing breaks, and undoing all gives the bytes back.
class MonkeyTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void nothingBreaksWhateverIsDone_data();
    void nothingBreaksWhateverIsDone();
};

void MonkeyTest::nothingBreaksWhateverIsDone_data() {
    // One seed and a number of steps may be asked for; a seed plays the same game every time.
    QTest::addColumn<int>("seed");
    QTest::addColumn<int>("steps");
    bool isAsked = false;
    const int seed = qEnvironmentVariableIntValue("ARCHIVOLT_MONKEY_SEED", &isAsked);
    const int steps = qEnvironmentVariableIntValue("ARCHIVOLT_MONKEY_STEPS");
    if (isAsked) {
        QTest::newRow("the seed that is asked for") << seed << (steps > 0 ? steps : 20000);
        return;
    }
    for (int each = 1; each <= 3; ++each) {
        QTest::addRow("seed %d", each) << each << (steps > 0 ? steps : 60);
    }
}

void MonkeyTest::nothingBreaksWhateverIsDone() {
    QFETCH(int, seed);
    QFETCH(int, steps);
    test::Monkey monkey(static_cast<std::uint32_t>(seed));
    for (int step = 0; step < steps; ++step) {
        const std::string broken = monkey.step();
        if (broken.empty()) continue;
        QFAIL(qPrintable(QString::fromStdString("seed " + std::to_string(seed) + ", step " +
                                                std::to_string(step + 1) + ": " + broken + "\n" +
                                                monkey.trail())));
    }
    const std::string left = monkey.undoAll();
    QVERIFY2(left.empty(), qPrintable(QString::fromStdString(left + "\n" + monkey.trail())));
    QString told;
    for (const auto& [what, count] : monkey.done()) {
        told += QStringLiteral("%1 %2, ").arg(QString::fromStdString(what)).arg(count);
    }
    qInfo("%d steps: %s", steps, qPrintable(told));
}

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::MonkeyTest)
#include "monkey_test.moc"
