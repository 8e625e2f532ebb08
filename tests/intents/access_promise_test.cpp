#include <QtTest>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>

#include "model/design/edit_json.h"
#include "model/intents/intents.h"
#include "model/value/value_json.h"
#include "tests/build/build_support.h"
#include "tests/support/test_paths.h"

namespace archivolt::test {

namespace {

/// One case of the file: edits of the template, promises, and what becomes of each of them.
struct Case {
    std::string name;
    std::vector<std::string> promises;
    std::vector<std::string> edits;
    std::string verdict;
    std::string text;
    std::vector<std::string> places;
};

struct CaseFile {
    std::string text;  ///< Of the template.
    std::vector<Case> cases;
};

void readLine(const std::string& line, Case& one) {
    if (line.starts_with("promise ")) one.promises.push_back(line.substr(8));
    if (line.starts_with("edit ")) one.edits.push_back(line.substr(5));
    if (!line.starts_with("expect ")) return;
    const std::size_t sign = line.find(" ~ ");
    one.verdict = line.substr(7, sign - 7);
    const std::size_t at = line.find(" @ ");
    one.text = line.substr(sign + 3, at == std::string::npos ? at : at - sign - 3);
    if (at == std::string::npos) return;
    std::istringstream places(line.substr(at + 3));
    for (std::string place; places >> place;) one.places.push_back(place);
}

CaseFile readCases() {
    CaseFile file;
    std::istringstream lines(
        readFile(sourceRoot() / "tests" / "intents" / "access_promises.cases"));
    bool isTemplate = false;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("=== ")) {
            isTemplate = line == "=== template";
            if (!isTemplate) file.cases.push_back({line.substr(4), {}, {}, {}, {}, {}});
        } else if (isTemplate) {
            file.text += line + '\n';
        } else if (!file.cases.empty()) {
            readLine(line, file.cases.back());
        }
    }
    return file;
}

IntentReport answersTo(Design design, const std::string& promise) {
    auto json = nlohmann::ordered_json::parse(promise);
    json["name"] = "promise";
    design.intents = valueFromJson(nlohmann::ordered_json::array({json}));
    const auto resolved = resolve(design);
    const Reachability reachability(resolved->architecture);
    return checkIntents(design, *resolved, reachability);
}

}  // namespace

class AccessPromiseTest : public QObject {
    Q_OBJECT

private slots:
    void cases_data() {
        QTest::addColumn<int>("index");
        const CaseFile file = readCases();
        for (std::size_t i = 0; i < file.cases.size(); ++i) {
            QTest::newRow(file.cases[i].name.c_str()) << static_cast<int>(i);
        }
    }

    void cases() {
        QFETCH(int, index);
        static const CaseFile kFile = readCases();
        const Case& one = kFile.cases[static_cast<std::size_t>(index)];
        Design design = readDesign(kFile.text);
        for (const std::string& edit : one.edits) {
            auto after = editsFromJson(design, edit);
            QVERIFY2(after.has_value(), after ? "" : after.error().message.c_str());
            design = after->after;
        }
        QVERIFY(!one.promises.empty() && !one.verdict.empty());
        for (const std::string& promise : one.promises) {
            const IntentReport report = answersTo(design, promise);
            if (one.verdict == "none") {
                QVERIFY2(report.answers.empty(), promise.c_str());
                QCOMPARE(report.diagnostics.size(), std::size_t{1});
                QCOMPARE(report.diagnostics.front().code, one.text);
                QVERIFY(!report.diagnostics.front().help.empty());
                continue;
            }
            for (const Diagnostic& problem : report.diagnostics) QFAIL(problem.message.c_str());
            const IntentAnswer& answer = report.answers.front();
            QVERIFY2(intentVerdictName(answer.verdict) == one.verdict, answer.why.c_str());
            QVERIFY2(answer.why.find(one.text) != std::string::npos, answer.why.c_str());
            for (const std::string& place : one.places) {
                const bool found = std::ranges::find(answer.evidence, place, &Where::resource) !=
                                   answer.evidence.end();
                QVERIFY2(found, (place + " is not among the evidence").c_str());
            }
        }
    }
};

}  // namespace archivolt::test

QTEST_APPLESS_MAIN(archivolt::test::AccessPromiseTest)
#include "access_promise_test.moc"
