#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "model/lint/schema_walk.h"
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
    "the resource type does not exist",
    "CloudFormation makes only resources of types that it knows",
    "check the spelling; types newer than this program's catalogue are not known to it",
    "CloudFormation Template Reference, resource and property types"};

void lintType(StackLint& lint, const Resource& resource) {
    const std::string& type = resource.type();
    if (type.empty() || isForeign(type) || lint.catalog.find(type) != nullptr) return;
    const auto near = nearestType(lint.catalog, type);
    lint.report(kNoSuchType,
                {fmt::format("there is no resource type `{}`", type),
                 near ? fmt::format("did you mean `{}`?", *near)
                      : std::string("check its spelling; types newer than this program's "
                                    "catalogue are not known to it"),
                 resourcePath(resource.logicalId, {"Type"}),
                 Anchor::Value,
                 {}});
}

}  // namespace

void lintSchema(StackLint& lint) {
    for (std::size_t i = 0; i < lint.stack.body.resources.size(); ++i) {
        const Resource& resource = *lint.stack.body.resources[i];
        if (resource.isLoop() || !resource.body.isMap()) continue;
        lintType(lint, resource);
        const ResourceType* type = lint.catalog.find(resource.type());
        if (type == nullptr || type->openProperties) continue;
        const auto evaluated = lint.evaluated.find(resource.id);
        walkSchema(lint, resource, *type, evaluated.get());
    }
}

RuleList schemaRules() {
    static constexpr const Rule* kRules[] = {&kNoSuchType};
    return kRules;
}

}  // namespace archivolt
