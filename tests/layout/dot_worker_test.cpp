#include <QtTest>

#include <sstream>

#include "render/layout/dot_worker.h"

namespace archivolt {

namespace {

/// Runs the worker in this process; the program runs it in one of its own.
Result<std::string> runHere(const std::string& job) {
    std::istringstream input(job);
    std::ostringstream output;
    const int status = layoutWorker(input, output);
    if (status != 0) return failure("LAYOUT-1", output.str());
    return output.str();
}

PlacementJob diamond() {
    PlacementJob job;
    job.sizes.assign(4, {140, 46});
    job.edges = {{0, 1}, {0, 2}, {1, 3}, {2, 3}};
    return job;
}

}  // namespace

class DotWorkerTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void membersStandInTheOrderOfTheirEdges() {
        DotEngine engine(runHere);
        const auto places = engine.place(diamond());
        QVERIFY(places.has_value());
        QVERIFY((*places)[0].x + 140 < (*places)[1].x);
        QCOMPARE((*places)[1].x, (*places)[2].x);
        QVERIFY((*places)[2].x + 140 < (*places)[3].x);
    }

    void sameJobGivesTheSameBytes() {
        const std::string job =
            R"({"format":1,"sizes":[[140,46],[132,46],[200,46]],"edges":[[0,1],[2,1]]})";
        QCOMPARE(*runHere(job), *runHere(job));
    }

    void wrongJobIsRefused_data() {
        QTest::addColumn<QByteArray>("job");
        QTest::newRow("no JSON") << QByteArray("{");
        QTest::newRow("no format") << QByteArray(R"({"sizes":[],"edges":[]})");
        QTest::newRow("size") << QByteArray(R"({"format":1,"sizes":[[0,1]],"edges":[]})");
        QTest::newRow("edge") << QByteArray(R"({"format":1,"sizes":[[9,9]],"edges":[[0,1]]})");
        QTest::newRow("negative") << QByteArray(R"({"format":1,"sizes":[[9,9]],"edges":[[0,-1]]})");
    }

    void wrongJobIsRefused() {
        QFETCH(QByteArray, job);
        std::istringstream input(job.toStdString());
        std::ostringstream output;
        QCOMPARE(layoutWorker(input, output), 2);
        QVERIFY2(output.str().find("LAYOUT-2") != std::string::npos, output.str().c_str());
    }

    void smallestJobIsDone() {
        std::istringstream input(R"({"format":1,"sizes":[],"edges":[]})");
        std::ostringstream output;
        QCOMPARE(layoutWorker(input, output), 0);
        QVERIFY(output.str().find("LAYOUT-2") == std::string::npos);
    }

    void answerThatMakesNoSenseIsRefused() {
        for (const char* answer :
             {"", "{}", R"({"places":[[0,0]]})", R"({"places":[[0,0],[0,0],[0,0],[0,0]]})"}) {
            DotEngine engine([&](const std::string&) { return std::string(answer); });
            QVERIFY2(!engine.place(diamond()).has_value(), answer);
        }
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::DotWorkerTest)
#include "dot_worker_test.moc"
