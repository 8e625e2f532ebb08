#include <QtTest>

#include "tests/command/run_command.h"
#include "tests/command/simulated.h"

namespace archivolt {

using test::completedAt;
using test::countOf;
using test::Json;
using test::MemoryFiles;
using test::run;
using test::simulate;

namespace {

/// A network whose balancers' group is Front; Web lets 8080 in from it.
constexpr const char* kNetwork = R"(Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  A: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24, AvailabilityZone: us-east-1a}}
  B: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1b}}
  Front: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, VpcId: !Ref Vpc, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0}]}}
  Web: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, VpcId: !Ref Vpc, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 8080, ToPort: 8080, SourceSecurityGroupId: !Ref Front}]}}
)";

constexpr const char* kAlb =
    R"(  Alb: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Scheme: internal, Subnets: [!Ref A, !Ref B], SecurityGroups: [!Ref Front]}}
  Listener: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Alb, Port: 80, Protocol: HTTP, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Group}]}}
)";

/// What CDK writes: a group of port 80, whatever the container's port is.
constexpr const char* kService =
    R"(  Group: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref Vpc, Port: 80, Protocol: HTTP, TargetType: ip}}
  Cluster: {Type: AWS::ECS::Cluster}
  Task: {Type: AWS::ECS::TaskDefinition, Properties: {RequiresCompatibilities: [FARGATE], NetworkMode: awsvpc, Cpu: "256", Memory: "512", ContainerDefinitions: [{Name: web, Image: nginx, PortMappings: [{ContainerPort: PORT}]}]}}
  Service: {Type: AWS::ECS::Service, DependsOn: Listener, Properties: {Cluster: !Ref Cluster, TaskDefinition: !Ref Task, LaunchType: FARGATE, LoadBalancers: [{ContainerName: web, ContainerPort: PORT, TargetGroupArn: !Ref Group}], NetworkConfiguration: {AwsvpcConfiguration: {Subnets: [!Ref A], SecurityGroups: [!Ref Web]}}}}
)";

/// Its number of tasks changes.
constexpr const char* kScales =
    R"(  Scales: {Type: AWS::ApplicationAutoScaling::ScalableTarget, Properties: {MinCapacity: 2, MaxCapacity: 4, ScalableDimension: "ecs:service:DesiredCount", ServiceNamespace: ecs, ResourceId: !Sub "service/${Cluster}/${Service.Name}"}}
)";

constexpr const char* kInstances =
    R"(  One: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-12345678, InstanceType: m5.large, SubnetId: !Ref A, SecurityGroupIds: [!Ref Web], PrivateIpAddress: 10.0.0.10}}
  Group: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref Vpc, Protocol: HTTP, GROUP}}
)";

constexpr const char* kFleet =
    R"(  Template: {Type: AWS::EC2::LaunchTemplate, Properties: {LaunchTemplateData: {ImageId: ami-12345678, InstanceType: m5.large, SecurityGroupIds: [!Ref Web]}}}
  Fleet: {Type: AWS::AutoScaling::AutoScalingGroup, Properties: {MinSize: "2", MaxSize: "2", VPCZoneIdentifier: [!Ref A, !Ref B], LaunchTemplate: {LaunchTemplateId: !Ref Template, Version: !GetAtt Template.LatestVersionNumber}, TargetGroupARNs: [!Ref Group]}}
  Group: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref Vpc, Protocol: HTTP, GROUP}}
)";

constexpr const char* kClassic =
    R"(  One: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-12345678, InstanceType: m5.large, SubnetId: !Ref A, SecurityGroupIds: [!Ref Web]}}
  Classic: {Type: AWS::ElasticLoadBalancing::LoadBalancer, Properties: {Scheme: internal, Subnets: [!Ref A], SecurityGroups: [!Ref Front], Instances: [!Ref One], Listeners: [{LoadBalancerPort: "80", InstancePort: "PORT", Protocol: HTTP}]}}
)";

/// A network balancer that has the other one behind it, whose group lets HTTP in.
constexpr const char* kInRow =
    R"(  Outer: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Type: network, Scheme: internal, Subnets: [!Ref A, !Ref B], SecurityGroups: [!Ref OuterGroup]}}
  OuterGroup: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, VpcId: !Ref Vpc, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 80, ToPort: 80, CidrIp: 0.0.0.0/0}], SecurityGroupEgress: [{IpProtocol: tcp, FromPort: EGRESS, ToPort: EGRESS, CidrIp: 0.0.0.0/0}]}}
  Albs: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref Vpc, Port: 80, Protocol: TCP, TargetType: alb, Targets: [{Id: !Ref Alb, Port: 80}]}}
  OuterListener: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Outer, Port: 80, Protocol: TCP, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Albs}]}}
)";

constexpr const char* kNames =
    R"(  Names: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: g, VpcId: !Ref Vpc, SecurityGroupIngress: [{IpProtocol: udp, FromPort: 53, ToPort: 53, CidrIp: 10.0.0.0/16}, {IpProtocol: tcp, FromPort: CHECK, ToPort: CHECK, CidrIp: 10.0.0.0/16}]}}
  One: {Type: AWS::EC2::Instance, Properties: {ImageId: ami-12345678, InstanceType: m5.large, SubnetId: !Ref A, SecurityGroupIds: [!Ref Names]}}
  Group: {Type: AWS::ElasticLoadBalancingV2::TargetGroup, Properties: {VpcId: !Ref Vpc, Protocol: UDP, Port: 53, HealthCheckPort: "9000", TargetGroupAttributes: [{Key: preserve_client_ip.enabled, Value: "false"}], Targets: [{Id: !Ref One}]}}
  Nlb: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Type: network, Scheme: internal, Subnets: [!Ref A, !Ref B]}}
  Listener: {Type: AWS::ElasticLoadBalancingV2::Listener, Properties: {LoadBalancerArn: !Ref Nlb, Port: 53, Protocol: UDP, DefaultActions: [{Type: forward, TargetGroupArn: !Ref Group}]}}
)";

std::string with(std::string text, const std::string& word, const std::string& value) {
    for (std::size_t at = text.find(word); at != std::string::npos; at = text.find(word)) {
        text.replace(at, word.size(), value);
    }
    return text;
}

std::string instances(const std::string& group) {
    return std::string(kNetwork) + kAlb + with(kInstances, "GROUP", group);
}

std::string service(const std::string& port) {
    return std::string(kNetwork) + kAlb + with(kService, "PORT", port);
}

/// The share of requests that were answered, in percent.
double answered(const Json& json) {
    return 100 * json["requests"]["completed"].get<double>() /
           (json["requests"]["completed"].get<double>() + json["requests"]["failed"].get<double>());
}

}  // namespace

/// simulate, on whether balancers get to what is registered with their groups.
class SimulateTargetsTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    /// A target is asked at the port that it is registered with; the group's is the default of
    /// those that name none.
    void targetsAreAskedAtTheirOwnPort_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("blocked");
        const auto row = [](const char* name, const std::string& text, const char* blocked) {
            QTest::newRow(name) << QString::fromStdString(text) << blocked;
        };
        row("the container's port", service("8080"), "");
        row("the container's port, closed", service("9090"),
            "Alb does not reach Service on port 9090");
        row("tasks that scale", service("8080") + kScales, "");
        row("tasks that scale, closed", service("9090") + kScales,
            "Alb does not reach Service on port 9090");
        row("an instance's own port", instances("Port: 80, Targets: [{Id: !Ref One, Port: 8080}]"),
            "");
        row("the group's port", instances("Port: 8080, Targets: [{Id: !Ref One}]"), "");
        row("an instance's own port, closed",
            instances("Port: 8080, Targets: [{Id: !Ref One, Port: 80}]"),
            "Alb does not reach One on port 80");
        row("an address's own port",
            instances("TargetType: ip, Port: 80, Targets: [{Id: 10.0.0.10, Port: 8080}]"), "");
        row("an address's own port, closed",
            instances("TargetType: ip, Port: 8080, Targets: [{Id: 10.0.0.10, Port: 80}]"),
            "Alb does not reach One on port 80");
        row("a group of instances",
            std::string(kNetwork) + kAlb + with(kFleet, "GROUP", "Port: 8080"), "");
        row("a group of instances, closed",
            std::string(kNetwork) + kAlb + with(kFleet, "GROUP", "Port: 80"),
            "Alb does not reach Fleet on port 80");
        row("a classic balancer", std::string(kNetwork) + with(kClassic, "PORT", "8080"), "");
        row("a classic balancer, closed", std::string(kNetwork) + with(kClassic, "PORT", "80"),
            "Classic does not reach One on port 80");
        row("balancers in a row", service("8080") + with(kInRow, "EGRESS", "80"), "");
        row("balancers in a row, closed", service("8080") + with(kInRow, "EGRESS", "81"),
            "Outer does not reach Alb on port 80");
    }
    void targetsAreAskedAtTheirOwnPort() {
        QFETCH(QString, text);
        QFETCH(QString, blocked);
        const Json json = simulate(text.toStdString(), {"--duration", "1m"});
        const std::string said = json["blocked"].dump() + json["story"].dump();
        if (blocked.isEmpty()) {
            QCOMPARE(json["blocked"].dump(), std::string("[]"));
            QVERIFY2(answered(json) > 99, said.c_str());
            return;
        }
        QVERIFY2(json["blocked"].dump().find(blocked.toStdString()) != std::string::npos,
                 said.c_str());
        QCOMPARE(json["requests"]["completed"].get<int>(), 0);
        // The reason is the first thing that is said.
        const std::string first = json["story"][0].get<std::string>();
        QVERIFY2(first.find("none was answered: " + blocked.toStdString()) != std::string::npos,
                 first.c_str());
        QVERIFY(first.find("%") == std::string::npos && first.find(" ms") == std::string::npos);
    }

    /// One instance at two ports is two targets.
    void anInstanceIsATargetAtEachPort() {
        const Json json =
            simulate(instances("Port: 8080, Targets: [{Id: !Ref One}, {Id: !Ref One, Port: 8081}]"),
                     {"--duration", "20s"});
        QVERIFY2(json["blocked"].dump().find("on port 8081") != std::string::npos,
                 json["blocked"].dump().c_str());
        QVERIFY(json["requests"]["completed"].get<int>() > 0);
        QVERIFY(json["requests"]["in_flight"].get<int>() > 0 || countOf(json, "504") > 0);
    }

    /// A network balancer's group of UDP is asked by UDP, its health check by TCP.
    void whatIsUdpIsAskedByUdp() {
        const Json json =
            simulate(std::string(kNetwork) + with(kNames, "CHECK", "9000"), {"--duration", "1m"});
        QCOMPARE(json["blocked"].dump(), std::string("[]"));
        QVERIFY(answered(json) > 99);
    }

    /// Targets whose health checks are lost are unhealthy; where all are, they are asked all the
    /// same.
    void healthChecksHaveTheirOwnPort() {
        const Json json =
            simulate(std::string(kNetwork) + with(kNames, "CHECK", "9001"), {"--duration", "5m"});
        QVERIFY2(json["blocked"].dump().find(
                     "Nlb does not reach One on port 9000: blocked by Names; "
                     "its health checks of this port are lost") != std::string::npos,
                 json["blocked"].dump().c_str());
        QVERIFY(json["events"].dump().find("finds One unhealthy") != std::string::npos);
        // A minute of 503, until it is unhealthy rather than new; then all are answered.
        QCOMPARE(countOf(json, "504"), 0);
        QVERIFY(json["requests"]["completed"].get<int>() > countOf(json, "503"));
    }

    /// Tasks without interfaces of their own share those of instances that no template names.
    void tasksOnInstancesAreUnknown() {
        std::string text = with(service("9090"), "NetworkMode: awsvpc", "NetworkMode: bridge");
        text = with(text,
                    ", NetworkConfiguration: {AwsvpcConfiguration: {Subnets: [!Ref A], "
                    "SecurityGroups: [!Ref Web]}}",
                    "");
        text = with(with(text, "FARGATE", "EC2"), ", TargetType: ip", "");
        const Json json = simulate(text, {"--duration", "1m"});
        QCOMPARE(json["blocked"].dump(), std::string("[]"));
        QVERIFY2(json["notes"].dump().find("whether Alb reaches Service is unknown") !=
                     std::string::npos,
                 json["notes"].dump().c_str());
        QVERIFY(answered(json) > 99);
    }

    /// A port that has no value is not taken to be another one.
    void aPortWithoutAValueIsUnknown() {
        const Json json = simulate("Parameters: {P: {Type: Number}}\n" +
                                       instances("Port: !Ref P, Targets: [{Id: !Ref One}]"),
                                   {"--duration", "1m"});
        QCOMPARE(json["blocked"].dump(), std::string("[]"));
        QVERIFY2(json["notes"].dump().find("whether Alb reaches One on its port is unknown") !=
                     std::string::npos,
                 json["notes"].dump().c_str());
    }

    /// The text says nothing of quantiles of nothing, and lists what is blocked by itself.
    void theReportSaysThatNoneWasAnswered() {
        MemoryFiles files;
        files.files["a.yaml"] = service("9090");
        const auto result = run(files, {"simulate", "a.yaml", "--duration", "10s"});
        QCOMPARE(result.status, 0);
        QVERIFY2(
            result.out.find("none was answered yet: Alb does not reach Service on port 9090: "
                            "blocked by Web; requests on this path are lost.") != std::string::npos,
            result.out.c_str());
        QVERIFY(result.out.find("0.00 %") == std::string::npos);
        QVERIFY(result.out.find("\nBlocked:\n") != std::string::npos);
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::SimulateTargetsTest)
#include "simulate_targets_test.moc"
