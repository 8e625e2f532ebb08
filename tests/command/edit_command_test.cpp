#include <QtTest>

#include "app/command/examples.h"
#include "tests/command/run_command.h"

namespace archivolt {

using test::kFaulty;
using test::kGood;
using test::MemoryFiles;
using test::run;

namespace {

constexpr const char* kOpenSsh = R"([{"edit": "set-value",
  "path": "Resources.WebGroup.Properties.SecurityGroupIngress[0].FromPort", "value": 22},
 {"edit": "set-value",
  "path": "Resources.WebGroup.Properties.SecurityGroupIngress[0].ToPort", "value": 22}])";

}  // namespace

/// export, import, apply, diff, example, completion and wrong usage.
class EditCommandTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void untouchedExportIsTheFileItself() {
        MemoryFiles files;
        files.files["web.yaml"] = kGood;
        const auto result = run(files, {"export", "web.yaml"});
        QCOMPARE(result.status, 0);
        QCOMPARE(result.out, std::string(kGood));
        QCOMPARE(run(files, {"export", "web.yaml", "-o", "out.yaml"}).status, 0);
        QCOMPARE(files.files["out.yaml"], std::string(kGood));
    }

    void otherFormatsAreCanonicalAndReadAlike() {
        MemoryFiles files;
        files.files["web.yaml"] = kGood;
        const auto json = run(files, {"export", "web.yaml", "--json"});
        QVERIFY(json.json()["Resources"]["Vpc"]["Properties"]["CidrBlock"]["Ref"] == "Block");
        QCOMPARE(run(files, {"export", "web.yaml", "--yaml"}).out, std::string(kGood));
        const auto canonical = run(files, {"export", "web.yaml", "--canonical"});
        QVERIFY(canonical.out.find("CidrBlock: !Ref Block") != std::string::npos);
        QVERIFY(canonical.out.find("# A comment that stays.") != std::string::npos);
        files.files["c.yaml"] = canonical.out;
        QCOMPARE(run(files, {"diff", "web.yaml", "c.yaml"}).status, 0);
        QCOMPARE(run(files, {"export", "c.yaml", "--canonical"}).out, canonical.out);
        QCOMPARE(run(files, {"export", "web.yaml", "--json", "--yaml"}).status, 2);
    }

    void resolvedExportHasTheDocumentedShape() {
        MemoryFiles files;
        files.files["web.yaml"] = kGood;
        const auto result = run(
            files, {"export", "web.yaml", "--to", "resolved", "--parameter", "Block=10.9.0.0/16"});
        QCOMPARE(result.status, 0);
        const auto json = result.json();
        QVERIFY(json["format"] == 1);
        QVERIFY(json["resources"]["Vpc"]["type"] == "AWS::EC2::VPC");
        QVERIFY(json["resources"]["Vpc"]["properties"]["CidrBlock"] == "10.9.0.0/16");
        QVERIFY(json["resources"]["WebGroup"]["properties"]["VpcId"]["Ref"] == "Vpc");
        QVERIFY(json["removed"].is_array() && json["unknown"].is_array());
    }

    void severalStacksExportToAFolderOrOneByName() {
        MemoryFiles files;
        files.files["web.yaml"] = kGood;
        files.files["other.yaml"] = kFaulty;
        QCOMPARE(run(files, {"import", "web.yaml", "other.yaml", "web.yaml", "-o", "p.archivolt"})
                     .status,
                 0);
        QCOMPARE(run(files, {"export", "p.archivolt"}).status, 2);
        QCOMPARE(run(files, {"export", "p.archivolt", "-o", "out"}).status, 0);
        QCOMPARE(files.files["out/web.yaml"], std::string(kGood));
        QCOMPARE(files.files["out/web-2.yaml"], std::string(kGood));
        QCOMPARE(files.files["out/other.yaml"], std::string(kFaulty));
        QCOMPARE(run(files, {"export", "p.archivolt", "--stack", "other"}).out,
                 std::string(kFaulty));
        const auto unknown = run(files, {"export", "p.archivolt", "--stack", "gone"});
        QCOMPARE(unknown.status, 2);
        QVERIFY(unknown.err.find("web, other, web-2") != std::string::npos);
        const auto checked = run(files, {"check", "p.archivolt"});
        QCOMPARE(checked.status, 1);
        QVERIFY(checked.out.find("p.archivolt#other\n      5:19") != std::string::npos);
    }

    void importRefusesToWriteOverItsInput() {
        MemoryFiles files;
        files.files["web.yaml"] = kGood;
        QCOMPARE(run(files, {"import", "web.yaml", "-o", "web.yaml"}).status, 2);
        QCOMPARE(files.files["web.yaml"], std::string(kGood));
        QCOMPARE(run(files, {"import", "web.yaml"}).status, 2);
        QCOMPARE(run(files, {"import", "gone.yaml", "-o", "p.archivolt"}).status, 3);
        QVERIFY(!files.files.contains("p.archivolt"));
    }

    void applyChangesOnlyWhatTheEditsSay() {
        MemoryFiles files;
        files.files["web.yaml"] = kGood;
        files.files["edits.json"] = kOpenSsh;
        QCOMPARE(run(files, {"apply", "web.yaml", "--edit", "edits.json", "-o", "out.yaml"}).status,
                 0);
        std::string expected = kGood;
        const std::string ports = "FromPort: 443, ToPort: 443";
        expected.replace(expected.find(ports), ports.size(), "FromPort: 22, ToPort: 22");
        QCOMPARE(files.files["out.yaml"], expected);
        QVERIFY(!files.files.contains("out.yaml.archivolt"));
    }

    void whatATemplateCannotHoldGoesIntoItsCompanion() {
        MemoryFiles files;
        files.files["web.yaml"] = kGood;
        files.files["edits.json"] =
            R"([{"edit": "move-resource", "resource": "Vpc", "place": [1, 2, 3, 4]}])";
        QCOMPARE(run(files, {"apply", "web.yaml", "--edit", "edits.json", "-o", "web.yaml"}).status,
                 0);
        QCOMPARE(files.files["web.yaml"], std::string(kGood));
        const auto companion = nlohmann::json::parse(files.files["web.yaml.archivolt"]);
        QVERIFY(companion["stacks"][0]["placements"]["Vpc"] ==
                nlohmann::json::array({1.0, 2.0, 3.0, 4.0}));
        QCOMPARE(run(files, {"check", "web.yaml"}).status, 0);
    }

    void brokenEditsWriteNothing() {
        for (const char* edits : {"", "[", R"([{"edit": "fly"}])",
                                  R"([{"edit": "remove-resource", "resource": "Gone"}])",
                                  R"([{"edit": "remove-resource"}])"}) {
            MemoryFiles files;
            files.files["web.yaml"] = kGood;
            files.files["edits.json"] = edits;
            const auto result =
                run(files, {"apply", "web.yaml", "--edit", "edits.json", "-o", "out.yaml"});
            QCOMPARE(result.status, 3);
            QVERIFY2(result.err.starts_with("edits.json:"), result.err.c_str());
            QCOMPARE(files.files.size(), std::size_t{2});
        }
    }

    void aDiskThatIsFullLeavesEverythingAsItWas() {
        MemoryFiles files;
        files.files["web.yaml"] = kGood;
        files.files["edits.json"] = kOpenSsh;
        files.full = true;
        const auto before = files.files;
        QCOMPARE(run(files, {"apply", "web.yaml", "--edit", "edits.json", "-o", "web.yaml"}).status,
                 3);
        QCOMPARE(run(files, {"export", "web.yaml", "-o", "x.yaml"}).status, 3);
        QCOMPARE(run(files, {"import", "web.yaml", "-o", "p.archivolt"}).status, 3);
        QCOMPARE(run(files, {"example", "lamp", "-o", "x.yaml"}).status, 3);
        QVERIFY(files.files == before);
        files.full = false;
        QCOMPARE(run(files, {"export", "web.yaml", "-o", "nowhere/x.yaml"}).status, 3);
        QVERIFY(files.files == before);
    }

    void diffSpeaksInWordsAndJson() {
        MemoryFiles files;
        files.files["web.yaml"] = kGood;
        files.files["edits.json"] = kOpenSsh;
        QCOMPARE(run(files, {"apply", "web.yaml", "--edit", "edits.json", "-o", "b.yaml"}).status,
                 0);
        const auto same = run(files, {"diff", "web.yaml", "web.yaml"});
        QCOMPARE(same.status, 0);
        QCOMPARE(same.out, std::string("The designs say the same.\n"));
        const auto text = run(files, {"diff", "web.yaml", "b.yaml"});
        QCOMPARE(text.status, 1);
        QVERIFY(text.out.find("opens tcp port 22 of WebGroup to 0.0.0.0/0") != std::string::npos);
        QVERIFY(text.out.find("~ WebGroup (AWS::EC2::SecurityGroup)") != std::string::npos);
        const auto json = run(files, {"diff", "web.yaml", "b.yaml", "--format", "json"}).json();
        QVERIFY(json["format"] == 1);
        QVERIFY(json["resources"][0]["change"] == "changed");
        QVERIFY(json["resources"][0]["resource"] == "WebGroup");
        QCOMPARE(json["resources"][0]["values"].size(), std::size_t{2});
        QVERIFY(json["resources"][0]["values"][0]["after"] == 22);
        QCOMPARE(run(files, {"diff", "web.yaml", "gone.yaml"}).status, 3);
    }

    void examplesAreListedAndWritten() {
        MemoryFiles files;
        const auto list = run(files, {"example"});
        QCOMPARE(list.status, 0);
        for (const Example& example : shippedExamples()) {
            const std::string name(example.name);
            const auto at = list.out.find(name + "\n    ");
            QVERIFY2(at != std::string::npos, name.c_str());
            QCOMPARE(run(files, {"example", name}).out, std::string(example.text));
            QCOMPARE(run(files, {"example", name, "-o", name}).status, 0);
            QCOMPARE(files.files[name], std::string(example.text));
        }
        QCOMPARE(run(files, {"example", "gone"}).status, 2);
        QCOMPARE(run(files, {"example", "-o", "x"}).status, 2);
    }

    void wrongUsageIsStatusTwo() {
        MemoryFiles files;
        files.files["web.yaml"] = kGood;
        const std::vector<std::vector<std::string>> wrong = {
            {"check"},
            {"check", "web.yaml", "--format", "xml"},
            {"check", "web.yaml", "--fail-on", "sometimes"},
            {"check", "web.yaml", "--colour"},
            {"export"},
            {"export", "web.yaml", "--to", "terraform"},
            {"apply", "web.yaml", "-o", "x"},
            {"diff", "web.yaml"},
            {"completion", "tcsh"},
            {"--nonsense"}};
        for (const auto& arguments : wrong) {
            const auto result = run(files, arguments);
            QVERIFY2(result.status == 2, arguments.back().c_str());
            QVERIFY(!result.err.empty());
            QVERIFY(result.out.empty());
        }
    }

    void helpAndVersionAreResults() {
        MemoryFiles files;
        const auto version = run(files, {"--version"});
        QCOMPARE(version.status, 0);
        QVERIFY(version.out.starts_with("archivolt "));
        QVERIFY(isCommand({"check"}) && isCommand({"--help"}));
        QVERIFY(!isCommand({}) && !isCommand({"web.yaml"}) && !isCommand({"./check"}));
        const auto help = run(files, {"--help"});
        QCOMPARE(help.status, 0);
        for (const char* command : {"check", "export", "import", "apply", "diff", "example"}) {
            QVERIFY2(help.out.find(command) != std::string::npos, command);
            const auto own = run(files, {command, "--help"});
            QCOMPARE(own.status, 0);
            QVERIFY(own.out.find("--help") != std::string::npos);
        }
        QVERIFY(help.out.find("Exit status: 0 fine") != std::string::npos);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::EditCommandTest)
#include "edit_command_test.moc"
