#include <QtTest>
#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "app/session/open_design.h"
#include "export/describe/operations.h"
#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/design/edit_json.h"
#include "model/intents/intents.h"
#include "model/reachability/sets/reachability.h"
#include "tests/command/run_command.h"
#include "tests/support/test_paths.h"

// The pages that users read, held against the program: every example in them is run.
namespace archivolt {

using test::MemoryFiles;
using test::run;

namespace {

using Json = nlohmann::ordered_json;

std::string page(const char* name) {
    return test::readFile(test::sourceRoot() / "resources" / name);
}

/// A piece of a page: the text before a block of JSON, and the block.
struct Example {
    std::string before;  ///< From the end of the block before, or of the heading.
    std::string json;
};

/// Returns a page's blocks of JSON, each with the text since the last one.
std::vector<Example> examplesOf(const std::string& text) {
    static const std::string kBegin = "```json\n";
    static const std::string kEnd = "\n```\n";
    std::vector<Example> examples;
    for (std::size_t at = 0;;) {
        const std::size_t begin = text.find(kBegin, at);
        if (begin == std::string::npos) return examples;
        const std::size_t first = begin + kBegin.size();
        const std::size_t end = text.find(kEnd, first);
        examples.push_back({text.substr(at, begin - at), text.substr(first, end - first)});
        at = end + kEnd.size();
    }
}

/// Returns the names in the first column of the table that has this head.
std::set<std::string> firstColumn(const std::string& text, const std::string& head) {
    std::set<std::string> names;
    std::istringstream rows(text.substr(text.find(head)));
    std::string row;
    std::getline(rows, row);
    std::getline(rows, row);
    static const std::regex kName("`([^`]+)`");
    while (std::getline(rows, row) && row.starts_with("| ")) {
        const std::string cell = row.substr(0, row.find('|', 1));
        for (std::sregex_iterator at(cell.begin(), cell.end(), kName), end; at != end; ++at) {
            names.insert((*at)[1]);
        }
    }
    return names;
}

/// Adds the way to every member of a document, items of a list as one: `findings[].where.line`.
/// What a member of `opaque` holds is the user's own.
void addMembers(const Json& json, const std::string& at, const std::set<std::string>& opaque,
                std::set<std::string>& found) {
    if (json.is_array()) {
        for (const Json& item : json) addMembers(item, at + "[]", opaque, found);
    }
    if (!json.is_object()) return;
    for (const auto& [key, value] : json.items()) {
        static const std::set<std::string> kByName = {".components", ".clients", ".fleets",
                                                      ".by_region"};
        const bool named = (at == ".resources" && json.contains("Vpc")) || kByName.contains(at);
        const std::string way = at + '.' + (named ? "ID" : key);
        found.insert(way);
        if (!opaque.contains(key)) addMembers(value, way, opaque, found);
    }
}

std::set<std::string> membersOf(const Json& json) {
    std::set<std::string> found;
    addMembers(json, "",
               {"edits", "properties", "when", "scenario", "assumed", "shares", "by_status",
                "event_counts"},
               found);
    return found;
}

/// Adds the shipped example under the name that the pages use.
void addShop(MemoryFiles& files) {
    files.files["shop.yaml"] =
        test::readFile(test::sourceRoot() / "resources" / "examples" / "three-tier.yaml");
}

}  // namespace

class PagesTest : public QObject {
    Q_OBJECT
private:
    /// Holds the block of a section of json.md against documents: each member of one is in the
    /// other.
    static void hold(const std::string& command, const std::vector<Json>& printed) {
        const std::string text = page("json.md");
        const std::size_t begin = text.find("\n## " + command + "\n");
        QVERIFY2(begin != std::string::npos, command.c_str());
        const auto examples = examplesOf(text.substr(begin));
        const Json block = Json::parse(examples.front().json, nullptr, false);
        QVERIFY2(!block.is_discarded(), command.c_str());
        std::set<std::string> found;
        for (const Json& document : printed) {
            QVERIFY2(document.is_object(), command.c_str());
            found.merge(membersOf(document));
        }
        const std::set<std::string> told = membersOf(block);
        for (const std::string& way : found) {
            QVERIFY2(told.contains(way), (command + " prints, and the page lacks, " + way).c_str());
        }
        for (const std::string& way : told) {
            QVERIFY2(found.contains(way), (command + " does not print " + way).c_str());
        }
    }

private Q_SLOTS:
    void theScriptCollectsEveryOutputThatIsRead() {
        MemoryFiles files;
        const auto script = run(files, {"import", "--script"});
        QCOMPARE(script.status, 0);
        QCOMPARE(script.out, page("collect.sh"));
        const auto catalog = Catalog::embedded();
        std::size_t count = 0;
        for (const Operation& operation : Operations(*catalog).all()) {
            const std::string command(operation.command);
            const bool listed = script.out.find("\n" + command + "\n") != std::string::npos ||
                                script.out.find("\n" + command + " --") != std::string::npos ||
                                script.out.find(" " + command + " ") != std::string::npos;
            QVERIFY2(listed, command.c_str());
            ++count;
        }
        QVERIFY(count > 40);
        QCOMPARE(run(files, {"import", "--script", "a.yaml"}).status, 2);
        QCOMPARE(run(files, {"import", "a.yaml"}).status, 2);
        QCOMPARE(run(files, {"import"}).status, 2);
    }

    void everyKindOfEditIsShownByAnEditThatCanBeMade() {
        MemoryFiles files;
        addShop(files);
        const OpenedDesign opened = openDesign("shop.yaml", {}, files);
        QVERIFY(opened.usable);
        std::set<std::size_t> kinds;
        static const std::regex kTitle("\\*\\*([a-z-]+)\\*\\* [^*]*$");
        for (const Example& example : examplesOf(page("edits.md"))) {
            const auto read = editsFromJson(opened.design, example.json);
            QVERIFY2(read.has_value(), (example.json + (read ? "" : read.error().message)).c_str());
            std::smatch title;
            QVERIFY2(std::regex_search(example.before, title, kTitle), example.json.c_str());
            for (const Edit& edit : read->edits) {
                kinds.insert(edit.index());
                QCOMPARE(edit.index(), read->edits.front().index());
            }
            QVERIFY(Json::parse(example.json)[0]["edit"] == title[1].str());
            files.files["edits.json"] = example.json;
            const auto made =
                run(files, {"apply", "shop.yaml", "--edit", "edits.json", "-o", "out.archivolt"});
            // A template is one stack, neither more nor less.
            const bool oneStack = title[1] != "add-stack" && title[1] != "remove-stack";
            QVERIFY2((made.status == 0) == oneStack, (example.json + made.err).c_str());
        }
        QCOMPARE(kinds.size(), std::variant_size_v<Edit>);
    }

    void everyPromiseOfThePageIsReadAndJudged() {
        MemoryFiles files;
        addShop(files);
        Design design = openDesign("shop.yaml", {}, files).design;
        const auto catalog = Catalog::embedded();
        const auto resolved = resolve(design, *catalog);
        const Reachability reachability(resolved->architecture);
        std::string all;
        for (const Example& example : examplesOf(page("promises.md"))) {
            const Json json = Json::parse(example.json, nullptr, false);
            QVERIFY2(!json.is_discarded(), example.json.c_str());
            if (json.contains("archivolt")) continue;
            all += example.json;
            const Json edit = {{{"edit", "set-intents"}, {"intents", Json::array({json})}}};
            const auto set = editsFromJson(design, edit.dump());
            QVERIFY(set.has_value());
            const IntentReport report = checkIntents(set->after, *resolved, reachability);
            for (const Diagnostic& wrong : report.diagnostics) QFAIL(wrong.message.c_str());
            QCOMPARE(report.answers.size(), std::size_t{1});
        }
        for (const char* head : {"| member | what it chooses |", "| kind | what shall hold |"}) {
            for (const std::string& name : firstColumn(page("promises.md"), head)) {
                QVERIFY2(all.find('"' + name + '"') != std::string::npos, name.c_str());
            }
        }
    }

    void theSelectorsOfThePageAreThoseThatAreRead() {
        MemoryFiles files;
        addShop(files);
        files.files["shop.yaml.archivolt"] =
            R"({"archivolt": 1, "stacks": [], "intents": [{"name": "n", "kind": "never",
               "from": {"nonsense": "x"}, "to": "WebAlb"}]})";
        const auto result = run(files, {"check", "shop.yaml", "--format", "json"}).json();
        std::string help;
        for (const Json& finding : result["findings"]) {
            if (finding["code"] == "INTENT-1") help = finding["help"];
        }
        std::set<std::string> read;
        static const std::regex kWord("[a-z-]+");
        for (std::sregex_iterator at(help.begin(), help.end(), kWord), end; at != end; ++at) {
            if ((*at)[0] != "use" && (*at)[0] != "or") read.insert((*at)[0]);
        }
        QCOMPARE(read, firstColumn(page("promises.md"), "| member | what it chooses |"));
    }

    void theCompanionOfThePageSuppressesAndPromises() {
        MemoryFiles files;
        addShop(files);
        files.files["shop.yaml.archivolt"] = examplesOf(page("promises.md")).front().json;
        const auto result = run(files, {"check", "shop.yaml", "--format", "json"}).json();
        QVERIFY(result["counts"]["suppressed"] == 1);
        QCOMPARE(result["intents"].size(), std::size_t{1});
        QVERIFY(result["intents"][0]["answer"] == "yes");
    }

    void whatCheckPrintsIsOnThePage() {
        MemoryFiles files;
        addShop(files);
        const std::string& text = files.files["shop.yaml"];
        files.files["twice.yaml"] =
            std::regex_replace(text, std::regex("10\\.0\\.21\\.0/24"), "10.0.20.0/24");
        files.files["shop.yaml.archivolt"] =
            R"({"archivolt": 1, "stacks": [], "intents": [{"name": "n", "kind": "never",
               "from": "internet", "to": "WebAlb"}]})";
        hold("archivolt check",
             {run(files, {"check", "shop.yaml", "--fix-promises", "--format", "json"}).json(),
              run(files, {"check", "twice.yaml", "--format", "json"}).json()});
    }

    void whatReachPrintsIsOnThePage() {
        MemoryFiles files;
        addShop(files);
        files.files["close.json"] =
            R"([{"edit": "remove-resource", "resource": "PublicAclOutReplies"}])";
        const auto asked = [&](std::vector<std::string> more) {
            std::vector<std::string> words = {"reach", "shop.yaml", "--format", "json"};
            words.insert(words.end(), more.begin(), more.end());
            return run(files, words).json();
        };
        hold("archivolt reach",
             {asked({"--from", "internet", "--to", "OrdersDb", "--protocol", "tcp", "--port",
                     "5432"}),
              asked({"--from", "internet", "--to", "WebAlb", "--protocol", "tcp", "--port", "443",
                     "--after", "close.json"}),
              asked({"--from", "internet", "--to", "Bastion", "--protocol", "icmp"})});
        hold("archivolt reach --all", {asked({"--all", "--by", "tier"})});
        files.files["flow.log"] =
            test::readFile(test::sourceRoot() / "tests" / "command" / "flow.log");
        files.files["flow.yaml"] =
            test::readFile(test::sourceRoot() / "tests" / "command" / "flow.yaml");
        hold("archivolt reach --flow-log",
             {run(files, {"reach", "flow.yaml", "--flow-log", "flow.log", "--format", "json"})
                  .json()});
        files.files["wide.yaml"] =
            test::readFile(test::sourceRoot() / "tests" / "command" / "wide.yaml");
        hold("archivolt policy minimize", {run(files, {"policy", "minimize", "wide.yaml",
                                                       "--principal", "Work", "--format", "json"})
                                               .json()});
        hold("archivolt reach --action",
             {asked({"--from", "WebFleet", "--to", "*", "--action", "ec2:DescribeTags"})});
    }

    void whatPolicyPrintsIsOnThePage() {
        MemoryFiles files;
        files.files["roles.yaml"] =
            test::readFile(test::sourceRoot() / "tests" / "command" / "roles.yaml");
        const auto asked = [&](std::vector<std::string> words) {
            words.insert(words.end(), {"--format", "json"});
            return run(files, words).json();
        };
        hold("archivolt policy who-can", {asked({"policy", "who-can", "roles.yaml", "--action",
                                                 "s3:GetObject", "--resource", "Assets"})});
        hold("archivolt policy what-can",
             {asked({"policy", "what-can", "roles.yaml", "--principal", "Ana"})});
        files.files["cases.jsonl"] =
            test::readFile(test::sourceRoot() / "tests" / "command" / "printed.jsonl");
        std::vector<Json> decisions;
        std::istringstream lines(run(files, {"policy", "evaluate", "cases.jsonl"}).out);
        for (std::string line; std::getline(lines, line);) decisions.push_back(Json::parse(line));
        hold("archivolt policy evaluate", decisions);
    }

    void whatSimulatePrintsIsOnThePage() {
        MemoryFiles files;
        addShop(files);
        files.files["web.yaml"] =
            test::readFile(test::sourceRoot() / "resources" / "examples" / "serverless-web.yaml");
        const auto asked = [&](const char* file, std::vector<std::string> more) {
            std::vector<std::string> words = {"simulate", file,       "--duration",
                                              "70s",      "--format", "json"};
            words.insert(words.end(), more.begin(), more.end());
            return run(files, words).json();
        };
        const std::vector<Json> printed = {
            asked("shop.yaml", {"--write-logs", "logs", "--set",
                                R"(faults=[{"kind":"zone","target":"us-east-1a","at_s":2}])"}),
            asked("shop.yaml", {"--arrivals", "logs/WebAlb.log"}), asked("web.yaml", {}),
            asked("shop.yaml", {})};
        const std::string text = page("json.md");
        const auto section = text.substr(text.find("\n## archivolt simulate\n"));
        const Json block = Json::parse(examplesOf(section).front().json, nullptr, false);
        QVERIFY(!block.is_discarded());
        const std::set<std::string> told = membersOf(block);
        std::set<std::string> found;
        for (const Json& document : printed) found.merge(membersOf(document));
        for (const std::string& way : found) {
            QVERIFY2(told.contains(way), ("the page lacks " + way).c_str());
        }
        // What takes longer to come about than a test may last.
        const std::set<std::string> rare = {
            ".components.ID.stale_reads", ".components.ID.surplus_credits",
            ".components.ID.messages.errors[].status", ".components.ID.messages.errors[].cause",
            ".components.ID.messages.errors[].count"};
        for (const std::string& way : told) {
            QVERIFY2(found.contains(way) || rare.contains(way), ("nothing prints " + way).c_str());
        }
    }

    void whatTheOthersPrintIsOnThePage() {
        MemoryFiles files;
        addShop(files);
        std::string changed = files.files["shop.yaml"];
        changed = std::regex_replace(changed, std::regex("t3\\.micro"), "t3.small");
        changed = std::regex_replace(changed, std::regex("10\\.0\\.21\\.0/24"), "10.0.22.0/24");
        const auto at = changed.find("\nResources:\n");
        changed.insert(at + 12, "  Extra: {Type: AWS::SNS::Topic}\n");
        files.files["changed.yaml"] = changed;
        files.files["policy.json"] =
            R"({"Statement": {"Effect": "Deny", "Action": "Update:*", "Principal": "*",
                "Resource": "*"}})";
        const std::string vpc = "Resources:\n  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: ";
        const std::string inside =
            "}}\n  In: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, CidrBlock: "
            "10.0.1.0/24}}\n";
        files.files["before.yaml"] = vpc + "10.0.0.0/16" + inside;
        files.files["after.yaml"] = vpc + "10.0.0.0/20" + inside;
        const auto under = [&](const std::string& before, const std::string& after) {
            return run(files,
                       {"diff", before, after, "--format", "json", "--stack-policy", "policy.json"})
                .json();
        };
        hold("archivolt diff",
             {under("shop.yaml", "changed.yaml"), under("before.yaml", "after.yaml")});
        files.files["net.yaml"] =
            "Resources:\n  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, "
            "InstanceTenancy: default}}\n";
        files.files["net.json"] =
            R"({"Vpcs": [{"VpcId": "vpc-1", "CidrBlock": "10.1.0.0/16", "OwnerId": "123456789012",
                "Tags": [{"Key": "aws:cloudformation:logical-id", "Value": "Net"}]}]})";
        hold("archivolt diff of a template and output of the AWS CLI",
             {run(files, {"diff", "net.yaml", "net.json", "--format", "json"}).json()});
        files.files["small.yaml"] =
            "Parameters:\n  Zone: {Type: String}\nConditions:\n  No: !Equals [a, b]\n"
            "Resources:\n  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Ref Zone}}\n"
            "  Gone: {Type: AWS::EC2::VPC, Condition: No, Properties: {CidrBlock: 10.0.0.0/16}}\n";
        hold("archivolt export --to resolved",
             {run(files, {"export", "small.yaml", "--to", "resolved"}).json()});
        hold("archivolt rules", {run(files, {"rules", "SG-1", "--format", "json"}).json()});
    }

    void linksOfThePagesLeadSomewhere() {
        static const std::regex kLink("\\]\\(([^)#]+)\\)");
        const auto root = test::sourceRoot();
        for (const char* name : {"README.md", "resources/edits.md", "resources/promises.md",
                                 "resources/json.md", "ARCHITECTURE.md"}) {
            const std::string text = test::readFile(root / name);
            for (std::sregex_iterator at(text.begin(), text.end(), kLink), end; at != end; ++at) {
                const std::string to = (*at)[1];
                if (to.find(':') != std::string::npos) continue;
                const auto target = (root / name).parent_path() / to;
                QVERIFY2(std::filesystem::exists(target), (name + (": " + to)).c_str());
            }
        }
        const std::string readme = test::readFile(root / "README.md");
        for (const char* link : {"resources/rules.md", "resources/edits.md",
                                 "resources/promises.md", "resources/json.md"}) {
            QVERIFY2(readme.find(link) != std::string::npos, link);
        }
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::PagesTest)
#include "pages_test.moc"
