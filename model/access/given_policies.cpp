#include "model/access/given_policies.h"

#include "model/access/access_rules.h"

namespace archivolt {

namespace {

/// Returns the document of a policy's default version, or null pointer.
const Value* defaultDocument(const Value& policy) {
    const Value* versions = policy.find("PolicyVersionList");
    if (versions == nullptr) return nullptr;
    for (const Value& version : versions->items()) {
        const Value* isDefault = version.find("IsDefaultVersion");
        if (isDefault != nullptr && isDefault->asBool() == true) return version.find("Document");
    }
    return nullptr;
}

}  // namespace

Result<GivenPolicies> givenPoliciesFrom(const Value& output, const std::string& name) {
    if (const Value* version = output.find("PolicyVersion")) {
        const Value* document = version->find("Document");
        if (document != nullptr && !name.empty()) return GivenPolicies{{name, *document}};
    }
    const Value* policies = output.find("Policies");
    if (policies == nullptr || !policies->isList()) {
        return failure(kNoAccountOutput, "this tells no managed policies",
                       "give the output of aws iam get-account-authorization-details");
    }
    const Value* truncated = output.find("IsTruncated");
    if (truncated != nullptr && truncated->asBool() == true) {
        return failure(kNoAccountOutput, "the output is cut short (IsTruncated)",
                       "collect all pages: the AWS CLI does unless it is told not to");
    }
    GivenPolicies given;
    for (const Value& policy : policies->items()) {
        const Value* arn = policy.find("Arn");
        const Value* document = defaultDocument(policy);
        if (arn != nullptr && arn->isString() && document != nullptr)
            given[arn->text()] = *document;
    }
    return given;
}

}  // namespace archivolt
