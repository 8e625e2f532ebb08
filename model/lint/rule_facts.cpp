#include "model/lint/rule_table.h"

namespace archivolt {

std::vector<RuleFacts> serviceRuleFacts() {
    constexpr auto kError = Severity::Error;
    return {
        {"SUB-E4", kError, "more addresses are used in a subnet than its size less 5",
         "EC2 API, CreateSubnet; Amazon VPC User Guide, subnet-sizing"},
        {"EBS-E1", kError, "a volume and its instance are in different Availability Zones",
         "EC2 API, AttachVolume"},
        {"PG-E1", kError, "more than 7 instances of a spread placement group are in one zone",
         "EC2 User Guide, placement-groups"},
        {"LB-E1", kError, "an application load balancer stands in fewer than two zones",
         "Elastic Load Balancing API, CreateLoadBalancer; cfn-lint E3680"},
        {"LB-E2", kError, "two subnets of a load balancer are in one zone",
         "Elastic Load Balancing API, CreateLoadBalancer"},
        {"LB-E3", kError, "a listener with encryption has no certificate",
         "Elastic Load Balancing API, CreateListener; cfn-lint E3676, E3679"},
        {"TG-E1", kError, "a target group's type, protocol or health check do not go together",
         "Elastic Load Balancing API, CreateTargetGroup; cfn-lint E3681, E3683, E3684"},
        {"ASG-E1", kError, "a group's sizes are not MinSize ≤ DesiredCapacity ≤ MaxSize",
         "EC2 Auto Scaling API, CreateAutoScalingGroup"},
        {"ASG-E2", kError, "a group of one fixed size has a target tracking policy",
         "cfn-lint E3712"},
        {"RDS-E1", kError, "a DB subnet group covers fewer than two zones",
         "RDS API, CreateDBSubnetGroup, DBSubnetGroupDoesNotCoverEnoughAZs"},
        {"RDS-E2", kError, "there is no such database engine, version or instance class",
         "RDS API, CreateDBInstance, CreateDBCluster; cfn-lint E3691, E3025"},
        {"RDS-E3", kError, "a database's engine or encryption differs from its cluster's",
         "RDS API, CreateDBInstance; cfn-lint E3707, E3709"},
        {"RDS-E4", kError, "of a read replica and its primary only one is encrypted",
         "RDS User Guide, Overview.Encryption"},
        {"CACHE-E1", kError, "a cache's engine, nodes, failover or encryption do not go together",
         "ElastiCache API, CreateCacheCluster, CreateReplicationGroup; cfn-lint E3026"},
        {"S3-E1", kError, "a bucket's name is not allowed",
         "Amazon S3 User Guide, bucketnamingrules"},
        {"CF-E1", kError, "a behaviour of a distribution names an origin that it does not have",
         "CloudFront API, CacheBehavior; cfn-lint E3057"},
        {"CF-E2", kError, "a distribution's certificate is not in us-east-1",
         "CloudFront Developer Guide, cnames-and-https-requirements"},
        {"DNS-E1", kError, "a CNAME stands at the apex of its zone",
         "Route 53 Developer Guide, ResourceRecordTypes"},
        {"DNS-E2", kError, "a name has a CNAME and a record of another type",
         "Route 53 Developer Guide, ResourceRecordTypes; RFC 1034, section 3.6.2"},
        {"DNS-E3", kError, "a record is incomplete, of a wrong form, or outside its zone",
         "Route 53 API, ResourceRecordSet; cfn-lint E3023, E3029, E3041"},
        {"IAM-E1", kError, "a policy does not follow the policy language",
         "IAM User Guide, reference_policies_grammar; cfn-lint E3510, E3512, E3530"},
        {"IAM-E2", kError, "a policy is longer than IAM takes",
         "IAM User Guide, reference_iam-quotas"},
    };
}

std::vector<RuleFacts> evaluationRuleFacts() {
    constexpr auto kError = Severity::Error;
    constexpr auto kFunctions = "CloudFormation Template Reference, intrinsic functions";
    constexpr auto kParameters = "CloudFormation User Guide, parameters section";
    constexpr auto kOutputs = "CloudFormation User Guide, outputs section";
    return {
        {"EVAL-1", kError, "a function's argument has the wrong shape", kFunctions},
        {"EVAL-3", kError, "a reference leads to a resource whose condition is false",
         "CloudFormation User Guide, conditions section"},
        {"EVAL-4", kError, "a mapping has no such key", kFunctions},
        {"EVAL-6", kError, "conditions refer to one another in a circle",
         "CloudFormation User Guide, conditions section"},
        {"EVAL-7", kError, "Fn::Select's index is outside its list", kFunctions},
        {"EVAL-8", kError, "Fn::Cidr can't cut its block so", kFunctions},
        {"EVAL-9", kError, "a function stands where CloudFormation does not take it", kFunctions},
        {"EVAL-10", kError, "a value is too large to be evaluated here",
         "a limit of this program, far above CloudFormation's"},
        {"EVAL-11", kError, "a parameter's value breaks the parameter's constraints", kParameters},
        {"EVAL-12", Severity::Low, "a parameter's pattern can't be used here", kParameters},
        {"EVAL-13", kError, "a value is given for a parameter that is not declared", kParameters},
        {"EVAL-14", kError, "the parameters violate a rule of the template",
         "CloudFormation User Guide, rules section"},
        {"EVAL-15", kError, "two outputs export the same name", kOutputs},
        {"EVAL-16", kError, "stacks import from one another in a circle", kOutputs},
        {"EVAL-17", kError, "CloudFormation has no such function", kFunctions},
        {"EVAL-18", kError, "there is no value where one is needed", kFunctions},
        {"EVAL-19", kError, "a parameter, rule or output has the wrong shape",
         "CloudFormation User Guide, template anatomy"},
    };
}

std::vector<RuleFacts> readingRuleFacts() {
    constexpr auto kError = Severity::Error;
    constexpr auto kFormats = "CloudFormation User Guide, template-formats";
    constexpr auto kYaml = "YAML 1.1 specification; CloudFormation User Guide, template-formats";
    constexpr auto kJson = "RFC 8259; CloudFormation User Guide, template-formats";
    return {
        {"READ-TOO-LARGE", kError, "the text is larger than this program reads", kFormats},
        {"READ-DEPTH", kError, "the text is nested deeper than this program reads", kFormats},
        {"READ-NODES", kError, "the text has more values than this program reads", kFormats},
        {"READ-ENCODING", kError, "the text is not UTF-8", kFormats},
        {"READ-NUL", kError, "the text holds a NUL byte", kFormats},
        {"READ-EMPTY", kError, "the text holds no template", kFormats},
        {"READ-TOP-LEVEL", kError, "the text is no map of sections", kFormats},
        {"READ-SECTION", kError, "there is no section of this name", kFormats},
        {"READ-RESOURCES", kError, "the Resources section is missing or no map", kFormats},
        {"READ-RESOURCE", kError, "a resource is no map", kFormats},
        {"READ-DUPLICATE-KEY", kError, "a key stands twice in one map", kFormats},
        {"READ-MORE", kError, "there are more problems than are listed", kFormats},
        {"YAML-SYNTAX", kError, "the text is no YAML", kYaml},
        {"YAML-TAB", kError, "a tab indents a line", kYaml},
        {"YAML-UNTERMINATED", kError, "a quotation or collection has no end", kYaml},
        {"YAML-CHARACTER", kError, "a character can't stand in YAML", kYaml},
        {"YAML-DOCUMENTS", kError, "there is a second document", kYaml},
        {"YAML-TAG", kError, "CloudFormation has no such tag", kYaml},
        {"YAML-ALIAS", kError, "CloudFormation takes no aliases", kYaml},
        {"YAML-MERGE", kError, "CloudFormation takes no merge keys", kYaml},
        {"YAML-ANCHOR", Severity::Low, "an anchor that nothing refers to", kYaml},
        {"YAML-EXPANSION", kError, "aliases expand to more than this program reads", kYaml},
        {"YAML-KEY", kError, "a key is no text", kYaml},
        {"JSON-SYNTAX", kError, "the text is no JSON", kJson},
        {"JSON-UNTERMINATED", kError, "a text, list or map has no end", kJson},
        {"JSON-COMMENT", kError, "JSON has no comments", kJson},
        {"JSON-TRAILING-COMMA", kError, "JSON has no trailing commas", kJson},
    };
}

}  // namespace archivolt
