#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string_view>
#include <unordered_map>

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

/// Which of the types that were met the Region does not have; most stand many times.
using MissingTypes = std::unordered_map<std::string_view, bool>;

void lintRegion(StackLint& lint, const Resource& resource, const Path& path,
                MissingTypes& missing) {
    const auto [known, isNew] = missing.emplace(resource.type(), false);
    if (isNew) known->second = lint.forms.isMissing(resource.type(), lint.stack.region);
    if (!known->second) return;
    const auto evaluated = lint.evaluated.find(resource.id);
    if (evaluated != nullptr && evaluated->exists == Truth::No) return;
    lint.report(kNotInRegion, {fmt::format("by the catalogue of {}, {} does not offer {}",
                                           catalogDate(), lint.stack.region, resource.type()),
                               "deploy to a Region that does; --region names another",
                               path,
                               Anchor::Value,
                               {}});
}

void lintType(StackLint& lint, const Resource& resource, MissingTypes& missing) {
    const std::string& type = resource.type();
    if (type.empty() || isForeign(type) || isBeyondCatalogue(type)) return;
    const Path path = resourcePath(resource.logicalId, {"Type"});
    if (lint.catalog.find(type) != nullptr) {
        lintRegion(lint, resource, path, missing);
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

void lintSchema(StackLint& lint) {
    MissingTypes missing;
    for (std::size_t i = 0; i < lint.stack.body.resources.size(); ++i) {
        const Resource& resource = *lint.stack.body.resources[i];
        if (resource.isLoop() || !resource.body.isMap()) continue;
        lintType(lint, resource, missing);
        const ResourceType* type = lint.catalog.find(resource.type());
        if (type == nullptr || type->openProperties) continue;
        const auto evaluated = lint.evaluated.find(resource.id);
        if (evaluated == nullptr) {
            walkSchema(lint, resource, *type, nullptr);
            continue;
        }
        lint.reportKept("schema", *evaluated,
                        [&] { walkSchema(lint, resource, *type, evaluated.get()); });
    }
}

RuleList schemaRules() {
    static constexpr const Rule* kRules[] = {&kNoSuchType};
    return kRules;
}

}  // namespace archivolt
