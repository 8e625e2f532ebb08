#include "model/build/build_kinds.h"

#include <algorithm>
#include <array>

namespace archivolt {

namespace {

/// Makes nothing: what these resources say is read from the other side.
void buildNothing(const View& self, Products& out) {
    static_cast<void>(self);
    static_cast<void>(out);
}

constexpr auto kBuilders = std::to_array<std::pair<std::string_view, Builder>>({
    {"AWS::AutoScaling::AutoScalingGroup", buildAutoScalingGroup},
    {"AWS::AutoScaling::LaunchConfiguration", buildLaunchTemplate},
    {"AWS::CloudFront::Distribution", buildDistribution},
    {"AWS::DocDB::DBCluster", buildDatabaseCluster},
    {"AWS::DocDB::DBInstance", buildDatabase},
    {"AWS::DocDB::DBSubnetGroup", buildSubnetGroup},
    {"AWS::EC2::CustomerGateway", buildCustomerGateway},
    {"AWS::EC2::EIP", buildElasticIp},
    {"AWS::EC2::EIPAssociation", buildNothing},
    {"AWS::EC2::EgressOnlyInternetGateway", buildEgressOnlyInternetGateway},
    {"AWS::EC2::GatewayRouteTableAssociation", buildNothing},
    {"AWS::EC2::Instance", buildInstance},
    {"AWS::EC2::InternetGateway", buildInternetGateway},
    {"AWS::EC2::LaunchTemplate", buildLaunchTemplate},
    {"AWS::EC2::NatGateway", buildNatGateway},
    {"AWS::EC2::NetworkAcl", buildNetworkAcl},
    {"AWS::EC2::NetworkAclEntry", buildNothing},
    {"AWS::EC2::NetworkInterface", buildNetworkInterface},
    {"AWS::EC2::NetworkInterfaceAttachment", buildNothing},
    {"AWS::EC2::PrefixList", buildPrefixList},
    {"AWS::EC2::Route", buildNothing},
    {"AWS::EC2::RouteTable", buildRouteTable},
    {"AWS::EC2::SecurityGroup", buildSecurityGroup},
    {"AWS::EC2::SecurityGroupEgress", buildNothing},
    {"AWS::EC2::SecurityGroupIngress", buildNothing},
    {"AWS::EC2::Subnet", buildSubnet},
    {"AWS::EC2::SubnetCidrBlock", buildNothing},
    {"AWS::EC2::SubnetNetworkAclAssociation", buildNothing},
    {"AWS::EC2::SubnetRouteTableAssociation", buildNothing},
    {"AWS::EC2::TransitGateway", buildTransitGateway},
    {"AWS::EC2::TransitGatewayAttachment", buildTransitVpcAttachment},
    {"AWS::EC2::TransitGatewayConnect", buildTransitConnect},
    {"AWS::EC2::TransitGatewayPeeringAttachment", buildTransitPeering},
    {"AWS::EC2::TransitGatewayRoute", buildNothing},
    {"AWS::EC2::TransitGatewayRouteTable", buildTransitRouteTable},
    {"AWS::EC2::TransitGatewayRouteTableAssociation", buildNothing},
    {"AWS::EC2::TransitGatewayRouteTablePropagation", buildNothing},
    {"AWS::EC2::TransitGatewayVpcAttachment", buildTransitVpcAttachment},
    {"AWS::EC2::VPC", buildVpc},
    {"AWS::EC2::VPCBlockPublicAccessExclusion", buildBlockPublicAccessExclusion},
    {"AWS::EC2::VPCBlockPublicAccessOptions", buildBlockPublicAccess},
    {"AWS::EC2::VPCCidrBlock", buildNothing},
    {"AWS::EC2::VPCEndpoint", buildEndpoint},
    {"AWS::EC2::VPCGatewayAttachment", buildNothing},
    {"AWS::EC2::VPCPeeringConnection", buildPeering},
    {"AWS::EC2::VPNConnection", buildVpnConnection},
    {"AWS::EC2::VPNConnectionRoute", buildNothing},
    {"AWS::EC2::VPNGateway", buildVpnGateway},
    {"AWS::EC2::VPNGatewayRoutePropagation", buildNothing},
    {"AWS::EC2::Volume", buildVolume},
    {"AWS::EC2::VolumeAttachment", buildNothing},
    {"AWS::ECS::Service", buildEcsService},
    {"AWS::EFS::FileSystem", buildFileSystem},
    {"AWS::EFS::MountTarget", buildMountTarget},
    {"AWS::ElastiCache::CacheCluster", buildCache},
    {"AWS::ElastiCache::ReplicationGroup", buildCache},
    {"AWS::ElastiCache::ServerlessCache", buildCache},
    {"AWS::ElastiCache::SubnetGroup", buildSubnetGroup},
    {"AWS::ElasticLoadBalancing::LoadBalancer", buildClassicLoadBalancer},
    {"AWS::ElasticLoadBalancingV2::Listener", buildNothing},
    {"AWS::ElasticLoadBalancingV2::ListenerCertificate", buildNothing},
    {"AWS::ElasticLoadBalancingV2::ListenerRule", buildNothing},
    {"AWS::ElasticLoadBalancingV2::LoadBalancer", buildLoadBalancer},
    {"AWS::ElasticLoadBalancingV2::TargetGroup", buildTargetGroup},
    {"AWS::IAM::Group", buildPrincipal},
    {"AWS::IAM::GroupPolicy", buildNothing},
    {"AWS::IAM::InstanceProfile", buildInstanceProfile},
    {"AWS::IAM::ManagedPolicy", buildManagedPolicy},
    {"AWS::IAM::Policy", buildNothing},
    {"AWS::IAM::Role", buildPrincipal},
    {"AWS::IAM::RolePolicy", buildNothing},
    {"AWS::IAM::User", buildPrincipal},
    {"AWS::IAM::UserPolicy", buildNothing},
    {"AWS::IAM::UserToGroupAddition", buildNothing},
    {"AWS::Lambda::Function", buildLambdaFunction},
    {"AWS::MemoryDB::Cluster", buildCache},
    {"AWS::MemoryDB::SubnetGroup", buildSubnetGroup},
    {"AWS::Neptune::DBCluster", buildDatabaseCluster},
    {"AWS::Neptune::DBInstance", buildDatabase},
    {"AWS::Neptune::DBSubnetGroup", buildSubnetGroup},
    {"AWS::RDS::DBCluster", buildDatabaseCluster},
    {"AWS::RDS::DBInstance", buildDatabase},
    {"AWS::RDS::DBSubnetGroup", buildSubnetGroup},
    {"AWS::Route53::HealthCheck", buildHealthCheck},
    {"AWS::Route53::HostedZone", buildHostedZone},
    {"AWS::Route53::RecordSet", buildRecordSet},
    {"AWS::Route53::RecordSetGroup", buildRecordSetGroup},
    {"AWS::S3::Bucket", buildBucket},
    {"AWS::S3::BucketPolicy", buildNothing},
});
static_assert(std::ranges::is_sorted(kBuilders, {}, &std::pair<std::string_view, Builder>::first));

}  // namespace

Builder builderOf(std::string_view type) {
    const auto found =
        std::ranges::lower_bound(kBuilders, type, {}, &std::pair<std::string_view, Builder>::first);
    return found != kBuilders.end() && found->first == type ? found->second : nullptr;
}

}  // namespace archivolt
