#include <QtTest>

#include <set>

#include "model/design/edit.h"
#include "model/evaluate/evaluate.h"
#include "render/layout/balancer_name.h"
#include "render/layout/build_diagram.h"
#include "render/layout/layout.h"
#include "tests/support/template_design.h"
#include "tests/support/test_paths.h"

namespace archivolt {

namespace {

Diagram diagramOf(const Design& design) {
    const auto catalog = Catalog::embedded();
    return buildDiagram(design, *resolve(design, *catalog), *catalog);
}

std::vector<std::filesystem::path> allTemplates() {
    auto files = test::corpusTemplates();
    for (const auto& file : test::fixtureTemplates()) files.push_back(file);
    const auto examples = test::sourceRoot() / "resources" / "examples";
    if (std::filesystem::is_directory(examples)) {
        for (const auto& entry : std::filesystem::directory_iterator(examples)) {
            if (entry.path().extension() == ".yaml") files.push_back(entry.path());
        }
    }
    std::ranges::sort(files);
    return files;
}

const Link* linkBetween(const Diagram& diagram, BoxIndex from, BoxIndex to) {
    const auto found = std::ranges::find_if(
        diagram.links, [&](const Link& link) { return link.from == from && link.to == to; });
    return found == diagram.links.end() ? nullptr : &*found;
}

constexpr const char* kNetwork = R"(
Resources:
  Vpc: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: 10.0.0.0/16}}
  Gateway: {Type: "AWS::EC2::InternetGateway"}
  Attach:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
  Routes: {Type: "AWS::EC2::RouteTable", Properties: {VpcId: !Ref Vpc}}
  Out:
    Type: AWS::EC2::Route
    DependsOn: Attach
    Properties: {RouteTableId: !Ref Routes, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}
  Open:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}
  Joined:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref Open, RouteTableId: !Ref Routes}
  DataA:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1a}
  DataB:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: us-east-1b}
  Group:
    Type: AWS::RDS::DBSubnetGroup
    Properties: {DBSubnetGroupDescription: data, SubnetIds: [!Ref DataA, !Ref DataB]}
  Orders:
    Type: AWS::RDS::DBInstance
    Properties:
      DBSubnetGroupName: !Ref Group
      Engine: postgres
      DBInstanceClass: db.t3.micro
      AllocatedStorage: "20"
      MultiAZ: true
  Web:
    Type: AWS::EC2::Instance
    Properties: {SubnetId: !Ref Open, ImageId: ami-00000000000000000, InstanceType: t3.micro}
)";

}  // namespace

class DiagramTest : public QObject {
    Q_OBJECT

    static const Box& named(const Diagram& diagram, const std::string& key) {
        const BoxIndex found = diagram.find("main/" + key);
        if (found == kNoBox) qFatal("no box %s", key.c_str());
        return diagram.boxes[found];
    }

private Q_SLOTS:
    /// What can't be one frame over all of its subnets has a part in each of the others.
    void twoWantsOfOneSubnetAreDrawnInEachOfTheirs() {
        const Diagram diagram = diagramOf(test::designOfTemplate(R"(
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}}
  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1b}}
  C: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: us-east-1b}}
  D: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.3.0/24, AvailabilityZone: us-east-1c}}
  First: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: [!Ref A, !Ref B]}}
  Second: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: [!Ref A, !Ref C, !Ref D]}}
)",
                                                                 "t"));
        const auto at = [&](const char* key) { return diagram.find(key); };
        const auto spansOf = [&](const char* key) { return diagram.boxes[at(key)].spans; };
        QCOMPARE(spansOf("t/First#frame"), (std::vector<BoxIndex>{at("t/A"), at("t/B")}));
        // It is drawn across most of what it stands in.
        QCOMPARE(spansOf("t/Second#frame"), (std::vector<BoxIndex>{at("t/A"), at("t/D")}));
        const BoxIndex part = at("t/Second#t/C");
        QVERIFY(part != kNoBox);
        QCOMPARE(diagram.boxes[part].parent, at("t/C"));
        QCOMPARE(diagram.boxes[part].whole, at("t/Second#frame"));
        QCOMPARE(diagram.boxes[part].title, std::string("Second"));
        QCOMPARE(at("t/Second#t/A"), kNoBox);
    }

    void aBalancersNameLeadsToIt() {
        using archivolt::readBalancerName;
        const BalancerName shop{"shop", "us-east-1"};
        QCOMPARE(readBalancerName("Shop-1234567890.us-east-1.elb.amazonaws.com"), shop);
        QCOMPARE(readBalancerName("internal-shop-12.us-east-1.elb.amazonaws.com."), shop);
        QCOMPARE(readBalancerName("dualstack.shop-12.us-east-1.elb.amazonaws.com"), shop);
        QCOMPARE(readBalancerName("shop-0a1b2c3d.elb.us-east-1.amazonaws.com"), shop);
        for (const char* other :
             {"", "shop.example.com", "shop.us-east-1.elb.amazonaws.com", "elb.amazonaws.com",
              "-1.us-east-1.elb.amazonaws.com", "b.s3.us-east-1.amazonaws.com",
              "a-1.b.us-east-1.elb.amazonaws.com"}) {
            QVERIFY2(!readBalancerName(other), other);
        }
        const Diagram diagram = diagramOf(test::designOfTemplate(R"(
Parameters:
  Told: {Type: String, Default: front-1234567890.us-east-1.elb.amazonaws.com}
  Elsewhere: {Type: String, Default: front-1234567890.eu-west-1.elb.amazonaws.com}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}}
  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1b}}
  Alb: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Name: Front, Subnets: [!Ref A, !Ref B]}}
  Check: {Type: AWS::Route53::HealthCheck, Properties: {HealthCheckConfig: {Type: HTTPS, FullyQualifiedDomainName: !Ref Told}}}
  Here:
    Type: AWS::Route53::RecordSet
    Properties: {Name: a.example.com, Type: A, HostedZoneId: Z1, AliasTarget: {DNSName: !Ref Told, HostedZoneId: Z35SXDOTRQ7X7K}}
  There:
    Type: AWS::Route53::RecordSet
    Properties: {Name: b.example.com, Type: CNAME, TTL: "60", HostedZoneId: Z1, ResourceRecords: [!Ref Elsewhere]}
)",
                                                                 "t"));
        const BoxIndex alb = diagram.find("t/Alb");
        const Link* record = linkBetween(diagram, diagram.find("t/Here"), alb);
        QVERIFY(record != nullptr && record->kind == LinkKind::Traffic);
        const Link* check = linkBetween(diagram, diagram.find("t/Check"), alb);
        QVERIFY(check != nullptr && check->kind == LinkKind::Relation);
        QVERIFY(linkBetween(diagram, diagram.find("t/There"), alb) == nullptr);
    }

    /// A distribution asks the name of its origin, and who visits does not.
    void aDistributionLeadsToWhatTheNameOfItsOriginLeadsTo() {
        const Diagram diagram = diagramOf(test::designOfTemplate(R"(
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}}
  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1b}}
  Alb: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: [!Ref A, !Ref B]}}
  Zone: {Type: AWS::Route53::HostedZone, Properties: {Name: example.com}}
  Cdn:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Enabled: true
        Origins: [{Id: a, DomainName: origin.example.com, CustomOriginConfig: {OriginProtocolPolicy: https-only}}]
        DefaultCacheBehavior: {TargetOriginId: a, ViewerProtocolPolicy: https-only}
  Site:
    Type: AWS::Route53::RecordSet
    Properties: {HostedZoneId: !Ref Zone, Name: www.example.com, Type: A, AliasTarget: {DNSName: !GetAtt Cdn.DomainName, HostedZoneId: Z2FDTNDATAQYW2}}
  OfOrigin:
    Type: AWS::Route53::RecordSet
    Properties: {HostedZoneId: !Ref Zone, Name: origin.example.com., Type: CNAME, TTL: "60", ResourceRecords: [inner.example.com]}
  Inner:
    Type: AWS::Route53::RecordSet
    Properties: {HostedZoneId: !Ref Zone, Name: inner.example.com, Type: A, AliasTarget: {DNSName: !GetAtt Alb.DNSName, HostedZoneId: !GetAtt Alb.CanonicalHostedZoneID}}
)",
                                                                 "t"));
        const BoxIndex cdn = diagram.find("t/Cdn");
        const BoxIndex zone = diagram.find("t/Zone");
        const BoxIndex alb = diagram.find("t/Alb");
        QVERIFY(cdn != kNoBox && zone != kNoBox && alb != kNoBox);
        const Link* asked = linkBetween(diagram, cdn, alb);
        QVERIFY(asked != nullptr && asked->kind == LinkKind::Traffic);
        QCOMPARE(asked->sources.size(), 3U);  // The distribution and both records.
        QVERIFY(linkBetween(diagram, zone, cdn) != nullptr);
        QVERIFY(linkBetween(diagram, zone, alb) == nullptr);
    }

    void everyDeclaredResourceIsABoxOrAnAttributeOfOne() {
        std::size_t templates = 0;
        std::size_t resources = 0;
        for (const auto& file : allTemplates()) {
            const Design design = test::designOfTemplate(test::readFile(file));
            const Diagram diagram = diagramOf(design);
            std::set<ResourceId> shown;
            for (const Box& box : diagram.boxes) {
                if (box.resource) {
                    QVERIFY2(shown.insert(box.resource).second,
                             qPrintable(QString::fromStdString(file.string() + box.key)));
                }
                for (const Part& attribute : box.attributes) {
                    QVERIFY(shown.insert(attribute.resource).second);
                }
            }
            // What loops make stands in their place.
            const auto evaluated = evaluate(design);
            for (const auto& resource : evaluated->stacks.front()->resources) {
                const Resource& source = *resource->source;
                QVERIFY2(
                    shown.contains(source.id),
                    qPrintable(QString::fromStdString(file.string() + ": " + source.logicalId)));
                ++resources;
            }
            ++templates;
        }
        qInfo("%zu templates, %zu resources", templates, resources);
        QVERIFY(templates > 0);
    }

    void keysAreUniqueAndParentsStandFirst() {
        for (const auto& file : allTemplates()) {
            const Diagram diagram = diagramOf(test::designOfTemplate(test::readFile(file)));
            std::set<std::string> keys;
            for (BoxIndex i = 0; i < diagram.boxes.size(); ++i) {
                const Box& box = diagram.boxes[i];
                QVERIFY2(keys.insert(box.key).second, box.key.c_str());
                QVERIFY(i == 0 || box.parent < i);
            }
        }
    }

    void realTemplatesLayOutWithoutOverlap() {
        RankEngine engine;
        for (const auto& file : allTemplates()) {
            const Diagram diagram = diagramOf(test::designOfTemplate(test::readFile(file)));
            const Layout layout = computeLayout(diagram, approximateWidth, engine);
            const auto children = diagram.children();
            for (const auto& siblings : children) {
                for (const BoxIndex a : siblings) {
                    for (const BoxIndex b : siblings) {
                        const bool both =
                            isNode(diagram.boxes[a].kind) && isNode(diagram.boxes[b].kind) && a < b;
                        if (!both) continue;
                        QVERIFY2(!intersects(layout.rects[a], layout.rects[b]),
                                 qPrintable(QString::fromStdString(file.string())));
                    }
                }
            }
        }
    }

    void routesDecideWhatASubnetIsTintedAs() {
        const Diagram diagram = diagramOf(test::designOfTemplate(kNetwork));
        QCOMPARE(named(diagram, "Open").tint, Tint::Public);
        QCOMPARE(named(diagram, "DataA").tint, Tint::Data);
        QCOMPARE(named(diagram, "DataB").tint, Tint::Data);
    }

    void databaseInTwoZonesStandsAcrossThemWithItsStandby() {
        const Diagram diagram = diagramOf(test::designOfTemplate(kNetwork));
        const Box& orders = named(diagram, "Orders");
        const Box& span = diagram.boxes[orders.parent];
        QCOMPARE(span.kind, BoxKind::Span);
        QCOMPARE(span.spans.size(), std::size_t{2});
        QVERIFY(diagram.find("main/Orders#standby") != kNoBox);
        const Design design = test::designOfTemplate(kNetwork);
        const ResourceId group = design.stacks.front()->body.resources.find("Group")->id;
        QCOMPARE(diagram.boxes[diagram.representedBy(group)].title, std::string("Orders"));
    }

    void gatewayStandsOnItsVpcAndTrafficEntersThere() {
        const Diagram diagram = diagramOf(test::designOfTemplate(kNetwork));
        QCOMPARE(named(diagram, "Gateway").kind, BoxKind::Gateway);
        const Link* entry =
            linkBetween(diagram, diagram.find("internet"), diagram.find("main/Gateway"));
        QVERIFY(entry != nullptr);
        QCOMPARE(entry->kind, LinkKind::Traffic);
    }

    void resourceWhoseConditionIsFalseIsAGhostInItsPlace() {
        std::string text = kNetwork;
        text += R"(  Spare:
    Type: AWS::EC2::Instance
    Condition: Never
    Properties: {SubnetId: !Ref DataA, ImageId: ami-00000000000000000}
Conditions:
  Never: !Equals [a, b]
)";
        const Diagram diagram = diagramOf(test::designOfTemplate(text));
        const Box& spare = named(diagram, "Spare");
        QVERIFY(spare.ghost);
        QCOMPARE(diagram.boxes[spare.parent].title, std::string("DataA"));
    }

    void subnetBehindAParameterIsDrawnAsOutside() {
        const Diagram diagram = diagramOf(test::designOfTemplate(R"(
Parameters:
  Where: {Type: "AWS::EC2::Subnet::Id"}
Resources:
  Web:
    Type: AWS::EC2::Instance
    Properties: {SubnetId: !Ref Where, ImageId: ami-00000000000000000}
)"));
        const Box& subnet = diagram.boxes[named(diagram, "Web").parent];
        QCOMPARE(subnet.kind, BoxKind::Subnet);
        QVERIFY(subnet.external);
    }

    void everyRuleBetweenTwoGroupsIsOnTheArrowAndInItsLabel() {
        const Diagram diagram = diagramOf(test::designOfTemplate(R"(
Resources:
  Vpc: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: 10.0.0.0/16}}
  Net: {Type: "AWS::EC2::Subnet", Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
  A: {Type: "AWS::EC2::SecurityGroup", Properties: {VpcId: !Ref Vpc, GroupDescription: a}}
  B:
    Type: AWS::EC2::SecurityGroup
    Properties:
      VpcId: !Ref Vpc
      GroupDescription: b
      SecurityGroupIngress:
        - {IpProtocol: udp, FromPort: 123, ToPort: 123, SourceSecurityGroupId: !Ref A}
        - {IpProtocol: tcp, FromPort: 443, ToPort: 443, SourceSecurityGroupId: !Ref A}
        - {IpProtocol: tcp, FromPort: 3389, ToPort: 3389, SourceSecurityGroupId: !Ref A}
  Later:
    Type: AWS::EC2::SecurityGroupIngress
    Properties:
      {GroupId: !Ref B, IpProtocol: icmp, FromPort: -1, ToPort: -1, SourceSecurityGroupId: !Ref A}
  From:
    Type: AWS::EC2::Instance
    Properties: {SubnetId: !Ref Net, SecurityGroupIds: [!Ref A]}
  To:
    Type: AWS::EC2::Instance
    Properties: {SubnetId: !Ref Net, SecurityGroupIds: [!Ref B]}
)"));
        const Link* link = linkBetween(diagram, diagram.find("main/From"), diagram.find("main/To"));
        QVERIFY(link != nullptr);
        QCOMPARE(link->label, std::string("443, 3389 + 2"));
        QCOMPARE(trafficText(link->traffic), std::string("icmp tcp/443,3389 udp/123"));
        QVERIFY(!link->partial);
        QCOMPARE(link->sources.size(), std::size_t{4});
        QCOMPARE(link->sources[1].path.toString(),
                 std::string("Properties.SecurityGroupIngress[1]"));
    }

    void ghostStandsInTheZoneOfItsTwins() {
        const Diagram diagram = diagramOf(test::designOfTemplate(R"(
Parameters: {Zones: {Type: "List<AWS::EC2::AvailabilityZone::Name>"}}
Conditions: {Never: !Equals [a, b]}
Resources:
  Vpc: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: 10.0.0.0/16}}
  App1:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, AvailabilityZone: !Select [0, !GetAZs ""]}
  Db1:
    Type: AWS::EC2::Subnet
    Condition: Never
    Properties: {VpcId: !Ref Vpc, AvailabilityZone: !Select [0, !GetAZs ""]}
  Web1:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, AvailabilityZone: !Select [1, !Ref Zones]}
  Web2:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Vpc, AvailabilityZone: !GetAtt Web1.AvailabilityZone}
  Other: {Type: "AWS::EC2::Subnet", Properties: {VpcId: !Ref Vpc}}
)"));
        QCOMPARE(named(diagram, "Web2").parent, named(diagram, "Web1").parent);
        QCOMPARE(named(diagram, "Db1").parent, named(diagram, "App1").parent);
        QVERIFY(named(diagram, "Db1").ghost);
        const auto zoneOf = [&](const char* name) {
            return diagram.boxes[named(diagram, name).parent].title;
        };
        QCOMPARE(zoneOf("Web1"), std::string("Zone 2"));
        QCOMPARE(zoneOf("Other"), std::string("Zone chosen by AWS"));
    }

    void subnetSaysWhichRoutesItHasAndItsVpcListsAllTables() {
        const Design design = test::designOfTemplate(kNetwork);
        const Diagram diagram = diagramOf(design);
        const auto& resources = design.stacks.front()->body.resources;
        const auto id = [&](const char* name) { return resources.find(name)->id; };
        const auto& badges = named(diagram, "Open").badges;
        QCOMPARE(badges.size(), std::size_t{1});
        QCOMPARE(badges[0].kind, BadgeKind::RouteTable);
        QCOMPARE(badges[0].things, std::vector<ResourceId>{id("Routes")});
        const std::vector<Part> parts = {{id("Out"), Path::parse("Properties.RouteTableId")},
                                         {id("Joined"), Path::parse("Properties.RouteTableId")}};
        QCOMPARE(diagram.belongings.at(id("Routes")), parts);
        QVERIFY(named(diagram, "DataA").badges.empty());
        QCOMPARE(named(diagram, "Vpc").badges.size(), std::size_t{1});
        const std::vector<BoxIndex> shown = {diagram.find("main/Vpc"), diagram.find("main/Open")};
        QCOMPARE(diagram.showing(id("Out")), shown);
    }

    void whatIsReferredToWithoutALineIsListedByASign() {
        Design design = test::designOfTemplate(R"(
Conditions: {Watched: !Equals [a, b]}
Resources:
  Vpc: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: 10.0.0.0/16}}
  Net: {Type: "AWS::EC2::Subnet", Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
  Profile: {Type: "AWS::IAM::InstanceProfile", Properties: {Roles: [outside]}}
  Web:
    Type: AWS::EC2::Instance
    Properties: {SubnetId: !Ref Net, ImageId: ami-1, IamInstanceProfile: !Ref Profile}
  Topic: {Type: "AWS::SNS::Topic"}
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      ComparisonOperator: GreaterThanThreshold
      EvaluationPeriods: 1
      AlarmActions: !If [Watched, [!Ref Topic], []]
      Dimensions: [{Name: InstanceId, Value: !Ref Web}, {Name: Note, Value: !Sub "${Web}-1"}]
)");
        const auto id = [&](const char* name) {
            return design.stacks.front()->body.resources.find(name)->id;
        };
        Diagram diagram = diagramOf(design);
        const auto& signs = named(diagram, "Web").badges;
        QCOMPARE(signs.size(), std::size_t{1});
        QCOMPARE(signs[0].kind, BadgeKind::Reference);
        QCOMPARE(signs[0].things, std::vector<ResourceId>{id("Profile")});
        // Standing in the subnet says enough, and so does one sign for both branches and
        // dimensions.
        const std::vector<ResourceId> watched = {id("Web"), id("Topic")};
        QCOMPARE(named(diagram, "Alarm").badges[0].things, watched);
        QVERIFY(named(diagram, "Profile").badges.empty());
        // A closed VPC lists what those inside refer to outside of it.
        design = *archivolt::apply(design, PlaceBox{{id("Vpc"), ""}, BoxPlace{Rect{}, true}});
        diagram = diagramOf(design);
        QCOMPARE(named(diagram, "Vpc").badges.size(), std::size_t{1});
        QCOMPARE(named(diagram, "Vpc").badges[0].things, std::vector<ResourceId>{id("Profile")});
    }

    void aClosedVpcDoesNotListWhatIsInsideOfIt() {
        Design design = test::designOfTemplate(R"(
Resources:
  Vpc: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: 10.0.0.0/16}}
  Net: {Type: "AWS::EC2::Subnet", Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
  First:
    Type: AWS::RDS::DBInstance
    Properties: {Engine: mysql, DBInstanceClass: db.t3.micro, DBSubnetGroupName: !Ref Group}
  Group:
    Type: AWS::RDS::DBSubnetGroup
    Properties: {DBSubnetGroupDescription: data, SubnetIds: [!Ref Net]}
  Second:
    Type: AWS::RDS::DBInstance
    Properties: {SourceDBInstanceIdentifier: !Ref First, DBSubnetGroupName: !Ref Group}
)");
        const ResourceId vpc = design.stacks.front()->body.resources.find("Vpc")->id;
        QVERIFY(!named(diagramOf(design), "Second").badges.empty());
        design = *archivolt::apply(design, PlaceBox{{vpc, ""}, BoxPlace{Rect{}, true}});
        QVERIFY(named(diagramOf(design), "Vpc").badges.empty());
    }

    void everyBoxIsKnownByWhatOutlivesRenaming() {
        Design design = test::designOfTemplate(kNetwork);
        const ResourceId vpc = design.stacks.front()->body.resources.find("Vpc")->id;
        const ResourceId orders = design.stacks.front()->body.resources.find("Orders")->id;
        const BoxPlace place{Rect{40, 50, 0, 0}, false};
        design = *archivolt::apply(design, PlaceBox{{vpc, ""}, place});
        design = *archivolt::apply(design, RenameResource{design.stacks[0]->id, "Vpc", "Net"});
        const Diagram diagram = diagramOf(design);
        QCOMPARE(named(diagram, "Net").pinned, std::optional(place.rect));
        QCOMPARE(named(diagram, "Net:us-east-1a").place, (PlaceKey{vpc, ":us-east-1a"}));
        QCOMPARE(named(diagram, "Orders#frame").place, (PlaceKey{orders, "#frame"}));
        std::set<PlaceKey> keys;
        for (const Box& box : diagram.boxes) QVERIFY(keys.insert(box.place).second);
    }

    void whatEntersThroughAFirewallIsDrawnThroughIt() {
        const Diagram diagram = diagramOf(test::designOfTemplate(R"(
Resources:
  Vpc: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: 10.0.0.0/16}}
  Gateway: {Type: "AWS::EC2::InternetGateway"}
  Attach:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
  Inspect: {Type: "AWS::EC2::Subnet", Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/28}}
  Web: {Type: "AWS::EC2::Subnet", Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  Firewall:
    Type: AWS::NetworkFirewall::Firewall
    Properties: {VpcId: !Ref Vpc, FirewallName: f, SubnetMappings: [{SubnetId: !Ref Inspect}]}
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: {Type: network, Scheme: internet-facing, Subnets: [!Ref Web]}
  Edge: {Type: "AWS::EC2::RouteTable", Properties: {VpcId: !Ref Vpc}}
  EdgeOfGateway:
    Type: AWS::EC2::GatewayRouteTableAssociation
    Properties: {RouteTableId: !Ref Edge, GatewayId: !Ref Gateway}
  ToWeb:
    Type: AWS::EC2::Route
    Properties:
      RouteTableId: !Ref Edge
      DestinationCidrBlock: 10.0.1.0/24
      VpcEndpointId: !Select [1, !Split [":", !Select [0, !GetAtt Firewall.EndpointIds]]]
)"));
        const BoxIndex gateway = diagram.find("main/Gateway");
        const BoxIndex firewall = diagram.find("main/Firewall");
        const BoxIndex balancer = diagram.find("main/Balancer");
        QVERIFY(linkBetween(diagram, gateway, balancer) == nullptr);
        QVERIFY(linkBetween(diagram, gateway, firewall) != nullptr);
        QVERIFY(linkBetween(diagram, firewall, balancer) != nullptr);
    }

    void attachmentEndsAtItsSubnetsAndTablesAreOnTheirGateway() {
        const Design design = test::designOfTemplate(R"(
Resources:
  Vpc: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: 10.0.0.0/16}}
  Transit: {Type: "AWS::EC2::Subnet", Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/28}}
  Hub: {Type: "AWS::EC2::TransitGateway"}
  Table:
    Type: AWS::EC2::TransitGatewayRouteTable
    Properties: {TransitGatewayId: !Ref Hub}
  Joined:
    Type: AWS::EC2::TransitGatewayAttachment
    Properties: {TransitGatewayId: !Ref Hub, VpcId: !Ref Vpc, SubnetIds: [!Ref Transit]}
)");
        const Diagram diagram = diagramOf(design);
        const BoxIndex hub = diagram.find("main/Hub");
        QVERIFY(linkBetween(diagram, hub, diagram.find("main/Transit")) != nullptr);
        QVERIFY(linkBetween(diagram, hub, diagram.find("main/Vpc")) == nullptr);
        QCOMPARE(diagram.boxes[hub].badges.size(), std::size_t{1});
        const ResourceId table = design.stacks.front()->body.resources.find("Table")->id;
        QCOMPARE(diagram.boxes[hub].badges[0].things, std::vector<ResourceId>{table});
        QCOMPARE(diagram.representedBy(table), hub);
    }

    void whatCarriesAGroupStandsInTheGroupsVpc() {
        const Diagram diagram = diagramOf(test::designOfTemplate(R"(
Parameters:
  Net: {Type: "AWS::EC2::VPC::Id"}
  Nets: {Type: "List<AWS::EC2::Subnet::Id>"}
Resources:
  Group: {Type: "AWS::EC2::SecurityGroup", Properties: {VpcId: !Ref Net, GroupDescription: g}}
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: {Subnets: !Ref Nets, SecurityGroups: [!Ref Group]}
)"));
        BoxIndex at = diagram.find("main/Balancer");
        while (at != 0 && diagram.boxes[at].kind != BoxKind::Vpc) at = diagram.boxes[at].parent;
        QCOMPARE(diagram.boxes[at].kind, BoxKind::Vpc);
        QVERIFY(diagram.boxes[at].external);
    }

    /// Rules, pipes and the like say where they lead, and some of them where they come from.
    void whatGoesByEventsIsDrawn() {
        const Diagram diagram = diagramOf(test::designOfTemplate(R"(
Resources:
  Fn: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Role.Arn, DeadLetterConfig: {TargetArn: !GetAtt Lost.Arn}}}
  Role: {Type: AWS::IAM::Role}
  Mail: {Type: AWS::SQS::Queue, Properties: {RedrivePolicy: {deadLetterTargetArn: !GetAtt Lost.Arn, maxReceiveCount: 3}}}
  Lost: {Type: AWS::SQS::Queue}
  Bus: {Type: AWS::Events::EventBus}
  Rule: {Type: AWS::Events::Rule, Properties: {EventBusName: !Ref Bus, RoleArn: !GetAtt Role.Arn, Targets: [{Id: a, Arn: !GetAtt Fn.Arn, DeadLetterConfig: {Arn: !GetAtt Lost.Arn}}]}}
  Steps: {Type: AWS::StepFunctions::StateMachine, Properties: {RoleArn: !GetAtt Role.Arn, DefinitionString: !Sub '{"Resource":"${Fn.Arn}"}'}}
  Clock: {Type: AWS::Scheduler::Schedule, Properties: {Target: {Arn: !If [Day, !GetAtt Fn.Arn, !Ref Steps], RoleArn: !GetAtt Role.Arn}}}
  Pipe: {Type: AWS::Pipes::Pipe, Properties: {Source: !GetAtt Mail.Arn, Target: !Ref Steps}}
  Stream: {Type: AWS::Kinesis::Stream}
  Hose: {Type: AWS::KinesisFirehose::DeliveryStream, Properties: {KinesisStreamSourceConfiguration: {KinesisStreamARN: !GetAtt Stream.Arn}, S3DestinationConfiguration: {BucketARN: !GetAtt Store.Arn}}}
  Store: {Type: AWS::S3::Bucket, Properties: {NotificationConfiguration: {QueueConfigurations: [{Queue: !GetAtt Mail.Arn}]}}}
Conditions: {Day: !Equals [!Ref "AWS::Region", us-east-1]}
)"));
        const auto joined = [&](const char* from, const char* to) {
            return linkBetween(diagram, diagram.find(std::string("main/") + from),
                               diagram.find(std::string("main/") + to)) != nullptr;
        };
        for (const auto& [from, to] :
             {std::pair("Fn", "Lost"), std::pair("Mail", "Lost"), std::pair("Bus", "Rule"),
              std::pair("Rule", "Fn"), std::pair("Steps", "Fn"), std::pair("Clock", "Fn"),
              std::pair("Mail", "Pipe"), std::pair("Pipe", "Steps"), std::pair("Stream", "Hose"),
              std::pair("Hose", "Store"), std::pair("Store", "Mail")}) {
            QVERIFY2(joined(from, to), from);
        }
        // Neither a role nor what a condition leaves out, nor where what failed goes of a target.
        for (const auto& [from, to] : {std::pair("Rule", "Role"), std::pair("Clock", "Steps"),
                                       std::pair("Rule", "Lost"), std::pair("Rule", "Bus")}) {
            QVERIFY2(!joined(from, to), from);
        }
    }

    void unknownTypeIsDrawnOnAShelf() {
        const Diagram diagram = diagramOf(test::designOfTemplate(R"(
Resources:
  Odd: {Type: "Example::Made::Up"}
)"));
        QCOMPARE(diagram.boxes[named(diagram, "Odd").parent].kind, BoxKind::Shelf);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::DiagramTest)
#include "diagram_test.moc"
