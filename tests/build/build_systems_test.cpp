#include <QtTest>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "tests/build/build_support.h"

namespace archivolt {

namespace {

constexpr const char* kVpc = R"(
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24}}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {VpcId: !Ref Vpc, GroupDescription: x}}
)";

std::shared_ptr<const Architecture> inVpc(const std::string& resources) {
    return resolve(test::designOfResources(kVpc + resources))->architecture;
}

std::string namesOf(const Architecture& architecture, const std::vector<ThingId>& ids) {
    return test::names(architecture, References{ids, {}});
}

#define SAME(actual, expected) QCOMPARE(std::string(actual), std::string(expected))

}  // namespace

class BuildSystemsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aGroupStartsItsInstancesFromItsTemplateRoundItsSubnets() {
        const auto a = inVpc(R"(
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Role]}}
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}
  Settings:
    Type: AWS::EC2::LaunchTemplate
    Properties:
      LaunchTemplateData:
        ImageId: ami-1
        InstanceType: t3.micro
        SecurityGroupIds: [!GetAtt Group.GroupId]
        IamInstanceProfile: {Arn: !GetAtt Profile.Arn}
        MetadataOptions: {HttpTokens: required}
  Targets: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref Vpc, Port: 8080, Protocol: HTTP}}
  Fleet: {Type: AWS::AutoScaling::AutoScalingGroup, Properties: {MinSize: "1", MaxSize: 9, DesiredCapacity: "3", VPCZoneIdentifier: [!Ref A, !Ref B], TargetGroupARNs: [!Ref Targets], LaunchTemplate: {LaunchTemplateId: !Ref Settings, Version: 1}}}
)");
        const auto& fleet = test::named(a->autoScalingGroups, "Fleet");
        SAME(namesOf(*a, fleet.instances), "Fleet.1 Fleet.2 Fleet.3");
        SAME(test::name(*a, *fleet.launchTemplate), "Settings");
        QVERIFY(fleet.instancesWhy.empty());
        const Instance& second = test::named(a->instances, "Fleet.2");
        SAME(*second.image, "ami-1");
        SAME(*second.metadataTokens, "required");
        SAME(test::name(*a, *second.instanceProfile), "Profile");
        QVERIFY(second.fleet == fleet.id);
        const auto& interface = test::named(a->interfaces, "Fleet.2.eth0");
        SAME(test::name(*a, interface.subnet), "B");
        SAME(test::names(*a, interface.securityGroups), "Group");
        SAME(test::name(*a, test::named(a->interfaces, "Fleet.3.eth0").subnet), "A");
        QCOMPARE(test::named(a->targetGroups, "Targets").targets.size(), std::size_t{3});
        SAME(test::names(*a, test::named(a->instanceProfiles, "Profile").roles), "Role");
    }

    void launchConfigurationsAndClassicBalancersWork() {
        const auto a = inVpc(R"(
  Settings: {Type: AWS::AutoScaling::LaunchConfiguration, Properties: {ImageId: ami-1, InstanceType: t3.micro, SecurityGroups: [!Ref Group], AssociatePublicIpAddress: true}}
  Fleet: {Type: AWS::AutoScaling::AutoScalingGroup, Properties: {MinSize: 2, MaxSize: 2, VPCZoneIdentifier: [!Ref A], LoadBalancerNames: [!Ref Old], LaunchConfigurationName: !Ref Settings}}
  Old: {Type: AWS::ElasticLoadBalancing::LoadBalancer, Properties: {Subnets: [!Ref A], Listeners: [{LoadBalancerPort: "80", InstancePort: "8080", Protocol: HTTP}], HealthCheck: {Target: "HTTP:8081/up"}}}
  Rule: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: !Ref Group, IpProtocol: tcp, FromPort: 8080, ToPort: 8080, SourceSecurityGroupName: !GetAtt Old.SourceSecurityGroup.GroupName}}
)");
        const LoadBalancer& old = test::named(a->loadBalancers, "Old");
        QVERIFY(old.kind == LoadBalancerKind::Classic && *old.internetFacing);
        SAME(test::names(*a, old.classicTargets), "Fleet.1 Fleet.2");
        QCOMPARE(*old.listeners.at(0).instancePort, 8080);
        QCOMPARE(*old.classicHealthCheck.port, 8081);
        SAME(test::names(*a, old.securityGroups), "Vpc.defaultGroup");
        QVERIFY(test::named(a->interfaces, "Fleet.1.eth0").publicAddress->isKnown());
        QVERIFY(test::named(a->launchTemplates, "Settings").isConfiguration);
    }

    void aFleetOfUnknownOrHugeSizeSaysSo() {
        const auto a = resolve(test::readDesign(R"(
Parameters: {Size: {Type: Number}}
Resources:
  Open: {Type: AWS::AutoScaling::AutoScalingGroup, Properties: {MinSize: !Ref Size, MaxSize: 9, VPCZoneIdentifier: [subnet-0abc]}}
  Huge: {Type: AWS::AutoScaling::AutoScalingGroup, Properties: {MinSize: 5000, MaxSize: 9000, VPCZoneIdentifier: [subnet-0abc]}}
)"))
                           ->architecture;
        QVERIFY(!test::named(a->autoScalingGroups, "Open").instancesWhy.empty());
        const auto& huge = test::named(a->autoScalingGroups, "Huge");
        QCOMPARE(huge.instances.size(), std::size_t{1000});
        QVERIFY(huge.instancesWhy.text().find("5000") != std::string::npos);
    }

    void balancersHaveNodesListenersAndRulesByPriority() {
        const auto a = inVpc(R"(
  Alb: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: [!Ref A, !Ref B], SecurityGroups: [!Ref Group]}}
  Targets: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref Vpc, Port: 80, Protocol: HTTP, HealthCheckPort: "8081", TargetType: ip, Targets: [{Id: 10.0.1.9, Port: 81}]}}
  Web: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Alb, Port: 443, Protocol: HTTPS, Certificates: [{CertificateArn: "arn:aws:acm:x"}], DefaultActions: [{Type: forward, TargetGroupArn: !Ref Targets}]}}
  Late: {Type: AWS::ElasticLoadBalancingV2::ListenerRule, Properties: {ListenerArn: !Ref Web, Priority: 20, Conditions: [], Actions: [{Type: redirect}]}}
  Early: {Type: AWS::ElasticLoadBalancingV2::ListenerRule, Properties: {ListenerArn: !Ref Web, Priority: 10, Conditions: [], Actions: [{Type: forward, ForwardConfig: {TargetGroups: [{TargetGroupArn: !Ref Targets}]}}]}}
  Address: {Type: AWS::EC2::EIP}
  Nlb: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Type: network, SubnetMappings: [{SubnetId: !Ref A, AllocationId: !GetAtt Address.AllocationId}]}}
  Inner: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Scheme: internal, Subnets: [!Ref A, !Ref B]}}
)");
        const LoadBalancer& alb = test::named(a->loadBalancers, "Alb");
        SAME(namesOf(*a, alb.interfaces), "Alb.node0 Alb.node1");
        QVERIFY(test::named(a->interfaces, "Alb.node1").publicAddress->isKnown());
        const auto& rules = alb.listeners.at(0).rules;
        QCOMPARE(rules.size(), std::size_t{3});
        QVERIFY(*rules[0].priority == 10 && *rules[1].priority == 20);
        SAME(test::names(*a, rules[0].actions.at(0).targetGroups), "Targets");
        SAME(test::names(*a, rules[2].actions.at(0).targetGroups), "Targets");
        SAME(rules[1].actions.at(0).kind, "redirect");
        const TargetGroup& targets = test::named(a->targetGroups, "Targets");
        QCOMPARE(*targets.healthCheck.port, 8081);
        SAME((*targets.targets.at(0).address)->toString(), "10.0.1.9");
        const LoadBalancer& nlb = test::named(a->loadBalancers, "Nlb");
        QVERIFY(!nlb.hasSecurityGroups && nlb.securityGroups.ids.empty());
        const ElasticIp& address = test::named(a->elasticIps, "Address");
        QVERIFY(test::named(a->interfaces, "Nlb.node0").publicAddress == address.address);
        SAME(test::name(*a, *address.holder), "Nlb");
        QVERIFY(!test::named(a->interfaces, "Inner.node0").publicAddress);
        SAME(test::names(*a, test::named(a->interfaces, "Inner.node0").securityGroups),
             "Vpc.defaultGroup");
    }

    void databasesAndCachesStandInTheirSubnetGroupsOnTheirPorts() {
        const auto a = inVpc(R"(
  Nets: {Type: AWS::RDS::DBSubnetGroup, Properties: {DBSubnetGroupDescription: x, SubnetIds: [!Ref A, !Ref B]}}
  CacheNets: {Type: AWS::ElastiCache::SubnetGroup, Properties: {Description: x, SubnetIds: [!Ref B]}}
  Db: {Type: AWS::RDS::DBInstance, Properties: {Engine: postgres, DBSubnetGroupName: !Ref Nets, VPCSecurityGroups: [!Ref Group]}}
  Moved: {Type: AWS::RDS::DBInstance, Properties: {Engine: mysql, Port: "3333", DBSubnetGroupName: !Ref Nets, PubliclyAccessible: true}}
  Replica: {Type: AWS::RDS::DBInstance, Properties: {SourceDBInstanceIdentifier: !Ref Db}}
  Cluster: {Type: AWS::RDS::DBCluster, Properties: {Engine: aurora-mysql, DBSubnetGroupName: !Ref Nets, VpcSecurityGroupIds: [!Ref Group], StorageEncrypted: true}}
  Member: {Type: AWS::RDS::DBInstance, Properties: {DBClusterIdentifier: !Ref Cluster, Engine: aurora-mysql}}
  Redis: {Type: AWS::ElastiCache::ReplicationGroup, Properties: {ReplicationGroupDescription: x, CacheSubnetGroupName: !Ref CacheNets, SecurityGroupIds: [!Ref Group]}}
  Old: {Type: AWS::ElastiCache::CacheCluster, Properties: {Engine: memcached, CacheSubnetGroupName: !Ref CacheNets, VpcSecurityGroupIds: [!Ref Group]}}
)");
        const Database& db = test::named(a->databases, "Db");
        QCOMPARE(*db.port, 5432);
        QVERIFY(!*db.publiclyAccessible);
        SAME(namesOf(*a, db.interfaces), "Db.eni0 Db.eni1");
        SAME(test::names(*a, test::named(a->interfaces, "Db.eni1").securityGroups), "Group");
        QCOMPARE(*test::named(a->databases, "Moved").port, 3333);
        QVERIFY(test::named(a->interfaces, "Moved.eni0").publicAddress->isKnown());
        const Database& replica = test::named(a->databases, "Replica");
        QCOMPARE(*replica.port, 5432);
        SAME(test::name(*a, *replica.subnetGroup), "Nets");
        const Database& member = test::named(a->databases, "Member");
        QCOMPARE(*member.port, 3306);
        QVERIFY(*member.encrypted);
        SAME(test::names(*a, test::named(a->interfaces, "Member.eni0").securityGroups), "Group");
        QCOMPARE(*test::named(a->caches, "Redis").port, 6379);
        QCOMPARE(*test::named(a->caches, "Old").port, 11211);
        SAME(test::name(*a, test::named(a->interfaces, "Old.eni0").subnet), "B");
    }

    void databasesListenWhereTheCatalogueSaysOfTheirEngine() {
        std::string resources =
            "  Nets: {Type: AWS::RDS::DBSubnetGroup, Properties: {DBSubnetGroupDescription: x, "
            "SubnetIds: [!Ref A, !Ref B]}}\n";
        std::vector<std::pair<std::string, std::int32_t>> expected = {
            {"aurora", 3306}, {"oracle-se1", 1521}, {"custom-sqlserver-x", 1433}, {"mysql-x", 0}};
        for (const EngineFacts& engine : test::catalog().engines()) {
            if (engine.type != "AWS::RDS::DBInstance") continue;
            expected.emplace_back(engine.name, engine.port);
        }
        for (std::size_t i = 0; i < expected.size(); ++i) {
            resources += fmt::format(
                "  Db{}: {{Type: AWS::RDS::DBInstance, Properties: {{Engine: {}, "
                "DBSubnetGroupName: !Ref Nets}}}}\n",
                i, expected[i].first);
        }
        const auto a = inVpc(resources + R"(
  Documents: {Type: AWS::DocDB::DBCluster, Properties: {MasterUsername: x}}
  Graph: {Type: AWS::Neptune::DBCluster, Properties: {}}
)");
        for (std::size_t i = 0; i < expected.size(); ++i) {
            const Database& db = test::named(a->databases, fmt::format("Db{}", i));
            QVERIFY2(db.port.valueOr(0) == expected[i].second, expected[i].first.c_str());
        }
        QCOMPARE(*test::named(a->databases, "Documents").port, 27017);
        QCOMPARE(*test::named(a->databases, "Graph").port, 8182);
    }

    void endpointsMountsLambdaAndTasksHaveInterfaces() {
        const auto a = inVpc(R"(
  Endpoint: {Type: AWS::EC2::VPCEndpoint, Properties: {VpcId: !Ref Vpc, VpcEndpointType: Interface, ServiceName: com.amazonaws.us-east-1.sqs, SubnetIds: [!Ref A, !Ref B], SecurityGroupIds: [!Ref Group]}}
  Files: {Type: AWS::EFS::FileSystem, Properties: {Encrypted: true}}
  Mount: {Type: AWS::EFS::MountTarget, Properties: {FileSystemId: !Ref Files, SubnetId: !Ref A, SecurityGroups: [!Ref Group]}}
  Function: {Type: AWS::Lambda::Function, Properties: {Role: "arn:aws:iam::123456789012:role/x", VpcConfig: {SubnetIds: [!Ref A], SecurityGroupIds: [!Ref Group]}}}
  Targets: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref Vpc, Port: 80, Protocol: HTTP, TargetType: ip}}
  Service: {Type: AWS::ECS::Service, Properties: {LaunchType: FARGATE, DesiredCount: 2, NetworkConfiguration: {AwsvpcConfiguration: {Subnets: [!Ref A, !Ref B], SecurityGroups: [!Ref Group], AssignPublicIp: ENABLED}}, LoadBalancers: [{TargetGroupArn: !Ref Targets, ContainerName: x, ContainerPort: 8080}]}}
)");
        QVERIFY(test::named(a->interfaces, "Endpoint.eni1").kind == InterfaceKind::Endpoint);
        SAME(namesOf(*a, test::named(a->fileSystems, "Files").mountTargets), "Mount");
        QVERIFY(test::named(a->interfaces, "Mount").kind == InterfaceKind::MountTarget);
        const auto& function = test::named(a->lambdaFunctions, "Function");
        SAME(namesOf(*a, function.interfaces), "Function.eni0");
        SAME(test::name(*a, *function.role), "arn:aws:iam::123456789012:role/x");
        const auto& service = test::named(a->ecsServices, "Service");
        QCOMPARE(service.interfaces.size(), std::size_t{2});
        QVERIFY(test::named(a->interfaces, "Service.eni0").publicAddress->isKnown());
        const Target& target = test::named(a->targetGroups, "Targets").targets.at(0);
        QVERIFY(*target.thing == service.id && *target.port == 8080);
    }

    void namesAndDistributionsLeadToWhatTheyStandFor() {
        const auto a = inVpc(R"(
  Alb: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Subnets: [!Ref A, !Ref B]}}
  Zone: {Type: AWS::Route53::HostedZone, Properties: {Name: example.com, VPCs: [{VPCId: !Ref Vpc, VPCRegion: us-east-1}]}}
  Address: {Type: AWS::EC2::EIP}
  Www: {Type: AWS::Route53::RecordSet, Properties: {HostedZoneId: !Ref Zone, Name: www.example.com, Type: A, AliasTarget: {DNSName: !GetAtt Alb.DNSName, HostedZoneId: !GetAtt Alb.CanonicalHostedZoneID}}}
  Both: {Type: AWS::Route53::RecordSetGroup, Properties: {HostedZoneId: !Ref Zone, RecordSets: [{Name: a.example.com., Type: A, TTL: 60, ResourceRecords: [!Ref Address]}, {Name: b.example.com., Type: TXT, TTL: 60, ResourceRecords: ["x"]}]}}
  Bucket: {Type: AWS::S3::Bucket}
  Policy: {Type: AWS::S3::BucketPolicy, Properties: {Bucket: !Ref Bucket, PolicyDocument: {Version: "2012-10-17"}}}
  Cdn: {Type: AWS::CloudFront::Distribution, Properties: {DistributionConfig: {Origins: [{Id: files, DomainName: !GetAtt Bucket.RegionalDomainName}, {Id: app, DomainName: app.example.com}]}}}
)");
        SAME(*test::named(a->hostedZones, "Zone").domain, "example.com.");
        QVERIFY(test::named(a->hostedZones, "Zone").isPrivate);
        const DnsRecord& www = test::named(a->dnsRecords, "Www");
        SAME(test::name(*a, *www.aliasTarget), "Alb");
        SAME(test::name(*a, www.zone), "Zone");
        SAME(test::names(*a, test::named(a->dnsRecords, "Both.1").targets), "Address");
        SAME(*test::named(a->dnsRecords, "Both.2").values.at(0), "x");
        const auto& origins = test::named(a->distributions, "Cdn").origins;
        SAME(test::name(*a, *origins.at(0).thing), "Bucket");
        SAME(*origins.at(1).domain, "app.example.com");
        const Bucket& bucket = test::named(a->buckets, "Bucket");
        QVERIFY(bucket.policy && bucket.policy->find("Version") != nullptr && bucket.nameAssigned);
    }

    void principalsGatherTheirPoliciesFromEverywhere() {
        const auto a = inVpc(R"(
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}, ManagedPolicyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess", !Ref Managed], Policies: [{PolicyName: own, PolicyDocument: {}}], PermissionsBoundary: !Ref Bound}}
  Managed: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {Version: "2012-10-17"}}}
  Bound: {Type: AWS::IAM::ManagedPolicy, Properties: {PolicyDocument: {}}}
  Attached: {Type: AWS::IAM::ManagedPolicy, Properties: {Roles: [!Ref Role], PolicyDocument: {}}}
  Extra: {Type: AWS::IAM::Policy, Properties: {PolicyName: extra, PolicyDocument: {}, Roles: [!Ref Role], Users: [!Ref User]}}
  Staff: {Type: AWS::IAM::Group}
  Admins: {Type: AWS::IAM::Group}
  User: {Type: AWS::IAM::User, Properties: {Groups: [!Ref Staff]}}
  Join: {Type: AWS::IAM::UserToGroupAddition, Properties: {GroupName: !Ref Admins, Users: [!Ref User]}}
)");
        const Principal& role = test::named(a->principals, "Role");
        QCOMPARE(role.policies.size(), std::size_t{2});
        SAME(role.policies[0].name, "own");
        SAME(role.policies[0].origin.property.toString(), "Properties.Policies[0]");
        SAME(role.policies[1].name, "extra");
        SAME(test::names(*a, role.managedPolicies), "Managed Attached");
        QCOMPARE(role.awsManagedPolicies.size(), std::size_t{1});
        SAME(test::name(*a, *role.boundary), "Bound");
        const Principal& user = test::named(a->principals, "User");
        QVERIFY(user.kind == PrincipalKind::User);
        SAME(test::names(*a, user.groups), "Staff Admins");
        SAME(user.policies.at(0).name, "extra");
    }

    void volumesKnowTheirInstancesAndTagsAreKept() {
        const auto a = inVpc(R"(
  Box: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref A, Tags: [{Key: Name, Value: box}, {Key: Tier, Value: web}]}}
  Disk: {Type: AWS::EC2::Volume, Properties: {AvailabilityZone: us-east-1a, Size: "20", Encrypted: "true"}}
  Tied: {Type: AWS::EC2::VolumeAttachment, Properties: {InstanceId: !Ref Box, VolumeId: !Ref Disk, Device: /dev/sdh}}
  Queue: {Type: AWS::SQS::Queue}
)");
        const Volume& disk = test::named(a->volumes, "Disk");
        SAME(test::names(*a, disk.instances), "Box");
        QVERIFY(*disk.sizeGib == 20 && *disk.encrypted);
        const auto& tags = test::named(a->instances, "Box").tags;
        QCOMPARE(tags.size(), std::size_t{2});
        SAME(tags[1].second, "web");
        SAME(test::named(a->others, "Queue").type, "AWS::SQS::Queue");
    }

    void aReferenceToAnotherKindIsUnknownWithItsType() {
        const auto a = inVpc(R"(
  Box: {Type: AWS::EC2::Instance, Properties: {SubnetId: !Ref Vpc}}
)");
        const auto& subnet = test::named(a->interfaces, "Box.eth0").subnet;
        QVERIFY(!subnet.isKnown());
        QVERIFY(subnet.why().text().find("AWS::EC2::VPC") != std::string::npos);
    }

    void countsOfTypedExternalAndUnknownAddUp() {
        const auto counts = resolve(test::readDesign(R"(
Conditions: {Never: !Equals [a, b]}
Resources:
  Vpc: {Type: AWS::EC2::VPC, Condition: Never, Properties: {CidrBlock: 10.0.0.0/16}}
  Rule: {Type: AWS::EC2::SecurityGroupIngress, Properties: {GroupId: sg-1, IpProtocol: "-1"}}
  Nested: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: x}}
  Own: {Type: Custom::Thing, Properties: {ServiceToken: x}}
  Queue: {Type: AWS::SQS::Queue}
)"))
                                ->counts;
        QCOMPARE(counts, (ResolvedDesign::Counts{5, 2, 2, 1, 1}));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::BuildSystemsTest)
#include "build_systems_test.moc"
