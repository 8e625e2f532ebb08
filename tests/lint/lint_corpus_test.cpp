#include <fmt/format.h>

#include <QtTest>
#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "tests/lint/lint_support.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

std::string keyOf(const std::string& file, const Diagnostic& diagnostic) {
    const Path& path = diagnostic.where.path;
    const std::string property = path.size() > 2 ? path.from(2).toString() : path.toString();
    return fmt::format("{} | {} | {} | {}", diagnostic.code, file,
                       diagnostic.where.resource.empty() ? "-" : diagnostic.where.resource,
                       property);
}

/// Reads `code | file | resource | property | reason` lines; `#` begins a comment.
std::map<std::string, std::string> explainedFindings() {
    std::map<std::string, std::string> explained;
    std::istringstream lines(
        test::readFile(test::sourceRoot() / "tests" / "lint" / "corpus_findings.txt"));
    std::string line;
    while (std::getline(lines, line)) {
        if (line.empty() || line.front() == '#') continue;
        const std::size_t reason = line.rfind(" | ");
        if (reason == std::string::npos || reason + 3 >= line.size())
            qFatal("no reason: %s", line.c_str());
        if (!explained.emplace(line.substr(0, reason), line.substr(reason + 3)).second) {
            qFatal("stands twice: %s", line.c_str());
        }
    }
    return explained;
}

}  // namespace

class LintCorpusTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyErrorOnTheCorpusIsExplained() {
        const auto files = test::corpusTemplates();
        if (files.empty()) QSKIP("templates run: 0");
        const auto catalog = Catalog::embedded();
        auto explained = explainedFindings();
        std::set<std::string> found;
        std::size_t silent = 0;
        int wrong = 0;
        for (const auto& file : files) {
            const auto checked =
                test::checkTemplate(test::readFile(file), *catalog, {.file = file.filename()});
            const std::string name = file.parent_path().filename() / file.filename();
            bool any = false;
            const auto judge = [&](const Diagnostic& diagnostic) {
                if (diagnostic.severity != Severity::Error) return;
                any = true;
                const std::string key = keyOf(name, diagnostic);
                found.insert(key);
                if (explained.contains(key)) return;
                ++wrong;
                qWarning("not explained: %s | %s (line %u; %s)", key.c_str(),
                         diagnostic.message.c_str(), diagnostic.where.line,
                         diagnostic.help.str().c_str());
            };
            for (const Diagnostic& diagnostic : checked.reading) judge(diagnostic);
            for (const Finding& finding : checked.findings) judge(finding.diagnostic);
            if (!any) ++silent;
        }
        for (const auto& [key, reason] : explained) {
            if (found.contains(key) || key.find(" | cdk/") != std::string::npos) continue;
            ++wrong;
            qWarning("explained, but not found: %s", key.c_str());
        }
        qInfo("templates run: %zu; without an error: %zu; findings: %zu", files.size(), silent,
              found.size());
        QCOMPARE(wrong, 0);
    }

    /// Stacks that aws-cdk-lib writes, beside the corpus; an error in one is the writer's own.
    void whatTheCdkWritesHasNoErrorThatIsNotExplained() {
        const auto root = test::corpusRoot();
        const auto folder = root.empty() ? root : root.parent_path() / "cases" / "cdk";
        if (root.empty() || !std::filesystem::is_directory(folder)) QSKIP("stacks of the CDK: 0");
        const auto catalog = Catalog::embedded();
        const auto explained = explainedFindings();
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            const auto checked = test::checkTemplate(test::readFile(entry.path()), *catalog,
                                                     {.file = entry.path().filename()});
            QVERIFY2(checked.reading.empty(), entry.path().c_str());
            for (const Finding& finding : checked.findings) {
                const std::string text = toString(finding.diagnostic);
                const std::string name = "cdk/" + entry.path().filename().string();
                QVERIFY2(finding.diagnostic.severity != Severity::Error ||
                             explained.contains(keyOf(name, finding.diagnostic)),
                         text.c_str());
            }
            ++count;
        }
        qInfo("stacks of the CDK: %zu", count);
        QVERIFY(count > 0);
    }

    void shippedExamplesHaveNoError() {
        const auto catalog = Catalog::embedded();
        std::vector<std::filesystem::path> files;
        for (const auto& entry :
             std::filesystem::directory_iterator(test::sourceRoot() / "resources" / "examples")) {
            if (entry.path().extension() == ".yaml") files.push_back(entry.path());
        }
        std::ranges::sort(files);
        QVERIFY(!files.empty());
        for (const auto& file : files) {
            const auto checked =
                test::checkTemplate(test::readFile(file), *catalog, {.file = file.filename()});
            for (const Finding& finding : checked.findings) {
                const std::string text = toString(finding.diagnostic);
                QVERIFY2(finding.diagnostic.severity != Severity::Error, text.c_str());
            }
            QVERIFY2(checked.reading.empty(), file.c_str());
        }
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::LintCorpusTest)
#include "lint_corpus_test.moc"
