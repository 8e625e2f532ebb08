#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>

#include "model/access/model_builder.h"

// As which role the calls of a design's things are made.
namespace archivolt {

namespace {

/// A property that leads from what makes calls towards the role that it makes them as.
struct RunsAs {
    std::string_view type;
    std::string_view property;
};
/// Source: CloudFormation's pages of the types; ECS Developer Guide, task-iam-roles.
constexpr std::array kRunsAs = {
    RunsAs{"AWS::AppRunner::Service", "InstanceConfiguration.InstanceRoleArn"},
    RunsAs{"AWS::AutoScaling::AutoScalingGroup", "LaunchConfigurationName"},
    RunsAs{"AWS::AutoScaling::AutoScalingGroup", "LaunchTemplate.LaunchTemplateId"},
    RunsAs{"AWS::AutoScaling::AutoScalingGroup", "LaunchTemplate.LaunchTemplateName"},
    RunsAs{"AWS::AutoScaling::AutoScalingGroup",
           "MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification.LaunchTemplateId"},
    RunsAs{"AWS::AutoScaling::AutoScalingGroup",
           "MixedInstancesPolicy.LaunchTemplate.LaunchTemplateSpecification.LaunchTemplateName"},
    RunsAs{"AWS::AutoScaling::LaunchConfiguration", "IamInstanceProfile"},
    RunsAs{"AWS::Batch::JobDefinition", "ContainerProperties.JobRoleArn"},
    RunsAs{"AWS::CodeBuild::Project", "ServiceRole"},
    RunsAs{"AWS::EC2::Instance", "IamInstanceProfile"},
    RunsAs{"AWS::EC2::Instance", "LaunchTemplate.LaunchTemplateId"},
    RunsAs{"AWS::EC2::Instance", "LaunchTemplate.LaunchTemplateName"},
    RunsAs{"AWS::EC2::LaunchTemplate", "LaunchTemplateData.IamInstanceProfile.Arn"},
    RunsAs{"AWS::EC2::LaunchTemplate", "LaunchTemplateData.IamInstanceProfile.Name"},
    RunsAs{"AWS::ECS::Service", "TaskDefinition"},
    RunsAs{"AWS::ECS::TaskDefinition", "TaskRoleArn"},
    RunsAs{"AWS::Glue::Job", "Role"},
    RunsAs{"AWS::IAM::InstanceProfile", "Roles[0]"},
    RunsAs{"AWS::Lambda::Function", "Role"},
    RunsAs{"AWS::SageMaker::NotebookInstance", "RoleArn"},
    RunsAs{"AWS::Serverless::Function", "Role"},
    RunsAs{"AWS::Serverless::StateMachine", "Role"},
    RunsAs{"AWS::StepFunctions::StateMachine", "RoleArn"},
};
/// Types of the way that make no calls themselves.
constexpr std::array<std::string_view, 4> kBetween = {
    "AWS::AutoScaling::LaunchConfiguration", "AWS::EC2::LaunchTemplate", "AWS::ECS::TaskDefinition",
    "AWS::IAM::InstanceProfile"};
/// Instance, template, profile, role: no way is longer.
constexpr int kLongestWay = 4;

/// The property that puts a thing into a VPC, where it has one; it stands outside without.
constexpr std::array kPutsIntoVpc = {
    RunsAs{"AWS::AppRunner::Service", "NetworkConfiguration.EgressConfiguration.VpcConnectorArn"},
    RunsAs{"AWS::CodeBuild::Project", "VpcConfig"},
    RunsAs{"AWS::Glue::Job", "Connections"},
    RunsAs{"AWS::Lambda::Function", "VpcConfig"},
    RunsAs{"AWS::SageMaker::NotebookInstance", "SubnetId"},
    RunsAs{"AWS::Serverless::Function", "VpcConfig"},
    RunsAs{"AWS::Serverless::StateMachine", ""},
    RunsAs{"AWS::StepFunctions::StateMachine", ""}};

}  // namespace

void ModelBuilder::addRunner(const Item& item) {
    const std::string& type = item.type();
    if (std::ranges::find(kRunsAs, type, &RunsAs::type) == kRunsAs.end() ||
        std::ranges::find(kBetween, type) != kBetween.end()) {
        return;
    }
    AccessRunner runner{item.stack->source->name, item.logicalId(), type, -1, {}, Truth::No};
    if (item.resource->exists == Truth::Unknown) runner.why = item.resource->existsWhy;
    for (const RunsAs& one : kPutsIntoVpc) {
        if (one.type != type) continue;
        const Value* value =
            one.property.empty()
                ? nullptr
                : item.resource->body.at(Path{"Properties"} / Path::parse(one.property));
        if (value == nullptr || value->isNull()) runner.outside = Truth::Yes;
        if (value != nullptr && value->isUnknown()) runner.outside = Truth::Unknown;
    }
    findRole(item, runner);
    m_model.runners.push_back(std::move(runner));
}

/// Follows a thing's properties to the role that its calls are made as.
void ModelBuilder::findRole(const Item& item, AccessRunner& runner) const {
    if (item.type() == "AWS::Serverless::Function" && item.property("Role") == nullptr) {
        return setPrincipal(item, item.logicalId() + "Role", runner);
    }
    std::optional<Item> at = item;
    for (int step = 0; step < kLongestWay && at; ++step) {
        std::optional<Item> next;
        for (const RunsAs& one : kRunsAs) {
            if (one.type != at->type() || next) continue;
            const Value* value =
                at->resource->body.at(Path{"Properties"} / Path::parse(one.property));
            if (value == nullptr || value->isNull()) continue;
            const auto found = itemNamedBy(*value, at->id());
            if (found && found->resource->exists != Truth::No) {
                next = found;
            } else if (runner.why.empty()) {
                runner.why =
                    fmt::format("{} of `{}` is not of the design", one.property, at->logicalId());
            }
        }
        at = next;
        if (at && at->type() == "AWS::IAM::Role") return setPrincipal(*at, at->logicalId(), runner);
    }
}

void ModelBuilder::setPrincipal(const Item& item, const std::string& logicalId,
                                AccessRunner& runner) const {
    const auto found = m_principals.find(Named(item.stack->source->name, logicalId));
    if (found == m_principals.end()) return;
    runner.principal = static_cast<std::ptrdiff_t>(found->second);
    runner.why = {};
}

/// Finds the KMS key that what is in a resource is encrypted with, which calls need as well.
///
/// Source: S3 User Guide, UsingKMSEncryption; SQS Developer Guide, sqs-key-management; SNS
/// Developer Guide, sns-key-management; Secrets Manager User Guide, security-encryption.
void ModelBuilder::addKey(const Item& item, AccessResource& resource) const {
    static constexpr std::array kKeys = {RunsAs{"AWS::SQS::Queue", "KmsMasterKeyId"},
                                         RunsAs{"AWS::SNS::Topic", "KmsMasterKeyId"},
                                         RunsAs{"AWS::SecretsManager::Secret", "KmsKeyId"}};
    const Value* key = nullptr;
    for (const RunsAs& one : kKeys) {
        if (one.type == item.type()) key = item.property(std::string(one.property).c_str());
    }
    if (item.type() == "AWS::S3::Bucket") {
        const Value* rule = item.resource->body.at(
            Path::parse("Properties.BucketEncryption.ServerSideEncryptionConfiguration[0]."
                        "ServerSideEncryptionByDefault"));
        const Value* algorithm = rule != nullptr ? rule->find("SSEAlgorithm") : nullptr;
        const bool plain = algorithm != nullptr && algorithm->asString() == "AES256";
        if (!plain && rule != nullptr) key = rule->find("KMSMasterKeyID");
    }
    if (key == nullptr || key->isNull()) return;
    const auto found = itemNamedBy(*key, item.id());
    const bool alias = found && found->type() == "AWS::KMS::Alias";
    const Value* target = alias ? found->property("TargetKeyId") : key;
    ResourceNames::Place place;
    if (target != nullptr) place = m_names.placeNamedBy(*target, alias ? found->id() : item.id());
    const ResourceName* name = m_names.find(place.stack, place.logicalId);
    const std::string text = shown(m_names.textOf(*key, item.id()));
    if (name != nullptr && !name->arn.empty()) {
        resource.key = shown(name->arn);
    } else if (text.find("alias/aws/") == std::string::npos) {
        // The policies of AWS's own keys let everyone of the account use them by the service.
        resource.keyWhy = fmt::format("the key {} is not of the design", text);
    }
}

void ModelBuilder::addEndpoint(const Item& item) {
    if (item.type() != "AWS::EC2::VPCEndpoint") return;
    AccessEndpoint endpoint;
    endpoint.stack = item.stack->source->name;
    endpoint.logicalId = item.logicalId();
    endpoint.id = shown(m_names.textOf(Value::ref(item.logicalId()), item.id()));
    const Value* type = item.property("VpcEndpointType");
    endpoint.gateway = type == nullptr || type->asString() == "Gateway";
    endpoint.origin = item.origin({"Properties", "PolicyDocument"});
    const Value* document = item.property("PolicyDocument");
    if (document != nullptr && !document->isNull()) {
        endpoint.policy = compile(item, *document, {}, PolicyKind::Resource);
    }
    m_model.endpoints.push_back(std::move(endpoint));
}

}  // namespace archivolt
