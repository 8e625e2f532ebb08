#include "model/build/build_claims.h"

#include <algorithm>
#include <array>

#include "model/build/build_common.h"

namespace archivolt {

namespace {

/// One property that refers to the resource of which something is said.
struct ClaimRow {
    std::string_view type;
    std::string_view property;
    Relation relation;
    std::string_view more{};  ///< Types that it may refer to besides those of the catalogue.
};

constexpr std::string_view kTable = "AWS::EC2::RouteTable";

constexpr auto kRows = std::to_array<ClaimRow>({
    {"AWS::AutoScaling::AutoScalingGroup", "LoadBalancerNames", Relation::FleetOfBalancer},
    {"AWS::AutoScaling::AutoScalingGroup", "TargetGroupARNs", Relation::SourceOfTargetGroup},
    {"AWS::DocDB::DBInstance", "DBClusterIdentifier", Relation::MemberOfCluster},
    {"AWS::EC2::EIP", "InstanceId", Relation::AddressOfHolder},
    {"AWS::EC2::EIPAssociation", "AllocationId", Relation::HolderOfAddress},
    {"AWS::EC2::EIPAssociation", "EIP", Relation::HolderOfAddress},
    {"AWS::EC2::EIPAssociation", "InstanceId", Relation::AddressOfHolder},
    {"AWS::EC2::EIPAssociation", "NetworkInterfaceId", Relation::AddressOfHolder},
    {"AWS::EC2::GatewayRouteTableAssociation", "RouteTableId", Relation::GatewayOfTable},
    {"AWS::EC2::NatGateway", "AllocationId", Relation::HolderOfAddress},
    {"AWS::EC2::NetworkAclEntry", "NetworkAclId", Relation::EntryOfAcl},
    {"AWS::EC2::NetworkInterfaceAttachment", "InstanceId", Relation::InterfaceOfInstance},
    {"AWS::EC2::NetworkInterfaceAttachment", "NetworkInterfaceId", Relation::OwnerOfInterface},
    {"AWS::EC2::Route", "RouteTableId", Relation::RouteOfTable},
    {"AWS::EC2::RouteServerPropagation", "RouteTableId", Relation::RouteServerOfTable},
    {"AWS::EC2::SecurityGroupEgress", "GroupId", Relation::RuleOfGroup},
    {"AWS::EC2::SecurityGroupIngress", "GroupId", Relation::RuleOfGroup},
    {"AWS::EC2::SecurityGroupIngress", "GroupName", Relation::RuleOfGroup, kGroupType},
    {"AWS::EC2::Subnet", "VpcId", Relation::SubnetOfVpc},
    {"AWS::EC2::SubnetCidrBlock", "SubnetId", Relation::BlockOfSubnet},
    {"AWS::EC2::SubnetNetworkAclAssociation", "SubnetId", Relation::AclOfSubnet},
    {"AWS::EC2::SubnetRouteTableAssociation", "SubnetId", Relation::TableOfSubnet},
    {"AWS::EC2::TransitGatewayRoute", "TransitGatewayRouteTableId", Relation::RouteOfTransitTable,
     "AWS::EC2::TransitGateway"},
    {"AWS::EC2::TransitGatewayRouteTableAssociation", "TransitGatewayAttachmentId",
     Relation::AssociationOfAttachment, kMoreAttachments},
    {"AWS::EC2::TransitGatewayRouteTablePropagation", "TransitGatewayAttachmentId",
     Relation::PropagationOfAttachment, kMoreAttachments},
    {"AWS::EC2::VPCCidrBlock", "VpcId", Relation::BlockOfVpc},
    {"AWS::EC2::VPCEncryptionControl", "VpcId", Relation::EncryptionOfVpc},
    {"AWS::EC2::VPCEndpoint", "RouteTableIds", Relation::EndpointOfTable},
    {"AWS::EC2::VPCGatewayAttachment", "InternetGatewayId", Relation::AttachmentOfGateway},
    {"AWS::EC2::VPCGatewayAttachment", "VpnGatewayId", Relation::AttachmentOfGateway},
    {"AWS::EC2::VPNConnection", "VpnGatewayId", Relation::VpnOfGateway},
    {"AWS::EC2::VPNConnectionRoute", "VpnConnectionId", Relation::RouteOfVpn},
    {"AWS::EC2::VPNGatewayRoutePropagation", "RouteTableIds", Relation::PropagationOfTable},
    {"AWS::EC2::VolumeAttachment", "VolumeId", Relation::VolumeAttachment},
    {"AWS::EFS::MountTarget", "FileSystemId", Relation::MountOfFileSystem},
    {"AWS::ElasticLoadBalancingV2::Listener", "LoadBalancerArn", Relation::ListenerOfBalancer},
    {"AWS::ElasticLoadBalancingV2::ListenerCertificate", "ListenerArn",
     Relation::CertificateOfListener},
    {"AWS::ElasticLoadBalancingV2::ListenerRule", "ListenerArn", Relation::RuleOfListener},
    {"AWS::IAM::GroupPolicy", "GroupName", Relation::PolicyOfPrincipal},
    {"AWS::IAM::ManagedPolicy", "Groups", Relation::PolicyOfPrincipal},
    {"AWS::IAM::ManagedPolicy", "Roles", Relation::PolicyOfPrincipal},
    {"AWS::IAM::ManagedPolicy", "Users", Relation::PolicyOfPrincipal},
    {"AWS::IAM::Policy", "Groups", Relation::PolicyOfPrincipal},
    {"AWS::IAM::Policy", "Roles", Relation::PolicyOfPrincipal},
    {"AWS::IAM::Policy", "Users", Relation::PolicyOfPrincipal},
    {"AWS::IAM::RolePolicy", "RoleName", Relation::PolicyOfPrincipal},
    {"AWS::IAM::UserPolicy", "UserName", Relation::PolicyOfPrincipal},
    {"AWS::IAM::UserToGroupAddition", "Users", Relation::MemberOfGroup},
    {"AWS::Neptune::DBInstance", "DBClusterIdentifier", Relation::MemberOfCluster},
    {"AWS::RDS::DBInstance", "DBClusterIdentifier", Relation::MemberOfCluster},
    {"AWS::S3::BucketPolicy", "Bucket", Relation::PolicyOfBucket},
});
static_assert(std::ranges::is_sorted(kRows, {}, &ClaimRow::type));

/// A list property whose maps refer to others: `LoadBalancers[].TargetGroupArn`.
struct ItemRow {
    std::string_view type;
    std::string_view list;
    std::string_view path;  ///< From the list on.
    std::string_view key;
    Relation relation;
};

constexpr auto kItemRows = std::to_array<ItemRow>({
    {"AWS::AutoScaling::AutoScalingGroup", "TrafficSources", "[].Identifier", "Identifier",
     Relation::SourceOfTargetGroup},
    {"AWS::AutoScaling::AutoScalingGroup", "TrafficSources", "[].Identifier", "Identifier",
     Relation::FleetOfBalancer},
    {"AWS::EC2::Instance", "NetworkInterfaces", "[].NetworkInterfaceId", "NetworkInterfaceId",
     Relation::OwnerOfInterface},
    {"AWS::EC2::Instance", "Volumes", "[].VolumeId", "VolumeId", Relation::VolumeAttachment},
    {"AWS::ECS::Service", "LoadBalancers", "[].LoadBalancerName", "LoadBalancerName",
     Relation::FleetOfBalancer},
    {"AWS::ECS::Service", "LoadBalancers", "[].TargetGroupArn", "TargetGroupArn",
     Relation::SourceOfTargetGroup},
    {"AWS::ElasticLoadBalancingV2::LoadBalancer", "SubnetMappings", "[].AllocationId",
     "AllocationId", Relation::HolderOfAddress},
});

void claim(const References& targets, Relation relation, std::vector<Claim>& claims) {
    for (const ThingId target : targets.ids) {
        if (!target.isExternal()) claims.push_back({target, relation});
    }
}

/// What importers mark as standing in the place of what a VPC is born with.
void claimDefaults(const View& resource, std::vector<Claim>& claims) {
    if (resource.note("Default") == nullptr) return;
    const auto say = [&](Relation relation) { claim(resource.things("VpcId"), relation, claims); };
    if (resource.type() == kTable) say(Relation::DefaultTableOfVpc);
    if (resource.type() == "AWS::EC2::NetworkAcl") say(Relation::DefaultAclOfVpc);
    if (resource.type() == kGroupType) say(Relation::DefaultGroupOfVpc);
}

/// What importers mark as somebody's interface.
void claimOwners(const View& resource, std::vector<Claim>& claims) {
    const Value* owners = resource.note("Owners");
    if (owners == nullptr || resource.type() != "AWS::EC2::NetworkInterface") return;
    claim(resource.scope().references(owners, resource.stack(), ExpectedTypes()),
          Relation::InterfaceOfOwner, claims);
}

}  // namespace

std::vector<Claim> claimsOf(const View& resource) {
    std::vector<Claim> claims;
    const std::string_view type = resource.type();
    const auto* own = std::ranges::lower_bound(kRows, type, {}, &ClaimRow::type);
    for (; own != kRows.end() && own->type == type; ++own) {
        claim(resource.things(own->property, own->more), own->relation, claims);
    }
    for (const ItemRow& row : kItemRows) {
        if (row.type != type) continue;
        const Value* list = resource.property(row.list);
        if (list == nullptr) continue;
        for (const Value& item : list->items()) {
            const Value* value = item.find(row.key);
            if (value == nullptr || value->isNull()) continue;
            claim(resource.references({row.list, row.path}, value), row.relation, claims);
        }
    }
    claimDefaults(resource, claims);
    claimOwners(resource, claims);
    std::ranges::sort(claims);
    claims.erase(std::unique(claims.begin(), claims.end()), claims.end());
    return claims;
}

}  // namespace archivolt
