#include <QtTest>
#include <algorithm>
#include <fstream>
#include <map>
#include <regex>
#include <set>

#include "app/command/rules.h"
#include "app/command/rules_report.h"
#include "tests/command/run_command.h"
#include "tests/support/test_paths.h"

namespace archivolt {

using test::MemoryFiles;
using test::run;

namespace fs = std::filesystem;

namespace {

/// Returns the program's sources, by their way from the root.
std::map<std::string, std::string> sources() {
    std::map<std::string, std::string> texts;
    for (const char* top : {"model", "export", "render", "app", "qml"}) {
        for (const auto& entry : fs::recursive_directory_iterator(test::sourceRoot() / top)) {
            const auto ending = entry.path().extension();
            if (ending != ".cpp" && ending != ".h" && ending != ".qml") continue;
            texts[entry.path().lexically_relative(test::sourceRoot()).generic_string()] =
                test::readFile(entry.path());
        }
    }
    return texts;
}

/// A rule begins so; what is matched is its code.
const std::regex kRuleBegins("constexpr Rule k\\w+\\{\\s*\"([^\"]+)\"");

}  // namespace

class RulesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyCodeMeansOneThing() {
        std::set<std::string> codes;
        std::set<std::string> statements;
        for (const Rule* rule : allRules()) {
            const std::string code(rule->code);
            QVERIFY2(codes.insert(code).second, code.c_str());
            QVERIFY2(statements.insert(std::string(rule->statement)).second, code.c_str());
        }
        QVERIFY(codes.size() > 200);
    }

    void everyRuleSaysWhatWhyWhatToDoAndWhoSaysSo() {
        static const std::regex kCode("[A-Z][A-Z0-9]*(-[A-Z]+)*-([A-Z]?[0-9]+|[A-Z]+)");
        for (const Rule* rule : allRules()) {
            const std::string code(rule->code);
            QVERIFY2(std::regex_match(code, kCode), code.c_str());
            for (const auto text : {rule->statement, rule->why, rule->help, rule->source}) {
                QVERIFY2(!text.empty() && text.back() != '.', code.c_str());
                QVERIFY2(text.find_first_of("\n\t") == std::string_view::npos, code.c_str());
            }
        }
    }

    /// A rule that its folder's list leaves out would be reported and never explained.
    void everyRuleOfTheSourceIsListed() {
        const auto rules = allRules();
        std::size_t found = 0;
        for (const auto& [path, text] : sources()) {
            for (std::sregex_iterator at(text.begin(), text.end(), kRuleBegins), end; at != end;
                 ++at) {
                ++found;
                const Rule* rule = findRule(rules, (*at)[1].str());
                QVERIFY2(rule != nullptr, (path + ": " + (*at)[1].str()).c_str());
            }
        }
        QCOMPARE(found, rules.size());
    }

    /// A code as a text could be misspelt; a rule's name could not.
    void noCodeStandsOutsideItsRule() {
        const auto rules = allRules();
        static const std::regex kComment("//[^\n]*");
        static const std::regex kLooksLikeACode("\"([A-Z][A-Z0-9]*-[A-Z]?[0-9]+)\"");
        for (const auto& [path, text] : sources()) {
            const std::string uncommented = std::regex_replace(text, kComment, "");
            const std::string without = std::regex_replace(uncommented, kRuleBegins, "");
            for (std::sregex_iterator at(without.begin(), without.end(), kLooksLikeACode), end;
                 at != end; ++at) {
                const std::string code = (*at)[1].str();
                if (code == "UTF-8" || code == "UTF-16" || code == "UTF-32") continue;
                QFAIL((path + ": " + code).c_str());
            }
            for (const Rule* rule : rules) {
                const std::string quoted = '"' + std::string(rule->code) + '"';
                QVERIFY2(without.find(quoted) == std::string::npos, (path + quoted).c_str());
            }
        }
    }

    /// Codes that messages, pages and comments of the program name are there.
    void codesThatTextsNameAreThere() {
        const auto rules = allRules();
        std::set<std::string> families;
        for (const Rule* rule : rules) {
            families.insert(std::string(rule->code.substr(0, rule->code.rfind('-'))));
        }
        static const std::regex kWord("\\b([A-Z][A-Z0-9]*)-(E?[0-9]+)\\b");
        auto texts = sources();
        for (const char* page : {"README.md", "resources/edits.md", "resources/promises.md"}) {
            texts[page] = test::readFile(test::sourceRoot() / page);
        }
        for (const auto& [path, text] : texts) {
            for (std::sregex_iterator at(text.begin(), text.end(), kWord), end; at != end; ++at) {
                if (!families.contains((*at)[1].str())) continue;
                const std::string code = (*at)[0].str();
                QVERIFY2(findRule(rules, code) != nullptr, (path + ": " + code).c_str());
            }
        }
    }

    /// With ARCHIVOLT_UPDATE_PAGES set, the page is written anew.
    void thePageHoldsThemAll() {
        const std::string page = rulesPage(ruleChapters());
        const fs::path path = test::sourceRoot() / "resources" / "rules.md";
        if (qEnvironmentVariableIsSet("ARCHIVOLT_UPDATE_PAGES")) {
            std::ofstream(path, std::ios::binary) << page;
        }
        QVERIFY2(test::readFile(path) == page,
                 "the page is old: run this test once with ARCHIVOLT_UPDATE_PAGES=1");
        for (const Rule* rule : allRules()) {
            QVERIFY(page.find("\n### " + std::string(rule->code) + "\n") != std::string::npos);
        }
    }

    void aCodeIsExplained() {
        MemoryFiles files;
        const auto text = run(files, {"rules", "sub-e3"});
        QCOMPARE(text.status, 0);
        QVERIFY2(text.out.starts_with("SUB-E3 (error): subnets of one VPC overlap\n"),
                 text.out.c_str());
        for (const char* head : {"  why  ", "  what to do  ", "  source  "}) {
            QVERIFY2(text.out.find(head) != std::string::npos, head);
        }
        const auto json = run(files, {"rules", "SG-1", "--format", "json"}).json();
        QCOMPARE(json["rules"].size(), std::size_t{1});
        QVERIFY(json["rules"][0]["code"] == "SG-1");
        QVERIFY(json["rules"][0]["severity"] == "critical");
    }

    void withoutACodeAllAreListedAsPeopleCount() {
        MemoryFiles files;
        const auto text = run(files, {"rules"}).out;
        const auto json = run(files, {"rules", "--format", "json"}).json();
        QCOMPARE(json["rules"].size(), allRules().size());
        QVERIFY(text.find("EVAL-2 ") < text.find("EVAL-10 "));
        for (const Rule* rule : allRules()) {
            QVERIFY(text.find("  " + std::string(rule->code) + " ") != std::string::npos);
        }
    }

    void aCodeThatNothingHasIsWrongUsageWithAGuess() {
        MemoryFiles files;
        const auto near = run(files, {"rules", "SG1"});
        QCOMPARE(near.status, 2);
        QCOMPARE(near.out, std::string());
        QVERIFY2(near.err.find("`SG-1`") != std::string::npos, near.err.c_str());
        QVERIFY2(near.err.find("did you mean") != std::string::npos, near.err.c_str());
        const auto far = run(files, {"rules", "pineapple"});
        QCOMPARE(far.status, 2);
        QVERIFY2(far.err.find("`archivolt rules` lists them all") != std::string::npos,
                 far.err.c_str());
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::RulesTest)
#include "rules_test.moc"
