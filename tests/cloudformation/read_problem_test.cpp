#include <QtTest>

#include "export/cloudformation/read_template.h"

namespace archivolt {

namespace {

TemplateReading read(std::string text, ReadLimits limits = {}) {
    std::uint32_t nextId = 1;
    return readTemplate(std::move(text), {"t", limits}, nextId);
}

/// Returns `CODE@line:column`, each finding once, in order.
QString codes(const TemplateReading& reading) {
    QStringList found;
    for (const Diagnostic& each : reading.diagnostics) {
        if (each.help.empty()) found << QStringLiteral("help is missing");
        found << QStringLiteral("%1@%2:%3")
                     .arg(QString::fromStdString(each.code))
                     .arg(each.where.line)
                     .arg(each.where.column);
    }
    return found.join(QLatin1Char(' '));
}

std::string repeated(std::string_view part, std::size_t times) {
    std::string result;
    result.reserve(part.size() * times);
    for (std::size_t i = 0; i < times; ++i) result += part;
    return result;
}

constexpr const char* kResource = "Resources:\n  A: {Type: T}\n";

}  // namespace

class ReadProblemTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachProblemIsReportedWhereItStands_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        QTest::addColumn<bool>("usable");
        const auto row = [](const QByteArray& name, const QByteArray& text,
                            const QByteArray& expected, bool usable) {
            QTest::newRow(name.constData()) << text << QString::fromLatin1(expected) << usable;
        };
        const QByteArray fine(kResource);
        row("fine", fine, "", true);
        row("empty", "", "READ-EMPTY@0:0", false);
        row("blank", " \n\n", "READ-EMPTY@0:0", false);
        row("only comments", "# a\n", "READ-EMPTY@1:1", false);
        row("mark only", "\xEF\xBB\xBF", "READ-EMPTY@0:0", false);
        row("list", "- a\n", "READ-TOP-LEVEL@1:1", false);
        row("json list", "[\"a\"]", "READ-TOP-LEVEL@1:1", false);
        row("text", "hello", "READ-TOP-LEVEL@1:1", false);
        row("utf-16", QByteArray("\xFF\xFE{\0", 4), "READ-ENCODING@0:0", false);
        row("utf-32", QByteArray("\0\0\xFE\xFF", 4), "READ-ENCODING@0:0", false);
        row("bad utf-8", fine + "# \xC3\xA9 \xFF\n", "READ-ENCODING@3:5", false);
        row("nul", fine + QByteArray("a\0b", 3), "READ-NUL@3:2", false);
        row("control", fine + "Description: \"a\x01\"\n", "YAML-CHARACTER@3:16", false);
        // Texts are looked at in pieces of 64 bytes: wherever in one it stands, by itself or behind
        // what is no ASCII.
        for (int before = 1; before <= 130; ++before) {
            const QByteArray ascii = "# " + QByteArray(before, 'a');
            const QByteArray name = QByteArray::number(before) + " before";
            row("control, " + name, fine + ascii + "\x7F\n",
                "YAML-CHARACTER@3:" + QByteArray::number(before + 3), false);
            row("control behind umlaut, " + name, fine + ascii + "\xC3\xBC" + "aa\x1F b\n",
                "YAML-CHARACTER@3:" + QByteArray::number(before + 6), false);
            row("umlaut, " + name, fine + ascii + "\xC3\xBC\t\n", "", true);
        }
        row("tab", "Resources:\n\tA: 1\n", "YAML-TAB@2:1", false);
        row("tab deeper", "Resources:\n  A:\n\t\tType: T\n", "YAML-TAB@3:1", false);
        row("duplicate", "Resources:\n  A: {Type: T}\n  B: {Type: T}\n  A: {Type: U}\n",
            "READ-DUPLICATE-KEY@4:3", true);
        // Few keys are gone through, many looked up: each count of them, the first and last again.
        for (int keys = 1; keys <= 20; ++keys) {
            QByteArray many = "Metadata:\n";
            for (int i = 0; i < keys; ++i) many += "  K" + QByteArray::number(i) + ": 1\n";
            const QByteArray count = QByteArray::number(keys);
            row("one of " + count + " again", fine + many + "  K0: 2\n",
                "READ-DUPLICATE-KEY@" + QByteArray::number(keys + 4) + ":3", true);
            row("last of " + count + " again",
                fine + many + "  K" + QByteArray::number(keys - 1) + ": 2\n",
                "READ-DUPLICATE-KEY@" + QByteArray::number(keys + 4) + ":3", true);
            row(count + " keys", fine + many, "", true);
        }
        row("json duplicate", "{\"Resources\": {\"A\": {\"Type\": \"T\"},\n \"A\": {}}}",
            "READ-DUPLICATE-KEY@2:2", true);
        row("unknown tag", fine + "Outputs: !Foo {}\n", "YAML-TAG@3:10", true);
        row("standard tag", fine + "Metadata: !!set {}\n", "YAML-TAG@3:11", true);
        row("alias", fine + "Metadata: {a: &x 1, b: *x}\n", "YAML-ALIAS@3:24", true);
        row("no anchor", fine + "Metadata: {b: *x}\n", "YAML-ALIAS@3:15", true);
        row("alias to itself", fine + "Metadata: &x {b: *x}\n", "YAML-ANCHOR@3:11 YAML-ALIAS@3:18",
            true);
        row("unused anchor", fine + "Metadata: &x {}\n", "YAML-ANCHOR@3:11", true);
        row("merge", fine + "Metadata:\n  a: &x {p: 1}\n  b: {<<: *x}\n",
            "YAML-MERGE@5:7 YAML-ALIAS@5:11", true);
        row("section", fine + "Ressources: {}\n", "READ-SECTION@3:1", true);
        row("macro's section", fine + "Transform: M\nMine: {}\n", "", true);
        row("no Resources", "Description: d\n", "READ-RESOURCES@1:1", true);
        row("Resources no map", "Resources: [a]\n", "READ-RESOURCES@1:12", true);
        row("Resources empty", "Resources:\n", "READ-RESOURCES@1:11", true);
        row("resource no map", "Resources:\n  A: text\n  B: [1]\n",
            "READ-RESOURCE@2:3 READ-RESOURCE@3:3", true);
        row("loop", "Resources:\n  Fn::ForEach::L: [I, [a], {}]\n", "", true);
        row("two documents", fine + "---\na: 1\n", "YAML-DOCUMENTS@3:1", true);
        row("map as key", fine + "Metadata: {{a: b}: c}\n", "YAML-KEY@3:12", true);
        row("list as key", fine + "Metadata:\n  ? [a]\n  : c\n", "YAML-KEY@4:5", true);
        row("empty key", fine + "Metadata:\n  ?\n  : c\n", "YAML-KEY@4:4", true);
        row("number as key", fine + "Metadata: {80: c}\n", "", true);
        row("open quote", fine + "Description: \"abc\n", "YAML-UNTERMINATED@3:14", false);
        row("open flow", fine + "Metadata: {a: [b, c\n", "YAML-UNTERMINATED@3:15", false);
        row("bad indent", "Resources:\n  A:\n    Type: T\n   B: 1\n", "YAML-SYNTAX@4:4", false);
        row("colon in text", fine + "Description: a: b\n", "YAML-SYNTAX@3:15", false);
        row("json comma", "{\"Resources\": {\"A\": {\"Type\": \"T\",}},\n}",
            "JSON-TRAILING-COMMA@1:33 JSON-TRAILING-COMMA@1:36", true);
        row("json comment", "{ // c\n\"Resources\": {/* d */}}\n// e",
            "JSON-COMMENT@1:3 JSON-COMMENT@2:15 JSON-COMMENT@3:1", true);
        row("json no comma", "{\"Resources\": {}\n \"B\": 1}", "JSON-SYNTAX@2:2", false);
        row("json open", "{\"Resources\": {\n", "JSON-UNTERMINATED@1:15", false);
        row("json quote", "{\"Resources", "JSON-UNTERMINATED@1:1", false);
        row("json tail", "{\"Resources\": {}} x", "JSON-SYNTAX@1:19", false);
        row("json surrogate", "{\"Resources\": {}, \"Description\": \"\\udc00\"}",
            "JSON-SYNTAX@1:34", false);
        row("several", "Resourcez: {}\nResources:\n  A: !Foo 1\n  A: {Type: T}\n",
            "READ-SECTION@1:1 READ-RESOURCE@3:3 YAML-TAG@3:6 READ-DUPLICATE-KEY@4:3", true);
    }
    void eachProblemIsReportedWhereItStands() {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);
        QFETCH(bool, usable);
        const auto reading = read(text.toStdString());
        for (const Diagnostic& found : reading.diagnostics) qInfo("%s", toString(found).c_str());
        QCOMPARE(codes(reading), expected);
        QCOMPARE(reading.usable, usable);
        QVERIFY(reading.spans->text == text.toStdString());
    }

    void duplicatesNameTheLineOfTheFirst() {
        const auto reading = read("Resources:\n  A: {Type: T}\n  A: {Type: U}\n");
        QVERIFY(reading.diagnostics[0].message.find("line 2") != std::string::npos);
        QVERIFY(reading.diagnostics[0].related[0].line == 2);
        QVERIFY(reading.body.at({"Resources", "A", "Type"})->text() == "T");
    }

    void hugeAndDeepInputEndsInOneError() {
        const auto one = [](const TemplateReading& reading, const char* code) {
            QCOMPARE(reading.diagnostics.size(), std::size_t{1});
            QCOMPARE(reading.diagnostics[0].code.str(), code);
            QVERIFY(!reading.usable);
        };
        one(read(repeated("x", std::size_t{50} << 20U)), "READ-TOO-LARGE");
        one(read(repeated("[", 100000)), "READ-DEPTH");
        one(read(repeated("- ", 100000)), "READ-DEPTH");
        one(read("a: " + repeated("[", 100000)), "READ-DEPTH");
        one(read(repeated("{\"a\":", 100000)), "READ-DEPTH");
        QVERIFY(codes(read(repeated("? ", 100000))).contains(QLatin1String("READ-DEPTH")));
        one(read(repeated("- a\n", 3000), {.maxNodes = 1000}), "READ-NODES");
        one(read("{\"a\": [" + repeated("1,", 3000) + "1]}", {.maxNodes = 1000}), "READ-NODES");
    }

    void aliasBombsEndInAnError() {
        std::string text =
            "Resources: {A: {Type: T}}\nMetadata:\n  a0: &a0 [x, x, x, x, x, x, x, x]\n";
        for (int i = 1; i < 30; ++i) {
            const std::string before = "*a" + std::to_string(i - 1);
            text += "  a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + before + ", " +
                    before + ", " + before + ", " + before + "]\n";
        }
        const auto reading = read(text);
        QVERIFY(codes(reading).contains(QLatin1String("YAML-EXPANSION")));
        std::string merges = "Resources: {A: {Type: T}}\nMetadata:\n  a0: &a0 {p: 1}\n";
        for (int i = 1; i < 30; ++i) {
            const std::string before = "*a" + std::to_string(i - 1);
            merges += "  a" + std::to_string(i) + ": &a" + std::to_string(i) + " {<<: [" + before +
                      ", " + before + ", " + before + "]}\n";
        }
        QVERIFY(codes(read(merges)).contains(QLatin1String("YAML-MERGE")));
    }

    void moreProblemsThanTheLimitAreCounted() {
        std::string text = kResource;
        for (int i = 0; i < 50; ++i) text += "Nope" + std::to_string(i) + ": 1\n";
        const auto reading = read(text, {.maxDiagnostics = 10});
        QCOMPARE(reading.diagnostics.size(), std::size_t{11});
        QVERIFY(reading.diagnostics.back().code == "READ-MORE");
    }

    void manyFindingsInOneLongLineAreQuotedByTheirPlace() {
        const std::string text = "{\"Resources\": {\"A\": {\"Type\": \"T\", \"P\": [" +
                                 repeated("1/*c*/,", 100000) + "1]}}}";
        const auto reading = read(text);
        QCOMPARE(reading.diagnostics.size(), std::size_t{1001});
        QVERIFY(reading.diagnostics[500].message.find("`/*c*/,1/*c*/") != std::string::npos);
    }

    void bigMapsAreReadInLinearTime() {
        std::string text = "Resources:\n";
        for (int i = 0; i < 20000; ++i) {
            text += "  R" + std::to_string(i) + ":\n    Type: T\n    Properties: {A: !Ref B}\n";
        }
        QBENCHMARK_ONCE {
            const auto reading = read(text);
            QVERIFY(reading.diagnostics.empty());
            QCOMPARE(reading.body.resources.size(), std::size_t{20000});
        }
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ReadProblemTest)
#include "read_problem_test.moc"
