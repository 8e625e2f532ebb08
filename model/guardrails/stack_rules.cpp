#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "model/design/references.h"
#include "model/guardrails/advice.h"
#include "model/guardrails/secret_text.h"

namespace archivolt {

namespace {

/// Types whose data goes with them. Source: cfn-lint I3011, caches and queues left out.
constexpr std::array<std::string_view, 16> kStateful = {
    "AWS::Cognito::UserPool",     "AWS::DocDB::DBCluster",
    "AWS::DynamoDB::GlobalTable", "AWS::DynamoDB::Table",
    "AWS::EC2::Volume",           "AWS::EFS::FileSystem",
    "AWS::Elasticsearch::Domain", "AWS::FSx::FileSystem",
    "AWS::Kinesis::Stream",       "AWS::MemoryDB::Cluster",
    "AWS::Neptune::DBCluster",    "AWS::OpenSearchService::Domain",
    "AWS::RDS::DBCluster",        "AWS::RDS::DBInstance",
    "AWS::Redshift::Cluster",     "AWS::S3::Bucket"};

constexpr Rule kNoDeletionPolicy{"CFN-1",
                                 Severity::Medium,
                                 "a resource that holds data has no DeletionPolicy",
                                 "deleting or replacing the resource deletes its data",
                                 "set DeletionPolicy and UpdateReplacePolicy to Retain or Snapshot",
                                 "cfn-lint I3011"};

/// CFN-1: what happens to the data when the stack goes is not said.
void adviseOnDeletion(Advice& advice) {
    for (const std::string_view type : kStateful) {
        for (const Declared& resource : advice.ofType(type)) {
            if (resource.stack->source->kind == StackKind::Observed) continue;
            if (resource.resource->source->attribute("DeletionPolicy") != nullptr) continue;
            // The cluster holds the data of its members.
            if (type == "AWS::RDS::DBInstance" &&
                resource.property({"DBClusterIdentifier"}) != nullptr) {
                continue;
            }
            advice.report(kNoDeletionPolicy,
                          {resource.origin(),
                           fmt::format("`{}` has no DeletionPolicy, so a default decides about its "
                                       "data when the stack goes",
                                       resource.name()),
                           "set DeletionPolicy and UpdateReplacePolicy to Retain or Snapshot",
                           {}});
        }
    }
}

/// Returns what secret an output's value shows, or nothing.
std::optional<std::string> shownBy(const EvaluatedStack& stack, const Value& value) {
    std::optional<std::string> secret;
    const Template& body = stack.source->body;
    forEachReference(value, [&](const Reference& reference) {
        if (secret) return;
        if (isSecretParameter(body, reference.name)) {
            secret = fmt::format("the value of the parameter `{}`", reference.name);
        } else if (reference.attribute == "SecretAccessKey") {
            secret = fmt::format("the secret key of `{}`", reference.name);
        }
    });
    if (secret) return secret;
    if (value.isScalar()) {
        if (value.text().find("{{resolve:secretsmanager:") != std::string::npos ||
            value.text().find("{{resolve:ssm-secure:") != std::string::npos) {
            return "a secret that is resolved there";
        }
        return secretIn(value.text());
    }
    if (value.isCall()) return shownBy(stack, value.argument());
    for (const Value& item : value.items()) {
        if (auto found = shownBy(stack, item)) return found;
    }
    return std::nullopt;
}

constexpr Rule kSecretInOutput{"CFN-2",
                               Severity::Critical,
                               "an output shows a secret",
                               "outputs are shown to everyone who may describe the stack",
                               "give the secret's ARN out instead of the secret",
                               "prowler cloudformation_stack_outputs_find_secrets"};

/// CFN-2: outputs can be read by whoever may describe the stack.
void adviseOnOutputs(Advice& advice, const EvaluatedStack& stack) {
    const Value* outputs = stack.source->body.section("Outputs");
    if (outputs == nullptr) return;
    for (const MapEntry& output : outputs->entries()) {
        const Value* value = output.value.find("Value");
        if (value == nullptr) continue;
        const auto secret = shownBy(stack, *value);
        if (!secret) continue;
        advice.report(kSecretInOutput, stack, Path{"Outputs", output.key, "Value"},
                      fmt::format("the output `{}` shows {}", output.key, *secret),
                      "leave it out, and name the secret's ARN instead");
    }
}

}  // namespace

void adviseOnStacks(Advice& advice) {
    adviseOnDeletion(advice);
    for (const auto& stack : advice.resolved.evaluated->stacks) adviseOnOutputs(advice, *stack);
}

RuleList stackAdvice() {
    static constexpr const Rule* kRules[] = {&kNoDeletionPolicy, &kSecretInOutput};
    return kRules;
}

}  // namespace archivolt
