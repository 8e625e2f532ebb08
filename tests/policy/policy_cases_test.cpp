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
        for (const std::string& row : rowsOfTheCopy()) {
            ++asked;
            const auto names = namesIn(row);
            QVERIFY2(!names.empty(), row.c_str());
            for (const std::string& name : names) {
                QVERIFY2(systems.contains(name), (name + " of: " + row).c_str());
            }
        }
        QCOMPARE(asked, std::size_t{16});
    }

    /// The copy is held against the list itself where that lies beside the corpus.
    void theCopyOfTheListHoldsEverySystemThatPoliciesPermit() {
        const auto corpus = test::corpusRoot();
        const auto list = corpus.empty() ? corpus : corpus.parent_path() / "facts" / "systems.md";
        if (list.empty() || !std::filesystem::exists(list)) QSKIP("no list beside the corpus");
        const auto copied = rowsOfTheCopy();
        std::vector<std::string> rows;
        std::string around;
        bool isAround = false;
        for (const std::string& line : linesOf(list)) {
            if (line.starts_with("## ")) isAround = line.starts_with("## Around it");
            if (isAround && !line.starts_with('#')) around += (around.empty() ? "" : " ") + line;
            const auto cells = partsOf(line, " | ");
            if (!line.starts_with("| ") || cells.size() < 3) continue;
            if ((" " + cells[1] + " ").find(" P ") != std::string::npos) {
                rows.push_back(cells[0].substr(2));
            }
        }
        for (const std::string& part : partsOf(around, " · ")) rows.push_back(part);
        QCOMPARE(rows.size(), std::size_t{16});
        for (const std::string& row : rows) {
            QVERIFY2(std::ranges::find(copied, row) != copied.end(), row.c_str());
        }
    }

private:
    static std::vector<std::string> rowsOfTheCopy() {
        auto rows = linesOf(test::sourceRoot() / "tests" / "policy" / "systems_core.txt");
        std::erase_if(rows, [](const std::string& row) { return row.starts_with('#'); });
        return rows;
    }

    static std::vector<std::string> partsOf(const std::string& text, const std::string& between) {
        std::vector<std::string> parts;
        std::size_t begin = 0;
        for (std::size_t at = text.find(between); at != std::string::npos;
             at = text.find(between, begin)) {
            parts.push_back(text.substr(begin, at - begin));
            begin = at + between.size();
        }
        parts.push_back(text.substr(begin));
        return parts;
    }

    /// Returns the systems that a row names; what stands in brackets tells of them.
    static std::vector<std::string> namesIn(const std::string& row) {
        std::string outside;
        int depth = 0;
        for (const char c : row) {
            depth += c == '(' ? 1 : 0;
            if (depth == 0 && c != '.') outside += c;
            depth -= c == ')' ? 1 : 0;
        }
        std::vector<std::string> names = partsOf(outside, ", ");
        for (std::string& name : names) {
            while (name.ends_with(' ')) name.pop_back();
        }
        return names;
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::PolicyCasesTest)
#include "policy_cases_test.moc"
