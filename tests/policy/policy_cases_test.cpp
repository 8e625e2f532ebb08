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

/// Returns the systems of the page that have a P: rows of the core with one, and all around it.
std::vector<std::string> systemsOf(const std::string& page) {
    std::vector<std::string> systems;
    std::istringstream lines(page);
    bool around = false;
    std::string text;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("## Around it")) around = true;
        if (around && !line.starts_with("##")) text += line + ' ';
        if (around || !line.starts_with("| ")) continue;
        const std::size_t end = line.find(" |", 2);
        const std::string name = line.substr(2, end - 2);
        const std::string must = line.substr(end + 3, line.find(" |", end + 3) - end - 3);
        if (must.find('P') != std::string::npos && name != "system") systems.push_back(name);
    }
    const std::string dot = "\u00B7";
    while (!text.empty()) {
        const std::size_t at = text.find(dot);
        systems.push_back(text.substr(0, at));
        text = at == std::string::npos ? std::string() : text.substr(at + dot.size());
    }
    return systems;
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
        const auto corpus = test::corpusRoot();
        const auto page = corpus.empty() ? corpus : corpus.parent_path() / "facts" / "systems.md";
        if (page.empty() || !std::filesystem::exists(page)) QSKIP("no list of systems");
        for (const std::string& name : systemsOf(test::readFile(page))) {
            const bool found = std::ranges::any_of(systems, [&](const std::string& system) {
                return name.find(system) != std::string::npos;
            });
            QVERIFY2(found, name.c_str());
        }
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::PolicyCasesTest)
#include "policy_cases_test.moc"
