#pragma once

#include <array>
#include <string_view>

namespace archivolt {

/// A reference of a type that is never drawn, and so has no entry among the catalogue's systems.
struct PlainReference {
    std::string_view type;
    std::string_view property;
    std::string_view target;
    bool isList = false;
};

inline constexpr auto kPlainReferences = std::to_array<PlainReference>({
    {"AWS::DocDB::DBCluster", "DBSubnetGroupName", "AWS::DocDB::DBSubnetGroup"},
    {"AWS::DocDB::DBCluster", "VpcSecurityGroupIds", "AWS::EC2::SecurityGroup", true},
    {"AWS::DocDB::DBInstance", "DBClusterIdentifier", "AWS::DocDB::DBCluster"},
    {"AWS::DocDB::DBSubnetGroup", "SubnetIds", "AWS::EC2::Subnet", true},
    {"AWS::EC2::RouteServerPropagation", "RouteTableId", "AWS::EC2::RouteTable"},
    {"AWS::EC2::VPCBlockPublicAccessExclusion", "SubnetId", "AWS::EC2::Subnet"},
    {"AWS::EC2::VPCBlockPublicAccessExclusion", "VpcId", "AWS::EC2::VPC"},
    {"AWS::EC2::VPCEncryptionControl", "VpcId", "AWS::EC2::VPC"},
    {"AWS::IAM::GroupPolicy", "GroupName", "AWS::IAM::Group"},
    {"AWS::IAM::RolePolicy", "RoleName", "AWS::IAM::Role"},
    {"AWS::IAM::UserPolicy", "UserName", "AWS::IAM::User"},
    {"AWS::Neptune::DBCluster", "DBSubnetGroupName", "AWS::Neptune::DBSubnetGroup"},
    {"AWS::Neptune::DBCluster", "VpcSecurityGroupIds", "AWS::EC2::SecurityGroup", true},
    {"AWS::Neptune::DBInstance", "DBClusterIdentifier", "AWS::Neptune::DBCluster"},
    {"AWS::Neptune::DBInstance", "DBSubnetGroupName", "AWS::Neptune::DBSubnetGroup"},
    {"AWS::Neptune::DBSubnetGroup", "SubnetIds", "AWS::EC2::Subnet", true},
});

}  // namespace archivolt
