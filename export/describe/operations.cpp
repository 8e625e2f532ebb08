#include "export/describe/operations.h"

#include <algorithm>
#include <array>
#include <utility>

namespace archivolt {

namespace {

constexpr auto kOperations = std::to_array<Operation>({
    {"Vpcs", "ec2 describe-vpcs", "AWS::EC2::VPC", "VpcId", {}, {}},
    {"Subnets", "ec2 describe-subnets", "AWS::EC2::Subnet", "SubnetId", {}, {}},
    {"RouteTables", "ec2 describe-route-tables", "AWS::EC2::RouteTable", "RouteTableId", {}, {}},
    {"NetworkAcls", "ec2 describe-network-acls", "AWS::EC2::NetworkAcl", "NetworkAclId", {}, {}},
    {"SecurityGroups",
     "ec2 describe-security-groups",
     "AWS::EC2::SecurityGroup",
     "GroupId",
     {},
     {}},
    {"SecurityGroupRules", "ec2 describe-security-group-rules", {}, "SecurityGroupRuleId", {}, {}},
    {"PrefixLists",
     "ec2 describe-managed-prefix-lists",
     "AWS::EC2::PrefixList",
     "PrefixListId",
     {},
     {}},
    {"Entries", "ec2 get-managed-prefix-list-entries", {}, {}, {}, "PrefixListId"},
    {"InternetGateways",
     "ec2 describe-internet-gateways",
     "AWS::EC2::InternetGateway",
     "InternetGatewayId",
     {},
     {}},
    {"EgressOnlyInternetGateways",
     "ec2 describe-egress-only-internet-gateways",
     "AWS::EC2::EgressOnlyInternetGateway",
     "EgressOnlyInternetGatewayId",
     {},
     {}},
    {"Addresses", "ec2 describe-addresses", "AWS::EC2::EIP", "AllocationId", {}, {}},
    {"NatGateways", "ec2 describe-nat-gateways", "AWS::EC2::NatGateway", "NatGatewayId", {}, {}},
    {"VpcPeeringConnections",
     "ec2 describe-vpc-peering-connections",
     "AWS::EC2::VPCPeeringConnection",
     "VpcPeeringConnectionId",
     {},
     {}},
    {"TransitGateways",
     "ec2 describe-transit-gateways",
     "AWS::EC2::TransitGateway",
     "TransitGatewayId",
     {},
     {}},
    {"TransitGatewayRouteTables",
     "ec2 describe-transit-gateway-route-tables",
     "AWS::EC2::TransitGatewayRouteTable",
     "TransitGatewayRouteTableId",
     {},
     {}},
    {"TransitGatewayVpcAttachments",
     "ec2 describe-transit-gateway-vpc-attachments",
     "AWS::EC2::TransitGatewayVpcAttachment",
     "TransitGatewayAttachmentId",
     {},
     {}},
    {"TransitGatewayPeeringAttachments",
     "ec2 describe-transit-gateway-peering-attachments",
     "AWS::EC2::TransitGatewayPeeringAttachment",
     "TransitGatewayAttachmentId",
     {},
     {}},
    {"TransitGatewayAttachments",
     "ec2 describe-transit-gateway-attachments",
     {},
     "TransitGatewayAttachmentId",
     {},
     {}},
    {"TransitGatewayPolicyTables",
     "ec2 describe-transit-gateway-policy-tables",
     {},
     "TransitGatewayPolicyTableId",
     {},
     {}},
    {"Associations",
     "ec2 get-transit-gateway-route-table-associations",
     {},
     {},
     {},
     "TransitGatewayRouteTableId"},
    {"TransitGatewayRouteTablePropagations",
     "ec2 get-transit-gateway-route-table-propagations",
     {},
     {},
     {},
     "TransitGatewayRouteTableId"},
    {"Routes", "ec2 search-transit-gateway-routes", {}, {}, {}, "TransitGatewayRouteTableId"},
    {"VpnGateways", "ec2 describe-vpn-gateways", "AWS::EC2::VPNGateway", "VpnGatewayId", {}, {}},
    {"CustomerGateways",
     "ec2 describe-customer-gateways",
     "AWS::EC2::CustomerGateway",
     "CustomerGatewayId",
     {},
     {}},
    {"VpnConnections",
     "ec2 describe-vpn-connections",
     "AWS::EC2::VPNConnection",
     "VpnConnectionId",
     {},
     {}},
    {"VpcEndpoints",
     "ec2 describe-vpc-endpoints",
     "AWS::EC2::VPCEndpoint",
     "VpcEndpointId",
     {},
     {}},
    {"VpcBlockPublicAccessOptions", "ec2 describe-vpc-block-public-access-options", {}, {}, {}, {}},
    {"VpcBlockPublicAccessExclusions",
     "ec2 describe-vpc-block-public-access-exclusions",
     "AWS::EC2::VPCBlockPublicAccessExclusion",
     "ExclusionId",
     {},
     {}},
    {"Reservations", "ec2 describe-instances", "AWS::EC2::Instance", "InstanceId", {}, {}},
    {"NetworkInterfaces",
     "ec2 describe-network-interfaces",
     "AWS::EC2::NetworkInterface",
     "NetworkInterfaceId",
     {},
     {}},
    {"LoadBalancers",
     "elbv2 describe-load-balancers",
     "AWS::ElasticLoadBalancingV2::LoadBalancer",
     "LoadBalancerArn",
     "LoadBalancerName",
     {}},
    {"Listeners",
     "elbv2 describe-listeners",
     "AWS::ElasticLoadBalancingV2::Listener",
     "ListenerArn",
     {},
     {}},
    {"Rules", "elbv2 describe-rules", {}, "RuleArn", {}, {}},
    {"TargetGroups",
     "elbv2 describe-target-groups",
     "AWS::ElasticLoadBalancingV2::TargetGroup",
     "TargetGroupArn",
     "TargetGroupName",
     {}},
    {"TargetHealthDescriptions", "elbv2 describe-target-health", {}, {}, {}, "TargetGroupArn"},
    {"Attributes", "elbv2 describe-target-group-attributes", {}, {}, {}, "TargetGroupArn"},
    {"Attributes", "elbv2 describe-load-balancer-attributes", {}, {}, {}, "LoadBalancerArn"},
    {"LoadBalancerAttributes",
     "elb describe-load-balancer-attributes",
     {},
     {},
     {},
     "LoadBalancerName"},
    {"LoadBalancerDescriptions",
     "elb describe-load-balancers",
     "AWS::ElasticLoadBalancing::LoadBalancer",
     {},
     "LoadBalancerName",
     {}},
    {"DBSubnetGroups",
     "rds describe-db-subnet-groups",
     "AWS::RDS::DBSubnetGroup",
     "DBSubnetGroupArn",
     "DBSubnetGroupName",
     {}},
    {"DBClusters",
     "rds describe-db-clusters",
     "AWS::RDS::DBCluster",
     "DBClusterArn",
     "DBClusterIdentifier",
     {}},
    {"DBInstances",
     "rds describe-db-instances",
     "AWS::RDS::DBInstance",
     "DBInstanceArn",
     "DBInstanceIdentifier",
     {}},
    {"CacheSubnetGroups",
     "elasticache describe-cache-subnet-groups",
     "AWS::ElastiCache::SubnetGroup",
     "ARN",
     "CacheSubnetGroupName",
     {}},
    {"CacheClusters",
     "elasticache describe-cache-clusters",
     "AWS::ElastiCache::CacheCluster",
     "ARN",
     "CacheClusterId",
     {}},
    {"FileSystems", "efs describe-file-systems", "AWS::EFS::FileSystem", "FileSystemId", {}, {}},
    {"MountTargets", "efs describe-mount-targets", {}, "MountTargetId", {}, {}},
    {"Functions",
     "lambda list-functions",
     "AWS::Lambda::Function",
     "FunctionArn",
     "FunctionName",
     {}},
});

constexpr auto kPrefixes = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"acl-", "NetworkAcls"},
    {"cgw-", "CustomerGateways"},
    {"eigw-", "EgressOnlyInternetGateways"},
    {"eipalloc-", "Addresses"},
    {"eni-", "NetworkInterfaces"},
    {"fs-", "FileSystems"},
    {"i-", "Reservations"},
    {"igw-", "InternetGateways"},
    {"nat-", "NatGateways"},
    {"pcx-", "VpcPeeringConnections"},
    {"pl-", "PrefixLists"},
    {"rtb-", "RouteTables"},
    {"sg-", "SecurityGroups"},
    {"subnet-", "Subnets"},
    {"tgw-attach-", "TransitGatewayAttachments"},
    {"tgw-rtb-", "TransitGatewayRouteTables"},
    {"tgw-", "TransitGateways"},
    {"vgw-", "VpnGateways"},
    {"vpc-", "Vpcs"},
    {"vpce-", "VpcEndpoints"},
    {"vpn-", "VpnConnections"},
});

}  // namespace

Operations::Operations(const Catalog& catalog)
    : m_operations(kOperations.begin(), kOperations.end()) {
    for (const SystemFacts& system : catalog.systems()) {
        if (!system.describe) continue;
        const DescribeFacts& facts = *system.describe;
        m_operations.push_back(
            {facts.list, facts.command, system.type, facts.idKey, facts.nameKey, {}, &system});
    }
}

const Operation* Operations::of(std::string_view key) const {
    const auto found = std::ranges::find(m_operations, key, &Operation::key);
    return found != m_operations.end() ? &*found : nullptr;
}

const Operation* Operations::of(std::string_view key, const Item& list) const {
    const auto items = list ? list.items() : std::vector<Item>();
    for (const Operation& operation : m_operations) {
        if (operation.key != key || operation.system == nullptr) continue;
        const std::string& mark = operation.system->describe->only;
        if (mark.empty() || items.empty()) continue;
        if (items.front().isObject() && items.front().has(mark)) return &operation;
    }
    for (const Operation& operation : m_operations) {
        const bool isMarked =
            operation.system != nullptr && !operation.system->describe->only.empty();
        if (operation.key == key && !isMarked) return &operation;
    }
    return items.empty() ? of(key) : nullptr;
}

const Operation* Operations::about(std::string_view key, const Operation& subject) const {
    const std::string_view called = subject.idKey.empty() ? subject.nameKey : subject.idKey;
    const auto found = std::ranges::find_if(m_operations, [&](const Operation& operation) {
        return operation.key == key && operation.subjectKey == called;
    });
    return !called.empty() && found != m_operations.end() ? &*found : nullptr;
}

const Operation* Operations::ofId(std::string_view id) const {
    for (const auto& [prefix, key] : kPrefixes) {
        if (id.starts_with(prefix)) return of(key);
    }
    if (!id.starts_with("arn:")) return nullptr;
    if (id.find(":targetgroup/") != std::string_view::npos) return of("TargetGroups");
    if (id.find(":loadbalancer/") != std::string_view::npos) return of("LoadBalancers");
    if (id.find(":function:") != std::string_view::npos) return of("Functions");
    return nullptr;
}

}  // namespace archivolt
