#include <QtTest>

#include "tests/command/run_command.h"

namespace archivolt {

using test::kFaulty;
using test::kGood;
using test::kPlain;
using test::MemoryFiles;
using test::run;

namespace {

std::vector<std::string> keysOf(const nlohmann::ordered_json& object) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : object.items()) keys.push_back(key);
    return keys;
}

using Words = std::vector<std::string>;

}  // namespace

class CheckCommandTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aGoodTemplateIsFine() {
        MemoryFiles files;
        files.files["web.yaml"] = kPlain;
        const auto result = run(files, {"check", "web.yaml"});
        QCOMPARE(result.status, 0);
        QVERIFY2(result.out.ends_with(": nothing wrong found\n"), result.out.c_str());
        QCOMPARE(result.err, std::string());
        QCOMPARE(files.files.size(), std::size_t{1});
    }

    void aFaultIsFoundAtItsPlaceAndInWords() {
        MemoryFiles files;
        files.files["web.yaml"] = kFaulty;
        const auto result = run(files, {"check", "web.yaml"});
        QCOMPARE(result.status, 1);
        QVERIFY(result.out.starts_with("web.yaml\n      5:19  error     "));
        QVERIFY(result.out.find("`Gone`") != std::string::npos);
        QVERIFY(result.out.find("Subnet · Properties.VpcId") != std::string::npos);
        QVERIFY(result.out.ends_with("1 resource: 1 error\n"));
        QVERIFY(result.out.find('\033') == std::string::npos);
    }

    void colourOnlyAddsEscapes() {
        MemoryFiles files;
        files.files["web.yaml"] = kFaulty;
        const std::string plain = run(files, {"check", "web.yaml"}).out;
        std::string coloured = run(files, {"check", "web.yaml"}, true).out;
        QVERIFY(coloured.find("\033[31;1merror   \033[0m") != std::string::npos);
        for (auto at = coloured.find('\033'); at != std::string::npos; at = coloured.find('\033')) {
            coloured.erase(at, coloured.find('m', at) - at + 1);
        }
        QCOMPARE(coloured, plain);
    }

    void jsonHasTheDocumentedShape() {
        MemoryFiles files;
        files.files["web.yaml"] = kFaulty;
        const auto result = run(files, {"check", "web.yaml", "--format", "json"}, true);
        QCOMPARE(result.status, 1);
        const auto json = result.json();
        QCOMPARE(keysOf(json), (Words{"format", "findings", "intents", "counts"}));
        QCOMPARE(json["format"].get<int>(), 1);
        QCOMPARE(json["findings"].size(), std::size_t{1});
        const auto& finding = json["findings"][0];
        QCOMPARE(keysOf(finding), (Words{"code", "severity", "message", "help", "source", "where",
                                         "evidence", "suppressed"}));
        QCOMPARE(finding["severity"].get<std::string>(), std::string("error"));
        QVERIFY(finding["suppressed"].is_null());
        const auto& where = finding["where"];
        for (const char* key : {"file", "line", "column", "resource", "property"}) {
            QVERIFY2(where.contains(key), key);
        }
        QCOMPARE(where["file"].get<std::string>(), std::string("web.yaml"));
        QCOMPARE(where["line"].get<int>(), 5);
        QCOMPARE(where["resource"].get<std::string>(), std::string("Subnet"));
        QVERIFY(json["counts"]["error"] == 1);
        const auto& resources = json["counts"]["resources"];
        QCOMPARE(resources["typed"].get<int>() + resources["external"].get<int>() +
                     resources["unknown"].get<int>(),
                 resources["declared"].get<int>());
    }

    void sarifHasWhatItsSchemaRequires() {
        MemoryFiles files;
        files.files["my web.yaml"] = kFaulty;
        const auto result = run(files, {"check", "my web.yaml", "--format", "sarif"});
        QCOMPARE(result.status, 1);
        const auto json = result.json();
        QCOMPARE(json["version"].get<std::string>(), std::string("2.1.0"));
        QCOMPARE(json["runs"].size(), std::size_t{1});
        const auto& only = json["runs"][0];
        const auto& driver = only["tool"]["driver"];
        QVERIFY(driver["name"].is_string());
        QCOMPARE(only["results"].size(), std::size_t{1});
        const auto& found = only["results"][0];
        QVERIFY(found["message"]["text"].is_string());
        const auto index = found["ruleIndex"].get<std::size_t>();
        QCOMPARE(driver["rules"][index]["id"], found["ruleId"]);
        const auto& physical = found["locations"][0]["physicalLocation"];
        QCOMPARE(physical["artifactLocation"]["uri"].get<std::string>(),
                 std::string("my%20web.yaml"));
        QCOMPARE(physical["region"]["startLine"].get<int>(), 5);
    }

    void everyFormatIsTheSameTwice() {
        MemoryFiles files;
        files.files["a.yaml"] = kFaulty;
        files.files["b.yaml"] = kGood;
        for (const char* format : {"text", "json", "sarif"}) {
            const auto first = run(files, {"check", "a.yaml", "b.yaml", "--format", format});
            const auto second = run(files, {"check", "a.yaml", "b.yaml", "--format", format});
            QCOMPARE(first.out, second.out);
            QCOMPARE(first.status, 1);
        }
    }

    void failOnDecidesTheStatus() {
        MemoryFiles files;
        files.files["web.yaml"] = kFaulty;
        QCOMPARE(run(files, {"check", "web.yaml", "--fail-on", "never"}).status, 0);
        for (const char* level : {"error", "critical", "high", "medium", "low"}) {
            QCOMPARE(run(files, {"check", "web.yaml", "--fail-on", level}).status, 1);
        }
        // A macro is a piece of advice (low), so only the lowest threshold fails.
        files.files["macro.yaml"] = "Transform: Example\n" + std::string(kPlain);
        QCOMPARE(run(files, {"check", "macro.yaml", "--fail-on", "medium"}).status, 0);
        QCOMPARE(run(files, {"check", "macro.yaml", "--fail-on", "low"}).status, 1);
    }

    void whatCannotBeReadIsSaidAndTheRestIsChecked() {
        MemoryFiles files;
        files.files["bad.yaml"] = "Resources: [\n";
        files.files["web.yaml"] = kFaulty;
        files.folders.insert("folder");
        const auto result = run(files, {"check", "bad.yaml", "gone.yaml", "folder", "web.yaml"});
        QCOMPARE(result.status, 3);
        QVERIFY(
            result.err.find(
                "bad.yaml:1:12: error: the bracket that opens in `Resources: [` is never closed") !=
            std::string::npos);
        QVERIFY(result.err.find("`gone.yaml` is not there") != std::string::npos);
        QVERIFY(result.err.find("nothing here describes a network [DESCRIBE-1]") !=
                std::string::npos);
        QVERIFY(result.out.find("web.yaml\n") == 0);
        QCOMPARE(run(files, {"check", "gone.yaml", "--fail-on", "never"}).status, 3);
    }

    void aFileOverTheLimitIsRefused() {
        MemoryFiles files;
        files.files["huge.yaml"] = std::string((std::size_t{64} << 20U) + 1, '#');
        const auto result = run(files, {"check", "huge.yaml"});
        QCOMPARE(result.status, 3);
        QVERIFY(result.err.find("too large") != std::string::npos);
    }

    void parametersRegionAndAccountAreHeld() {
        MemoryFiles files;
        files.files["web.yaml"] = kGood;
        QCOMPARE(run(files, {"check", "web.yaml", "--parameter", "Block=10.1.0.0/16"}).status, 0);
        QCOMPARE(run(files, {"check", "web.yaml", "--parameter", "Block=no block"}).status, 1);
        QCOMPARE(run(files, {"check", "web.yaml", "--parameter", "Block"}).status, 2);
        QCOMPARE(run(files, {"check", "web.yaml", "--parameter", "Gone=1"}).status, 2);
        QCOMPARE(run(files, {"check", "web.yaml", "--parameter-set", "prod"}).status, 2);
        QCOMPARE(run(files, {"check", "web.yaml", "--region", "here"}).status, 2);
        QCOMPARE(run(files, {"check", "web.yaml", "--account", "12"}).status, 2);
        QCOMPARE(
            run(files, {"check", "web.yaml", "--region", "eu-west-1", "--account", "210987654321"})
                .status,
            0);
    }

    void theCompanionsSuppressionsCount() {
        MemoryFiles files;
        files.files["web.yaml"] = kFaulty;
        const std::string code = run(files, {"check", "web.yaml", "--format", "json"})
                                     .json()["findings"][0]["code"]
                                     .get<std::string>();
        const nlohmann::json suppression = {
            {"code", code}, {"resource", "Subnet"}, {"reason", "made elsewhere"}};
        const nlohmann::ordered_json companion = {
            {"archivolt", 1},
            {"stacks", nlohmann::json::array()},
            {"suppressions", nlohmann::json::array({suppression})}};
        files.files["web.yaml.archivolt"] = companion.dump();
        const auto quiet = run(files, {"check", "web.yaml"});
        QCOMPARE(quiet.status, 0);
        QCOMPARE(quiet.out, std::string("1 resource: nothing wrong found, 1 suppressed\n"));
        const auto shown = run(files, {"check", "web.yaml", "--show-suppressed"});
        QVERIFY(shown.out.find("suppressed: made elsewhere") != std::string::npos);
        const auto json = run(files, {"check", "web.yaml", "--format", "json"}).json();
        QVERIFY(json["findings"][0]["suppressed"] == "made elsewhere");
        QVERIFY(json["counts"]["suppressed"] == 1);
        const auto sarif = run(files, {"check", "web.yaml", "--format", "sarif"}).json();
        QVERIFY(sarif["runs"][0]["results"][0]["suppressions"][0]["justification"] ==
                "made elsewhere");
    }

    void aBrokenCompanionIsNotPassedOver() {
        MemoryFiles files;
        files.files["web.yaml"] = kGood;
        files.files["web.yaml.archivolt"] = R"({"archivolt": 1, "stacks": )";
        const auto result = run(files, {"check", "web.yaml"});
        QCOMPARE(result.status, 3);
        QVERIFY(result.err.find("web.yaml.archivolt:1:") != std::string::npos);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::CheckCommandTest)
#include "check_command_test.moc"
