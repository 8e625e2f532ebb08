#include <algorithm>
#include <array>

#include "model/lint/combination_facts.h"

namespace archivolt {

namespace {

// Sources name the page of the resource in the CloudFormation Template Reference, and the property
// whose description says it.
constexpr auto kServiceCombinations = std::to_array<Combination>({
    {"AWS::CloudFront::Distribution", "DistributionConfig.ViewerCertificate", "", Demand::OneOf,
     "AcmCertificateArn IamCertificateId CloudFrontDefaultCertificate",
     "AWS::CloudFront::Distribution ViewerCertificate"},
    {"AWS::CloudFront::Distribution", "DistributionConfig.ViewerCertificate", "AcmCertificateArn",
     Demand::All, "SslSupportMethod",
     "AWS::CloudFront::Distribution ViewerCertificate, SslSupportMethod"},
    {"AWS::CloudFront::Distribution", "DistributionConfig.ViewerCertificate", "IamCertificateId",
     Demand::All, "SslSupportMethod",
     "AWS::CloudFront::Distribution ViewerCertificate, SslSupportMethod"},
    {"AWS::CloudFront::Distribution", "DistributionConfig.Origins[]", "", Demand::MostOne,
     "CustomOriginConfig S3OriginConfig VpcOriginConfig", "AWS::CloudFront::Distribution Origin"},
    {"AWS::CloudFront::Distribution", "DistributionConfig.Origins[]", "", Demand::AnyOf,
     "CustomOriginConfig S3OriginConfig VpcOriginConfig", "AWS::CloudFront::Distribution Origin"},
    {"AWS::CloudFront::Distribution", "DistributionConfig.DefaultCacheBehavior", "", Demand::AnyOf,
     "CachePolicyId ForwardedValues",
     "AWS::CloudFront::Distribution DefaultCacheBehavior, CachePolicyId"},
    {"AWS::CloudFront::Distribution", "DistributionConfig.CacheBehaviors[]", "", Demand::AnyOf,
     "CachePolicyId ForwardedValues", "AWS::CloudFront::Distribution CacheBehavior, CachePolicyId"},
    {"AWS::CloudWatch::Alarm", "", "", Demand::OneOf, "MetricName Metrics EvaluationCriteria",
     "AWS::CloudWatch::Alarm, MetricName"},
    {"AWS::CloudWatch::Alarm", "", "MetricName", Demand::OneOf, "Statistic ExtendedStatistic",
     "AWS::CloudWatch::Alarm, Statistic"},
    {"AWS::CloudWatch::Alarm", "", "MetricName", Demand::All, "Namespace Period",
     "AWS::CloudWatch::Alarm, Namespace"},
    {"AWS::CloudWatch::Alarm", "", "Metrics", Demand::None,
     "Namespace Period Statistic ExtendedStatistic Dimensions", "AWS::CloudWatch::Alarm, Metrics"},
    {"AWS::CodePipeline::Pipeline", "", "", Demand::OneOf, "ArtifactStore ArtifactStores",
     "AWS::CodePipeline::Pipeline, ArtifactStore"},
    {"AWS::DynamoDB::Table", "", "BillingMode=PAY_PER_REQUEST", Demand::None,
     "ProvisionedThroughput", "AWS::DynamoDB::Table, ProvisionedThroughput"},
    {"AWS::DynamoDB::Table", "", "BillingMode=PROVISIONED|-", Demand::All, "ProvisionedThroughput",
     "AWS::DynamoDB::Table, ProvisionedThroughput"},
    {"AWS::ECS::Service", "", "", Demand::MostOne, "CapacityProviderStrategy LaunchType",
     "AWS::ECS::Service, LaunchType"},
    {"AWS::ECS::Service", "", "LaunchType=FARGATE", Demand::All, "NetworkConfiguration",
     "AWS::ECS::Service, NetworkConfiguration"},
    {"AWS::ECS::Service", "LoadBalancers[]", "", Demand::AnyOf, "TargetGroupArn LoadBalancerName",
     "AWS::ECS::Service LoadBalancer"},
    {"AWS::ECS::TaskDefinition", "", "RequiresCompatibilities=FARGATE", Demand::All, "Cpu Memory",
     "AWS::ECS::TaskDefinition, Cpu"},
    {"AWS::ECS::TaskDefinition", "", "RequiresCompatibilities=FARGATE", Demand::All, "NetworkMode",
     "AWS::ECS::TaskDefinition, NetworkMode"},
    {"AWS::ECS::TaskDefinition", "", "RequiresCompatibilities=FARGATE", Demand::Is,
     "NetworkMode=awsvpc", "AWS::ECS::TaskDefinition, NetworkMode"},
    {"AWS::Events::Rule", "", "", Demand::AnyOf, "EventPattern ScheduleExpression",
     "AWS::Events::Rule, ScheduleExpression"},
    {"AWS::IAM::Policy", "", "", Demand::AnyOf, "Roles Groups Users", "AWS::IAM::Policy, Roles"},
    {"AWS::Kinesis::Stream", "", "StreamModeDetails.StreamMode=ON_DEMAND", Demand::None,
     "ShardCount", "AWS::Kinesis::Stream, ShardCount"},
    {"AWS::Lambda::EventSourceMapping", "", "", Demand::AnyOf,
     "EventSourceArn SelfManagedEventSource", "AWS::Lambda::EventSourceMapping, EventSourceArn"},
    {"AWS::Lambda::Function", "", "PackageType=Zip|- !Code.ImageUri", Demand::All,
     "Handler Runtime", "AWS::Lambda::Function, Handler"},
    {"AWS::Lambda::Function", "", "PackageType=Image", Demand::None, "Handler Runtime Layers",
     "AWS::Lambda::Function, PackageType"},
    {"AWS::Lambda::Function", "", "Code.ZipFile", Demand::Is, "Runtime=nodejs*|python*",
     "AWS::Lambda::Function Code, ZipFile"},
    {"AWS::Lambda::Function", "Code", "S3Bucket", Demand::All, "S3Key",
     "AWS::Lambda::Function Code, S3Key"},
    {"AWS::Lambda::Function", "Code", "", Demand::OneOf, "S3Bucket ZipFile ImageUri",
     "AWS::Lambda::Function Code"},
    {"AWS::RDS::DBCluster", "", "ManageMasterUserPassword=true", Demand::None, "MasterUserPassword",
     "AWS::RDS::DBCluster, ManageMasterUserPassword"},
    {"AWS::RDS::DBCluster", "", "Engine=mysql|postgres", Demand::All,
     "DBClusterInstanceClass AllocatedStorage", "AWS::RDS::DBCluster, DBClusterInstanceClass"},
    {"AWS::RDS::DBInstance", "", "ManageMasterUserPassword=true", Demand::None,
     "MasterUserPassword", "AWS::RDS::DBInstance, ManageMasterUserPassword"},
    {"AWS::RDS::DBInstance", "", "MultiAZ=true", Demand::None, "AvailabilityZone",
     "AWS::RDS::DBInstance, AvailabilityZone"},
    {"AWS::RDS::DBInstance", "",
     "!DBClusterIdentifier !DBSnapshotIdentifier !DBClusterSnapshotIdentifier "
     "!SourceDBInstanceIdentifier !SourceDbiResourceId "
     "!SourceDBInstanceAutomatedBackupsArn !SourceDBClusterIdentifier",
     Demand::All, "Engine", "AWS::RDS::DBInstance, Engine"},
    {"AWS::RDS::DBInstance", "",
     "!DBClusterIdentifier !DBSnapshotIdentifier !DBClusterSnapshotIdentifier "
     "!SourceDBInstanceIdentifier !SourceDbiResourceId "
     "!SourceDBInstanceAutomatedBackupsArn !SourceDBClusterIdentifier "
     "Engine=mysql|mariadb|postgres|oracle*|sqlserver*|db2*",
     Demand::All, "AllocatedStorage", "AWS::RDS::DBInstance, AllocatedStorage"},
    {"AWS::RDS::DBInstance", "",
     "!DBClusterIdentifier !DBSnapshotIdentifier !DBClusterSnapshotIdentifier "
     "!SourceDBInstanceIdentifier !SourceDbiResourceId "
     "!SourceDBInstanceAutomatedBackupsArn !SourceDBClusterIdentifier "
     "Engine=mysql|mariadb|postgres|oracle*|sqlserver*|db2*",
     Demand::All, "MasterUsername", "AWS::RDS::DBInstance, MasterUsername"},
    {"AWS::RDS::DBInstance", "",
     "!DBClusterIdentifier !DBSnapshotIdentifier !DBClusterSnapshotIdentifier "
     "!SourceDBInstanceIdentifier !SourceDbiResourceId "
     "!SourceDBInstanceAutomatedBackupsArn !SourceDBClusterIdentifier "
     "Engine=mysql|mariadb|postgres|oracle*|sqlserver*|db2*",
     Demand::AnyOf, "MasterUserPassword ManageMasterUserPassword MasterUserAuthenticationType",
     "AWS::RDS::DBInstance, MasterUserPassword"},
    {"AWS::RDS::DBInstance", "", "StorageType=io1|io2", Demand::All, "Iops",
     "AWS::RDS::DBInstance, StorageType"},
    {"AWS::Route53::HealthCheck", "HealthCheckConfig",
     "Type=HTTP|HTTPS|HTTP_STR_MATCH|HTTPS_STR_MATCH|TCP", Demand::AnyOf,
     "IPAddress FullyQualifiedDomainName",
     "AWS::Route53::HealthCheck HealthCheckConfig, FullyQualifiedDomainName"},
    {"AWS::Route53::HealthCheck", "HealthCheckConfig", "Type=HTTP_STR_MATCH|HTTPS_STR_MATCH",
     Demand::All, "SearchString", "AWS::Route53::HealthCheck HealthCheckConfig, SearchString"},
    {"AWS::Route53::HealthCheck", "HealthCheckConfig", "Type=CALCULATED", Demand::All,
     "ChildHealthChecks", "AWS::Route53::HealthCheck HealthCheckConfig, ChildHealthChecks"},
    {"AWS::Route53::RecordSet", "", "", Demand::OneOf, "HostedZoneId HostedZoneName",
     "AWS::Route53::RecordSet, HostedZoneId"},
    {"AWS::Route53::RecordSet", "", "", Demand::MostOne,
     "Weight Region Failover GeoLocation MultiValueAnswer CidrRoutingConfig "
     "GeoProximityLocation",
     "Route 53 Developer Guide, routing-policy"},
    {"AWS::Route53::RecordSetGroup", "", "", Demand::OneOf, "HostedZoneId HostedZoneName",
     "AWS::Route53::RecordSetGroup, HostedZoneId"},
    {"AWS::S3::Bucket", "",
     ""
     "AccessControl=PublicRead|PublicReadWrite|AuthenticatedRead|LogDeliveryWrite|AwsExecRead|"
     "BucketOwnerRead",
     Demand::All, "OwnershipControls",
     "AWS::S3::Bucket, AccessControl; S3 User Guide, about-object-ownership"},
    {"AWS::S3::Bucket",
     "BucketEncryption.ServerSideEncryptionConfiguration[].ServerSideEncryptionByDefault",
     "SSEAlgorithm=AES256", Demand::None, "KMSMasterKeyID",
     "AWS::S3::Bucket ServerSideEncryptionByDefault, KMSMasterKeyID"},
    {"AWS::S3::Bucket", "LifecycleConfiguration.Rules[]", "", Demand::MostOne,
     "ExpirationDate ExpirationInDays", "AWS::S3::Bucket Rule, ExpirationInDays"},
    {"AWS::S3::Bucket", "LifecycleConfiguration.Rules[]", "", Demand::AnyOf,
     "AbortIncompleteMultipartUpload ExpirationDate ExpirationInDays "
     "ExpiredObjectDeleteMarker NoncurrentVersionExpiration "
     "NoncurrentVersionExpirationInDays NoncurrentVersionTransition "
     "NoncurrentVersionTransitions Transition Transitions",
     "AWS::S3::Bucket Rule"},
    {"AWS::S3::Bucket", "", "ReplicationConfiguration", Demand::All, "VersioningConfiguration",
     "AWS::S3::Bucket, ReplicationConfiguration"},
    {"AWS::S3::Bucket", "", "ReplicationConfiguration", Demand::Is,
     "VersioningConfiguration.Status=Enabled", "AWS::S3::Bucket, ReplicationConfiguration"},
    {"AWS::S3::Bucket", "WebsiteConfiguration", "RedirectAllRequestsTo", Demand::None,
     "ErrorDocument IndexDocument RoutingRules",
     "AWS::S3::Bucket WebsiteConfiguration, RedirectAllRequestsTo"},
    {"AWS::SNS::Topic", "", "FifoTopic=true", Demand::Is, "TopicName=*.fifo",
     "AWS::SNS::Topic, TopicName"},
    {"AWS::SNS::Topic", "", "TopicName=*.fifo", Demand::All, "FifoTopic",
     "AWS::SNS::Topic, FifoTopic"},
    {"AWS::SQS::Queue", "", "FifoQueue=true", Demand::Is, "QueueName=*.fifo",
     "AWS::SQS::Queue, QueueName"},
    {"AWS::SQS::Queue", "", "QueueName=*.fifo", Demand::All, "FifoQueue",
     "AWS::SQS::Queue, FifoQueue"},
    {"AWS::SQS::Queue", "", "FifoQueue=false|-", Demand::None,
     "DeduplicationScope FifoThroughputLimit", "AWS::SQS::Queue, DeduplicationScope"},
    {"AWS::SecretsManager::Secret", "", "", Demand::MostOne, "GenerateSecretString SecretString",
     "AWS::SecretsManager::Secret, SecretString"},
    {"AWS::StepFunctions::StateMachine", "", "", Demand::AnyOf,
     "Definition DefinitionString DefinitionS3Location",
     "AWS::StepFunctions::StateMachine, DefinitionString"},
});
static_assert(std::ranges::is_sorted(kServiceCombinations, {}, &Combination::type));

}  // namespace

std::span<const Combination> serviceCombinations() { return kServiceCombinations; }

}  // namespace archivolt
