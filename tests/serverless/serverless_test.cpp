#include <QtTest>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "model/evaluate/made_resources.h"
#include "model/serverless/transform_serverless.h"
#include "model/value/value_json.h"
#include "tests/lint/lint_support.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

using test::CheckedTemplate;
using test::CheckOptions;
using test::checkTemplate;
using test::errorsOf;
using test::readFile;
using test::sourceRoot;

/// What the transform makes and we do not, with the reason.
const std::map<std::string, std::string> kSkipped{
    {"connector ReachPolicy", "who may do what reads connectors themselves"},
    {"connector-embedded WorkSendPolicy", "who may do what reads connectors themselves"},
    {"connector-permission LinkWriteLambdaPermission",
     "who may do what reads connectors themselves"},
    {"connector-queue-policy LinkQueuePolicy", "who may do what reads connectors themselves"},
    {"graphql ShopSchema", "a mark says it of GraphQL APIs"},
    {"graphql ShopCloudWatchRole", "a mark says it of GraphQL APIs"},
    {"graphql ShopFirst", "a mark says it of GraphQL APIs"},
    {"graphql ShopOrdersDynamoDBDataSource", "a mark says it of GraphQL APIs"},
    {"graphql ShopOrdersDynamoDBDataSourceRole", "a mark says it of GraphQL APIs"},
    {"graphql ShopOrdersDynamoDBDataSourceToTableConnectorPolicy",
     "a mark says it of GraphQL APIs"}};

/// One input, with what AWS's transform makes of it.
struct Input {
    std::string name;
    std::vector<nlohmann::ordered_json> made;
};

std::vector<Input> inputs() {
    std::vector<Input> result;
    std::istringstream lines(readFile(sourceRoot() / "tests/serverless/transformed.jsonl"));
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        nlohmann::ordered_json one = nlohmann::ordered_json::parse(line);
        const std::string name = one["input"];
        if (result.empty() || result.back().name != name) result.push_back({name, {}});
        result.back().made.push_back(std::move(one));
    }
    return result;
}

std::string textOfInput(const std::string& name) {
    return readFile(sourceRoot() / ("tests/serverless/inputs/" + name + ".yaml"));
}

const Catalog& catalog() {
    static const std::shared_ptr<const Catalog> kCatalog = Catalog::embedded();
    return *kCatalog;
}

/// Returns what AWS's transform makes of an input, evaluated beside the input's other sections.
std::shared_ptr<const EvaluatedDesign> evaluatedFacts(const Input& input, const Design& design) {
    std::vector<Resource> resources;
    std::uint32_t id = 1;
    for (const nlohmann::ordered_json& one : input.made) {
        Value properties = valueFromJson(one["properties"]);
        Value body = Value::map(
            {{"Type", Value::string(one["type"])}, {"Properties", std::move(properties)}});
        if (one.contains("condition")) {
            body = body.withEntry("Condition", Value::string(one["condition"]));
        }
        resources.push_back({ResourceId{id++}, one["id"], std::move(body)});
    }
    Design facts = design;
    auto stack = std::make_shared<Stack>(*design.stacks[0]);
    stack->body = stack->body.withResources(ResourceTable::of(std::move(resources)))
                      .withSection("Transform", Value());
    facts.stacks[0] = stack;
    return evaluate(facts);
}

std::string shown(const Value& value) { return toJson(value).dump(); }

}  // namespace

class ServerlessTest : public QObject {
    Q_OBJECT

private slots:
    void everyInputIsClean();
    void everyStackOfTheCdkIsClean();
    void everyInputIsTransformedAsAwsDoes();
    void nothingMadeHidesWhatTheTemplateHolds();
    void whatGlobalsGiveIsNotEditedWhereItIsNot();
};

void ServerlessTest::everyInputIsClean() {
    std::size_t count = 0;
    for (const Input& input : inputs()) {
        CheckOptions options;
        options.file = input.name + ".yaml";
        const CheckedTemplate checked = checkTemplate(textOfInput(input.name), catalog(), options);
        const auto errors = errorsOf(checked);
        for (const std::string& error : errors)
            qWarning("%s: %s", input.name.c_str(), error.c_str());
        QVERIFY2(errors.empty(), input.name.c_str());
        for (const Finding& finding : checked.findings) {
            const bool isNew = finding.diagnostic.code == "CFN-N2";
            QVERIFY2(!isNew, (input.name + ": " + finding.diagnostic.message).c_str());
        }
        ++count;
    }
    std::printf("templates of SAM without a false error: %zu\n", count);
    QVERIFY(count >= 60);
}

/// The stacks are what tests/conformance/cdk/stacks.mjs synthesises with the AWS CDK.
void ServerlessTest::everyStackOfTheCdkIsClean() {
    std::size_t count = 0;
    const auto folder = sourceRoot() / "tests/conformance/cdk/stacks";
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        CheckOptions options;
        options.file = entry.path().filename().string();
        const CheckedTemplate checked = checkTemplate(readFile(entry.path()), catalog(), options);
        for (const std::string& error : errorsOf(checked)) {
            QFAIL((options.file + ": " + error).c_str());
        }
        for (const Finding& finding : checked.findings) {
            QVERIFY2(finding.diagnostic.code != "CFN-N2", finding.diagnostic.message.c_str());
        }
        ++count;
    }
    std::printf("stacks of the CDK without a false error: %zu\n", count);
    QVERIFY(count >= 12);
}

void ServerlessTest::everyInputIsTransformedAsAwsDoes() {
    std::size_t held = 0;
    std::size_t skipped = 0;
    std::size_t wrong = 0;
    for (const Input& input : inputs()) {
        const CheckedTemplate checked = checkTemplate(textOfInput(input.name), catalog());
        const EvaluatedStack& ours = *checked.resolved->evaluated->stacks[0];
        const auto facts = evaluatedFacts(input, checked.design);
        std::set<std::string> told;
        const auto complain = [&](const std::string& id, const std::string& what) {
            ++wrong;
            qWarning("%s %s: %s", input.name.c_str(), id.c_str(), what.c_str());
        };
        for (const auto& theirs : facts->stacks[0]->resources) {
            const std::string& id = theirs->source->logicalId;
            told.insert(id);
            if (kSkipped.contains(input.name + " " + id)) {
                ++skipped;
                continue;
            }
            const auto mine = ours.find(id);
            if (!mine) {
                complain(id, "AWS makes it, we do not");
                continue;
            }
            ++held;
            const std::string_view type = typeMadeOf(mine->source->type());
            if (type != theirs->source->type()) complain(id, "is of type " + std::string(type));
            if (mine->exists != theirs->exists) complain(id, "exists otherwise");
            for (const MapEntry& entry : theirs->properties().entries()) {
                // SAM says an API's endpoints in words of its own.
                const bool isOwn = type != mine->source->type();
                if (isOwn && entry.key == "EndpointConfiguration") continue;
                const Value* value = mine->properties().find(entry.key);
                if (value != nullptr && sameMeaning(*value, entry.value)) continue;
                complain(id, entry.key + "\n  AWS  " + shown(entry.value) + "\n  ours " +
                                 (value != nullptr ? shown(*value) : std::string("nothing")));
            }
        }
        for (const auto& mine : ours.resources) {
            const bool gone = mine->source->type() == "AWS::Serverless::Connector";
            if (!gone && !told.contains(mine->source->logicalId)) {
                complain(mine->source->logicalId, "we make it, AWS does not");
            }
        }
    }
    std::printf("SAM's transform: held against %zu resources, skipped %zu\n", held, skipped);
    QCOMPARE(wrong, std::size_t{0});
    QCOMPARE(skipped, kSkipped.size());
}

void ServerlessTest::nothingMadeHidesWhatTheTemplateHolds() {
    const CheckedTemplate checked = checkTemplate(
        "Transform: AWS::Serverless-2016-10-31\n"
        "Resources:\n"
        "  Greet: {Type: AWS::Serverless::Function, Properties: {Runtime: python3.13, Handler: "
        "a.b, "
        "InlineCode: x}}\n"
        "  GreetRole: {Type: AWS::SQS::Queue}\n",
        catalog());
    const EvaluatedStack& stack = *checked.resolved->evaluated->stacks[0];
    QCOMPARE(stack.resources.size(), std::size_t{2});
    QCOMPARE(stack.find("GreetRole")->source->type(), std::string("AWS::SQS::Queue"));
}

void ServerlessTest::whatGlobalsGiveIsNotEditedWhereItIsNot() {
    const CheckedTemplate checked =
        checkTemplate(textOfInput("function-vpc-from-globals"), catalog());
    const EvaluatedDesign& design = *checked.resolved->evaluated;
    const EvaluatedStack& stack = *design.stacks[0];
    const auto two = stack.find("Two");
    QVERIFY(two && !isMade(two->source->id));
    const auto group = sourceOf(design, stack.source->id, two->source->id,
                                {"Properties", "VpcConfig", "SecurityGroupIds", std::size_t{0}});
    QCOMPARE(group.kind, SourceOfValue::Kind::Unknown);
    const auto handler =
        sourceOf(design, stack.source->id, two->source->id, {"Properties", "Handler"});
    QCOMPARE(handler.kind, SourceOfValue::Kind::Literal);
    const auto role = stack.find("TwoRole");
    QVERIFY(role && isMade(role->source->id));
    QCOMPARE(sourceOf(design, stack.source->id, role->source->id, {"Properties", "Policies"}).kind,
             SourceOfValue::Kind::Unknown);
}

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ServerlessTest)
#include "serverless_test.moc"
