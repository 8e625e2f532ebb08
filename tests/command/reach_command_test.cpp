#include <QtTest>

#include <set>
#include <sstream>

#include "app/command/examples.h"
#include "tests/command/run_command.h"

namespace archivolt {

using test::MemoryFiles;
using test::run;

namespace {

std::string threeTier() {
    const Example* example = findExample("three-tier");
    return example != nullptr ? std::string(example->text) : std::string();
}

std::vector<std::string> ask(const std::string& file, const std::string& to,
                             const std::string& port, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {"reach", file,         "--from", "internet", "--to",
                                          to,      "--protocol", "tcp",    "--port",   port};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return arguments;
}

std::set<std::string> blockersOf(const nlohmann::ordered_json& answer) {
    std::set<std::string> blockers;
    for (const auto& one : answer["blockers"]) {
        blockers.insert(one["resource"].get<std::string>() + ' ' +
                        one["disposition"].get<std::string>() +
                        (one["on_reply"].get<bool>() ? " on reply" : ""));
    }
    return blockers;
}

}  // namespace

/// reach, its report, and apply of what it proposes, on the shipped three-tier example.
class ReachCommandTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theDatabaseIsBlockedAndEveryBlockerNamed() {
        MemoryFiles files;
        files.files["shop.yaml"] = threeTier();
        const auto result = run(files, ask("shop.yaml", "OrdersDb", "5432", {"--format", "json"}));
        QCOMPARE(result.status, 1);
        const auto json = result.json();
        QCOMPARE(json["verdict"], "blocked");
        QCOMPARE(blockersOf(json),
                 (std::set<std::string>{"OrdersDb.eni0 no-public-address",
                                        "OrdersDb.eni1 no-public-address", "DataAcl denied-in",
                                        "DbGroup denied-in", "DataRoutes no-route on reply",
                                        "DataAcl denied-out on reply"}));
        for (const auto& blocker : json["blockers"]) {
            QCOMPARE(blocker["where"]["file"], "shop.yaml");
            QVERIFY(blocker["where"]["line"].get<int>() > 0);
        }
        // All of it can be mended, and that is a lot.
        QVERIFY(!json["repairs"].empty());
        QCOMPARE(json["repairs"][0]["effect"], "opens");
        QVERIFY(json["repairs"][0]["edits"].size() >= 5);
        QVERIFY(!json["repairs"][0]["also_changes"].empty());
    }

    void theBalancerIsReachableAndCanBeClosed() {
        MemoryFiles files;
        files.files["shop.yaml"] = threeTier();
        const auto json =
            run(files, ask("shop.yaml", "WebAlb", "443", {"--format", "json"})).json();
        QCOMPARE(json["verdict"], "reachable");
        QVERIFY(!json["repairs"].empty());
        for (std::size_t i = 0; i < json["repairs"].size(); ++i) {
            QCOMPARE(json["repairs"][i]["effect"], "closes");
            files.files["answer.json"] = json.dump();
            QCOMPARE(run(files, {"apply", "shop.yaml", "--edit", "answer.json", "--repair",
                                 std::to_string(i + 1), "-o", "closed.yaml"})
                         .status,
                     0);
            const auto closed =
                run(files, ask("closed.yaml", "WebAlb", "443", {"--format", "json"})).json();
            QCOMPARE(closed["verdict"], "blocked");
        }
    }

    void withoutEphemeralPortsTheReplyDiesAndTheRepairBringsItBack() {
        MemoryFiles files;
        files.files["shop.yaml"] = threeTier();
        files.files["edits.json"] =
            R"([{"edit": "remove-resource", "resource": "PublicAclOutReplies"}])";
        QCOMPARE(
            run(files, {"apply", "shop.yaml", "--edit", "edits.json", "-o", "broken.yaml"}).status,
            0);
        const auto broken = run(files, ask("broken.yaml", "WebAlb", "443", {"--format", "json"}));
        QCOMPARE(broken.status, 1);
        const auto json = broken.json();
        QCOMPARE(json["disposition"], "reply-blocked");
        QCOMPARE(json["decided_by"]["resource"], "PublicAcl");
        QCOMPARE(json["decided_by"]["rule"], "*");
        files.files["answer.json"] = broken.out;
        QCOMPARE(run(files, {"apply", "broken.yaml", "--edit", "answer.json", "-o", "fixed.yaml"})
                     .status,
                 0);
        const auto fixed = run(files, ask("fixed.yaml", "WebAlb", "443", {"--format", "json"}));
        QCOMPARE(fixed.status, 0);
        QCOMPARE(fixed.json()["verdict"], "reachable");
        // Only lines were added, every comment is where it was.
        QVERIFY(files.files["fixed.yaml"].find("# The web tier.") != std::string::npos);
        std::istringstream before(files.files["broken.yaml"]);
        std::istringstream after(files.files["fixed.yaml"]);
        std::string line;
        std::string next;
        while (std::getline(before, line)) {
            bool found = false;
            while (!found && std::getline(after, next)) found = next == line;
            QVERIFY2(found, line.c_str());
        }
        QCOMPARE(run(files, {"check", "fixed.yaml", "--fail-on", "error"}).status, 0);
    }

    void theReportSaysWhatToDoAndHow() {
        MemoryFiles files;
        files.files["shop.yaml"] = threeTier();
        const auto result = run(files, {"reach", "shop.yaml", "--from", "Bastion", "--to",
                                        "OrdersDb", "--protocol", "tcp", "--port", "5432"});
        for (const char* words :
             {"blocked (denied-in)", "◀ decides", "What stops it, each by itself",
              "no rule of `DbGroup` lets it in", "shop.yaml:", "To open it",
              "add ingress tcp/5432 from BastionGroup to DbGroup", "changes nothing else",
              "--format json >answer.json",
              "archivolt apply shop.yaml --edit answer.json --repair 1 --output repaired.yaml"}) {
            QVERIFY2(result.out.find(words) != std::string::npos, words);
        }
        QVERIFY(result.out.find('\033') == std::string::npos);
        const auto coloured = run(files, ask("shop.yaml", "OrdersDb", "5432"), true);
        QVERIFY(coloured.out.find("\033[31;1m") != std::string::npos);
    }

    void noRepairsAreLookedForWhenNotWanted() {
        MemoryFiles files;
        files.files["shop.yaml"] = threeTier();
        const auto json =
            run(files, ask("shop.yaml", "OrdersDb", "5432", {"--format", "json", "--no-repairs"}))
                .json();
        QVERIFY(json["repairs"].empty());
        QVERIFY(json["cannot_open"].empty());
    }

    void applyRefusesARepairThatIsNotThere() {
        MemoryFiles files;
        files.files["shop.yaml"] = threeTier();
        files.files["answer.json"] =
            run(files, ask("shop.yaml", "WebAlb", "443", {"--format", "json"})).out;
        const auto tooMany = run(files, {"apply", "shop.yaml", "--edit", "answer.json", "--repair",
                                         "9", "-o", "out.yaml"});
        QCOMPARE(tooMany.status, 3);
        QVERIFY(tooMany.err.find("APPLY-1") != std::string::npos);
        files.files["edits.json"] = "[]";
        QCOMPARE(run(files, {"apply", "shop.yaml", "--edit", "edits.json", "--repair", "1", "-o",
                             "out.yaml"})
                     .status,
                 3);
        for (const char* text : {R"({"repairs": []})", R"({"repairs": 1})", R"({"repairs": [1]})",
                                 R"({"repairs": [{"edits": 1}]})"}) {
            files.files["answer.json"] = text;
            QCOMPARE(run(files, {"apply", "shop.yaml", "--edit", "answer.json", "-o", "out.yaml"})
                         .status,
                     3);
        }
        QVERIFY(!files.files.contains("out.yaml"));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ReachCommandTest)
#include "reach_command_test.moc"
