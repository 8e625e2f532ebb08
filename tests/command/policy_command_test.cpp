#include <QtTest>

#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/command/run_command.h"

namespace archivolt {

using test::MemoryFiles;
using test::run;

namespace {

const std::string kAllow =
    "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:*\","
    "\"Resource\":\"*\"}]}";

std::string caseWith(const std::string& more) {
    return "{\"principal\":\"arn:aws:iam::123456789012:user/u\",\"action\":\"s3:GetObject\","
           "\"resource\":\"arn:aws:s3:::b/k\",\"identityPolicies\":[" +
           kAllow + "]" + more + "}\n";
}

std::vector<nlohmann::ordered_json> linesOf(const std::string& text) {
    std::vector<nlohmann::ordered_json> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(nlohmann::ordered_json::parse(line));
    }
    return lines;
}

}  // namespace

/// policy evaluate: one case a line in, one decision a line out.
class PolicyCommandTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void eachCaseGivesALineThatSaysWhatDecided() {
        MemoryFiles files;
        files.files["cases.jsonl"] =
            caseWith(",\"id\":\"a\"") + "\n" + caseWith(",\"id\":\"b\",\"boundaries\":[{}]");
        const auto result = run(files, {"policy", "evaluate", "cases.jsonl"});
        const auto lines = linesOf(result.out);
        QCOMPARE(lines.size(), 2U);
        QCOMPARE(lines[0]["id"], "a");
        QCOMPARE(lines[0]["decision"], "Allowed");
        QCOMPARE(lines[0]["decided_by"][0]["path"], "identityPolicies[0].Statement[0]");
        QCOMPARE(lines[1]["decision"], "ImplicitlyDenied");
        QCOMPARE(lines[1]["to_allow"][0]["layer"], "boundaries");
        QCOMPARE(result.status, 0);
        QVERIFY(
            result.err.find("cases.jsonl:3:1: error: boundaries[0]: the policy has no Statement") !=
            std::string::npos);
    }

    void whatIsExpectedIsHeldAgainstTheDecision() {
        MemoryFiles files;
        files.files["cases.jsonl"] = caseWith(",\"id\":\"a\",\"expected\":\"Allowed\"") +
                                     caseWith(",\"id\":\"b\",\"expected\":\"ExplicitlyDenied\"");
        const auto result = run(files, {"policy", "evaluate", "cases.jsonl"});
        QCOMPARE(result.status, 1);
        QVERIFY(result.err.find("cases.jsonl:2: `b` is Allowed, not ExplicitlyDenied") !=
                std::string::npos);
        QVERIFY(result.err.find("1 of 2 cases") != std::string::npos);
    }

    void aLineThatCantBeReadIsPlacedAndTheRestDecided() {
        MemoryFiles files;
        files.files["cases.jsonl"] = "{\"a\":}\n" + caseWith("");
        const auto result = run(files, {"policy", "evaluate", "cases.jsonl"});
        QCOMPARE(result.status, 3);
        const auto lines = linesOf(result.out);
        QCOMPARE(lines[0]["line"], 1);
        QCOMPARE(lines[1]["decision"], "Allowed");
        QVERIFY2(result.err.find("cases.jsonl:1:6: error") != std::string::npos,
                 result.err.c_str());
    }

    void anUnknownDecisionHasAStatusOfItsOwn() {
        MemoryFiles files;
        files.files["cases.jsonl"] = caseWith(
            ",\"unknownKeys\":[\"aws:SourceIp\"],\"scps\":[[{\"Statement\":{\"Effect\":\"Allow\","
            "\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"IpAddress\":{\"aws:SourceIp\":"
            "\"10.0.0.0/8\"}}}}]]");
        const auto result = run(files, {"policy", "evaluate", "cases.jsonl"});
        QCOMPARE(result.status, 4);
        const auto unknown = linesOf(result.out)[0]["unknown"];
        QCOMPARE(unknown["keys"], nlohmann::ordered_json::array({"aws:SourceIp"}));
        QCOMPARE(unknown["ways"][0]["decision"], "ImplicitlyDenied");
        QVERIFY(unknown["ways"][0]["when"]["aws:SourceIp"].is_null());
    }

    void aFileThatIsNotThereIsUnreadable() {
        MemoryFiles files;
        QCOMPARE(run(files, {"policy", "evaluate", "none.jsonl"}).status, 3);
        QCOMPARE(run(files, {"policy"}).status, 2);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::PolicyCommandTest)
#include "policy_command_test.moc"
