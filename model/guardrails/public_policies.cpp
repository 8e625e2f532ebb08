#include <algorithm>
#include <array>
#include <span>
#include <string_view>

#include <fmt/format.h>

#include "model/guardrails/advice.h"
#include "model/policy/policy_places.h"
#include "model/policy/read_document.h"
#include "model/policy/statement_facts.h"

// Policies of resources other than buckets that let everyone in.
namespace archivolt {

namespace {

constexpr Rule kOpenToEveryone{
    "IAM-13",
    Severity::Critical,
    "the policy of a resource lets everyone in",
    "anybody with an account of AWS, and often without one, may do what the statement names",
    "name the accounts, roles or services that may, or add a condition that narrows it",
    "Security Hub SQS.3, SNS.4, KMS.5, Lambda.1; IAM User Guide, access-analyzer-resources"};

constexpr Rule kOpenUrl{"IAM-14",
                        Severity::Medium,
                        "anybody may call a function by its URL",
                        "the function must tell by itself who calls it, and each call costs",
                        "set the URL's AuthType to AWS_IAM, or make sure that the function is for "
                        "the public",
                        "checkov CKV_AWS_258; Lambda Developer Guide, urls-auth"};

/// The types whose policies open what they belong to. Left out are those that are made for the
/// public or that a network stands before as well: APIs, endpoints, media, service networks;
/// buckets have rules of their own. Source: IAM User Guide, access-analyzer-resources; Security
/// Hub, ES.2 and Opensearch.2.
constexpr auto kOpenedByPolicy =
    std::to_array<std::string_view>({"AWS::Backup::BackupVault",
                                     "AWS::CodeArtifact::Domain",
                                     "AWS::CodeArtifact::Repository",
                                     "AWS::DynamoDB::GlobalTable",
                                     "AWS::DynamoDB::Table",
                                     "AWS::ECR::Repository",
                                     "AWS::EFS::FileSystem",
                                     "AWS::Elasticsearch::Domain",
                                     "AWS::Events::EventBus",
                                     "AWS::Events::EventBusPolicy",
                                     "AWS::KMS::Key",
                                     "AWS::KMS::ReplicaKey",
                                     "AWS::Kinesis::ResourcePolicy",
                                     "AWS::Lambda::ResourcePolicy",
                                     "AWS::Logs::Destination",
                                     "AWS::MSK::ClusterPolicy",
                                     "AWS::OpenSearchService::Domain",
                                     "AWS::SNS::TopicInlinePolicy",
                                     "AWS::SNS::TopicPolicy",
                                     "AWS::SQS::QueueInlinePolicy",
                                     "AWS::SQS::QueuePolicy",
                                     "AWS::SecretsManager::ResourcePolicy"});

/// Says whether something else than the policy may keep callers from a search domain: the VPC that
/// it stands in, or its own users.
/// Source: OpenSearch Service Developer Guide, vpc and fgac (an open policy is recommended there).
bool isGuardedBesides(const Declared& declared) {
    const std::string& type = declared.resource->source->type();
    if (!type.ends_with("::Domain") || type == "AWS::CodeArtifact::Domain") return false;
    if (declared.property({"VPCOptions"}) != nullptr) return true;
    return truthOf(declared.property({"AdvancedSecurityOptions", "Enabled"}), false) != Truth::No;
}

void adviseOnDocument(Advice& advice, const Declared& declared, const PolicyPlace& place) {
    for (const FoundValue& found :
         select(declared.resource->properties(), PathPattern::parse(place.path))) {
        const bool text = found.value->isString();
        const PolicyDocument document =
            readPolicyDocument(*found.value, {place.kind, found.path, {}}).document;
        if (!document.why.empty()) continue;
        for (const PolicyStatement& statement : document.statements) {
            if (opensToEveryone(document, statement) != Truth::Yes) continue;
            const std::string what =
                statement.actions.values.empty() || statement.actions.negated
                    ? std::string("all that the statement does not name")
                    : fmt::format("`{}`", statement.actions.values.front().shown());
            advice.report(kOpenToEveryone,
                          {declared.origin(text ? found.path : statement.path),
                           fmt::format("everyone may do {}{}", what,
                                       statement.actions.values.size() > 1 ? " and more" : ""),
                           "name the accounts, roles or services that may, or add a condition such "
                           "as aws:SourceArn, aws:SourceAccount or aws:PrincipalOrgID",
                           {}});
        }
    }
}

/// Says whether a statement that is written as properties names everyone, and none of these.
bool namesEveryone(const Declared& declared, std::span<const char* const> narrowing) {
    const Value* principal = declared.property({"Principal"});
    if (principal == nullptr || !principal->isString() || principal->text() != "*") return false;
    return std::ranges::none_of(
        narrowing, [&](const char* key) { return declared.property({key}) != nullptr; });
}

/// Source: CloudFormation, AWS::Lambda::Permission; Lambda Developer Guide, urls-auth.
void adviseOnFunction(Advice& advice, const Declared& permission) {
    constexpr std::array kNarrowing = {"SourceArn", "SourceAccount", "PrincipalOrgID",
                                       "EventSourceToken"};
    if (!namesEveryone(permission, kNarrowing)) return;
    const Value* type = permission.property({"FunctionUrlAuthType"});
    const bool byUrl = truthOf(permission.property({"InvokedViaFunctionUrl"}), false) != Truth::No;
    if (type == nullptr && byUrl) return;  // It goes with another, of lambda:InvokeFunctionUrl.
    const Origin origin = permission.origin({"Principal"});
    if (lowerText(type) == "none") {
        return advice.report(
            kOpenUrl, {origin,
                       "anybody on the internet may call the function by its URL",
                       "set AuthType of the URL and FunctionUrlAuthType to AWS_IAM, and name "
                       "who may, unless the function is for the public",
                       {}});
    }
    advice.report(kOpenToEveryone, {origin,
                                    "everyone may call the function",
                                    "name the account or service that may, or add SourceArn, "
                                    "SourceAccount or PrincipalOrgID",
                                    {}});
}

void adviseOnBus(Advice& advice, const Declared& policy) {
    constexpr std::array kNarrowing = {"Condition"};
    if (!namesEveryone(policy, kNarrowing)) return;
    advice.report(kOpenToEveryone, {policy.origin({"Principal"}),
                                    "everyone may send events to the bus",
                                    "name the account that may, or add Condition with the "
                                    "organisation",
                                    {}});
}

}  // namespace

void adviseOnPublicPolicies(Advice& advice, const Declared& declared) {
    const std::string& type = declared.resource->source->type();
    if (type == "AWS::Lambda::Permission") return adviseOnFunction(advice, declared);
    if (type == "AWS::Events::EventBusPolicy") adviseOnBus(advice, declared);
    if (!std::ranges::binary_search(kOpenedByPolicy, type) || isGuardedBesides(declared)) return;
    for (const PolicyPlace& place : policyPlacesOf(type)) {
        adviseOnDocument(advice, declared, place);
    }
}

RuleList publicPolicyAdvice() {
    static constexpr const Rule* kRules[] = {&kOpenToEveryone, &kOpenUrl};
    return kRules;
}

}  // namespace archivolt
