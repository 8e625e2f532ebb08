#include <fmt/format.h>

#include <algorithm>

#include "model/serverless/serverless_maker.h"

namespace archivolt {

namespace {

std::string alphanumeric(const std::string& text) {
    std::string kept;
    std::ranges::copy_if(text, std::back_inserter(kept), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    });
    return kept;
}

/// What a function may do to where its asynchronous results go.
std::string actionOfDestination(const std::string& type) {
    if (type == "SQS") return "sqs:SendMessage";
    if (type == "SNS") return "sns:Publish";
    if (type == "EventBridge") return "events:PutEvents";
    if (type == "Lambda") return "lambda:InvokeFunction";
    return {};
}

}  // namespace

std::string ServerlessMaker::aliasOf(const ServerlessItem& item) const {
    const Value* alias = item.property("AutoPublishAlias");
    if (alias == nullptr) return {};
    const Value name = resolved(*alias);
    return name.isScalar() ? name.text() : std::string();
}

Value ServerlessMaker::invoked(const ServerlessItem& item, bool byArn) const {
    const std::string alias = aliasOf(item);
    if (!alias.empty()) return Value::ref(item.id() + "Alias" + alphanumeric(alias));
    return byArn ? Value::getAtt(item.id(), "Arn") : Value::ref(item.id());
}

/// Source: AWS SAM Developer Guide, sam-specification-generated-resources-function.
void ServerlessMaker::makeFunction(const ServerlessItem& item) {
    RoleNeeds needs;
    makeAlias(item);
    if (const Value* url = item.property("FunctionUrlConfig")) makeUrl(item, *url);
    if (const Value* config = item.property("EventInvokeConfig")) {
        makeInvokeConfig(item, *config, needs);
    }
    if (const Value* preference = item.property("DeploymentPreference")) {
        makeDeployment(item, *preference);
    }
    makeEvents(item, needs);
    makeFunctionRole(item, std::move(needs));
}

void ServerlessMaker::makeAlias(const ServerlessItem& item) {
    const std::string alias = aliasOf(item);
    if (alias.empty()) return;
    const std::string version = item.id() + ".Version";
    addWith(item, version,
            Value::map({{"Type", textOf("AWS::Lambda::Version")},
                        {"DeletionPolicy", textOf("Retain")},
                        {"Properties", mapOf({{"FunctionName", Value::ref(item.id())}})}}));
    Value body = Value::map(
        {{"Type", textOf("AWS::Lambda::Alias")},
         {"Properties", mapOf({{"Name", textOf(alias)},
                               {"FunctionName", Value::ref(item.id())},
                               {"FunctionVersion", Value::getAtt(version, "Version")},
                               {"ProvisionedConcurrencyConfig",
                                orNull(item.property("ProvisionedConcurrencyConfig"))}})}});
    addWith(item, item.id() + "Alias" + alphanumeric(alias), std::move(body));
}

/// Source: AWS SAM Developer Guide, sam-property-function-functionurlconfig.
void ServerlessMaker::makeUrl(const ServerlessItem& item, const Value& config) {
    const Value target = invoked(item, false);
    add(item, item.id() + "Url", "AWS::Lambda::Url",
        mapOf({{"TargetFunctionArn", target.isCall(Function::Ref) && !aliasOf(item).empty()
                                         ? target
                                         : Value::ref(item.id())},
               {"AuthType", orNull(config.find("AuthType"))},
               {"Cors", orNull(config.find("Cors"))},
               {"InvokeMode", orNull(config.find("InvokeMode"))}}));
    const Value* kind = config.find("AuthType");
    if (kind == nullptr || resolved(*kind).text() != "NONE") return;
    add(item, item.id() + "UrlPublicPermissions", "AWS::Lambda::Permission",
        mapOf({{"Action", textOf("lambda:InvokeFunctionUrl")},
               {"FunctionName", target},
               {"Principal", textOf("*")},
               {"FunctionUrlAuthType", textOf("NONE")}}));
    add(item, item.id() + "URLInvokeAllowPublicAccess", "AWS::Lambda::Permission",
        mapOf({{"Action", textOf("lambda:InvokeFunction")},
               {"FunctionName", target},
               {"Principal", textOf("*")},
               {"InvokedViaFunctionUrl", Value::boolean(true)}}));
}

/// Source: AWS SAM Developer Guide, sam-property-function-eventinvokeconfiguration.
void ServerlessMaker::makeInvokeConfig(const ServerlessItem& item, const Value& config,
                                       RoleNeeds& needs) {
    const std::string id = item.id() + "EventInvokeConfig";
    std::vector<std::pair<std::string, Value>> destinations;
    const Value* given = config.find("DestinationConfig");
    for (const std::string event : {"OnSuccess", "OnFailure"}) {
        const Value* one = given != nullptr ? given->find(event) : nullptr;
        const Value* type = one != nullptr ? one->find("Type") : nullptr;
        if (type == nullptr) continue;
        const Value* to = one->find("Destination");
        Value destination = orNull(to);
        if (to == nullptr && type->text() == "SQS") {
            add(item, id + event + "Queue", "AWS::SQS::Queue", Value::map({}));
            destination = Value::getAtt(id + event + "Queue", "Arn");
        }
        if (to == nullptr && type->text() == "SNS") {
            add(item, id + event + "Topic", "AWS::SNS::Topic", Value::map({}));
            destination = Value::ref(id + event + "Topic");
        }
        const std::string action = actionOfDestination(type->text());
        if (!action.empty() && !destination.isNull()) {
            needs.inlined.push_back(mapOf(
                {{"PolicyName", textOf(id + event + type->text() + "Policy")},
                 {"PolicyDocument",
                  mapOf({{"Statement", listOf({statementOf(textOf(action), destination)})}})}}));
        }
        destinations.emplace_back(event, mapOf({{"Destination", std::move(destination)}}));
    }
    const std::string alias = aliasOf(item);
    const bool hasDestinations = !destinations.empty();
    add(item, id, "AWS::Lambda::EventInvokeConfig",
        mapOf({{"DestinationConfig", hasDestinations ? mapOf(std::move(destinations)) : Value()},
               {"FunctionName", Value::ref(item.id())},
               {"MaximumEventAgeInSeconds", orNull(config.find("MaximumEventAgeInSeconds"))},
               {"MaximumRetryAttempts", orNull(config.find("MaximumRetryAttempts"))},
               {"Qualifier", textOf(alias.empty() ? "$LATEST" : alias)}}));
}

/// Source: AWS SAM Developer Guide, sam-property-function-deploymentpreference.
void ServerlessMaker::makeDeployment(const ServerlessItem& item, const Value& preference) {
    const Value* enabled = preference.find("Enabled");
    if (enabled != nullptr && resolved(*enabled).asBool() == false) return;
    static const std::string kApplication = "ServerlessDeploymentApplication";
    static const std::string kRole = "CodeDeployServiceRole";
    const Value* role = preference.find("Role");
    // Both are the template's, whichever function is the first.
    if (!m_taken.contains(kApplication)) {
        add(item, kApplication, "AWS::CodeDeploy::Application",
            mapOf({{"ComputePlatform", textOf("Lambda")}}));
    }
    if (role == nullptr && !m_taken.contains(kRole)) {
        add(item, kRole, "AWS::IAM::Role",
            mapOf({{"AssumeRolePolicyDocument", trustOf("codedeploy.amazonaws.com")},
                   {"ManagedPolicyArns", listOf({textOf("arn:aws:iam::aws:policy/service-role/"
                                                        "AWSCodeDeployRoleForLambda")})}}));
    }
    add(item, item.id() + "DeploymentGroup", "AWS::CodeDeploy::DeploymentGroup",
        mapOf(
            {{"ApplicationName", Value::ref(kApplication)},
             {"ServiceRoleArn", role != nullptr ? *role : Value::getAtt(kRole, "Arn")},
             {"DeploymentStyle", mapOf({{"DeploymentType", textOf("BLUE_GREEN")},
                                        {"DeploymentOption", textOf("WITH_TRAFFIC_CONTROL")}})}}));
}

}  // namespace archivolt
