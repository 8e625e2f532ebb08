#include <QtTest>

#include "model/repair/edit_maker.h"
#include "tests/repair/repair_support.h"
#include "tests/support/test_paths.h"

namespace archivolt {

using test::faultsOf;
using test::firstText;
using test::mentions;
using test::shopWith;
using test::Subject;

namespace {

const Resource& resourceNamed(const Design& design, const char* name) {
    const auto found = design.stacks.front()->body.resources.find(std::string_view(name));
    INVARIANT(found != nullptr);
    return *found;
}

Design after(const Subject& subject, const Repair& repair) {
    const auto design = applyAll(subject.design, repair.edits);
    INVARIANT(design.has_value());
    return *design;
}

}  // namespace

/// One test for each kind of thing that blocks, and for each place that a value may live in.
class RepairTest : public QObject {
    Q_OBJECT
private:
    /// Asks for a TCP port; every repair must do what it says.
    static Repairs repairsOf(const Subject& subject, const char* from, const char* to, Port port) {
        const ReachQuestion question = subject.tcp(from, to, port);
        Repairs repairs = subject.repairs(question);
        const std::string faults = faultsOf(subject, question, repairs);
        if (!faults.empty()) qCritical().noquote() << QString::fromStdString(faults);
        INVARIANT(faults.empty());
        return repairs;
    }

private Q_SLOTS:
    void aMissingGroupRuleNamesTheGroupAtTheOtherEnd() {
        const Subject subject = shopWith();
        const Repairs repairs = repairsOf(subject, "Web", "Db", 5432);
        QCOMPARE(firstText(repairs, RepairEffect::Opens),
                 std::string("add ingress tcp/5432 from WebGroup to DbGroup"));
        QCOMPARE(repairs.repairs[0].edits.size(), 1U);
        QVERIFY(repairs.repairs[0].alsoChanges.empty());
        // The file names groups by !Ref, and so does the new rule.
        const Design design = after(subject, repairs.repairs[0]);
        const Value* rules =
            resourceNamed(design, "DbGroup").properties().find("SecurityGroupIngress");
        QCOMPARE(rules->items().size(), 2U);
        QVERIFY(*rules->items()[1].find("SourceSecurityGroupId") == Value::ref("WebGroup"));
    }

    void aGroupThatManyCarryOpensMoreAndIsListed() {
        const Subject subject = shopWith(R"(
  App2:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-0abcdef1234567890, SubnetId: !Ref AppSubnet, SecurityGroupIds: [!Ref AppGroup], PrivateIpAddress: 10.0.1.11}
)");
        const Repairs repairs = repairsOf(subject, "Web", "App", 22);
        QCOMPARE(firstText(repairs, RepairEffect::Opens),
                 std::string("add ingress tcp/22 from WebGroup to AppGroup"));
        const auto& also = repairs.repairs[0].alsoChanges;
        QCOMPARE(also.size(), 1U);
        QCOMPARE(also[0].from, std::vector<std::string>{"Web"});
        QCOMPARE(also[0].to, std::vector<std::string>{"App2"});
        QCOMPARE(trafficText(also[0].opened), std::string("tcp/22"));
        QVERIFY(also[0].closed.empty());
    }

    void theGroupThatTheFewestCarryIsTriedFirst() {
        const Subject subject = shopWith(R"(
  OwnGroup:
    Type: AWS::EC2::SecurityGroup
    Properties: {GroupDescription: own, VpcId: !Ref Vpc, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 1, ToPort: 1, CidrIp: 10.0.0.0/8}]}
  App2:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-0abcdef1234567890, SubnetId: !Ref AppSubnet, SecurityGroupIds: [!Ref AppGroup, !Ref OwnGroup], PrivateIpAddress: 10.0.1.11}
)");
        const Repairs repairs = repairsOf(subject, "Web", "App2", 22);
        QCOMPARE(firstText(repairs, RepairEffect::Opens),
                 std::string("add ingress tcp/22 from WebGroup to OwnGroup"));
        QVERIFY(repairs.repairs[0].alsoChanges.empty());
        QVERIFY(repairs.repairs.size() > 1);
        QVERIFY(!repairs.repairs[1].alsoChanges.empty());
    }

    void inlineEgressIsExtendedAtTheSender() {
        const Subject subject =
            shopWith({}, {{"GroupDescription: app\n",
                           "GroupDescription: app\n      SecurityGroupEgress:\n"
                           "        - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: "
                           "0.0.0.0/0}\n"}});
        const Repairs repairs = repairsOf(subject, "App", "Db", 5432);
        QCOMPARE(firstText(repairs, RepairEffect::Opens),
                 std::string("add egress tcp/5432 towards DbGroup to AppGroup"));
        // DbGroup names AppGroup inline already: the other way round it must stand alone.
        const auto* added = std::get_if<AddResource>(&repairs.repairs[0].edits[0]);
        QVERIFY(added != nullptr);
        QCOMPARE(added->body.find("Type")->text(), std::string("AWS::EC2::SecurityGroupEgress"));
    }

    void anAclGetsAnEntryBeforeTheOneThatDenies() {
        const Subject subject = shopWith(R"(
  DbAcl:
    Type: AWS::EC2::NetworkAcl
    Properties: {VpcId: !Ref Vpc}
  DbUses:
    Type: AWS::EC2::SubnetNetworkAclAssociation
    Properties: {SubnetId: !Ref DbSubnet, NetworkAclId: !Ref DbAcl}
  DbOut:
    Type: AWS::EC2::NetworkAclEntry
    Properties: {NetworkAclId: !Ref DbAcl, Egress: true, RuleNumber: 100, Protocol: -1, RuleAction: allow, CidrBlock: 0.0.0.0/0}
  DbNo:
    Type: AWS::EC2::NetworkAclEntry
    Properties: {NetworkAclId: !Ref DbAcl, RuleNumber: 40, Protocol: 6, RuleAction: deny, CidrBlock: 10.0.1.0/24, PortRange: {From: 5432, To: 5432}}
  DbIn:
    Type: AWS::EC2::NetworkAclEntry
    Properties: {NetworkAclId: !Ref DbAcl, RuleNumber: 90, Protocol: -1, RuleAction: allow, CidrBlock: 0.0.0.0/0}
)");
        const Repairs repairs = repairsOf(subject, "App", "Db", 5432);
        // Either lets just this pair through; taking the deny away opens no more here.
        QVERIFY(repairs.repairs.size() >= 2);
        std::vector<std::string> texts;
        for (const Repair& repair : repairs.repairs) texts.push_back(repairText(repair));
        QVERIFY(mentions(texts, "add ingress entry 20 to DbAcl: allow tcp/5432 from 10.0.1.10/32"));
        QVERIFY(mentions(texts, "remove `DbNo` (deny tcp/5432 from 10.0.1.0/24) from DbAcl"));
    }

    void aFullAclLosesTheDenyingEntry() {
        const Subject subject = shopWith(R"(
  DbAcl: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref Vpc}}
  DbUses:
    Type: AWS::EC2::SubnetNetworkAclAssociation
    Properties: {SubnetId: !Ref DbSubnet, NetworkAclId: !Ref DbAcl}
  DbOut:
    Type: AWS::EC2::NetworkAclEntry
    Properties: {NetworkAclId: !Ref DbAcl, Egress: true, RuleNumber: 100, Protocol: -1, RuleAction: allow, CidrBlock: 0.0.0.0/0}
  DbNo:
    Type: AWS::EC2::NetworkAclEntry
    Properties: {NetworkAclId: !Ref DbAcl, RuleNumber: 1, Protocol: 6, RuleAction: deny, CidrBlock: 0.0.0.0/0, PortRange: {From: 5432, To: 5432}}
  DbIn:
    Type: AWS::EC2::NetworkAclEntry
    Properties: {NetworkAclId: !Ref DbAcl, RuleNumber: 2, Protocol: -1, RuleAction: allow, CidrBlock: 0.0.0.0/0}
)");
        const Repairs repairs = repairsOf(subject, "App", "Db", 5432);
        QCOMPARE(firstText(repairs, RepairEffect::Opens),
                 std::string("remove `DbNo` (deny tcp/5432 from 0.0.0.0/0) from DbAcl"));
    }

    void theAnswersPortsAreOpenedWhereTheReplyDies() {
        const Subject subject = shopWith(R"(
  PublicAcl: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref Vpc}}
  PublicUses:
    Type: AWS::EC2::SubnetNetworkAclAssociation
    Properties: {SubnetId: !Ref Public, NetworkAclId: !Ref PublicAcl}
  PublicIn:
    Type: AWS::EC2::NetworkAclEntry
    Properties: {NetworkAclId: !Ref PublicAcl, RuleNumber: 100, Protocol: -1, RuleAction: allow, CidrBlock: 0.0.0.0/0}
)");
        const Repairs repairs = repairsOf(subject, "internet", "Web", 443);
        QCOMPARE(
            firstText(repairs, RepairEffect::Opens),
            std::string("add egress entry 100 to PublicAcl: allow tcp/1024-65535 to 0.0.0.0/0"));
    }

    void aRouteThroughANatGatewayOpensTheWayOut() {
        const Subject subject = shopWith(R"(
  NatIp: {Type: AWS::EC2::EIP, Properties: {Domain: vpc}}
  Nat:
    Type: AWS::EC2::NatGateway
    Properties: {SubnetId: !Ref Public, AllocationId: !GetAtt NatIp.AllocationId}
)");
        const Repairs repairs = repairsOf(subject, "App", "internet", 443);
        QCOMPARE(firstText(repairs, RepairEffect::Opens),
                 std::string("add a route 0.0.0.0/0 → Nat to AppTable"));
    }

    void aSubnetOnTheMainTableGetsATableOfItsOwn() {
        // No table of the VPC has the way out.
        const Subject subject = shopWith(
            {}, {{"DestinationCidrBlock: 0.0.0.0/0", "DestinationCidrBlock: 203.0.113.0/24"}});
        const Repairs repairs = repairsOf(subject, "internet", "Db", 5432);
        const std::string text = firstText(repairs, RepairEffect::Opens);
        QVERIFY2(text.find("give Db the elastic address DbAddress") != std::string::npos,
                 text.c_str());
        QVERIFY2(text.find("give DbSubnet the route table DbSubnetRoutes with a route 0.0.0.0/0 → "
                           "Igw") != std::string::npos,
                 text.c_str());
        QVERIFY2(text.find("add ingress tcp/5432 from 0.0.0.0/0 to DbGroup") != std::string::npos,
                 text.c_str());
        // A route through a gateway waits for its attachment.
        const Design design = after(subject, repairs.repairs[0]);
        const Resource& route = resourceNamed(design, "DbSubnetRoutesToIgw");
        QCOMPARE(route.attribute("DependsOn")->text(), std::string("IgwAttachment"));
    }

    void oneAddressOfTheInternetIsLetInAlone() {
        const Subject subject = shopWith();
        const Repairs repairs = repairsOf(subject, "internet:198.51.100.7", "Web", 22);
        QCOMPARE(firstText(repairs, RepairEffect::Opens),
                 std::string("add ingress tcp/22 from 198.51.100.7/32 to WebGroup"));
        QVERIFY(repairs.repairs[0].alsoChanges.empty());
    }

    void aPartialAnswerIsOpenedAndClosed() {
        const Subject subject = shopWith();
        const Repairs repairs = repairsOf(subject, "internet", "Web", 22);
        QCOMPARE(firstText(repairs, RepairEffect::Opens),
                 std::string("add ingress tcp/22 from 0.0.0.0/0 to WebGroup"));
        QVERIFY(!firstText(repairs, RepairEffect::Closes).empty());
    }

    void aMissingReturnRouteOverAPeeringIsAdded() {
        const Subject subject = shopWith(R"(
  Far: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.1.0.0/16}}
  FarSubnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Far, CidrBlock: 10.1.0.0/24}}
  FarTable: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Far}}
  FarUses:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {RouteTableId: !Ref FarTable, SubnetId: !Ref FarSubnet}
  FarGroup:
    Type: AWS::EC2::SecurityGroup
    Properties: {GroupDescription: far, VpcId: !Ref Far, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/16}]}
  FarHost:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-0abcdef1234567890, SubnetId: !Ref FarSubnet, SecurityGroupIds: [!Ref FarGroup]}
  Peer: {Type: AWS::EC2::VPCPeeringConnection, Properties: {VpcId: !Ref Vpc, PeerVpcId: !Ref Far}}
  AppToFar:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref AppTable, DestinationCidrBlock: 10.1.0.0/16, VpcPeeringConnectionId: !Ref Peer}
)");
        const Repairs repairs = repairsOf(subject, "App", "FarHost", 443);
        QCOMPARE(firstText(repairs, RepairEffect::Opens),
                 std::string("add a route 10.0.1.0/24 → Peer to FarTable"));
    }

    void aVpcWithoutAGatewayGetsOne() {
        const Subject subject = Subject(test::designOfResources(R"(
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties: {GroupDescription: web, VpcId: !Ref Vpc}
  Host:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-0abcdef1234567890, SubnetId: !Ref Subnet, SecurityGroupIds: [!Ref Group]}
)"));
        const Repairs repairs = repairsOf(subject, "internet", "Host", 443);
        const std::string text = firstText(repairs, RepairEffect::Opens);
        QVERIFY2(
            text.find("attach a new internet gateway, VpcGateway, to Vpc") != std::string::npos,
            text.c_str());
    }

    void aSourceDestCheckIsSwitchedOffWhereItLives() {
        const std::string box = R"(
  BoxGroup:
    Type: AWS::EC2::SecurityGroup
    Properties: {GroupDescription: box, VpcId: !Ref Vpc, SecurityGroupIngress: [{IpProtocol: "-1", CidrIp: 10.0.0.0/8}]}
  Box:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-0abcdef1234567890, SubnetId: !Ref Public, SecurityGroupIds: [!Ref BoxGroup], SourceDestCheck: !Ref Check}
  AppDefault:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref AppTable, DestinationCidrBlock: 0.0.0.0/0, InstanceId: !Ref Box}
)";
        const auto with = [&](const char* parameter) {
            return shopWith(box, {{"Resources:\n", std::string("Parameters:\n  Check: ") +
                                                       parameter + "\nResources:\n"}});
        };
        const Subject free = with("{Type: String, Default: \"true\"}");
        const Repairs repairs = repairsOf(free, "App", "internet", 443);
        QCOMPARE(firstText(repairs, RepairEffect::Opens),
                 std::string("switch off the source/destination check of Box (at the parameter "
                             "`Check`)"));
        QVERIFY(std::holds_alternative<SetValue>(repairs.repairs[0].edits[0]));
        const Subject fixed = with("{Type: String, Default: \"true\", AllowedValues: [\"true\"]}");
        const Repairs none = repairsOf(fixed, "App", "internet", 443);
        QVERIFY(none.repairs.empty());
        QVERIFY(mentions(none.cannot, "the parameter `Check`, which does not allow false"));
    }

    void aBalancerGetsASubnetInTheZoneOfItsTarget() {
        const auto farFrom = [](const std::string& subnets,
                                const std::string& targets = "[{Id: !Ref Target}]") {
            return shopWith(R"(
  ServedGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: served
      VpcId: !Ref Vpc
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 8080, ToPort: 8080, CidrIp: 0.0.0.0/0}]
  FarPublic:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.3.0/24, AvailabilityZone: us-east-1b, MapPublicIpOnLaunch: true}
  FarAssociation:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {RouteTableId: !Ref PublicTable, SubnetId: !Ref FarPublic}
  Front:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: {Type: network, Scheme: internet-facing, )" +
                            subnets + R"(}
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: {VpcId: !Ref Vpc, Port: 8080, Protocol: TCP, Targets: )" +
                            targets + R"(}
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties: {LoadBalancerArn: !Ref Front, Port: 80, Protocol: TCP, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Targets}]}
  Target:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-0abcdef1234567890, SubnetId: !Ref AppSubnet, SecurityGroupIds: [!Ref ServedGroup], PrivateIpAddress: 10.0.1.30}
)");
        };
        const auto repairOf = [](const Subject& subject) {
            const Repairs repairs = repairsOf(subject, "internet", "Front", 80);
            return firstText(repairs, RepairEffect::Opens);
        };
        // Of the zone's two subnets the one with a way to the internet.
        const std::string given = "give Front the subnet Public, so that it serves us-east-1a";
        QCOMPARE(repairOf(farFrom("Subnets: [!Ref FarPublic]")), given);
        QCOMPARE(repairOf(farFrom("SubnetMappings: [{SubnetId: !Ref FarPublic}]")), given);
        // Without a target there is nothing to balance.
        const Repairs none =
            repairsOf(farFrom("Subnets: [!Ref FarPublic]", "[]"), "internet", "Front", 80);
        QVERIFY(none.repairs.empty());
    }

    void aTargetThatAsksItselfIsShownTheBalancer() {
        const auto hairpin = [](const std::string& attributes) {
            return shopWith(R"(
  NodeGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: nodes
      VpcId: !Ref Vpc
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 8080, ToPort: 8080, CidrIp: 10.0.0.0/16}]
  Node:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-0abcdef1234567890, SubnetId: !Ref AppSubnet, SecurityGroupIds: [!Ref NodeGroup], PrivateIpAddress: 10.0.1.30}
  Front:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: {Type: network, Scheme: internal, Subnets: [!Ref AppSubnet]}
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: {VpcId: !Ref Vpc, Port: 8080, Protocol: TCP, Targets: [{Id: !Ref Node}])" +
                            attributes + R"(}
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties: {LoadBalancerArn: !Ref Front, Port: 80, Protocol: TCP, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Targets}]}
)");
        };
        const std::string shown = "let Targets show its targets the balancer's address";
        for (const char* attributes :
             {"", ", TargetGroupAttributes: [{Key: stickiness.enabled, Value: \"true\"}]",
              ", TargetGroupAttributes: [{Key: preserve_client_ip.enabled, Value: \"true\"}]"}) {
            const Repairs repairs = repairsOf(hairpin(attributes), "Node", "Front", 80);
            QCOMPARE(firstText(repairs, RepairEffect::Opens), shown);
        }
    }

    void whatIsThereIsUsedBeforeAnythingIsMade() {
        // A table that has the route, which nobody is associated with.
        const Subject table = shopWith(R"(
  Lonely:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.9.0/24, AvailabilityZone: us-east-1a, MapPublicIpOnLaunch: true}
  Box:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-0abcdef1234567890, SubnetId: !Ref Lonely, SecurityGroupIds: [!Ref WebGroup]}
)");
        QCOMPARE(firstText(repairsOf(table, "internet", "Box", 443), RepairEffect::Opens),
                 std::string("associate Lonely with the route table PublicTable, which has the "
                             "route"));
        // An Elastic IP waits for the gateway of its VPC.
        const Subject address = shopWith(R"(
  Bare:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.9.0/24, AvailabilityZone: us-east-1a}
  BareAssociation:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {RouteTableId: !Ref PublicTable, SubnetId: !Ref Bare}
  Box:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-0abcdef1234567890, SubnetId: !Ref Bare, SecurityGroupIds: [!Ref WebGroup]}
)");
        const Repairs given = repairsOf(address, "internet", "Box", 443);
        QCOMPARE(firstText(given, RepairEffect::Opens),
                 std::string("give Box the elastic address BoxAddress"));
        const auto* made = std::get_if<AddResource>(&given.repairs[0].edits[0]);
        QVERIFY(made != nullptr);
        const Value* waits = made->body.find("DependsOn");
        QVERIFY(waits != nullptr && waits->asString() == "IgwAttachment");
    }

    void whatIsThereIsTakenInto_data() {
        QTest::addColumn<QString>("more");
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<QString>("text");
        const char* nat = R"(
  Address: {Type: AWS::EC2::EIP, DependsOn: IgwAttachment, Properties: {Domain: vpc}}
  Nat:
    Type: AWS::EC2::NatGateway
    DependsOn: IgwAttachment
    Properties: {SubnetId: !Ref %1, AllocationId: !GetAtt Address.AllocationId}
  AppDefault:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref AppTable, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat}
)";
        QTest::newRow("a NAT gateway in the subnet that it serves")
            << QString::fromUtf8(nat).arg("AppSubnet") << "App"
            << "internet"
            << "move the NAT gateway Nat to the public subnet Public";
        QTest::newRow("a NAT gateway in another private subnet")
            << QString::fromUtf8(nat).arg("DbSubnet") << "App"
            << "internet"
            << "move the NAT gateway Nat to the public subnet Public";
        const char* endpoint = R"(
  Objects:
    Type: AWS::EC2::VPCEndpoint
    Properties: {VpcId: !Ref Vpc, ServiceName: com.amazonaws.us-east-1.s3, RouteTableIds: [!Ref %1]}
)";
        QTest::newRow("a gateway endpoint that lacks the sender's table")
            << QString::fromUtf8(endpoint).arg("PublicTable") << "App"
            << "Objects"
            << "give the endpoint Objects the route table AppTable";
        QTest::newRow("a sender that finds the service by another way")
            << QString::fromUtf8(endpoint).arg("AppTable") << "Web"
            << "Objects"
            << "give the endpoint Objects the route table PublicTable";
        QTest::newRow("a sender on the main table")
            << QString::fromUtf8(endpoint).arg("AppTable") << "Db"
            << "Objects"
            << "associate DbSubnet with the route table AppTable, which has the route";
        const QString blocked = QStringLiteral(R"(
  NoPublicAccess:
    Type: AWS::EC2::VPCBlockPublicAccessOptions
    Properties: {InternetGatewayBlockMode: block-bidirectional}
)");
        QTest::newRow("public access blocked inwards")
            << blocked << "internet"
            << "Web"
            << "exclude Public from VPC Block Public Access (allow-bidirectional)";
        QTest::newRow("public access blocked outwards, behind a NAT gateway")
            << blocked + QString::fromUtf8(nat).arg("Public") << "App"
            << "internet"
            << "exclude Public from VPC Block Public Access (allow-egress)";
        QTest::newRow("an exclusion that says too little")
            << blocked + QStringLiteral(R"(
  Out:
    Type: AWS::EC2::VPCBlockPublicAccessExclusion
    Properties: {InternetGatewayExclusionMode: allow-egress, SubnetId: !Ref Public}
)") << "internet"
            << "Web"
            << "let the exclusion Out of VPC Block Public Access say allow-bidirectional";
        const QString vpn = QStringLiteral(R"(
  Vgw: {Type: AWS::EC2::VPNGateway, Properties: {Type: ipsec.1}}
  VgwAttachment:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Vpc, VpnGatewayId: !Ref Vgw}
  Router: {Type: AWS::EC2::CustomerGateway, Properties: {Type: ipsec.1, BgpAsn: 65000, IpAddress: 203.0.113.9}}
  Office:
    Type: AWS::EC2::VPNConnection
    Properties: {Type: ipsec.1, CustomerGatewayId: !Ref Router, VpnGatewayId: !Ref Vgw, StaticRoutesOnly: true}
  OfficeNet:
    Type: AWS::EC2::VPNConnectionRoute
    Properties: {VpnConnectionId: !Ref Office, DestinationCidrBlock: 192.168.0.0/16}
)");
        QTest::newRow("a table that does not learn a VPN's routes")
            << vpn << "App"
            << "Office"
            << "let AppTable learn the routes of the VPN gateway Vgw";
        QTest::newRow("a propagation that lacks the table")
            << vpn + QStringLiteral(R"(
  Learn:
    Type: AWS::EC2::VPNGatewayRoutePropagation
    DependsOn: VgwAttachment
    Properties: {VpnGatewayId: !Ref Vgw, RouteTableIds: [!Ref PublicTable]}
)") << "App"
            << "Office"
            << "let AppTable learn the routes of the VPN gateway Vgw";
        const char* hub = R"(
  Other: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.7.0.0/16}}
  Far: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Other, CidrBlock: 10.7.0.0/24, AvailabilityZone: us-east-1a}}
  FarTable: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Other}}
  FarUse: {Type: AWS::EC2::SubnetRouteTableAssociation, Properties: {RouteTableId: !Ref FarTable, SubnetId: !Ref Far}}
  FarGroup:
    Type: AWS::EC2::SecurityGroup
    Properties: {GroupDescription: far, VpcId: !Ref Other, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/8}]}
  FarHost:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-0abcdef1234567890, SubnetId: !Ref Far, SecurityGroupIds: [!Ref FarGroup]}
  Hub: {Type: AWS::EC2::TransitGateway, Properties: {DefaultRouteTableAssociation: disable, DefaultRouteTablePropagation: disable}}
  HubTable: {Type: AWS::EC2::TransitGatewayRouteTable, Properties: {TransitGatewayId: !Ref Hub}}
  AttachShop: {Type: AWS::EC2::TransitGatewayAttachment, Properties: {TransitGatewayId: !Ref Hub, VpcId: !Ref Vpc, SubnetIds: [!Ref AppSubnet]}}
  AttachOther: {Type: AWS::EC2::TransitGatewayAttachment, Properties: {TransitGatewayId: !Ref Hub, VpcId: !Ref Other, SubnetIds: [!Ref Far]}}
  Back: {Type: AWS::EC2::Route, DependsOn: AttachOther, Properties: {RouteTableId: !Ref FarTable, DestinationCidrBlock: 10.0.0.0/16, TransitGatewayId: !Ref Hub}}
  There: {Type: AWS::EC2::Route, DependsOn: AttachShop, Properties: {RouteTableId: !Ref AppTable, DestinationCidrBlock: 10.7.0.0/16, TransitGatewayId: !Ref Hub}}
  ShopUses: {Type: AWS::EC2::TransitGatewayRouteTableAssociation, Properties: {TransitGatewayAttachmentId: !Ref AttachShop, TransitGatewayRouteTableId: !Ref HubTable}}
  ShopKnown: {Type: AWS::EC2::TransitGatewayRouteTablePropagation, Properties: {TransitGatewayAttachmentId: !Ref AttachShop, TransitGatewayRouteTableId: !Ref HubTable}}
)";
        const QString otherUses = QStringLiteral(R"(
  OtherUses: {Type: AWS::EC2::TransitGatewayRouteTableAssociation, Properties: {TransitGatewayAttachmentId: !Ref AttachOther, TransitGatewayRouteTableId: !Ref HubTable}}
)");
        const QString otherKnown = QStringLiteral(R"(
  OtherKnown: {Type: AWS::EC2::TransitGatewayRouteTablePropagation, Properties: {TransitGatewayAttachmentId: !Ref AttachOther, TransitGatewayRouteTableId: !Ref HubTable}}
)");
        QTest::newRow("a transit gateway's table without the routes to an attachment")
            << QString::fromUtf8(hub) + otherUses << "App"
            << "FarHost"
            << "propagate AttachOther into the transit gateway's route table HubTable";
        QTest::newRow("an attachment without a table")
            << QString::fromUtf8(hub) + otherKnown << "App"
            << "FarHost"
            << "associate AttachOther with the transit gateway's route table HubTable";
    }
    void whatIsThereIsTakenInto() {
        QFETCH(QString, more);
        QFETCH(QString, from);
        QFETCH(QString, to);
        QFETCH(QString, text);
        const Subject subject = shopWith(more.toStdString());
        const Repairs repairs = repairsOf(subject, qPrintable(from), qPrintable(to), Port{443});
        QString all;
        for (const Repair& repair : repairs.repairs) {
            if (repair.effect != RepairEffect::Opens) continue;
            all += QString::fromStdString(repairText(repair)) + u'\n';
        }
        for (const std::string& cannot : repairs.cannot) all += QString::fromStdString(cannot);
        QVERIFY2(all.contains(text), qPrintable(all));
    }

    void aPublicNameIsLetOutToWhereverItIs() {
        const Subject subject(test::readDesign(
            test::readFile(test::sourceRoot() / "resources" / "examples" / "three-tier.yaml")));
        const Repairs repairs = repairsOf(subject, "Bastion", "WebAlb", 80);
        QVERIFY(repairs.cannot.empty());
        const std::string text = firstText(repairs, RepairEffect::Opens);
        QVERIFY2(text.starts_with("add egress entry") &&
                     text.ends_with("to PublicAcl: allow tcp/80 to 0.0.0.0/0"),
                 text.c_str());
    }

    void aNameIsClosedByEachWayThatItLeads() {
        const Subject subject = shopWith(R"(
  Zone: {Type: AWS::Route53::HostedZone, Properties: {Name: example.com}}
  North:
    Type: AWS::Route53::RecordSet
    Properties: {HostedZoneId: !Ref Zone, Name: pick.example.com, Type: A, TTL: "60", SetIdentifier: north, Weight: 80, ResourceRecords: [10.0.1.10]}
  South:
    Type: AWS::Route53::RecordSet
    Properties: {HostedZoneId: !Ref Zone, Name: pick.example.com, Type: A, TTL: "60", SetIdentifier: south, Weight: 20, ResourceRecords: [10.0.1.11]}
  OtherGroup:
    Type: AWS::EC2::SecurityGroup
    Properties: {GroupDescription: other, VpcId: !Ref Vpc, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 8080, ToPort: 8080, SourceSecurityGroupId: !Ref WebGroup}]}
  App2:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-0abcdef1234567890, SubnetId: !Ref AppSubnet, SecurityGroupIds: [!Ref OtherGroup], PrivateIpAddress: 10.0.1.11}
)");
        const Repairs repairs = repairsOf(subject, "Web", "pick.example.com", 8080);
        const bool isByBoth = std::ranges::any_of(repairs.repairs, [](const Repair& repair) {
            return repair.effect == RepairEffect::Closes &&
                   mentions(repair.steps, "from AppGroup") &&
                   mentions(repair.steps, "from OtherGroup");
        });
        std::string all;
        for (const Repair& repair : repairs.repairs) all += repairText(repair) + '\n';
        QVERIFY2(isByBoth, all.c_str());
    }

    void anAttachmentGetsTheSubnetOfTheSendersZone() {
        const Subject subject = shopWith(R"(
  Other:
    Type: AWS::EC2::VPC
    Properties: {CidrBlock: 10.7.0.0/16}
  OtherSubnet:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Other, CidrBlock: 10.7.0.0/24, AvailabilityZone: us-east-1a}
  Hub:
    Type: AWS::EC2::TransitGateway
  AttachShop:
    Type: AWS::EC2::TransitGatewayAttachment
    Properties: {TransitGatewayId: !Ref Hub, VpcId: !Ref Vpc, SubnetIds: [!Ref DbSubnet]}
  AttachOther:
    Type: AWS::EC2::TransitGatewayAttachment
    Properties: {TransitGatewayId: !Ref Hub, VpcId: !Ref Other, SubnetIds: [!Ref OtherSubnet]}
  ToOther:
    Type: AWS::EC2::Route
    DependsOn: AttachShop
    Properties: {RouteTableId: !Ref AppTable, DestinationCidrBlock: 10.7.0.0/16, TransitGatewayId: !Ref Hub}
  OtherTable:
    Type: AWS::EC2::RouteTable
    Properties: {VpcId: !Ref Other}
  OtherUse:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {RouteTableId: !Ref OtherTable, SubnetId: !Ref OtherSubnet}
  ToShop:
    Type: AWS::EC2::Route
    DependsOn: AttachOther
    Properties: {RouteTableId: !Ref OtherTable, DestinationCidrBlock: 10.0.0.0/16, TransitGatewayId: !Ref Hub}
  FarGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: far
      VpcId: !Ref Other
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/16}]
  Far:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-0abcdef1234567890, SubnetId: !Ref OtherSubnet, SecurityGroupIds: [!Ref FarGroup]}
)");
        QCOMPARE(firstText(repairsOf(subject, "App", "Far", 443), RepairEffect::Opens),
                 std::string("give AttachShop the subnet AppSubnet, so that it serves us-east-1a"));
    }

    void aListBehindAnIfIsExtendedInTheBranchThatCounts() {
        const Subject subject =
            shopWith({}, {{"Resources:\n", "Conditions:\n  Always: !Equals [a, a]\nResources:\n"},
                          {"      SecurityGroupIngress:\n"
                           "        - {IpProtocol: tcp, FromPort: 5432, ToPort: 5432, "
                           "SourceSecurityGroupId: !Ref AppGroup}\n",
                           "      SecurityGroupIngress: !If\n"
                           "        - Always\n"
                           "        - [{IpProtocol: tcp, FromPort: 5432, ToPort: 5432, "
                           "SourceSecurityGroupId: !Ref AppGroup}]\n"
                           "        - !Ref AWS::NoValue\n"}});
        const Repairs repairs = repairsOf(subject, "Web", "Db", 5432);
        QCOMPARE(firstText(repairs, RepairEffect::Opens),
                 std::string("add ingress tcp/5432 from WebGroup to DbGroup"));
        const auto* edit = std::get_if<SetValue>(&repairs.repairs[0].edits[0]);
        QVERIFY(edit != nullptr);
        QCOMPARE(edit->path.toString(),
                 std::string("Resources.DbGroup.Properties.SecurityGroupIngress.Fn::If[1][1]"));
    }

    void aRuleBehindAnIfGivesWayToNoValue() {
        const Subject subject =
            shopWith({}, {{"Resources:\n", "Conditions:\n  Always: !Equals [a, a]\nResources:\n"},
                          {"        - {IpProtocol: tcp, FromPort: 5432, ToPort: 5432, "
                           "SourceSecurityGroupId: !Ref AppGroup}\n",
                           "        - !If\n          - Always\n"
                           "          - {IpProtocol: tcp, FromPort: 5432, ToPort: 5432, "
                           "SourceSecurityGroupId: !Ref AppGroup}\n"
                           "          - !Ref AWS::NoValue\n"}});
        const Repairs repairs = repairsOf(subject, "App", "Db", 5432);
        QCOMPARE(
            firstText(repairs, RepairEffect::Closes),
            std::string("remove `DbGroup ingress rule 1` (tcp/5432 from AppGroup) from DbGroup"));
        const auto* edit = std::get_if<SetValue>(&repairs.repairs[0].edits[0]);
        QVERIFY(edit != nullptr);
        QVERIFY(edit->value == Value::ref("AWS::NoValue"));
    }

    void standaloneRulesFollowStandaloneRules() {
        const Subject subject = shopWith(R"(
  BareGroup:
    Type: AWS::EC2::SecurityGroup
    Properties: {GroupDescription: bare, VpcId: !Ref Vpc}
  BareRule:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !GetAtt BareGroup.GroupId, IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 10.0.0.0/8}
  Bare:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-0abcdef1234567890, SubnetId: !Ref AppSubnet, SecurityGroupIds: [!Ref BareGroup]}
)");
        const Repairs repairs = repairsOf(subject, "Web", "Bare", 80);
        const auto* added = std::get_if<AddResource>(&repairs.repairs[0].edits[0]);
        QVERIFY(added != nullptr);
        QCOMPARE(added->before, std::optional<std::string>("Bare"));
        QCOMPARE(added->body.find("Type")->text(), std::string("AWS::EC2::SecurityGroupIngress"));
    }

    void aReachableAnswerIsClosedWithTheLeastElseClosed() {
        const Subject subject = shopWith();
        const Repairs repairs = repairsOf(subject, "App", "Db", 5432);
        QCOMPARE(
            firstText(repairs, RepairEffect::Closes),
            std::string("remove `DbGroup ingress rule 1` (tcp/5432 from AppGroup) from DbGroup"));
        QVERIFY(repairs.repairs[0].alsoChanges.empty());
        QVERIFY(firstText(repairs, RepairEffect::Opens).empty());
    }

    void aWideRuleIsNarrowedSoThatTheRestStaysOpen() {
        const Subject subject =
            shopWith({}, {{"FromPort: 5432, ToPort: 5432", "FromPort: 5000, ToPort: 6000"}});
        const Repairs repairs = repairsOf(subject, "App", "Db", 5432);
        const Repair& first = repairs.repairs.front();
        QVERIFY(first.alsoChanges.empty());
        std::vector<std::string> texts;
        for (const Repair& repair : repairs.repairs) texts.push_back(repairText(repair));
        QVERIFY(mentions(texts, "add ingress tcp/5000-5431 from AppGroup to DbGroup"));
    }

    /// Each change of rules is one of the design, or says why not and leaves it as it was.
    void aChangeThatIsNoEditSaysWhy() {
        const Subject subject = shopWith();
        const Architecture& things = *subject.resolved->architecture;
        const auto idOf = [&](const char* name) {
            for (const auto& [id, group] : things.securityGroups) {
                if (group->name == name) return id;
            }
            for (const auto& [id, subnet] : things.subnets) {
                if (subnet->name == name) return id;
            }
            return ThingId();
        };
        AddGroupRule open{idOf("DbGroup"), RuleDirection::Ingress, {}, {idOf("WebGroup"), {}, {}}};
        for (const RuleChange& none : std::initializer_list<RuleChange>{
                 HideClients{}, MoveNatGateway{}, AddSubnet{}, GivePublicAddress{},
                 UseTable{idOf("DbSubnet"), {}}, AddGroupRule{{}, open.direction, {}, open.peer}}) {
            EditMaker maker(subject.design, *subject.resolved);
            const auto made = maker.make(none);
            QCOMPARE(made.error().code, std::string("REPAIR-1"));
            QVERIFY(!made.error().message.empty() && maker.steps().empty());
        }
        EditMaker maker(subject.design, *subject.resolved);
        QVERIFY(maker.make(open).has_value());
        QCOMPARE(maker.steps().size(), std::size_t{1});
    }

    void whatNoEditOpensIsSaid() {
        const Subject subject = shopWith(R"(
  Far: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.1.0.0/16}}
  FarSubnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Far, CidrBlock: 10.1.0.0/24}}
  FarHost:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-0abcdef1234567890, SubnetId: !Ref FarSubnet}
)");
        const Repairs repairs = repairsOf(subject, "App", "FarHost", 443);
        QVERIFY(repairs.repairs.empty());
        QVERIFY(mentions(repairs.cannot, "no peering and no transit gateway joins"));
    }

    void aRouteToAGatewayOfNoVpcIsLedToTheVpcsOwn() {
        const std::string route = "DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref ";
        const Subject subject = shopWith("  Lost: {Type: AWS::EC2::InternetGateway}\n",
                                         {{route + "Igw", route + "Lost"}});
        const Repairs repairs = repairsOf(subject, "internet", "Web", 443);
        QCOMPARE(firstText(repairs, RepairEffect::Opens),
                 std::string("lead the route PublicDefault to Igw"));
    }

    void whatOpensAPartIsProposedWhereNothingOpensAll() {
        // A block is led to a hub that knows no way on.
        const Subject subject = shopWith(R"(
  Quiet: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: quiet, VpcId: !Ref Vpc, SecurityGroupEgress: [{IpProtocol: udp, FromPort: 9, ToPort: 9, CidrIp: 198.51.100.7/32}]}}
  Asker: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-0abcdef1234567890, NetworkInterfaces: [{DeviceIndex: "0", SubnetId: !Ref Public, AssociatePublicIpAddress: true, GroupSet: [!Ref Quiet]}]}}
  Part: {Type: AWS::EC2::Route, Properties: {RouteTableId: !Ref PublicTable, DestinationCidrBlock: 192.0.2.0/24, TransitGatewayId: !Ref Hub}}
  Hub: {Type: AWS::EC2::TransitGateway, Properties: {DefaultRouteTableAssociation: disable, DefaultRouteTablePropagation: disable}}
  HubHere: {Type: AWS::EC2::TransitGatewayVpcAttachment, Properties: {TransitGatewayId: !Ref Hub, VpcId: !Ref Vpc, SubnetIds: [!Ref Public]}}
)");
        const Repairs repairs = repairsOf(subject, "Asker", "internet", 443);
        const std::string text = firstText(repairs, RepairEffect::Opens);
        QVERIFY2(text.starts_with("add egress tcp/443"), text.c_str());
        QVERIFY2(text.find(", which opens a part: ") != std::string::npos, text.c_str());
        QVERIFY(!repairs.repairs.front().stillClosed.empty() && repairs.cannot.empty());
    }

    void noRuleMakesADatabaseAnswerOnAnotherPort() {
        const Subject subject = shopWith(R"(
  Subs:
    Type: AWS::RDS::DBSubnetGroup
    Properties: {DBSubnetGroupDescription: it, SubnetIds: [!Ref AppSubnet, !Ref DbSubnet]}
  Store:
    Type: AWS::RDS::DBInstance
    Properties: {DBInstanceClass: db.t3.micro, Engine: postgres, DBSubnetGroupName: !Ref Subs, VPCSecurityGroups: [!Ref DbGroup]}
)");
        const Repairs other = repairsOf(subject, "App", "Store", 3306);
        QVERIFY(firstText(other, RepairEffect::Opens).empty());
        QVERIFY(mentions(other.cannot, "it answers on tcp/5432 only"));
        const Repairs own = repairsOf(subject, "Web", "Store", 5432);
        QCOMPARE(firstText(own, RepairEffect::Opens),
                 std::string("add ingress tcp/5432 from WebGroup to DbGroup"));
    }

    void everythingIsNeverProposedToBeOpened() {
        const Subject subject = shopWith();
        ReachQuestion question = subject.tcp("Web", "Db", 5432);
        question.protocol.reset();
        question.ports = PortSet::all();
        const Repairs repairs = subject.repairs(question);
        QVERIFY(repairs.repairs.empty());
        QVERIFY(mentions(repairs.cannot, "names no protocol"));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::RepairTest)
#include "repair_test.moc"
