#include <QtTest>

#include "export/cloudformation/read_template.h"
#include "model/base/invariant.h"
#include "model/catalog/catalog.h"
#include "model/compare/align.h"
#include "model/compare/compare.h"

namespace archivolt {

namespace {

constexpr const char* kBase = R"(
Parameters:
  Size: {Type: String, Default: t3.micro}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  One: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  Two: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24}}
  Gateway: {Type: AWS::EC2::InternetGateway}
  Attachment:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Out:
    Type: AWS::EC2::Route
    DependsOn: Attachment
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}
  WebGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: web
      VpcId: !Ref Vpc
      SecurityGroupIngress:
        - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}
  Host:
    Type: AWS::EC2::Instance
    Properties:
      ImageId: ami-0123456789abcdef0
      InstanceType: !Ref Size
      SubnetId: !Ref One
      SecurityGroupIds: [!Ref WebGroup]
Outputs:
  Id: {Value: !Ref Host}
)";

Design designOf(const std::string& text, const std::string& name) {
    Design design;
    Stack stack;
    stack.id = StackId{design.nextId++};
    stack.name = name;
    const TemplateReading reading = readTemplate(text, {}, design.nextId);
    INVARIANT(reading.usable && reading.diagnostics.empty());
    stack.body = reading.body;
    design.stacks.push_back(std::make_shared<const Stack>(std::move(stack)));
    return design;
}

std::shared_ptr<const ResolvedDesign> resolved(const Design& design) {
    static const auto kCatalog = Catalog::embedded();
    return resolve(design, *kCatalog);
}

std::shared_ptr<const ResolvedDesign> resolved(const std::string& text) {
    return resolved(designOf(text, "web"));
}

/// Compares kBase with what it becomes when `from`, which must be in it, is replaced by `to`.
Comparison changed(const std::string& from, const std::string& to) {
    std::string text = kBase;
    const auto at = text.find(from);
    INVARIANT(at != std::string::npos);
    text.replace(at, from.size(), to);
    return compareDesigns(*resolved(kBase), *resolved(text));
}

bool says(const Comparison& comparison, const char* sentence) {
    const bool found =
        std::ranges::find(comparison.sentences, sentence) != comparison.sentences.end();
    if (!found) {
        for (const std::string& said : comparison.sentences) qInfo("said: %s", said.c_str());
    }
    return found;
}

constexpr const char* kHttps = "{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}";

}  // namespace

class CompareTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void equalDesignsDifferInNothing() {
        QVERIFY(compareDesigns(*resolved(kBase), *resolved(kBase)).empty());
    }

    void orderOfKeysAndSpellingDoNotCount() {
        QVERIFY(changed("{RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0,",
                        "{DestinationCidrBlock: 0.0.0.0/0, RouteTableId: {Ref: Table},")
                    .empty());
        QVERIFY(changed("FromPort: 443", "FromPort: \"443\"").empty());
    }

    void anOpenedPortIsSaidInWords() {
        const std::string both =
            std::string(kHttps) +
            "\n        - {IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}";
        const Comparison opened = changed(kHttps, both);
        QVERIFY(says(opened, "opens tcp port 22 of WebGroup to 0.0.0.0/0"));
        QCOMPARE(opened.sentences.size(), std::size_t{1});
        QCOMPARE(opened.resources.size(), std::size_t{1});
        QCOMPARE(opened.resources[0].logicalId, std::string("WebGroup"));
    }

    void aNarrowedRuleClosesAndOpens() {
        const Comparison narrowed = changed("CidrIp: 0.0.0.0/0", "CidrIp: 192.0.2.0/24");
        QVERIFY(says(narrowed, "closes tcp port 443 of WebGroup to 0.0.0.0/0"));
        QVERIFY(says(narrowed, "opens tcp port 443 of WebGroup to 192.0.2.0/24"));
    }

    void allTrafficAndRangesHaveTheirWords() {
        QVERIFY(says(changed(kHttps, "{IpProtocol: \"-1\", CidrIp: 0.0.0.0/0}"),
                     "opens all traffic of WebGroup to 0.0.0.0/0"));
        QVERIFY(says(changed("ToPort: 443", "ToPort: 450"),
                     "opens tcp ports 443-450 of WebGroup to 0.0.0.0/0"));
    }

    void aMoveNamesBothSubnets() {
        const Comparison moved = changed("SubnetId: !Ref One", "SubnetId: !Ref Two");
        QVERIFY(says(moved, "puts Host into Two"));
        QVERIFY(says(moved, "takes Host out of One"));
        QVERIFY(moved.resources[0].values[0].before == Value::ref("One"));
        QVERIFY(moved.resources[0].values[0].after == Value::ref("Two"));
    }

    void aRouteThatIsGoneIsSaid() {
        const Comparison gone =
            changed("DestinationCidrBlock: 0.0.0.0/0", "DestinationCidrBlock: 192.0.2.0/24");
        QVERIFY(says(gone, "no longer routes 0.0.0.0/0 of Table to Gateway"));
        QVERIFY(says(gone, "routes 192.0.2.0/24 of Table to Gateway"));
    }

    void aRenamedResourceIsNoRemovalAndAddition() {
        const Comparison renamed = changed("  Two: {Type", "  Second: {Type");
        QCOMPARE(renamed.resources.size(), std::size_t{1});
        QVERIFY(renamed.resources[0].kind == ChangeKind::Renamed);
        QCOMPARE(renamed.resources[0].previousId, std::string("Two"));
        QCOMPARE(renamed.resources[0].logicalId, std::string("Second"));
    }

    void addedAndRemovedResourcesAreNamed() {
        const Comparison added = changed("Outputs:", "  Topic: {Type: AWS::SNS::Topic}\nOutputs:");
        QCOMPARE(added.resources.size(), std::size_t{1});
        QVERIFY(added.resources[0].kind == ChangeKind::Added);
        QCOMPARE(added.resources[0].type, std::string("AWS::SNS::Topic"));
        const std::string two =
            "  Two: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: "
            "10.0.2.0/24}}\n";
        QVERIFY(changed(two, "").resources[0].kind == ChangeKind::Removed);
    }

    void otherSectionsCountToo() {
        const Comparison parameter = changed("Default: t3.micro", "Default: t3.large");
        QCOMPARE(parameter.sections.size(), std::size_t{1});
        QCOMPARE(parameter.sections[0].section, std::string("Parameters"));
        QCOMPARE(parameter.sections[0].values[0].path.toString(), std::string("Size.Default"));
    }

    void whatAParameterMakesDifferentIsSaidOfWhatTakesIt() {
        const Comparison parameter = changed("Default: t3.micro", "Default: t3.large");
        QCOMPARE(parameter.resources.size(), std::size_t{1});
        const ResourceChange& host = parameter.resources[0];
        QCOMPARE(host.logicalId, std::string("Host"));
        QVERIFY(host.byValue);
        QVERIFY(host.values == host.effects);
        QCOMPARE(host.values[0].path.toString(), std::string("Properties.InstanceType"));
        QVERIFY(host.values[0].after == Value::string("t3.large"));
        QVERIFY(changed("Default: t3.micro", "Default: t3.micro, NoEcho: true").resources.empty());
    }

    void theNameOfTheOtherFileIsNoDifference() {
        std::string text = kBase;
        text += "  Called: {Value: !Ref AWS::StackName}\n";
        const std::string vpc = "CidrBlock: 10.0.0.0/16";
        const auto at = text.find(vpc);
        QVERIFY(at != std::string::npos);
        text.insert(at + vpc.size(), ", Tags: [{Key: Name, Value: !Sub '${AWS::StackName}-vpc'}]");
        const Design before = designOf(text, "web-of-yesterday");
        const Design after = designOf(text, "web");
        const Comparison byName = compareDesigns(*resolved(before), *resolved(after));
        QCOMPARE(byName.resources.size(), 1U);
        QVERIFY(compareDesigns(*resolved(namedAs(before, after)), *resolved(after)).empty());
        // Of several stacks each name says which is which.
        Design two = before;
        two.stacks.push_back(after.stacks.front());
        QCOMPARE(namedAs(two, after).stacks.front()->name, std::string("web-of-yesterday"));
    }

    void whatIsWrittenOtherwiseAndComesToTheSameHasNoEffect() {
        const Comparison value = changed("InstanceType: !Ref Size", "InstanceType: t3.micro");
        QCOMPARE(value.resources.size(), std::size_t{1});
        QVERIFY(!value.resources[0].byValue && value.resources[0].effects.empty());
        const Comparison identity =
            changed("Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}",
                    "Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !GetAtt Vpc.VpcId}}");
        QVERIFY(identity.resources[0].effects.empty());
        const Comparison other =
            changed("InstanceType: !Ref Size", "InstanceType: !ImportValue size");
        QCOMPARE(other.resources[0].effects.size(), std::size_t{1});
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::CompareTest)
#include "compare_test.moc"
