#include "app/modes/access/usual_actions.h"

#include <algorithm>
#include <array>

namespace archivolt {

namespace {

// INVARIANT: ordered by type.
constexpr auto kUsualActions = std::to_array<UsualActions>({
    {"AWS::AutoScaling::AutoScalingGroup",
     "autoscaling:SetDesiredCapacity autoscaling:UpdateAutoScalingGroup "
     "autoscaling:DeleteAutoScalingGroup"},
    {"AWS::CloudFront::Distribution",
     "cloudfront:CreateInvalidation cloudfront:UpdateDistribution cloudfront:DeleteDistribution"},
    {"AWS::CloudTrail::Trail",
     "cloudtrail:StopLogging cloudtrail:UpdateTrail cloudtrail:DeleteTrail"},
    {"AWS::CodeBuild::Project",
     "codebuild:StartBuild codebuild:UpdateProject codebuild:DeleteProject"},
    {"AWS::CodePipeline::Pipeline",
     "codepipeline:StartPipelineExecution codepipeline:UpdatePipeline codepipeline:DeletePipeline"},
    {"AWS::Cognito::UserPool",
     "cognito-idp:AdminGetUser cognito-idp:AdminCreateUser cognito-idp:AdminSetUserPassword "
     "cognito-idp:DeleteUserPool"},
    {"AWS::DynamoDB::GlobalTable",
     "dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:DeleteTable"},
    {"AWS::DynamoDB::Table",
     "dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:DeleteTable"},
    {"AWS::EC2::Instance",
     "ssm:StartSession ec2:StopInstances ec2:TerminateInstances ec2:ModifyInstanceAttribute"},
    {"AWS::EC2::NatGateway", "ec2:DeleteNatGateway"},
    {"AWS::EC2::NetworkAcl",
     "ec2:CreateNetworkAclEntry ec2:ReplaceNetworkAclEntry ec2:DeleteNetworkAclEntry"},
    {"AWS::EC2::RouteTable", "ec2:CreateRoute ec2:ReplaceRoute ec2:DeleteRoute"},
    {"AWS::EC2::SecurityGroup",
     "ec2:AuthorizeSecurityGroupIngress ec2:RevokeSecurityGroupIngress ec2:DeleteSecurityGroup"},
    {"AWS::EC2::Subnet", "ec2:RunInstances ec2:CreateNetworkInterface ec2:DeleteSubnet"},
    {"AWS::EC2::VPC",
     "ec2:CreateSubnet ec2:CreateSecurityGroup ec2:AttachInternetGateway ec2:DeleteVpc"},
    {"AWS::EC2::Volume", "ec2:CreateSnapshot ec2:AttachVolume ec2:DeleteVolume"},
    {"AWS::ECR::Repository", "ecr:BatchGetImage ecr:PutImage ecr:DeleteRepository"},
    {"AWS::ECS::Cluster", "ecs:ExecuteCommand ecs:UpdateCluster ecs:DeleteCluster"},
    {"AWS::ECS::Service", "ecs:UpdateService ecs:DeleteService"},
    {"AWS::ECS::TaskDefinition", "ecs:RunTask"},
    {"AWS::EFS::FileSystem",
     "elasticfilesystem:ClientMount elasticfilesystem:ClientWrite "
     "elasticfilesystem:DeleteFileSystem"},
    {"AWS::EKS::Cluster",
     "eks:AccessKubernetesApi eks:DescribeCluster eks:UpdateClusterConfig eks:DeleteCluster"},
    {"AWS::ElastiCache::ReplicationGroup",
     "elasticache:Connect elasticache:ModifyReplicationGroup elasticache:DeleteReplicationGroup"},
    {"AWS::ElasticLoadBalancingV2::LoadBalancer",
     "elasticloadbalancing:CreateListener elasticloadbalancing:ModifyLoadBalancerAttributes "
     "elasticloadbalancing:DeleteLoadBalancer"},
    {"AWS::Events::EventBus", "events:PutEvents"},
    {"AWS::IAM::Role", "sts:AssumeRole iam:PassRole iam:PutRolePolicy"},
    {"AWS::IAM::User", "iam:CreateAccessKey iam:PutUserPolicy iam:AttachUserPolicy iam:DeleteUser"},
    {"AWS::KMS::Key", "kms:Decrypt kms:Encrypt kms:ScheduleKeyDeletion"},
    {"AWS::Kinesis::Stream", "kinesis:GetRecords kinesis:PutRecord kinesis:DeleteStream"},
    {"AWS::KinesisFirehose::DeliveryStream",
     "firehose:PutRecord firehose:UpdateDestination firehose:DeleteDeliveryStream"},
    {"AWS::Lambda::Function",
     "lambda:InvokeFunction lambda:UpdateFunctionCode lambda:DeleteFunction"},
    {"AWS::Logs::LogGroup", "logs:FilterLogEvents logs:PutRetentionPolicy logs:DeleteLogGroup"},
    {"AWS::OpenSearchService::Domain", "es:ESHttpGet es:ESHttpPut es:DeleteDomain"},
    {"AWS::RDS::DBCluster",
     "rds-data:ExecuteStatement rds:CreateDBClusterSnapshot rds:ModifyDBCluster "
     "rds:DeleteDBCluster"},
    {"AWS::RDS::DBInstance",
     "rds:CreateDBSnapshot rds:ModifyDBInstance rds:RebootDBInstance rds:DeleteDBInstance"},
    {"AWS::S3::Bucket", "s3:GetObject s3:PutObject s3:DeleteObject s3:ListBucket"},
    {"AWS::SNS::Topic", "sns:Publish sns:Subscribe sns:DeleteTopic"},
    {"AWS::SQS::Queue", "sqs:SendMessage sqs:ReceiveMessage sqs:PurgeQueue sqs:DeleteQueue"},
    {"AWS::SSM::Parameter", "ssm:GetParameter ssm:PutParameter ssm:DeleteParameter"},
    {"AWS::SecretsManager::Secret",
     "secretsmanager:GetSecretValue secretsmanager:PutSecretValue secretsmanager:DeleteSecret"},
    {"AWS::Serverless::Function",
     "lambda:InvokeFunction lambda:UpdateFunctionCode lambda:DeleteFunction"},
    {"AWS::Serverless::SimpleTable",
     "dynamodb:GetItem dynamodb:PutItem dynamodb:Query dynamodb:DeleteTable"},
    {"AWS::StepFunctions::StateMachine",
     "states:StartExecution states:UpdateStateMachine states:DeleteStateMachine"},
});

}  // namespace

std::span<const UsualActions> usualActions() { return kUsualActions; }

std::vector<std::string> usualActionsOf(std::string_view type) {
    std::vector<std::string> actions;
    const auto all = usualActions();
    const auto found = std::ranges::lower_bound(all, type, {}, &UsualActions::type);
    if (found == all.end() || found->type != type) return actions;
    std::string_view left = found->actions;
    while (!left.empty()) {
        const std::size_t end = std::min(left.find(' '), left.size());
        actions.emplace_back(left.substr(0, end));
        left.remove_prefix(std::min(end + 1, left.size()));
    }
    return actions;
}

}  // namespace archivolt
