#include "tests/bench/made_template.h"

#include <fmt/format.h>

namespace archivolt::test {

namespace {

constexpr std::string_view kHead = R"(AWSTemplateFormatVersion: "2010-09-09"
Description: Made for a benchmark
Parameters:
  Stage: {Type: String, Default: test, AllowedValues: [test, live]}
  Office: {Type: String, Default: 192.0.2.0/24}
Mappings:
  Sizes:
    test: {Instance: t3.micro}
    live: {Instance: m6i.large}
Conditions:
  Live: !Equals [!Ref Stage, live]
  Small: !Not [!Condition Live]
Resources:
)";

constexpr std::string_view kNetwork = R"(  Vpc{n}:
    Type: AWS::EC2::VPC
    Properties:
      CidrBlock: 10.{n}.0.0/16
      Tags: [{{Key: Name, Value: !Sub "${{AWS::StackName}}-{n}"}}]
  Gateway{n}:
    Type: AWS::EC2::InternetGateway
  Attachment{n}:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {{VpcId: !Ref Vpc{n}, InternetGatewayId: !Ref Gateway{n}}}
  Table{n}:
    Type: AWS::EC2::RouteTable
    Properties: {{VpcId: !Ref Vpc{n}}}
  Default{n}:
    Type: AWS::EC2::Route
    DependsOn: Attachment{n}
    Properties:
      RouteTableId: !Ref Table{n}
      DestinationCidrBlock: 0.0.0.0/0
      GatewayId: !Ref Gateway{n}
)";

constexpr std::string_view kSubnet = R"(  # Subnet {s} of network {n}, with its hosts below.
  Subnet{n}x{s}:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref Vpc{n}
      CidrBlock: 10.{n}.{s}.0/24
      AvailabilityZone: !Select [{zone}, !GetAZs ""]
      MapPublicIpOnLaunch: !If [Live, false, true]
  Association{n}x{s}:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {{SubnetId: !Ref Subnet{n}x{s}, RouteTableId: !Ref Table{n}}}
  Group{n}x{s}:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: !Sub "hosts of ${{Stage}} in {s}"
      VpcId: !Ref Vpc{n}
      SecurityGroupIngress:
        - {{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.{n}.0.0/16}}
        - IpProtocol: tcp
          FromPort: 22
          ToPort: 22
          CidrIp: !Ref Office
)";

constexpr std::string_view kHost = R"(  Host{n}x{s}x{h}:
    Type: AWS::EC2::Instance
    Condition: {condition}
    Properties:
      ImageId: ami-0123456789abcdef0
      InstanceType: !FindInMap [Sizes, !Ref Stage, Instance]
      SubnetId: !Ref Subnet{n}x{s}
      SecurityGroupIds: [!GetAtt Group{n}x{s}.GroupId]
      UserData:
        Fn::Base64: !Sub |
          #!/bin/sh
          echo "${{AWS::Region}} {h}" >/etc/motd
)";

}  // namespace

std::string madeTemplate(std::size_t resources) {
    constexpr std::size_t kSubnets = 12;
    constexpr std::size_t kHosts = 13;
    std::string text(kHead);
    std::size_t made = 0;
    for (std::size_t n = 0; made < resources; ++n) {
        text += fmt::format(fmt::runtime(kNetwork), fmt::arg("n", n));
        made += 5;
        for (std::size_t s = 0; s < kSubnets && made < resources; ++s) {
            text += fmt::format(fmt::runtime(kSubnet), fmt::arg("n", n), fmt::arg("s", s),
                                fmt::arg("zone", s % 2));
            made += 3;
            for (std::size_t h = 0; h < kHosts && made < resources; ++h, ++made) {
                text += fmt::format(fmt::runtime(kHost), fmt::arg("n", n), fmt::arg("s", s),
                                    fmt::arg("h", h),
                                    fmt::arg("condition", h % 4 == 3 ? "Live" : "Small"));
            }
        }
    }
    return text;
}

}  // namespace archivolt::test
