#include <QtTest>

#include <algorithm>
#include <cstdio>

#include "export/cloudformation/locate.h"
#include "export/cloudformation/read_template.h"
#include "export/cloudformation/splice_template.h"
#include "export/cloudformation/write_template.h"
#include "model/design/edit.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

/// One template of the corpus, opened as a design of one stack.
struct Opened {
    std::string name;
    TemplateReading reading;
    Design design;
    std::shared_ptr<const TemplateSource> source;
    std::unique_ptr<TemplateSplicer> splicer;

    explicit Opened(const std::filesystem::path& path) : name(path.filename().string()) {
        std::uint32_t nextId = 1;
        reading = readTemplate(test::readFile(path), {.file = name, .limits = {}}, nextId);
        source = sourceOf(reading, name);
        Stack stack;
        stack.id = StackId{1};
        stack.name = "s";
        stack.body = reading.body;
        stack.source = source;
        design.stacks.push_back(std::make_shared<const Stack>(std::move(stack)));
        design.nextId = nextId + 1;
        splicer = std::make_unique<TemplateSplicer>(*source);
    }
    [[nodiscard]] std::string_view text() const { return source->text; }
};

/// Returns the path of the first value below `value` that `wanted` takes; nothing when none does.
std::optional<Path> findFirst(const Value& value, const Path& path,
                              const std::function<bool(const Value&)>& wanted) {
    if (wanted(value)) return path;
    for (std::size_t i = 0; i < value.items().size(); ++i) {
        if (auto found = findFirst(value.items()[i], path / PathStep(i), wanted)) return found;
    }
    for (const MapEntry& entry : value.entries()) {
        if (auto found = findFirst(entry.value, path / PathStep(entry.key), wanted)) return found;
    }
    if (value.isCall()) {
        return findFirst(value.argument(), path / PathStep(std::string(value.functionName())),
                         wanted);
    }
    return std::nullopt;
}

std::size_t commonPrefix(std::string_view a, std::string_view b) {
    const auto [at, other] = std::ranges::mismatch(a, b);
    return static_cast<std::size_t>(at - a.begin());
}

std::size_t commonSuffix(std::string_view a, std::string_view b) {
    const auto [at, other] = std::mismatch(a.rbegin(), a.rend(), b.rbegin(), b.rend());
    return static_cast<std::size_t>(at - a.rbegin());
}

std::size_t lineOf(std::string_view text, std::size_t at) {
    return static_cast<std::size_t>(
        std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(at), '\n'));
}

std::vector<std::string_view> linesOf(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return lines;
}

std::string replacedAll(std::string text, std::string_view from, std::string_view to) {
    for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) {
        text.replace(at, from.size(), to);
    }
    return text;
}

/// Says whether two templates are the same but for ids, to the order of every map.
bool sameTree(const Template& a, const Template& b) {
    const auto same = [](const auto& x, const auto& y) {
        return x->logicalId == y->logicalId && x->body == y->body;
    };
    return a.sections == b.sections && std::equal(a.resources.begin(), a.resources.end(),
                                                  b.resources.begin(), b.resources.end(), same);
}

constexpr const char* kNewName = "ArchivoltRenamedIt";

}  // namespace

/// Opens every template and makes every kind of edit to every one of its resources.
class LosslessCorpusTest : public QObject {
    Q_OBJECT

    std::size_t m_templates = 0;
    std::size_t m_edits = 0;
    std::size_t m_refused = 0;
    std::vector<std::string> m_problems;

    void problem(const Opened& opened, const std::string& what) {
        m_problems.push_back(opened.name + ": " + what);
    }

    /// Makes an edit, and returns the text after it; empty when anything is wrong already.
    std::string edited(const Opened& opened, const Edit& edit, const std::string& what) {
        const auto design = apply(opened.design, edit);
        if (!design) {
            problem(opened, what + ": the edit can't be made: " + design.error().message);
            return {};
        }
        ++m_edits;
        const Template& wanted = design->stacks[0]->body;
        const auto text = opened.splicer->textFor(wanted);
        if (!text) {
            ++m_refused;
            problem(opened, what + ": refused: " + text.error().message);
            return {};
        }
        std::uint32_t nextId = 1;
        const auto again = readTemplate(*text, {.file = opened.name, .limits = {}}, nextId);
        if (!again.usable || !sameTree(again.body, wanted)) {
            problem(opened, what + ": the text reads as another tree");
            return {};
        }
        const auto undone = opened.splicer->textFor(opened.design.stacks[0]->body);
        if (!undone || *undone != opened.text()) problem(opened, what + ": undo changes the text");
        return *text;
    }

    /// The change must lie in the lines of the value that it is of.
    void checkInside(const Opened& opened, const std::string& after, const Path& path,
                     const std::string& what) {
        if (after.empty()) return;
        const std::string before(opened.text());
        const auto span = locate(*opened.reading.spans, path, Anchor::Value);
        if (!span) {
            problem(opened, what + ": nothing is found there");
            return;
        }
        const std::size_t prefix = commonPrefix(before, after);
        const std::size_t suffix =
            std::min(commonSuffix(before, after), std::min(before.size(), after.size()) - prefix);
        const auto key = locate(*opened.reading.spans, path, Anchor::Key);
        const std::size_t from = key ? std::min(key->begin, span->begin) : span->begin;
        if (lineOf(before, prefix) < lineOf(before, from) ||
            lineOf(before, before.size() - suffix) > lineOf(before, span->end) + 1) {
            problem(opened, what + ": text outside of the value changed");
        }
    }

    /// What is added or taken away must be one piece, but for the brackets of what is or gets
    /// empty.
    void checkOnePiece(const Opened& opened, const std::string& after, bool brackets,
                       const std::string& what) {
        if (after.empty()) return;
        const std::string before(opened.text());
        const std::size_t shorter = std::min(before.size(), after.size());
        const std::size_t shared = commonPrefix(before, after) + commonSuffix(before, after);
        // A sole entry leaves `{}` behind, or is put in its place.
        if (shared + (brackets ? 4 : 0) < shorter) problem(opened, what + ": other text changed");
    }

    void setAValue(const Opened& opened, const Resource& resource) {
        const Path root{"Resources", resource.logicalId};
        const auto path = findFirst(resource.properties(), root / PathStep("Properties"),
                                    [](const Value& value) { return value.isScalar(); });
        if (!path) return;
        const std::string what = "set " + path->toString();
        const auto after =
            edited(opened, SetValue{StackId{1}, *path, Value::string("Ärger: 12")}, what);
        checkInside(opened, after, *path, what);
    }

    void addAProperty(const Opened& opened, const Resource& resource) {
        Path path{"Resources", resource.logicalId};
        const Value* into = &resource.body;
        if (resource.properties().isMap()) {
            path = path / PathStep("Properties");
            into = &resource.properties();
        }
        if (!into->isMap()) return;
        const Value added = Value::map(
            {{"Key", Value::ref(resource.logicalId)},
             {"List", Value::list({Value::number(std::int64_t{1}), Value::string("no")})}});
        const std::string what = "add to " + path.toString();
        const auto after =
            edited(opened, SetValue{StackId{1}, path / PathStep("ArchivoltAdded"), added}, what);
        checkOnePiece(opened, after, into->entries().empty(), what);
    }

    void removeAProperty(const Opened& opened, const Resource& resource, std::size_t which) {
        const auto& entries = resource.properties().entries();
        if (entries.empty()) return;
        const Path path{"Resources", resource.logicalId, "Properties",
                        entries[which % entries.size()].key};
        const std::string what = "remove " + path.toString();
        const auto after = edited(opened, RemoveValue{StackId{1}, path}, what);
        checkOnePiece(opened, after, entries.size() == 1, what);
    }

    void rename(const Opened& opened, const Resource& resource) {
        if (resource.logicalId.starts_with("Fn::"))
            return;  // A loop or macro has no name of its own.
        const std::string what = "rename " + resource.logicalId;
        const auto after =
            edited(opened, RenameResource{StackId{1}, resource.logicalId, kNewName}, what);
        if (after.empty()) return;
        const auto old = linesOf(opened.text());
        const auto now = linesOf(after);
        bool same = old.size() == now.size();
        for (std::size_t i = 0; same && i < old.size(); ++i) {
            same = old[i] == now[i] ||
                   replacedAll(std::string(now[i]), kNewName, resource.logicalId) == old[i];
        }
        if (!same) problem(opened, what + ": more than the name changed");
    }

    void replaceAnIntrinsic(const Opened& opened, const Resource& resource, std::size_t which) {
        const Path root{"Resources", resource.logicalId, "Properties"};
        auto path = findFirst(resource.properties(), root,
                              [](const Value& value) { return value.isCall(); });
        if (path && *path == root) return;
        Value wanted = Value::getAtt(resource.logicalId, "Some.Attribute");
        if (path && which % 3 == 0) wanted = Value::string("literal");
        if (path && which % 3 == 1) {
            wanted = Value::call("Fn::If", Value::list({Value::string("C"), Value::ref("A"),
                                                        Value::map({{"K", Value::ref("B")}})}));
        }
        if (!path) {
            path = findFirst(resource.properties(), root,
                             [](const Value& value) { return value.isScalar(); });
        }
        if (!path) return;
        const std::string what = "replace " + path->toString();
        const auto after = edited(opened, SetValue{StackId{1}, *path, wanted}, what);
        checkInside(opened, after, *path, what);
    }

    void remove(const Opened& opened, const Resource& resource) {
        const std::string what = "delete " + resource.logicalId;
        const auto after = edited(opened, RemoveResource{StackId{1}, resource.logicalId}, what);
        checkOnePiece(opened, after, opened.reading.body.resources.size() == 1, what);
    }

    void editAll(const std::vector<std::filesystem::path>& paths) {
        for (const auto& path : paths) {
            const Opened opened(path);
            ++m_templates;
            const auto untouched = writeTemplate(*opened.design.stacks[0]);
            if (!untouched || *untouched != test::readFile(path)) {
                problem(opened, "untouched, yet changed");
            }
            if (!opened.reading.usable) {
                problem(opened, "can't be read");
                continue;
            }
            std::size_t which = 0;
            for (const auto& resource : opened.reading.body.resources) {
                setAValue(opened, *resource);
                addAProperty(opened, *resource);
                removeAProperty(opened, *resource, which);
                rename(opened, *resource);
                replaceAnIntrinsic(opened, *resource, which);
                remove(opened, *resource);
                ++which;
            }
        }
    }

    void report() {
        std::printf("%zu templates, %zu edits made, written, read back and undone; %zu refused\n",
                    m_templates, m_edits, m_refused);
        for (const std::string& one : m_problems) std::printf("  %s\n", one.c_str());
        QCOMPARE(m_problems.size(), std::size_t{0});
    }

private Q_SLOTS:
    void init() {
        m_templates = m_edits = m_refused = 0;
        m_problems.clear();
    }

    void everyEditOfEveryCorpusTemplateChangesOnlyItsOwnText() {
        editAll(test::corpusTemplates());
        report();
    }

    void everyTemplateRewrittenCanonicallyIsTheSameTemplate() {
        auto paths = test::corpusTemplates();
        for (const auto& path : test::fixtureTemplates()) paths.push_back(path);
        for (const auto& path : paths) {
            const Opened opened(path);
            if (!opened.reading.usable) continue;
            ++m_templates;
            Template wanted = opened.reading.body;
            for (const auto format : {TemplateFormat::Yaml, TemplateFormat::Json}) {
                const std::string text = writeCanonical(opened.reading.body, format);
                std::uint32_t nextId = 1;
                const auto again = readTemplate(text, {.file = opened.name, .limits = {}}, nextId);
                std::ranges::stable_sort(wanted.sections, {}, [&](const Section& section) {
                    return std::ranges::find(again.body.sections, section.name, &Section::name) -
                           again.body.sections.begin();
                });
                if (!again.usable || !sameTree(again.body, wanted)) {
                    problem(opened, "reads as another tree after canonical writing");
                }
                if (writeCanonical(again.body, format) != text) {
                    problem(opened, "canonical text is not canonical");
                }
            }
        }
        report();
    }

    void everyEditOfEveryFixtureChangesOnlyItsOwnText() {
        editAll(test::fixtureTemplates());
        report();
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::LosslessCorpusTest)
#include "lossless_corpus_test.moc"
