#include "model/access/decisions.h"

#include <array>
#include <map>
#include <optional>

#include "model/access/asking.h"

namespace archivolt {

namespace {

struct Meaning {
    std::string_view type;
    std::string_view word;
    std::string_view action;
};
constexpr auto kMeanings = std::to_array<Meaning>(
    {{"AWS::DynamoDB::GlobalTable", "read", "dynamodb:GetItem"},
     {"AWS::DynamoDB::GlobalTable", "read", "dynamodb:Query"},
     {"AWS::DynamoDB::GlobalTable", "write", "dynamodb:PutItem"},
     {"AWS::DynamoDB::Table", "read", "dynamodb:GetItem"},
     {"AWS::DynamoDB::Table", "read", "dynamodb:Query"},
     {"AWS::DynamoDB::Table", "write", "dynamodb:PutItem"},
     {"AWS::KMS::Key", "read", "kms:Decrypt"},
     {"AWS::KMS::Key", "write", "kms:Encrypt"},
     {"AWS::Kinesis::Stream", "read", "kinesis:GetRecords"},
     {"AWS::Kinesis::Stream", "write", "kinesis:PutRecord"},
     {"AWS::Lambda::Function", "call", "lambda:InvokeFunction"},
     {"AWS::S3::Bucket", "read", "s3:GetObject"},
     {"AWS::S3::Bucket", "write", "s3:PutObject"},
     {"AWS::SNS::Topic", "write", "sns:Publish"},
     {"AWS::SQS::Queue", "read", "sqs:ReceiveMessage"},
     {"AWS::SQS::Queue", "read", "sqs:DeleteMessage"},
     {"AWS::SQS::Queue", "write", "sqs:SendMessage"},
     {"AWS::SSM::Parameter", "read", "ssm:GetParameter"},
     {"AWS::SSM::Parameter", "write", "ssm:PutParameter"},
     {"AWS::SecretsManager::Secret", "read", "secretsmanager:GetSecretValue"},
     {"AWS::SecretsManager::Secret", "write", "secretsmanager:PutSecretValue"},
     {"AWS::StepFunctions::StateMachine", "call", "states:StartExecution"}});

}  // namespace

std::vector<std::string> actionsOfWord(std::string_view word, std::string_view type) {
    std::vector<std::string> actions;
    for (const Meaning& one : kMeanings) {
        if (one.type == type && one.word == word) actions.emplace_back(one.action);
    }
    return actions;
}

AccessMatrix decisionsOf(const AccessModel& model, const ActionTable& table,
                         const AccessMatrix* previous) {
    std::vector<MatrixCaller> callers;
    for (const AccessPrincipal& principal : model.principals) {
        MatrixCaller caller{principal.caller, {}, {}};
        for (const AccessPolicy& policy : principal.identity) {
            caller.identity.push_back(policy.policy);
        }
        for (const AccessPolicy& policy : principal.boundaries) {
            caller.boundaries.push_back(policy.policy);
        }
        callers.push_back(std::move(caller));
    }
    const Asking asking(model, table);
    std::map<std::string, std::optional<ServiceActions>> services;
    std::vector<AccessMatrixQuestion> questions;
    for (const AccessResource& resource : model.resources) {
        for (const Meaning& one : kMeanings) {
            if (one.type != resource.type) continue;
            const AccessMatrixQuestion* before =
                previous != nullptr && questions.size() < previous->questions().size()
                    ? &previous->questions()[questions.size()]
                    : nullptr;
            if (before != nullptr && before->of == resource.arn && before->action == one.action) {
                questions.push_back(
                    {before->action, before->arn, resource.account, resource.policy, before->of});
                continue;
            }
            const std::size_t colon = one.action.find(':');
            const auto [at, isNew] = services.try_emplace(std::string(one.action.substr(0, colon)));
            if (isNew) at->second = table.service(at->first);
            const ActionFacts* facts =
                at->second ? at->second->action(one.action.substr(colon + 1)) : nullptr;
            if (facts == nullptr) continue;
            std::string arn = asking.arnFor(*at->second, *facts, resource.arn);
            questions.push_back({std::string(one.action), std::move(arn), resource.account,
                                 resource.policy, resource.arn});
        }
    }
    return AccessMatrix::make(std::move(callers), std::move(questions), previous);
}

}  // namespace archivolt
