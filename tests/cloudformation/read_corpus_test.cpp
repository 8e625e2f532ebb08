#include <QtTest>
#include <algorithm>
#include <sstream>

#include "export/cloudformation/carry_comments.h"
#include "export/cloudformation/locate.h"
#include "export/cloudformation/read_json.h"
#include "export/cloudformation/read_template.h"
#include "export/cloudformation/read_yaml.h"
#include "export/cloudformation/write_template.h"
#include "tests/fuzz/exercise_reader.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

/// Reads a scalar's own bytes again, alone; says whether they give its value.
bool rereads(const SpanTree& tree, const SpanNode& node) {
    const auto slice = tree.text.substr(node.contentBegin(), node.end - node.contentBegin());
    if (tree.format == TemplateFormat::Json) {
        const auto again = readJson("[" + slice + "]", {}, {});
        return again.complete && again.tree.nodes.size() == 2 &&
               again.tree.value(1) == tree.value(node);
    }
    if (node.style == SpanStyle::Plain && slice.empty()) return tree.value(node).empty();
    // A folded or plain scalar of several lines keeps its value when its lines keep their indents.
    // An indentation indicator counts from the column of the key, so the key keeps its column.
    const bool isBlock = node.style == SpanStyle::Literal || node.style == SpanStyle::Folded;
    const bool isIndicated =
        isBlock &&
        slice.substr(0, slice.find('\n')).find_first_of("123456789") != std::string::npos;
    const std::size_t line = tree.text.find_last_of('\n', node.contentBegin()) + 1;
    const std::size_t column = tree.text.find_first_not_of(' ', line) - line;
    const std::string before = isIndicated ? std::string(column, ' ') + "k: " : "k:\n ";
    const auto again = readYaml(before + slice + "\n", {}, {});
    if (!again.complete || again.tree.nodes.size() != 3) return false;
    const std::string value(again.tree.value(2));
    const std::string_view wanted = tree.value(node);
    // The last line of a file may end without the break that `|` keeps.
    const bool isUnterminated = node.end == tree.text.size();
    return value == wanted || (isUnterminated && value == std::string(wanted) + "\n");
}

/// Counts the `#` that stand behind white space or at the start of a line outside all scalars.
std::size_t commentsIn(const SpanTree& tree) {
    std::string text = tree.text;
    for (const SpanNode& node : tree.nodes) {
        if (node.kind != SpanKind::Scalar) continue;
        std::fill(text.begin() + node.begin, text.begin() + node.end, 'x');
    }
    std::size_t count = 0;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const auto mark = line.find('#');
        if (mark == std::string::npos) continue;
        if (mark == 0 || line[mark - 1] == ' ' || line[mark - 1] == '\t') ++count;
    }
    return count;
}

}  // namespace

class ReadCorpusTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theCanonicalFormKeepsEveryComment() {
        auto files = test::corpusTemplates();
        for (const auto& fixture : test::fixtureTemplates()) files.push_back(fixture);
        std::size_t comments = 0;
        for (const auto& file : files) {
            std::uint32_t nextId = 1;
            const std::string text = test::readFile(file);
            const auto reading = readTemplate(text, {file.filename().string(), {}}, nextId);
            if (reading.format != TemplateFormat::Yaml) continue;
            const std::string bare = writeCanonical(reading.body, TemplateFormat::Yaml);
            const std::string kept = withCommentsOf(bare, text);
            const auto again = readYaml(kept, {}, {});
            QVERIFY2(again.complete, file.c_str());
            const std::size_t before = commentsIn(*reading.spans);
            QVERIFY2(commentsIn(again.tree) == before,
                     (file.string() + ": " + std::to_string(commentsIn(again.tree)) + " of " +
                      std::to_string(before))
                         .c_str());
            QVERIFY2(withCommentsOf(bare, kept) == kept, file.c_str());
            comments += before;
        }
        qInfo("%zu comments kept", comments);
    }

    void everyTemplateReadsWithExactSpans() {
        auto files = test::corpusTemplates();
        const std::size_t corpus = files.size();
        for (const auto& fixture : test::fixtureTemplates()) files.push_back(fixture);
        std::size_t nodes = 0;
        std::size_t resources = 0;
        for (const auto& file : files) {
            std::uint32_t nextId = 1;
            const std::string text = test::readFile(file);
            const auto reading = readTemplate(text, {file.filename().string(), {}}, nextId);
            for (const Diagnostic& found : reading.diagnostics) {
                qInfo("%s", toString(found).c_str());
            }
            QVERIFY2(reading.usable, file.c_str());
            const SpanTree& tree = *reading.spans;
            QVERIFY(tree.text == text);
            const std::string broken = test::brokenSpan(tree);
            QVERIFY2(broken.empty(), (file.string() + ": " + broken).c_str());
            for (const SpanNode& node : tree.nodes) {
                if (node.kind != SpanKind::Scalar) continue;
                QVERIFY2(rereads(tree, node),
                         (file.string() + ": " + std::string(tree.slice(node))).c_str());
            }
            QCOMPARE(reading.body.resources.size(), std::size_t{nextId - 1});
            nodes += tree.nodes.size();
            resources += reading.body.resources.size();
        }
        qInfo("%zu templates of the corpus and %zu fixtures: %zu nodes, %zu resources", corpus,
              files.size() - corpus, nodes, resources);
    }

    void everyValueNodeIsFoundByItsPath() {
        std::size_t found = 0;
        for (const auto& file : test::corpusTemplates()) {
            std::uint32_t nextId = 1;
            const auto reading = readTemplate(test::readFile(file), {}, nextId);
            const SpanTree& tree = *reading.spans;
            for (SpanNodeId id = 0; id < tree.nodes.size(); ++id) {
                const Path path = pathOf(tree, id);
                const Located at = locateNode(tree, path);
                QVERIFY2(at.steps == path.size(), (file.string() + ": " + path.toString()).c_str());
                // A path leads to the first of duplicate keys; the others have none of their own.
                const bool isDuplicate =
                    std::ranges::any_of(reading.diagnostics, [&](const Diagnostic& diagnostic) {
                        return diagnostic.code == "READ-DUPLICATE-KEY" &&
                               path.startsWith(diagnostic.where.path) &&
                               path.size() > diagnostic.where.path.size();
                    });
                if (isDuplicate) continue;
                QVERIFY2(at.node == id || at.keyNode == id, path.toString().c_str());
                const bool inTree =
                    path.size() > 2 && std::get_if<std::string>(&path[0]) != nullptr;
                if (inTree) QVERIFY2(reading.body.at(path) != nullptr, path.toString().c_str());
                ++found;
            }
        }
        qInfo("%zu nodes found by path", found);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ReadCorpusTest)
#include "read_corpus_test.moc"
