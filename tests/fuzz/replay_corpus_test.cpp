#include <QtTest>

#include "tests/fuzz/exercise_describe.h"
#include "tests/fuzz/exercise_policy.h"
#include "tests/fuzz/exercise_project.h"
#include "tests/fuzz/exercise_reader.h"
#include "tests/support/test_paths.h"

namespace archivolt {

class ReplayCorpusTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyFileOfTheFuzzCorpusKeepsTheReadersPromises() {
        std::size_t replayed = 0;
        const auto root = test::sourceRoot() / "tests" / "fuzz" / "corpus";
        for (const auto format : {TemplateFormat::Yaml, TemplateFormat::Json}) {
            const auto folder = root / (format == TemplateFormat::Yaml ? "yaml" : "json");
            for (const auto& entry : std::filesystem::directory_iterator(folder)) {
                const std::string text = test::readFile(entry.path());
                const std::string broken = test::exerciseReader(text, format);
                QVERIFY2(broken.empty(), (entry.path().string() + ": " + broken).c_str());
                ++replayed;
            }
        }
        QVERIFY(replayed >= 20);
        qInfo("%zu files replayed", replayed);
    }

    void everyFileOfTheFuzzCorpusKeepsTheProjectsPromises() {
        std::size_t replayed = 0;
        const auto folder = test::sourceRoot() / "tests" / "fuzz" / "corpus" / "project";
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            const std::string broken = test::exerciseProject(test::readFile(entry.path()));
            QVERIFY2(broken.empty(), (entry.path().string() + ": " + broken).c_str());
            ++replayed;
        }
        QVERIFY(replayed >= 4);
        qInfo("%zu files replayed", replayed);
    }

    void everyFileOfTheFuzzCorpusKeepsThePromisesOfDescriptions() {
        std::size_t replayed = 0;
        const auto folder = test::sourceRoot() / "tests" / "fuzz" / "corpus" / "describe";
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            const std::string broken = test::exerciseDescribe(test::readFile(entry.path()));
            QVERIFY2(broken.empty(), (entry.path().string() + ": " + broken).c_str());
            ++replayed;
        }
        QVERIFY(replayed >= 6);
        qInfo("%zu files replayed", replayed);
    }

    void everyFileOfTheFuzzCorpusKeepsThePromisesOfPolicies() {
        std::size_t replayed = 0;
        const auto folder = test::sourceRoot() / "tests" / "fuzz" / "corpus" / "policy";
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            const std::string broken = test::exercisePolicy(test::readFile(entry.path()));
            QVERIFY2(broken.empty(), (entry.path().string() + ": " + broken).c_str());
            ++replayed;
        }
        QVERIFY(replayed >= 5);
        qInfo("%zu files replayed", replayed);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ReplayCorpusTest)
#include "replay_corpus_test.moc"
