#include <QtTest>
#include <algorithm>
#include <set>

#include "export/cloudformation/read_template.h"
#include "model/access/questions.h"
#include "model/build/resolve.h"
#include "model/catalog/path_pattern.h"
#include "model/policy/advise_on_policy.h"
#include "model/policy/policy_places.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

/// What is found in the corpus' policies, and why it is right.
const std::set<std::string>& expectedFindings() {
    static const std::set<std::string> kFindings = {
        // The action is PutBucketOwnershipControls, whether they are set or taken away.
        "templates__ami-rt-xray-vpc.yaml IAM-8",
        "templates__jfrog-artifactory-core-infrastructure.yaml IAM-8",
        // There is no key aws:ARN: the condition never holds. And its tags may be missing.
        "templates__workshop__SystemManagerLab.yaml IAM-9",
        "templates__workshop__SystemManagerLab.yaml IAM-7",
        // Allow * on *, for a pipeline; and iam:PassRole on *.
        "labs__ecs__ecs-pipeline.json IAM-1", "labs__ecs__ecs-pipeline.json IAM-4"};
    return kFindings;
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
        std::size_t resources = 0;
        for (const auto& path : paths) {
            const auto design = designOf(path);
            if (!design) continue;
            const auto resolved = resolve(*design, *catalog);
            for (const auto& resource : resolved->evaluated->stacks.front()->resources) {
                if (resource->exists == Truth::No) continue;
                for (const PolicyPlace& place : policyPlaces()) {
                    if (place.type != resource->source->type()) continue;
                    for (const FoundValue& one :
                         select(resource->properties(), PathPattern::parse(place.path))) {
                        ++documents;
                        const auto reading =
                            readPolicyDocument(*one.value, {place.kind, one.path, {}});
                        for (const Diagnostic& problem : reading.diagnostics) {
                            found.insert(path.filename().string() + ' ' + problem.code);
                        }
                        for (const PolicyAdvice& advice : adviseOnPolicy(reading.document, table)) {
                            found.insert(path.filename().string() + ' ' +
                                         std::string(advice.rule->code));
                        }
                    }
                }
            }
            const AccessModel model = buildAccessModel(*resolved->evaluated, *catalog);
            principals += model.principals.size();
            resources += model.resources.size();
            askAll(model, table);
        }
        QCOMPARE(found, expectedFindings());
        QVERIFY(documents > 100);
        qInfo("%zu policy documents, %zu principals and %zu resources of %zu templates", documents,
              principals, resources, paths.size());
    }

private:
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
