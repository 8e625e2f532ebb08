#include "app/tools/place_part.h"

#include <QtTest>
#include <set>

#include "app/session/judge.h"
#include "app/session/open_design.h"
#include "app/tools/palette.h"
#include "render/layout/build_diagram.h"

namespace archivolt {

namespace {

const std::shared_ptr<const Catalog>& catalog() {
    static const auto embedded = Catalog::embedded();
    return embedded;
}

const FragmentLibrary& fragments() {
    static const FragmentLibrary library(shippedFragmentTexts());
    return library;
}

/// A design that parts are placed into, one after another.
class Board {
public:
    explicit Board(const char* text = "Resources: {}\n")
        : m_design(openText({"board.yaml", text}, {}).design) {
        read();
    }

    PartPlan plan(std::string_view part, BoxIndex container = 0) const {
        return planPart(part,
                        {m_design, *m_resolved, m_diagram, *catalog(), fragments(), container});
    }
    PartPlan place(std::string_view part, const std::string& in = {}) {
        PartPlan made = plan(part, in.empty() ? 0 : box(in));
        if (!made.legal) return made;
        auto next = applyAll(m_design, made.edits);
        if (!next) {
            made.legal = false;
            made.why = next.error().message;
            return made;
        }
        m_design = std::move(*next);
        read();
        return made;
    }
    BoxIndex box(const std::string& logicalId) const {
        return m_diagram.representedBy(resource(logicalId)->id);
    }
    std::shared_ptr<const Resource> resource(const std::string& logicalId) const {
        return m_design.stacks.front()->body.resources.find(logicalId);
    }
    const Design& design() const { return m_design; }
    /// Returns what AWS would reject, one message a line.
    QString errors() const {
        JudgeRequest request;
        request.design = std::make_shared<const Design>(m_design);
        QString text;
        const auto judgement = judge(request, nullptr, *catalog());
        for (const Finding& finding : findingsOf(*judgement)) {
            if (finding.diagnostic.severity != Severity::Error) continue;
            text += QString::fromStdString(finding.diagnostic.code + " " +
                                           finding.diagnostic.message + "\n");
        }
        return text;
    }

private:
    void read() {
        m_resolved = resolve(m_design, *catalog());
        m_diagram = buildDiagram(m_design, *m_resolved, *catalog());
    }

    Design m_design;
    std::shared_ptr<const ResolvedDesign> m_resolved;
    Diagram m_diagram;
};

Board network() {
    Board board;
    board.place("pattern:vpc-two-zones");
    return board;
}

std::string at(const Board& board, const std::string& logicalId, const char* path) {
    const Value* value = board.resource(logicalId)->properties().at(Path::parse(path));
    if (value == nullptr) return "nothing";
    return value->isCall() ? value->argument().text() : value->text();
}

}  // namespace

class PlacePartTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void aTextThatSaysNothingOfItselfIsNoFragment() {
        const auto bare = readFragment({"bare.yaml", "Resources: {A: {Type: AWS::SNS::Topic}}\n"});
        QCOMPARE(bare.error().code, std::string("FRAGMENT-1"));
        QVERIFY(!readFragment({"broken.yaml", "Resources: [\n"}).has_value());
        const auto told = readFragment({"told.yaml",
                                        "Metadata: {Archivolt: {Title: A topic}}\n"
                                        "Resources: {A: {Type: AWS::SNS::Topic}}\n"});
        QVERIFY(told.has_value());
        QCOMPARE(told->title, std::string("A topic"));
    }

    void everyFragmentIsRead() {
        for (const FragmentText& text : shippedFragmentTexts()) {
            const auto fragment = readFragment(text);
            QVERIFY2(fragment.has_value(), std::string(text.name).c_str());
            for (const std::string& hole : fragment->holes) {
                QVERIFY(hole == "Vpc" || hole == "Subnet" || hole == "Subnets");
            }
            for (const std::string& name : fragment->reuse) {
                QVERIFY(fragment->stack->body.resources.find(name));
            }
            if (fragment->part.empty()) {
                QVERIFY(!fragment->title.empty() && !fragment->sentence.empty());
            } else {
                QVERIFY(catalog()->system(fragment->part)->inPalette);
            }
        }
    }

    void whatSpansTwoZonesTakesTheLikeOfTheSubnetThatItIsDroppedInto() {
        Board board(R"(
Resources:
  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  PublicA: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1a}}
  AppA: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, CidrBlock: 10.0.2.0/24, AvailabilityZone: us-east-1a}}
  DataA: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, CidrBlock: 10.0.3.0/24, AvailabilityZone: us-east-1a}}
  PublicB: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, CidrBlock: 10.0.4.0/24, AvailabilityZone: us-east-1b}}
  DataB: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, CidrBlock: 10.0.5.0/24, AvailabilityZone: us-east-1b}}
  AppB: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, CidrBlock: 10.0.6.0/24, AvailabilityZone: us-east-1b}}
)");
        for (const std::string tier : {"Data", "App"}) {
            for (const char zone : {'A', 'B'}) {
                const std::string in = tier + zone;
                const std::string other = tier + (zone == 'A' ? 'B' : 'A');
                const PartPlan plan = board.place("AWS::RDS::DBSubnetGroup", in);
                QVERIFY2(plan.legal, plan.why.c_str());
                const std::string& made = plan.added.front();
                QCOMPARE(at(board, made, "SubnetIds[0]"), in);
                QCOMPARE(at(board, made, "SubnetIds[1]"), other);
            }
        }
    }

    void aSubnetDroppedOnASubnetStandsInThatOnesZone() {
        Board board = network();
        const PartPlan plan = board.place("AWS::EC2::Subnet", "PublicB");
        QVERIFY2(plan.legal, plan.why.c_str());
        const Value& made = board.resource(plan.added.front())->properties();
        const Value& there = board.resource("PublicB")->properties();
        QVERIFY(*made.find("AvailabilityZone") == *there.find("AvailabilityZone"));
    }

    void whatThePaletteHasIsPlacedWithoutAnError_data() {
        QTest::addColumn<QString>("part");
        for (const SystemFacts& facts : catalog()->systems()) {
            if (!facts.inPalette) continue;
            QTest::newRow(facts.type.c_str()) << QString::fromStdString(facts.type);
        }
        for (const Fragment& fragment : fragments().all()) {
            if (!fragment.part.empty()) continue;
            const std::string part = "pattern:" + fragment.name;
            QTest::newRow(part.c_str()) << QString::fromStdString(part);
        }
    }
    void whatThePaletteHasIsPlacedWithoutAnError() {
        QFETCH(QString, part);
        Board board = network();
        QCOMPARE(board.errors(), QString());
        for (const char* container : {"PublicA", "Network", "PrivateB"}) {
            const PartPlan plan = board.place(part.toStdString(), container);
            if (std::string_view(container) == "Network" && !plan.legal) {
                QVERIFY2(plan.why.find("drop it into one") != std::string::npos ||
                             plan.why.find("can be only one") != std::string::npos,
                         plan.why.c_str());
                continue;
            }
            if (plan.why.find("can be only one") != std::string::npos) continue;
            QVERIFY2(plan.legal, plan.why.c_str());
            QVERIFY(!plan.added.empty());
            QCOMPARE(plan.edits.size(), plan.added.size());
        }
        QCOMPARE(board.errors(), QString());
    }

    void onAnEmptyCanvasAPartIsPlacedOrSaysWhatItNeeds_data() {
        whatThePaletteHasIsPlacedWithoutAnError_data();
    }
    void onAnEmptyCanvasAPartIsPlacedOrSaysWhatItNeeds() {
        QFETCH(QString, part);
        Board board;
        const PartPlan plan = board.place(part.toStdString());
        if (plan.legal) {
            QCOMPARE(board.errors(), QString());
        } else {
            QVERIFY2(plan.why.find("belongs in a") != std::string::npos, plan.why.c_str());
        }
    }

    void aSubnetGetsTheNextFreeBlockAndTheZoneItIsDroppedInto() {
        Board board = network();
        QCOMPARE(board.place("AWS::EC2::Subnet", "Network").why, std::string("Adds Subnet"));
        QCOMPARE(at(board, "Subnet", "CidrBlock"), std::string("10.0.2.0/24"));
        board.place("AWS::EC2::Subnet", "PublicB");
        QCOMPARE(at(board, "Subnet2", "CidrBlock"), std::string("10.0.3.0/24"));
        QVERIFY(board.resource("Subnet2")->properties().find("AvailabilityZone") != nullptr);
        QCOMPARE(at(board, "Subnet2", "VpcId"), std::string("Network"));
    }

    void aVpcTakesOneInternetGateway() {
        Board board = network();
        QCOMPARE(board.place("AWS::EC2::InternetGateway", "PublicA").why,
                 std::string("There can be only one here, and GatewayAttachment is there already"));
        board.place("AWS::EC2::VPC");
        QVERIFY(board.place("AWS::EC2::InternetGateway", "VPC").legal);
    }

    void aPeeringJoinsAnotherPairEachTime() {
        Board board = network();
        board.place("AWS::EC2::VPCPeeringConnection", "Network");
        QCOMPARE(at(board, "Peering", "PeerVpcId"), std::string("PeerVpc"));
        board.place("AWS::EC2::VPCPeeringConnection", "Network");
        QCOMPARE(at(board, "Peering2", "PeerVpcId"), std::string("PeerVpc2"));
    }

    void aFullVpcSaysSo() {
        Board board(R"(Resources:
  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/28}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, CidrBlock: 10.0.0.0/28}}
)");
        QCOMPARE(board.place("AWS::EC2::Subnet", "Net").why,
                 std::string("Net has no addresses left in 10.0.0.0/28"));
    }

    void aSecondVpcStandsBesideTheFirst() {
        Board board = network();
        board.place("AWS::EC2::VPC");
        QCOMPARE(at(board, "VPC", "CidrBlock"), std::string("10.1.0.0/16"));
        QCOMPARE(board.place("pattern:vpc-two-zones").why,
                 std::string("Adds VPC in two zones: 14 resources"));
        QCOMPARE(at(board, "Network2", "CidrBlock"), std::string("10.2.0.0/16"));
        QCOMPARE(at(board, "PrivateB2", "CidrBlock"), std::string("10.2.11.0/24"));
        QCOMPARE(at(board, "PrivateB2", "VpcId"), std::string("Network2"));
    }

    void aLoadBalancerTakesTheTierItIsDroppedInto() {
        Board board = network();
        const PartPlan plan = board.place("AWS::ElasticLoadBalancingV2::LoadBalancer", "PrivateB");
        QCOMPARE(plan.added.front(), std::string("LoadBalancer"));
        QCOMPARE(at(board, "LoadBalancer", "Subnets[0]"), std::string("PrivateB"));
        QCOMPARE(at(board, "LoadBalancer", "Subnets[1]"), std::string("PrivateA"));
        board.place("AWS::ElasticLoadBalancingV2::LoadBalancer", "Network");
        QCOMPARE(at(board, "LoadBalancer2", "Subnets[0]"), std::string("PublicA"));
    }

    void whatIsThereIsUsedAgain() {
        Board board = network();
        board.place("AWS::EKS::Cluster", "PrivateA");
        const PartPlan nodes = board.place("AWS::EKS::Nodegroup", "PrivateA");
        QCOMPARE(nodes.added, (std::vector<std::string>{"Nodes", "NodeRole"}));
        QCOMPARE(at(board, "Nodes", "ClusterName"), std::string("Kubernetes"));
        board.place("AWS::RDS::DBInstance", "PrivateA");
        QCOMPARE(board.place("AWS::RDS::DBInstance", "PrivateA").added,
                 (std::vector<std::string>{"Database2", "DatabaseGroup2"}));
        QCOMPARE(at(board, "Database2", "DBSubnetGroupName"), std::string("DatabaseSubnets"));
    }

    /// One that is called like something that the part brings, and one that CloudFormation would
    /// not call so.
    void whatIsReusedMayHaveAnyName() {
        for (const std::string name : {"Database", "Gr\xC3\xBCppe"}) {
            std::string text = R"(Resources:
  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1a}}
  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, CidrBlock: 10.0.2.0/24, AvailabilityZone: us-east-1b}}
  NAME: {Type: AWS::RDS::DBSubnetGroup, Properties: {DBSubnetGroupDescription: theirs, SubnetIds: [!Ref A, !Ref B]}}
)";
            text.replace(text.find("NAME"), 4, name);
            Board board(text.c_str());
            const PartPlan plan = board.place("AWS::RDS::DBInstance");
            QVERIFY2(plan.legal, plan.why.c_str());
            QCOMPARE(at(board, plan.added.front(), "DBSubnetGroupName"), name);
        }
    }

    void amongSeveralVpcsAPartAsksForOne() {
        Board board = network();
        board.place("AWS::EC2::VPC");
        QCOMPARE(board.plan("AWS::EC2::SecurityGroup").why,
                 std::string("Security group belongs in a VPC: drop it into one of Network, VPC"));
    }

    void everyTypeOfTheCatalogueIsPlaced() {
        const Board board = network();
        const BoxIndex subnet = board.box("PrivateA");
        for (const std::string_view type : catalog()->typeNames()) {
            const PartPlan plan = board.plan(type, subnet);
            const bool isThere = plan.why.find("can be only one") != std::string::npos;
            QVERIFY2(plan.legal || isThere, (std::string(type) + ": " + plan.why).c_str());
            if (!plan.legal) continue;
            const auto next = applyAll(board.design(), plan.edits);
            QVERIFY2(next.has_value(), std::string(type).c_str());
            const auto placed = next->stacks.front()->body.resources.find(plan.added.front());
            QVERIFY2(placed != nullptr && placed->type() == type, std::string(type).c_str());
        }
    }

    void whatIsDroppedIntoASubnetStandsInItHoweverDeepItSaysSo() {
        Board board = network();
        for (const auto& [type, id, path] :
             {std::tuple("AWS::OpenSearchService::Domain", "Domain", "VPCOptions.SubnetIds[0]"),
              std::tuple("AWS::MSK::Cluster", "Cluster", "BrokerNodeGroupInfo.ClientSubnets[0]"),
              std::tuple("AWS::NetworkFirewall::Firewall", "Firewall",
                         "SubnetMappings[0].SubnetId"),
              std::tuple("AWS::CodeBuild::Project", "Project", "VpcConfig.Subnets[0]")}) {
            QVERIFY(board.place(type, "PrivateB").legal);
            QCOMPARE(at(board, id, path), std::string("PrivateB"));
        }
        QVERIFY(board.place("AWS::OpenSearchService::Domain", "Network").legal);
        QCOMPARE(at(board, "Domain2", "VPCOptions"), std::string("nothing"));
    }

    void aRouteTableHoldsForTheSubnetThatItIsDroppedInto() {
        Board board(R"(Resources:
  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, CidrBlock: 10.0.0.0/24}}
)");
        const PartPlan plan = board.place("AWS::EC2::RouteTable", "A");
        QVERIFY2(plan.legal, plan.why.c_str());
        QCOMPARE(plan.added,
                 (std::vector<std::string>{"RouteTable", "SubnetRouteTableAssociation"}));
        QCOMPARE(at(board, "SubnetRouteTableAssociation", "SubnetId"), std::string("A"));
        QCOMPARE(at(board, "SubnetRouteTableAssociation", "RouteTableId"),
                 std::string("RouteTable"));
        QCOMPARE(board.errors(), QString());
        const PartPlan second = board.place("AWS::EC2::RouteTable", "A");
        QCOMPARE(second.added.size(), std::size_t{1});
        QVERIFY2(second.why.find("A keeps the table that SubnetRouteTableAssociation gives it") !=
                     std::string::npos,
                 second.why.c_str());
        QCOMPARE(board.errors(), QString());
        QCOMPARE(board.place("AWS::EC2::RouteTable", "Net").added.size(), std::size_t{1});
    }

    void aLineTakesTheSubnetThatItIsDroppedIntoAndTheOnlyOtherEnd() {
        Board board(R"(Resources:
  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, CidrBlock: 10.0.0.0/24}}
  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Net, CidrBlock: 10.0.1.0/24}}
  Routes: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Net}}
)");
        QVERIFY(board.place("AWS::EC2::SubnetRouteTableAssociation", "A").legal);
        QCOMPARE(at(board, "SubnetRouteTableAssociation", "SubnetId"), std::string("A"));
        QCOMPARE(at(board, "SubnetRouteTableAssociation", "RouteTableId"), std::string("Routes"));
        QCOMPARE(board.errors(), QString());
        const PartPlan again = board.plan("AWS::EC2::SubnetRouteTableAssociation", board.box("A"));
        QVERIFY(!again.legal);
        QCOMPARE(again.why, std::string("There can be only one here, and "
                                        "SubnetRouteTableAssociation is there already"));
        // Of two tables it is for people to say which.
        QVERIFY(board.place("AWS::EC2::RouteTable", "Net").legal);
        QVERIFY(board.place("AWS::EC2::SubnetRouteTableAssociation", "B").legal);
        QCOMPARE(at(board, "SubnetRouteTableAssociation2", "SubnetId"), std::string("B"));
        QCOMPARE(at(board, "SubnetRouteTableAssociation2", "RouteTableId"), std::string("nothing"));
    }

    void aClientVpnAssociationTakesTheSubnetThatItIsDroppedInto() {
        Board board = network();
        QVERIFY(board.place("AWS::EC2::ClientVpnTargetNetworkAssociation", "PrivateB").legal);
        QCOMPARE(at(board, "ClientVpnTargetNetworkAssociation", "SubnetId"),
                 std::string("PrivateB"));
    }

    void whatItStillLacksIsSaid() {
        Board board = network();
        QCOMPARE(board.plan("AWS::CodeCommit::Repository").why,
                 std::string("Adds Repository; RepositoryName still to be filled in"));
        QCOMPARE(board.plan("AWS::OpenSearchService::Domain").why, std::string("Adds Domain"));
    }

    void kindsOfBalancersArePlacedAsWhatTheyAre() {
        Board board = network();
        const PartPlan plan = board.place("pattern:network-load-balancer", "PrivateA");
        QCOMPARE(plan.added.front(), std::string("NetworkLoadBalancer"));
        QCOMPARE(plan.label, std::string("Add Network load balancer"));
        QCOMPARE(at(board, "NetworkLoadBalancer", "Subnets[0]"), std::string("PrivateA"));
        QCOMPARE(at(board, "NetworkLoadBalancer", "Type"), std::string("network"));
    }

    void thePaletteFindsTheBestFirst_data() {
        QTest::addColumn<QString>("wanted");
        QTest::addColumn<QString>("first");
        const std::pair<const char*, const char*> rows[] = {
            {"", "Three tiers"},
            {"ec2", "EC2 instance"},
            {"inst", "EC2 instance"},
            {"instance pro", "Instance profile"},
            {"vpc", "VPC"},
            {"alb", "Application load balancer"},
            {"NLB", "Network load balancer"},
            {"gwlb", "Gateway load balancer"},
            {"load balancer", "Application load balancer"},
            {"subnet", "Subnet"},
            {"nat", "NAT gateway"},
            {"postgres", "RDS database"},
            {"opensearch", "OpenSearch domain"},
            {"codecommit", "CodeCommit::Repository"},
            {"nothing of the kind", ""},
        };
        for (const auto& [wanted, first] : rows) {
            QTest::addRow("%s", wanted) << QString(wanted) << QString(first);
        }
    }
    void thePaletteFindsTheBestFirst() {
        QFETCH(QString, wanted);
        QFETCH(QString, first);
        static const std::vector<PaletteRow> all = paletteRows(*catalog(), fragments());
        const std::vector<PaletteRow> found = foundRows(all, wanted.toStdString());
        QCOMPARE(found.empty() ? QString() : QString::fromStdString(found.front().label), first);
        // A group is in one piece.
        std::set<std::string> groups;
        for (std::size_t i = 0; i < found.size(); ++i) {
            const bool begins = i == 0 || found[i - 1].group != found[i].group;
            QVERIFY(!begins || groups.insert(found[i].group).second);
        }
    }

    void thePaletteOffersEveryTypeToThoseWhoLookForIt() {
        const std::vector<PaletteRow> all = paletteRows(*catalog(), fragments());
        std::set<std::string> keys;
        for (const PaletteRow& row : all) QVERIFY2(keys.insert(row.key).second, row.key.c_str());
        for (const std::string_view type : catalog()->typeNames()) {
            QVERIFY2(keys.contains(std::string(type)), std::string(type).c_str());
        }
        for (const PaletteRow& row : foundRows(all, {})) QVERIFY(!row.onlyFound);
    }

    void whatIsNothingIsRefused() {
        QVERIFY(!Board().plan("AWS::Nothing::Here").legal);
        QVERIFY(!Board().plan("pattern:nothing").legal);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::PlacePartTest)
#include "place_part_test.moc"
