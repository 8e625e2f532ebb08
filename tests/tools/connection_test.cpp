#include <QtTest>

#include <algorithm>

#include "app/command/examples.h"
#include "app/modes/reach/drawn_things.h"
#include "app/tools/connection.h"
#include "model/reachability/questions/reach.h"
#include "tests/tools/board.h"

namespace archivolt {

/// What every line that can be pulled in an example comes to, by the engine.
class ConnectionTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void whatWasConnectedIsReachedOrTheObstacleIsNamed_data();
    void whatWasConnectedIsReachedOrTheObstacleIsNamed();
};

namespace {

ReachAnswer answerOf(const test::Board& board, const tools::WantedWay& way) {
    const Design& design = *board.session().design();
    const Reachability reachability(board.resolved().architecture);
    const auto end = [&](ResourceId id) {
        return *findEndpoint(reachability.network(), id ? endText(design, id) : kInternetBox);
    };
    return reach(reachability, {end(way.from), end(way.to), kProtocolTcp,
                                PortSet(PortRange{way.port, way.port}), std::nullopt});
}

/// Says whether a text names something that stops an answer.
bool namesWhatStops(const std::string& text, const ReachAnswer& answer) {
    return std::ranges::any_of(answer.blockers, [&](const Blocker& blocker) {
        const std::string& name = blocker.hop.resource;
        return text.find(name.substr(0, name.rfind('.'))) != std::string::npos;
    });
}

}  // namespace

void ConnectionTest::whatWasConnectedIsReachedOrTheObstacleIsNamed_data() {
    QTest::addColumn<QString>("example");
    QTest::addColumn<int>("least");
    QTest::newRow("three-tier") << "three-tier" << 20;
    QTest::newRow("bastion") << "bastion" << 2;
}

void ConnectionTest::whatWasConnectedIsReachedOrTheObstacleIsNamed() {
    QFETCH(QString, example);
    QFETCH(int, least);
    test::Board board;
    board.open(example.toStdString(), findExample(example.toStdString())->text);
    const std::string opened = board.text();
    int asked = 0;
    const auto count = static_cast<BoxIndex>(board.scene().diagram->boxes.size());
    for (BoxIndex from = 0; from < count; ++from) {
        for (BoxIndex to = 0; to < count; ++to) {
            const auto& boxes = board.scene().diagram->boxes;
            if (from == to || !tools::hasHandle(boxes[from]) || !tools::hasHandle(boxes[to]))
                continue;
            const tools::View view = board.view();
            const tools::DropPlan plan = tools::planConnection(view.scene, from, to, view.world);
            if (!plan.way) continue;
            ++asked;
            const std::string pair = boxes[from].key + " > " + boxes[to].key;
            board.make(plan);
            const std::string said = board.takeSaid();
            const ReachAnswer answer = answerOf(board, *plan.way);
            const QByteArray told = QByteArray::fromStdString(pair + ": " + said);
            QVERIFY2(board.takeFault().empty(), told);
            if (answer.verdict == Verdict::Blocked || answer.verdict == Verdict::Partial) {
                QVERIFY2(namesWhatStops(said, answer), told);
            } else if (answer.verdict == Verdict::Unknown) {
                QVERIFY2(said.find("can't be told") != std::string::npos, told);
            } else {
                QVERIFY2(said.find("does not reach") == std::string::npos, told);
            }
            QVERIFY2(board.session().history().undoSteps() <= 1, told);
            board.key("Ctrl+Z");
            QVERIFY2(board.text() == opened, told);
        }
    }
    QVERIFY2(asked >= least, qPrintable(QString::number(asked)));
}

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ConnectionTest)
#include "connection_test.moc"
