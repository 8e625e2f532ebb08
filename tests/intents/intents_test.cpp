#include <QtTest>

#include <nlohmann/json.hpp>

#include "model/intents/intents.h"
#include "model/value/value_json.h"
#include "tests/build/build_support.h"
#include "tests/support/test_paths.h"

namespace archivolt::test {

namespace {

/// The three tiers of the scenarios: web -> app -> db behind one gateway, in two zones.
IntentReport answersOf(const std::string& intents, const std::string& more = {}) {
    const auto base = sourceRoot() / "tests" / "scenarios" / "shop.base";
    Design design = readDesign(readFile(base) + "\n" + more);
    design.intents = valueFromJson(nlohmann::ordered_json::parse(intents));
    const auto resolved = resolve(design);
    const Reachability reachability(resolved->architecture);
    return checkIntents(design, *resolved, reachability);
}

IntentAnswer answerOf(const std::string& intent, const std::string& more = {}) {
    const IntentReport report = answersOf("[" + intent + "]", more);
    for (const Diagnostic& diagnostic : report.diagnostics) {
        qWarning("%s", diagnostic.message.c_str());
    }
    return report.answers.empty() ? IntentAnswer{} : report.answers.front();
}

std::string wordOf(const std::string& intent, const std::string& more = {}) {
    const IntentAnswer answer = answerOf(intent, more);
    return answer.name.empty() ? "none" : intentVerdictName(answer.verdict);
}

const char* const kSecondBastion = R"(
  BastionGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: bastion
      VpcId: !Ref Vpc
  Bastion:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-0abcdef1234567890, SubnetId: !Ref Public, SecurityGroupIds: [!Ref BastionGroup], Tags: [{Key: Name, Value: jump}, {Key: Tier, Value: admin}]}
  FromBastion:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !Ref DbGroup, IpProtocol: tcp, FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: !Ref BastionGroup}
)";

}  // namespace

class IntentsTest : public QObject {
    Q_OBJECT

private slots:
    void answers_data() {
        QTest::addColumn<QString>("intent");
        QTest::addColumn<QString>("word");
        const auto add = [](const char* name, const char* intent, const char* word) {
            QTest::newRow(name) << QString::fromUtf8(intent) << QString::fromUtf8(word);
        };
        add("reachableIsKept",
            R"({"name":"a","kind":"reachable","from":"internet","to":"Web","protocol":"tcp","ports":"443","family":"ipv4"})",
            "yes");
        add("reachableIsBroken",
            R"({"name":"a","kind":"reachable","from":"internet","to":"Db","protocol":"tcp","ports":"5432"})",
            "no");
        add("reachableForSomeIsPartly",
            R"({"name":"a","kind":"reachable","from":"internet","to":"Web","protocol":"tcp","ports":"22","family":"ipv4"})",
            "partly");
        add("neverIsKept", R"({"name":"a","kind":"never","from":"internet","to":"Db"})", "yes");
        add("neverIsBroken",
            R"({"name":"a","kind":"never","from":"Web","to":"App","protocol":"tcp","ports":"8080"})",
            "no");
        add("onlyFromIsKept",
            R"({"name":"a","kind":"only-from","from":"App","to":"Db","protocol":"tcp","ports":"5432"})",
            "yes");
        add("onlyFromIsBroken",
            R"({"name":"a","kind":"only-from","from":"Web","to":"Db","protocol":"tcp","ports":"5432"})",
            "no");
        add("subnetsAreChosenByTier",
            R"({"name":"a","kind":"never","from":{"internet":true},"to":{"tier":"private"}})",
            "yes");
        add("typesAndTiersBothHold",
            R"({"name":"a","kind":"never","from":"internet","to":{"type":"AWS::EC2::Instance","tier":"public"},"protocol":"tcp","ports":"443"})",
            "no");
        add("blocksAreChosenByAddress",
            R"({"name":"a","kind":"reachable","from":{"cidr":"203.0.113.0/24"},"to":"Web","ports":"22"})",
            "yes");
        add("addressesBesideTheBlockAreOthers",
            R"({"name":"a","kind":"only-from","from":{"cidr":"203.0.113.0/24"},"to":"Web","ports":"22"})",
            "yes");
        add("subnetsAreChosenByName",
            R"({"name":"a","kind":"reachable","from":{"subnet":"AppSubnet"},"to":{"id":"Db"},"ports":"5432"})",
            "yes");
        add("subnetsAreChosenByKind",
            R"({"name":"a","kind":"never","from":"internet","to":{"subnet-kind":"isolated"}})",
            "yes");
        add("publicSubnetsAreChosenByKind",
            R"({"name":"a","kind":"never","from":"internet","to":{"subnet-kind":"public"}})", "no");
        add("noSubnetOfTheKindIsUnknown",
            R"({"name":"a","kind":"never","from":"internet","to":{"subnet-kind":"private"}})",
            "unknown");
        add("familiesAreAskedApart",
            R"({"name":"a","kind":"reachable","from":"internet","to":"Web","ports":"443","family":"ipv6"})",
            "no");
        add("listsOfPortsAllCount",
            R"({"name":"a","kind":"reachable","from":"internet","to":"Web","ports":"80,443","family":"ipv4"})",
            "yes");
        add("oneClosedPortOfAListIsPartly",
            R"({"name":"a","kind":"reachable","from":"internet","to":"Web","ports":"80,8443","family":"ipv4"})",
            "partly");
        add("nothingChosenIsUnknown",
            R"({"name":"a","kind":"never","from":{"tag":"Tier=none"},"to":"Db"})", "unknown");
    }

    void answers() {
        QFETCH(QString, intent);
        QFETCH(QString, word);
        QCOMPARE(QString::fromStdString(wordOf(intent.toStdString())), word);
    }

    void aSecondWayInBreaksOnlyFrom() {
        const IntentAnswer answer = answerOf(
            R"({"name":"a","kind":"only-from","from":"App","to":"Db","protocol":"tcp","ports":"5432"})",
            kSecondBastion);
        QCOMPARE(answer.verdict, IntentVerdict::Broken);
        QVERIFY2(answer.why.find("Bastion") != std::string::npos, answer.why.c_str());
        bool named = false;
        for (const Where& where : answer.evidence) named |= where.resource == "FromBastion";
        QVERIFY(named);
    }

    void thingsAreChosenByNameAndTag() {
        for (const char* who : {R"({"name":"jump"})", R"({"tag":"Tier=admin"})", R"("Bastion")"}) {
            const std::string intent = std::string(R"({"name":"a","kind":"reachable","from":)") +
                                       who + R"(,"to":"Db","protocol":"tcp","ports":"5432"})";
            QCOMPARE(wordOf(intent, kSecondBastion), std::string("yes"));
        }
    }

    void whatGoesAroundBreaksOnlyThrough() {
        const std::string nat = R"(
  Address:
    Type: AWS::EC2::EIP
    Properties: {Domain: vpc}
  Nat:
    Type: AWS::EC2::NatGateway
    Properties: {SubnetId: !Ref Public, AllocationId: !GetAtt Address.AllocationId}
  Out:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref AppTable, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat}
)";
        QCOMPARE(
            wordOf(
                R"({"name":"a","kind":"only-through","from":"App","to":"internet","through":"Nat","protocol":"tcp","ports":"443"})",
                nat),
            std::string("yes"));
        QCOMPARE(
            wordOf(
                R"({"name":"a","kind":"only-through","from":"Web","to":"internet","through":"Nat","protocol":"tcp","ports":"443"})",
                nat),
            std::string("no"));
    }

    void aBastionIsTheOnlyWayUntilAnotherOpens() {
        const std::string only =
            R"({"name":"a","kind":"only-through","from":"internet","to":"Db","through":"Bastion"})";
        QCOMPARE(wordOf(only, kSecondBastion), std::string("yes"));
        const std::string open = std::string(kSecondBastion) + R"(
  DbOut:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {RouteTableId: !Ref PublicTable, SubnetId: !Ref DbSubnet}
  DbAddress:
    Type: AWS::EC2::EIP
    Properties: {InstanceId: !Ref Db}
  DbOpen:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !Ref DbGroup, IpProtocol: tcp, FromPort: 5432, ToPort: 5432, CidrIp: 0.0.0.0/0}
)";
        QCOMPARE(wordOf(only, open), std::string("no"));
    }

    void aBalancerIsTheOnlyWayUntilAnotherPassesOn() {
        const auto balancer = [](const std::string& name) {
            return "  " + name + R"(:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: {Scheme: internet-facing, Subnets: [!Ref Public], SecurityGroups: [!Ref WebGroup]}
  )" + name + R"(Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties: {LoadBalancerArn: !Ref )" +
                   name +
                   R"(, Port: 80, Protocol: HTTP, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Targets}]}
)";
        };
        const std::string one = R"(
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: {VpcId: !Ref Vpc, Port: 8080, Protocol: HTTP, Targets: [{Id: !Ref App}]}
)" + balancer("Front");
        const std::string only =
            R"({"name":"a","kind":"only-through","from":"internet","to":"App","through":"Front"})";
        QCOMPARE(wordOf(only, one), std::string("yes"));
        QCOMPARE(wordOf(only, one + balancer("Side")), std::string("no"));
    }

    void wrongPromisesAreSaidSo() {
        for (const char* intent :
             {R"(1)", R"({"name":"a","kind":"maybe","from":"Web","to":"Db"})",
              R"({"name":"a","kind":"never","to":"Db"})",
              R"({"name":"a","kind":"never","from":"Web","to":"Nobody"})",
              R"({"name":"a","kind":"never","from":"Web","to":"Db","ports":"90-80"})",
              R"({"name":"a","kind":"never","from":"Web","to":"Db","protocol":"tpc"})",
              R"({"name":"a","kind":"never","from":{"colour":"red"},"to":"Db"})",
              R"({"name":"a","kind":"never","from":{"subnet-kind":"blue"},"to":"Db"})",
              R"({"name":"a","kind":"never","from":"Web","to":"Db","family":"ipv5"})",
              R"({"name":"a","kind":"never","from":{"cidr":"10.0.0.0"},"to":"Db"})",
              R"({"name":"a","kind":"only-through","from":"Web","to":"Db"})"}) {
            const IntentReport report = answersOf(std::string("[") + intent + "]");
            QVERIFY2(report.answers.empty(), intent);
            QCOMPARE(report.diagnostics.size(), std::size_t{1});
            QCOMPARE(report.diagnostics.front().code, std::string("INTENT-1"));
            QVERIFY(!report.diagnostics.front().help.empty());
        }
    }
};

}  // namespace archivolt::test

QTEST_APPLESS_MAIN(archivolt::test::IntentsTest)
#include "intents_test.moc"
