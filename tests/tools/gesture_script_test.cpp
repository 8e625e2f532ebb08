#include <QtTest>

#include <filesystem>
#include <set>
#include <sstream>

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
    void whatIsMovedTakesTheGapOfItsNeighbours();
    void whatIsNotToSnapDoesNot();
    void whatPeopleExpectIsShownByScriptsThatAreThere();

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

namespace {

/// Two boxes of 100 × 40 in a row, 30 apart.
tools::SnapLines row() {
    tools::SnapLines lines;
    lines.boxes = {{0, 0, 100, 40}, {130, 0, 100, 40}};
    return lines;
}

}  // namespace

void GestureScriptTest::whatIsMovedTakesTheGapOfItsNeighbours() {
    // Behind the two, a little too near and a little lower.
    const Rect third{300, 200, 60, 40};
    const tools::Snapped behind = tools::snapped(row(), third, {-43, -190}, 8);
    QCOMPARE(third.x + behind.by.x, 260.0);
    QVERIFY(std::ranges::any_of(behind.guides, &tools::Guide::gap));
    // Before the two.
    const tools::Snapped before = tools::snapped(row(), third, {-386, -190}, 8);
    QCOMPARE(third.x + before.by.x, -90.0);
    // Between two that leave room.
    tools::SnapLines wide;
    wide.boxes = {{0, 0, 100, 40}, {240, 0, 100, 40}};
    const tools::Snapped middle = tools::snapped(wide, third, {-164, -190}, 8);
    QCOMPARE(third.x + middle.by.x, 140.0);
    QCOMPARE(std::ranges::count_if(middle.guides, &tools::Guide::gap), 2);
    // What is not beside them has no gap to them.
    const tools::Snapped below = tools::snapped(row(), third, {-43, 0}, 8);
    QCOMPARE(third.x + below.by.x, 256.0);
}

void GestureScriptTest::whatIsNotToSnapDoesNot() {
    const Rect third{300, 200, 60, 40};
    const tools::Snapped grid = tools::snapped(row(), third, {-43, -190}, 8, {false, true});
    QCOMPARE(third.x + grid.by.x, 256.0);
    QVERIFY(grid.guides.empty());
    const tools::Snapped free = tools::snapped(row(), third, {-43, -190}, 8, {false, false});
    QCOMPARE(third.x + free.by.x, 257.0);
}

namespace {

/// Returns all that a file of scripts or tests calls something: what stands behind `===`, and what
/// is declared as a test.
void addNames(const std::filesystem::path& file, std::set<std::string>& names) {
    std::istringstream text(test::readFile(file));
    for (std::string line; std::getline(text, line);) {
        if (line.starts_with("=== ")) names.insert(line.substr(4));
        const auto begin = line.find("    void ");
        const auto end = line.find("()");
        if (begin == 0 && end != std::string::npos) names.insert(line.substr(9, end - 9));
    }
}

}  // namespace

void GestureScriptTest::whatPeopleExpectIsShownByScriptsThatAreThere() {
    std::set<std::string> names;
    const auto root = test::sourceRoot() / "tests";
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
        const auto ending = entry.path().extension();
        if (ending == ".txt" || ending == ".cpp") addNames(entry.path(), names);
    }
    std::istringstream readme(test::readFile(root / "tools" / "README.md"));
    int expected = 0;
    bool inTable = false;
    for (std::string line; std::getline(readme, line);) {
        if (line.starts_with("| expected")) inTable = true;
        if (!inTable || !line.starts_with("|") || line.starts_with("|---")) continue;
        std::istringstream cell(line.substr(line.rfind('|', line.size() - 2) + 1));
        std::string name;
        int shown = 0;
        while (std::getline(cell, name, '`') && std::getline(cell, name, '`')) {
            QVERIFY2(names.contains(name), name.c_str());
            ++shown;
        }
        if (!line.starts_with("| expected")) QVERIFY2(shown > 0, line.c_str());
        ++expected;
    }
    QVERIFY(expected > 25);
}

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::GestureScriptTest)
#include "gesture_script_test.moc"
