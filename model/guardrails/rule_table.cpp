#include "model/guardrails/rule_table.h"

#include <algorithm>

#include "model/base/invariant.h"

namespace archivolt {

namespace {

constexpr auto kCritical = Severity::Critical;
constexpr auto kHigh = Severity::High;
constexpr auto kMedium = Severity::Medium;
constexpr auto kLow = Severity::Low;

std::vector<RuleFacts> networkAdvice() {
    return {
        {"SG-1", kCritical, "SSH is reachable from the world",
         "checkov CKV_AWS_24; Security Hub EC2.13"},
        {"SG-2", kCritical, "remote desktop is reachable from the world",
         "checkov CKV_AWS_25; Security Hub EC2.14"},
        {"SG-3", kCritical, "all ports are reachable from the world", "checkov CKV_AWS_277"},
        {"SG-4", kCritical, "a database or admin port is reachable from the world",
         "Security Hub EC2.19"},
        {"SG-5", kMedium, "another port than 80 and 443 is reachable from the world",
         "Security Hub EC2.18"},
        {"SG-6", kMedium, "a default security group is in use", "Security Hub EC2.2"},
        {"SG-7", kLow, "a security group is not used", "checkov CKV2_AWS_5"},
        {"SG-8", kMedium, "a target takes requests that do not come from its load balancer",
         "Elastic Load Balancing User Guide, security groups of targets"},
        {"NACL-1", kMedium, "a network ACL lets SSH or remote desktop in from the world",
         "Security Hub EC2.21"},
        {"NACL-2", kMedium, "a network ACL entry never decides", "cfn-nag W71, W72"},
        {"NACL-3", kHigh, "a network ACL blocks the replies to what it lets in",
         "Amazon VPC User Guide, vpc-network-acls, ephemeral ports"},
        {"VPC-1", kMedium, "a VPC has no flow log", "Security Hub EC2.6"},
        {"VPC-2", kMedium, "all subnets of a VPC are in one Availability Zone",
         "AWS Well-Architected Framework, REL10-BP01"},
        {"VPC-3", kLow, "a subnet gives public addresses to whatever starts in it",
         "Security Hub EC2.15"},
        {"NAT-1", kMedium, "several Availability Zones share one zonal NAT gateway",
         "Amazon VPC User Guide, nat-gateway-basics"},
        {"NAT-2", kLow, "hosts share a NAT gateway that leaves each few connections",
         "Amazon VPC User Guide, vpc-nat-gateway"},
        {"RT-1", kHigh, "a subnet with data routes to an internet gateway",
         "AWS Well-Architected Framework, SEC05-BP01"},
        {"RT-2", kMedium, "a route through a peering is wider than the peer",
         "checkov CKV2_AWS_44"},
        {"RT-3", kMedium, "a route has no route back",
         "Amazon VPC Peering Guide, vpc-peering-routing"},
    };
}

std::vector<RuleFacts> computeAdvice() {
    return {
        {"EC2-1", kHigh, "instance metadata answers without a session token (IMDSv1)",
         "checkov CKV_AWS_79; Security Hub EC2.8; EC2 User Guide, configuring-instance-metadata-"
         "options"},
        {"EC2-2", kMedium, "an instance has a public address", "Security Hub EC2.9"},
        {"EC2-3", kHigh, "a volume is not encrypted", "checkov CKV_AWS_3, CKV_AWS_8"},
        {"EC2-4", kCritical, "user data holds a secret", "checkov CKV_AWS_46"},
        {"EC2-5", kHigh, "an instance that the internet reaches has an instance profile",
         "prowler ec2_instance_internet_facing_with_instance_profile"},
        {"EC2-6", kLow,
         "a public address is useless: its subnet has no route to an internet gateway",
         "Amazon VPC User Guide, VPC_Internet_Gateway"},
        {"ASG-1", kMedium, "an Auto Scaling group is in one Availability Zone",
         "Security Hub AutoScaling.2"},
        {"ASG-2", kLow, "an Auto Scaling group ignores its load balancer's health checks",
         "checkov CKV2_AWS_15; Security Hub AutoScaling.1"},
        {"LB-1", kMedium, "HTTP is not redirected to HTTPS", "Security Hub ELB.1"},
        {"LB-2", kMedium, "a listener accepts TLS below 1.2",
         "checkov CKV_AWS_103; Elastic Load Balancing User Guide, describe-ssl-policies"},
        {"LB-3", kMedium, "a load balancer has no access logs", "Security Hub ELB.5"},
        {"LB-4", kMedium, "a public Application Load Balancer has no web ACL",
         "checkov CKV2_AWS_28"},
        {"LB-5", kMedium, "a Network Load Balancer is in one Availability Zone",
         "Security Hub ELB.13"},
        {"LB-6", kHigh,
         "an internet-facing load balancer stands in a subnet without a route to an "
         "internet gateway",
         "Elastic Load Balancing User Guide, application-load-balancers, subnets"},
        {"LB-7", kHigh, "health checks do not reach the targets",
         "Elastic Load Balancing User Guide, target-group-health-checks"},
    };
}

std::vector<RuleFacts> dataAdvice() {
    return {
        {"RDS-1", kCritical, "a database is reachable from the internet",
         "Security Hub RDS.2; checkov CKV_AWS_17"},
        {"RDS-2", kHigh, "a database is not encrypted", "Security Hub RDS.3"},
        {"RDS-3", kMedium, "a database stands in one Availability Zone",
         "Security Hub RDS.5, RDS.15"},
        {"RDS-4", kMedium, "a database has no backups", "Security Hub RDS.11"},
        {"RDS-5", kMedium, "a database has no deletion protection", "Security Hub RDS.7, RDS.8"},
        {"RDS-6", kHigh, "a database's password stands in the template", "cfn-nag F23"},
        {"CACHE-1", kMedium, "a replication group has no automatic failover",
         "Security Hub ElastiCache.3"},
        {"CACHE-2", kMedium, "a replication group is not encrypted",
         "Security Hub ElastiCache.4, ElastiCache.5; ElastiCache User Guide, at-rest-encryption"},
        {"CACHE-3", kMedium, "a cache stands in a public subnet",
         "prowler elasticache_cluster_uses_public_subnet"},
        {"S3-1", kCritical, "a bucket is public", "Security Hub S3.2, S3.3"},
        {"S3-2", kHigh, "Block Public Access is off", "Security Hub S3.8"},
        {"S3-3", kMedium, "a bucket takes requests without TLS", "Security Hub S3.5"},
        {"S3-4", kHigh, "a bucket policy grants access to another account", "Security Hub S3.6"},
        {"S3-5", kHigh, "a bucket policy locks out everyone but the root user",
         "checkov CKV_AWS_93"},
        {"S3-6", kMedium, "a bucket has no versioning", "Security Hub S3.14"},
    };
}

std::vector<RuleFacts> edgeAdvice() {
    return {
        {"CF-1", kMedium, "CloudFront lets viewers use HTTP", "Security Hub CloudFront.3"},
        {"CF-2", kHigh, "a bucket behind CloudFront has no origin access control",
         "Security Hub CloudFront.13"},
        {"CF-3", kHigh, "the bucket of an origin does not exist", "Security Hub CloudFront.12"},
        {"CF-4", kMedium, "CloudFront talks HTTP to an origin", "Security Hub CloudFront.9"},
        {"CF-5", kLow, "a distribution has no logs", "Security Hub CloudFront.5"},
        {"DNS-1", kHigh, "a record leads to an address that nothing holds", "checkov CKV2_AWS_23"},
        {"DNS-2", kLow, "a public hosted zone has no query log", "Security Hub Route53.2"},
        {"DNS-3", kMedium, "geolocation records have no default",
         "Route 53 Developer Guide, routing-policy-geo"},
        {"CFN-1", kMedium, "a resource that holds data has no DeletionPolicy", "cfn-lint I3011"},
        {"CFN-2", kCritical, "an output shows a secret",
         "prowler cloudformation_stack_outputs_find_secrets"},
    };
}

std::vector<RuleFacts> identityAdvice() {
    return {
        {"IAM-1", kCritical, "a policy allows every action on every resource",
         "Security Hub IAM.1"},
        {"IAM-3", kHigh, "anybody can take on a role", "checkov CKV_AWS_60, CKV_AWS_61"},
        {"IAM-4", kHigh, "any role can be passed to any service", "cfn-nag F38, F39, F40"},
        {"IAM-5", kMedium, "a statement allows all that it does not name", "cfn-nag W15, W21, F6"},
        {"IAM-7", kMedium, "a condition with ForAllValues passes where its key is missing",
         "IAM User Guide, access-analyzer-reference-policy-checks"},
        {"IAM-8", kMedium, "an action is none that a service has, as of the data's date",
         "Service Authorization Reference"},
        {"IAM-9", kLow, "a condition key is none that AWS has, as of the data's date",
         "Service Authorization Reference"},
        {"IAM-10", kMedium, "a part of a policy never matches",
         "IAM User Guide, access-analyzer-reference-policy-checks"},
        {"IAM-11", kLow, "an action is named twice in a statement",
         "IAM User Guide, access-analyzer-reference-policy-checks"},
    };
}

}  // namespace

const std::vector<RuleFacts>& guardrailRules() {
    static const std::vector<RuleFacts> kRules = [] {
        std::vector<RuleFacts> rules;
        for (auto* family :
             {&networkAdvice, &computeAdvice, &dataAdvice, &edgeAdvice, &identityAdvice}) {
            for (RuleFacts& rule : family()) rules.push_back(std::move(rule));
        }
        std::ranges::sort(rules, {}, &RuleFacts::code);
        return rules;
    }();
    return kRules;
}

const RuleFacts& guardrailRule(std::string_view code) {
    const auto& rules = guardrailRules();
    const auto found = std::ranges::lower_bound(
        rules, code, {}, [](const RuleFacts& rule) { return std::string_view(rule.code); });
    INVARIANT(found != rules.end() && found->code == code);
    return *found;
}

}  // namespace archivolt
