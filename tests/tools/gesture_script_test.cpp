#include <QtTest>

#include "tests/support/test_paths.h"
#include "tests/tools/board.h"

namespace archivolt {

/// Every gesture script, run through the pure step function.
class GestureScriptTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyScriptHolds_data();
    void everyScriptHolds();
    void escapeAfterAnyLineGivesAllBack_data() { everyScriptHolds_data(); }
    void escapeAfterAnyLineGivesAllBack();
    void undoingAllGivesTheTextBackToTheByte_data() { everyScriptHolds_data(); }
    void undoingAllGivesTheTextBackToTheByte();

private:
    const std::vector<test::GestureScript> m_scripts =
        test::readGestureScripts((test::sourceRoot() / "tests" / "tools").string());
};

namespace {

void begin(test::Board& board, const test::GestureScript& script) {
    if (!script.design.empty()) board.open("design", script.design);
}

}  // namespace

void GestureScriptTest::everyScriptHolds_data() {
    QTest::addColumn<int>("index");
    QVERIFY(!m_scripts.empty());
    for (std::size_t i = 0; i < m_scripts.size(); ++i) {
        QTest::newRow(m_scripts[i].name.c_str()) << static_cast<int>(i);
    }
}

void GestureScriptTest::everyScriptHolds() {
    QFETCH(int, index);
    const test::GestureScript& script = m_scripts[static_cast<std::size_t>(index)];
    test::Board board;
    begin(board, script);
    int expectations = 0;
    for (const test::ScriptLine& line : script.lines) {
        if (line.verb == "expect") ++expectations;
        const std::string wrong = board.carryOut(line);
        if (wrong.empty()) continue;
        QFAIL(qPrintable(QString::fromStdString(script.file + ":" + std::to_string(line.number) +
                                                ": " + line.text + ": " + wrong)));
    }
    QVERIFY2(expectations > 0, "a script that expects nothing shows nothing");
}

void GestureScriptTest::escapeAfterAnyLineGivesAllBack() {
    QFETCH(int, index);
    const test::GestureScript& script = m_scripts[static_cast<std::size_t>(index)];
    test::Board board;
    begin(board, script);
    for (const test::ScriptLine& line : script.lines) {
        if (line.verb != "expect") (void)board.carryOut(line);
        const std::string left = board.leftByGivingUp();
        QVERIFY2(left.empty(), qPrintable(QString::fromStdString(line.text + ": " + left)));
    }
}

void GestureScriptTest::undoingAllGivesTheTextBackToTheByte() {
    QFETCH(int, index);
    const test::GestureScript& script = m_scripts[static_cast<std::size_t>(index)];
    test::Board board;
    begin(board, script);
    for (const test::ScriptLine& line : script.lines) {
        if (line.verb != "expect") (void)board.carryOut(line);
    }
    QVERIFY(board.undoesAll());
}

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::GestureScriptTest)
#include "gesture_script_test.moc"
