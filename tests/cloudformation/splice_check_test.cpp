#include <QtTest>

#include <algorithm>
#include <array>
#include <random>
#include <tuple>

#include "export/cloudformation/read_template.h"
#include "export/cloudformation/splice_check.h"
#include "export/cloudformation/write_template.h"
#include "export/cloudformation/written_spans.h"
#include "model/design/edit.h"

namespace archivolt {

namespace {

constexpr const char* kYaml =
    "Description: |\n"
    "  Resources:\n"
    "    Fake: {Type: A}\n"
    "Resources:\n"
    "  # First of all.\n"
    "  A:\n"
    "    Type: A::B::C\n"
    "    Properties: {Text: \"two\n"
    "      lines\", More: [1, 2]}\n"
    "  B: {Type: A::B::C}\n"
    "\n"
    "  C:\n"
    "    Type: A::B::C\n"
    "    Metadata: |+\n"
    "      kept\n"
    "\n"
    "  D:\n"
    "    Type: A::B::C # its comment\n"
    "    Properties:\n"
    "      Items:\n"
    "      - one\n"
    "      - a text\n"
    "        of two lines\n"
    "  ? E\n"
    "  : Type: A::B::C\n"
    "  F:\n"
    "    Type: A::B::C\n"
    "    Metadata: >-\n"
    "      folded\n"
    "\n"
    "      text\n"
    "  G: {Type: A::B::C}\n"
    "Outputs:\n"
    "  O: {Value: !Ref A}\n";

constexpr const char* kJson =
    "{\n"
    "  \"Resources\": {\n"
    "    \"A\": {\"Type\": \"A::B::C\", \"Properties\": {\"Text\": \"} \\\" {\"}},\n"
    "    \"B\": {\n"
    "      \"Type\": \"A::B::C\",\n"
    "      \"Metadata\": [1, {\"x\": null}]\n"
    "    }, \"C\": {\"Type\": \"A::B::C\"},\n"
    "    \"D\": {\"Type\": \"A::B::C\"}\n"
    "  },\n"
    "  \"Outputs\": {\"O\": {\"Value\": {\"Ref\": \"A\"}}}\n"
    "}\n";

/// What may stand in a text and change what the reader makes of all that follows.
constexpr std::array kNasty = {
    "\"",       "'",    "{",        "}",     "[",     "]",    "|\n", "|+\n", ">",   " ",
    "\n",       "\n\n", "# ",       "- ",    "&a ",   "*a",   "? ",  ": ",   ",",   "---\n",
    "\n...\n",  "!!x ", "  X: 1\n", " X: 1", "    ",  "\t",   "\\",  "\r\n", "\r",  "\"X\": 1,",
    "  B: 2\n", "<<: ", "%TAG ! x", "X",     "\nX: ", "Type", "//",  "/*",   "*/x", "\xEF\xBB\xBF"};

TemplateReading read(const std::string& text) {
    std::uint32_t nextId = 1;
    return readTemplate(text, {}, nextId);
}

/// Gives the resources of `now` the ids of those of `before` that have their names.
Template sameIds(const Template& now, const Template& before) {
    std::vector<Resource> resources;
    std::uint32_t next = 1000;
    for (const auto& resource : now.resources) {
        const auto was = before.resources.find(resource->logicalId);
        resources.push_back(
            {was ? was->id : ResourceId{next++}, resource->logicalId, resource->body});
    }
    Template result = now;
    result.resources = ResourceTable::of(std::move(resources));
    return result;
}

TextEdits randomEdits(const SpanTree& tree, std::mt19937_64& random) {
    const auto below = [&](std::size_t limit) {
        return static_cast<std::size_t>(random() % limit);
    };
    TextEdits edits(tree.text, "\n");
    const std::size_t count = 1 + below(2);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t begin = below(tree.text.size() + 1);
        const std::size_t length =
            below(3) == 0 ? below(std::min<std::size_t>(40, tree.text.size() - begin + 1)) : 0;
        edits.replace(begin, begin + length, below(4) == 0 ? "" : kNasty.at(below(kNasty.size())));
    }
    return edits;
}

}  // namespace

/// Reading a part must say what reading everything says, whatever the edits are.
class SpliceCheckTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void whatReadsAsWantedIsTaken_data() { texts(); }
    void whatReadsAsWantedIsTaken() {
        QFETCH(QByteArray, text);
        const TemplateReading opened = read(text.toStdString());
        QVERIFY(opened.usable);
        const TextLayout layout(*opened.spans);
        std::mt19937_64 random(1);
        std::size_t usable = 0;
        for (int round = 0; round < 4000; ++round) {
            const TextEdits edits = randomEdits(*opened.spans, random);
            const auto after = edits.applied();
            if (!after) continue;
            const TemplateReading now = read(*after);
            if (!now.usable) continue;
            ++usable;
            const Template wanted = sameIds(now.body, opened.body);
            QVERIFY2(SpliceCheck(layout, opened.body, wanted).readsAsWanted(edits, {}),
                     after->c_str());
        }
        QVERIFY(usable > 400);
    }

    void whatReadsOtherwiseIsRefused_data() { texts(); }
    void whatReadsOtherwiseIsRefused() {
        QFETCH(QByteArray, text);
        const TemplateReading opened = read(text.toStdString());
        const TextLayout layout(*opened.spans);
        std::mt19937_64 random(2);
        std::size_t refused = 0;
        for (int round = 0; round < 4000; ++round) {
            const TextEdits edits = randomEdits(*opened.spans, random);
            const auto after = edits.applied();
            if (!after) continue;
            const TemplateReading now = read(*after);
            const bool same = now.usable && templateAsMap(now.body) == templateAsMap(opened.body);
            const SpliceCheck check(layout, opened.body, opened.body);
            QVERIFY2(check.readsAsWanted(edits, {}) == same, after->c_str());
            refused += same ? 0 : 1;
        }
        QVERIFY(refused > 1000);
    }

    void whatIsMovedToAnotherPlaceIsRefused() {
        const TemplateReading opened = read(
            "Resources:\n  A: {T: 1}\n  B: {T: 2}\n  C: {T: 3}\n"
            "  D: {T: 4}\n");
        std::vector<ResourceTable::Pointer> order(opened.body.resources.begin(),
                                                  opened.body.resources.end());
        std::swap(order[1], order[2]);
        Template wanted = opened.body;
        wanted.resources = ResourceTable::of(order);
        const TextLayout layout(*opened.spans);
        const TextEdits none(opened.spans->text, "\n");
        QVERIFY(!SpliceCheck(layout, opened.body, wanted).readsAsWanted(none, {}));
        QVERIFY(SpliceCheck(layout, opened.body, opened.body).readsAsWanted(none, {}));
    }

    void whatIsSwallowedByATextIsRefused() {
        const TemplateReading opened = read("Resources:\n  A: {T: 1}\n  B: {T: 2}\n  C: {T: 3}\n");
        // Without B the text would read as this, and with it does not.
        const Template wanted = opened.body.withSection("Note", Value::string("C: {T: 3}\n"));
        const TextLayout layout(*opened.spans);
        TextEdits edits(opened.spans->text, "\n");
        edits.insert(opened.spans->text.find("\n  B"), "\n  C: {T: 3}\nNote: |");
        QVERIFY(!SpliceCheck(layout, opened.body, wanted).readsAsWanted(edits, {}));
    }

    /// The tree that is brought up to date, edit by edit, is that of the whole text.
    void whatIsReadInPartIsWhatTheWholeIsReadAs() {
        SpanTree tree = *read(kYaml).spans;
        std::mt19937_64 random(3);
        std::size_t updated = 0;
        for (int round = 0; round < 8000; ++round) {
            if (round % 12 == 0) tree = *read(kYaml).spans;
            auto after = randomEdits(tree, random).applied();
            const SpanTree before = tree;
            if (!after) continue;
            const std::string text = *after;
            if (!updateSpans(tree, *after)) {
                QVERIFY(tree.text == before.text && tree.nodes == before.nodes);
                continue;
            }
            const SpanReading whole = readSpans(text, {});
            QVERIFY2(whole.complete && tree.nodes == whole.tree.nodes, text.c_str());
            QCOMPARE(tree.text, text);
            updated += tree.text == before.text ? 0 : 1;
        }
        qInfo("%zu trees brought up to date", updated);
        QVERIFY(updated > 400);
    }

    void entriesThatComeAndGoAreReadAlone_data() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("at the end") << QByteArray(
            "Resources:\n  A: {Type: A::B::C}\n  Be:\n    Type: A::B::C\n  C: {Type: D::E::F}\n");
        QTest::newRow("without a last line break") << QByteArray(
            "Resources:\n  A: {Type: A::B::C}\n  Be:\n    Type: A::B::C\n  C: {Type: D::E::F}");
        QTest::newRow("before a section") << QByteArray(
            "Resources:\n  A: {Type: A::B::C}\n  Be: {Type: A::B::C}\n\n  C:\n    Type: D::E::F\n"
            "    Metadata: |+\n      kept\n\n\nOutputs:\n  O: {Value: !Ref A}\n");
    }
    void entriesThatComeAndGoAreReadAlone() {
        QFETCH(QByteArray, text);
        std::uint32_t nextId = 10;
        const TemplateReading opened = readTemplate(text.toStdString(), {}, nextId);
        Stack stack;
        stack.id = StackId{1};
        stack.body = opened.body;
        stack.source = sourceOf(opened, {});
        Design design;
        design.nextId = nextId;
        design.stacks.push_back(std::make_shared<const Stack>(stack));
        SpanTree tree = *opened.spans;
        const Value body = Value::map({{"Type", Value::string("G::H::I")}});
        const std::vector<Edit> edits = {
            AddResource{stack.id, "Last", body, {}},
            AddResource{stack.id, "Lastest", body, {}},
            AddResource{stack.id, "Between", body, "C"},
            RemoveResource{stack.id, "Be"},
            RenameResource{stack.id, "C", "See"},
            RemoveResource{stack.id, "Lastest"},
            SetValue{stack.id, Path::parse("Resources.Last.Type"), Value::string("x")},
            RemoveResource{stack.id, "See"},
        };
        for (const Edit& edit : edits) {
            design = *archivolt::apply(design, edit);
            auto after = writeTemplate(*design.stacks.front());
            QVERIFY(after.has_value());
            const SpanReading whole = readSpans(*after, {});
            QVERIFY2(updateSpans(tree, *after), whole.tree.text.c_str());
            QVERIFY2(tree.nodes == whole.tree.nodes, whole.tree.text.c_str());
        }
    }

    void stacksKeepTheirSpansFromDesignToDesign() {
        std::uint32_t nextId = 10;
        const TemplateReading opened = readTemplate(kYaml, {}, nextId);
        Stack stack;
        stack.id = StackId{1};
        stack.name = "web";
        stack.body = opened.body;
        stack.source = sourceOf(opened, {});
        Design design;
        design.stacks.push_back(std::make_shared<const Stack>(stack));
        WrittenSpans written;
        QCOMPARE(written.of(design).at("web"), opened.spans);
        for (const char* value : {"x", "a longer\ntext", "x", "y: z"}) {
            const Path path = Path::parse("Resources.C.Properties.Name");
            const auto edited = apply(design, SetValue{stack.id, path, Value::string(value)});
            QVERIFY(edited.has_value());
            design = *edited;
            const auto text = writeTemplate(*design.stacks.front());
            QVERIFY(text.has_value());
            const auto spans = written.of(design).at("web");
            QCOMPARE(spans->text, *text);
            QVERIFY(spans->nodes == readSpans(*text, {}).tree.nodes);
        }
    }

private:
    static void texts() {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("yaml") << QByteArray(kYaml);
        QTest::newRow("json") << QByteArray(kJson);
    }
};

}  // namespace archivolt

QTEST_GUILESS_MAIN(archivolt::SpliceCheckTest)
#include "splice_check_test.moc"
