#include <QtTest>
#include <set>

#include "tests/build/build_support.h"

namespace archivolt {

namespace {

constexpr const char* kVpc = R"(
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
)";

std::shared_ptr<const Architecture> build(const std::string& resources) {
    return resolve(test::designOfResources(resources))->architecture;
}

std::shared_ptr<const Architecture> inVpc(const std::string& resources) {
    return build(kVpc + resources);
}

std::string text(const Known<Cidr>& block) {
    return block.isKnown() ? block->toString() : "? " + block.why().text();
}

/// `ingress tcp 80-80 10.0.0.0/8`, with `(default)` for what AWS adds.
std::string text(const Architecture& architecture, const SecurityGroupRule& rule) {
    std::string peer;
    if (rule.cidr) peer += text(*rule.cidr);
    if (rule.group) peer += test::name(architecture, *rule.group);
    if (rule.prefixList) peer += test::name(architecture, *rule.prefixList);
    const auto number = [](const auto& value) {
        return value.isKnown() ? std::to_string(*value) : std::string("?");
    };
    return std::string(rule.direction == RuleDirection::Ingress ? "ingress " : "egress ") +
           number(rule.match.protocol) + " " + number(rule.match.fromPort) + "-" +
           number(rule.match.toPort) + " " + peer + (rule.isDefault ? " (default)" : "");
}

std::string rulesOf(const Architecture& architecture, const char* group) {
    std::string result;
    for (const auto& rule : test::named(architecture.securityGroups, group).rules) {
        if (!result.empty()) result += "; ";
        result += text(architecture, rule);
    }
    return result;
}

std::string routesOf(const Architecture& architecture, const char* table) {
    std::string result;
    for (const Route& route : test::named(architecture.routeTables, table).routes) {
        if (!result.empty()) result += "; ";
        result += route.destination ? text(*route.destination)
                                    : test::name(architecture, *route.prefixList);
        result += " > " + test::name(architecture, route.target) + " " +
                  std::to_string(static_cast<int>(route.targetKind));
    }
    return result;
}

int number(RouteTargetKind kind) { return static_cast<int>(kind); }

#define SAME(actual, expected) QCOMPARE(std::string(actual), std::string(expected))

}  // namespace

class BuildNetworkTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aVpcIsBornWithTableAclAndGroup() {
        const auto a = inVpc("");
        const Vpc& vpc = test::named(a->vpcs, "Vpc");
        SAME(text(vpc.blocks.at(0)), "10.0.0.0/16");
        SAME(a->find(vpc.mainRouteTable)->name, "Vpc.main");
        SAME(a->find(vpc.defaultNetworkAcl)->name, "Vpc.defaultAcl");
        SAME(a->find(vpc.defaultSecurityGroup)->name, "Vpc.defaultGroup");
        SAME(rulesOf(*a, "Vpc.defaultGroup"),
             "ingress -1 0-65535 Vpc.defaultGroup; egress -1 0-65535 0.0.0.0/0 (default)");
        const auto& entries = test::named(a->networkAcls, "Vpc.defaultAcl").entries;
        QCOMPARE(entries.size(), std::size_t{4});
        QCOMPARE(*entries[0].number, 100);
        SAME(text(entries[1].cidr), "::/0");
        QCOMPARE(*entries[1].number, 101);
        QVERIFY(entries[3].direction == RuleDirection::Egress && *entries[3].allow);
        SAME(routesOf(*a, "Vpc.main"),
             "10.0.0.0/16 > Vpc " + std::to_string(number(RouteTargetKind::Local)));
    }

    void aSubnetWithoutAssociationsHasTheVpcsDefaults() {
        const auto a = inVpc("");
        const Subnet& subnet = test::named(a->subnets, "Subnet");
        SAME(test::name(*a, subnet.routeTable), "Vpc.main");
        SAME(test::name(*a, subnet.networkAcl), "Vpc.defaultAcl");
        SAME(*subnet.zone, "us-east-1a");
        QVERIFY(subnet.zoneAssigned);
    }

    void associationsReplaceTheDefaults() {
        const auto a = inVpc(R"(
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Acl: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref Vpc}}
  One: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {SubnetId: !Ref Subnet, RouteTableId: !Ref Table}}
  Two: {Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: {SubnetId: !Ref Subnet, NetworkAclId: !Ref Acl}}
)");
        const Subnet& subnet = test::named(a->subnets, "Subnet");
        SAME(test::name(*a, subnet.routeTable), "Table");
        SAME(test::name(*a, subnet.networkAcl), "Acl");
        QVERIFY(test::named(a->networkAcls, "Acl").entries.empty());
    }

    void subnetsWithoutZonesTakeTheRegionsZonesInTurn() {
        const auto a = inVpc(R"(
  Second: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24}}
  Fixed: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.3.0/24, AvailabilityZone: us-east-1f}}
  Third: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.4.0/24}}
)");
        SAME(*test::named(a->subnets, "Second").zone, "us-east-1b");
        SAME(*test::named(a->subnets, "Third").zone, "us-east-1c");
        SAME(*test::named(a->subnets, "Fixed").zone, "us-east-1f");
        QVERIFY(!test::named(a->subnets, "Fixed").zoneAssigned);
    }

    void aSubnetMayHaveTheZoneOfAnotherOrOfAnInstance() {
        const auto a = inVpc(R"(
  Fixed: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.3.0/24, AvailabilityZone: us-east-1f}}
  Host: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Fixed, ImageId: ami-1}}
  LikeFixed: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.4.0/24, AvailabilityZone: !GetAtt Fixed.AvailabilityZone}}
  LikeHost: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.5.0/24, AvailabilityZone: !GetAtt Host.AvailabilityZone}}
  Round: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.6.0/24, AvailabilityZone: !GetAtt Round.AvailabilityZone}}
  Open: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.7.0/24, AvailabilityZone: !GetAtt Subnet.AvailabilityZone}}
)");
        SAME(*test::named(a->subnets, "LikeFixed").zone, "us-east-1f");
        SAME(*test::named(a->subnets, "LikeHost").zone, "us-east-1f");
        QVERIFY(!test::named(a->subnets, "LikeFixed").zoneAssigned);
        // What AWS decides is only assumed.
        QVERIFY(test::named(a->subnets, "Round").zoneAssigned);
        QVERIFY(test::named(a->subnets, "Open").zoneAssigned);
    }

    void amazonsIpv6BlockIsAssignedAndSubnetsHavePartsOfTheirOwn() {
        const auto a = inVpc(R"(
  Six: {Type: AWS::EC2::VPCCidrBlock, Properties: {VpcId: !Ref Vpc, AmazonProvidedIpv6CidrBlock: true}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AssignIpv6AddressOnCreation: true, Ipv6CidrBlock: !Select [0, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], 4, 64]]}}
  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.3.0/24}}
  BSix: {Type: AWS::EC2::SubnetCidrBlock, Properties: {SubnetId: !Ref B, Ipv6CidrBlock: !Select [1, !Cidr [!Select [0, !GetAtt Vpc.Ipv6CidrBlocks], 4, 64]]}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: x}}
  Web: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref A}}
)");
        const Vpc& vpc = test::named(a->vpcs, "Vpc");
        QVERIFY(vpc.amazonIpv6);
        QCOMPARE(vpc.blocks.size(), std::size_t{2});
        const Cidr one = *test::named(a->subnets, "A").blocks.at(1);
        const Cidr two = *test::named(a->subnets, "B").blocks.at(1);
        QVERIFY(vpc.blocks[1]->contains(one) && vpc.blocks[1]->contains(two));
        QVERIFY(!one.overlaps(two));
        QCOMPARE(one.length(), 64);
        SAME(rulesOf(*a, "Group"),
             "egress -1 0-65535 0.0.0.0/0 (default); egress -1 0-65535 ::/0 (default)");
        const auto& addresses = test::named(a->interfaces, "Web.eth0").addresses;
        QCOMPARE(addresses.size(), std::size_t{2});
        QVERIFY(one.contains(*addresses[1]));
    }

    /// Source: CloudFormation's handler takes the rule that allows all away as it adds the first
    /// egress rule of its own (aws/aws-cdk#987, cfn-language-discussion#157).
    void anyEgressRuleRemovesTheDefaultOne() {
        const auto a = inVpc(R"(
  Plain: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: x, SecurityGroupEgress: []}}
  Inline: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: x, SecurityGroupEgress: [{IpProtocol: udp, FromPort: 53, ToPort: 53, CidrIp: 10.0.0.2/32}]}}
  Rule: {Type: AWS::EC2::SecurityGroupEgress, Properties: {GroupId: !GetAtt Plain.GroupId, IpProtocol: tcp, FromPort: 443, ToPort: 443, DestinationSecurityGroupId: !Ref Inline}}
)");
        SAME(rulesOf(*a, "Plain"), "egress 6 443-443 Inline");
        SAME(rulesOf(*a, "Inline"), "egress 17 53-53 10.0.0.2/32");
    }

    void everyKindOfPeerAndProtocolIsRead() {
        const auto a = inVpc(R"(
  List: {Type: AWS::EC2::PrefixList, Properties: {PrefixListName: x, AddressFamily: IPv4, MaxEntries: 5, Entries: [{Cidr: 192.0.2.0/24}]}}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties:
      VpcId: !Ref Vpc
      GroupDescription: x
      SecurityGroupIngress:
        - {IpProtocol: "-1", CidrIp: 10.0.0.0/8}
        - {IpProtocol: TCP, FromPort: -1, ToPort: -1, CidrIpv6: "::/0"}
        - {IpProtocol: icmp, FromPort: 8, ToPort: -1, CidrIp: 0.0.0.0/0}
        - {IpProtocol: icmpv6, CidrIpv6: "::/0"}
        - {IpProtocol: 50, FromPort: 1, ToPort: 2, CidrIp: 0.0.0.0/0}
        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, SourcePrefixListId: !Ref List}
        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, SourceSecurityGroupId: sg-0abc, SourceSecurityGroupOwnerId: "210987654321"}
        - {IpProtocol: tcp, CidrIp: 10.0.0.0/8}
      SecurityGroupEgress: [{IpProtocol: tcp, FromPort: 1, ToPort: 2, CidrIp: 10.0.0.5/8}]
  Self: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: !Ref Group, IpProtocol: tcp, FromPort: 1, ToPort: 9, SourceSecurityGroupId: !Ref Group}}
)");
        SAME(rulesOf(*a, "Group"),
             "ingress -1 0-65535 10.0.0.0/8; ingress 6 0-65535 ::/0; ingress 1 8--1 0.0.0.0/0; "
             "ingress 58 -1--1 ::/0; ingress 50 0-65535 0.0.0.0/0; ingress 6 22-22 List; "
             "ingress 6 22-22 210987654321/sg-0abc; ingress 6 ?-? 10.0.0.0/8; "
             "egress 6 1-2 10.0.0.0/8; ingress 6 1-9 Group");
        const auto& rules = test::named(a->securityGroups, "Group").rules;
        SAME(rules[2].name, "Group ingress rule 3");
        SAME(rules[2].origin.property.toString(), "Properties.SecurityGroupIngress[2]");
        SAME(rules.back().name, "Self");
        QCOMPARE(test::named(a->prefixLists, "List").entries->size(), std::size_t{1});
    }

    void aRuleOfTheDefaultGroupAndAclIsFoundThere() {
        const auto a = inVpc(R"(
  Rule: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: !GetAtt Vpc.DefaultSecurityGroup, IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 192.0.2.0/24}}
  Entry: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: !GetAtt Vpc.DefaultNetworkAcl, RuleNumber: 50, Protocol: 6, RuleAction: deny, CidrBlock: 192.0.2.7/24, PortRange: {From: 22, To: 22}}}
)");
        QCOMPARE(test::named(a->securityGroups, "Vpc.defaultGroup").rules.size(), std::size_t{3});
        const auto& first = test::named(a->networkAcls, "Vpc.defaultAcl").entries.front();
        SAME(first.name, "Entry");
        SAME(text(first.cidr), "192.0.2.0/24");
        QVERIFY(!*first.allow && *first.match.fromPort == 22);
    }

    void aclEntriesStandByDirectionAndNumber() {
        const auto a = inVpc(R"(
  Acl: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref Vpc}}
  E3: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: !Ref Acl, RuleNumber: 200, Protocol: -1, RuleAction: deny, CidrBlock: 0.0.0.0/0}}
  E1: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: !Ref Acl, RuleNumber: "90", Protocol: 1, RuleAction: allow, CidrBlock: 0.0.0.0/0, Icmp: {Type: 3, Code: 4}}}
  E0: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: !Ref Acl, RuleNumber: 1, Egress: true, Protocol: 17, RuleAction: allow, Ipv6CidrBlock: "::/0", PortRange: {From: 1024, To: 65535}}}
)");
        const auto& entries = test::named(a->networkAcls, "Acl").entries;
        QCOMPARE(entries.size(), std::size_t{3});
        SAME(entries[0].name, "E1");
        QVERIFY(*entries[0].match.fromPort == 3 && *entries[0].match.toPort == 4);
        SAME(entries[1].name, "E3");
        SAME(entries[2].name, "E0");
    }

    void routesLeadToEveryKindOfTarget() {
        const auto a = inVpc(R"(
  Igw: {Type: AWS::EC2::InternetGateway}
  Attachment: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Igw}}
  Address: {Type: AWS::EC2::EIP}
  Nat: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: !Ref Subnet, AllocationId: !GetAtt Address.AllocationId}}
  Eigw: {Type: AWS::EC2::EgressOnlyInternetGateway, Properties: {VpcId: !Ref Vpc}}
  Box: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Subnet, SourceDestCheck: false}}
  Peer: {Type: AWS::EC2::VPCPeeringConnection, Properties: {VpcId: !Ref Vpc, PeerVpcId: vpc-0abc}}
  Tgw: {Type: AWS::EC2::TransitGateway}
  Vgw: {Type: AWS::EC2::VPNGateway, Properties: {Type: ipsec.1}}
  S3: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: !Ref Vpc, ServiceName: com.amazonaws.us-east-1.s3, RouteTableIds: [!Ref Table]}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  R1: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw}}
  R2: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 192.0.2.0/24, NatGatewayId: !Ref Nat}}
  R3: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationIpv6CidrBlock: "::/0", EgressOnlyInternetGatewayId: !Ref Eigw}}
  R4: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 172.16.0.0/12, InstanceId: !Ref Box}}
  R5: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 10.1.0.0/16, VpcPeeringConnectionId: !Ref Peer}}
  R6: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 10.2.0.0/16, TransitGatewayId: !Ref Tgw}}
  R7: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 10.3.0.0/16, GatewayId: !Ref Vgw}}
  R8: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 10.4.0.0/16, GatewayId: igw-0abc}}
)");
        using Kind = RouteTargetKind;
        const auto row = [](const char* words, Kind kind) {
            return std::string(words) + " " + std::to_string(number(kind));
        };
        SAME(routesOf(*a, "Table"), row("10.0.0.0/16 > Vpc", Kind::Local) + "; " +
                                        row("0.0.0.0/0 > Igw", Kind::InternetGateway) + "; " +
                                        row("192.0.2.0/24 > Nat", Kind::NatGateway) + "; " +
                                        row("::/0 > Eigw", Kind::EgressOnlyInternetGateway) + "; " +
                                        row("172.16.0.0/12 > Box", Kind::Instance) + "; " +
                                        row("10.1.0.0/16 > Peer", Kind::Peering) + "; " +
                                        row("10.2.0.0/16 > Tgw", Kind::TransitGateway) + "; " +
                                        row("10.3.0.0/16 > Vgw", Kind::VpnGateway) + "; " +
                                        row("10.4.0.0/16 > igw-0abc", Kind::InternetGateway) +
                                        "; " + row("S3.prefixes > S3", Kind::GatewayEndpoint));
        SAME(test::names(*a, test::named(a->internetGateways, "Igw").vpcs), "Vpc");
        SAME(test::name(*a, test::named(a->peerings, "Peer").accepter), "vpc-0abc");
        const NatGateway& nat = test::named(a->natGateways, "Nat");
        QVERIFY(Cidr::parse("10.0.1.0/24")->contains(*nat.privateAddress));
        QVERIFY(nat.publicAddress == test::named(a->elasticIps, "Address").address);
        QVERIFY(!*test::named(a->interfaces, "Box.eth0").sourceDestCheck);
    }

    void anUncertainRouteHasAnUnknownTarget() {
        const auto a = resolve(test::readDesign(R"(
Parameters: {On: {Type: String}}
Conditions: {Open: !Equals [!Ref On, "yes"]}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Igw: {Type: AWS::EC2::InternetGateway}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Out: {Type: AWS::EC2::Route, Condition: Open, Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Igw}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: x}}
  Rule: {Type: AWS::EC2::SecurityGroupIngress, Condition: Open, Properties: {GroupId: !Ref Group, IpProtocol: "-1", CidrIp: 0.0.0.0/0}}
)"))
                           ->architecture;
        const Route& route = test::named(a->routeTables, "Table").routes.at(1);
        QVERIFY(route.targetKind == RouteTargetKind::Unknown && !route.target.isKnown());
        QVERIFY(!test::named(a->securityGroups, "Group").unknownRules.empty());
    }

    void vpnRoutesArePropagated() {
        const auto a = inVpc(R"(
  Office: {Type: AWS::EC2::CustomerGateway, Properties: {BgpAsn: 65000, IpAddress: 203.0.113.9, Type: ipsec.1}}
  Vgw: {Type: AWS::EC2::VPNGateway, Properties: {Type: ipsec.1}}
  Attachment: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !Ref Vpc, VpnGatewayId: !Ref Vgw}}
  Vpn: {Type: AWS::EC2::VPNConnection, Properties: {Type: ipsec.1, CustomerGatewayId: !Ref Office, VpnGatewayId: !Ref Vgw, StaticRoutesOnly: true}}
  Net: {Type: AWS::EC2::VPNConnectionRoute, Properties: {VpnConnectionId: !Ref Vpn, DestinationCidrBlock: 172.16.0.0/12}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Learn: {Type: AWS::EC2::VPNGatewayRoutePropagation, Properties: {RouteTableIds: [!Ref Table], VpnGatewayId: !Ref Vgw}}
)");
        const RouteTable& table = test::named(a->routeTables, "Table");
        SAME(test::names(*a, table.propagating), "Vgw");
        const Route& learned = table.routes.at(1);
        QVERIFY(learned.source == RouteSource::PropagatedVpn);
        SAME(text(*learned.destination), "172.16.0.0/12");
        SAME(test::named(a->customerGateways, "Office").address->toString(), "203.0.113.9");
        SAME(text(test::named(a->vpnConnections, "Vpn").staticRoutes.at(0)), "172.16.0.0/12");
    }

    void transitGatewayAttachmentsUseItsDefaultTable() {
        const auto a = inVpc(R"(
  Tgw: {Type: AWS::EC2::TransitGateway}
  Own: {Type: AWS::EC2::TransitGatewayRouteTable, Properties: {TransitGatewayId: !Ref Tgw}}
  A: {Type: AWS::EC2::TransitGatewayAttachment, Properties: {TransitGatewayId: !Ref Tgw, VpcId: !Ref Vpc, SubnetIds: [!Ref Subnet]}}
  B: {Type: AWS::EC2::TransitGatewayVpcAttachment, Properties: {TransitGatewayId: !Ref Tgw, VpcId: !Ref Vpc, SubnetIds: [!Ref Subnet], Options: {ApplianceModeSupport: enable}}}
  Joined: {Type: AWS::EC2::TransitGatewayRouteTableAssociation, Properties: {TransitGatewayAttachmentId: !Ref B, TransitGatewayRouteTableId: !Ref Own}}
  Learned: {Type: AWS::EC2::TransitGatewayRouteTablePropagation, Properties: {TransitGatewayAttachmentId: !Ref A, TransitGatewayRouteTableId: !Ref Own}}
  Drop: {Type: AWS::EC2::TransitGatewayRoute, Properties: {TransitGatewayRouteTableId: !Ref Own, DestinationCidrBlock: 192.0.2.0/24, Blackhole: true}}
)");
        const auto& first = test::named(a->transitGatewayAttachments, "A");
        const auto& second = test::named(a->transitGatewayAttachments, "B");
        SAME(test::names(*a, first.associatedTables), "Tgw.defaultTable");
        SAME(test::names(*a, first.propagatesTo), "Own Tgw.defaultTable");
        SAME(test::names(*a, second.associatedTables), "Own");
        QVERIFY(*second.applianceMode && !*first.applianceMode);
        QVERIFY(test::named(a->transitGatewayRouteTables, "Own").routes.at(0).blackhole);
        QVERIFY(test::named(a->interfaces, "A.eni0").kind ==
                InterfaceKind::TransitGatewayAttachment);
    }

    void addressesAreGivenInsideTheSubnetAndNeverReservedOrTaken() {
        std::string resources = R"(
  Small: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.9.0/28}}
  Fixed: {Type: AWS::EC2::NetworkInterface, Properties: {SubnetId: !Ref Small, PrivateIpAddress: 10.0.9.7}}
)";
        for (int i = 0; i < 11; ++i) {
            resources +=
                "  N" + std::to_string(i) +
                ": {Type: AWS::EC2::NetworkInterface, Properties: {SubnetId: !Ref Small}}\n";
        }
        const auto a = inVpc(resources);
        std::set<IpAddress> seen;
        std::size_t without = 0;
        for (const auto& [id, interface] : a->interfaces) {
            QCOMPARE(interface->addresses.size(), std::size_t{1});
            QCOMPARE(interface->addressAssigned, interface->name != "Fixed");
            if (!interface->addresses[0].isKnown()) {
                ++without;
                continue;
            }
            const IpAddress address = *interface->addresses[0];
            QVERIFY(seen.insert(address).second);
            QVERIFY(address >= *IpAddress::parse("10.0.9.4"));
            QVERIFY(address <= *IpAddress::parse("10.0.9.14"));
        }
        QCOMPARE(seen.size(), std::size_t{11});
        QCOMPARE(without, std::size_t{1});
    }

    void publicAddressesComeByLaunchSettingBySubnetOrElastically() {
        const auto a = inVpc(R"(
  Open: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, MapPublicIpOnLaunch: true}}
  Mapped: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Open}}
  Closed: {Type: AWS::EC2::Instance, Properties: {NetworkInterfaces: [{DeviceIndex: 0, SubnetId: !Ref Open, AssociatePublicIpAddress: false}]}}
  Asked: {Type: AWS::EC2::Instance, Properties: {NetworkInterfaces: [{DeviceIndex: "0", SubnetId: !Ref Subnet, AssociatePublicIpAddress: "true"}]}}
  Elastic: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Subnet}}
  Address: {Type: AWS::EC2::EIP}
  Tied: {Type: AWS::EC2::EIPAssociation, Properties: {InstanceId: !Ref Elastic, AllocationId: !GetAtt Address.AllocationId}}
  Plain: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Subnet}}
)");
        const auto publicOf = [&](const char* name) {
            return test::named(a->interfaces, name).publicAddress;
        };
        QVERIFY(publicOf("Mapped.eth0") && publicOf("Mapped.eth0")->isKnown());
        QVERIFY(publicOf("Asked.eth0") && publicOf("Asked.eth0")->isKnown());
        QVERIFY(*publicOf("Asked.eth0") != *publicOf("Mapped.eth0"));
        QVERIFY(!publicOf("Closed.eth0") && !publicOf("Plain.eth0"));
        const ElasticIp& address = test::named(a->elasticIps, "Address");
        QVERIFY(publicOf("Elastic.eth0") == address.address);
        QVERIFY(address.address.isKnown() && address.addressAssigned);
        SAME(test::name(*a, *address.holder), "Elastic");
    }

    void anInterfaceOfItsOwnIsTheInstances() {
        const auto a = inVpc(R"(
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: x}}
  Eni: {Type: AWS::EC2::NetworkInterface, Properties: {SubnetId: !Ref Subnet, GroupSet: [!Ref Group], SourceDestCheck: false}}
  Extra: {Type: AWS::EC2::NetworkInterface, Properties: {SubnetId: !Ref Subnet}}
  Box: {Type: AWS::EC2::Instance, Properties: {NetworkInterfaces: [{DeviceIndex: 0, NetworkInterfaceId: !Ref Eni}]}}
  Tied: {Type: AWS::EC2::NetworkInterfaceAttachment, Properties: {InstanceId: !Ref Box, NetworkInterfaceId: !Ref Extra, DeviceIndex: 1}}
  Address: {Type: AWS::EC2::EIP, Properties: {InstanceId: !Ref Box}}
)");
        const Instance& box = test::named(a->instances, "Box");
        QCOMPARE(box.interfaces.size(), std::size_t{2});
        const auto& eni = test::named(a->interfaces, "Eni");
        QVERIFY(box.interfaces[0] == eni.id && eni.owner == box.id);
        QVERIFY(eni.kind == InterfaceKind::Instance && !*eni.sourceDestCheck);
        QVERIFY(eni.publicAddress == test::named(a->elasticIps, "Address").address);
        SAME(test::names(*a, eni.securityGroups), "Group");
        SAME(test::names(*a, test::named(a->interfaces, "Extra").securityGroups),
             "Vpc.defaultGroup");
    }

    void whatIsOutsideIsNamedWithItsReason() {
        const auto a = resolve(test::readDesign(R"(
Parameters:
  VpcId: {Type: "AWS::EC2::VPC::Id"}
  Subnets: {Type: "List<AWS::EC2::Subnet::Id>"}
Resources:
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref VpcId, GroupDescription: x}}
  Box: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Select [0, !Ref Subnets], SecurityGroupIds: [sg-0abc]}}
  Lost: {Type: AWS::EC2::Instance}
  Stray: {Type: AWS::EC2::Instance, Properties: {SubnetId: !ImportValue nowhere}}
  Nested: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: x}}
  Inside: {Type: AWS::EC2::Instance, Properties: {SubnetId: !GetAtt Nested.Outputs.Subnet}}
)"))
                           ->architecture;
        const auto subnetOf = [&](const char* name) {
            return test::name(*a, test::named(a->interfaces, name).subnet);
        };
        SAME(test::name(*a, test::named(a->securityGroups, "Group").vpc), "VpcId");
        const ExternalThing& vpc = test::named(a->externals, "VpcId");
        SAME(vpc.expectedType, "AWS::EC2::VPC");
        QVERIFY(!vpc.why.empty());
        SAME(subnetOf("Box.eth0"), "Subnets");
        SAME(test::names(*a, test::named(a->interfaces, "Box.eth0").securityGroups), "sg-0abc");
        SAME(subnetOf("Lost.eth0"), "default VPC subnet");
        SAME(subnetOf("Stray.eth0"), "nowhere");
        SAME(subnetOf("Inside.eth0"), "Nested.Outputs.Subnet");
        QVERIFY(a->externals.contains(test::named(a->externals, "Nested").id));
    }

    void importsLeadIntoTheOtherStack() {
        Design design = test::withStackOf({}, "network", std::string("Resources:") + kVpc + R"(
Outputs: {Net: {Value: !Ref Subnet, Export: {Name: net}}}
)");
        design = test::withStackOf(design, "boxes", R"(
Resources:
  Box: {Type: AWS::EC2::Instance, Properties: {SubnetId: !ImportValue net}}
)");
        const auto a = resolve(design)->architecture;
        const auto& interface = test::named(a->interfaces, "Box.eth0");
        SAME(test::name(*a, interface.subnet), "Subnet");
        SAME(test::names(*a, interface.securityGroups), "Vpc.defaultGroup");
        QVERIFY(interface.addresses.at(0).isKnown());
    }

    void importersMarkTheDefaultOnes() {
        const Design design = test::withStackOf({}, "live", R"(
Resources:
  vpc-1: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  rtb-1: {Type: AWS::EC2::RouteTable, Metadata: {Archivolt: {Default: true}}, Properties: {VpcId: vpc-1}}
  acl-1: {Type: AWS::EC2::NetworkAcl, Metadata: {Archivolt: {Default: true}}, Properties: {VpcId: vpc-1}}
  sg-1: {Type: AWS::EC2::SecurityGroup, Metadata: {Archivolt: {Default: true}}, Properties: {VpcId: vpc-1, GroupDescription: x}}
  subnet-1: {Type: AWS::EC2::Subnet, Properties: {VpcId: vpc-1, CidrBlock: 10.0.0.0/24}}
  aclassoc-1: {Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: {SubnetId: subnet-1, NetworkAclId: acl-1}}
)",
                                                StackKind::Observed);
        const auto a = resolve(design)->architecture;
        const Subnet& subnet = test::named(a->subnets, "subnet-1");
        SAME(test::name(*a, subnet.routeTable), "rtb-1");
        SAME(test::name(*a, subnet.networkAcl), "acl-1");
        SAME(a->find(test::named(a->vpcs, "vpc-1").defaultSecurityGroup)->name, "sg-1");
        QCOMPARE(a->routeTables.size(), std::size_t{1});
        QVERIFY(a->externals.empty());
    }

    void ofARunningNetworkNothingIsAssumed() {
        const Design design = test::withStackOf({}, "live", R"(
Resources:
  vpc-1:
    Type: AWS::EC2::VPC
    Metadata: {Archivolt: {Unseen: {RouteTables: nobody looked}}}
    Properties: {CidrBlock: 10.0.0.0/16}
  sg-1: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: vpc-1, GroupDescription: x}}
  subnet-1: {Type: AWS::EC2::Subnet, Properties: {VpcId: vpc-1, CidrBlock: 10.0.0.0/24}}
  i-1: {Type: AWS::EC2::Instance, Properties: {SubnetId: subnet-1}}
)",
                                                StackKind::Observed);
        const auto a = resolve(design)->architecture;
        const Subnet& subnet = test::named(a->subnets, "subnet-1");
        SAME(subnet.routeTable.why(), "nobody looked");
        SAME(subnet.networkAcl.why(), "no network ACL that is described names it");
        QVERIFY(test::named(a->securityGroups, "sg-1").rules.empty());
        const auto& interface = test::named(a->interfaces, "i-1.eth0");
        QVERIFY(!interface.securityGroups.why.empty());
        QVERIFY(!interface.addresses.at(0).isKnown());
        QVERIFY(a->routeTables.empty() && a->networkAcls.empty());
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::BuildNetworkTest)
#include "build_network_test.moc"
