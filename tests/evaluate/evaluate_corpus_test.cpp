#include <QtTest>

#include <nlohmann/json.hpp>

#include "export/cloudformation/read_template.h"
#include "model/evaluate/resolved_json.h"
#include "tests/evaluate/evaluate_support.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

Design designOf(const std::filesystem::path& path, std::uint32_t& nextId) {
    Stack stack;
    stack.id = StackId{nextId++};
    stack.name = path.stem().string();
    ReadOptions options;
    options.file = path.string();
    stack.body = readTemplate(test::readFile(path), options, nextId).body;
    Design design;
    design.stacks.push_back(std::make_shared<const Stack>(std::move(stack)));
    design.nextId = nextId;
    return design;
}

/// Says whether every unknown below a value has a reason.
bool everyUnknownHasAReason(const Value& value) {
    if (value.isUnknown()) return !value.text().empty();
    if (value.isCall()) return everyUnknownHasAReason(value.argument());
    return std::ranges::all_of(value.items(), everyUnknownHasAReason) &&
           std::ranges::all_of(value.entries(), [](const MapEntry& entry) {
               return everyUnknownHasAReason(entry.value);
           });
}

}  // namespace

class EvaluateCorpusTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyTemplateEvaluatesTheSameTwiceAndGivesReasons() {
        auto paths = test::corpusTemplates();
        const std::size_t corpus = paths.size();
        for (const auto& fixture : test::fixtureTemplates()) paths.push_back(fixture);
        std::map<std::string, std::size_t> codes;
        std::size_t resources = 0;
        std::size_t unknown = 0;
        const bool tells = qEnvironmentVariableIsSet("ARCHIVOLT_TELL");
        for (const auto& path : paths) {
            std::uint32_t nextId = 1;
            const Design design = designOf(path, nextId);
            const auto evaluated = evaluate(design);
            const EvaluatedStack& stack = *evaluated->stacks[0];
            QCOMPARE(test::firstDifference(*evaluated, *evaluate(design)), std::string());
            QCOMPARE(stack.resources.size(), stack.source->body.resources.size());
            for (const auto& resource : stack.resources) {
                QVERIFY2(everyUnknownHasAReason(resource->body), path.c_str());
                QVERIFY(resource->exists != Truth::Unknown || !resource->existsWhy.empty());
                ++resources;
            }
            unknown += resolvedJson(stack)["unknown"].size();
            for (const Diagnostic& diagnostic : stack.diagnostics) {
                ++codes[diagnostic.code];
                if (!tells) continue;
                qInfo("%s: %s: %s", path.filename().c_str(),
                      diagnostic.where.path.toString().c_str(), toString(diagnostic).c_str());
            }
        }
        qInfo("%zu corpus templates and %zu fixtures: %zu resources, %zu unknown values", corpus,
              paths.size() - corpus, resources, unknown);
        for (const auto& [code, count] : codes) qInfo("%s: %zu", code.c_str(), count);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::EvaluateCorpusTest)
#include "evaluate_corpus_test.moc"
