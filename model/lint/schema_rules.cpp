#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "model/catalog/catalog_date.h"
#include "model/lint/schema_walk.h"
#include "model/lint/shared_rules.h"
#include "model/lint/stack_lint.h"

namespace archivolt {

namespace {

/// Says whether a type belongs to somebody else than AWS: kept, drawn and not judged.
bool isForeign(std::string_view type) {
    return !type.starts_with("AWS::") && !type.starts_with("Alexa::");
}

constexpr Rule kNoSuchType{
    "CFN-E3",
    Severity::Error,
    "the resource type is a misspelt one",
    "CloudFormation makes only resources of types that it knows",
    "check the spelling; a type that is like no other is only noted, by CFN-N2",
    "CloudFormation Template Reference, resource and property types"};

/// Says whether CloudFormation takes a type that no specification of resources lists: the CDK
/// writes the version of its libraries into every stack (AWS CDK Developer Guide, usage-data), and
/// SAM's transform takes types of its own away before CloudFormation sees them.
/// Source: AWS SAM Developer Guide, sam-specification-resources-and-properties.
bool isBeyondCatalogue(std::string_view type) {
    static constexpr std::string_view kTypes[] = {"AWS::CDK::Metadata",
                                                  "AWS::Serverless::CapacityProvider",
                                                  "AWS::Serverless::Connector",
                                                  "AWS::Serverless::GraphQLApi",
                                                  "AWS::Serverless::MicrovmImage",
                                                  "AWS::Serverless::NetworkConnector",
                                                  "AWS::Serverless::WebFunction",
                                                  "AWS::Serverless::WebSocketApi"};
    return std::ranges::find(kTypes, type) != std::end(kTypes);
}

void lintRegion(StackLint& lint, const EvaluatedResource& evaluated, const Path& path) {
    const Resource& resource = *evaluated.source;
    if (evaluated.exists == Truth::No || !lint.isMissingHere(resource.type())) return;
    lint.report(kNotInRegion, {fmt::format("by the catalogue of {}, {} does not offer {}",
                                           catalogDate(), lint.stack.region, resource.type()),
                               "deploy to a Region that does; --region names another",
                               path,
                               Anchor::Value,
                               {}});
}

void lintType(StackLint& lint, const EvaluatedResource& evaluated) {
    const Resource& resource = *evaluated.source;
    const std::string& type = resource.type();
    if (type.empty() || isForeign(type) || isBeyondCatalogue(type)) return;
    const Path path = resourcePath(resource.logicalId, {"Type"});
    if (lint.catalog.find(type) != nullptr) {
        lintRegion(lint, evaluated, path);
        return;
    }
    if (const auto near = nearestType(lint.catalog, type)) {
        lint.report(kNoSuchType, {fmt::format("there is no resource type `{}`", type),
                                  fmt::format("did you mean `{}`?", *near),
                                  path,
                                  Anchor::Value,
                                  {}});
        return;
    }
    // NOT MODELLED: resource types and properties newer than the catalogue's date.
    lint.report(kNotInCatalogue,
                {fmt::format("the catalogue of {} has no resource type `{}`, so it is not judged",
                             catalogDate(), type),
                 "check its spelling; a newer type is fine",
                 path,
                 Anchor::Value,
                 {}});
}

}  // namespace

void lintSchema(StackLint& lint, const EvaluatedResource& evaluated) {
    const Resource& resource = *evaluated.source;
    if (resource.isLoop() || !resource.body.isMap()) return;
    lintType(lint, evaluated);
    const ResourceType* type = lint.catalog.find(resource.type());
    if (type == nullptr || type->openProperties) return;
    walkSchema(lint, resource, *type, &evaluated);
}

RuleList schemaRules() {
    static constexpr const Rule* kRules[] = {&kNoSuchType};
    return kRules;
}

}  // namespace archivolt
