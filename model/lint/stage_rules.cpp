#include <fmt/format.h>

#include "model/lint/evaluated_reading.h"

namespace archivolt {

namespace {

constexpr Rule kOtherDeployment{"API-E1",
                                Severity::Error,
                                "a stage's deployment is one of another API",
                                "a stage shows a deployment of the API that it is a stage of",
                                "name a deployment of the stage's API",
                                "API Gateway API, CreateStage, deploymentId"};

/// The types of one generation of API Gateway, and the property that names the API.
struct ApiTypes {
    std::string_view stage;
    std::string_view deployment;
    std::string_view api;
    const char* apiId;
};
constexpr ApiTypes kApiTypes[] = {
    {"AWS::ApiGateway::Stage", "AWS::ApiGateway::Deployment", "AWS::ApiGateway::RestApi",
     "RestApiId"},
    {"AWS::ApiGatewayV2::Stage", "AWS::ApiGatewayV2::Deployment", "AWS::ApiGatewayV2::Api",
     "ApiId"},
};

void lintStage(StackLint& lint, const EvaluatedResource& stage, const ApiTypes& types) {
    const auto deployment = referred(lint, propertyOf(stage, {"DeploymentId"}), types.deployment);
    if (!deployment) return;
    const auto own = referred(lint, propertyOf(stage, {types.apiId}), types.api);
    const auto other = referred(lint, propertyOf(*deployment, {types.apiId}), types.api);
    if (!own || !other || own->source->id == other->source->id) return;
    lint.report(kOtherDeployment, originIn(lint, stage, {"DeploymentId"}),
                fmt::format("{} is a stage of {}, and its deployment {} is one of {}",
                            stage.source->logicalId, own->source->logicalId,
                            deployment->source->logicalId, other->source->logicalId),
                fmt::format("name a deployment of {}", own->source->logicalId));
}

}  // namespace

void lintStages(StackLint& lint) {
    for (const ApiTypes& types : kApiTypes) {
        for (const EvaluatedResource* stage : lint.ofType(types.stage)) {
            if (stage->exists != Truth::No) lintStage(lint, *stage, types);
        }
    }
}

RuleList stageRules() {
    static constexpr const Rule* kRules[] = {&kOtherDeployment};
    return kRules;
}

}  // namespace archivolt
