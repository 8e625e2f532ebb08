#include <QtTest>
#include <algorithm>
#include <set>
#include <sstream>

#include "export/cloudformation/read_template.h"
#include "model/access/questions.h"
#include "model/build/resolve.h"
#include "model/catalog/path_pattern.h"
#include "model/policy/advise_on_policy.h"
#include "model/policy/policy_places.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

/// A finding of the corpus as the table has it: where, which rule, whether it is right, and why.
struct ExplainedFinding {
    std::string place;  ///< `template resource path code`.
    bool isTrue = false;
    std::string why;
};

/// Reads tests/access/corpus_findings.txt; the text says what the columns are.
std::vector<ExplainedFinding> explainedFindings() {
    std::vector<ExplainedFinding> rows;
    std::istringstream lines(
        test::readFile(test::sourceRoot() / "tests" / "access" / "corpus_findings.txt"));
    for (std::string line; std::getline(lines, line);) {
        if (line.empty() || line.starts_with('#')) continue;
        std::vector<std::string> columns;
        std::istringstream cells(line);
        for (std::string cell; std::getline(cells, cell, '|');) {
            const std::size_t first = cell.find_first_not_of(' ');
            const std::size_t last = cell.find_last_not_of(' ');
            columns.push_back(first == std::string::npos ? std::string()
                                                         : cell.substr(first, last - first + 1));
        }
        if (columns.size() != 6) qFatal("a row has six columns: %s", line.c_str());
        rows.push_back({columns[0] + ' ' + columns[1] + ' ' + columns[2] + ' ' + columns[3],
                        columns[4] == "true", columns[5]});
    }
    return rows;
}

/// Notes where a value holds policy documents: maps with statements, and such maps as text.
void findDocuments(const Value& value, const Path& path, std::set<std::string>& found) {
    const Value* statements = value.isMap() ? value.find("Statement") : nullptr;
    const bool text = value.isString() && value.text().find("\"Statement\"") != std::string::npos &&
                      value.text().find_first_not_of(" \t\r\n") == value.text().find('{');
    if (text || (statements != nullptr && (statements->isList() || statements->isMap()))) {
        found.insert(path.toString());
        return;
    }
    for (const MapEntry& entry : value.entries())
        findDocuments(entry.value, path / entry.key, found);
    for (std::size_t i = 0; i < value.items().size(); ++i) {
        findDocuments(value.items()[i], path / i, found);
    }
}

std::optional<Design> designOf(const std::filesystem::path& path) {
    Design design;
    Stack stack;
    stack.id = StackId{design.nextId++};
    stack.name = "corpus";
    const TemplateReading reading =
        readTemplate(test::readFile(path), {path.filename().string(), {}}, design.nextId);
    if (!reading.usable) return std::nullopt;
    stack.body = reading.body;
    stack.source = sourceOf(reading, path.filename().string());
    design.stacks.push_back(std::make_shared<const Stack>(std::move(stack)));
    return design;
}

}  // namespace

class CorpusPoliciesTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyPolicyOfTheCorpusIsReadAndItsFindingsExplained() {
        const auto paths = test::corpusTemplates();
        if (paths.empty()) QSKIP("no corpus");
        const ActionTable table = ActionTable::embedded();
        const auto catalog = Catalog::embedded();
        std::set<std::string> found;
        std::size_t documents = 0;
        std::size_t principals = 0;
        for (const auto& path : paths) {
            const auto design = designOf(path);
            if (!design) continue;
            const std::string file = path.filename().string();
            const auto resolved = resolve(*design, *catalog);
            for (const auto& resource : resolved->evaluated->stacks.front()->resources) {
                if (resource->exists == Truth::No) continue;
                documents += lookAt(*resource, file, table, found);
            }
            const AccessModel model = buildAccessModel(*resolved->evaluated, *catalog);
            principals += model.principals.size();
            askAll(model, table);
        }
        std::set<std::string> explained;
        for (const ExplainedFinding& row : explainedFindings()) {
            QVERIFY2(row.isTrue, ("a finding that is wrong is mended: " + row.place).c_str());
            QVERIFY2(row.why.size() > 20, ("say why: " + row.place).c_str());
            explained.insert(row.place);
        }
        for (const std::string& one : found) {
            QVERIFY2(explained.contains(one), ("not in the table: " + one).c_str());
        }
        for (const std::string& one : explained) {
            QVERIFY2(found.contains(one), ("not found any more: " + one).c_str());
        }
        qInfo("%zu policy documents and %zu principals of %zu templates; %zu findings", documents,
              principals, paths.size(), found.size());
        QVERIFY(documents > 150);
    }

private:
    /// Reads every document of a resource, and notes what is said against it; returns how many.
    /// What looks like a document and stands at no place where they are read is noted too.
    static std::size_t lookAt(const EvaluatedResource& resource, const std::string& file,
                              const ActionTable& table, std::set<std::string>& found) {
        std::size_t documents = 0;
        const std::string at = file + ' ' + resource.source->logicalId + ' ';
        std::set<std::string> unread;
        findDocuments(resource.properties(), {}, unread);
        for (const PolicyPlace& place : policyPlacesOf(resource.source->type())) {
            for (const FoundValue& one :
                 select(resource.properties(), PathPattern::parse(place.path))) {
                ++documents;
                unread.erase(one.path.toString());
                const auto reading = readPolicyDocument(*one.value, {place.kind, one.path, {}});
                for (const Diagnostic& problem : reading.diagnostics) {
                    found.insert(at + problem.where.path.toString() + ' ' + problem.code);
                }
                for (const PolicyAdvice& advice : adviseOnPolicy(reading.document, table)) {
                    found.insert(at + advice.path.toString() + ' ' +
                                 std::string(advice.rule->code));
                }
            }
        }
        for (const std::string& path : unread) found.insert(at + path + " unread");
        return documents;
    }

    /// Asks what the first principals may do; whatever the template, there is an answer.
    static void askAll(const AccessModel& model, const ActionTable& table) {
        std::size_t asked = 0;
        for (const AccessResource& resource : model.resources) {
            const bool queue = resource.type == "AWS::SQS::Queue";
            const bool bucket = resource.type == "AWS::S3::Bucket";
            if ((!queue && !bucket) || ++asked > 3) continue;
            const auto answer = whoCan(model, table, queue ? "sqs:SendMessage" : "s3:GetObject",
                                       resource.logicalId);
            QVERIFY2(answer.has_value(), answer ? "" : answer.error().message.c_str());
            QVERIFY(answer->entries.size() >= model.principals.size());
        }
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::CorpusPoliciesTest)
#include "corpus_policies_test.moc"
