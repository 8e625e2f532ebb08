#include <QtTest>

#include <algorithm>
#include <set>
#include <sstream>

#include "model/policy/action_table.h"
#include "model/policy/explain.h"
#include "model/policy/json_text.h"
#include "model/policy/policy_case.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

std::vector<std::string> linesOf(const std::filesystem::path& path) {
    std::vector<std::string> lines;
    std::istringstream stream(test::readFile(path));
    for (std::string line; std::getline(stream, line);) {
        if (!line.empty()) lines.push_back(line);
    }
    return lines;
}

/// Runs every case of a file and returns what differs, a line each.
std::string differencesIn(const std::filesystem::path& path, std::size_t& count) {
    std::string differences;
    for (const std::string& line : linesOf(path)) {
        const auto tree = valueFromJsonText(line);
        if (!tree) return tree.error().message;
        const auto asked = readPolicyCase(*tree);
        if (!asked) return asked.error().message + ": " + line;
        const PolicyViews views(asked->policies);
        const AccessDecision decision = authorize(asked->request, views.layers());
        ++count;
        if (toString(decision.verdict) == asked->expected) continue;
        PreparedRequest prepared(asked->request);
        prepared.hasBoundary = !views.layers().boundaries.empty();
        const AccessExplanation why = explain(prepared, views.layers(), decision);
        differences += asked->id + ": " + toString(decision.verdict) + " instead of " +
                       asked->expected + ": " + why.why + '\n';
    }
    return differences;
}

}  // namespace

class PolicyCasesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void casesOfTheDocumentationAreDecidedAsItSays() {
        const auto corpus = test::corpusRoot();
        const auto path =
            corpus.empty() ? corpus : corpus.parent_path() / "cases" / "iam-docs.jsonl";
        if (path.empty() || !std::filesystem::exists(path)) QSKIP("no cases beside the corpus");
        std::size_t count = 0;
        const std::string differences = differencesIn(path, count);
        QVERIFY2(differences.empty(), differences.c_str());
        QVERIFY(count >= 92);
        qInfo("%zu cases decided", count);
    }

    void everySystemThatPoliciesPermitHasDecidedCases() {
        const auto cases = test::sourceRoot() / "tests" / "policy" / "systems.jsonl";
        std::size_t count = 0;
        const std::string differences = differencesIn(cases, count);
        QVERIFY2(differences.empty(), differences.c_str());
        std::set<std::string> systems;
        const ActionTable table = ActionTable::embedded();
        for (const std::string& line : linesOf(cases)) {
            const auto tree = valueFromJsonText(line);
            systems.insert(tree->find("name")->text());
            // The action is one that AWS has, so that the case is about the system.
            const std::string action = tree->find("action")->text();
            const auto service = table.service(action.substr(0, action.find(':')));
            QVERIFY2(service && service->action(action.substr(action.find(':') + 1)),
                     action.c_str());
        }
        std::size_t asked = 0;
        for (const std::string& name :
             linesOf(test::sourceRoot() / "tests" / "policy" / "systems_core.txt")) {
            if (name.starts_with('#')) continue;
            ++asked;
            const bool found = std::ranges::any_of(systems, [&](const std::string& system) {
                return name.find(system) != std::string::npos;
            });
            QVERIFY2(found, name.c_str());
        }
        QCOMPARE(asked, std::size_t{16});
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::PolicyCasesTest)
#include "policy_cases_test.moc"
