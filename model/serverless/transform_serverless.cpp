#include "model/serverless/transform_serverless.h"

#include <algorithm>
#include <utility>

#include "model/serverless/serverless_maker.h"

namespace archivolt {

bool isServerless(const Template& body) {
    const Value* transform = body.section("Transform");
    if (transform == nullptr) return false;
    const auto isIt = [](const Value& value) {
        return value.text() == "AWS::Serverless-2016-10-31";
    };
    return transform->isList() ? std::ranges::any_of(transform->items(), isIt) : isIt(*transform);
}

std::string_view typeMadeOf(std::string_view type) {
    static constexpr std::pair<std::string_view, std::string_view> kTypes[] = {
        {"AWS::Serverless::Api", "AWS::ApiGateway::RestApi"},
        {"AWS::Serverless::Application", "AWS::CloudFormation::Stack"},
        {"AWS::Serverless::Function", "AWS::Lambda::Function"},
        {"AWS::Serverless::GraphQLApi", "AWS::AppSync::GraphQLApi"},
        {"AWS::Serverless::HttpApi", "AWS::ApiGatewayV2::Api"},
        {"AWS::Serverless::LayerVersion", "AWS::Lambda::LayerVersion"},
        {"AWS::Serverless::SimpleTable", "AWS::DynamoDB::Table"},
        {"AWS::Serverless::StateMachine", "AWS::StepFunctions::StateMachine"},
        {"AWS::Serverless::WebSocketApi", "AWS::ApiGatewayV2::Api"}};
    const auto* found = std::ranges::find(kTypes, type, [](const auto& one) { return one.first; });
    return found != std::end(kTypes) ? found->second : type;
}

ServerlessTransform transformServerless(const Template& body,
                                        const std::map<std::string, Value>& parameters) {
    return ServerlessMaker(body, parameters).make();
}

std::optional<std::string> generatedId(const ResourceTable& resources, std::string_view name) {
    if (resources.find(name)) return std::string(name);
    const auto dot = name.find('.');
    if (dot == std::string_view::npos) return std::nullopt;
    const std::string maker(name.substr(0, dot));
    const std::string_view what = name.substr(dot + 1);
    const auto of = resources.find(maker);
    if (!of || !of->type().starts_with("AWS::Serverless::")) return std::nullopt;
    if (what == "ApiKey" || what == "UsagePlan" || what == "UsagePlanKey" || what == "Version") {
        const std::string id = maker + std::string(what);
        return resources.find(id) ? std::optional(id) : std::nullopt;
    }
    if (what == "DestinationQueue" || what == "DestinationTopic") return std::nullopt;
    const std::string prefix = maker + (what == "Alias" ? "Alias" : "");
    for (const auto& each : resources) {
        const std::string& id = each->logicalId;
        const bool isStage =
            what == "Stage" && id.ends_with("Stage") && each->type().starts_with("AWS::ApiGateway");
        const bool isAlias = what == "Alias" && each->type().ends_with("Alias");
        const bool isMapping = what == "ApiMapping" && each->type().ends_with("ApiMapping");
        const bool isBase = what == "BasePathMapping" && each->type().ends_with("PathMapping");
        if (id.starts_with(prefix) && (isStage || isAlias || isMapping || isBase)) return id;
    }
    return std::nullopt;
}

}  // namespace archivolt
