#include <QtTest>
#include <algorithm>
#include <cstdio>

#include "app/form/field_edits.h"
#include "app/form/field_text.h"
#include "app/form/form.h"
#include "export/cloudformation/read_template.h"
#include "export/cloudformation/splice_template.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

/// One template, opened as a design of one stack.
struct Opened {
    Design design;
    std::shared_ptr<const TemplateSource> source;

    explicit Opened(const std::filesystem::path& path) {
        std::uint32_t nextId = 1;
        const std::string name = path.filename().string();
        const TemplateReading reading =
            readTemplate(test::readFile(path), {.file = name, .limits = {}}, nextId);
        source = sourceOf(reading, name);
        Stack stack;
        stack.id = StackId{nextId};
        stack.name = "s";
        stack.body = reading.body;
        stack.source = source;
        design.stacks.push_back(std::make_shared<const Stack>(std::move(stack)));
        design.nextId = nextId + 1;
    }
    [[nodiscard]] const Stack& stack() const { return *design.stacks.front(); }
};

/// A text that is another value of the same kind, for a field's editor; none for those that are
/// trees.
std::optional<std::string> anotherText(const FormField& field) {
    switch (field.editor) {
        case FieldEditor::Text:
        case FieldEditor::Choice:
        case FieldEditor::Cidr:
        case FieldEditor::Reference: return "Changed-by-hand 1";
        case FieldEditor::Number: return "4711";
        case FieldEditor::Switch: return field.text == "true" ? "false" : "true";
        case FieldEditor::Expression: return "!Sub \"${AWS::Region}-changed\"";
        case FieldEditor::Lines: return "one:Thing\nanother:Thing";
        case FieldEditor::Ports: return "7-9";
        default: return std::nullopt;
    }
}

/// Returns how many lines of a text are not in the other, both being alike at their ends.
std::size_t changedLines(std::string_view a, std::string_view b) {
    const auto begin = std::ranges::mismatch(a, b).in1 - a.begin();
    const auto tail = std::mismatch(a.rbegin(), a.rend() - begin, b.rbegin(),
                                    b.rend() - std::min<std::ptrdiff_t>(
                                                   begin, static_cast<std::ptrdiff_t>(b.size())))
                          .first -
                      a.rbegin();
    const std::string_view middle =
        a.substr(static_cast<std::size_t>(begin),
                 a.size() - static_cast<std::size_t>(begin) - static_cast<std::size_t>(tail));
    return static_cast<std::size_t>(std::ranges::count(middle, '\n')) + 1;
}

}  // namespace

/// Forms over every type of the catalogue and every resource of real templates.
class FormCorpusTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyTypeOfTheCatalogueHasAForm();
    void whatIsThereIsShownAndChangesNothing();
    void everyValueReadsBackFromItsText();
    void anEditChangesOnlyWhereItsFieldIs();
};

void FormCorpusTest::everyTypeOfTheCatalogueHasAForm() {
    const auto catalog = Catalog::embedded();
    std::size_t fields = 0;
    for (const std::string_view type : catalog->typeNames()) {
        Resource resource{ResourceId{1}, "Thing",
                          Value::map({{"Type", Value::string(std::string(type))}})};
        Stack stack;
        stack.id = StackId{2};
        stack.name = "s";
        stack.body = Template{}.withResources(ResourceTable::of({resource}));
        Design design;
        design.stacks.push_back(std::make_shared<const Stack>(stack));
        design.nextId = 3;
        // Whatever can be asked for is, level by level, as far as it goes in three.
        std::set<std::pair<ResourceId, Path>> asked;
        const FormInput input{design, *catalog, nullptr, {}, &asked};
        const FieldTarget whole{stack.id, resource.id, Path::parse("Resources.Thing.Properties")};
        for (const AbsentProperty& absent : absentProperties(input, whole)) {
            asked.insert({resource.id, absent.target.path});
            asked.insert({resource.id, absent.target.path / PathStep(std::size_t{0})});
        }
        const Form form = formOf(input, resource.id);
        std::set<std::string> keys;
        for (const FormField* field : allFields(form)) {
            ++fields;
            QVERIFY2(keys.insert(field->key).second, field->key.c_str());
            QVERIFY2(!field->title.empty(), field->key.c_str());
            const auto edits = editsFor(design, *catalog, *field, field->text);
            QVERIFY2(edits && edits->empty(), field->key.c_str());
            const auto text =
                field->state == FieldState::Absent ? anotherText(*field) : std::nullopt;
            if (!text || field->target.path.size() < 4) continue;
            const auto made = editsFor(design, *catalog, *field, *text);
            QVERIFY2(made.has_value() && !made->empty(), field->key.c_str());
            const auto changed = applyAll(design, *made);
            QVERIFY2(changed.has_value(),
                     (field->key + ": " + (changed ? "" : changed.error().message)).c_str());
        }
    }
    std::printf("%zu types, %zu fields\n", catalog->typeNames().size(), fields);
}

void FormCorpusTest::whatIsThereIsShownAndChangesNothing() {
    const auto catalog = Catalog::embedded();
    const auto paths = test::corpusTemplates();
    std::size_t fields = 0;
    for (const auto& path : paths) {
        const Opened opened(path);
        const auto resolved = resolve(opened.design, *catalog);
        for (const auto& resource : opened.stack().body.resources) {
            const FormInput input{opened.design, *catalog, resolved.get(), {}, nullptr};
            const Form form = formOf(input, resource->id);
            std::set<std::string> keys;
            for (const FormField* field : allFields(form)) {
                ++fields;
                const std::string place = path.filename().string() + " " + field->key;
                QVERIFY2(keys.insert(field->key).second, place.c_str());
                const auto edits = editsFor(opened.design, *catalog, *field, field->text);
                QVERIFY2(edits && edits->empty(), place.c_str());
                // Typed in anew, the same text is the same value.
                const bool isTag = field->editor == FieldEditor::Tag;
                if (field->opens() || isTag || field->state == FieldState::Absent) continue;
                FormField typed = *field;
                typed.text += "~";
                const auto again = editsFor(opened.design, *catalog, typed, field->text);
                const bool same = again && (again->empty() || field->text.empty());
                QVERIFY2(same, (place + ": " + field->text).c_str());
            }
        }
    }
    std::printf("%zu templates of the corpus, %zu fields\n", paths.size(), fields);
}

void FormCorpusTest::everyValueReadsBackFromItsText() {
    std::size_t values = 0;
    const std::function<void(const Value&)> check = [&](const Value& value) {
        ++values;
        const auto read = valueOfYaml(yamlText(value));
        QVERIFY2(read && (*read == value), yamlText(value).c_str());
        for (const Value& item : value.items()) check(item);
        for (const MapEntry& entry : value.entries()) check(entry.value);
    };
    for (const auto& path : test::corpusTemplates()) {
        const Opened opened(path);
        for (const auto& resource : opened.stack().body.resources) check(resource->body);
    }
    std::printf("%zu values\n", values);
}

void FormCorpusTest::anEditChangesOnlyWhereItsFieldIs() {
    const auto catalog = Catalog::embedded();
    std::size_t edits = 0;
    std::size_t at = 0;
    for (const auto& path : test::corpusTemplates()) {
        const Opened opened(path);
        const TemplateSplicer splicer(*opened.source);
        for (const auto& resource : opened.stack().body.resources) {
            const FormInput input{opened.design, *catalog, nullptr, {}, nullptr};
            const Form form = formOf(input, resource->id);
            for (const FormField* field : allFields(form)) {
                const bool isOwn = field->target.resource == resource->id;
                const auto text =
                    isOwn && field->state == FieldState::Set ? anotherText(*field) : std::nullopt;
                // One in eleven, so that each kind comes in some template.
                if (!text || ++at % 11 != 0) continue;
                const std::string place = path.filename().string() + " " + field->key;
                const auto made = editsFor(opened.design, *catalog, *field, *text);
                QVERIFY2(made.has_value(), place.c_str());
                const auto changed = applyAll(opened.design, *made);
                QVERIFY2(changed.has_value(), place.c_str());
                const auto written = splicer.textFor(changed->stacks.front()->body);
                QVERIFY2(written.has_value(), place.c_str());
                const std::size_t valueLines =
                    static_cast<std::size_t>(std::ranges::count(field->text, '\n')) + 6;
                QVERIFY2(changedLines(*written, opened.source->text) <= valueLines, place.c_str());
                const auto undone = splicer.textFor(opened.stack().body);
                QVERIFY2(undone && *undone == opened.source->text, place.c_str());
                ++edits;
            }
        }
    }
    std::printf("%zu edits\n", edits);
}

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::FormCorpusTest)
#include "form_corpus_test.moc"
