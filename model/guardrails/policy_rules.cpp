#include <fmt/format.h>

#include "model/guardrails/advice.h"
#include "model/policy/advise_on_policy.h"
#include "model/policy/policy_places.h"
#include "model/policy/read_document.h"

namespace archivolt {

namespace {

/// IAM-6 of Lambda's permissions, each a statement of a function's policy.
void adviseOnPermission(Advice& advice, const Declared& permission) {
    const Value* principal = permission.property({"Principal"});
    const std::string name = principal != nullptr ? principal->asString().value_or("") : "";
    if (name.find(".amazonaws.com") == std::string::npos) return;
    for (const char* key : {"SourceArn", "SourceAccount", "PrincipalOrgID"}) {
        if (permission.property({key}) != nullptr) return;
    }
    advice.report(kActsForAnybody, {permission.origin({"Principal"}),
                                    fmt::format("`{}` may call the function for anybody", name),
                                    "add SourceArn, or SourceAccount",
                                    {}});
}

}  // namespace

/// IAM-1, IAM-3 to IAM-11: what is to be said against a document by itself.
void adviseOnPolicies(Advice& advice, const Declared& declared) {
    const std::string& type = declared.resource->source->type();
    if (type == "AWS::Lambda::Permission") adviseOnPermission(advice, declared);
    for (const PolicyPlace& place : policyPlacesOf(type)) {
        const auto pattern = PathPattern::parse(place.path);
        for (const FoundValue& found : select(declared.resource->properties(), pattern)) {
            const bool text = found.value->isString();
            const PolicyReading reading =
                readPolicyDocument(*found.value, {place.kind, found.path, {}});
            for (PolicyAdvice& one : adviseOnPolicy(reading.document, advice.services())) {
                if (text) {
                    one.message = fmt::format("{}: {}", one.path.from(found.path.size()).toString(),
                                              one.message);
                }
                advice.report(*one.rule, {declared.origin(text ? found.path : one.path),
                                          std::move(one.message),
                                          std::move(one.help),
                                          {}});
            }
        }
    }
}

}  // namespace archivolt
