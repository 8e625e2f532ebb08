#include "model/lint/rule_table.h"

#include <algorithm>

#include "model/base/invariant.h"

namespace archivolt {

const std::vector<RuleFacts>& lintRules() {
    static const std::vector<RuleFacts> kRules = [] {
        std::vector<RuleFacts> rules = templateRuleFacts();
        for (auto family :
             {networkRuleFacts, serviceRuleFacts, evaluationRuleFacts, readingRuleFacts}) {
            for (RuleFacts& rule : family()) rules.push_back(std::move(rule));
        }
        std::ranges::sort(rules, {}, &RuleFacts::code);
        return rules;
    }();
    return kRules;
}

const RuleFacts& lintRule(std::string_view code) {
    const auto& rules = lintRules();
    const auto found = std::ranges::lower_bound(
        rules, code, {}, [](const RuleFacts& rule) { return std::string_view(rule.code); });
    INVARIANT(found != rules.end() && found->code == code);
    return *found;
}

std::vector<RuleFacts> templateRuleFacts() {
    constexpr auto kError = Severity::Error;
    constexpr auto kAnatomy = "CloudFormation User Guide, Template anatomy";
    constexpr auto kTypes = "CloudFormation Template Reference, resource and property types";
    constexpr auto kFunctions = "CloudFormation Template Reference, intrinsic functions";
    return {
        {"CFN-E1", kError, "resources depend on one another in a circle", "cfn-lint E3004"},
        {"CFN-E2", kError, "the template is over a limit of CloudFormation",
         "CloudFormation User Guide, quotas; cfn-lint E3010, E1002"},
        {"CFN-E3", kError, "the resource type does not exist", kTypes},
        {"CFN-E4", kError, "the type has no such property", kTypes},
        {"CFN-E5", kError, "a required property is missing", kTypes},
        {"CFN-E6", kError, "a value is of the wrong type", kTypes},
        {"CFN-E7", kError, "a value is not one of those that the property takes", kTypes},
        {"CFN-E8", kError, "a value is outside the bounds or the pattern of its property", kTypes},
        {"CFN-E9", kError, "a reference names nothing that the template declares", kFunctions},
        {"CFN-E10", kError, "the resource has no such attribute", kFunctions},
        {"CFN-E11", kError, "a reference leads to a thing of the wrong kind", kTypes},
        {"CFN-E12", kError, "a condition is not declared", kFunctions},
        {"CFN-E13", kError, "a mapping is not declared", kFunctions},
        {"CFN-E14", kError, "a section or resource has the wrong shape", kAnatomy},
        {"CFN-E15", kError, "a logical id is not alphanumeric, or taken twice", kAnatomy},
        {"CFN-E16", kError, "a resource has an attribute that CloudFormation does not know",
         "CloudFormation Template Reference, resource attributes"},
        {"CFN-N1", Severity::Low, "a macro rewrites the template, so some names are not judged",
         "CloudFormation User Guide, macros"},
    };
}

std::vector<RuleFacts> networkRuleFacts() {
    constexpr auto kError = Severity::Error;
    constexpr auto kQuotas = "Amazon VPC User Guide, amazon-vpc-limits";
    return {
        {"NET-E1", kError, "a text is no address block", "EC2 API, CreateVpc, CreateSubnet"},
        {"VPC-E1", kError, "a VPC's block is outside /16 to /28 (IPv6: /44 to /60)",
         "Amazon VPC User Guide, vpc-cidr-blocks"},
        {"SUB-E1", kError, "a subnet's block is outside /16 to /28 (IPv6: /44 to /64)",
         "Amazon VPC User Guide, subnet-sizing"},
        {"SUB-E2", kError, "a subnet lies outside its VPC's blocks", "cfn-lint E3059"},
        {"SUB-E3", kError, "subnets of one VPC overlap", "cfn-lint E3060"},
        {"IGW-E1", kError,
         "a VPC has two internet gateways or two egress-only ones, or a gateway two VPCs",
         "Amazon VPC User Guide, amazon-vpc-limits"},
        {"IGW-E2", kError, "what needs the gateway attachment does not depend on it",
         "CloudFormation Template Reference, DependsOn attribute, VPC gateway attachment"},
        {"RT-E1", kError, "a subnet has two route tables", "cfn-lint E3022"},
        {"RT-E2", kError, "a destination is routed twice, or to a target of another VPC",
         "EC2 API, CreateRoute"},
        {"RT-E3", kError, "a gateway's route table leads where no such table may",
         "Amazon VPC User Guide, VPC_Route_Tables, gateway route tables"},
        {"RT-E4", kError, "a route inside the VPC's blocks is one that AWS does not take",
         "Amazon VPC User Guide, VPC_Route_Tables, local routes"},
        {"PEER-E1", kError, "peered VPCs have overlapping blocks",
         "Amazon VPC Peering Guide, vpc-peering-basics"},
        {"PEER-E2", kError, "two peerings join the same two VPCs",
         "Amazon VPC Peering Guide, vpc-peering-basics"},
        {"QUOTA-E1", kError, "there are more of something than AWS ever grants", kQuotas},
        {"QUOTA-1", Severity::Low, "there are more of something than an account begins with",
         kQuotas},
        {"NAT-E1", kError, "a zonal public NAT gateway has no Elastic IP",
         "Amazon VPC User Guide, vpc-nat-gateway"},
        {"NACL-E1", kError, "a network ACL's rule number is repeated or out of range",
         "Amazon VPC User Guide, vpc-network-acls; cfn-nag F79"},
        {"SG-E1", kError, "a rule's protocol, ports or peers do not go together",
         "EC2 API, IpPermission; cfn-lint E3687, E3688"},
        {"SG-E2", kError, "a security group and a subnet belong to different VPCs",
         "cfn-lint E3714"},
        {"VPCE-E1", kError, "two private-DNS endpoints serve one service in a VPC",
         "cfn-lint E3064"},
    };
}

}  // namespace archivolt
