#include <QtTest>

#include "app/command/report_text.h"
#include "tests/command/hostile_template.h"
#include "tests/command/run_command.h"

// What a template, a project or a file's name holds never steers the terminal that a report is
// printed on.
namespace archivolt {

using test::kControls;
using test::kHostile;
using test::MemoryFiles;
using test::replaced;
using test::run;

namespace {

/// Returns what of a report is a control: the byte's number and where it stands; empty for none.
///
/// Line breaks are the report's own, and so are the colours that it is printed in.
std::string controlsIn(std::string text, bool colour) {
    if (colour) {
        for (const char* own : {"\033[31;1m", "\033[33;1m", "\033[33m", "\033[36m", "\033[32;1m",
                                "\033[35;1m", "\033[1m", "\033[2m", "\033[0m"}) {
            for (auto at = text.find(own); at != std::string::npos; at = text.find(own)) {
                text.erase(at, std::string(own).size());
            }
        }
    }
    for (const char* wide : {"\xc2\x9b", "\xe2\x80\xae"}) {
        if (const auto at = text.find(wide); at != std::string::npos) return text.substr(at);
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        if ((byte < 0x20 && byte != '\n') || byte == 0x7f) {
            return fmt::format("0x{:02x} in {}", byte, printable(text.substr(i > 60 ? i - 60 : 0)));
        }
    }
    return {};
}

}  // namespace

class TerminalTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void controlsAreWrittenOut_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("shown");
        const auto row = [](const char* name, const char* text, const char* shown) {
            QTest::newRow(name) << QByteArray(text) << QByteArray(shown);
        };
        row("plain", "a → b · ✓ 漢 😀", "a → b · ✓ 漢 😀");
        row("C0", "\x1b[2J\a\b\x01", "\\x1b[2J\\x07\\x08\\x01");
        row("lines", "a\r\n\tb", "a\\r\\n\\tb");
        row("DEL and C1", "\x7f\xc2\x80\xc2\x9f\xc2\xa0", "\\x7f\\x80\\x9f\xc2\xa0");
        row("direction", "\xe2\x80\xae\xe2\x81\xa6\xd8\x9c", "\\u202e\\u2066\\u061c");
        row("stray bytes", "\x9b\xff\xe2\x80", "\\x9b\\xff\\xe2\\x80");
        row("overlong", "\xc0\x9b\xe0\x80\x9b", "\\xc0\\x9b\\xe0\\x80\\x9b");
        row("surrogate", "\xed\xa0\x80", "\\xed\\xa0\\x80");
        row("beyond Unicode", "\xf4\x90\x80\x80", "\\xf4\\x90\\x80\\x80");
    }
    void controlsAreWrittenOut() {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, shown);
        QCOMPARE(QByteArray::fromStdString(printable(text.toStdString())), shown);
        // What is shown once is shown as it is.
        QCOMPARE(QByteArray::fromStdString(printable(shown.toStdString())), shown);
    }
    void linesStayWhereTheyAreAskedFor() {
        QCOMPARE(printableLines("a\n\x1b\r\nb"), std::string("a\n\\x1b\\r\nb"));
        QCOMPARE(printable(std::string("\0", 1)), std::string("\\x00"));
    }

    void noReportSteersTheTerminal_data() {
        QTest::addColumn<QStringList>("arguments");
        const auto row = [](const char* name, const std::vector<std::string>& arguments) {
            QStringList list;
            for (const std::string& each : arguments) list << QString::fromStdString(each);
            QTest::newRow(name) << list;
        };
        const std::string web = "Web" + kControls;
        row("check", {"check", "net.yaml", "--show-suppressed"});
        row("reach", {"reach", "net.yaml", "--from", "internet", "--to", web, "--port", "22"});
        row("reach back", {"reach", "net.yaml", "--from", web, "--to", "Far"});
        row("reach all", {"reach", "net.yaml", "--all"});
        row("reach all by subnet", {"reach", "net.yaml", "--all", "--by", "subnet"});
        row("reach from", {"reach", "net.yaml", "--from", web});
        row("no such end", {"reach", "net.yaml", "--from", kControls, "--to", web});
        row("csv", {"reach", "net.yaml", "--from", web, "--format", "csv"});
        row("notes of csv", {"reach", "net.yaml", "--from", "Logs", "--format", "csv"});
        row("diff", {"diff", "net.yaml", "other.yaml"});
        row("diff back", {"diff", "other.yaml", "net.yaml"});
        row("broken", {"check", "broken.yaml"});
        row("no such file", {"check", "none" + kControls + ".yaml"});
        row("a file's name", {"check", kControls + ".yaml"});
        row("no such stack", {"export", "net.yaml", "--stack", kControls});
        row("no such example", {"example", kControls});
        row("no such option", {"check", "net.yaml", "--" + kControls});
        row("no such parameter", {"check", "net.yaml", "--parameter", kControls + "=1"});
        row("edits", {"apply", "net.yaml", "--edit", "edits.json", "--output", "out.yaml"});
        row("import", {"import", "net.yaml", "--output", "net.yaml"});
    }
    void noReportSteersTheTerminal() {
        QFETCH(QStringList, arguments);
        std::vector<std::string> words;
        for (const QString& each : arguments) words.push_back(each.toStdString());
        for (const bool colour : {false, true}) {
            MemoryFiles files;
            files.files["net.yaml"] = kHostile;
            files.files[kControls + ".yaml"] = kHostile;
            files.files["other.yaml"] = test::kGood;
            files.files["broken.yaml"] = replaced("Resources:\n  \"@\": [\"@\"]\n\"@\": 1\n");
            files.files["edits.json"] = test::kHostileEdits;
            const auto result = run(files, words, colour);
            std::string said = result.out;
            if (words.back() == "csv") {  // Its lines end so.
                for (auto at = said.find("\r\n"); at != std::string::npos; at = said.find("\r\n")) {
                    said.erase(at, 1);
                }
            }
            const std::string out = controlsIn(said, colour);
            const std::string err = controlsIn(result.err, false);
            QVERIFY2(out.empty(), out.c_str());
            QVERIFY2(err.empty(), err.c_str());
            // Something of the file is told, or the test would show nothing.
            QVERIFY(!result.out.empty() || !result.err.empty());
        }
    }

    /// Machines read JSON, whose own escapes do it.
    void jsonKeepsEveryCharacter() {
        MemoryFiles files;
        files.files["net.yaml"] = kHostile;
        const auto json = run(files, {"reach", "net.yaml", "--from", "Web" + kControls, "--to",
                                      "Far", "--format", "json"})
                              .json();
        QVERIFY(json.dump().find("Web\\u001b[2J") != std::string::npos);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::TerminalTest)
#include "terminal_test.moc"
