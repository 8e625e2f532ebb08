#include <fmt/format.h>

#include "model/serverless/serverless_maker.h"
#include "model/serverless/serverless_policies.h"

namespace archivolt {

namespace {

Value awsPolicy(const std::string& name) { return textOf("arn:aws:iam::aws:policy/" + name); }

/// Returns what a name in a policy template of SAM's stands for.
std::optional<Value> nameIn(const Value& given, std::string_view name) {
    if (const Value* value = given.find(name)) return *value;
    if (name.starts_with("AWS::")) return Value::ref(std::string(name));
    return std::nullopt;
}

}  // namespace

/// SAM takes names of managed policies, ARNs, documents, and templates of its own.
void ServerlessMaker::addStatedPolicies(const ServerlessItem& item, std::vector<Value>& managedArns,
                                        std::vector<Value>& inlined) const {
    const Value* stated = item.property("Policies");
    if (stated == nullptr) return;
    const std::vector<Value> all = stated->isList() ? stated->items() : std::vector<Value>{*stated};
    for (std::size_t i = 0; i < all.size(); ++i) {
        const Value& one = all[i];
        const auto inlineAs = [&](Value document) {
            inlined.push_back(
                mapOf({{"PolicyName", textOf(fmt::format("{}RolePolicy{}", item.id(), i))},
                       {"PolicyDocument", std::move(document)}}));
        };
        if (one.isMap() && one.find("Statement") != nullptr) {
            inlineAs(one);
        } else if (one.isMap() && one.entries().size() == 1) {
            const MapEntry& named = one.entries()[0];
            const auto document = serverlessTemplate(
                named.key, [&](std::string_view name) { return nameIn(named.value, name); });
            if (document) inlineAs(*document);
        } else if (one.isString() && !one.text().starts_with("arn:")) {
            managedArns.push_back(awsPolicy(one.text()));
        } else if (one.isString() || one.isCall()) {
            managedArns.push_back(one);
        }
    }
}

void ServerlessMaker::makeRole(const ServerlessItem& item, std::string_view service,
                               std::vector<Value> managedArns, std::vector<Value> inlined) {
    const Value* trust = item.property("AssumeRolePolicyDocument");
    const Value* path = item.property("RolePath");
    const Value* boundary = item.property("PermissionsBoundary");
    const bool hasInlined = !inlined.empty();
    add(item, item.id() + "Role", "AWS::IAM::Role",
        mapOf({{"AssumeRolePolicyDocument", trust != nullptr ? *trust : trustOf(service)},
               {"ManagedPolicyArns", listOf(std::move(managedArns))},
               {"Path", path != nullptr ? *path : Value()},
               {"PermissionsBoundary", boundary != nullptr ? *boundary : Value()},
               {"Policies", hasInlined ? listOf(std::move(inlined)) : Value()}}));
}

/// Source: AWS SAM Developer Guide, sam-resource-function, Role, Policies, Tracing, VpcConfig.
void ServerlessMaker::makeFunctionRole(const ServerlessItem& item, RoleNeeds needs) {
    if (item.property("Role") != nullptr) return;
    std::vector<Value> managed{
        awsPolicy(item.property("DurableConfig") != nullptr
                      ? "service-role/AWSLambdaBasicDurableExecutionRolePolicy"
                      : "service-role/AWSLambdaBasicExecutionRole")};
    const Value* tracing = item.property("Tracing");
    if (tracing != nullptr && resolved(*tracing).text() != "Disabled") {
        managed.push_back(awsPolicy("AWSXrayWriteOnlyAccess"));
    }
    const Value* vpc = item.property("VpcConfig");
    if (vpc != nullptr && (!vpc->isMap() || !vpc->entries().empty())) {
        managed.push_back(awsPolicy("service-role/AWSLambdaVPCAccessExecutionRole"));
    }
    std::vector<Value> inlined;
    addStatedPolicies(item, managed, inlined);
    for (const std::string& name : needs.managed) managed.push_back(awsPolicy(name));
    const Value* dead = item.property("DeadLetterQueue");
    const Value* target = dead != nullptr ? dead->find("TargetArn") : nullptr;
    if (target != nullptr) {
        const Value* type = dead->find("Type");
        const bool isTopic = type != nullptr && type->text() == "SNS";
        inlined.push_back(mapOf(
            {{"PolicyName", textOf("DeadLetterQueuePolicy")},
             {"PolicyDocument",
              documentOf(
                  {statementOf(textOf(isTopic ? "sns:Publish" : "sqs:SendMessage"), *target)})}}));
    }
    inlined.insert(inlined.end(), needs.inlined.begin(), needs.inlined.end());
    makeRole(item, "lambda.amazonaws.com", std::move(managed), std::move(inlined));
}

}  // namespace archivolt
