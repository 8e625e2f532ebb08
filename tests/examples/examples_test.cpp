#include <QtTest>

#include "app/command/examples.h"
#include "export/cloudformation/read_template.h"
#include "export/cloudformation/write_template.h"
#include "export/project/project.h"
#include "tests/command/run_command.h"
#include "tests/support/test_paths.h"

namespace archivolt {

using test::MemoryFiles;
using test::run;

namespace {

/// Returns the templates of an example, by the stack's name.
std::map<std::string, std::string> templatesOf(const Example& example) {
    if (!looksLikeProject(example.text)) {
        return {{std::string(example.name), std::string(example.text)}};
    }
    std::map<std::string, std::string> texts;
    const auto project = nlohmann::json::parse(example.text);
    for (const auto& stack : project["stacks"]) {
        texts[stack["name"].get<std::string>()] = stack["template"].get<std::string>();
    }
    return texts;
}

}  // namespace

class ExamplesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyFileOfTheFolderIsShipped() {
        std::size_t files = 0;
        const auto folder = test::sourceRoot() / "resources" / "examples";
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            const auto ending = entry.path().extension();
            if (ending != ".yaml" && ending != ".archivolt") continue;
            ++files;
            const Example* example = findExample(entry.path().stem().string());
            QVERIFY2(example != nullptr, entry.path().c_str());
            QCOMPARE(std::string(example->text), test::readFile(entry.path()));
        }
        QCOMPARE(shippedExamples().size(), files);
        QVERIFY(files >= 8);
    }

    void everyExampleReadsWithoutARemark() {
        for (const Example& example : shippedExamples()) {
            for (const auto& [name, text] : templatesOf(example)) {
                std::uint32_t nextId = 1;
                const TemplateReading reading = readTemplate(text, {name, {}}, nextId);
                QVERIFY(reading.usable);
                QVERIFY2(reading.diagnostics.empty(), name.c_str());
                QVERIFY(reading.body.resources.size() > 0);
            }
        }
    }

    void everyExampleChecksWithoutAnError() {
        for (const Example& example : shippedExamples()) {
            MemoryFiles files;
            files.files["example"] = example.text;
            const auto result = run(files, {"check", "example"});
            QVERIFY2(result.status == 0, (result.out + result.err).c_str());
            QCOMPARE(result.err, std::string());
        }
    }

    void untouchedExportIsByteIdentical() {
        for (const Example& example : shippedExamples()) {
            MemoryFiles files;
            files.files["example"] = example.text;
            const auto texts = templatesOf(example);
            QCOMPARE(run(files, {"export", "example", "-o", "out"}).status, 0);
            if (texts.size() == 1) {
                QCOMPARE(files.files["out"], texts.begin()->second);
                continue;
            }
            for (const auto& [name, text] : texts)
                QCOMPARE(files.files["out/" + name + ".yaml"], text);
        }
    }

    void canonicalTextReadsAsTheSameTree() {
        for (const Example& example : shippedExamples()) {
            for (const auto& [name, text] : templatesOf(example)) {
                std::uint32_t nextId = 1;
                const Template body = readTemplate(text, {name, {}}, nextId).body;
                for (const auto format : {TemplateFormat::Yaml, TemplateFormat::Json}) {
                    const std::string written = writeCanonical(body, format);
                    const auto again = readTemplate(written, {name, {}}, nextId);
                    QVERIFY(again.usable && again.diagnostics.empty());
                    QVERIFY2(writeCanonical(again.body, format) == written, name.c_str());
                    for (const Section& section : body.sections) {
                        if (section.name == "Resources") continue;
                        const Value* kept = again.body.section(section.name);
                        QVERIFY(kept != nullptr && *kept == section.value);
                    }
                    QCOMPARE(again.body.resources.size(), body.resources.size());
                    for (const auto& resource : body.resources) {
                        const auto kept = again.body.resources.find(resource->logicalId);
                        QVERIFY(kept != nullptr && kept->body == resource->body);
                    }
                }
            }
        }
    }

    void theProjectIsMadeAsItsReadmeSays() {
        const auto folder = test::sourceRoot() / "resources" / "examples" / "two-region-failover";
        MemoryFiles files;
        for (const char* name : {"dns.yaml", "site.yaml", "edits.json"}) {
            files.files[name] = test::readFile(folder / name);
        }
        QCOMPARE(run(files, {"import", "dns.yaml", "site.yaml", "site.yaml", "--name",
                             "two-region-failover", "--output", "p.archivolt"})
                     .status,
                 0);
        QCOMPARE(
            run(files, {"apply", "p.archivolt", "--edit", "edits.json", "--output", "p.archivolt"})
                .status,
            0);
        QCOMPARE(files.files["p.archivolt"],
                 test::readFile(folder.parent_path() / "two-region-failover.archivolt"));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ExamplesTest)
#include "examples_test.moc"
