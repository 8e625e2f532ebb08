#include "model/build/build_claims.h"

#include <algorithm>
#include <array>
#include <span>

namespace archivolt {

namespace {

/// One property that refers to the resource of which something is said.
struct ClaimRow {
    std::string_view type;
    std::string_view property;
    std::string_view targetType;
    Relation relation;
};

constexpr std::string_view kGroup = "AWS::EC2::SecurityGroup";
constexpr std::string_view kTable = "AWS::EC2::RouteTable";
constexpr std::string_view kAddress = "AWS::EC2::EIP";
constexpr std::string_view kRole = "AWS::IAM::Role";
constexpr std::string_view kUser = "AWS::IAM::User";
constexpr std::string_view kIamGroup = "AWS::IAM::Group";
constexpr std::string_view kTransitAttachment =
    "AWS::EC2::TransitGatewayAttachment|AWS::EC2::TransitGatewayVpcAttachment|"
    "AWS::EC2::TransitGatewayPeeringAttachment|AWS::EC2::TransitGatewayConnect|"
    "AWS::EC2::VPNConnection";

constexpr auto kRows = std::to_array<ClaimRow>({
    {"AWS::AutoScaling::AutoScalingGroup", "LoadBalancerNames",
     "AWS::ElasticLoadBalancing::LoadBalancer", Relation::FleetOfBalancer},
    {"AWS::AutoScaling::AutoScalingGroup", "TargetGroupARNs",
     "AWS::ElasticLoadBalancingV2::TargetGroup", Relation::SourceOfTargetGroup},
    {"AWS::DocDB::DBInstance", "DBClusterIdentifier", "AWS::DocDB::DBCluster",
     Relation::MemberOfCluster},
    {"AWS::EC2::EIP", "InstanceId", "AWS::EC2::Instance", Relation::AddressOfHolder},
    {"AWS::EC2::EIPAssociation", "AllocationId", kAddress, Relation::HolderOfAddress},
    {"AWS::EC2::EIPAssociation", "EIP", kAddress, Relation::HolderOfAddress},
    {"AWS::EC2::EIPAssociation", "InstanceId", "AWS::EC2::Instance", Relation::AddressOfHolder},
    {"AWS::EC2::EIPAssociation", "NetworkInterfaceId", "AWS::EC2::NetworkInterface",
     Relation::AddressOfHolder},
    {"AWS::EC2::GatewayRouteTableAssociation", "RouteTableId", kTable, Relation::GatewayOfTable},
    {"AWS::EC2::NatGateway", "AllocationId", kAddress, Relation::HolderOfAddress},
    {"AWS::EC2::NetworkAclEntry", "NetworkAclId", "AWS::EC2::NetworkAcl", Relation::EntryOfAcl},
    {"AWS::EC2::NetworkInterfaceAttachment", "InstanceId", "AWS::EC2::Instance",
     Relation::InterfaceOfInstance},
    {"AWS::EC2::NetworkInterfaceAttachment", "NetworkInterfaceId", "AWS::EC2::NetworkInterface",
     Relation::OwnerOfInterface},
    {"AWS::EC2::Route", "RouteTableId", kTable, Relation::RouteOfTable},
    {"AWS::EC2::RouteServerPropagation", "RouteTableId", kTable, Relation::RouteServerOfTable},
    {"AWS::EC2::SecurityGroupEgress", "GroupId", kGroup, Relation::RuleOfGroup},
    {"AWS::EC2::SecurityGroupIngress", "GroupId", kGroup, Relation::RuleOfGroup},
    {"AWS::EC2::SecurityGroupIngress", "GroupName", kGroup, Relation::RuleOfGroup},
    {"AWS::EC2::Subnet", "VpcId", "AWS::EC2::VPC", Relation::SubnetOfVpc},
    {"AWS::EC2::SubnetCidrBlock", "SubnetId", "AWS::EC2::Subnet", Relation::BlockOfSubnet},
    {"AWS::EC2::SubnetNetworkAclAssociation", "SubnetId", "AWS::EC2::Subnet",
     Relation::AclOfSubnet},
    {"AWS::EC2::SubnetRouteTableAssociation", "SubnetId", "AWS::EC2::Subnet",
     Relation::TableOfSubnet},
    {"AWS::EC2::TransitGatewayRoute", "TransitGatewayRouteTableId",
     "AWS::EC2::TransitGatewayRouteTable|AWS::EC2::TransitGateway", Relation::RouteOfTransitTable},
    {"AWS::EC2::TransitGatewayRouteTableAssociation", "TransitGatewayAttachmentId",
     kTransitAttachment, Relation::AssociationOfAttachment},
    {"AWS::EC2::TransitGatewayRouteTablePropagation", "TransitGatewayAttachmentId",
     kTransitAttachment, Relation::PropagationOfAttachment},
    {"AWS::EC2::VPCCidrBlock", "VpcId", "AWS::EC2::VPC", Relation::BlockOfVpc},
    {"AWS::EC2::VPCEncryptionControl", "VpcId", "AWS::EC2::VPC", Relation::EncryptionOfVpc},
    {"AWS::EC2::VPCEndpoint", "RouteTableIds", kTable, Relation::EndpointOfTable},
    {"AWS::EC2::VPCGatewayAttachment", "InternetGatewayId", "AWS::EC2::InternetGateway",
     Relation::AttachmentOfGateway},
    {"AWS::EC2::VPCGatewayAttachment", "VpnGatewayId", "AWS::EC2::VPNGateway",
     Relation::AttachmentOfGateway},
    {"AWS::EC2::VPNConnection", "VpnGatewayId", "AWS::EC2::VPNGateway", Relation::VpnOfGateway},
    {"AWS::EC2::VPNConnectionRoute", "VpnConnectionId", "AWS::EC2::VPNConnection",
     Relation::RouteOfVpn},
    {"AWS::EC2::VPNGatewayRoutePropagation", "RouteTableIds", kTable, Relation::PropagationOfTable},
    {"AWS::EC2::VolumeAttachment", "VolumeId", "AWS::EC2::Volume", Relation::VolumeAttachment},
    {"AWS::EFS::MountTarget", "FileSystemId", "AWS::EFS::FileSystem", Relation::MountOfFileSystem},
    {"AWS::ElasticLoadBalancingV2::Listener", "LoadBalancerArn",
     "AWS::ElasticLoadBalancingV2::LoadBalancer", Relation::ListenerOfBalancer},
    {"AWS::ElasticLoadBalancingV2::ListenerCertificate", "ListenerArn",
     "AWS::ElasticLoadBalancingV2::Listener", Relation::CertificateOfListener},
    {"AWS::ElasticLoadBalancingV2::ListenerRule", "ListenerArn",
     "AWS::ElasticLoadBalancingV2::Listener", Relation::RuleOfListener},
    {"AWS::IAM::GroupPolicy", "GroupName", kIamGroup, Relation::PolicyOfPrincipal},
    {"AWS::IAM::ManagedPolicy", "Groups", kIamGroup, Relation::PolicyOfPrincipal},
    {"AWS::IAM::ManagedPolicy", "Roles", kRole, Relation::PolicyOfPrincipal},
    {"AWS::IAM::ManagedPolicy", "Users", kUser, Relation::PolicyOfPrincipal},
    {"AWS::IAM::Policy", "Groups", kIamGroup, Relation::PolicyOfPrincipal},
    {"AWS::IAM::Policy", "Roles", kRole, Relation::PolicyOfPrincipal},
    {"AWS::IAM::Policy", "Users", kUser, Relation::PolicyOfPrincipal},
    {"AWS::IAM::RolePolicy", "RoleName", kRole, Relation::PolicyOfPrincipal},
    {"AWS::IAM::UserPolicy", "UserName", kUser, Relation::PolicyOfPrincipal},
    {"AWS::IAM::UserToGroupAddition", "Users", kUser, Relation::MemberOfGroup},
    {"AWS::Neptune::DBInstance", "DBClusterIdentifier", "AWS::Neptune::DBCluster",
     Relation::MemberOfCluster},
    {"AWS::RDS::DBInstance", "DBClusterIdentifier", "AWS::RDS::DBCluster",
     Relation::MemberOfCluster},
    {"AWS::S3::BucketPolicy", "Bucket", "AWS::S3::Bucket", Relation::PolicyOfBucket},
});
static_assert(std::ranges::is_sorted(kRows, {}, &ClaimRow::type));

/// A list property whose maps refer to others: `LoadBalancers[].TargetGroupArn`.
constexpr auto kItemRows = std::to_array<std::pair<ClaimRow, std::string_view>>({
    {{"AWS::AutoScaling::AutoScalingGroup", "TrafficSources",
      "AWS::ElasticLoadBalancingV2::TargetGroup", Relation::SourceOfTargetGroup},
     "Identifier"},
    {{"AWS::EC2::Instance", "NetworkInterfaces", "AWS::EC2::NetworkInterface",
      Relation::OwnerOfInterface},
     "NetworkInterfaceId"},
    {{"AWS::EC2::Instance", "Volumes", "AWS::EC2::Volume", Relation::VolumeAttachment}, "VolumeId"},
    {{"AWS::ECS::Service", "LoadBalancers", "AWS::ElasticLoadBalancingV2::TargetGroup",
      Relation::SourceOfTargetGroup},
     "TargetGroupArn"},
    {{"AWS::ElasticLoadBalancingV2::LoadBalancer", "SubnetMappings", kAddress,
      Relation::HolderOfAddress},
     "AllocationId"},
});

void claim(const References& targets, Relation relation, std::vector<Claim>& claims) {
    for (const ThingId target : targets.ids) {
        if (!target.isExternal()) claims.push_back({target, relation});
    }
}

/// What importers mark as standing in the place of what a VPC is born with.
void claimDefaults(const View& resource, std::vector<Claim>& claims) {
    if (resource.note("Default") == nullptr) return;
    const auto say = [&](Relation relation) {
        claim(resource.things("VpcId", "AWS::EC2::VPC"), relation, claims);
    };
    if (resource.type() == kTable) say(Relation::DefaultTableOfVpc);
    if (resource.type() == "AWS::EC2::NetworkAcl") say(Relation::DefaultAclOfVpc);
    if (resource.type() == kGroup) say(Relation::DefaultGroupOfVpc);
}

/// What importers mark as somebody's interface.
void claimOwners(const View& resource, std::vector<Claim>& claims) {
    const Value* owners = resource.note("Owners");
    if (owners == nullptr || resource.type() != "AWS::EC2::NetworkInterface") return;
    claim(resource.scope().references(owners, resource.stack(), ""), Relation::InterfaceOfOwner,
          claims);
}

}  // namespace

std::vector<Claim> claimsOf(BuildScope& scope, const View& resource) {
    std::vector<Claim> claims;
    const std::string_view type = resource.type();
    const auto* own = std::ranges::lower_bound(kRows, type, {}, &ClaimRow::type);
    for (; own != kRows.end() && own->type == type; ++own) {
        claim(resource.things(own->property, own->targetType), own->relation, claims);
    }
    for (const auto& [row, key] : kItemRows) {
        if (row.type != resource.type()) continue;
        const Value* list = resource.property(row.property);
        if (list == nullptr) continue;
        for (const Value& item : list->items()) {
            const Value* value = item.find(key);
            if (value == nullptr || value->isNull()) continue;
            claim(scope.references(value, resource.stack(), row.targetType), row.relation, claims);
        }
    }
    claimDefaults(resource, claims);
    claimOwners(resource, claims);
    std::ranges::sort(claims);
    claims.erase(std::unique(claims.begin(), claims.end()), claims.end());
    return claims;
}

}  // namespace archivolt
