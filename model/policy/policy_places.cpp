#include "model/policy/policy_places.h"

#include <algorithm>
#include <array>

namespace archivolt {

std::span<const PolicyPlace> policyPlaces() {
    using enum PolicyKind;
    static constexpr std::array kPlaces = {
        PolicyPlace{"AWS::ApiGateway::RestApi", "Policy", Resource, "."},
        PolicyPlace{"AWS::Backup::BackupVault", "AccessPolicy", Resource, "."},
        PolicyPlace{"AWS::Backup::LogicallyAirGappedBackupVault", "AccessPolicy", Resource, "."},
        PolicyPlace{"AWS::CodeArtifact::Domain", "PermissionsPolicyDocument", Resource, "."},
        PolicyPlace{"AWS::CodeArtifact::Repository", "PermissionsPolicyDocument", Resource, "."},
        PolicyPlace{"AWS::DynamoDB::Table", "ResourcePolicy.PolicyDocument", Resource, "."},
        PolicyPlace{"AWS::EC2::VPCEndpoint", "PolicyDocument", Resource, ""},
        PolicyPlace{"AWS::ECR::PublicRepository", "RepositoryPolicyText", Repository, "."},
        PolicyPlace{"AWS::ECR::Repository", "RepositoryPolicyText", Repository, "."},
        PolicyPlace{"AWS::EFS::FileSystem", "FileSystemPolicy", Resource, "."},
        PolicyPlace{"AWS::Elasticsearch::Domain", "AccessPolicies", Resource, "."},
        PolicyPlace{"AWS::Events::EventBus", "Policy", Resource, "."},
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
        PolicyPlace{"AWS::Logs::ResourcePolicy", "PolicyDocument", Resource, ""},
        PolicyPlace{"AWS::MediaStore::Container", "Policy", Resource, "."},
        PolicyPlace{"AWS::OpenSearchService::Domain", "AccessPolicies", Resource, "."},
        PolicyPlace{"AWS::S3::AccessPoint", "Policy", Resource, "."},
        PolicyPlace{"AWS::S3::BucketPolicy", "PolicyDocument", Resource, "Bucket"},
        PolicyPlace{"AWS::S3::MultiRegionAccessPointPolicy", "Policy", Resource, ""},
        PolicyPlace{"AWS::S3Express::BucketPolicy", "PolicyDocument", Resource, "Bucket"},
        PolicyPlace{"AWS::SNS::TopicInlinePolicy", "PolicyDocument", Resource, "TopicArn"},
        PolicyPlace{"AWS::SNS::TopicPolicy", "PolicyDocument", Resource, "Topics"},
        PolicyPlace{"AWS::SQS::QueueInlinePolicy", "PolicyDocument", Resource, "Queue"},
        PolicyPlace{"AWS::SQS::QueuePolicy", "PolicyDocument", Resource, "Queues"},
        PolicyPlace{"AWS::SSO::PermissionSet", "InlinePolicy", Identity, ""},
        PolicyPlace{"AWS::SecretsManager::ResourcePolicy", "ResourcePolicy", Resource, "SecretId"},
        PolicyPlace{"AWS::VpcLattice::AuthPolicy", "Policy", Resource, ""},
        PolicyPlace{"AWS::VpcLattice::ResourcePolicy", "Policy", Resource, ""},
    };
    static_assert(std::ranges::is_sorted(kPlaces, {}, &PolicyPlace::type));
    return kPlaces;
}

std::span<const PolicyPlace> policyPlacesOf(std::string_view type) {
    const auto [first, last] =
        std::ranges::equal_range(policyPlaces(), type, {}, &PolicyPlace::type);
    return {first, last};
}

}  // namespace archivolt
