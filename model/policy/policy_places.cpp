#include "model/policy/policy_places.h"

#include <algorithm>
#include <array>

namespace archivolt {

namespace {

using enum PolicyKind;

constexpr std::array kPlaces = {
    PolicyPlace{"AWS::AIOps::InvestigationGroup", "InvestigationGroupPolicy", Resource, "."},
    PolicyPlace{"AWS::APS::ResourcePolicy", "PolicyDocument", Resource, "WorkspaceArn"},
    PolicyPlace{"AWS::ApiGateway::DomainNameV2", "Policy", Resource, "."},
    PolicyPlace{"AWS::ApiGateway::RestApi", "Policy", Resource, "."},
    PolicyPlace{"AWS::Backup::BackupVault", "AccessPolicy", Resource, "."},
    PolicyPlace{"AWS::Backup::LogicallyAirGappedBackupVault", "AccessPolicy", Resource, "."},
    PolicyPlace{"AWS::Bedrock::KnowledgeBasePolicy", "PolicyDocument", Resource, "KnowledgeBaseId"},
    PolicyPlace{"AWS::Bedrock::ResourcePolicy", "PolicyDocument", Resource, "ResourceArn"},
    PolicyPlace{"AWS::BedrockAgentCore::ResourcePolicy", "Policy", Resource, "ResourceArn"},
    PolicyPlace{"AWS::CloudTrail::ResourcePolicy", "ResourcePolicy", Resource, "ResourceArn"},
    PolicyPlace{"AWS::CodeArtifact::Domain", "PermissionsPolicyDocument", Resource, "."},
    PolicyPlace{"AWS::CodeArtifact::Repository", "PermissionsPolicyDocument", Resource, "."},
    PolicyPlace{"AWS::Comprehend::DocumentClassifier", "ModelPolicy", Resource, "."},
    PolicyPlace{"AWS::Comprehend::EntityRecognizer", "ModelPolicy", Resource, "."},
    PolicyPlace{"AWS::DSQL::Cluster", "PolicyDocument", Resource, "."},
    PolicyPlace{"AWS::DynamoDB::GlobalTable", "Replicas[].ResourcePolicy.PolicyDocument", Resource,
                "."},
    PolicyPlace{"AWS::DynamoDB::GlobalTable",
                "Replicas[].ReplicaStreamSpecification.ResourcePolicy.PolicyDocument", Resource,
                ""},
    PolicyPlace{"AWS::DynamoDB::Table", "ResourcePolicy.PolicyDocument", Resource, "."},
    PolicyPlace{"AWS::DynamoDB::Table", "StreamSpecification.ResourcePolicy.PolicyDocument",
                Resource, ""},
    PolicyPlace{"AWS::EC2::VPCEndpoint", "PolicyDocument", Resource, ""},
    PolicyPlace{"AWS::ECR::PublicRepository", "RepositoryPolicyText", Repository, "."},
    PolicyPlace{"AWS::ECR::RegistryPolicy", "PolicyText", Resource, "*AWS::ECR::Repository"},
    PolicyPlace{"AWS::ECR::Repository", "RepositoryPolicyText", Repository, "."},
    PolicyPlace{"AWS::ECR::RepositoryCreationTemplate", "RepositoryPolicy", Repository, ""},
    PolicyPlace{"AWS::EFS::FileSystem", "FileSystemPolicy", Repository, "."},
    PolicyPlace{"AWS::Elasticsearch::Domain", "AccessPolicies", Resource, "."},
    PolicyPlace{"AWS::EventSchemas::RegistryPolicy", "Policy", Resource, "RegistryName"},
    PolicyPlace{"AWS::Events::EventBus", "Policy", Resource, "."},
    PolicyPlace{"AWS::EventsV2::ResourcePolicy", "PolicyDocument", Resource, "EventBusArn"},
    PolicyPlace{"AWS::FSx::S3AccessPointAttachment", "S3AccessPoint.Policy", Resource, "."},
    PolicyPlace{"AWS::IAM::Group", "Policies[].PolicyDocument", Identity, ""},
    PolicyPlace{"AWS::IAM::GroupPolicy", "PolicyDocument", Identity, ""},
    PolicyPlace{"AWS::IAM::ManagedPolicy", "PolicyDocument", Identity, ""},
    PolicyPlace{"AWS::IAM::Policy", "PolicyDocument", Identity, ""},
    PolicyPlace{"AWS::IAM::Role", "AssumeRolePolicyDocument", Trust, "."},
    PolicyPlace{"AWS::IAM::Role", "Policies[].PolicyDocument", Identity, ""},
    PolicyPlace{"AWS::IAM::RolePolicy", "PolicyDocument", Identity, ""},
    PolicyPlace{"AWS::IAM::User", "Policies[].PolicyDocument", Identity, ""},
    PolicyPlace{"AWS::IAM::UserPolicy", "PolicyDocument", Identity, ""},
    PolicyPlace{"AWS::KMS::Key", "KeyPolicy", Resource, "."},
    PolicyPlace{"AWS::KMS::ReplicaKey", "KeyPolicy", Resource, "."},
    PolicyPlace{"AWS::Kinesis::ResourcePolicy", "ResourcePolicy", Resource, "ResourceArn"},
    PolicyPlace{"AWS::Lambda::ResourcePolicy", "PolicyDocument", Resource, "ResourceArn"},
    PolicyPlace{"AWS::Lex::ResourcePolicy", "Policy", Resource, "ResourceArn"},
    PolicyPlace{"AWS::Logs::DeliveryDestination",
                "DeliveryDestinationPolicy.DeliveryDestinationPolicy", Resource, "."},
    PolicyPlace{"AWS::Logs::Destination", "DestinationPolicy", Resource, "."},
    PolicyPlace{"AWS::Logs::LogGroup", "ResourcePolicyDocument", Resource, "."},
    PolicyPlace{"AWS::Logs::ResourcePolicy", "PolicyDocument", Resource, "*AWS::Logs::LogGroup"},
    PolicyPlace{"AWS::MSK::ClusterPolicy", "Policy", Resource, "ClusterArn"},
    PolicyPlace{"AWS::MediaPackageV2::ChannelPolicy", "Policy", Resource, "ChannelName"},
    PolicyPlace{"AWS::MediaPackageV2::OriginEndpointPolicy", "Policy", Resource,
                "OriginEndpointName"},
    PolicyPlace{"AWS::MediaStore::Container", "Policy", Resource, "."},
    PolicyPlace{"AWS::MediaTailor::ChannelPolicy", "Policy", Resource, "ChannelName"},
    PolicyPlace{"AWS::OSIS::Pipeline", "ResourcePolicy.Policy", Resource, "."},
    PolicyPlace{"AWS::Oam::Sink", "Policy", Resource, "."},
    PolicyPlace{"AWS::Omics::SequenceStore", "S3AccessPolicy", Resource, "."},
    PolicyPlace{"AWS::OpenSearchService::Domain", "AccessPolicies", Resource, "."},
    PolicyPlace{"AWS::PaymentCryptography::Key", "Policy", Resource, "."},
    PolicyPlace{"AWS::RUM::AppMonitor", "ResourcePolicy.PolicyDocument", Resource, "."},
    PolicyPlace{"AWS::Redshift::Cluster", "NamespaceResourcePolicy", Resource, "."},
    PolicyPlace{"AWS::RedshiftServerless::Namespace", "NamespaceResourcePolicy", Resource, "."},
    PolicyPlace{"AWS::S3::AccessPoint", "Policy", Resource, "."},
    PolicyPlace{"AWS::S3::BucketPolicy", "PolicyDocument", Resource, "Bucket"},
    PolicyPlace{"AWS::S3::MultiRegionAccessPointPolicy", "Policy", Resource, ""},
    PolicyPlace{"AWS::S3Express::AccessPoint", "Policy", Resource, "."},
    PolicyPlace{"AWS::S3Express::BucketPolicy", "PolicyDocument", Resource, "Bucket"},
    PolicyPlace{"AWS::S3Files::FileSystemPolicy", "Policy", Resource, "FileSystemId"},
    PolicyPlace{"AWS::S3ObjectLambda::AccessPointPolicy", "PolicyDocument", Resource,
                "ObjectLambdaAccessPoint"},
    PolicyPlace{"AWS::S3Outposts::AccessPoint", "Policy", Resource, "."},
    PolicyPlace{"AWS::S3Outposts::BucketPolicy", "PolicyDocument", Resource, "Bucket"},
    PolicyPlace{"AWS::S3Tables::TableBucketPolicy", "ResourcePolicy", Resource, "TableBucketARN"},
    PolicyPlace{"AWS::S3Tables::TablePolicy", "ResourcePolicy", Resource, "TableARN"},
    PolicyPlace{"AWS::S3Vectors::VectorBucketPolicy", "Policy", Resource, "VectorBucketArn"},
    PolicyPlace{"AWS::SMSVOICE::ResourcePolicy", "PolicyDocument", Resource, "ResourceArn"},
    PolicyPlace{"AWS::SNS::TopicInlinePolicy", "PolicyDocument", Resource, "TopicArn"},
    PolicyPlace{"AWS::SNS::TopicPolicy", "PolicyDocument", Resource, "Topics"},
    PolicyPlace{"AWS::SQS::QueueInlinePolicy", "PolicyDocument", Resource, "Queue"},
    PolicyPlace{"AWS::SQS::QueuePolicy", "PolicyDocument", Resource, "Queues"},
    PolicyPlace{"AWS::SSM::ResourcePolicy", "Policy", Resource, "ResourceArn"},
    PolicyPlace{"AWS::SSO::PermissionSet", "InlinePolicy", Identity, ""},
    PolicyPlace{"AWS::SageMaker::ModelPackageGroup", "ModelPackageGroupPolicy", Resource, "."},
    PolicyPlace{"AWS::SecretsManager::ResourcePolicy", "ResourcePolicy", Resource, "SecretId"},
    PolicyPlace{"AWS::VpcLattice::AuthPolicy", "Policy", Resource, "ResourceIdentifier"},
    PolicyPlace{"AWS::VpcLattice::ResourcePolicy", "Policy", Resource, ""},
    PolicyPlace{"AWS::XRay::ResourcePolicy", "PolicyDocument", Resource, ""},
};

}  // namespace

std::span<const PolicyPlace> policyPlaces() {
    static_assert(std::ranges::is_sorted(kPlaces, {}, &PolicyPlace::type));
    return kPlaces;
}

std::span<const PolicyPlace> policyPlacesOf(std::string_view type) {
    const auto all = policyPlaces();
    const auto first = std::ranges::lower_bound(all, type, {}, &PolicyPlace::type);
    const auto last = std::ranges::upper_bound(all, type, {}, &PolicyPlace::type);
    return {first, last};
}

}  // namespace archivolt
