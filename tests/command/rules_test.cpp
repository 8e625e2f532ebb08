#include <QtTest>
#include <algorithm>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "app/command/rules.h"
#include "app/command/rules_report.h"
#include "model/guardrails/guardrails.h"
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

/// The codes that a folder of cases shows.
struct Shown {
    std::set<std::string> faults;
    std::set<std::string> nears;
};

/// Adds what a file of cases shows by its titles, `=== CODE fault: …` and `=== CODE near: …`.
void addShown(const std::string& text, Shown& shown) {
    static const std::regex kTitle("(?:^|\n)=== ([A-Z0-9-]+) (fault|near): ");
    for (std::sregex_iterator at(text.begin(), text.end(), kTitle), end; at != end; ++at) {
        ((*at)[2].str() == "fault" ? shown.faults : shown.nears).insert((*at)[1].str());
    }
}

/// Returns the titles of cases of whole commands that demand nothing of the code that they show.
std::vector<std::string> careless(const std::string& text) {
    static const std::regex kTitle("^([A-Z0-9-]+) (fault|near): ");
    std::vector<std::string> titles;
    for (std::size_t at = text.find("\n=== "); at != std::string::npos;) {
        const std::size_t next = text.find("\n=== ", at + 1);
        const std::string one = text.substr(at + 5, next - at - 5);
        std::smatch match;
        at = next;
        if (!std::regex_search(one, match, kTitle)) continue;
        const std::string verb = match[2].str() == "fault" ? " has " : " lacks ";
        const std::regex demand("\n(out|err)" + verb + "\\[?" + match[1].str() + "\\b");
        if (!std::regex_search(one, demand)) titles.push_back(one.substr(0, one.find('\n')));
    }
    return titles;
}

/// Codes whose faults (and near misses, where `nearToo`) one test of their folder holds, since no
/// text of a case can: bytes that are no text, sizes, links, forms, pictures, the machine's own.
struct HeldElsewhere {
    const char* codes;
    const char* test;
    bool nearToo = true;
};
constexpr HeldElsewhere kElsewhere[] = {
    {"READ-DEPTH READ-ENCODING READ-MORE READ-NODES READ-NUL READ-TOO-LARGE YAML-CHARACTER "
     "YAML-EXPANSION",
     "tests/cloudformation/read_problem_test.cpp", false},
    {"SPLICE-1 SPLICE-2", "tests/cloudformation/splice_rules_test.cpp"},
    {"EVAL-2 EVAL-5", "tests/evaluate/evaluate_cases.cpp"},
    {"CATALOG-1 CATALOG-2", "tests/catalog/catalog_test.cpp"},
    {"DESCRIBE-6 DESCRIBE-8", "tests/describe/read_describe_test.cpp"},
    {"OPEN-6", "tests/describe/describe_folder_test.cpp"},
    {"OPEN-7", "tests/describe/describe_folder_test.cpp", false},
    {"EDIT-1 EDIT-8 EDIT-11 EDIT-13 EDIT-15", "tests/design/design_test.cpp"},
    {"FORM-1 FORM-2 FORM-3 FORM-4 FORM-5", "tests/form/form_test.cpp"},
    {"FRAGMENT-1", "tests/tools/place_part_test.cpp"},
    {"REPAIR-1", "tests/repair/repair_test.cpp"},
    {"SAVE-1 SAVE-2", "tests/session/session_test.cpp"},
    {"SIM-1", "tests/traffic/engine_test.cpp"},
    {"SIM-7", "tests/command/simulate_command_test.cpp"},
    {"VALUE-1", "tests/value/value_test.cpp"},
    {"LOGS-3", "tests/logs/logs_test.cpp"},
    {"PROJECT-6", "tests/project/project_test.cpp"},
    {"ICON-1 PICTURE-1", "tests/paint/paint_test.cpp"},
    {"LAYOUT-1", "tests/layout/layout_test.cpp"},
    {"LAYOUT-2", "tests/layout/dot_worker_test.cpp"},
    {"EXPORT-1 EXPORT-2 WORKER-1 WORKER-2 WORKER-3", "tests/window/window_test.cpp"},
    {"RENDER-1", "tests/command/process_test.cpp"},
    {"FILE-2 FILE-3 FILE-4 FILE-5 FILE-7", "tests/command/atomic_file_test.cpp"},
};

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

    /// What finds faults shows one, and what comes near and is fine.
    void everyCodeHasAFaultAndANearMiss() {
        Shown shown;
        std::vector<std::string> without;
        for (const char* folder : {"tests/lint/cases", "tests/command/cases"}) {
            for (const auto& entry : fs::directory_iterator(test::sourceRoot() / folder)) {
                const std::string text = '\n' + test::readFile(entry.path());
                addShown(text, shown);
                const bool isOfCommands = std::string_view(folder) == "tests/command/cases";
                if (!isOfCommands) continue;
                for (const std::string& title : careless(text)) without.push_back(title);
            }
        }
        // The tests of advice hold theirs to have both.
        for (const Rule* rule : guardrailRules()) {
            shown.faults.emplace(rule->code);
            shown.nears.emplace(rule->code);
        }
        std::map<std::string, std::string> nameOf;
        for (const auto& [path, text] : sources()) {
            static const std::regex kNamed("constexpr Rule (k\\w+)\\{\\s*\"([^\"]+)\"");
            for (std::sregex_iterator at(text.begin(), text.end(), kNamed), end; at != end; ++at) {
                nameOf[(*at)[2].str()] = (*at)[1].str();
            }
        }
        for (const HeldElsewhere& held : kElsewhere) {
            const std::string text = test::readFile(test::sourceRoot() / held.test);
            std::istringstream codes(held.codes);
            for (std::string code; codes >> code;) {
                const std::regex named("\\b(" + code + "|" + nameOf[code] + ")\\b");
                if (!std::regex_search(text, named)) without.push_back(code + " in " + held.test);
                if (shown.faults.contains(code)) without.push_back(code + " is shown twice");
                shown.faults.insert(code);
                if (held.nearToo) shown.nears.insert(code);
            }
        }
        for (const Rule* rule : allRules()) {
            const std::string code(rule->code);
            if (!shown.faults.contains(code)) without.push_back(code + " has no fault");
            if (!shown.nears.contains(code)) without.push_back(code + " has no near miss");
        }
        qInfo("%zu codes", allRules().size());
        for (const std::string& one : without) qWarning("%s", one.c_str());
        QVERIFY(without.empty());
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
