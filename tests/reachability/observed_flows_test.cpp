#include <QtTest>

#include "export/cloudformation/read_template.h"
#include "model/base/invariant.h"
#include "model/build/resolve.h"
#include "model/catalog/catalog.h"
#include "model/reachability/questions/observed_flows.h"
#include "model/reachability/sets/reachability.h"

namespace archivolt {

namespace {

constexpr const char* kWorld = R"(
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  One: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  Two: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24}}
  Acl: {Type: AWS::EC2::NetworkAcl, Properties: {VpcId: !Ref Vpc}}
  AclTwo: {Type: AWS::EC2::SubnetNetworkAclAssociation, Properties: {SubnetId: !Ref Two, NetworkAclId: !Ref Acl}}
  In: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: !Ref Acl, RuleNumber: 100, RuleAction: allow, Protocol: 6, CidrBlock: 10.0.1.0/24, PortRange: {From: 5432, To: 5433}}}
  Out: {Type: AWS::EC2::NetworkAclEntry, Properties: {NetworkAclId: !Ref Acl, Egress: true, RuleNumber: 100, RuleAction: allow, Protocol: 6, CidrBlock: 10.0.0.0/16, PortRange: {From: 1024, To: 65535}}}
  WebGroup: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: web, VpcId: !Ref Vpc}}
  DbGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: db
      VpcId: !Ref Vpc
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: !Ref WebGroup}
        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 10.0.9.0/24}
  Three: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.3.0/24}}
  App: {Type: AWS::EC2::NetworkInterface, Properties: {SubnetId: !Ref Three, GroupSet: [!Ref WebGroup]}}
  Near:
    Type: AWS::EC2::NetworkInterface
    Properties: {SubnetId: !Ref Three, GroupSet: [!Ref DbGroup], PrivateIpAddresses: [{PrivateIpAddress: 10.0.3.20, Primary: true}]}
  Web:
    Type: AWS::EC2::NetworkInterface
    Properties: {SubnetId: !Ref One, GroupSet: [!Ref WebGroup], PrivateIpAddresses: [{PrivateIpAddress: 10.0.1.10, Primary: true}]}
  Db:
    Type: AWS::EC2::NetworkInterface
    Properties: {SubnetId: !Ref Two, GroupSet: [!Ref DbGroup], PrivateIpAddresses: [{PrivateIpAddress: 10.0.2.20, Primary: true}]}
)";

const NetworkIndex& network() {
    static const auto kNetwork = [] {
        Design design;
        Stack stack;
        stack.id = StackId{design.nextId++};
        stack.name = "world";
        const TemplateReading reading = readTemplate(kWorld, {}, design.nextId);
        INVARIANT(reading.usable && reading.diagnostics.empty());
        stack.body = reading.body;
        design.stacks.push_back(std::make_shared<const Stack>(std::move(stack)));
        return std::make_unique<Reachability>(resolve(design, *Catalog::embedded())->architecture);
    }();
    return kNetwork->network();
}

ObservedFlow flow(const char* interface, const char* from, Port fromPort, const char* to,
                  Port toPort, bool accepted = true) {
    ObservedFlow flow;
    flow.interface = interface;
    flow.packet.ends = {*IpAddress::parse(from), *IpAddress::parse(to)};
    flow.packet.sourcePort = fromPort;
    flow.packet.destinationPort = toPort;
    flow.accepted = accepted;
    flow.packets = 10;
    flow.line = 7;
    return flow;
}

FlowReport report(const std::vector<ObservedFlow>& flows) { return reportFlows(network(), flows); }

}  // namespace

class ObservedFlowsTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void anAcceptedRecordUsesTheRuleThatLetsItIn() {
        const auto found = report({flow("Db", "10.0.1.10", 40000, "10.0.2.20", 5432),
                                   flow("Db", "10.0.1.10", 40001, "10.0.2.20", 5432)});
        QCOMPARE(found.used.size(), std::size_t{1});
        QCOMPARE(found.used.front().filter, std::string("DbGroup"));
        QCOMPARE(found.used.front().from, std::string("Web"));
        QCOMPARE(found.used.front().packets, std::uint64_t{20});
        QCOMPARE(found.used.front().records, std::uint64_t{2});
        QVERIFY(found.contradicted.empty() && found.rejected.empty());
    }

    void anAnswerPassesByTheConnectionThatItAnswers() {
        // No rule lets the database out to the client's port but that it answers.
        const auto found = report({flow("Web", "10.0.2.20", 5432, "10.0.1.10", 40000),
                                   flow("Db", "10.0.2.20", 5432, "10.0.1.10", 40000)});
        QVERIFY(found.contradicted.empty());
        QCOMPARE(found.used.size(), std::size_t{2});
        for (const SeenFlow& seen : found.used) {
            QVERIFY(seen.isAnswer);
            QCOMPARE(seen.port, Port{5432});
            QCOMPARE(seen.from, std::string("Web"));
        }
    }

    void aRejectedRecordNamesWhatStopsItFirst() {
        const auto found = report({flow("Db", "10.0.1.10", 40000, "10.0.2.20", 22, false),
                                   flow("Db", "10.0.1.10", 40000, "10.0.2.20", 5433, false)});
        QCOMPARE(found.rejected.size(), std::size_t{2});
        QVERIFY(found.contradicted.empty());
        std::vector<std::string> filters{found.rejected[0].filter, found.rejected[1].filter};
        std::ranges::sort(filters);
        QCOMPARE(filters, (std::vector<std::string>{"Acl", "DbGroup"}));
    }

    void aRecordThatTheRulesDenyContradictsThem() {
        const auto found = report({flow("Db", "10.0.1.10", 40000, "10.0.2.20", 22)});
        QCOMPARE(found.contradicted.size(), std::size_t{1});
        QCOMPARE(found.contradicted.front().line, std::uint32_t{7});
        QVERIFY(found.contradicted.front().why.starts_with("it was accepted"));
        const auto other = report({flow("Db", "10.0.1.10", 40000, "10.0.2.20", 5432, false)});
        QCOMPARE(other.contradicted.size(), std::size_t{1});
        QVERIFY(other.contradicted.front().why.starts_with("it was rejected"));
    }

    void rulesThatNothingUsedAreListedForFiltersThatRecordsCameBy() {
        const auto found = report({flow("Db", "10.0.1.10", 40000, "10.0.2.20", 5432)});
        const auto has = [&](const std::string& filter, const std::string& part) {
            return std::ranges::any_of(found.unused, [&](const UnusedRule& rule) {
                return rule.filter == filter && rule.rule.find(part) != std::string::npos;
            });
        };
        QVERIFY(has("DbGroup", "2"));
        QVERIFY(has("Acl", "Out"));
        QVERIFY(!has("Acl", "In"));
        QVERIFY(std::ranges::none_of(
            found.unused, [](const UnusedRule& rule) { return rule.filter == "WebGroup"; }));
    }

    void anInterfaceIsKnownByTheAddressThatItsRecordsShare() {
        const auto found = report({flow("eni-0a1b2c3d", "10.0.1.10", 40000, "10.0.2.20", 5432),
                                   flow("eni-0a1b2c3d", "10.0.1.99", 40000, "10.0.2.20", 22, false),
                                   flow("eni-0e1f2a3b", "10.9.9.9", 40000, "10.9.9.8", 5432)});
        QCOMPARE(found.used.size(), std::size_t{1});
        QCOMPARE(found.used.front().at, std::string("Db"));
        QCOMPARE(found.rejected.size(), std::size_t{1});
        QCOMPARE(found.elsewhere, std::uint64_t{1});
        QCOMPARE(found.records, std::uint64_t{3});
    }

    void aRecordOfWhichEitherEndMayBeTheInterfaceIsNotJudged() {
        ObservedFlow seen = flow("eni-0a1b2c3d", "10.0.1.10", 40000, "10.0.2.20", 22);
        QCOMPARE(report({seen}).ambiguous, std::uint64_t{1});
        QVERIFY(report({seen}).contradicted.empty());
        // Its sender may send it; its receiver may not take it.
        seen.direction = RuleDirection::Egress;
        QCOMPARE(report({seen}).used.front().at, std::string("Web"));
        seen.direction = RuleDirection::Ingress;
        QCOMPARE(report({seen}).contradicted.front().at, std::string("Db"));
    }

    void aRejectedAnswerContradictsNothing() {
        const auto found = report({flow("Web", "10.0.2.20", 5432, "10.0.1.10", 40000, false)});
        QVERIFY(found.contradicted.empty());
        QCOMPARE(found.unknown.size(), std::size_t{1});
        QVERIFY(found.unknown.front().why.starts_with("it was rejected, as an answer"));
    }

    void whatMayBeAnAnswerAloneIsNotClaimedToContradict() {
        ObservedFlow seen = flow("Near", "10.0.1.10", 40000, "10.0.3.20", 3389);
        const auto found = report({seen});
        QVERIFY(found.contradicted.empty() && found.used.empty());
        QVERIFY(found.unknown.front().why.find("tcp-flags") != std::string::npos);
        seen.opens = true;
        QCOMPARE(report({seen}).contradicted.size(), std::size_t{1});
    }

    void aPortThatARuleNamesIsAService() {
        // A client may send from a port below 1024, as those of NFS do, or from one that looks as a
        // service's: what the rules name tells better.
        const auto found = report({flow("Db", "10.0.1.10", 800, "10.0.2.20", 5432),
                                   flow("Near", "10.0.3.20", 5432, "10.0.1.10", 2814)});
        QVERIFY(found.contradicted.empty() && found.unknown.empty());
        QCOMPARE(found.used.size(), std::size_t{2});
        for (const SeenFlow& seen : found.used) {
            QCOMPARE(seen.port, Port{5432});
            QCOMPARE(seen.isAnswer, seen.at == "Near");
        }
    }

    void aRecordThatMayAskOrAnswerIsNotJudged() {
        // 8080 is a service's, and 2814 a port that NAT gateways and load balancers send from.
        const ObservedFlow seen = flow("Near", "10.0.3.20", 8080, "10.0.1.10", 2814, false);
        const auto found = report({seen});
        QVERIFY(found.contradicted.empty() && found.used.empty());
        QCOMPARE(found.unknown.size(), std::size_t{1});
        QVERIFY(found.unknown.front().why.find("tcp-flags") != std::string::npos);
        QCOMPARE(found.unknown.front().from, std::string("Near"));
        ObservedFlow asks = seen;
        asks.opens = true;
        QCOMPARE(report({asks}).contradicted.size(), std::size_t{1});
        ObservedFlow answers = seen;
        answers.answers = true;
        QVERIFY(report({answers}).contradicted.empty());
        // What no rule lets through either way was rightly rejected.
        const auto stopped = report({flow("Near", "10.0.1.10", 2814, "10.0.3.20", 8080, false),
                                     flow("Db", "10.0.9.9", 2814, "10.0.2.20", 8080, false)});
        QCOMPARE(stopped.rejected.size(), std::size_t{1});
        QCOMPARE(stopped.rejected.front().at, std::string("Db"));
    }

    void whatPassesAsAnAnswerAloneIsOneUnlessItsPortsSayOtherwise() {
        const auto found = report({flow("Near", "10.0.1.10", 8080, "10.0.3.20", 2814)});
        QVERIFY(found.contradicted.empty() && found.unknown.empty());
        QVERIFY(found.used.front().isAnswer);
        QCOMPARE(found.used.front().port, Port{8080});
    }

    void aPeerWhoseAddressIsChosenByAwsMayBeOfAGroup() {
        // App has WebGroup too, and no address of its own: 10.0.3.77 may be it.
        const auto found = report({flow("Db", "10.0.3.77", 40000, "10.0.2.20", 5434)});
        QCOMPARE(found.contradicted.size(), std::size_t{1});
        const auto may = report({flow("Near", "10.0.3.77", 40000, "10.0.3.20", 5432)});
        QVERIFY(may.contradicted.empty());
        QCOMPARE(may.unknown.size(), std::size_t{1});
        QVERIFY(may.unknown.front().why.find("10.0.3.77") != std::string::npos);
        QVERIFY(may.unknown.front().why.find("App") != std::string::npos);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::ObservedFlowsTest)
#include "observed_flows_test.moc"
