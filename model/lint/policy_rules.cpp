#include <fmt/format.h>

#include "model/evaluate/evaluation_rules.h"
#include "model/lint/evaluated_reading.h"
#include "model/policy/advise_on_policy.h"
#include "model/policy/policy_places.h"
#include "model/policy/policy_rules.h"
#include "model/policy/read_document.h"

namespace archivolt {

namespace {

/// Reports what AWS would reject in one document.
void lintDocument(StackLint& lint, const EvaluatedResource& resource, const FoundValue& found,
                  PolicyKind kind) {
    // Of a document written as JSON text no part has a place of its own in the template.
    const bool text = found.value->isString();
    for (Diagnostic& problem :
         readPolicyDocument(*found.value, {kind, found.path, {}}).diagnostics) {
        if (text && problem.where.path.size() > found.path.size()) {
            problem.message = fmt::format(
                "{}: {}", problem.where.path.from(found.path.size()).toString(), problem.message);
        }
        const Origin origin = originIn(lint, resource, text ? found.path : problem.where.path);
        const std::string name = lint.emptyDefaultAt(sourcePath(lint, origin));
        if (name.empty()) {
            lint.report(kBadPolicy, origin, std::move(problem.message), std::move(problem.help));
            continue;
        }
        lint.report(
            kEmptyDefault, origin,
            fmt::format("with the empty default of parameter `{}`, {}", name, problem.message),
            "give the parameter a value");
    }
}

/// How much a principal's policies may hold. Source: IAM User Guide, reference_iam-quotas.
struct PolicyQuota {
    std::string_view type;
    std::string_view path;
    std::size_t most;
    std::string_view what;
};
constexpr PolicyQuota kQuotas[] = {
    {"AWS::IAM::ManagedPolicy", "PolicyDocument", 6144, "a managed policy"},
    {"AWS::IAM::Role", "Policies[].PolicyDocument", 10240, "a role's inline policies together"},
    {"AWS::IAM::Group", "Policies[].PolicyDocument", 5120, "a group's inline policies together"},
    {"AWS::IAM::User", "Policies[].PolicyDocument", 2048, "a user's inline policies together"},
    // 2,048 unless the account has asked for more.
    {"AWS::IAM::Role", "AssumeRolePolicyDocument", 8192, "a trust policy"},
};

constexpr Rule kLongPolicy{
    "IAM-E2",
    Severity::Error,
    "a policy is longer than IAM takes",
    "IAM refuses it, and nothing that depends on it is made",
    "name actions by wildcards, or share the statements among managed policies",
    "IAM User Guide, reference_iam-quotas"};

void lintSizes(StackLint& lint, const EvaluatedResource& resource) {
    for (const PolicyQuota& quota : kQuotas) {
        if (quota.type != resource.source->type()) continue;
        std::size_t size = 0;
        Path first;
        for (const FoundValue& found :
             select(resource.properties(), PathPattern::parse(quota.path))) {
            if (size == 0) first = found.path;
            size += policySize(*found.value);
        }
        if (size <= quota.most) continue;
        lint.report(kLongPolicy, originIn(lint, resource, first),
                    fmt::format("{} may have {} characters without white space; here are {}",
                                quota.what, quota.most, size),
                    "name actions by wildcards, or share the statements among managed policies");
    }
}

}  // namespace

void lintPolicies(StackLint& lint, const EvaluatedResource& resource) {
    const auto places = policyPlacesOf(resource.source->type());
    if (resource.exists == Truth::No || places.empty()) return;
    for (const PolicyPlace& place : places) {
        const auto pattern = PathPattern::parse(place.path);
        for (const FoundValue& found : select(resource.properties(), pattern)) {
            const Value& value = *found.value;
            if (!value.isMap() && !value.isString()) continue;
            lintDocument(lint, resource, found, place.kind);
        }
    }
    lintSizes(lint, resource);
}

RuleList policyRules() {
    static constexpr const Rule* kRules[] = {&kBadPolicy, &kLongPolicy};
    return kRules;
}

}  // namespace archivolt
