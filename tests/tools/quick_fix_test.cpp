#include "app/tools/quick_fix.h"

#include <QtTest>
#include <map>
#include <set>

#include "app/session/judge.h"
#include "app/session/open_design.h"

namespace archivolt {

namespace {

/// One fault of every kind that has a fix.
constexpr const char* kFaulty = R"(Resources:
  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Gateway: {Type: AWS::EC2::InternetGateway}
  Joined:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Net, InternetGatewayId: !Ref Gateway}
  A:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Net, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}
  B:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Net, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1b}
  Routes: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Net}}
  Out:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Routes, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}
  One:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-1, SubnetId: !Ref A, MetadataOptions: {HttpTokens: optional}}
  Disk: {Type: AWS::EC2::Volume, Properties: {Size: 8, AvailabilityZone: us-east-1a}}
  Files:
    Type: AWS::S3::Bucket
    Properties: {PublicAccessBlockConfiguration: {BlockPublicAcls: false}}
  Group:
    Type: AWS::RDS::DBSubnetGroup
    Properties: {DBSubnetGroupDescription: d, SubnetIds: [!Ref A, !Ref B]}
  Data:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: postgres
      DBInstanceClass: db.t4g.micro
      AllocatedStorage: "20"
      MasterUsername: administrator
      ManageMasterUserPassword: true
      DBSubnetGroupName: !Ref Group
      BackupRetentionPeriod: 0
  Cache:
    Type: AWS::ElastiCache::ReplicationGroup
    Properties:
      ReplicationGroupDescription: c
      Engine: redis
      CacheNodeType: cache.t4g.micro
      NumCacheClusters: 2
  Wrong: {Type: AWS::S3::Bucket, Properties: {BucketNam: example-wrong}}
  Lost: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: d, VpcId: !Ref Nett}}
)";

std::vector<Diagnostic> findings(const Design& design) {
    static const auto catalog = Catalog::embedded();
    JudgeRequest request;
    request.design = std::make_shared<const Design>(design);
    std::vector<Diagnostic> list;
    for (const Finding& finding : findingsOf(*judge(request, nullptr, *catalog))) {
        list.push_back(finding.diagnostic);
    }
    return list;
}

bool isThere(const std::vector<Diagnostic>& all, const Diagnostic& one) {
    return std::ranges::any_of(all, [&](const Diagnostic& other) {
        return other.code == one.code && other.where.resource == one.where.resource &&
               other.message == one.message;
    });
}

}  // namespace

class QuickFixTest : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void everyFixDoesAwayWithItsFinding() {
        const Design design = openText({"a.yaml", kFaulty, {}}, {}).design;
        std::map<std::string, std::string> labels;
        for (const Diagnostic& finding : findings(design)) {
            const auto fix = quickFix(finding, design);
            if (!fix) continue;
            labels[finding.code] = fix->label;
            const auto fixed = applyAll(design, fix->edits);
            QVERIFY2(fixed.has_value(), finding.code.str().c_str());
            QVERIFY2(!isThere(findings(*fixed), finding), finding.message.c_str());
        }
        QCOMPARE(labels["EC2-1"], std::string("Set HttpTokens to required"));
        QCOMPARE(labels["S3-2"], std::string("Set all of PublicAccessBlockConfiguration"));
        QCOMPARE(labels["IGW-E2"], std::string("Depend on Joined"));
        QVERIFY2(labels.size() > 8, std::to_string(labels.size()).c_str());
    }

    void aBalancersSubnetIsRoutedAndItsChecksAreLetIn() {
        const Design design = openText({"a.yaml",
                                        R"(Resources:
  Net: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Gateway: {Type: AWS::EC2::InternetGateway}
  Joined:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Net, InternetGatewayId: !Ref Gateway}
  A:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Net, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}
  B:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Net, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1b}
  Routes: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Net}}
  Out:
    Type: AWS::EC2::Route
    DependsOn: Joined
    Properties: {RouteTableId: !Ref Routes, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}
  ARoutes:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref A, RouteTableId: !Ref Routes}
  Open:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: d
      VpcId: !Ref Net
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0}]
  Shut: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: d, VpcId: !Ref Net}}
  Web:
    Type: AWS::EC2::Instance
    Properties: {ImageId: ami-1, SubnetId: !Ref A, SecurityGroupIds: [!Ref Shut]}
  Front:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    DependsOn: Joined
    Properties: {Scheme: internet-facing, Subnets: [!Ref A, !Ref B], SecurityGroups: [!Ref Open]}
  Targets:
    Type: AWS::ElasticLoadBalancingV2::TargetGroup
    Properties: {VpcId: !Ref Net, Port: 8080, Protocol: HTTP, Targets: [{Id: !Ref Web}]}
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Front
      Port: 80
      Protocol: HTTP
      DefaultActions: [{Type: forward, TargetGroupArn: !Ref Targets}]
)",
                                        {}},
                                       {})
                                  .design;
        std::map<std::string, std::string> labels;
        for (const Diagnostic& finding : findings(design)) {
            const auto fix = quickFix(finding, design);
            if (!fix || !finding.code.starts_with("LB-")) continue;
            labels[finding.code] = fix->label;
            const auto fixed = applyAll(design, fix->edits);
            QVERIFY2(fixed.has_value(), finding.code.str().c_str());
            QVERIFY2(!isThere(findings(*fixed), finding), finding.message.c_str());
        }
        QCOMPARE(labels["LB-6"], std::string("Route B by Routes"));
        QCOMPARE(labels["LB-7"], std::string("Let tcp 8080 into Shut"));
    }

    void whereAFunctionDecidesPeopleDo() {
        const Design design = openText({"a.yaml",
                                        R"(Parameters: {Yes: {Type: String}}
Resources:
  Disk:
    Type: AWS::EC2::Volume
    Properties: {Size: 8, AvailabilityZone: us-east-1a, Encrypted: !Ref Yes}
)",
                                        {}},
                                       {})
                                  .design;
        Diagnostic finding;
        finding.code = "EC2-3";
        finding.where.stack = design.stacks.front()->name;
        finding.where.resource = "Disk";
        QVERIFY(!quickFix(finding, design));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::QuickFixTest)
#include "quick_fix_test.moc"
